"""Causes: what one decision puts right stands together, the most harmful first; empty fields stand aside."""

from __future__ import annotations

from fractions import Fraction

from tests.inventories import audit_text
from tests.outputs.audits import example
from tpaudit.findings.causes import causes, share

PLAN = """
coordinator: cx
owners: [{id: csm, role: csm}, {id: marketing, role: marketing}, {id: cx, role: operations}]
segments:
  - {id: small, name: Small, customers: 90, contract: 12mo, contact_budget: {per_week: 1}}
  - {id: large, name: Large, customers: 10, contract: 12mo, touch_model: high_touch, contact_budget: {per_week: 1}}
touchpoints:
  - {id: a, name: A, owner: csm, channel: email, purpose: Say what is new, phase: adoption, timing: {every: 1d}}
  - {id: b, name: B, owner: marketing, channel: email, purpose: Sell more of it, phase: adoption, timing: {every: 1d}}
  - {id: c, name: C, type: nudge, channel: email, phase: adoption}
"""


def test_rules_that_the_catalogue_joins_are_one_cause() -> None:
    joined = {cause.key: cause.codes for cause in causes(example("b2b-saas").inventories[0]).decide}
    assert {"PRS002", "PRS006"} <= {*joined["pressure"]}
    assert joined["pressure"][0] == "PRS002", "the worst speaks for the others"


def test_every_finding_is_told_once() -> None:
    audit = example("b2b-saas").inventories[0]
    found = causes(audit)
    reported = [id(finding) for cause in found.decide for finding in cause.findings]
    reported += [id(finding) for gap in found.complete for finding in gap.findings]
    assert sorted(reported) == sorted(id(finding) for finding in audit.new)


def test_causes_are_ordered_by_severity_harm_customers_and_count() -> None:
    decide = causes(example("retail").inventories[0]).decide
    keys = [(cause.severity.rank, cause.harm.rank, -cause.share, -len(cause.findings)) for cause in decide]
    assert keys == sorted(keys)
    assert len(keys) > 20


def test_a_cause_knows_whom_it_involves() -> None:
    (pressure,) = [cause for cause in causes(audit_text(PLAN, "PRS002")).decide if cause.key == "pressure"]
    assert {*pressure.owners} == {"cx", "csm", "marketing"}
    assert pressure.share == 1
    assert {*pressure.segments} == {"small", "large"}


def test_essential_fields_stand_aside_with_the_touchpoints_that_lack_them() -> None:
    found = causes(audit_text(PLAN, "OWN001", "PUR001", "TIM001"))
    assert {gap.field: gap.touchpoints for gap in found.complete} == {
        "owner": ("c",),
        "purpose": ("c",),
        "timing": ("c",),
    }
    assert found.decide == ()


def test_optional_fields_that_hardly_anybody_uses_are_for_later() -> None:
    assert dict(causes(audit_text(PLAN)).later)["priority"] == 3


def test_faults_of_the_files_are_told_apart() -> None:
    found = causes(audit_text(PLAN.replace("purpose: Sell", "porpoise: Sell"), "INV003", "PUR001"))
    assert [finding.code for finding in found.broken] == ["INV003"]


def test_customers_weigh_by_number_and_alike_where_one_is_missing() -> None:
    segments = audit_text(PLAN).inventory.segments
    assert share(("large",), segments) == Fraction(1, 10)
    assert share((), segments) == 1
    unknown = audit_text(PLAN.replace("customers: 90, ", "")).inventory.segments
    assert share(("large",), unknown) == Fraction(1, 2)
