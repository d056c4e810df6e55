from __future__ import annotations

import pytest

from tests.catalogue.answers import applicable, said, touchpoint
from tests.catalogue.segments import plan
from tests.inventories import findings


@pytest.mark.parametrize(
    ("fields", "missing"),
    [
        ("type: checkin", ""),
        ("type: other", "`form`, `initiation`, `value`"),
        ("channel: email", "`initiation`, `value`"),
        ("channel: email, timing: {at: 1d}", "`value`"),
        ("form: human, initiation: reactive", "`value`"),
    ],
)
def test_categories_that_nothing_gives(fields: str, missing: str) -> None:
    assert said(touchpoint(fields), "CAT001") == ([f"The call does not say its {missing}"] if missing else [])


def test_initiation_against_the_type() -> None:
    (finding,) = findings(touchpoint("type: ticket_reply, initiation: proactive"), "CAT002")
    assert finding.path == ("initiation",)
    assert said(touchpoint("type: ticket_reply, initiation: proactive"), "CAT002") == [
        "The call is declared proactive, which touchpoints of type ticket reply are not"
    ]


@pytest.mark.parametrize("timing", ["{every: 1mo}", "{per_quarter: 3}"])
def test_what_is_not_planned_has_no_cadence(timing: str) -> None:
    (finding,) = findings(touchpoint(f"type: checkin, planned: false, timing: {timing}"), "CAT002")
    assert finding.path == ("planned",)


@pytest.mark.parametrize(
    "fields",
    [
        "type: checkin, initiation: proactive",
        "type: other, initiation: reactive",
        "initiation: reactive",
        "type: checkin, planned: false, timing: {at: 9d}",
    ],
)
def test_declarations_without_contradiction(fields: str) -> None:
    assert applicable(touchpoint(fields), "CAT002") == 1
    assert said(touchpoint(fields), "CAT002") == []


@pytest.mark.parametrize("fields", ["type: checkin", "type: ticket_reply, timing: {every: 1mo}", "planned: true"])
def test_only_declarations_can_contradict(fields: str) -> None:
    assert applicable(touchpoint(fields), "CAT002") == 0


@pytest.mark.parametrize(
    "fields",
    ["type: ticket_reply", "type: chatbot, channel: chat", "initiation: reactive, channel: [website, support_ticket]"],
)
def test_customers_wait_for_a_promised_time(fields: str) -> None:
    assert said(touchpoint(fields), "CAT003") == [
        "The call promises customers nothing about how soon they get an answer"
    ]
    assert said(touchpoint(f"{fields}, service_standard: {{}}"), "CAT003") != []
    assert said(touchpoint(f"{fields}, service_standard: {{first_response: 4h}}"), "CAT003") == []


@pytest.mark.parametrize(
    "fields",
    [
        "type: documentation, channel: knowledge_base",
        "type: checkin, channel: phone",
        "type: ticket_reply, automation: automated",
        "type: other, form: digital, initiation: reactive, channel: email",
    ],
)
def test_nobody_waits_there(fields: str) -> None:
    assert applicable(touchpoint(fields), "CAT003") == 0


def test_each_missing_form_is_a_finding() -> None:
    found = findings(touchpoint("form: physical"), "CAT004")
    assert len({finding.fingerprint for finding in found}) == len(found) == 4
    assert min(said(touchpoint("form: physical"), "CAT004")) == "no touchpoint has the form administrative"


def test_retired_touchpoints_do_not_count() -> None:
    assert len(said(touchpoint("form: human"), "CAT004")) == 3
    assert applicable(touchpoint("form: human, status: retired"), "CAT004") == 0


@pytest.mark.parametrize(("necessary", "fires"), [(1, 0), (2, 1)])
def test_half_of_them_may_be_necessary(necessary: int, fires: int) -> None:
    others = ["value: adds_value"] if necessary == 1 else ["value: commercial"]
    text = plan("", *["value: necessary"] * necessary, *others)
    assert (
        said(text, "CAT005")
        == ["2 of 3 touchpoints for customers of smb (66%) are merely necessary, more than 50%"] * fires
    )


def test_the_necessary_share_has_an_option() -> None:
    text = plan("", *["value: necessary"] * 2, "value: adds_value", root="audit: {options: {CAT005: {max_share: 70%}}}")
    assert said(text.replace("70%", "0.7"), "CAT005") == []


def test_segments_without_touchpoints_have_no_share() -> None:
    assert applicable("segments: [{id: smb}]", "CAT005") == 0


@pytest.mark.parametrize("fields", ["type: return", "type: invoice, priority: critical", "type: password_reset"])
def test_friction_is_measured(fields: str) -> None:
    assert said(touchpoint(fields), "CAT006") == [
        "The call is necessary, and nobody measures how hard it is for the customer"
    ]
    assert said(touchpoint(f"{fields}, metrics: {{family: csat}}"), "CAT006") != []
    assert said(touchpoint(f"{fields}, metrics: [{{family: csat}}, {{family: wait_time}}]"), "CAT006") == []


@pytest.mark.parametrize("fields", ["type: invoice", "type: checkin, priority: high", "type: ticket_reply"])
def test_friction_matters_where_it_is_felt(fields: str) -> None:
    assert applicable(touchpoint(fields), "CAT006") == 0


@pytest.mark.parametrize(
    ("answer", "fires"),
    [
        ("type: inquiry, channel: email", 0),
        ("type: store, channel: store", 0),
        ("initiation: reactive, channel: [website, chat]", 0),
        ("type: website, channel: website", 1),
        ("type: documentation, channel: in_app", 1),
        ("type: inquiry, channel: email, status: idea", 1),
        ("type: checkin, channel: phone", 1),
    ],
)
def test_customers_can_answer(answer: str, fires: int) -> None:
    text = f"""
touchpoints:
  - {{id: tips, name: Tips, type: nudge, channel: email, timing: {{every: 1mo}}}}
  - {{id: answer, name: Answer, {answer}}}
"""
    message = "customers are contacted, but no touchpoint takes their answers"
    assert said(text, "CAT007") == [message] * fires


@pytest.mark.parametrize("fields", ["timing: {per_quarter: 1}", "timing: {every: 6mo}"])
def test_whoever_is_contacted_needs_a_way_to_answer(fields: str) -> None:
    assert applicable(plan("", fields), "CAT007") == 1
    assert applicable(plan("", "channel: website, " + fields), "CAT007") == 0
