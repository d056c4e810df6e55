"""What a change does to one inventory, and to all: entries, pressure, findings, and a verdict in one line."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import Literal

from tpaudit.diff import entries, pressure
from tpaudit.diff.entries import Entries
from tpaudit.diff.plain import Change
from tpaudit.diff.pressure import SegmentChange
from tpaudit.diff.reality import RealChange, really
from tpaudit.findings import since
from tpaudit.findings.filter import Filter
from tpaudit.findings.finding import Finding
from tpaudit.findings.result import InventoryAudit
from tpaudit.messages import Message, Value, say
from tpaudit.severity import FailOn, Severity

FailsOn = Literal["new", "worse", "never"]
"""What makes `tpaudit diff` fail."""


@dataclass(frozen=True)
class InventoryChange:
    """One inventory before and after."""

    name: str
    folder: str
    """As in `InventoryAudit`."""
    side: str
    """both, or the only one that has it: before or after."""
    touchpoints: Entries
    registries: tuple[Entries, ...]
    """Phases, segments, owners, channels and events that differ."""
    root: tuple[Change, ...]
    """What differs in the root file's own keys."""
    segments: tuple[SegmentChange, ...]
    """All segments, changed or not: reports also show unchanged figures."""
    new: tuple[Finding, ...]
    """Findings that count and that were missing or waived before; the worst first."""
    worse: tuple[Finding, ...]
    """Findings that count and whose measure has grown; the worst first."""
    fixed: tuple[Finding, ...]
    """Findings that counted before and are gone; the worst first."""
    fail_on: FailOn
    """The lowest severity that fails the gate, by today's settings."""
    unchanged: int
    """Findings that count and that were there before."""
    unjudged: int
    """Findings that may have been there before, hidden by faults; not among the new ones."""
    before: InventoryAudit | None
    """The audit that it is compared with; None if the inventory is new."""
    after: InventoryAudit | None
    """Today's audit; None if the inventory is gone."""
    lost: int
    """Findings that counted before and may be hidden by faults now; not among the fixed ones."""
    complete_before: bool
    """False where faults hid a part of the inventory: what was in it may only seem added."""
    complete_after: bool
    """False where faults hide a part of the inventory: what is in it may only seem removed."""

    @cached_property
    def changed_segments(self) -> tuple[SegmentChange, ...]:
        """The segments whose customers notice a difference."""
        return tuple(segment for segment in self.segments if segment)

    @cached_property
    def really(self) -> tuple[RealChange, ...]:
        """What really happens differently from before, if both sides were observed."""
        return really(self.before, self.after)

    @property
    def renames(self) -> Mapping[str, str]:
        """The new ids of touchpoints by their old ones."""
        return {entry.before: entry.after for entry in self.touchpoints.renamed}

    def path(self, file: str) -> str:
        """Return a file's path as the user knows it."""
        return f"{self.folder}/{file}" if self.folder else file

    def __bool__(self) -> bool:
        return bool(
            self.side != "both"
            or self.touchpoints
            or self.registries
            or self.root
            or self.changed_segments
            or self.new
            or self.worse
            or self.fixed
            or self.really
        )


@dataclass(frozen=True)
class Comparison:
    """What a change does to all inventories that the user asked for."""

    before: str
    """The revision as the user named it."""
    after: str | None
    """None: the work tree."""
    today: date
    inventories: tuple[InventoryChange, ...]
    uncommitted: int = 0
    """How many files of the work tree differ from the last commit, if that is the other side."""

    def __bool__(self) -> bool:
        return any(self.inventories)

    def fails(self, on: FailsOn) -> bool:
        """Whether the change fails: `new` on new or worse findings, as the gate does; `worse` on worse ones only."""
        if on == "never":
            return False
        return any(
            _fails(inventory, inventory.worse if on == "worse" else (*inventory.new, *inventory.worse))
            for inventory in self.inventories
        )

    @property
    def verdict(self) -> Message:
        """One line for those who read no further."""
        if not self:
            return say("No difference in touchpoints, contact pressure and findings.")
        better, worse = _tendency(self.inventories)
        parts = tuple(_parts(self.inventories))
        if better and worse:
            return say("Better and worse: {changes}.", changes=parts)
        if better or worse:
            return say("Worse: {changes}.", changes=parts) if worse else say("Better: {changes}.", changes=parts)
        return say("Changed, for customers neither better nor worse: {changes}.", changes=parts)


def _fails(inventory: InventoryChange, findings: Iterable[Finding]) -> bool:
    limit = inventory.fail_on
    return limit != "never" and any(finding.severity.rank <= Severity(limit).rank for finding in findings)


def compare(before: InventoryAudit | None, after: InventoryAudit | None) -> InventoryChange:
    """Return what a change does to an inventory; None means it is missing on that side. Both audits are unfiltered."""
    audit = after or before
    if audit is None:
        raise ValueError("an inventory that is on neither side")
    was, now = (side.inventory if side is not None else None for side in (before, after))
    touchpoints = entries.touchpoints(was, now)
    renames = {entry.before: entry.after for entry in touchpoints.renamed}
    both = was is not None and now is not None
    findings = since.between(before, after, renames)
    return InventoryChange(
        name=audit.inventory.name,
        folder=audit.folder,
        side="both" if both else "after" if now else "before",
        touchpoints=touchpoints,
        registries=entries.registries(was, now, renames) if was and now else (),
        root=entries.root(was, now) if was and now else (),
        segments=pressure.segments(before, after),
        new=_worst_first(finding for finding in findings.after if finding.counts and finding.since == "new"),
        worse=_worst_first(finding for finding in findings.after if finding.counts and finding.since == "worse"),
        fixed=_worst_first(finding for finding in findings.fixed if finding.counts),
        fail_on=audit.inventory.settings.fail_on,
        unchanged=sum(finding.since == "unchanged" and finding.waived is None for finding in findings.after),
        unjudged=sum(finding.since == "unjudged" and finding.waived is None for finding in findings.after),
        before=before,
        after=after,
        lost=sum(finding.counts for finding in findings.lost),
        complete_before=was is None or was.complete,
        complete_after=now is None or now.complete,
    )


def limited(change: InventoryChange, shown: Filter) -> InventoryChange:
    """Return the change as far as it is about what the filter shows; what belongs to all remains only without one."""
    if shown == Filter():
        return change
    now, was = (side.inventory.touchpoint if side is not None else {} for side in (change.after, change.before))

    def takes(touchpoint_id: str) -> bool:
        return any(shown.takes(side[touchpoint_id]) for side in (was, now) if touchpoint_id in side)

    entries = change.touchpoints
    return replace(
        change,
        touchpoints=replace(
            entries,
            added=tuple(named for named in entries.added if takes(named.id)),
            removed=tuple(named for named in entries.removed if takes(named.id)),
            renamed=tuple(named for named in entries.renamed if takes(named.before) or takes(named.after)),
            changed=tuple(changed for changed in entries.changed if takes(changed.id)),
        ),
        registries=(),
        root=(),
        new=tuple(filter(shown.shows, change.new)),
        worse=tuple(filter(shown.shows, change.worse)),
        fixed=tuple(filter(shown.shows, change.fixed)),
    )


def _worst_first(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    return tuple(sorted(findings, key=lambda finding: finding.severity.rank))


def _tendency(inventories: Iterable[InventoryChange]) -> tuple[bool, bool]:
    """Return whether errors and warnings are better, and whether they are worse, as the gate sees it."""
    better = worse = False
    for inventory in inventories:
        better |= any(map(_matters, inventory.fixed))
        worse |= any(map(_matters, (*inventory.new, *inventory.worse)))
    return better, worse


def _matters(finding: Finding) -> bool:
    return finding.severity is not Severity.INFO


def _parts(inventories: tuple[InventoryChange, ...]) -> Iterator[Value]:
    new = [finding.severity for inventory in inventories for finding in inventory.new]
    worse = [finding.severity for inventory in inventories for finding in inventory.worse]
    fixed = [finding for inventory in inventories for finding in inventory.fixed]
    touchpoints = [inventory.touchpoints for inventory in inventories]
    others = [entries for inventory in inventories for entries in inventory.registries]
    counted = (
        (say("{n} new {n:error|errors}"), new.count(Severity.ERROR)),
        (say("{n} {n:error|errors} worse than before"), worse.count(Severity.ERROR)),
        (say("{n} new {n:warning|warnings}"), new.count(Severity.WARNING)),
        (say("{n} {n:warning|warnings} worse than before"), worse.count(Severity.WARNING)),
        (say("{n} new {n:info|infos}"), new.count(Severity.INFO)),
        (say("{n} {n:info|infos} worse than before"), worse.count(Severity.INFO)),
        (say("{n} {n:finding|findings} fixed"), len(fixed)),
        (say("{n} {n:touchpoint|touchpoints} added"), sum(len(group.added) for group in touchpoints)),
        (say("{n} {n:touchpoint|touchpoints} removed"), sum(len(group.removed) for group in touchpoints)),
        (say("{n} {n:touchpoint|touchpoints} renamed"), sum(len(group.renamed) for group in touchpoints)),
        (say("{n} {n:touchpoint|touchpoints} changed"), sum(len(group.changed) for group in touchpoints)),
        (
            say("{n} other {n:entry|entries} changed"),
            sum(len(group.added) + len(group.removed) + len(group.changed) for group in others),
        ),
        (say("{n} {n:setting|settings} changed"), sum(len(inventory.root) for inventory in inventories)),
        (say("{n} {n:inventory|inventories} added"), sum(inventory.side == "after" for inventory in inventories)),
        (say("{n} {n:inventory|inventories} removed"), sum(inventory.side == "before" for inventory in inventories)),
    )
    for words, n in counted:
        if n:
            yield Message(words.template, {"n": n})
    if not any(n for _, n in counted):
        yield say("the figures of a segment")
