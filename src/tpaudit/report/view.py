"""The report's view model: what each section shows, before any layout.

Values are exact (fractions, dates, shares) and words are messages: the templates render both in the reader's language.
Every figure is one of the schedule or of the audit, or a count of them. `VERSION` grows when a field changes its
meaning or goes away.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, TypedDict, Unpack

from tpaudit.exchange.customers import Customers
from tpaudit.findings.result import Audit
from tpaudit.messages import Language, Value, say
from tpaudit.report.chapter import Chapter, chapter
from tpaudit.report.decisions import Decision
from tpaudit.report.summary import Figure, figures

if TYPE_CHECKING:
    from tpaudit.diff.comparison import Comparison

VERSION = 1
SMALL = 20
"""Touchpoints of a report whose sections do not fill pages of their own."""


@dataclass(frozen=True, slots=True)
class Choice:
    """A choice that a filter offers."""

    id: str
    name: Value


@dataclass(frozen=True, slots=True)
class ReportView:
    """The whole report."""

    version: int
    title: Value
    today: date
    language: Language
    owner: Value | None
    """Whose report it is, if one was asked for."""
    segment: Value | None
    """Which segment's report it is, if one was asked for."""
    since: str | None
    """The revision that it is compared with, if one was named."""
    full: bool
    """Whether every finding and the whole inventory are printed too."""
    chapters: tuple[Chapter, ...]
    owners: tuple[Choice, ...]
    phases: tuple[Choice, ...]
    segments: tuple[Choice, ...]
    figures: tuple[Figure, ...]
    """The figures at the top."""

    @property
    def is_small(self) -> bool:
        """Whether there is so little to print that sections share their pages."""
        drawn = any(chapter.pressure.missing is None for chapter in self.chapters)
        return not drawn or sum(chapter.active for chapter in self.chapters) <= SMALL

    @property
    def decisions(self) -> tuple[tuple[Chapter, Decision], ...]:
        """The decisions of all chapters, the most urgent first."""
        pairs = ((chapter, entry) for chapter in self.chapters for entry in chapter.decisions.entries)
        return tuple(sorted(pairs, key=lambda pair: pair[1].urgency))


class Wishes(TypedDict, total=False):
    """What a reader wants to see; whatever is left out shows everything in the inventory's own words."""

    title: str | None
    owner: str | None
    """The id of the only owner to show."""
    segment: str | None
    """The id of the only segment to show."""
    language: Language | None
    comparison: Comparison | None
    """What has changed since a revision, of the same audit."""
    full: bool
    """With the registers, for the record and not for a meeting."""
    customers: Customers | None
    """When the customers of the only inventory really started."""


def view(audit: Audit, **wishes: Unpack[Wishes]) -> ReportView:
    """Return what the report shows, for one owner, one segment or all."""
    owner, segment, comparison = wishes.get("owner"), wishes.get("segment"), wishes.get("comparison")
    full = wishes.get("full", False)
    several = len(audit.inventories) > 1
    changes = comparison.inventories if comparison is not None else [None] * len(audit.inventories)
    chapters = tuple(
        chapter(
            inventory_audit,
            f"i{number}-" if several else "",
            audit.today,
            owner=owner,
            segment=segment,
            change=change,
            full=full,
            customers=wishes.get("customers"),
        )
        for number, (inventory_audit, change) in enumerate(zip(audit.inventories, changes, strict=True), start=1)
    )
    return ReportView(
        version=VERSION,
        title=wishes.get("title") or _title(audit),
        today=audit.today,
        language=wishes.get("language") or audit.language,
        owner=_called(chapters, "owners", owner),
        segment=_called(chapters, "segments", segment),
        since=comparison.before if comparison is not None else None,
        full=full,
        chapters=chapters,
        owners=tuple(dict.fromkeys(Choice(o.owner, o.name) for c in chapters for o in c.decisions.owners if o.owner)),
        phases=_choices((phase, c.names.phase(phase)) for c in chapters for phase in _phases(c)),
        segments=_choices((s.id, s.name) for c in chapters for s in c.pressure.segments),
        figures=figures(chapters),
    )


def _choices(pairs: Iterable[tuple[str, Value]]) -> tuple[Choice, ...]:
    return tuple(Choice(id_, name) for id_, name in dict(pairs).items())


def _phases(chapter: Chapter) -> list[str]:
    return [heading.id for heading in chapter.journey.coverage.phases]


def _called(chapters: tuple[Chapter, ...], registry: str, id_: str | None) -> Value | None:
    if id_ is None:
        return None
    return next((found for c in chapters if (found := getattr(c.names, registry).get(id_))), id_)


def _title(audit: Audit) -> Value:
    """Return the title that the first root file sets; several inventories get a common one."""
    if len(audit.inventories) != 1:
        return say("Customer touchpoints")
    inventory = audit.inventories[0].inventory
    return inventory.report.title or inventory.name or say("Customer touchpoints")
