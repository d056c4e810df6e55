from __future__ import annotations

from datetime import date

import pytest

from tests.catalogue.answers import said, touchpoint
from tests.inventories import audit_text
from tpaudit.findings.finding import Finding
from tpaudit.messages import render

SEGMENT = """
segments:
  - id: smb
    name: SMB
    {segment}
phases:
  - id: adoption
    {phase}
events:
  - id: usage_drop
    {event}
owners:
  - id: csm
    {owner}
waive: [{root}]
touchpoints:
  - id: call
    name: The call
    phase: onboarding
    channel: email
    timing: {{at: 1d, after: usage_drop}}
"""
HELP = "Move the waiver to what the rule is about: "


def inventory(**waivers: str) -> str:
    """Return an inventory with waivers at its entries and at the root, in flow style."""
    places = dict.fromkeys(("segment", "phase", "event", "owner"), "")
    return SEGMENT.format(**{**places, "root": "", **waivers})


def waive(rule: str, more: str = "") -> str:
    """Return a waiver in flow style."""
    return f"{{rule: {rule}, reason: It is right{more}}}"


def waived(text: str, code: str, *, today: date = date(2026, 11, 22)) -> list[str]:
    """Return the ids of the subjects of the rule's waived findings."""
    return [
        finding.subject.id
        for finding in audit_text(text, today=today).findings
        if finding.code == code and finding.waived is not None
    ]


def unused(text: str) -> list[Finding]:
    """Return the findings about waivers that excuse nothing."""
    return [finding for finding in audit_text(text).findings if finding.code == "GOV001"]


@pytest.mark.parametrize(
    ("text", "code", "subjects"),
    [
        (inventory(segment=f"waive: [{waive('PRS001')}]"), "PRS001", ["smb"]),
        (inventory(root=waive("PRS001", ", segment: smb")), "PRS001", ["smb"]),
        (inventory(phase=f"waive: [{waive('PHS012')}]"), "PHS012", ["adoption"]),
        (inventory(root=waive("FBK001", ", phase: onboarding")), "FBK001", ["onboarding"]),
        (inventory(phase=f"waive: [{waive('PHS002')}]"), "PHS002", ["adoption"]),
        (inventory(root=waive("PHS002", ", phase: support")), "PHS002", ["support"]),
        (inventory(root=waive("PHS002", ", phase: support, segment: smb")), "PHS002", ["support"]),
        (inventory(event=f"waive: [{waive('TIM013')}]"), "TIM013", ["usage_drop"]),
        (inventory(root=waive("TIM013", ", event: usage_drop")), "TIM013", ["usage_drop"]),
        (inventory(root=waive("ORG005")), "ORG005", [""]),
    ],
)
def test_waivers_hold_where_they_stand(text: str, code: str, subjects: list[str]) -> None:
    assert waived(text, code) == subjects
    assert unused(text) == []


def test_one_waiver_of_a_segment_covers_all_its_phases() -> None:
    text = inventory(segment=f"waive: [{waive('PHS002')}]", root=waive("PHS002", ", segment: smb, phase: support"))
    assert "support" in waived(text, "PHS002")
    assert len(waived(text, "PHS002")) > 1
    assert unused(text) == []  # what it excuses is there, even if the other one excuses it as well


def test_waivers_of_an_owner() -> None:
    text = (
        "owners: [{id: csm, capacity: 1h, waive: {rule: OWN004, reason: Help is on its way}}]\n"
        "segments: [{id: smb, customers: 9}]\n"
        "touchpoints: [{id: call, name: The call, type: checkin, owner: csm, effort: 9h, timing: {every: 1mo}}]\n"
    )
    assert waived(text, "OWN004") == ["csm"]


def test_a_waiver_holds_on_its_last_day_and_not_on_the_next() -> None:
    text = inventory(root=waive("ORG005", ", until: 2026-11-22"))
    assert waived(text, "ORG005", today=date(2026, 11, 22)) == [""]
    assert waived(text, "ORG005", today=date(2026, 11, 23)) == []
    assert said(text, "GOV002", "ORG005", today=date(2026, 11, 23)) == [
        "the waiver of ORG005 ended on 2026-11-22, and its findings count again"
    ]


@pytest.mark.parametrize(
    ("text", "where"),
    [
        (inventory(segment=f"waive: [{waive('FBK007')}]"), "the inventory (`waive` at the root)"),
        (inventory(root=waive("OWN001")), "touchpoints"),
        (inventory(root=waive("PRS001", ", segment: smb, phase: support")), "segments"),
        (inventory(owner=f"waive: [{waive('PHS002')}]"), "phases in segments"),
    ],
)
def test_waivers_where_the_rule_never_looks(text: str, where: str) -> None:
    (finding,) = unused(text)
    assert render(finding.message).endswith("is waived where the rule never looks")
    assert render(finding.help) == f"{HELP}{where}."


def test_waivers_for_what_is_not_registered_are_unknown_references_only() -> None:
    text = inventory(root=waive("TIM013", ", event: usage_dropp"))
    assert unused(text) == []
    assert [finding.code for finding in audit_text(text).findings if finding.code == "INV005"] == ["INV005"]


@pytest.mark.parametrize("status", ["idea", "paused", "retired"])
def test_waivers_rest_while_their_touchpoint_does(status: str) -> None:
    text = touchpoint(f"status: {status}, waive: [{waive('OWN001')}, {waive('PUR001', ', until: 2020-01-01')}]")
    assert said(text, "GOV001", "GOV002") == []
    assert unused(text) == []


def test_waivers_of_what_a_fault_hides_are_not_called_unused() -> None:
    text = touchpoint(f"metrics: 3, value: adds_value, waive: {waive('MET001')}")
    assert unused(text) == []


def test_waivers_are_judged_where_they_do_not_count() -> None:
    text = inventory(root=f"{waive('ORG005')}, {waive('INV003')}, {waive('PRI002')}")
    result = audit_text(text, waivers=False)
    assert [finding.waived for finding in result.findings if finding.code == "ORG005"] == [None]
    assert [finding.code for finding in result.findings if finding.code.startswith("GOV")] == ["GOV003", "GOV001"]


def tally(text: str, code: str, *select: str) -> tuple[int, int]:
    """Return of how many subjects the rule could say something, and how many failed."""
    return next(
        (found.applicable, found.failed) for found in audit_text(text, *select).tallies if found.rule.code == code
    )


def test_all_that_waive_are_counted() -> None:
    text = inventory(
        segment=f"waive: [{waive('PRS001')}, {waive('PHS002')}]",
        phase=f"waive: [{waive('mising-owner')}]",
        root=f"{waive('ORG005')}, {waive('PRI002')}",
    )
    assert tally(text, "GOV001") == (3, 1)
    assert tally(text, "GOV003") == (3, 1)
    assert tally(text, "GOV001", "OWN") == (0, 0)  # not judged: a waiver may be used by a rule that was not asked


def test_a_waiver_of_a_sleeping_rule_is_not_unused() -> None:
    text = "waive: [{rule: EXP006, reason: We begin next month}]\n" + "touchpoints: [{id: a, name: A}]\n"
    assert unused(text) == []
