"""One line a finding: ``file:line:column: severity CODE message``."""

from __future__ import annotations

from tpaudit.findings.result import Audit
from tpaudit.messages import render
from tpaudit.outputs.check.closing import closing_lines
from tpaudit.outputs.check.listed import Listed, new
from tpaudit.outputs.check.options import Options
from tpaudit.outputs.growth import with_growth
from tpaudit.outputs.safe import terminal, workflow


def document(audit: Audit, options: Options) -> str:
    """Return a line for each finding that is listed, and the closing line."""
    lines = [_line(entry, audit) for entry in new(audit) if options.reads(entry.finding)]
    found = workflow("".join(f"{terminal(line)}\n" for line in lines))
    return found + "".join(f"{line}\n" for line in closing_lines(audit))


def _line(entry: Listed, audit: Audit) -> str:
    finding = entry.finding
    return f"{entry.place}: {finding.severity} {finding.code} {render(with_growth(finding), audit.language)}"
