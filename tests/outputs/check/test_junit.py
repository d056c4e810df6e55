"""JUnit XML: read back by junitparser, and valid by Jenkins' schema."""

from __future__ import annotations

from dataclasses import replace
from xml.etree import ElementTree as ET

import pytest
from junitparser import Error, Failure, JUnitXml

from tests.inventories import audit_text
from tests.outputs.audits import change, example, of, worked_example
from tests.outputs.judges import junit_schema
from tpaudit.findings.result import Audit
from tpaudit.messages import render
from tpaudit.outputs.check.junit import document
from tpaudit.outputs.check.options import Options
from tpaudit.severity import FailOn, Severity


def read(audit: Audit) -> JUnitXml:
    """Return what junitparser reads."""
    report = JUnitXml.fromstring(document(audit, Options()).encode())
    assert isinstance(report, JUnitXml)
    return report


@pytest.mark.parametrize("name", ["minimal", "b2b-saas", "retail"])
def test_examples_are_valid(name: str) -> None:
    xmlschema = pytest.importorskip("xmlschema", reason="the dev extra installs it")
    written = ET.fromstring(document(example(name), Options()).split("?>", 1)[1])  # noqa: S314  our own text
    for case in written.iter("testcase"):
        # GitLab reads the file, others the line; neither is in Jenkins' schema, which has no word for them.
        assert case.attrib.pop("file")
        case.attrib.pop("line", None)
    xmlschema.XMLSchema(str(junit_schema())).validate(ET.tostring(written, encoding="unicode"))


def test_a_finding_is_a_failing_case() -> None:
    audit = worked_example("OWN001")
    inventory_audit = replace(audit.inventories[0], repository_folder="crm")
    (suite,) = read(of(inventory_audit))
    case = next(iter(suite))
    finding = inventory_audit.findings[0]
    assert suite.name == "Worked example (crm/tpaudit.yaml)"
    assert case.name == "OWN001 missing-owner: welcome"
    assert (case._elem.get("file"), case._elem.get("line")) == ("crm/tpaudit.yaml", "11")
    assert case.classname == "crm/tpaudit.yaml"
    (failure,) = case.result
    assert isinstance(failure, Failure)
    assert (failure.type, failure.message) == ("error", render(finding.message))
    assert str(failure.text).splitlines() == [
        "crm/tpaudit.yaml:11:6: error OWN001 missing-owner",
        render(finding.message),
        render(finding.help),
    ]


@pytest.mark.parametrize(("fail_on", "failures"), [("error", 8), ("never", 0)])
def test_a_case_fails_where_its_finding_fails_the_run(fail_on: FailOn, failures: int) -> None:
    audit = worked_example("OWN001")
    (suite,) = read(replace(audit, fail_on=dict.fromkeys(audit.fail_on, fail_on)))
    assert (suite.tests, suite.failures) == (8, failures)
    case = next(iter(suite))
    assert case.is_passed is (failures == 0)
    if not failures:
        assert str(case.system_out).splitlines()[0] == "tpaudit.yaml:11:6: error OWN001 missing-owner"


def test_names_hold_no_figures() -> None:
    (suite,) = read(worked_example("PRS"))
    assert "PRS002 exceeded-contact-budget: smb, all/per_week" in [case.name for case in suite]


def test_severities_that_are_not_shown_are_left_out() -> None:
    shown = document(worked_example("PRS"), Options(show=(Severity.ERROR,)))
    assert "PRS002" in shown
    assert "PRS004" not in shown


def test_related_places_stand_in_the_text() -> None:
    (suite,) = read(of(audit_text("touchpoints:\n  - {id: a, name: A}\n  - {id: a, name: B}\n", "INV004")))
    assert str(next(iter(suite)).result[0].text).splitlines()[-1].startswith("tpaudit.yaml:2:6: ")


def test_a_clean_file_is_a_passing_case() -> None:
    (suite,) = read(of(audit_text("touchpoints:\n  - {id: a, name: A, owner: csm}\n", "OWN001")))
    (case,) = list(suite)
    assert case.classname == "tpaudit.yaml"
    assert case.is_passed
    assert (suite.tests, suite.failures) == (1, 0)


def test_every_inventory_is_a_suite() -> None:
    inventory_audit = worked_example("OWN001").inventories[0]
    report = read(of(replace(inventory_audit, folder="a"), replace(inventory_audit, folder="b")))
    assert [suite.name for suite in report] == ["Worked example (a/tpaudit.yaml)", "Worked example (b/tpaudit.yaml)"]
    assert (report.tests, report.failures) == (16, 16)


def test_cases_are_told_apart_since_readers_drop_what_they_have_seen() -> None:
    same = worked_example("OWN001").inventories[0].findings[0]
    (suite,) = read(change(worked_example("OWN001"), lambda number, finding: same if number < 3 else finding))
    names = [case.name for case in suite]
    assert names[1] == f"{names[0]} (2)"
    assert len(dict.fromkeys(names)) == len(names)


def test_a_rule_that_failed_itself_is_an_error() -> None:
    report = read(of(worked_example("OWN001").inventories[0], crashed=("OWN002: KeyError: 'x'",)))
    assert report.errors == 1
    (case,) = list(list(report)[-1])
    assert isinstance(case.result[0], Error)
