"""Annotations of GitHub Actions: workflow commands, worst first, as many as GitHub shows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from tpaudit.findings.result import Audit
from tpaudit.messages import Message, render, say
from tpaudit.outputs.check.closing import closing_lines, found_messages
from tpaudit.outputs.check.listed import Listed, new, repository_path, worst_first
from tpaudit.outputs.check.options import Options
from tpaudit.outputs.figures import counts
from tpaudit.outputs.growth import with_growth
from tpaudit.outputs.safe import command_message, command_property, terminal, workflow
from tpaudit.severity import Severity

SHOWN = 10
"""How many annotations of each type GitHub shows for a step."""
_COMMANDS: Mapping[Severity, str] = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "notice"}


def document(audit: Audit, options: Options) -> str:
    """Return the annotations, a line about those that GitHub would drop, and the closing line."""
    return "".join(f"{line}\n" for line in _lines(audit, options))


def _lines(audit: Audit, options: Options) -> Iterator[str]:
    left: list[Listed] = []
    annotated = dict.fromkeys(Severity, 0)
    for listed in worst_first(entry for entry in new(audit) if options.shows(entry.finding)):
        annotated[listed.finding.severity] += 1
        if annotated[listed.finding.severity] <= SHOWN:
            yield _annotation(listed, audit)
        else:
            left.append(listed)
    if left:
        yield workflow(terminal(render(_left_out(left), audit.language)))
    yield from closing_lines(audit)


def _annotation(entry: Listed, audit: Audit) -> str:
    finding, span = entry.finding, entry.spot.span
    file = repository_path(entry.audit, entry.spot.file)
    properties = {"file": file, "line": span.line, "endLine": span.end_line}
    if span.line == span.end_line:
        properties |= {"col": span.column, "endColumn": span.end_column}
    properties["title"] = f"{finding.code} {finding.name}"
    written = ",".join(f"{name}={command_property(str(value))}" for name, value in properties.items())
    texts = [terminal(render(part, audit.language)) for part in (with_growth(finding), finding.help)]
    message = command_message("\n".join(text for text in texts if text))
    return f"::{_COMMANDS[finding.severity]} {written}::{message}"


def _left_out(left: list[Listed]) -> Message:
    counted = tuple(found_messages(counts(entry.finding for entry in left)))
    return say("Not annotated: {more}; GitHub shows {n} of each.", more=counted, n=SHOWN)
