"""What a change does to the findings: which are new, which stay, which are mended.

Both sides are audited whole, with the same date and the same command line, but each with the settings of its own root
file: settings are a part of the change. Findings of a rule that was switched on, or whose threshold was lowered, are
therefore new, and those of a rule that was switched off are mended, as `tpaudit check` itself would say on either side.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from tpaudit.findings.finding import Finding
from tpaudit.findings.result import InventoryAudit
from tpaudit.schedule.plan import Schedule

Shows = Callable[[Finding], bool]


@dataclass(frozen=True, slots=True)
class Change:
    """The findings of two sides, told apart by fingerprint; of those that bear the same one, so many as there are."""

    after: tuple[Finding, ...]
    """All that there are now, marked new or unchanged."""
    mended: tuple[Finding, ...]
    """Those of before that are no more."""


def change(before: Iterable[Finding], after: Iterable[Finding]) -> Change:
    """Return what became of the findings.

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
    marked = tuple(
        replace(finding, since="unchanged" if stays else "new") for finding, stays in zip(now, kept, strict=True)
    )
    # Of several alike the last ones are those that are no more.
    mended = tuple(finding for finding in reversed(was) if _take(left[finding.waived is not None], finding))
    return Change(marked, mended[::-1])


def _take(left: Counter[str], finding: Finding) -> bool:
    if not left[finding.fingerprint]:
        return False
    left[finding.fingerprint] -= 1
    return True


def marked(
    before: InventoryAudit | None, after: InventoryAudit | None, shows: Shows = lambda _: True
) -> InventoryAudit:
    """Return the audit of today with what is new in it and what is mended; None: the inventory is only on one side.

    Both audits are unfiltered, since a filter may hide a finding on one side only; `shows` is the user's filter. What
    only was is returned as an inventory without anything but mended findings.
    """
    if after is None:
        if before is None:
            raise ValueError("an inventory that is on neither side")
        return replace(gone(before), mended=tuple(filter(shows, before.findings)))
    result = change(() if before is None else before.findings, after.findings)
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
