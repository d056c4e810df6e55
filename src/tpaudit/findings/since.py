"""What a change does to the findings: which are new, which stay, which are fixed.

Both sides are audited whole, with the same date and the same command line, but each with the settings of its own root
file: settings are a part of the change. Findings of a rule that was switched on, or whose threshold was lowered, are
therefore new, and those of a rule that was switched off are fixed, as `tpaudit check` itself would say on either side.

Faults may hide on one side what the other side finds. What one side could not judge is neither new nor fixed: to fix a
file that nobody could read must not fail, and to break one must not look like progress.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

from tpaudit.findings.finding import Finding
from tpaudit.findings.fingerprint import renamed
from tpaudit.findings.measures import by_measure, is_worse
from tpaudit.findings.result import InventoryAudit
from tpaudit.inventory.subject import Kind
from tpaudit.rules.rule import STRUCTURAL
from tpaudit.schedule.plan import Schedule

Shows = Callable[[Finding], bool]


def _always(_: Finding) -> bool:
    return True


_NO_RENAMES: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class FindingsChange:
    """The findings of two sides, matched by fingerprint and, within a fingerprint, one to one."""

    after: tuple[Finding, ...]
    """Today's findings, marked new, worse, unchanged or unjudged."""
    fixed: tuple[Finding, ...]
    """Earlier findings that are gone."""
    lost: tuple[Finding, ...] = ()
    """Earlier findings that faults now hide, so that they may or may not be fixed."""


def change(
    before: Iterable[Finding],
    after: Iterable[Finding],
    *,
    judged_before: Shows = _always,
    judged_after: Shows = _always,
) -> FindingsChange:
    """Return what became of the findings; the callbacks say whether a side could have judged the other's finding.

    A finding whose waiver is gone is new, since nobody accepts it any longer. One that is now waived is neither new nor
    fixed. Findings that share an identity are paired by measure, the smallest of both sides first.
    """
    was, now = tuple(before), tuple(after)
    left = {waived: _by_identity(was, waived=waived) for waived in (False, True)}
    places = sorted(range(len(now)), key=lambda place: now[place].measure)
    partners: dict[int, Finding] = {}
    for place in places:
        partner = _take(left[now[place].waived is not None], now[place])
        if partner is not None:
            partners[place] = partner
    excused: set[int] = set()
    for place in places:
        # A finding that only gained or lost a waiver. Without its waiver it is new, but the earlier one is not fixed.
        if place not in partners and _take(left[now[place].waived is None], now[place]) is not None:
            excused |= {place} if now[place].waived is not None else set()
    marked_after = tuple(
        _told(finding, partners.get(place), judged=place in excused or None, judged_before=judged_before)
        for place, finding in enumerate(now)
    )
    remaining = {id(finding) for identities in left.values() for same in identities.values() for finding in same}
    gone = [finding for finding in was if id(finding) in remaining]
    fixed = tuple(filter(judged_after, gone))
    return FindingsChange(marked_after, fixed, tuple(finding for finding in gone if not judged_after(finding)))


def _told(finding: Finding, partner: Finding | None, *, judged: bool | None, judged_before: Shows) -> Finding:
    if partner is not None and is_worse(finding.code, partner.measure, finding.measure):
        return finding._replace(since="worse", was=partner.measure)
    if partner is not None or judged:
        return finding._replace(since="unchanged", was=())
    return finding._replace(since="new" if judged_before(finding) else "unjudged", was=())


def _by_identity(findings: Iterable[Finding], *, waived: bool) -> dict[str, list[Finding]]:
    """Return the findings by fingerprint, the smallest measure last."""
    identities: dict[str, list[Finding]] = {}
    for finding in findings:
        if (finding.waived is not None) is waived:
            identities.setdefault(finding.fingerprint, []).append(finding)
    return {identity: by_measure(same)[::-1] for identity, same in identities.items()}


def between(
    before: InventoryAudit | None, after: InventoryAudit | None, renames: Mapping[str, str] = _NO_RENAMES
) -> FindingsChange:
    """Return what became of an inventory's findings; None means that it is missing on that side.

    `renames` maps the old ids of touchpoints to the new ones, under which they keep their findings.
    """
    return change(
        () if before is None else (renamed(finding, renames) for finding in before.findings),
        () if after is None else after.findings,
        judged_before=_judging(before),
        judged_after=_judging(after),
    )


def _judging(audit: InventoryAudit | None) -> Shows:
    """Return a function that says whether the audit could have judged a finding, rather than a fault hiding it."""
    if audit is None:
        return _always
    inventory = audit.inventory
    unjudged = {(tally.rule.code, subject) for tally in audit.tallies for subject in tally.unjudged}
    files = {document.file for document in inventory.documents}
    whole = {document.file for document in inventory.documents if document.whole}

    def judged(finding: Finding) -> bool:
        subject = finding.subject
        if (finding.code, subject.id) in unjudged:
            return False
        if finding.code == "GOV001" and (unjudged or not inventory.complete):
            return False  # the waiver may be used by what a fault hides
        if inventory.complete or (subject.kind is Kind.TOUCHPOINT and subject.id in inventory.touchpoint):
            return True
        if finding.code in STRUCTURAL:
            return finding.location.file in files
        return subject.kind in (Kind.TOUCHPOINT, Kind.FILE) and finding.location.file in whole

    return judged


def _take(left: dict[str, list[Finding]], finding: Finding) -> Finding | None:
    same = left.get(finding.fingerprint)
    return same.pop() if same else None


def marked(
    before: InventoryAudit | None,
    after: InventoryAudit | None,
    shows: Shows = _always,
    renames: Mapping[str, str] = _NO_RENAMES,
) -> InventoryAudit:
    """Return today's audit with new and fixed findings marked; None means that the inventory is missing on that side.

    Both audits are unfiltered, since a filter may hide a finding on one side only; `shows` is the user's filter. An
    inventory that is gone is returned with nothing but its fixed findings.
    """
    if after is None:
        if before is None:
            raise ValueError("an inventory that is on neither side")
        return replace(gone(before), fixed=tuple(filter(shows, before.findings)))
    result = between(before, after, renames)
    shown = tuple(filter(shows, result.after))
    return replace(
        after,
        findings=shown,
        hidden=after.hidden + len(result.after) - len(shown),
        fixed=tuple(filter(shows, result.fixed)),
    )


def gone(audit: InventoryAudit) -> InventoryAudit:
    """Return the audit of an inventory that no longer exists: its name and nothing else."""
    inventory = replace(
        audit.inventory,
        touchpoints=(),
        phases=(),
        segments=(),
        owners=(),
        channels=(),
        events=(),
        discovery=(),
        waivers=(),
        documents=(),
        faults=(),
        origins={},
    )
    return replace(
        audit, inventory=inventory, schedule=Schedule(()), findings=(), tallies=(), hidden=0, stale=0, fixed=()
    )
