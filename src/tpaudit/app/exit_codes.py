"""What a run says to the shell."""

from __future__ import annotations

from tpaudit.findings.result import Audit, InventoryAudit
from tpaudit.rules.rule import STRUCTURAL
from tpaudit.severity import Severity

PASSED, FAILED, BROKEN, NOTHING = 0, 1, 2, 3
"""No finding that fails; findings that do; command line, environment or internal error; nothing checked."""


def exit_code(result: Audit) -> int:
    """Return the exit code: an error of our own outranks "nothing checked", which outranks findings."""
    if result.crashed:
        return BROKEN
    if not any(map(_was_checked, result.inventories)):
        return NOTHING
    for audited in result.inventories:
        limit = result.fail_on[audited.root]
        if limit != "never" and any(finding.severity.rank <= Severity(limit).rank for finding in audited.new):
            return FAILED
    return PASSED


def _was_checked(result: InventoryAudit) -> bool:
    """Whether there was anything to check: a touchpoint, a fault of the files, or what a revision had."""
    faults = any(finding.code in STRUCTURAL for finding in result.findings)
    return bool(result.inventory.touchpoints or faults or result.hidden or result.fixed)
