"""The worked example of the schedule: its numbers are fixed."""

from __future__ import annotations

from fractions import Fraction

import pytest

from tests.schedule.plans import plan_of
from tpaudit.schedule.figures import Figures, Percentiles, Quarter, Silence, Worst
from tpaudit.schedule.plan import SegmentPlan

EXAMPLE = """
name: Worked example
events:
  - {id: health_drop, per_quarter: 0.91}
audiences:
  - {id: quiet, name: Customers who rarely reply, share: 0.25}
segments:
  - id: smb
    contract: 12mo
    contact_budget: {per_week: 2, per_quarter: 12}
    max_silence: 60d
touchpoints:
  - {id: welcome,  name: Welcome e-mail, type: welcome,         phase: onboarding, channel: email, timing: {at: 0d}}
  - {id: kickoff,  name: Kickoff call,   type: kickoff,         phase: onboarding, channel: video, timing: {at: 3d}}
  - {id: tips,     name: Weekly tip,     type: nudge,           phase: onboarding, channel: email,
     timing: {every: 1w, at: 4d, times: 6}}
  - {id: checkin,  name: Check-in call,  type: checkin,         phase: onboarding, channel: phone, timing: {at: 30d}}
  - {id: review,   name: Business review, type: business_review, phase: retention, channel: video, timing: {every: 3mo}}
  - {id: wakeup,   name: Wake-up mail,   type: nudge,           phase: adoption,   channel: email, audience: quiet,
     timing: {every: 1w, at: 120d, after: contract_start, times: 3}}
  - {id: voice,    name: Wake-up call,   type: checkin,         phase: adoption,   channel: phone, audience: quiet,
     timing: {at: 121d}}
  - {id: ask,      name: Wake-up question, type: survey,        phase: adoption,   channel: email, audience: quiet,
     timing: {at: 123d}}
  - {id: rescue,   name: Rescue call,    type: health_alert,    phase: retention,  channel: phone,
     timing: {at: 24h, after: health_drop}}
  - {id: invoice,  name: Invoice,        type: invoice,         phase: retention,  channel: email, timing: {every: 1mo}}
"""

HUNDREDTH = Fraction(1, 100)
"""Of a rescue call a day: one in 100 customer-days."""


@pytest.fixture(scope="module")
def plan() -> SegmentPlan:
    return plan_of(EXAMPLE)


def test_period_terms_and_horizon(plan: SegmentPlan) -> None:
    assert (plan.period, plan.terms, plan.horizon) == ((0, 365), ((0, 365),), (-90, 456))


def test_dated_contacts(plan: SegmentPlan) -> None:
    (person,) = plan.persons
    assert person.id == "customer"
    assert [(contact.day, contact.touchpoint.id) for contact in person.contacts if contact.share == 1] == [
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
    of_quiet = [contact for contact in person.contacts if contact.audience == "quiet"]
    assert [(contact.day, contact.touchpoint.id) for contact in of_quiet] == [
        (120, "wakeup"),
        (121, "voice"),
        (123, "ask"),
        (127, "wakeup"),
        (134, "wakeup"),
    ]
    assert {contact.share for contact in of_quiet} == {Fraction(1, 4)}
    assert plan.account.contacts == person.contacts


def test_steps(plan: SegmentPlan) -> None:
    (step,) = plan.persons[0].steps
    assert (step.touchpoint.id, step.event, step.per_quarter) == ("rescue", "health_drop", Fraction("0.91"))
    assert (step.distance, step.spans) == (1, ((0, 365),))


def test_worst_week(plan: SegmentPlan) -> None:
    assert plan.worst("customer", "per_week") == Worst(0, 6, 3, 3 + 7 * HUNDREDTH, 3, Fraction(2))


@pytest.mark.parametrize(("first", "sure", "most", "mean"), [(120, 0, 3, "0.82"), (3, 2, 2, "2.07")])
def test_other_weeks(plan: SegmentPlan, first: int, sure: int, most: int, mean: str) -> None:
    load = plan.load("customer")
    assert load.sure.number(first, first + 6, 91, up=False) == sure
    assert load.most_within(first, first + 6) == most
    assert load.mean(first, first + 6) == Fraction(mean)


def test_quarters_and_headline(plan: SegmentPlan) -> None:
    (person,) = plan.persons
    assert person.quarters == (
        Quarter(0, 91, Fraction(10), Fraction("10.92"), Fraction(10), complete=True),
        Quarter(92, 183, Fraction(1), Fraction("3.17"), Fraction(6), complete=True),
        Quarter(184, 274, Fraction(1), Fraction("1.91"), Fraction(1), complete=True),
        Quarter(275, 365, Fraction(1), Fraction("1.91"), Fraction(1), complete=True),
    )
    assert plan.contacts_per_quarter == Figures(Fraction("3.25"), Fraction("4.4775"), Fraction("4.5"))
    assert plan.account_contacts_per_quarter == plan.contacts_per_quarter
    assert plan.before_start == Figures(Fraction(0), Fraction(0), Fraction(0))
    assert (plan.most_contacted, plan.complete_quarters, plan.at_least) == ("customer", 4, False)


def test_exceeded_budgets(plan: SegmentPlan) -> None:
    (week,) = plan.exceeded
    assert (week.channel, week.period, week.person, week.profile.id) == (None, "per_week", "customer", "everyone")
    assert (week.load, week.limit, week.start, week.end, week.windows) == (3, Fraction(2), 0, 6, 3)
    assert week.measure == (Fraction(1), 3)
    assert (week.others, week.wider) == ((), None)
    assert [touchpoint.id for touchpoint in week.culprits] == ["welcome", "kickoff", "tips"]


def test_without_the_first_days_the_members_of_an_audience_exceed_it() -> None:
    (week,) = plan_of(EXAMPLE.replace("timing: {at: 3d}", "timing: {at: 14d}")).exceeded
    assert (week.profile.id, week.profile.share) == ("quiet", Fraction(1, 4))
    assert (week.load, week.start, week.end, week.windows) == (3, 117, 123, 5)
    assert [touchpoint.id for touchpoint in week.culprits] == ["wakeup", "voice", "ask"]


def test_simulated_customers(plan: SegmentPlan) -> None:
    week, quarter = plan.budgets
    assert (week.period, week.share_over, week.exceeded) == ("per_week", Fraction(1), True)
    assert (quarter.period, quarter.share_over, quarter.exceeded) == ("per_quarter", Fraction(2, 100), False)
    simulated = plan.simulated
    assert (simulated.customers, simulated.person) == (200, "customer")
    assert simulated.per_quarter == Percentiles(Fraction("3.5"), Fraction("4.25"), Fraction(6))
    assert simulated.fullest_week == Percentiles(Fraction(3), Fraction(3), Fraction(4))
    assert simulated.longest_silence == Percentiles(Fraction(62), Fraction(91), Fraction(92))


def test_burst(plan: SegmentPlan) -> None:
    (burst,) = plan.persons[0].bursts
    assert burst.event == "health_drop"
    assert [(contact.distance, contact.touchpoint.id, contact.channel) for contact in burst.contacts] == [
        (1, "rescue", "phone")
    ]
    assert {period: window.load for period, window in burst.worst.items()} == {
        "per_day": 1,
        "per_week": 1,
        "per_month": 1,
    }


def test_silences(plan: SegmentPlan) -> None:
    (person,) = plan.persons
    assert [silence for silence in person.silences if silence.days > 60] == [
        Silence(91, 183),
        Silence(183, 274),
        Silence(274, 365),
    ]
    assert person.longest_silence == person.longest_human_silence == Silence(91, 183)
    assert Silence(91, 183).days == 92


def test_a_contract_of_one_month() -> None:
    reminder = "\n  - {id: reminder, name: Reminder, type: nudge, timing: {at: 7d, before: contract_end}}"
    plan = plan_of(EXAMPLE.replace("contract: 12mo", "contract: 1mo").rstrip() + reminder)
    assert plan.period == (0, 365)
    assert [end for _, end in plan.terms[:3]] == [30, 61, 91]
    assert plan.placed["reminder"][:3] == (23, 54, 84)


def test_what_else_there_is(plan: SegmentPlan) -> None:
    invoices = [entry for entry in plan.diary if entry.touchpoint.id == "invoice"]
    assert [entry.day for entry in invoices[:3]] == [30, 61, 91]
    assert not any(entry.counted for entry in invoices)
    assert (plan.unplaced, plan.dropped, plan.unknown_rates, plan.unknown_shares, plan.hidden) == ((),) * 5
