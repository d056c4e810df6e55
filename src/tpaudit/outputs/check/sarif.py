"""SARIF 2.1.0, for code scanning: all enabled rules, and the findings that nobody has accepted, the worst first.

GitHub shows suppressed results as open alerts, so what is waived or known from the baseline is listed only on request.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from urllib.parse import quote

import tpaudit
from tpaudit.findings.finding import Finding, Location, Related
from tpaudit.findings.result import Audit, InventoryAudit
from tpaudit.loading.places import Span
from tpaudit.messages import Language, render, say, translate
from tpaudit.outputs.check.listed import Listed, every, repository_path, worst_first
from tpaudit.outputs.check.options import Options
from tpaudit.outputs.figures import by_rule
from tpaudit.outputs.growth import with_growth
from tpaudit.outputs.streaming import json_chunks
from tpaudit.rules.explanation import Explanation, explanation
from tpaudit.rules.rule import Rule
from tpaudit.severity import Severity

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
_LEVELS: Mapping[Severity, str] = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}

MOST = 5_000
"""The most results; GitHub refuses a file with more than 25,000, and shows 5,000."""

Part = dict[str, object]


def document(audit: Audit, options: Options) -> str:
    """Return the log: one run for all inventories."""
    return "".join(chunks(audit, options))


def chunks(audit: Audit, options: Options) -> Iterator[str]:
    """Yield the log bit by bit."""
    rules = [rule for rule, _ in by_rule(audit.inventories)]
    index = {rule.code: place for place, rule in enumerate(rules)}
    compared = is_compared(audit)
    found = _alerts(entry for entry in every(audit) if options.shows(entry.finding) and _listed(entry, options))
    run: Part = {
        "tool": {
            "driver": {
                "name": "tpaudit",
                "semanticVersion": tpaudit.__version__,
                "rules": [_rule(rule, audit.language) for rule in rules],
            }
        },
        "automationDetails": {"id": _category(audit.inventories)},
        "columnKind": "unicodeCodePoints",
        "invocations": [_invocation(audit, len(found) - MOST)],
        "results": (_result(alert, audit.language, index, compared=compared) for alert in found[:MOST]),
    }
    return json_chunks({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]})


def _category(inventories: Sequence[InventoryAudit]) -> str:
    """Return the id by which later runs replace this one: the tool and, for a single inventory, its root's folder."""
    folder = repository_path(inventories[0], "").strip("/") if len(inventories) == 1 else ""
    return f"tpaudit/{uri(folder)}/" if folder else "tpaudit/"


def _listed(entry: Listed, options: Options) -> bool:
    return options.suppressed or (entry.finding.waived is None and not entry.finding.known)


def _alerts(findings: Iterable[Listed]) -> list[list[Listed]]:
    """Return the findings, the worst first, grouped by identity, since GitHub makes one alert of each."""
    alerts: dict[str, list[Listed]] = {}
    for entry in worst_first(findings):
        alerts.setdefault(entry.identity, []).append(entry)
    return list(alerts.values())


def _invocation(audit: Audit, left_out: int) -> Part:
    notifications: list[Part] = [{"level": "error", "message": {"text": rule}} for rule in audit.crashed]
    if left_out > 0:
        words = say("{n} more {n:result is|results are} left out; these are the worst {most}", n=left_out, most=MOST)
        notifications.append({"level": "warning", "message": {"text": render(words, audit.language)}})
    invocation: Part = {"executionSuccessful": not audit.crashed}
    return {**invocation, "toolExecutionNotifications": notifications} if notifications else invocation


def _rule(rule: Rule, language: Language) -> Part:
    explained = explanation(rule)
    sentence, why = translate(explained.sentence, language), translate(explained.why, language)
    return {
        "id": rule.code,
        "name": rule.name,
        "shortDescription": {"text": sentence},
        "fullDescription": {"text": f"{sentence} {why}"},
        "help": {"text": _help(explained, why, language), "markdown": _help_in_markdown(explained, why, language)},
        "defaultConfiguration": {"level": _LEVELS[rule.severity]},
        "properties": {"tags": [rule.family, rule.step]},
    }


def _help(explained: Explanation, why: str, language: Language) -> str:
    bad, good = render(say("Bad"), language), render(say("Good"), language)
    return f"{_reason(explained, why, language)}\n\n{bad}:\n\n{explained.bad}\n{good}:\n\n{explained.good}"


def _help_in_markdown(explained: Explanation, why: str, language: Language) -> str:
    bad, good = render(say("Bad"), language), render(say("Good"), language)
    return (
        f"{_reason(explained, why, language)}\n\n"
        f"**{bad}**\n\n```yaml\n{explained.bad}```\n\n**{good}**\n\n```yaml\n{explained.good}```\n"
    )


def _reason(explained: Explanation, why: str, language: Language) -> str:
    if not explained.source:
        return why
    source = say(
        "Source: {source} (grade {grade})", source=translate(explained.source, language), grade=explained.grade
    )
    return f"{why}\n\n{render(source, language)}"


def _result(alert: Sequence[Listed], language: Language, index: Mapping[str, int], *, compared: bool) -> Part:
    first, others = alert[0], alert[1:]
    finding = first.finding
    texts = (render(with_growth(finding), language), render(finding.help, language))
    result: Part = {
        "ruleId": finding.code,
        "level": _LEVELS[finding.severity],
        "message": {"text": "\n".join(text for text in texts if text)},
        "locations": [{"physicalLocation": _physical(first.audit, first.spot)}],
        "partialFingerprints": {"tpaudit/v1": first.identity},
    }
    if finding.code in index:
        result["ruleIndex"] = index[finding.code]
    also = tuple(Related(entry.finding.location, entry.finding.message) for entry in others)
    if finding.related or also:
        result["relatedLocations"] = _related(first.audit, (*finding.related, *also), language)
    if finding.waived is not None:
        result["suppressions"] = [{"kind": "inSource", "justification": finding.waived.reason}]
    elif finding.known:
        reason = render(say("known from the baseline"), language)
        result["suppressions"] = [{"kind": "external", "justification": reason}]
    if compared:
        result["baselineState"] = baseline_state(finding)
    return result


def is_compared(audit: Audit) -> bool:
    """Whether findings were compared with a baseline or revision: SARIF wants a state on all results or on none."""
    return any(
        inventory_audit.fixed is not None or inventory_audit.has_baseline for inventory_audit in audit.inventories
    )


def baseline_state(finding: Finding) -> str:
    """Return whether the finding is new against the baseline or the revision that the user named.

    What could not be judged at that revision is new, since SARIF has no other word for it.
    """
    if finding.since == "worse":
        return "updated"
    return "unchanged" if finding.known or finding.since == "unchanged" else "new"


def _related(inventory_audit: InventoryAudit, places: Iterable[Related], language: Language) -> list[Part]:
    return [
        {
            "id": number,
            "message": {"text": render(related.message, language)},
            "physicalLocation": _physical(inventory_audit, related.location),
        }
        for number, related in enumerate(places, 1)
    ]


def _physical(inventory_audit: InventoryAudit, location: Location) -> Part:
    return {
        "artifactLocation": {"uri": uri(repository_path(inventory_audit, location.file))},
        "region": _region(inventory_audit, location.file, location.span),
    }


def _region(inventory_audit: InventoryAudit, file: str, span: Span) -> Part:
    """Return the part of the place on its first line; an empty place is the whole line."""
    end = span.end_column
    if span.end_line != span.line:
        end = len(inventory_audit.inventory.line(file, span.line)) + 1
    if end <= span.column:
        return {"startLine": span.line}
    return {"startLine": span.line, "startColumn": span.column, "endLine": span.line, "endColumn": end}


def uri(path: str) -> str:
    """Return a path as a URI reference, percent-encoded: relative, unless the path itself is not."""
    encoded = quote(os.fsencode(path), safe="/")
    return f"file://{encoded}" if path.startswith("/") else encoded
