from __future__ import annotations

import pytest

from tests.catalogue.answers import applicable, said, touchpoint
from tests.inventories import findings
from tpaudit.messages import render


def test_what_the_company_sends_needs_a_timing() -> None:
    assert said(touchpoint("type: checkin, channel: phone"), "TIM001") == [
        "The call does not say when it reaches the customer"
    ]
    assert said(touchpoint("type: checkin, channel: phone, timing: {as_needed: true}"), "TIM001") == []


@pytest.mark.parametrize(
    "fields", ["type: ticket_reply, channel: email", "type: press, channel: press", "type: ticket_reply"]
)
def test_only_what_is_sent_to_a_person_needs_one(fields: str) -> None:
    assert applicable(touchpoint(fields), "TIM001") == 0


RECURRING = "type: business_review, phase: retention"


@pytest.mark.parametrize(
    "timing", ["{every: 3mo}", "{per_quarter: 1}", "[{at: 30d}, {every: 3mo}]", "[{at: 91d}, {at: 183d}]"]
)
def test_a_cadence_is_any_way_of_coming_back(timing: str) -> None:
    assert said(touchpoint(f"{RECURRING}, timing: {timing}"), "TIM002") == []


def test_coming_back_after_each_of_something_is_a_cadence() -> None:
    text = """
touchpoints:
  - {id: board, name: Board, phase: retention, timing: {every: 6mo}}
  - {id: review, name: Review, type: business_review, phase: retention, timing: {at: 3d, after_each: board}}
"""
    assert applicable(text, "TIM002") == 1
    assert said(text, "TIM002") == []


def test_a_single_review_in_an_ongoing_phase_has_no_cadence() -> None:
    (finding,) = findings(touchpoint(f"{RECURRING}, timing: {{at: 3mo}}"), "TIM002")
    assert finding.path == ("timing",)
    assert said(touchpoint(f"{RECURRING}, timing: {{at: 3mo}}"), "TIM002") == [
        "The call is dated but never comes back, although its phase Retention goes on"
    ]


@pytest.mark.parametrize(
    "fields",
    [
        "type: kickoff, phase: retention, timing: {at: 3mo}",
        "type: checkin, phase: onboarding, timing: {at: 30d}",
        "type: checkin, timing: {at: 30d}",
        "type: checkin, phase: retention, timing: {at: 1d, after: usage_drop}",
        "type: checkin, phase: retention, timing: {as_needed: true}",
        "type: checkin, phase: retention",
    ],
)
def test_cadences_are_not_asked_of(fields: str) -> None:
    assert applicable(touchpoint(fields), "TIM002") == 0


@pytest.mark.parametrize(("end", "asked"), [("183d", 0), ("184d", 1)])
def test_a_phase_is_long_from_six_months_on(end: str, asked: int) -> None:
    text = f"scope: own\nphases: [{{id: start, window: {{from: 0d, to: {end}}}}}]\n" + touchpoint(
        "type: checkin, phase: start, timing: {at: 9d}"
    )
    assert applicable(text, "TIM002") == asked


def test_what_recurs_can_be_configured() -> None:
    text = "audit: {options: {missing-cadence: {recurring: [training]}}}\n"
    assert said(text + touchpoint("type: training, phase: retention, timing: {at: 9d}"), "TIM002") != []
    assert applicable(text + touchpoint("type: checkin, phase: retention, timing: {at: 9d}"), "TIM002") == 0


@pytest.mark.parametrize(("day", "outside"), [("0d", 0), ("90d", 0), ("91d", 1)])
def test_both_ends_belong_to_the_phase(day: str, outside: int) -> None:
    assert len(said(touchpoint(f"phase: onboarding, timing: {{at: {day}}}"), "TIM003")) == outside


def test_segments_and_days_outside_the_phase_are_named() -> None:
    text = """
segments: [{id: smb}, {id: mid}, {id: free, contract: none}]
touchpoints: [{id: tips, name: Tips, phase: onboarding, timing: {every: 1mo, until: 200d}}]
"""
    (finding,) = findings(text, "TIM003")
    assert render(finding.message) == (
        "Tips happens outside its phase Onboarding: days 91, 122, 152 and 1 more for smb, mid, free, where the phase "
        "lasts from day 0 to day 90"
    )
    assert finding.segments == ("smb", "mid", "free")


@pytest.mark.parametrize(
    "fields",
    ["timing: {at: 400d}", "phase: retention, timing: {at: 40d}", "phase: onboarding, timing: {per_quarter: 9}"],
)
def test_nothing_lies_outside_without_window_or_days(fields: str) -> None:
    assert applicable(touchpoint(fields), "TIM003") == 0


@pytest.mark.parametrize(
    ("timing", "scheduled"),
    [
        ("{every: 1mo}", "monthly"),
        ("{per_quarter: 1}", "1 time a quarter"),
        ("{at: 7d}", "day 7"),
        ("{every: 1d, times: 2, after: ticket_opened}", "daily"),
    ],
)
def test_reactions_have_no_calendar(timing: str, scheduled: str) -> None:
    assert said(touchpoint(f"type: ticket_reply, timing: {timing}"), "TIM009") == [
        f"The call is started by the customer, but scheduled: {scheduled}"
    ]


@pytest.mark.parametrize("timing", ["{at: 4h, after: ticket_opened}", "{as_needed: true}"])
def test_reactions_wait_for_the_customer(timing: str) -> None:
    assert said(touchpoint(f"type: ticket_reply, timing: {timing}"), "TIM009") == []


def test_contradictory_reactions_are_told_once() -> None:
    text = touchpoint("type: checkin, initiation: reactive, timing: {every: 1mo}")
    assert said(text, "TIM009") != []
    assert applicable(text, "TIM009", "CAT002") == 0


AUTOMATED = "type: nudge, automation: automated"


@pytest.mark.parametrize(
    "timing",
    ["{every: 1w}", "{per_quarter: 2}", "[{every: 1w, times: 2}, {every: 1mo}]"],
)
def test_automated_series_need_an_end(timing: str) -> None:
    assert said(touchpoint(f"{AUTOMATED}, timing: {timing}"), "TIM010") == [
        "The call runs automatically, and nothing ends it"
    ]
    assert said(touchpoint(f"{AUTOMATED}, timing: {timing}, stop_when: [done]"), "TIM010") == []


@pytest.mark.parametrize("timing", ["{every: 1w, times: 3}", "{every: 1w, until: phase_end}"])
def test_a_cadence_that_ends_is_an_end(timing: str) -> None:
    text = touchpoint(f"{AUTOMATED}, phase: onboarding, timing: {timing}")
    assert applicable(text, "TIM010") == 1
    assert said(text, "TIM010") == []


@pytest.mark.parametrize(
    "fields",
    [
        f"{AUTOMATED}, timing: {{at: 7d}}",
        "type: nudge, automation: assisted, timing: {every: 1w}",
        "type: reminder, automation: automated, timing: {every: 1w}",
        "type: chatbot, automation: automated, timing: {at: 0d, after: inquiry}",
    ],
)
def test_ends_are_not_asked_of(fields: str) -> None:
    assert applicable(touchpoint(fields), "TIM010") == 0


def test_offers_are_left_to_the_rule_about_offers() -> None:
    text = touchpoint("type: campaign, automation: automated, timing: {every: 1w}")
    assert said(text, "TIM010") != []
    assert applicable(text, "TIM010", "GOV007") == 0


def test_one_message_after_an_event_ends_by_itself() -> None:
    text = touchpoint(f"{AUTOMATED}, timing: {{at: 1d, after: usage_drop}}")
    assert applicable(text, "TIM010") == 1
    assert said(text, "TIM010") == []


def test_automated_follow_ups_need_an_end() -> None:
    text = """
touchpoints:
  - {id: a, name: A, type: nudge, automation: automated, timing: {at: 1d, after: usage_drop}}
  - {id: b, name: B, type: nudge, automation: automated, timing: {at: 4d, after: usage_drop}}
"""
    assert [finding.subject.id for finding in findings(text, "TIM010")] == ["b"]


def loss(name: str, more: str = "") -> str:
    """Return an inventory with an event that a letter answers, and an automated message on a fixed day."""
    return f"""
events: [{{id: it, name: {name}}}]
touchpoints:
  - {{id: letter, name: Letter, type: other, timing: {{after: it}}}}
  - {{id: wish, name: Good wishes, type: nudge, automation: automated, timing: {{at: 60d}}{more}}}
"""


@pytest.mark.parametrize(
    ("name", "told"), [("Miscarriage", 1), ("Kündigung", 1), ("Loss of the licence", 1), ("Usage drop", 0)]
)
def test_good_wishes_stop_where_the_plan_knows_of_a_loss(name: str, told: int) -> None:
    assert len(said(loss(name), "TIM010")) == told
    assert said(loss(name, ", stop_when: [it]"), "TIM010") == []
    if told:
        assert said(loss(name), "TIM010") == [f"Good wishes is sent automatically, even after {name}"]


def test_what_came_before_it_or_is_sent_by_people_may_stay() -> None:
    assert said(loss("Death").replace("at: 60d", "at: 0d"), "TIM010") == []
    assert said(loss("Death").replace("automation: automated", "automation: manual"), "TIM010") == []


@pytest.mark.parametrize("timing", ["{at: 2w, before: board}", "{at: 30d, before: contract_end}"])
def test_what_hangs_on_something_that_comes_back_comes_back(timing: str) -> None:
    text = f"""
touchpoints:
  - {{id: board, name: Board, type: other, phase: retention, timing: {{every: 12mo, at: 6mo}}}}
  - {{id: review, name: Review, type: checkin, phase: retention, timing: {timing}}}
"""
    assert said(text, "TIM002") == []


def test_missing_reviews_are_told_once() -> None:
    text = "segments: [{id: a, touch_model: high_touch}]\n" + touchpoint(f"{RECURRING}, timing: {{at: 3mo}}")
    assert len(said(text, "TIM002")) == 1
    assert applicable(text, "TIM002", "TIM006") == 0


@pytest.mark.parametrize(
    ("timing", "outside"),
    [
        ("{at: 120d}", 1),
        ("[{at: 3d}, {at: 120d}]", 0),
        ("{every: 1w, times: 20}", 0),
        ("{every: 1w, until: 120d}", 1),
        ("{every: 1w}", 0),
        ("{at: 3d, after: contract_end}", 0),
        ("{at: 60d, after: other}", 0),
        ("{at: 1d, after: phase_end}", 1),
    ],
)
def test_only_what_is_counted_from_the_start_lies_outside(timing: str, outside: int) -> None:
    text = f"""
touchpoints:
  - {{id: other, name: Other, phase: adoption, timing: {{at: 100d}}}}
  - {{id: call, name: The call, phase: onboarding, timing: {timing}}}
"""
    assert len(said(text, "TIM003")) == outside
