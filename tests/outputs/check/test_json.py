"""The public JSON: valid against its published schema, complete, and exact."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from tests.inventories import audit_text
from tests.outputs.audits import change, example, of, worked_example
from tpaudit.findings.finding import Waived
from tpaudit.findings.result import Audit
from tpaudit.inventory.subject import Kind
from tpaudit.outputs.check.json import document, schema
from tpaudit.outputs.check.options import Options
from tpaudit.outputs.numbers import number


def strict(node: Any) -> Any:
    """Return the schema without leave to add members, so that whatever the program writes is described."""
    if isinstance(node, list):
        return [strict(item) for item in node]
    if not isinstance(node, dict):
        return node
    closed = {key: strict(value) for key, value in node.items()}
    is_whole = "properties" in node and "required" in node and "pass_rate" not in node["required"]
    return {**closed, "unevaluatedProperties": False} if is_whole else closed


def read(audit: Audit) -> Any:
    """Return the document, which is valid."""
    value = json.loads(document(audit, Options()))
    Draft202012Validator(strict(json.loads(schema()))).validate(value)
    return value


def test_the_schema_is_one() -> None:
    Draft202012Validator.check_schema(json.loads(schema()))


def test_the_schema_describes_every_member() -> None:
    closed = json.loads(schema())
    del closed["$defs"]["score"]["properties"]["passed"]
    assert not Draft202012Validator(strict(closed)).is_valid(json.loads(document(worked_example("OWN"), Options())))


@pytest.mark.parametrize(
    "audit",
    [
        lambda: example("b2b-saas"),
        lambda: example("retail"),
        lambda: of(audit_text("name: empty\n")),
        lambda: of(audit_text("touchpoints:\n  - {id: a, name: A, phase: [}\n")),
        lambda: of(crashed=("OWN001: KeyError: 'x'",)),
    ],
)
def test_every_audit_is_valid(audit: Callable[[], Audit]) -> None:
    read(audit())


def test_a_finding_has_all_its_fields() -> None:
    audit = worked_example("OWN001")
    inventory_audit = replace(audit.inventories[0], folder="plans", repository_folder="crm/plans")
    value = read(of(replace(inventory_audit, findings=inventory_audit.findings[:1])))
    assert value["inventories"][0]["findings"] == [
        {
            "code": "OWN001",
            "name": "missing-owner",
            "severity": "error",
            "message": value["inventories"][0]["findings"][0]["message"],
            "help": value["inventories"][0]["findings"][0]["help"],
            "subject": {"kind": "touchpoint", "id": "welcome", "name": "Welcome e-mail"},
            "field": ["id"],
            "location": {
                "path": "plans/tpaudit.yaml",
                "repository_path": "crm/plans/tpaudit.yaml",
                "line": 11,
                "column": 6,
                "end_line": 11,
                "end_column": 8,
            },
            "owner": None,
            "phase": "onboarding",
            "segments": [],
            "related": [],
            "fingerprint": inventory_audit.findings[0].fingerprint,
            "known": False,
            "since": None,
            "measure": [1],
            "was": [],
            "involves": [],
            "culprits": [],
            "waived": None,
        }
    ]


def test_related_places_are_there() -> None:
    value = read(of(audit_text("touchpoints:\n  - {id: a, name: A}\n  - {id: a, name: B}\n", "INV004")))
    (finding,) = value["inventories"][0]["findings"]
    assert [related["location"]["line"] for related in finding["related"]] == [2]


def test_waived_and_known_findings_say_so() -> None:
    waived = Waived("agreed with sales", date(2027, 1, 31), "Ada")
    value = read(
        change(
            worked_example("OWN001"),
            lambda number, finding: finding._replace(waived=waived if number == 0 else None, known=number == 1),
        )
    )
    findings = value["inventories"][0]["findings"]
    assert findings[0]["waived"] == {"reason": "agreed with sales", "until": "2027-01-31", "by": "Ada"}
    assert [finding["known"] for finding in findings[:3]] == [False, True, False]
    assert (value["summary"]["errors"], value["summary"]["waived"], value["summary"]["known"]) == (6, 1, 1)


def test_what_became_of_findings_since_a_revision() -> None:
    audit = change(
        worked_example("OWN001"), lambda number, finding: finding._replace(since="new" if number else "unchanged")
    )
    gone = audit.inventories[0].findings[:1]
    value = read(replace(audit, inventories=(replace(audit.inventories[0], fixed=gone),)))
    assert value["summary"]["since"] == {"new": 7, "worse": 0, "unchanged": 1, "unjudged": 0, "fixed": 1}
    assert [finding["since"] for finding in value["inventories"][0]["findings"][:2]] == ["unchanged", "new"]
    assert [finding["code"] for finding in value["inventories"][0]["fixed"]] == ["OWN001"]


def test_figures_come_from_the_schedule() -> None:
    value = read(worked_example("PRS"))
    assert value["inventories"][0]["segments"] == [
        {
            "id": "smb",
            "name": "smb",
            "contacts_per_quarter": {"sure": 3.25, "mean": 4.6225, "most": 3.25},
            "account_contacts_per_quarter": {"sure": 3.25, "mean": 4.6225, "most": 3.25},
            "most_contacted": "customer",
            "at_least": False,
            "worst_week": {
                "sure": 3, "mean": 3.105, "most": 3, "from": 0, "to": 6, "stakeholder": "customer", "limit": 2,
                "exceeded": True,
            },
            "longest_silence": {
                "days": 92, "from": 91, "to": 183, "stakeholder": "customer", "limit": 60, "exceeded": True,
            },
        }
    ]  # fmt: skip


def test_rules_families_and_steps_have_pass_rates() -> None:
    value = read(worked_example("OWN001", "PUR"))
    rules = {rule["code"]: rule for rule in value["rules"]}
    assert rules["OWN001"] == {
        "code": "OWN001", "name": "missing-owner", "family": "OWN", "step": "design", "scope": "touchpoint",
        "severities": ["error"], "findings": 8, "waived": 0, "known": 0, "unchanged": 0, "applicable": 8, "passed": 0,
        "not_judged": 0, "pass_rate": 0,
    }  # fmt: skip
    assert {family["family"]: family["pass_rate"] for family in value["families"]}["OWN"] == 0
    assert value["steps"][0]["step"] == "design"


def test_several_inventories_are_told_apart() -> None:
    inventory_audit = audit_text("touchpoints:\n  - {id: a, name: A}\n", "OWN001")
    value = read(of(replace(inventory_audit, folder="a"), replace(inventory_audit, folder="b")))
    first, second = (inventory["findings"][0] for inventory in value["inventories"])
    assert (first["location"]["path"], second["location"]["path"]) == ("a/tpaudit.yaml", "b/tpaudit.yaml")
    assert first["fingerprint"] != second["fingerprint"]
    assert inventory_audit.findings[0].fingerprint not in (first["fingerprint"], second["fingerprint"])


@pytest.mark.parametrize(
    ("exact", "written"),
    [(Fraction(3), "3"), (Fraction(1, 3), "0.333333"), (Fraction("3.105"), "3.105"), (Fraction(2, 3), "0.666667")],
)
def test_numbers_have_at_most_six_decimals(exact: Fraction, written: str) -> None:
    assert json.dumps(number(exact)) == written


def test_the_same_audit_gives_the_same_bytes() -> None:
    assert document(example("b2b-saas"), Options()) == document(example("b2b-saas"), Options())


@pytest.mark.parametrize("name", ["b2b-saas", "retail", "minimal"])
def test_the_language_changes_messages_only(name: str) -> None:
    assert different(read(example(name)), read(example(name, "de"))) <= {"language", "message", "help", "sentence"}


def different(first: Any, other: Any, member: str = "") -> set[str]:
    """Return the members whose values differ."""
    if isinstance(first, dict):
        return set().union(*(different(first[key], other[key], key) for key in first))
    if isinstance(first, list):
        assert len(first) == len(other)
        return set().union(*(different(*pair, member) for pair in zip(first, other, strict=True)))
    return set() if first == other else {member}


def test_whatever_a_finding_can_be_about_is_in_the_schema() -> None:
    kinds = json.loads(schema())["$defs"]["kind"]["enum"]
    assert sorted(kinds) == sorted(Kind)
