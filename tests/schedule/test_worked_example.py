"""The worked example of the design: its numbers are fixed."""

from __future__ import annotations

from fractions import Fraction

import pytest

from tests.schedule.plans import plan_of
from tpaudit.schedule.plan import Load, SegmentPlan, Silence

EXAMPLE = """
name: Worked example
events:
  - {id: health_drop, per_quarter: 0.91}
segments:
  - id: smb
    contract: 12mo
    contact_budget: {per_week: 2, per_quarter: 9}
    max_silence: 60d
touchpoints:
  - {id: welcome,  name: Welcome e-mail, type: welcome,         phase: onboarding, channel: email, timing: {at: 0d}}
  - {id: kickoff,  name: Kickoff call,   type: kickoff,         phase: onboarding, channel: video, timing: {at: 3d}}
  - {id: tips,     name: Weekly tip,     type: nudge,           phase: onboarding, channel: email,
     timing: {every: 1w, at: 4d, times: 6}}
  - {id: checkin,  name: Check-in call,  type: checkin,         phase: onboarding, channel: phone, timing: {at: 30d}}
  - {id: review,   name: Business review, type: business_review, phase: retention, channel: video, timing: {every: 3mo}}
  - {id: rescue,   name: Rescue call,    type: health_alert,    phase: retention,  channel: phone,
     timing: {at: 24h, after: health_drop}}
  - {id: followup, name: Rescue follow-up, type: follow_up,     phase: retention,  channel: email,
     timing: {at: 3d, after: rescue}, reach: 0.5}
  - {id: invoice,  name: Invoice,        type: invoice,         phase: retention,  channel: email, timing: {every: 1mo}}
"""


@pytest.fixture(scope="module")
def plan() -> SegmentPlan:
    return plan_of(EXAMPLE)


def test_period_and_horizon(plan: SegmentPlan) -> None:
    assert plan.period == (0, 365)
    assert plan.horizon == (-90, 456)


def test_dated_contacts(plan: SegmentPlan) -> None:
    (person,) = plan.persons
    assert person.id == "customer"
    assert [(contact.day, contact.touchpoint.id) for contact in person.contacts] == [
        (0, "welcome"),
        (3, "kickoff"),
        (4, "tips"),
        (11, "tips"),
        (18, "tips"),
        (25, "tips"),
        (30, "checkin"),
        (32, "tips"),
        (39, "tips"),
        (91, "review"),
        (183, "review"),
        (274, "review"),
        (365, "review"),
        (456, "review"),
    ]
    assert plan.account[0] == person.contacts


def test_expected_contacts(plan: SegmentPlan) -> None:
    (person,) = plan.persons
    assert [(e.touchpoint.id, e.event, e.per_day, e.start, e.end) for e in person.expected] == [
        ("rescue", "health_drop", Fraction(1, 100), 0, 365),
        ("followup", "health_drop", Fraction(1, 200), 0, 365),
    ]


def test_worst_windows(plan: SegmentPlan) -> None:
    (person,) = plan.persons
    assert person.worst == {
        "per_day": Load(Fraction("1.015"), 0, 0),
        "per_week": Load(Fraction("3.105"), 0, 6),
        "per_month": Load(Fraction("7.45"), 3, 32),
        "per_quarter": Load(Fraction("10.365"), 0, 90),
    }


def test_exceeded_budgets(plan: SegmentPlan) -> None:
    week, quarter = plan.exceeded
    assert (week.channel, week.period, week.person, week.others) == (None, "per_week", "customer", ())
    assert (week.load, week.limit, week.start, week.end) == (Fraction("3.105"), Fraction(2), 0, 6)
    assert [touchpoint.id for touchpoint in week.culprits] == ["welcome", "kickoff", "tips", "rescue", "followup"]
    assert (quarter.period, quarter.load, quarter.limit) == ("per_quarter", Fraction("10.365"), Fraction(9))
    assert (quarter.start, quarter.end) == (0, 90)


def test_quarters_and_headline(plan: SegmentPlan) -> None:
    (person,) = plan.persons
    assert person.quarters == (Fraction("10.365"), Fraction("2.38"), Fraction("2.365"), Fraction("2.365"))
    assert plan.complete_quarters == 4
    assert plan.contacts_per_quarter == plan.account_contacts_per_quarter == Fraction("4.36875")
    assert plan.most_contacted == "customer"


def test_burst(plan: SegmentPlan) -> None:
    (person,) = plan.persons
    (burst,) = person.bursts
    assert burst.event == "health_drop"
    assert [(contact.day, contact.touchpoint.id, contact.channel) for contact in burst.contacts] == [
        (1, "rescue", "phone"),
        (4, "followup", "email"),
    ]
    assert {period: load.load for period, load in burst.worst.items()} == {"per_day": 1, "per_week": 2, "per_month": 2}


def test_silences(plan: SegmentPlan) -> None:
    (person,) = plan.persons
    assert [silence for silence in person.silences if silence.days > 60] == [
        Silence(91, 183),
        Silence(183, 274),
        Silence(274, 365),
    ]
    assert person.longest_silence == Silence(91, 183)
    assert person.longest_silence.days == 92


def test_what_else_there_is(plan: SegmentPlan) -> None:
    invoices = [entry for entry in plan.diary if entry.touchpoint.id == "invoice"]
    assert [entry.day for entry in invoices[:3]] == [30, 61, 91]
    assert not any(entry.counted for entry in invoices)
    assert not plan.unplaced
    assert not plan.unknown_rates
    assert not plan.hidden
