from __future__ import annotations

import pytest

from tests.catalogue.answers import applicable, said, touchpoint
from tests.catalogue.segments import plan
from tests.inventories import findings

ROLES = "stakeholders: [boss, champion, user]"


def test_roles_that_nothing_reaches_and_roles_reached_in_one_way() -> None:
    text = plan(
        ROLES,
        "channel: email, stakeholders: [boss], timing: {at: 9d}",
        "stakeholders: [user], timing: {at: 9d}",
    )
    assert sorted(said(text, "STK001")) == [
        "boss of smb, the main contact, is reached by E-mail only",
        "no contact reaches champion of smb",
    ]
    found = findings(text, "STK001")
    assert len({finding.fingerprint for finding in found}) == 2


@pytest.mark.parametrize("timing", ["{at: 9d}", "{per_quarter: 1}", "{at: 1d, after: usage_drop}"])
def test_every_way_of_reaching_somebody_counts(timing: str) -> None:
    text = plan(ROLES, f"channel: [email, phone], stakeholders: all, timing: {timing}")
    assert applicable(text, "STK001") == 1
    assert said(text, "STK001") == []


@pytest.mark.parametrize(
    "fields", ["type: invoice, channel: invoice, timing: {every: 1mo}", "channel: email", "timing: {as_needed: true}"]
)
def test_a_bill_and_what_has_no_day_yet_reach_somebody(fields: str) -> None:
    fields = fields if "type" in fields else f"type: checkin, {fields}"
    rows = f"{{id: a, name: A, {fields}, stakeholders: all}}"
    text = f"segments: [{{id: smb, {ROLES}}}]\ntouchpoints: [{rows}]"
    assert not any("no contact reaches" in message for message in said(text, "STK001"))


def test_whoever_is_invited_takes_part() -> None:
    text = """
segments: [{id: smb, stakeholders: [lead, engineer]}]
touchpoints:
  - {id: invite, name: I, type: nudge, stakeholders: [engineer], channel: email, timing: {at: 3d}, leads_to: [shop]}
  - {id: shop, name: Workshop, type: training, channel: webinar, timing: {at: 7d, after: invite}}
"""
    assert said(text, "STK001") == ["no contact reaches lead of smb"]
    more = text.replace("channel: webinar,", "channel: webinar, stakeholders: [lead],")
    assert said(more, "STK001") == ["lead of smb, the main contact, is reached by Webinar only"]


def test_coverage_is_for_segments_that_name_their_people() -> None:
    assert applicable(plan("contract: 12mo", "timing: {at: 9d}"), "STK001") == 0


CONTENT = "content: {topic: News, personalization: "


@pytest.mark.parametrize("personalization", ["none", "segment", "account"])
def test_one_text_for_three_roles(personalization: str) -> None:
    text = plan(ROLES, f"stakeholders: all, {CONTENT}{personalization}}}")
    assert said(text, "STK002") == ["T0 says the same to boss, champion, user"]


def test_content_that_is_tailored_to_nobody_is_the_same() -> None:
    assert said(plan(ROLES, "stakeholders: [user, boss, champion], content: {topic: News}"), "STK002") != []


@pytest.mark.parametrize("personalization", ["role", "individual"])
def test_texts_for_each_role(personalization: str) -> None:
    text = plan(ROLES, f"stakeholders: all, {CONTENT}{personalization}}}")
    assert applicable(text, "STK002") == 1
    assert said(text, "STK002") == []


@pytest.mark.parametrize(
    ("segment", "fields"),
    [
        (ROLES, f"stakeholders: [boss, user], {CONTENT}none}}"),
        (ROLES, f"{CONTENT}none}}"),
        (ROLES, "stakeholders: all"),
        ("stakeholders: [boss, user]", f"stakeholders: all, {CONTENT}none}}"),
        ("contract: 12mo", f"stakeholders: all, {CONTENT}none}}"),
    ],
)
def test_two_roles_may_share_a_text(segment: str, fields: str) -> None:
    assert applicable(plan(segment, fields), "STK002") == 0


HIGH = "touch_model: high_touch, stakeholders: [boss]"


@pytest.mark.parametrize(
    ("channels", "missing"),
    [
        ("phone, email, webinar, event", ""),
        ("messenger, email, video, in_person", ""),
        ("phone, email", "Webinar or Video call, In person or Event"),
        ("sms", "Phone or Messenger, E-mail, Webinar or Video call, In person or Event"),
    ],
)
def test_high_touch_uses_every_kind_of_channel(channels: str, missing: str) -> None:
    message = f"customers of smb are not reached by {missing}"
    assert said(plan(HIGH, f"channel: [{channels}]"), "STK003") == ([message] if missing else [])


def test_the_mix_has_an_option() -> None:
    root = "audit: {options: {narrow-channel-mix: {mix: [[sms, email], [phone]]}}}"
    assert said(plan(HIGH, "channel: email", root=root), "STK003") == ["customers of smb are not reached by Phone"]


@pytest.mark.parametrize("segment", ["touch_model: mid_touch, stakeholders: [boss]", "touch_model: high_touch"])
def test_the_mix_is_for_high_touch_accounts(segment: str) -> None:
    assert applicable(plan(segment, "channel: email"), "STK003") == 0


def test_channels_of_the_teams_own_count_like_those_that_they_are_like() -> None:
    text = """
channels: [{id: zoom, medium: human}, {id: visit, context: offline, medium: human}, {id: slack}]
segments: [{id: enterprise, touch_model: high_touch, stakeholders: [champion]}]
touchpoints: [{id: a, name: A, channel: [zoom, visit, slack]}]
"""
    assert said(text, "STK003") == []
    assert said(text.replace("[zoom, visit, slack]", "[visit, slack]"), "STK003") != []


NAMED = (
    "segments: [{id: big, name: Big, stakeholders: [lead, engineer]}, {id: small, name: Small, stakeholders: [lead]}, "
    "{id: free}]\n"
)


@pytest.mark.parametrize(
    ("fields", "where"),
    [
        ("segments: [small], stakeholders: [engineer]", ["Small"]),
        ("segments: [big, small], stakeholders: [engineer]", ["Small"]),
        ("segments: [big, small], stakeholders: [lead, engineer]", []),
        ("stakeholders: [engineer]", []),
        ("segments: [big, free], stakeholders: [engineer]", []),
    ],
)
def test_a_touchpoint_for_a_role_that_nobody_has(fields: str, where: list[str]) -> None:
    text = NAMED + touchpoint(fields)
    expected = [f"The call is meant for engineer, and reaches nobody of {role}" for role in where]
    assert said(text, "STK004") == expected


@pytest.mark.parametrize("fields", ["segments: [small]", "stakeholders: all", "segments: [free], stakeholders: [lead]"])
def test_whoever_is_meant_for_anybody_reaches_somebody(fields: str) -> None:
    assert applicable(NAMED + touchpoint(fields), "STK004") == 0
