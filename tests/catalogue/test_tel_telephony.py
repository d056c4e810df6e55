from __future__ import annotations

import pytest

from tests.catalogue.answers import applicable, said, touchpoint
from tests.catalogue.segments import plan

HOTLINE = "type: ticket_reply, channel: [phone, email]"


@pytest.mark.parametrize(
    ("phone", "missing"),
    [
        ("", "`wait_target`, `routing` are"),
        (", phone: {wait_target: 20s}", "`routing` is"),
        (", phone: {routing: By product}", "`wait_target` is"),
    ],
)
def test_callers_wait_for_somebody(phone: str, missing: str) -> None:
    assert said(touchpoint(HOTLINE + phone), "TEL001") == [f"customers call The call, and {missing} not settled"]


def test_a_complete_hotline() -> None:
    assert said(touchpoint(f"{HOTLINE}, phone: {{wait_target: 20s, routing: By product}}"), "TEL001") == []


@pytest.mark.parametrize(
    "fields",
    ["type: checkin, channel: phone", "type: ticket_reply, channel: email", "type: consultation, channel: phone"],
)
def test_hotlines_are_called_by_customers(fields: str) -> None:
    assert applicable(touchpoint(fields), "TEL001") == 0


@pytest.mark.parametrize(
    ("phone", "missing"),
    [
        ("{script: Guide}", "`recording`, `decision_authority`"),
        ("{recording: false, decision_authority: None}", "`script`"),
        ("{script: Guide, recording: true, decision_authority: None}", "`analysed_by`"),
    ],
)
def test_what_calls_leave_open(phone: str, missing: str) -> None:
    assert said(touchpoint(f"channel: phone, phone: {phone}"), "TEL002") == [f"The call leaves open {missing}"]


@pytest.mark.parametrize("recording", ["recording: false", "recording: true, analysed_by: Lead"])
def test_calls_that_are_settled(recording: str) -> None:
    phone = f"{{script: Guide, {recording}, decision_authority: Refunds}}"
    assert said(touchpoint(f"channel: phone, phone: {phone}"), "TEL002") == []


def test_practice_is_asked_of_calls() -> None:
    assert applicable(touchpoint("channel: video"), "TEL002") == 0


@pytest.mark.parametrize("model", ["high_touch", "mid_touch"])
def test_human_touch_has_a_voice(model: str) -> None:
    segment = f"touch_model: {model}"
    assert said(plan(segment, "channel: [email, in_person]"), "TEL003") == [
        "no touchpoint for customers of smb is a phone or video call"
    ]
    assert said(plan(segment, "channel: [email, video]"), "TEL003") == []
    assert said(plan(segment, "channel: phone"), "TEL003") == []


def test_other_segments_need_no_voice() -> None:
    assert applicable(plan("touch_model: low_touch", "channel: email"), "TEL003") == 0


@pytest.mark.parametrize(("medium", "heard"), [("human", True), ("digital", False)])
def test_a_video_tool_of_the_teams_own_is_a_voice(medium: str, heard: bool) -> None:  # noqa: FBT001
    text = f"""
channels: [{{id: zoom, medium: {medium}}}]
segments: [{{id: enterprise, touch_model: high_touch}}]
touchpoints: [{{id: call, name: Call, channel: zoom}}]
"""
    assert (said(text, "TEL003") == []) == heard
