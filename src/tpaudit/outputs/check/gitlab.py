"""GitLab's Code Quality report: the new findings, below the top of the repository, each with its own fingerprint."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping

from tpaudit.findings.result import Audit
from tpaudit.messages import render
from tpaudit.outputs.check.listed import Listed, new
from tpaudit.outputs.check.options import Options
from tpaudit.outputs.streaming import json_chunks
from tpaudit.severity import Severity

_SEVERITIES: Mapping[Severity, str] = {Severity.ERROR: "critical", Severity.WARNING: "major", Severity.INFO: "info"}


def document(audit: Audit, options: Options) -> str:
    """Return the report as a JSON array."""
    return "".join(chunks(audit, options))


def chunks(audit: Audit, options: Options) -> Iterator[str]:  # noqa: ARG001  every format takes both
    """Yield the report bit by bit."""
    return json_chunks(_issues(audit))


def _issues(audit: Audit) -> Iterator[dict[str, object]]:
    seen: Counter[str] = Counter()
    for one in new(audit):
        seen[one.identity] += 1
        yield _issue(one, audit, seen[one.identity])


def _issue(one: Listed, audit: Audit, occurrence: int) -> dict[str, object]:
    finding = one.finding
    return {
        "description": f"{finding.code}: {render(finding.message, audit.language)}",
        "check_name": finding.name,
        "fingerprint": one.identity if occurrence == 1 else f"{one.identity}-{occurrence}",
        "severity": _SEVERITIES[finding.severity],
        "location": {"path": one.repository_path, "lines": {"begin": one.span.line}},
    }
