from __future__ import annotations

import pytest

from tests.catalogue.answers import applicable, said, touchpoint
from tests.inventories import findings


def phase(kind: str, fields: str = "type: other", segment: str = "id: smb, touch_model: mid_touch") -> str:
    """Return an inventory with one phase of this kind and one touchpoint in it."""
    own = f"scope: own\nsegments: [{{{segment}}}]\nphases: [{{id: here, name: Here, kind: {kind}}}]\n"
    return own + touchpoint(f"phase: here, {fields}")


def missing(text: str, *others: str) -> list[str]:
    """Return the groups of types that PHS007 misses."""
    found = [finding.message.values.get("words") for finding in findings(text, "PHS007", *others)]
    return sorted(" ".join(str(word) for word in types) for types in found if isinstance(types, tuple))


def test_names_each_group_that_is_missing() -> None:
    assert missing(phase("onboarding", "type: nudge")) == [
        "implementation_checkin checkin follow_up",
        "training",
        "welcome",
    ]
    assert said(phase("delivery"), "PHS007") == [
        "no touchpoint for customers of smb is of the type shipping notice, usual in the phase Here"
    ]
    assert said(phase("advocacy"), "PHS007") == [
        (
            "no touchpoint for customers of smb is of any of the types "
            "request for a referral, case study, request for a review, usual in the phase Here"
        )
    ]


def test_what_two_phases_expect_is_missed_once() -> None:
    text = "segments: [{id: smb}]\ntouchpoints: [{id: a, name: A, phase: adoption}, {id: b, name: B, phase: %s}]"
    both = [group for group in missing(text % "renewal") if "value_report" in group]
    assert both == ["value_report value_summary"]
    assert "value_summary value_report" in missing(text.replace("adoption", "support") % "renewal", "PHS002")


def test_findings_of_one_phase_have_identities_of_their_own() -> None:
    identities = [finding.fingerprint for finding in findings(phase("onboarding"), "PHS007")]
    assert len(identities) == len(dict.fromkeys(identities)) == 4


@pytest.mark.parametrize("fields", ["type: case_study", "type: review_request"])
def test_one_of_a_group_is_enough(fields: str) -> None:
    assert said(phase("advocacy", fields), "PHS007") == []


def test_it_may_stand_in_another_phase_of_the_segment() -> None:
    text = phase("win_back").replace("phases: [", "phases: [{id: other}, ")
    assert missing(text) == ["win_back"]
    more = "touchpoints: [{id: back, name: B, type: win_back, phase: other%s}, "
    assert missing(text.replace("touchpoints: [", more % "")) == []
    assert missing(text.replace("touchpoints: [", more % ", status: paused")) == ["win_back"]


@pytest.mark.parametrize(
    ("kind", "touch_model", "groups"),
    [
        ("expansion", "tech_touch", ["upgrade_prompt cross_sell"]),
        ("expansion", "low_touch", ["upgrade_prompt cross_sell"]),
        ("expansion", "", ["upgrade_prompt cross_sell"]),
        ("expansion", "mid_touch", ["proposal whitespace_review", "upgrade_prompt cross_sell"]),
        ("retention", "tech_touch", ["health_alert alert"]),
        (
            "renewal",
            "tech_touch",
            ["negotiation contract_offer", "renewal_reminder reminder", "value_summary value_report"],
        ),
    ],
)
def test_where_no_people_look_after_customers_nothing_human_is_missed(
    kind: str, touch_model: str, groups: list[str]
) -> None:
    assert missing(phase(kind, segment=f"id: smb, touch_model: {touch_model}")) == groups


def test_an_empty_phase_says_it_already_for_every_segment() -> None:
    text = (
        phase("advocacy")
        .replace("mid_touch}", "mid_touch}, {id: other, touch_model: mid_touch}")
        .replace("phase: here, ", "")
    )
    assert applicable(text, "PHS007", "PHS002") == 0
    assert applicable(text, "PHS007") == 2


def test_nothing_is_usual_in_phases_of_other_kinds() -> None:
    assert applicable(phase("other"), "PHS007") == 0


def test_what_is_usual_is_an_option() -> None:
    options = "\naudit: {options: {PHS007: {expected: {advocacy: [[event, demo], [press]], other: [[login]]}}}}"
    assert missing(phase("advocacy", "type: demo") + options) == ["press"]
    assert missing(phase("other") + options) == ["login"]
    assert missing(phase("win_back") + options) == ["win_back"]


def test_names_the_stages_of_the_purchase_that_are_not_covered() -> None:
    text = "scope: full\n" + touchpoint("phase: consideration")
    assert sorted(said(text, "PHS008")) == [
        "no touchpoint belongs to a phase after the purchase",
        "no touchpoint belongs to a phase during the purchase",
    ]
    own = "phases: [{id: checkout, stage: during_purchase}, {id: use, stage: after_purchase}]\n"
    listed = text.replace(
        "touchpoints: [", "touchpoints: [{id: a, name: A, phase: checkout}, {id: b, name: B, phase: use}, "
    )
    assert said(own + listed, "PHS008") == []


WHOLE = """
scope: own
phases:
  - {id: look, kind: awareness, stage: before_purchase}
  - {id: buy, kind: purchase, stage: during_purchase}
  - {id: use, kind: adoption, stage: after_purchase}
touchpoints: [{id: a, name: A, phase: look}, {id: b, name: B, phase: buy}, {id: c, name: C, phase: use}]
"""


@pytest.mark.parametrize("code", ["PHS008", "PHS010", "PHS011", "CHN005"])
def test_own_phases_may_cover_the_whole_journey(code: str) -> None:
    text = WHOLE.replace("phase: look", "phase: look, channel: email")
    assert applicable(text, code) == 1
    assert len(said(text, code)) == (0 if code == "PHS008" else 1)


def test_own_phases_for_the_whole_journey_need_none_of_the_built_in_ones() -> None:
    full = WHOLE.replace("scope: own", "scope: full")
    assert said(full, "PHS002") == []
    assert applicable(full, "PHS002") == applicable(full, "OWN005") == 3
    without_purchase = full.replace("phase: buy", "phase: use")
    assert "nothing happens in the phase Consideration" in said(without_purchase, "PHS002")
    assert "nothing happens in the phase Awareness" not in said(without_purchase, "PHS002")


@pytest.mark.parametrize("code", ["PHS008", "PHS010", "PHS011"])
def test_only_the_whole_journey_begins_before_the_purchase(code: str) -> None:
    assert applicable(touchpoint("type: kickoff"), code) == 0
    assert applicable("scope: own\n" + touchpoint("type: kickoff"), code) == 0


def test_names_the_necessities_that_are_missing() -> None:
    assert sorted(said(touchpoint("type: order_confirmation"), "PHS009")) == [
        "after the purchase, no touchpoint is about a cancellation",
        "after the purchase, no touchpoint is about a complaint",
        "after the purchase, no touchpoint is about a delay or a failed payment",
        "after the purchase, no touchpoint is about a question: no ticket, no consultation, no check-in",
    ]
    assert len(said(touchpoint("type: invoice, status: idea"), "PHS009")) == 5


@pytest.mark.parametrize(
    ("fields", "need"),
    [
        ("type: complaint", "complaint"),
        ("type: alert, timing: {after: complaint}", "complaint"),
        ("type: incident_notice", "delay"),
        ("type: cancellation", "cancellation"),
        ("type: survey, timing: {after: cancellation}", "cancellation"),
        ("type: checkin", "question"),
    ],
)
def test_each_necessity_has_several_forms(fields: str, need: str) -> None:
    text = touchpoint(fields)
    assert not any(need in message for message in said(text, "PHS009"))
    assert len(said(text, "PHS009")) == 4


@pytest.mark.parametrize("fields", ["type: shipping_notice", "phase: way"])
def test_what_is_delivered_may_come_back(fields: str) -> None:
    text = "phases: [{id: way, kind: delivery}]\n" + touchpoint(fields)
    message = "after the purchase, no touchpoint is about a return or a refund, though something is delivered"
    assert message in said(text, "PHS009")
    assert message not in said(text.replace("The call", "Refund"), "PHS009")
    assert message not in said(touchpoint("type: invoice"), "PHS009")


@pytest.mark.parametrize("fields", ["type: win_loss", "type: exit_interview"])
def test_those_who_are_lost_are_asked(fields: str) -> None:
    assert said("scope: full\n" + touchpoint(fields), "PHS010") == []
    assert said("scope: full\n" + touchpoint(f"{fields}, status: paused"), "PHS010") == [
        "no touchpoint asks lost prospects or customers why"
    ]


@pytest.mark.parametrize(
    "fields",
    [
        "type: kickoff, service_standard: {first_response: 4h}",
        "type: inquiry",
        "type: inquiry, service_standard: {resolution: 4h}",
        "type: inquiry, service_standard: {first_response: 4h}, status: retired",
    ],
)
def test_no_inquiry_has_a_promised_time(fields: str) -> None:
    assert said("scope: full\n" + touchpoint(fields), "PHS011") == ["no inquiry promises when the first answer comes"]


def test_an_inquiry_has_a_promised_time() -> None:
    assert said("scope: full\n" + touchpoint("type: inquiry, service_standard: {first_response: 4h}"), "PHS011") == []
