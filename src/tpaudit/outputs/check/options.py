"""How the user wants the audit shown; formats ignore options that do not apply to them."""

from __future__ import annotations

from typing import NamedTuple

from tpaudit.findings.finding import Finding
from tpaudit.outputs.links import Links
from tpaudit.severity import Severity

READ = (Severity.ERROR, Severity.WARNING)
"""The severities that are listed unless the user says otherwise."""


class Options(NamedTuple):
    """The command line's options of outputs."""

    show: tuple[Severity, ...] | None = None
    """The severities to list, while others are counted; None: what suits the format, `READ` or all of them."""
    expand: bool = False
    """Whether each finding gets a block of its own, however many there are."""
    statistics: bool = False
    quiet: bool = False
    """Whether only findings and the closing line are shown."""
    width: int | None = None
    """The terminal's width; None if the output goes elsewhere and nothing is wrapped."""
    color: bool = False
    suppressed: bool = False
    """Whether to list what is waived or known from the baseline, in formats that can mark it."""
    links: Links | None = None
    """How places become links; None: no links."""

    @property
    def read(self) -> tuple[Severity, ...]:
        """The severities listed for people in a terminal or a log."""
        return READ if self.show is None else self.show

    def reads(self, finding: Finding) -> bool:
        """Whether the finding is listed for people."""
        return finding.severity in self.read

    def shows(self, finding: Finding) -> bool:
        """Whether the finding is listed for programs, which do their own filtering."""
        return self.show is None or finding.severity in self.show
