"""How the user wants the audit shown; formats that have no use for an option ignore it."""

from __future__ import annotations

from dataclasses import dataclass

from tpaudit.findings.finding import Finding
from tpaudit.severity import Severity


@dataclass(frozen=True, slots=True)
class Options:
    """The command line's options of outputs."""

    show: tuple[Severity, ...] = (Severity.ERROR, Severity.WARNING)
    """The severities that are listed; the others are counted."""
    expand: bool = False
    """Whether each finding has a block of its own, however many of its rule there are."""
    statistics: bool = False
    quiet: bool = False
    """Whether only findings and the closing line are shown."""
    width: int | None = None
    """The terminal's width; None where the output goes elsewhere and nothing is wrapped."""
    color: bool = False

    def shows(self, finding: Finding) -> bool:
        """Whether the finding is listed."""
        return finding.severity in self.show
