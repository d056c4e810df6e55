"""Which findings and touchpoints the user wants to see."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from tpaudit.fields import keys_of
from tpaudit.findings.finding import Finding
from tpaudit.inventory.subject import Kind
from tpaudit.inventory.touchpoint import Touchpoint
from tpaudit.rules.rule import STRUCTURAL


class Filter(NamedTuple):
    """The findings and touchpoints to show; empty: all. The audit itself is always complete.

    Several words of one kind mean any of them. Findings have owners, phases, segments and files.
    """

    owners: Sequence[str] = ()
    phases: Sequence[str] = ()
    segments: Sequence[str] = ()
    files: Sequence[str] = ()
    channels: Sequence[str] = ()
    statuses: Sequence[str] = ()
    tags: Sequence[str] = ()
    audiences: Sequence[str] = ()
    missing: Sequence[str] = ()
    """Touchpoints that lack one of these fields; only upcoming and live ones, and for timing only proactive ones."""

    def takes(self, touchpoint: Touchpoint) -> bool:
        """Whether the touchpoint is shown; one that names no segment serves all of them."""
        segments = touchpoint.segments
        return (
            _any(self.owners, (touchpoint.owner,))
            and _any(self.phases, (touchpoint.phase,))
            and (not segments or _any(self.segments, segments))
            and _any(self.channels, touchpoint.channel)
            and _any(self.statuses, (touchpoint.known_status,))
            and _any(self.tags, touchpoint.tags)
            and _any(self.audiences, (touchpoint.audience,))
            and (not self.missing or any(_lacks(touchpoint, field) for field in self.missing))
        )

    def shows(self, finding: Finding) -> bool:
        """Whether the finding is shown; one about all segments or about something shared concerns each of them.

        What an unreadable file hides may belong to anybody.
        """
        if self.files and finding.location.file not in self.files:
            return False
        if finding.subject.kind is Kind.FILE and finding.code in STRUCTURAL:
            return True
        of_several = ("",) if finding.cause is not None else ()
        return (
            (not self.owners or any(owner in self.owners for owner in finding.involves) or _is_open(finding))
            and (not self.phases or finding.phase in (*self.phases, *of_several))
            and (
                not self.segments
                or not finding.segments
                or any(segment in self.segments for segment in finding.segments)
            )
        )


def _any(chosen: Sequence[str], values: Iterable[str | None]) -> bool:
    return not chosen or any(word in chosen for word in values)


def _is_open(finding: Finding) -> bool:
    """Whether the finding is about something shared and involves no owner, and so concerns everybody."""
    return finding.cause is not None and not finding.involves


def _lacks(touchpoint: Touchpoint, field: str) -> bool:
    """Whether a touchpoint lacks a field that it should have; a faulty value does not count as missing."""
    if not touchpoint.active:
        return False
    if field == "timing" and touchpoint.initiation == "reactive":
        return False
    name = keys_of(Touchpoint)[field]
    return name not in touchpoint.unknown and getattr(touchpoint, name) in (None, (), "")
