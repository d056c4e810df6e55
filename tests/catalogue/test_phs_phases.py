from __future__ import annotations

import pytest

from tests.catalogue.answers import applicable, said, touchpoint
from tests.inventories import findings
from tpaudit.messages import render

SEGMENTS = "segments: [{id: smb}, {id: enterprise}]\n"
PHASES = "scope: own\nphases: [{id: start, name: Start}, {id: use, name: Use}]\n"


def test_says_that_there_is_no_phase() -> None:
    assert said(touchpoint("type: kickoff"), "PHS001") == ["The call belongs to no phase"]
    assert said(touchpoint("phase: onboarding"), "PHS001") == []


def test_a_phase_that_is_empty_for_one_segment() -> None:
    text = (
        SEGMENTS + PHASES + "touchpoints: [{id: a, name: A, phase: start}, {id: b, name: B, phase: use, segments: smb}]"
    )
    assert said(text, "PHS002") == ["nothing happens in the phase Use for enterprise"]
    (found,) = findings(text, "PHS002")
    assert (found.subject.id, found.segments) == ("use", ("enterprise",))
    assert applicable(text, "PHS002") == 4


def test_a_phase_that_is_empty_for_everybody_is_reported_once() -> None:
    text = (
        SEGMENTS + PHASES + "touchpoints: [{id: a, name: A, phase: start}, {id: b, name: B, phase: use, status: idea}]"
    )
    assert said(text, "PHS002") == ["nothing happens in the phase Use"]
    (found,) = findings(text, "PHS002")
    assert (found.subject.id, found.segments) == ("use", ("smb", "enterprise"))


def test_a_phase_is_not_empty_where_it_does_not_apply() -> None:
    text = SEGMENTS + "scope: own\nphases: [{id: start, segments: smb}]\n" + touchpoint("phase: start, segments: smb")
    assert applicable(text, "PHS002") == 1
    assert said(text, "PHS002") == []


def test_a_phase_that_is_empty_for_several_segments_is_told_once() -> None:
    text = "segments: [{id: a, name: A}, {id: b, name: B}, {id: c, name: C}]\n" + PHASES
    text += "touchpoints: [{id: a1, name: A, phase: start, segments: a}, {id: b1, name: B, phase: use, segments: [b]}]"
    found = sorted(findings(text, "PHS002"), key=lambda finding: finding.subject.id)
    assert [(finding.subject.id, finding.segments) for finding in found] == [("start", ("b", "c")), ("use", ("a", "c"))]
    assert render(found[0].message) == "nothing happens in the phase Start for B, C"
    more = text.replace("segments: a}", "segments: [a, b]}")
    assert found[0].fingerprint in {finding.fingerprint for finding in findings(more, "PHS002")}


def test_a_segment_that_waives_it_is_left_out() -> None:
    text = "segments: [{id: a, name: A}, {id: b, name: B, waive: [{rule: PHS002, reason: Not yet}]}]\n" + PHASES
    text += "touchpoints: [{id: a1, name: A, phase: start}]"
    reported = {finding.waived is None: finding.segments for finding in findings(text, "PHS002")}
    assert reported == {True: ("a",), False: ("b",)}


def test_a_built_in_phase_that_is_empty_for_everybody_is_no_segments_matter() -> None:
    text = "tpaudit: 1\nsegments:\n  - id: smb\n    contract: none\n" + touchpoint("phase: onboarding")
    assert [finding.location.span.line for finding in findings(text, "PHS002")] == [1] * 4


def test_a_phase_in_which_only_customers_begin() -> None:
    text = PHASES + "touchpoints: [{id: a, name: A, type: login, phase: use}, {id: b, name: B, phase: use%s}]"
    assert said(text % ", initiation: reactive", "PHS004") == [
        "in the phase Use the customer has to start everything: 2 touchpoints, none of them from you"
    ]
    assert said(text % ", initiation: reactive, status: paused", "PHS004") == [
        "in the phase Use the customer has to start everything: 1 touchpoint, none of them from you"
    ]
    assert said(text % ", type: nudge", "PHS004") == []
    assert said(text % "", "PHS004") == []
    assert applicable(text % "", "PHS004") == 1


def test_support_may_be_reactive() -> None:
    text = "scope: own\nphases: [{id: help, kind: support}]\n"
    assert applicable(text + touchpoint("type: ticket_reply, phase: help"), "PHS004") == 0


def test_declared_phases_need_a_customers_goal() -> None:
    text = "phases: [{id: onboarding}, {id: renewal, customer_goal: Decide in time}]"
    assert said(text, "PHS012") == ["the phase Onboarding has no goal of the customer"]
    assert applicable(text, "PHS012") == 2


def mirrored(*owners: str, more: str = "") -> str:
    """Return an inventory with a phase and a touchpoint for each owner."""
    phases = ", ".join(f"{{id: p{number}, name: P{number}}}" for number in range(len(owners)))
    listed = ", ".join(
        f"{{id: t{number}, name: T, phase: p{number}, owner: {owner}}}" for number, owner in enumerate(owners)
    )
    return f"scope: own\nphases: [{phases}]\ntouchpoints: [{listed}{more}]\n"


def test_phases_that_are_teams() -> None:
    assert said(mirrored("sales", "csm", "support"), "PHS013") == [
        "each phase belongs to another owner throughout: P0 to sales, P1 to csm, P2 to support"
    ]


@pytest.mark.parametrize(
    "text",
    [
        mirrored("sales", "csm", "csm"),
        mirrored("sales", "csm", "null"),
        mirrored("sales", "csm", "support", more=", {id: x, name: X, phase: p1, owner: sales}"),
        mirrored("sales", "csm", "support").replace("phase: p2", "phase: p1"),
    ],
)
def test_phases_that_are_shared_or_nobodys(text: str) -> None:
    assert said(text, "PHS013") == []
    assert applicable(text, "PHS013") == 1


def test_two_phases_say_nothing() -> None:
    assert applicable(mirrored("sales", "csm"), "PHS013") == 0


def test_phases_that_are_named_like_owners() -> None:
    text = "scope: own\nowners: [{id: sales}, {id: ops, name: Operations}, {id: csm}]\nphases: [%s]\n"
    three = "{id: sell, name: Sales}, {id: operations}, {id: csm, name: Success}"
    assert said(text % three, "PHS013") == ["the phases Sales, Operations, Success are named like owners"]
    assert said(text % three.replace("{id: csm, name", "{id: use, name"), "PHS013") == []
