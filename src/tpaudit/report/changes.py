"""What changed since the revision that the user named."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tpaudit.findings.finding import Finding


@dataclass(frozen=True, slots=True)
class Changes:
    """Findings against those of the revision."""

    new: tuple[Finding, ...]
    mended: tuple[Finding, ...]
    unchanged: int


def changes(findings: Sequence[Finding], mended: Sequence[Finding] | None) -> Changes | None:
    """Return what changed, None where no revision was named."""
    if mended is None:
        return None
    new = tuple(finding for finding in findings if finding.since == "new" and finding.waived is None)
    return Changes(new, tuple(mended), sum(finding.since == "unchanged" for finding in findings))
