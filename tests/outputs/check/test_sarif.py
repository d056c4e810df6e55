"""SARIF: valid, to the letter of what code scanning reads, and exact."""

from __future__ import annotations

import json
import os
import re
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import pytest
from jsonschema.validators import validator_for

import tpaudit
from tests.inventories import audit_text
from tests.outputs.audits import change, example, of, worked_example
from tests.outputs.judges import multitool, sarif_schema
from tpaudit.findings.finding import Waived
from tpaudit.findings.result import Audit
from tpaudit.findings.since import marked
from tpaudit.loading.places import Span
from tpaudit.outputs.check import sarif
from tpaudit.outputs.check.options import Options
from tpaudit.outputs.check.sarif import document, uri


def read(audit: Audit, options: Options | None = None) -> Any:
    """Return the only run."""
    log = json.loads(document(audit, options or Options()))
    assert log["version"] == "2.1.0"
    (run,) = log["runs"]
    return run


@pytest.mark.parametrize("name", ["minimal", "b2b-saas", "retail"])
def test_examples_are_valid(name: str) -> None:
    schema = sarif_schema()
    validator = validator_for(schema)(schema)
    assert not list(validator.iter_errors(json.loads(document(example(name), Options()))))


@pytest.mark.parametrize("name", ["minimal", "b2b-saas", "retail", "compared"])
def test_microsofts_validator_finds_nothing_but_the_missing_home_page(name: str, tmp_path: Path) -> None:
    log = tmp_path / "audit.sarif"
    audit = example("minimal" if name == "compared" else name)
    if name == "compared":
        audit = of(*(marked(inventory_audit, inventory_audit) for inventory_audit in audit.inventories))
    log.write_text(document(audit, Options()), "utf-8")
    said = multitool(log)
    assert "Analysis completed successfully." in said
    assert set(re.findall(r"(?:error|warning|note) (\S+):", said)) <= {"SARIF2005"}


def test_all_rules_that_were_asked_are_there_in_the_catalogues_order() -> None:
    audit = example("minimal")
    rules = read(audit)["tool"]["driver"]["rules"]
    assert [rule["id"] for rule in rules] == [tally.rule.code for tally in audit.inventories[0].tallies]


def test_a_rule_explains_itself() -> None:
    rules = {rule["id"]: rule for rule in read(worked_example("OWN001"))["tool"]["driver"]["rules"]}
    rule = rules["OWN001"]
    assert rule["name"] == "missing-owner"
    assert rule["shortDescription"]["text"].endswith(".")
    assert rule["fullDescription"]["text"].startswith(rule["shortDescription"]["text"])
    assert rule["defaultConfiguration"] == {"level": "error"}
    assert rule["properties"] == {"tags": ["OWN", "design"]}
    assert "```yaml\n" in rule["help"]["markdown"]
    assert "<- OWN001" in rule["help"]["text"]


def test_a_result_says_what_and_where() -> None:
    audit = worked_example("OWN001")
    inventory_audit = replace(audit.inventories[0], repository_folder="crm/plans")
    run = read(of(inventory_audit))
    result = run["results"][0]
    assert run["tool"]["driver"]["rules"][result["ruleIndex"]]["id"] == result["ruleId"] == "OWN001"
    assert result["level"] == "error"
    assert result["partialFingerprints"] == {"tpaudit/v1": inventory_audit.findings[0].fingerprint}
    assert result["locations"] == [
        {
            "physicalLocation": {
                "artifactLocation": {"uri": "crm/plans/tpaudit.yaml"},
                "region": {"startLine": 11, "startColumn": 6, "endLine": 11, "endColumn": 8},
            }
        }
    ]
    assert run["columnKind"] == "unicodeCodePoints"


def test_severities_become_levels() -> None:
    levels = {result["level"] for result in read(example("b2b-saas"))["results"]}
    assert levels == {"error", "warning", "note"}


def test_a_region_is_one_line_and_without_extent_the_whole_of_it() -> None:
    audit = worked_example("OWN001")
    first = audit.inventories[0].findings[0]
    line = len(audit.inventories[0].inventory.documents[0].line(11))

    def region(span: Span) -> Any:
        moved = first._replace(location=first.location._replace(span=span))
        run = read(of(replace(audit.inventories[0], findings=(moved,))))
        return run["results"][0]["locations"][0]["physicalLocation"]["region"]

    assert region(Span(11, 6, 13, 2)) == {"startLine": 11, "startColumn": 6, "endLine": 11, "endColumn": line + 1}
    assert region(Span(1, 1, 1, 1)) == {"startLine": 1}


def test_related_places_are_numbered() -> None:
    run = read(of(audit_text("touchpoints:\n  - {id: a, name: A}\n  - {id: a, name: B}\n", "INV004")))
    (related,) = run["results"][0]["relatedLocations"]
    assert related["id"] == 1
    assert related["physicalLocation"]["region"]["startLine"] == 2


def test_what_somebody_accepts_is_listed_only_on_request() -> None:
    audit = change(
        worked_example("OWN001"),
        lambda number, finding: finding._replace(
            waived=Waived("agreed with sales") if number == 0 else None, known=number == 1
        ),
    )
    assert len(read(audit)["results"]) == 6
    results = read(audit, Options(suppressed=True))["results"]
    assert results[0]["suppressions"] == [{"kind": "inSource", "justification": "agreed with sales"}]
    assert results[1]["suppressions"] == [{"kind": "external", "justification": "known from the baseline"}]
    assert "suppressions" not in results[2]


def test_findings_of_one_identity_are_one_result() -> None:
    same = worked_example("OWN001").inventories[0].findings[0]
    results = read(change(worked_example("OWN001"), lambda number, finding: same if number < 3 else finding))["results"]
    assert len(results) == 6
    assert [len(result.get("relatedLocations", ())) for result in results] == [2, 0, 0, 0, 0, 0]


def test_the_worst_results_are_listed_and_the_others_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sarif, "MOST", 3)
    run = read(worked_example("PRS", "OWN001"))
    assert [result["level"] for result in run["results"]] == ["error"] * 3
    assert run["results"][0]["ruleId"] == "PRS002", "customers feel it"
    (notification,) = run["invocations"][0]["toolExecutionNotifications"]
    assert notification["message"]["text"].startswith("8 more results are left out")


def test_states_are_given_for_all_results_or_none() -> None:
    audit = worked_example("OWN001")
    assert not any("baselineState" in result for result in read(audit)["results"])
    known = change(audit, lambda number, finding: finding._replace(known=number == 0))
    known = replace(known, inventories=(replace(known.inventories[0], has_baseline=True),))
    assert [result["baselineState"] for result in read(known, Options(suppressed=True))["results"]][:2] == [
        "unchanged",
        "new",
    ]
    since = change(audit, lambda number, finding: finding._replace(since="new" if number == 0 else "unchanged"))
    since = replace(since, inventories=(replace(since.inventories[0], fixed=()),))
    assert [result["baselineState"] for result in read(since)["results"]][:2] == ["new", "unchanged"]


def test_later_runs_replace_those_of_the_same_root() -> None:
    inventory_audit = worked_example("OWN001").inventories[0]
    assert read(of(inventory_audit))["automationDetails"] == {"id": "tpaudit/"}
    assert read(of(replace(inventory_audit, repository_folder="a b")))["automationDetails"] == {"id": "tpaudit/a%20b/"}
    assert read(of(inventory_audit, replace(inventory_audit, folder="b")))["automationDetails"] == {"id": "tpaudit/"}


def test_a_rule_that_failed_itself_is_notified() -> None:
    (invocation,) = read(of(worked_example("OWN001").inventories[0], crashed=("OWN002: KeyError: 'x'",)))["invocations"]
    assert invocation["executionSuccessful"] is False
    assert invocation["toolExecutionNotifications"][0]["message"]["text"] == "OWN002: KeyError: 'x'"


def test_the_tool_is_named_with_its_version() -> None:
    driver = read(worked_example("OWN001"))["tool"]["driver"]
    assert (driver["name"], driver["semanticVersion"]) == ("tpaudit", tpaudit.__version__)


@pytest.mark.parametrize(
    ("path", "encoded"),
    [
        ("a/b.yaml", "a/b.yaml"),
        ("a b/ü#?.yaml", "a%20b/%C3%BC%23%3F.yaml"),
        ("c:d.yaml", "c%3Ad.yaml"),
        ("100%.yaml", "100%25.yaml"),
        ("[x].yaml", "%5Bx%5D.yaml"),
    ],
)
def test_paths_are_relative_uris(path: str, encoded: str) -> None:
    assert uri(path) == encoded
    assert not urlsplit(encoded).scheme
    assert unquote(encoded) == path


@pytest.mark.skipif(os.name != "posix", reason="elsewhere names are texts")
def test_a_name_that_is_no_text_keeps_its_bytes() -> None:
    assert uri(os.fsdecode(b"d\xff/tpaudit.yaml")) == "d%FF/tpaudit.yaml"


def test_an_absolute_path_is_an_absolute_uri() -> None:
    assert uri("/a b/tpaudit.yaml") == "file:///a%20b/tpaudit.yaml"


def test_nothing_is_empty_and_no_rule_claims_to_be_about_security() -> None:
    def texts(value: Any) -> list[str]:
        if isinstance(value, dict):
            return [text for item in value.values() for text in texts(item)]
        if isinstance(value, list):
            return [text for item in value for text in texts(item)]
        return [value] if isinstance(value, str) else []

    written = document(example("b2b-saas"), Options())
    assert all(texts(json.loads(written)))
    assert "security-severity" not in written
