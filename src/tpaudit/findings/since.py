"""What a change does to the findings: which are new, which stay, which are mended.

Both sides are audited whole, with the same date and the same command line, but each with the settings of its own root
file: settings are a part of the change. Findings of a rule that was switched on, or whose threshold was lowered, are
therefore new, and those of a rule that was switched off are mended, as `tpaudit check` itself would say on either side.

Faults may hide from one side what the other finds. What one side could not judge is neither new nor mended: to mend a
file that nobody could read must not fail, and to break one must not look like progress.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from tpaudit.findings.finding import Finding
from tpaudit.findings.result import InventoryAudit
from tpaudit.inventory.subject import Kind
from tpaudit.rules.rule import STRUCTURAL
from tpaudit.schedule.plan import Schedule

Shows = Callable[[Finding], bool]


def _always(_: Finding) -> bool:
    return True


@dataclass(frozen=True, slots=True)
class FindingsChange:
    """The findings of two sides, told apart by fingerprint; of those that bear the same one, so many as there are."""

    after: tuple[Finding, ...]
    """All that there are now, marked new, unchanged or unjudged."""
    mended: tuple[Finding, ...]
    """Those of before that are no more."""
    lost: tuple[Finding, ...] = ()
    """Those of before of which faults hide now whether they are mended."""


def change(
    before: Iterable[Finding],
    after: Iterable[Finding],
    *,
    judged_before: Shows = _always,
    judged_after: Shows = _always,
) -> FindingsChange:
    """Return what became of the findings; each side tells whether it would have a finding, if it were there.

    A finding whose waiver is gone is new: nobody accepts it any longer. One that is now waived is neither new nor
    mended.
    """
    was, now = tuple(before), tuple(after)
    left = {
        waived: Counter(finding.fingerprint for finding in was if (finding.waived is not None) is waived)
        for waived in (False, True)
    }
    kept = [_take(left[finding.waived is not None], finding) for finding in now]
    for place, finding in enumerate(now):
        # What only got or lost a waiver; the latter is new, but what it was is not mended.
        if not kept[place] and _take(left[finding.waived is None], finding):
            kept[place] = finding.waived is not None
    told = tuple(
        replace(finding, since="unchanged" if stays else "new" if judged_before(finding) else "unjudged")
        for finding, stays in zip(now, kept, strict=True)
    )
    # Of several alike the last ones are those that are no more.
    gone = [finding for finding in reversed(was) if _take(left[finding.waived is not None], finding)][::-1]
    mended = tuple(filter(judged_after, gone))
    return FindingsChange(told, mended, tuple(finding for finding in gone if not judged_after(finding)))


def between(before: InventoryAudit | None, after: InventoryAudit | None) -> FindingsChange:
    """Return what became of the findings of an inventory; None: it is not there on that side."""
    return change(
        () if before is None else before.findings,
        () if after is None else after.findings,
        judged_before=_judging(before),
        judged_after=_judging(after),
    )


def _judging(audit: InventoryAudit | None) -> Shows:
    """Return what tells whether the audit would have a finding, if it were there, or whether a fault would hide it."""
    if audit is None:
        return _always
    inventory = audit.inventory
    unjudged = {(tally.rule.code, subject) for tally in audit.tallies for subject in tally.unjudged}
    files = {document.file for document in inventory.documents}

    def judged(finding: Finding) -> bool:
        subject = finding.subject
        if (finding.code, subject.id) in unjudged:
            return False
        if finding.code == "GOV001" and (unjudged or not inventory.complete):
            return False  # the waiver may be used by what a fault hides
        if inventory.complete or (subject.kind is Kind.TOUCHPOINT and subject.id in inventory.touchpoint):
            return True
        of_one_file = subject.kind in (Kind.TOUCHPOINT, Kind.FILE) or finding.code in STRUCTURAL
        return of_one_file and finding.location.file in files

    return judged


def _take(left: Counter[str], finding: Finding) -> bool:
    if not left[finding.fingerprint]:
        return False
    left[finding.fingerprint] -= 1
    return True


def marked(before: InventoryAudit | None, after: InventoryAudit | None, shows: Shows = _always) -> InventoryAudit:
    """Return the audit of today with what is new in it and what is mended; None: the inventory is only on one side.

    Both audits are unfiltered, since a filter may hide a finding on one side only; `shows` is the user's filter. What
    only was is returned as an inventory without anything but mended findings.
    """
    if after is None:
        if before is None:
            raise ValueError("an inventory that is on neither side")
        return replace(gone(before), mended=tuple(filter(shows, before.findings)))
    result = between(before, after)
    shown = tuple(filter(shows, result.after))
    return replace(
        after,
        findings=shown,
        hidden=after.hidden + len(result.after) - len(shown),
        mended=tuple(filter(shows, result.mended)),
    )


def gone(audit: InventoryAudit) -> InventoryAudit:
    """Return the audit of an inventory that is no more: its name, and nothing in it."""
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
        audit, inventory=inventory, schedule=Schedule(()), findings=(), tallies=(), hidden=0, stale=0, mended=()
    )
