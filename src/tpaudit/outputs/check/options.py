"""How the user wants the audit shown; formats that have no use for an option ignore it."""

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
    """The severities that are listed, the others are counted; None: what suits the format, `READ` or all of them."""
    expand: bool = False
    """Whether each finding has a block of its own, however many of its rule there are."""
    statistics: bool = False
    quiet: bool = False
    """Whether only findings and the closing line are shown."""
    width: int | None = None
    """The terminal's width; None where the output goes elsewhere and nothing is wrapped."""
    color: bool = False
    suppressed: bool = False
    """Whether formats that can say so list what is waived or known from the baseline."""
    links: Links | None = None
    """How places become links; None: they do not."""

    @property
    def read(self) -> tuple[Severity, ...]:
        """The severities that people read in a terminal or a log."""
        return READ if self.show is None else self.show

    def reads(self, finding: Finding) -> bool:
        """Whether the finding is listed where people read it."""
        return finding.severity in self.read

    def shows(self, finding: Finding) -> bool:
        """Whether the finding is listed where programs read it, which sort it themselves."""
        return self.show is None or finding.severity in self.show
