"""Budgets: which limit a window has, and where whole contacts exceed it."""

from __future__ import annotations

from fractions import Fraction

import pytest

from tests.schedule.plans import dated, plan_of
from tpaudit.schedule.figures import Exceeded


def test_a_budget_is_exceeded_only_above_its_limit() -> None:
    assert not dated([1, 2], segment="contact_budget: {per_week: 2}").exceeded
    (over,) = dated([1, 2, 3], segment="contact_budget: {per_week: 2}").exceeded
    assert (over.channel, over.period, over.load, over.limit) == (None, "per_week", 3, Fraction(2))
    assert over.windows == 5
    assert over.measure == (Fraction(1), 5)


def test_the_worst_window_lies_within_the_period_before_outside_it() -> None:
    (over,) = dated([1, 2, 3], segment="contact_budget: {per_week: 2}").exceeded
    assert (over.start, over.end) == (0, 6)
    (over,) = dated([-5, -4, -3, 100, 101, 102], segment="contact_budget: {per_week: 2}").exceeded
    assert (over.start, over.end) == (96, 102)
    (over,) = dated([-5, -4, -3], segment="contact_budget: {per_week: 2}").exceeded
    assert (over.start, over.end) == (-9, -3)
    (over,) = dated([364, 366, 367], segment="contact_budget: {per_week: 2}").exceeded
    assert (over.start, over.end) == (361, 367)
    assert not dated(
        [366, 367, 368], segment="contact_budget: {per_day: 0, phases: {onboarding: {per_day: 1}}}"
    ).exceeded


def test_no_part_of_a_contact_exceeds_anything() -> None:
    birthday = """
    segments: [{id: smb, contact_budget: {per_week: 2, per_quarter: 2}}]
    touchpoints:
      - {id: calls, name: Calls, type: checkin, channel: phone, timing: [{at: 1d}, {at: 2d}]}
      - {id: card, name: Card, type: occasion, channel: email, timing: {per_quarter: 0.25}}
    """
    assert not plan_of(birthday).exceeded
    assert plan_of(birthday.replace("0.25", "1")).exceeded[0].period == "per_quarter"


@pytest.mark.parametrize(("rate", "exceeded"), [("13", False), ("25", False), ("26", True)])
def test_a_series_counts_as_often_as_it_must_come(rate: str, *, exceeded: bool) -> None:
    plan = plan_of(f"""
    segments: [{{id: smb, contact_budget: {{per_week: 1}}}}]
    touchpoints: [{{id: a, name: A, type: nudge, timing: {{per_quarter: {rate}}}}}]
    """)
    assert bool(plan.exceeded) == exceeded


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
    assert (over.load, over.limit, over.start, over.end) == (3, Fraction(1), 91, 97)
    # the window from day 90 holds two of them, and a day of the phase
    assert over.windows == 1 + 5


def test_each_window_of_a_phase_has_its_limit() -> None:
    phases = "phases: [{id: last, window: {from: {at: 10d, before: contract_end}, to: contract_end}}]"
    budget = "contract: 3mo, contact_budget: {per_day: 1, phases: {last: {per_day: 2}}}"
    assert not dated([85, 85, 175, 175, 360, 360], root=phases, segment=budget).exceeded
    (over,) = dated([85, 85, 100, 100, 175, 175], root=phases, segment=budget).exceeded
    assert (over.start, over.windows) == (100, 1)


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


def test_days_without_a_limit_do_not_count() -> None:
    budget = "contact_budget: {phases: {onboarding: {per_week: 1}}}"
    (over,) = dated([84, 85], segment=budget).exceeded
    assert (over.start, over.end, over.windows) == (79, 85, 6)
    (over,) = dated([90, 91], segment=budget).exceeded  # a window that begins in the phase has its limit
    assert (over.start, over.end, over.windows) == (85, 91, 6)
    assert not dated([0, 97, 98], segment=budget).exceeded


def test_exceptions_of_ongoing_phases_do_not_apply() -> None:
    limited = "contact_budget: {{per_day: 1, phases: {{retention: {{per_day: {n}}}}}}}"
    plan = dated([5, 5], segment=limited.format(n=9), faulty=True)
    assert [over.limit for over in plan.exceeded] == [1]


def test_limits_of_channels() -> None:
    plan = plan_of("""
    segments: [{id: smb, contact_budget: {per_day: 3, channels: {phone: {per_day: 1, per_week: 2}}}}]
    touchpoints:
      - {id: a, name: A, type: nudge, channel: [email, phone], timing: {at: 1d}}
      - {id: b, name: B, type: nudge, channel: phone, timing: {at: 1d}}
      - {id: c, name: C, type: nudge, channel: phone, timing: {at: 3d}}
    """)
    assert [
        (over.channel, over.period, over.load, [touchpoint.id for touchpoint in over.culprits])
        for over in plan.exceeded
    ] == [
        ("phone", "per_day", 2, ["a", "b"]),
        ("phone", "per_week", 3, ["a", "b", "c"]),
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
    assert (over.person, over.others, over.start, over.load, over.windows) == ("b", ("a", "d"), 9, 3, 1)
    assert [touchpoint.id for touchpoint in over.culprits] == ["t1", "t2", "t3"]
    assert [(over.person, over.load) for over in plan.exceeded_by("a")] == [("a", 2)]
    assert plan.exceeded_by("c") == ()


AUDIENCES = """
audiences:
  - {id: quiet, name: Quiet, share: 0.25}
  - {id: tiny, name: Tiny, share: 0.009}
  - {id: promoters, name: Promoters, share: 0.5, one_of: nps}
  - {id: detractors, name: Detractors, share: 0.2, one_of: nps}
segments: [{id: smb, contact_budget: {per_week: 2}}]
touchpoints:
"""


def over_of(*rows: str) -> Exceeded | None:
    """Return how a budget of two a week is exceeded by these touchpoints."""
    text = "\n".join(f"  - {{id: t{n}, name: T, type: nudge, channel: email, {row}}}" for n, row in enumerate(rows))
    exceeded = plan_of(AUDIENCES + text).exceeded
    return exceeded[0] if exceeded else None


THREE = "timing: [{at: 10d}, {at: 11d}, {at: 12d}]"


def test_members_of_an_audience_exceed_it() -> None:
    over = over_of(f"audience: quiet, {THREE}")
    assert over is not None
    assert (over.profile.id, over.profile.share, over.load, over.windows) == ("quiet", Fraction(1, 4), 3, 5)


def test_mails_to_the_same_people_of_unknown_number_add_up() -> None:
    rows = [f"audience: inactive, timing: {{at: {day}d}}" for day in (1, 2, 3)]
    over = over_of(*rows)
    assert over is not None
    assert (over.profile.id, over.profile.share, over.load) == ("inactive", None, 3)
    over = over_of(*(f"{row}, reach: 25%" for row in rows))
    assert over is not None
    assert (over.profile.id, over.profile.share, over.load) == ("inactive", Fraction(1, 4), 3)


def test_what_reaches_a_part_of_an_audience_is_not_for_all_of_it() -> None:
    assert over_of(f"audience: quiet, reach: 0.2, {THREE}") is None
    assert (
        over_of("audience: quiet, timing: [{at: 10d}, {at: 11d}]", "audience: quiet, reach: 10%, timing: {at: 12d}")
        is None
    )


def test_a_touchpoint_of_its_own_share() -> None:
    over = over_of(f"reach: 0.4, {THREE}")
    assert over is not None
    assert (over.profile.id, over.profile.share) == ("touchpoint:t0", Fraction(2, 5))
    assert over_of("reach: 0.4, timing: [{at: 10d}, {at: 11d}]", "reach: 0.4, timing: {at: 12d}") is None


def test_audiences_too_small_to_matter() -> None:
    plan = plan_of(AUDIENCES + f"  - {{id: t, name: T, type: nudge, channel: email, audience: tiny, {THREE}}}")
    assert not plan.exceeded
    assert [over.profile.id for over in plan.exceeding(Fraction(9, 1000))] == ["tiny"]


def test_nobody_gets_what_is_meant_for_audiences_that_exclude_each_other() -> None:
    assert (
        over_of("audience: promoters, timing: [{at: 1d}, {at: 2d}]", "audience: detractors, timing: {at: 1d}") is None
    )
    over = over_of("audience: promoters, timing: [{at: 1d}, {at: 2d}]", "timing: {at: 1d}")
    assert over is not None
    assert over.profile.id == "promoters"
    assert [touchpoint.id for touchpoint in over.culprits] == ["t0", "t1"]


def test_everyone_comes_before_an_audience_whose_larger_excess_is_named_too() -> None:
    over = over_of(THREE, f"audience: quiet, {THREE}", "audience: promoters, timing: {at: 10d}")
    assert over is not None
    assert (over.profile.id, over.load) == ("everyone", 3)
    assert over.wider is not None
    assert (over.wider.profile.id, over.wider.load) == ("quiet", 6)


def test_between_equal_audiences_the_registry_s_order_decides() -> None:
    rows = [f"reach: 0.9, {THREE}", f"audience: promoters, {THREE}", f"audience: quiet, {THREE}"]
    for order in (rows, rows[::-1]):
        over = over_of(*order)
        assert over is not None
        assert over.profile.id == "quiet"


def test_a_channel_for_an_audience() -> None:
    channel = "channel: [email, {id: sms, audience: quiet}]"
    plan = plan_of(AUDIENCES + f"  - {{id: t, name: T, type: nudge, {channel}, timing: [{{at: 1d}}, {{at: 2d}}]}}")
    (over,) = plan.exceeded
    assert (over.profile.id, over.load) == ("quiet", 4)
    assert [(contact.channel, contact.share) for contact in plan.persons[0].contacts[:2]] == [
        ("email", 1),
        ("sms", Fraction(1, 4)),
    ]
