"""What has to be decided: the causes that `check` tells, in its order, each with those who decide."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.report.audits import example, of, of_text
from tpaudit.findings.causes import causes
from tpaudit.messages import render
from tpaudit.report.view import view
from tpaudit.severity import Severity

BROKEN = """
coordinator: lead
owners: [{id: lead, name: Lead}, {id: x, name: Xaver}, {id: y, name: Yvonne}]
segments: [{id: a, customers: 900}, {id: b, customers: 100}]
touchpoints:
  - {id: low, name: Low, segments: [b], purpose: Say what changed this month, owner: x,
     experience: {verdict: broken, evidence: survey, assessed_on: 2026-11-01}}
  - {id: high, name: High, segments: [a], purpose: Say what changed this month, owner: y,
     experience: {verdict: broken, evidence: survey, assessed_on: 2026-11-01}}
  - {id: nobody, name: Nobody, purpose: Say what changed this month}
"""


def test_findings_of_one_cause_are_one_decision() -> None:
    section = view(of_text(BROKEN)).chapters[0].decisions
    (broken,) = [entry for entry in section.entries if entry.key == "EXP004"]
    assert broken.severity is Severity.ERROR
    assert render(broken.harm) == "customers feel it"
    assert len(broken.findings) == 2
    assert sorted(broken.owners) == ["x", "y"]
    said = " ".join(render(line) for line in broken.lines)
    assert "Low" in said
    assert "High" in said
    assert [file for file, _ in broken.places] == ["tpaudit.yaml", "tpaudit.yaml"]


def test_empty_fields_are_counted_at_the_end_instead_of_decided_on() -> None:
    section = view(of_text(BROKEN)).chapters[0].decisions
    missing = {gap.field: gap.count for gap in section.incomplete}
    assert (missing["owner"], missing["channel"], missing["phase"]) == (1, 3, 3)
    assert not {"OWN001", "CHN001", "PHS001"} & {code for entry in section.entries for code in entry.codes}


@pytest.mark.parametrize("name", ["b2b-saas", "retail", "minimal"])
def test_decisions_are_the_causes_of_check_in_its_order(name: str) -> None:
    audit = example(name).inventories[0]
    found = causes(audit, [finding for finding in audit.findings if finding.waived is None])
    worth = [cause for cause in found.decide if cause.severity is not Severity.INFO]
    entries = view(of(audit)).chapters[0].decisions.entries
    assert [entry.rank for entry in entries] == list(range(1, len(entries) + 1))
    assert [entry.key for entry in entries] == [cause.key for cause in worth]


def test_files_with_faults_come_first() -> None:
    section = view(of_text("segments: 3\ntouchpoints: [{id: a, name: A, owner: x, purpos: y}]")).chapters[0].decisions
    first = section.entries[0]
    assert (first.key, first.codes, len(first.findings)) == ("files", ("INV003",), 2)


@pytest.mark.parametrize("name", ["b2b-saas", "retail"])
def test_each_owner_has_a_list_of_what_involves_them(name: str) -> None:
    section = view(example(name)).chapters[0].decisions
    for item in section.owners:
        involved = [
            entry for entry in section.entries if (item.owner in entry.owners if item.owner else not entry.owners)
        ]
        assert list(item.decisions) == involved
    assert {owner for entry in section.entries for owner in entry.owners} <= {item.owner for item in section.owners}


def test_the_earliest_day_is_the_one_that_is_due() -> None:
    text = """
touchpoints:
  - {id: a, name: A, owner: x, decision: {action: improve, owner: x, due: 2026-03-01}}
  - {id: b, name: B, owner: x, decision: {action: improve, owner: x, due: 2026-02-01}}
"""
    section = view(of_text(text)).chapters[0].decisions
    (overdue,) = [entry for entry in section.entries if entry.key == "GOV005"]
    assert str(overdue.due) == "2026-02-01"


def test_waived_findings_ask_for_nothing() -> None:
    audit = example("b2b-saas").inventories[0]
    assert any(finding.waived for finding in audit.findings)
    nothing = replace(audit, findings=tuple(finding for finding in audit.findings if finding.waived))
    section = view(of(nothing)).chapters[0].decisions
    assert (section.entries, section.incomplete) == ((), ())
    assert section.missing is not None
