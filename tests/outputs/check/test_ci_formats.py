"""Annotations of GitHub, GitLab's Code Quality and one line a finding."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from fractions import Fraction
from typing import Any

from tests.inventories import audit_text
from tests.outputs.audits import change, example, of, worked_example
from tpaudit.findings.finding import Waived
from tpaudit.findings.result import Audit
from tpaudit.loading.places import Span
from tpaudit.messages import render
from tpaudit.outputs.check.closing import closing_line
from tpaudit.outputs.check.formats import format_named
from tpaudit.outputs.check.options import Options
from tpaudit.severity import Severity

concise, github, gitlab = format_named("concise"), format_named("github"), format_named("gitlab")

ANNOTATION = re.compile(r"::(?P<type>error|warning|notice) (?P<properties>[^:]*)::(?P<message>.*)")


def annotated(audit: Audit) -> list[dict[str, str]]:
    """Return what GitHub reads, as its runner reads it."""
    found = []
    for line in github(audit, Options()).splitlines():
        match = ANNOTATION.fullmatch(line)
        if match is not None:
            properties = dict(pair.split("=", 1) for pair in match["properties"].split(","))
            found.append({"type": match["type"], "message": match["message"], **properties})
    return found


def test_an_annotation_says_what_and_where() -> None:
    audit = worked_example("OWN001")
    inventory_audit = replace(audit.inventories[0], folder="plans", repository_folder="crm/plans")
    first = annotated(of(inventory_audit))[0]
    finding = inventory_audit.findings[0]
    assert first == {
        "type": "error",
        "file": "crm/plans/tpaudit.yaml",
        "line": "11",
        "endLine": "11",
        "col": "6",
        "endColumn": "8",
        "title": "OWN001 missing-owner",
        "message": f"{render(finding.message)}%0A{render(finding.help)}".replace("\n", "%0A"),
    }


def test_columns_are_left_out_where_a_place_has_several_lines() -> None:
    audit = change(
        worked_example("OWN001"),
        lambda _, finding: finding._replace(location=finding.location._replace(span=Span(11, 6, 12, 2))),
    )
    first = annotated(audit)[0]
    assert (first["line"], first["endLine"]) == ("11", "12")
    assert "col" not in first
    assert "endColumn" not in first


def test_at_most_ten_of_each_type_are_annotated_worst_first_and_the_others_counted() -> None:
    audit = example("b2b-saas")
    types = [annotation["type"] for annotation in annotated(audit)]
    assert types == ["error"] * 10 + ["warning"] * 10 + ["notice"] * 10
    (line,) = [line for line in github(audit, Options()).splitlines() if line.startswith("Not annotated:")]
    numbers = [int(number) for number in re.findall(r"\d+", line)]
    assert sum(numbers[:3]) == len(audit.findings) - 30


def test_the_last_line_says_what_was_checked() -> None:
    audit = worked_example("OWN001")
    assert github(audit, Options()).splitlines()[-1] == closing_line(audit)
    assert concise(audit, Options()).splitlines()[-1] == closing_line(audit)


def issues(audit: Audit) -> list[dict[str, Any]]:
    """Return GitLab's issues."""
    value: list[dict[str, Any]] = json.loads(gitlab(audit, Options()))
    return value


def test_an_issue_has_what_gitlab_asks_for() -> None:
    audit = worked_example("OWN001")
    inventory_audit = replace(audit.inventories[0], repository_folder="crm")
    finding = inventory_audit.findings[0]
    assert issues(of(inventory_audit))[0] == {
        "description": f"OWN001: {render(finding.message)}",
        "check_name": "missing-owner",
        "fingerprint": finding.fingerprint,
        "severity": "critical",
        "location": {"path": "crm/tpaudit.yaml", "lines": {"begin": 11}},
    }


def test_issues_have_severities_that_gitlab_knows_and_fingerprints_of_their_own() -> None:
    found = issues(example("b2b-saas"))
    assert {issue["severity"] for issue in found} == {"critical", "major", "info"}
    fingerprints = [issue["fingerprint"] for issue in found]
    assert len(dict.fromkeys(fingerprints)) == len(fingerprints)
    twice = change(worked_example("OWN001"), lambda _, finding: finding._replace(fingerprint="same"))
    assert [issue["fingerprint"] for issue in issues(twice)][:3] == ["same", "same-2", "same-3"]


def test_only_findings_that_count_are_reported() -> None:
    audit = change(
        worked_example("OWN001"),
        lambda number, finding: finding._replace(waived=Waived("agreed") if number else None, known=number == 0),
    )
    assert issues(audit) == []
    assert gitlab(audit, Options()) == "[]\n"
    assert annotated(audit) == []


def test_gitlab_gets_the_full_set_since_it_calls_what_is_missing_resolved() -> None:
    audit = change(
        worked_example("OWN001"),
        lambda number, finding: finding._replace(
            since=("new", "worse", "unchanged")[min(number, 2)],
            was=(Fraction(1),),
            measure=(Fraction(2),),
            units=(),
        ),
    )
    found = [issue["description"] for issue in issues(audit)]
    assert len(found) == 8
    assert found[0].startswith("[new] OWN001: ")
    assert found[1].startswith("[worse] OWN001: ")
    assert found[1].endswith(" (was 1, is 2)")
    assert found[2].startswith("OWN001: ")


def test_an_annotation_stands_where_the_change_touches_what_is_involved() -> None:
    audit = worked_example("PRS002")
    touched = audit.inventories[0].findings[0].related[2].location
    moved = change(audit, lambda _, finding: finding._replace(touched=touched))
    assert annotated(moved)[0]["line"] == str(touched.span.line)
    assert issues(moved)[0]["location"]["lines"]["begin"] == touched.span.line


def test_severities_that_are_not_shown_are_left_out() -> None:
    errors = Options(show=(Severity.ERROR,))
    assert "::warning" in github(worked_example("PRS"), Options())
    assert "::warning" not in github(worked_example("PRS"), errors)
    assert "PRS004" not in gitlab(worked_example("PRS"), errors)


def test_concise_is_a_line_for_each_finding() -> None:
    audit = of(replace(audit_text("touchpoints:\n  - {id: a, name: A}\n", "OWN001", "MET007"), folder="plans"))
    (error,) = [finding for finding in audit.findings if finding.code == "OWN001"]
    assert concise(audit, Options()).splitlines()[0] == f"plans/tpaudit.yaml:2:6: error OWN001 {render(error.message)}"
    assert "MET007" not in concise(audit, Options())
    assert ": info MET007 " in concise(audit, Options(show=tuple(Severity)))
