from __future__ import annotations

import pytest

from tests.catalogue.answers import applicable, said, touchpoint

LETTER = "type: price_change, channel: direct_mail"


@pytest.mark.parametrize(
    "fields",
    [
        LETTER,
        "type: alert, channel: [push, in_app]",
        "type: result, channel: sms, purpose: Say that the application was rejected",
        "type: result, channel: sms, purpose: Ablehnung des Antrags",
    ],
)
def test_bad_news_say_where_customers_can_turn(fields: str) -> None:
    (message,) = said(touchpoint(fields), "EXP011")
    assert message.startswith("The call brings bad news by ")
    assert said(touchpoint(f"{fields}, next_step: Call us"), "EXP011") == []


@pytest.mark.parametrize(
    "fields",
    [
        "type: price_change, channel: email",
        "type: price_change, channel: [direct_mail, phone]",
        "type: price_change",
        "type: result, channel: sms, purpose: Say that all is well",
        "type: nudge, channel: push",
    ],
)
def test_what_can_be_answered_or_pleases_needs_no_route(fields: str) -> None:
    assert applicable(touchpoint(fields), "EXP011") == 0


@pytest.mark.parametrize(
    ("other", "told"),
    [
        ("type: ticket_reply, channel: support_ticket", 0),
        ("type: inquiry, channel: phone", 0),
        ("type: inquiry, channel: email", 1),
        ("type: inquiry, channel: phone, status: idea", 1),
        ("type: inquiry, channel: phone, segments: [a]", 1),
        ("type: checkin, channel: phone, timing: {after: news}", 0),
    ],
)
def test_a_call_or_a_ticket_is_a_route(other: str, told: int) -> None:
    text = f"""
segments: [{{id: a}}, {{id: b}}]
touchpoints: [{{id: news, name: News, {LETTER}}}, {{id: other, name: Other, {other}}}]
"""
    assert len(said(text, "EXP011")) == told
