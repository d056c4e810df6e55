"""Windows, budgets and their exceptions, quarters and the headline, bursts and silences."""

from __future__ import annotations

from fractions import Fraction

import pytest

from tests.schedule.plans import plan_of
from tpaudit.schedule.plan import Load, SegmentPlan, Silence


def dated(days: list[int], *, segment: str = "contract: 12mo", root: str = "") -> SegmentPlan:
    """Return the plan of e-mails on these days, each from a touchpoint of its own."""
    rows = "\n".join(
        f"  - {{id: t{place}, name: T, type: nudge, channel: email, timing: {{at: {day}d}}}}"
        for place, day in enumerate(days)
    )
    return plan_of(f"{root}\nsegments: [{{id: smb, {segment}}}]\ntouchpoints:\n{rows}\n")


@pytest.mark.parametrize(
    ("period", "length"), [("per_day", 1), ("per_week", 7), ("per_month", 30), ("per_quarter", 91)]
)
def test_the_length_of_windows(period: str, length: int) -> None:
    assert dated([10, 10 + length - 1]).persons[0].worst[period] == Load(Fraction(2), 10, 10 + length - 1)
    assert dated([10, 10 + length]).persons[0].worst[period].load == 1


def test_the_earliest_of_equal_windows_may_begin_before_its_contacts() -> None:
    assert dated([10, 12]).persons[0].worst["per_week"] == Load(Fraction(2), 6, 12)
    assert dated([456]).persons[0].worst["per_week"] == Load(Fraction(1), 450, 456)
    assert dated([0]).persons[0].worst["per_day"] == Load(Fraction(1), 0, 0)


def test_somebody_without_contacts() -> None:
    plan = plan_of("touchpoints: [{id: it, name: It, type: invoice, timing: {at: 1d}}]")
    (person,) = plan.persons
    assert person.worst["per_week"] == Load(Fraction(0), -90, -84)
    assert person.quarters == (Fraction(0),) * 4
    assert plan.contacts_per_quarter == 0
    assert person.silences == person.human_silences == (Silence(0, 365),)
    assert not plan.exceeded


def test_a_budget_is_exceeded_only_above_its_limit() -> None:
    assert not dated([1, 2], segment="contact_budget: {per_week: 2}").exceeded
    (over,) = dated([1, 2, 3], segment="contact_budget: {per_week: 2}").exceeded
    assert (over.channel, over.period, over.load, over.limit) == (None, "per_week", Fraction(3), Fraction(2))
    assert (over.start, over.end, over.windows) == (-3, 3, 5)


def test_loads_are_compared_exactly() -> None:
    text = """
    segments: [{{id: smb, contact_budget: {{per_day: {limit}}}}}]
    touchpoints:
      - {{id: a, name: A, type: nudge, reach: 0.1, timing: {{at: 1d}}}}
      - {{id: b, name: B, type: nudge, reach: 0.2, timing: {{at: 1d}}}}
    """
    assert not plan_of(text.format(limit="0.3")).exceeded
    assert plan_of(text.format(limit="0.29999999999")).exceeded
    weekly = """
    segments: [{id: smb, contact_budget: {per_week: 1, per_quarter: 13}}]
    touchpoints: [{id: a, name: A, type: nudge, timing: {per_quarter: 13}}]
    """
    assert not plan_of(weekly).exceeded
    assert plan_of(weekly.replace("{per_quarter: 13}}]", "{per_quarter: 13.0000001}}]")).exceeded


def test_the_root_s_budget_fills_what_the_segment_leaves_out() -> None:
    plan = dated(
        [1],
        root="contact_budget: {per_day: 1, per_week: 5, channels: {email: {per_day: 7, per_week: 8}}, "
        "phases: {onboarding: {per_day: 3, per_week: 6}}}",
        segment="contact_budget: {per_week: 4, channels: {email: {per_day: 2}, phone: {per_day: 1}}, "
        "phases: {onboarding: {per_week: 9}, adoption: {per_day: 2}}}",
    )
    assert plan.limits == {"per_day": 1, "per_week": 4}
    assert plan.channel_limits == {
        ("email", "per_day"): 2,
        ("email", "per_week"): 8,
        ("phone", "per_day"): 1,
    }
    assert plan.phase_limits == {
        ("onboarding", "per_day"): 3,
        ("onboarding", "per_week"): 9,
        ("adoption", "per_day"): 2,
    }


def test_a_window_has_the_largest_limit_of_its_days() -> None:
    budget = "contact_budget: {per_week: 1, phases: {onboarding: {per_week: 3}}}"
    assert not dated([80, 81, 82], segment=budget).exceeded
    assert not dated([89, 90, 96], segment=budget).exceeded  # day 90 is the last of onboarding
    (over,) = dated([91, 96, 97], segment=budget).exceeded
    assert (over.load, over.limit, over.start, over.end) == (Fraction(3), Fraction(1), 91, 97)
    # the window from day 90 holds two of them, and a day of the phase
    assert over.windows == 1 + 5


def test_the_largest_of_several_phases_and_exceptions_before_the_segment_s_own() -> None:
    phases = "phases: [{id: early, window: {from: 0d, to: 20d}}, {id: late, window: {from: 10d, to: 30d}}]"
    budget = "contact_budget: {per_day: 9, phases: {early: {per_day: 1}, late: {per_day: 2}}}"
    assert not dated([15, 15], root=phases, segment=budget).exceeded
    (over,) = dated([5, 5], root=phases, segment=budget).exceeded
    assert over.limit == 1
    (over,) = dated([5, 5, 25, 25, 25], root=phases, segment=budget).exceeded
    assert (over.start, over.limit, over.windows) == (5, Fraction(1), 2)  # the earliest of equal excesses
    assert not dated([40] * 9, root=phases, segment=budget).exceeded
    root = phases + "\ncontact_budget: {per_day: 5, phases: {late: {per_day: 1}}}"
    (over,) = dated([25, 25], root=root, segment="contact_budget: {per_day: 4}").exceeded
    assert over.limit == 1  # the root's exception goes before the segment's limit for all days
    assert not dated([25, 25], root=root, segment="contact_budget: {phases: {late: {per_day: 2}}}").exceeded


def test_a_day_without_limit_sets_its_windows_free() -> None:
    budget = "contact_budget: {phases: {onboarding: {per_week: 1}}}"
    (over,) = dated([84, 85], segment=budget).exceeded
    assert (over.start, over.end, over.windows) == (79, 85, 6)
    assert not dated([90, 91], segment=budget).exceeded
    assert not dated([0, 400, 400], segment=budget).exceeded


def test_exceptions_of_phases_without_window_do_not_apply() -> None:
    assert dated([5, 5], segment="contact_budget: {per_day: 1, phases: {retention: {per_day: 9}}}").exceeded
    assert not dated([5, 5], segment="contact_budget: {phases: {retention: {per_day: 1}}}").exceeded


def test_limits_of_channels() -> None:
    plan = plan_of("""
    segments: [{id: smb, contact_budget: {per_day: 3, channels: {phone: {per_day: 1, per_week: 1}}}}]
    touchpoints:
      - {id: a, name: A, type: nudge, channel: [email, phone], timing: {at: 1d}}
      - {id: b, name: B, type: nudge, channel: phone, reach: 0.5, timing: {at: 1d}}
      - {id: c, name: C, type: nudge, channel: phone, timing: {at: 9d}}
    """)
    assert [(over.channel, over.period, over.load, [one.id for one in over.culprits]) for over in plan.exceeded] == [
        ("phone", "per_day", Fraction(3, 2), ["a", "b"]),
        ("phone", "per_week", Fraction(3, 2), ["a", "b"]),
    ]


def test_the_worst_person_and_the_others() -> None:
    plan = plan_of("""
    segments: [{id: smb, stakeholders: [a, b, c, d], contact_budget: {per_day: 1}}]
    touchpoints:
      - {id: t1, name: T, type: nudge, stakeholders: [a, b, d], timing: [{at: 9d}]}
      - {id: t2, name: T, type: nudge, stakeholders: [a, b, d], timing: [{at: 9d}]}
      - {id: t3, name: T, type: nudge, stakeholders: [b, d], timing: [{at: 9d}, {at: 20d}, {per_quarter: 1}]}
      - {id: t4, name: T, type: nudge, stakeholders: [c], timing: [{at: 9d}]}
    """)
    (over,) = plan.exceeded
    assert (over.person, over.others, over.start) == ("b", ("a", "d"), 9)
    assert over.load == 3 + Fraction(1, 91)
    assert over.windows == 2
    assert [touchpoint.id for touchpoint in over.culprits] == ["t3", "t1", "t2"]


@pytest.mark.parametrize(
    ("contract", "complete", "expected"),
    [
        ("12mo", 4, (2, 1, 1, 3)),
        ("9mo", 3, (2, 1, 1)),
        ("275d", 3, (2, 1, 1, 1)),
        ("91d", 1, (2,)),
        ("92d", 1, (2, 1)),
        ("90d", 0, (1,)),
        ("1d", 0, (1,)),
        ("0d", 0, ()),
    ],
)
def test_quarters(contract: str, complete: int, expected: tuple[int, ...]) -> None:
    plan = dated([0, 90, 91, 183, 274, 364, 364, 365], segment=f"contract: {contract}")
    assert plan.complete_quarters == complete
    assert plan.persons[0].quarters == expected
    judged = expected[: complete or 1]
    assert plan.contacts_per_quarter == (Fraction(sum(judged), len(judged)) if judged else 0)


def test_the_headline_is_that_of_the_person_contacted_most_and_the_account_counts_each_contact_once() -> None:
    plan = plan_of("""
    segments: [{id: smb, contract: 100d, stakeholders: [a, b, c]}]
    touchpoints:
      - {id: t1, name: T, type: nudge, stakeholders: all, channel: [email, sms], timing: {at: 1d}}
      - {id: t2, name: T, type: nudge, stakeholders: [b, c], timing: {at: 9d}}
      - {id: t3, name: T, type: nudge, stakeholders: [a], timing: {every: 1d, at: 91d, until: 99d}}
      - {id: t4, name: T, type: nudge, stakeholders: [a, b], timing: {per_quarter: 0.5}}
    """)
    assert plan.most_contacted == "b"
    assert plan.contacts_per_quarter == Fraction("3.5")
    assert plan.account_contacts_per_quarter == Fraction("3.5")
    assert len(plan.account[0]) == 2 + 1 + 9
    assert len(plan.account[1]) == 1


def test_bursts() -> None:
    plan = plan_of("""
    segments: [{id: smb, stakeholders: [a, b]}]
    events: [{id: parcel, after: order, at: 1d}]
    touchpoints:
      - {id: t1, name: T, type: nudge, stakeholders: all, channel: [email, sms], reach: 0.1, timing: {after: order}}
      - {id: t2, name: T, type: nudge, timing: {every: 1w, at: 6d, after: order, times: 4}}
      - {id: t3, name: T, type: nudge, timing: {at: 6d, after: parcel}}
      - {id: t4, name: T, type: nudge, timing: {at: 2h, after: complaint}}
      - {id: t5, name: T, type: invoice, stakeholders: [b], timing: {after: complaint}}
      - {id: t6, name: T, type: nudge, timing: {at: 1h, after: complaint}}
    """)
    a, b = plan.persons
    assert {burst.event for burst in a.bursts} == {"order", "complaint"}
    order = next(burst for burst in a.bursts if burst.event == "order")
    assert [(contact.day, contact.touchpoint.id, contact.channel) for contact in order.contacts] == [
        (0, "t1", "email"),
        (0, "t1", "sms"),
        (6, "t2", None),
        (7, "t3", None),
        (13, "t2", None),
        (20, "t2", None),
        (27, "t2", None),
    ]
    assert {period: load.load for period, load in order.worst.items()} == {"per_day": 2, "per_week": 3, "per_month": 7}
    assert order.worst["per_week"] == Load(Fraction(3), 0, 6)
    complaint = next(burst for burst in a.bursts if burst.event == "complaint")
    assert [contact.touchpoint.id for contact in complaint.contacts] == ["t6", "t4"]
    assert [burst.event for burst in b.bursts] == ["order"]


def test_silences() -> None:
    plan = plan_of("""
    touchpoints:
      - {id: before, name: T, type: nudge, timing: {at: 10d, before: contract_start}}
      - {id: useful, name: T, type: nudge, timing: [{at: 10d}, {at: 40d}]}
      - {id: human, name: T, type: checkin, channel: phone, timing: [{at: 20d}, {at: 400d}]}
      - {id: commercial, name: T, type: campaign, timing: {at: 100d}}
      - {id: part, name: T, type: nudge, reach: 0.99, timing: {at: 110d}}
      - {id: undated, name: T, type: nudge, timing: {per_quarter: 90}}
      - {id: reactive, name: T, type: ticket_reply, timing: {at: 120d}}
    """)
    (person,) = plan.persons
    assert person.silences == (Silence(0, 10), Silence(10, 20), Silence(20, 40), Silence(40, 365))
    assert person.human_silences == (Silence(0, 20), Silence(20, 365))
    assert person.longest_silence.days == 325


def test_silences_between_the_very_ends() -> None:
    assert dated([0, 365]).persons[0].silences == (Silence(0, 365),)
    assert dated([0, 0], segment="contract: 0d").persons[0].silences == (Silence(0, 0),)
