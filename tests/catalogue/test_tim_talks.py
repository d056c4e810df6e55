from __future__ import annotations

import pytest

from tests.catalogue.answers import applicable, said
from tests.catalogue.segments import journey
from tests.inventories import findings
from tpaudit.messages import render

KICKOFF = "type: kickoff, phase: onboarding, channel: video"


@pytest.mark.parametrize(("day", "late"), [("7d", 0), ("8d", 1)])
def test_the_kickoff_is_in_the_first_week(day: str, late: int) -> None:
    assert len(said(journey("", f"{KICKOFF}, timing: {{at: {day}}}"), "TIM004")) == late


def test_the_first_of_several_kickoffs_counts() -> None:
    text = journey("", f"{KICKOFF}, timing: {{at: 20d}}", f"{KICKOFF}, timing: {{at: 3d}}")
    assert said(text, "TIM004") == []


def test_a_late_kickoff_names_the_day() -> None:
    (finding,) = findings(journey("", f"{KICKOFF}, timing: {{at: 20d}}"), "TIM004")
    assert render(finding.message) == "the kickoff with customers of smb is on day 20, later than day 7"
    assert [related.location.span.line for related in finding.related] == [3]


def test_a_kickoff_without_day_is_none() -> None:
    text = journey("", f"{KICKOFF}, timing: {{as_needed: true}}")
    assert said(text, "TIM004") == ["customers of smb get no kickoff that has a day"]


def test_the_week_begins_with_the_contract() -> None:
    segment = "starts_with: order, contract: 12mo"
    events = "events: [{id: contract_start, at: 14d, after: order}]\n"
    assert said(events + journey(segment, f"{KICKOFF}, timing: {{at: 21d}}"), "TIM004") == []
    assert said(events + journey(segment, f"{KICKOFF}, timing: {{at: 22d}}"), "TIM004") != []


@pytest.mark.parametrize(
    "text",
    [
        journey("touch_model: low_touch", f"{KICKOFF}, timing: {{at: 20d}}"),
        "segments: [{id: smb}]\n",
        "scope: own\nphases: [{id: adoption}]\n" + journey("", "type: kickoff, timing: {at: 20d}"),
    ],
)
def test_kickoffs_are_for_human_touch_and_onboarding(text: str) -> None:
    assert applicable(text, "TIM004") == 0


def test_an_empty_onboarding_is_told_once() -> None:
    text = "segments: [{id: a, touch_model: high_touch}, {id: b, touch_model: mid_touch}]\n"
    for code in ("TIM004", "TIM005"):
        assert applicable(text, code) == 2
        assert applicable(text, code, "PHS002") == 0


def test_the_latest_day_can_be_configured() -> None:
    text = "audit: {options: {TIM004: {max_day: 2w}}}\n"
    assert said(text + journey("", f"{KICKOFF}, timing: {{at: 14d}}"), "TIM004") == []


CHECKIN = "type: checkin, phase: onboarding, channel: phone"


@pytest.mark.parametrize(("day", "late"), [("30d", 0), ("31d", 1)])
def test_the_first_checkin_is_in_the_first_month(day: str, late: int) -> None:
    assert len(said(journey("", f"{CHECKIN}, timing: {{at: {day}}}"), "TIM005")) == late


@pytest.mark.parametrize(
    "other",
    [
        f"{KICKOFF}, timing: {{at: 3d}}",
        "type: training, phase: onboarding, channel: webinar, timing: {at: 9d}",
        "type: checkin, phase: onboarding, channel: email, form: digital, timing: {at: 9d}",
        "type: checkin, phase: onboarding, channel: phone, timing: {per_quarter: 3}",
    ],
)
def test_what_does_not_count_as_a_first_talk(other: str) -> None:
    assert said(journey("", other), "TIM005") == [
        "apart from kickoff and training, no talk with customers of smb has a day"
    ]
    assert said(journey("", other, f"{CHECKIN}, timing: {{at: 45d}}"), "TIM005") == [
        "apart from kickoff and training, the first talk with customers of smb is on day 45, later than day 30"
    ]


def test_talks_before_the_contract_are_not_the_first_checkin() -> None:
    text = journey("", "type: demo, channel: video, timing: {at: 20d, before: contract_start}", KICKOFF)
    assert said(text, "TIM005") != []


REVIEW = "type: business_review, phase: retention, channel: video"


@pytest.mark.parametrize(
    ("timing", "gaps"),
    [
        ("{every: 3mo}", 0),
        ("{every: 105d, times: 3}", 0),
        ("{every: 106d, times: 3}", 3),
        ("{every: 3mo, times: 2}", 1),
        ("{every: 3mo, at: 6mo}", 1),
    ],
)
def test_reviews_come_every_quarter_give_or_take_two_weeks(timing: str, gaps: int) -> None:
    messages = said(journey("", f"{REVIEW}, timing: {timing}"), "TIM006")
    assert len(messages) == min(gaps, 1)
    assert all(f"({gaps} gap" in message for message in messages)


def test_the_longest_gap_is_named() -> None:
    assert said(journey("", f"{REVIEW}, timing: [{{at: 120d}}, {{at: 240d}}]"), "TIM006") == [
        "customers of smb get no business review for 125 days, from day 240 to day 365 (3 gaps of more than 105 days)"
    ]


def test_high_touch_without_review() -> None:
    assert said(journey("", KICKOFF), "TIM006") == ["customers of smb get no business review that has a day"]
    assert applicable(journey("touch_model: mid_touch", KICKOFF), "TIM006") == 0


@pytest.mark.parametrize(("role", "missing"), [("champion", 0), ("decision_maker", 1)])
def test_a_kickoff_or_review_for_a_role_that_the_segment_lacks_is_none(role: str, missing: int) -> None:
    kickoff = f"{KICKOFF}, stakeholders: [{role}], timing: {{at: 3d}}"
    review = f"type: business_review, stakeholders: [{role}], timing: {{every: 3mo}}"
    text = journey("stakeholders: [champion]", kickoff, review).replace(
        "segments: [", "segments: [{id: other, stakeholders: [decision_maker]}, "
    )
    assert len(said(text, "TIM004")) == missing
    assert len(said(text, "TIM006")) == missing


def test_a_rate_of_reviews_has_no_gaps_to_measure() -> None:
    assert applicable(journey("", f"{REVIEW}, timing: {{per_quarter: 1}}"), "TIM006") == 0
