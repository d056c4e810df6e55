"""GitLab's Code Quality report: all findings that nobody has accepted, each with its own fingerprint.

GitLab compares the report with that of the target branch, and calls whatever is missing resolved. So findings that
are not new since a revision are included, and new ones are marked.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping

from tpaudit.findings.finding import Finding
from tpaudit.findings.result import Audit
from tpaudit.messages import Language, Message, render, say
from tpaudit.outputs.check.listed import Listed, every, repository_path
from tpaudit.outputs.check.options import Options
from tpaudit.outputs.growth import with_growth
from tpaudit.outputs.streaming import json_chunks
from tpaudit.severity import Severity

_SEVERITIES: Mapping[Severity, str] = {Severity.ERROR: "critical", Severity.WARNING: "major", Severity.INFO: "info"}


def document(audit: Audit, options: Options) -> str:
    """Return the report as a JSON array."""
    return "".join(chunks(audit, options))


def chunks(audit: Audit, options: Options) -> Iterator[str]:
    """Yield the report bit by bit."""
    return json_chunks(_issues(audit, options))


def _issues(audit: Audit, options: Options) -> Iterator[dict[str, object]]:
    seen: Counter[str] = Counter()
    for entry in every(audit):
        if entry.finding.waived is not None or entry.finding.known or not options.shows(entry.finding):
            continue
        seen[entry.identity] += 1
        yield _issue(entry, audit, seen[entry.identity])


def _issue(entry: Listed, audit: Audit, occurrence: int) -> dict[str, object]:
    finding = entry.finding
    return {
        "description": _description(finding, audit.language),
        "check_name": finding.name,
        "fingerprint": entry.identity if occurrence == 1 else f"{entry.identity}-{occurrence}",
        "severity": _SEVERITIES[finding.severity],
        "location": {
            "path": repository_path(entry.audit, entry.spot.file),
            "lines": {"begin": entry.spot.span.line},
        },
    }


def _description(finding: Finding, language: Language) -> str:
    """Return the code and the message, marked if the finding is new or worse since a revision."""
    mark = _MARKS.get(finding.since)
    text = say("{code}: {message}", code=finding.code, message=with_growth(finding))
    return render(text if mark is None else say("{mark} {said}", mark=mark, said=text), language)


_MARKS: Mapping[str, Message] = {"new": say("[new]"), "worse": say("[worse]")}
