"""GitLab's Code Quality report: the new findings, below the top of the repository, each with its own fingerprint."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping

from tpaudit.findings.result import Audit
from tpaudit.messages import render
from tpaudit.outputs.listed import Listed, new
from tpaudit.outputs.options import Options
from tpaudit.outputs.safe import json_document
from tpaudit.settings import Severity

_SEVERITIES: Mapping[Severity, str] = {Severity.ERROR: "critical", Severity.WARNING: "major", Severity.INFO: "info"}


def document(audit: Audit, options: Options) -> str:  # noqa: ARG001  every format takes both
    """Return the report as a JSON array."""
    seen: Counter[str] = Counter()
    issues = []
    for one in new(audit):
        seen[one.identity] += 1
        issues.append(_issue(one, audit, seen[one.identity]))
    return json_document(json.dumps(issues, ensure_ascii=False, indent=2)) + "\n"


def _issue(one: Listed, audit: Audit, occurrence: int) -> dict[str, object]:
    finding = one.finding
    return {
        "description": f"{finding.code}: {render(finding.message, audit.language)}",
        "check_name": finding.name,
        "fingerprint": one.identity if occurrence == 1 else f"{one.identity}-{occurrence}",
        "severity": _SEVERITIES[finding.severity],
        "location": {"path": one.repository_path, "lines": {"begin": one.span.line}},
    }
