"""Anchors: what has a day, what has a distance from an undated event, and what has neither."""

from __future__ import annotations

from fractions import Fraction

import pytest

from tests.schedule.plans import inventory_of, plan_of, plans_of
from tpaudit.messages import render
from tpaudit.schedule.plan import SegmentPlan
from tpaudit.schedule.schedule import build


def steps(plan: SegmentPlan, touchpoint: str) -> list[tuple[str, int]]:
    return [(step.event, step.distance) for step in plan.steps.get(touchpoint, ())]


def lost(plan: SegmentPlan) -> list[tuple[str, int, str | None, str]]:
    return [
        (unplaced.touchpoint.id, unplaced.index, unplaced.anchor, render(unplaced.reason)) for unplaced in plan.unplaced
    ]


def planned(timing: str, more: str = "") -> SegmentPlan:
    """Return the plan of a segment of twelve months with one touchpoint, called it."""
    return plan_of(
        f"segments: [{{id: smb, contract: 12mo}}]\ntouchpoints: [{{id: it, name: It, timing: {timing}}}]\n{more}"
    )


@pytest.mark.parametrize(
    ("timing", "day"),
    [
        ("{at: 7d}", 7),
        ("{at: 7d, after: contract_start}", 7),
        ("{at: 7d, after: go_live}", 37),
        ("{after: go_live}", 30),
        ("{at: 90d, before: contract_end}", 275),
        ("{at: 1d, after: contract_end}", 366),
        ("{at: 2w, after: first_contact}", -76),
        ("{at: 10bd}", 14),
        ("{at: 3bd}", 5),
        ("{at: 71h}", 2),
        ("{at: 72h}", 3),
        ("{at: 90m}", 0),
        ("{at: 1440m}", 1),
        ("{at: 1mo}", 30),
        ("{at: 2mo}", 61),
        ("{at: 3mo}", 91),
        ("{at: 6mo}", 183),
        ("{at: 9mo}", 274),
        ("{at: 12mo}", 365),
    ],
)
def test_dated_events_and_durations(timing: str, day: int) -> None:
    assert planned(timing).placed == {"it": (day,)}


def test_a_segment_has_its_own_dates() -> None:
    plan = plan_of("segments: [{id: a, contract: 6mo, go_live: 2w, sales_cycle: 30d}]")
    assert plan.event_days == {
        "contract_start": (0,),
        "go_live": (14,),
        "contract_end": (183, 365),
        "renewal": (183, 365),
        "first_contact": (-30,),
    }


def test_the_minutes_of_a_chain_are_summed_and_become_a_day_last() -> None:
    plan = plan_of("""
    touchpoints:
      - {id: a, name: A, timing: {at: 20h}}
      - {id: b, name: B, timing: {at: 20h, after: a}}
      - {id: c, name: C, timing: {at: 3bd, after: b}}
      - {id: d, name: D, timing: {at: 3bd, after: c}}
    """)
    assert plan.placed == {"a": (0,), "b": (1,), "c": (6,), "d": (11,)}


def test_declared_events_around_dated_ones() -> None:
    plan = plan_of("""
    events:
      - {id: training_done, after: kickoff, at: 2w}
      - {id: last_call, before: contract_end, at: 30d}
      - {id: same_day, after: training_done}
    touchpoints:
      - {id: kickoff, name: Kickoff, timing: {at: 3d}}
      - {id: congratulation, name: Congratulation, timing: {at: 1d, after: same_day}}
      - {id: offer, name: Offer, timing: {at: 7d, before: last_call}}
    """)
    assert plan.event_days["training_done"] == plan.event_days["same_day"] == (17,)
    assert plan.event_days["last_call"] == (335,)
    assert plan.placed == {"kickoff": (3,), "congratulation": (18,), "offer": (328,)}


def test_without_a_contract_there_is_no_end() -> None:
    plan = planned("{at: 30d, before: contract_end}").placed
    assert plan == {"it": (335,)}
    plans = plans_of("""
    segments: [{id: paying}, {id: free, contract: none}]
    touchpoints: [{id: it, name: It, timing: {at: 30d, before: contract_end}}]
    """)
    assert plans["paying"].placed == {"it": (335,)}
    assert not plans["free"].placed
    assert lost(plans["free"]) == [("it", 0, "contract_end", "the segment has no contract")]
    assert plans["free"].event_days == {"contract_start": (0,), "go_live": (30,), "first_contact": (-90,)}


def test_a_segment_that_starts_otherwise_has_no_contract_dates() -> None:
    plan = plan_of("""
    segments: [{id: shop, starts_with: order}]
    touchpoints:
      - {id: a, name: A, timing: {at: 1d, after: order}}
      - {id: b, name: B, timing: {after: go_live}}
      - {id: c, name: C, timing: {after: contract_start}}
      - {id: d, name: D, timing: {after: first_contact}}
    """)
    assert plan.event_days == {"order": (0,)}
    assert plan.placed == {"a": (1,)}
    assert [entry[:3] for entry in lost(plan)] == [
        ("b", 0, "go_live"),
        ("c", 0, "contract_start"),
        ("d", 0, "first_contact"),
    ]


@pytest.mark.parametrize(("contract", "end"), [("", 91), ("contract: none", None)])
def test_a_contract_may_end_on_a_declared_day_without_a_length(contract: str, end: int | None) -> None:
    plan = plan_of(f"""
    events: [{{id: contract_end, after: order, at: 3mo}}]
    segments: [{{id: shop, starts_with: order, {contract}}}]
    """)
    assert plan.first_day("contract_end") == end
    assert plan.horizon == (0, 365)


def test_a_declared_event_may_put_the_contract_after_a_dated_one() -> None:
    plan = plan_of("""
    segments: [{id: trial, starts_with: signup, contract: 12mo, sales_cycle: 10d}]
    events:
      - {id: signup}
      - {id: contract_start, after: signup, at: 30d}
    touchpoints: [{id: a, name: A, timing: {at: 90d, before: contract_end}}]
    """)
    assert plan.event_days == {
        "contract_start": (30,),
        "go_live": (60,),
        "contract_end": (395,),
        "renewal": (395,),
        "first_contact": (20,),
        "signup": (0,),
    }
    assert plan.placed == {"a": (305,)}
    assert plan.period == (0, 395)
    assert plan.horizon == (0, 486)


def test_a_touchpoint_of_another_status_or_segment_places_nothing() -> None:
    plans = plans_of("""
    segments: [{id: a}, {id: b}]
    touchpoints:
      - {id: idea, name: Idea, status: idea, timing: {at: 1d}}
      - {id: paused, name: Paused, status: paused, timing: {at: 1d}}
      - {id: retired, name: Retired, status: retired, timing: {at: 1d}}
      - {id: upcoming, name: Upcoming, status: upcoming, timing: {at: 1d}}
      - {id: only-a, name: Only A, segments: a, timing: {at: 1d}}
      - {id: w, name: W, timing: {at: 1d, after: idea}}
      - {id: x, name: X, timing: {at: 1d, after: paused}}
      - {id: y, name: Y, timing: {at: 1d, after: retired}}
      - {id: z, name: Z, timing: {at: 1d, after: only-a}}
    """)
    assert plans["a"].placed == {"upcoming": (1,), "only-a": (1,), "z": (2,)}
    assert plans["b"].placed == {"upcoming": (1,)}
    assert lost(plans["b"]) == [
        ("w", 0, "idea", "idea is only an idea"),
        ("x", 0, "paused", "paused is paused"),
        ("y", 0, "retired", "retired is retired"),
        ("z", 0, "only-a", "only-a does not serve the segment"),
    ]


def test_undated_events_set_steps_off() -> None:
    plan = plan_of("""
    events: [{id: parcel_sent, after: order, at: 5bd}]
    touchpoints:
      - {id: a, name: A, timing: {at: 72h, after: cart_abandoned}}
      - {id: b, name: B, timing: {at: 1d, after: a}}
      - {id: c, name: C, timing: {at: 2d, after: parcel_sent}}
      - {id: d, name: D, timing: {every: 1w, after: cart_abandoned, times: 3}}
      - {id: e, name: E, timing: {every: 1w, at: 1d, after: cart_abandoned, times: 3}}
      - {id: f, name: F, timing: {at: 1d, after_each: e}}
      - {id: g, name: G, timing: {at: 1d, after: e}}
    """)
    assert not plan.placed
    assert steps(plan, "a") == [("cart_abandoned", 3)]
    assert steps(plan, "b") == [("cart_abandoned", 4)]
    assert steps(plan, "c") == [("order", 9)]
    assert steps(plan, "d") == [("cart_abandoned", 7), ("cart_abandoned", 14), ("cart_abandoned", 21)]
    assert steps(plan, "e") == [("cart_abandoned", 1), ("cart_abandoned", 8), ("cart_abandoned", 15)]
    assert steps(plan, "f") == [("cart_abandoned", 2), ("cart_abandoned", 9), ("cart_abandoned", 16)]
    assert steps(plan, "g") == [("cart_abandoned", 2)]


def test_after_a_touchpoint_means_its_first_day_or_the_first_step_of_its_first_timing_that_has_one() -> None:
    plan = plan_of("""
    touchpoints:
      - {id: days, name: Days, timing: [{at: 9d}, {at: 2d}, {at: 1d, after: order}]}
      - {id: only, name: Only, timing: [{per_quarter: 1}, {at: 9d, after: order}, {at: 1d, after: complaint}]}
      - {id: a, name: A, timing: {at: 1d, after: days}}
      - {id: b, name: B, timing: {at: 1d, after: only}}
      - {id: c, name: C, timing: {at: 1d, after_each: days}}
      - {id: d, name: D, timing: {at: 1d, after_each: only}}
      - {id: e, name: E, timing: {at: 1d, before: days}}
    """)
    assert plan.placed == {"days": (2, 9), "a": (3,), "c": (3, 10), "e": (1,)}
    assert steps(plan, "a") == []
    assert steps(plan, "b") == [("order", 10)]
    assert steps(plan, "c") == [("order", 2)]
    assert steps(plan, "d") == [("order", 10), ("complaint", 2)]


def test_nothing_lies_before_what_is_undated() -> None:
    plan = plan_of("""
    touchpoints:
      - {id: a, name: A, timing: {at: 1d, before: order}}
      - {id: b, name: B, timing: {at: 1d, after: order}}
      - {id: c, name: C, timing: {at: 1d, before: b}}
    """)
    assert [entry[:3] for entry in lost(plan)] == [("a", 0, "order"), ("c", 0, "b")]


def test_a_rate_anchors_nothing() -> None:
    plan = plan_of("""
    touchpoints:
      - {id: a, name: A, timing: {per_quarter: 3}}
      - {id: b, name: B, timing: {as_needed: true}}
      - {id: c, name: C}
      - {id: x, name: X, timing: {at: 1d, after: a}}
      - {id: y, name: Y, timing: {at: 1d, after: b}}
      - {id: z, name: Z, timing: {at: 1d, after_each: c}}
    """)
    assert [entry[:3] for entry in lost(plan)] == [("x", 0, "a"), ("y", 0, "b"), ("z", 0, "c")]
    assert not plan.placed
    assert not plan.steps


def test_a_dated_event_with_a_rate_is_both() -> None:
    plan = plan_of("""
    segments: [{id: shop, starts_with: order, horizon: 1y}]
    events:
      - {id: order, per_quarter: 0.5}
      - {id: parcel, after: order, at: 3d}
    touchpoints:
      - {id: thanks, name: Thanks, timing: {at: 1d, after: order}}
      - {id: tracking, name: Tracking, timing: {at: 1d, after: parcel}}
      - {id: review, name: Review, timing: {at: 7d, after: thanks}}
      - {id: welcome, name: Welcome, timing: {at: 0d}}
      - {id: tips, name: Tips, timing: {every: 1w, after: order, times: 2}}
      - {id: early, name: Early, timing: {at: 1d, before: parcel}}
    """)
    assert plan.placed == {
        "thanks": (1,),
        "tracking": (4,),
        "review": (8,),
        "welcome": (0,),
        "tips": (7, 14),
        "early": (2,),
    }
    assert {touchpoint: steps(plan, touchpoint) for touchpoint in plan.steps} == {
        "thanks": [("order", 1)],
        "tracking": [("order", 4)],
        "review": [("order", 8)],
        "tips": [("order", 7), ("order", 14)],
    }
    (burst,) = plan.persons[0].bursts
    assert [(contact.distance, contact.touchpoint.id) for contact in burst.contacts] == [
        (1, "thanks"),
        (4, "tracking"),
        (7, "tips"),
        (8, "review"),
        (14, "tips"),
    ]


def test_what_follows_a_dated_and_recurring_event_needs_times_for_its_further_occurrences() -> None:
    plan = plan_of("""
    segments: [{id: shop, starts_with: order, horizon: 60d}]
    events: [{id: order, per_quarter: 0.5}]
    touchpoints: [{id: tips, name: Tips, timing: {every: 1mo, after: order}}]
    """)
    assert plan.placed == {"tips": (30,)}
    assert [entry[:3] for entry in lost(plan)] == [("tips", 0, "order")]
    assert "times" in lost(plan)[0][3]


def test_an_event_after_an_undated_one_shares_its_rate() -> None:
    plan = plan_of("""
    events:
      - {id: order, per_quarter: 0.91}
      - {id: parcel, after: order, at: 3d}
    touchpoints: [{id: it, name: It, type: nudge, channel: email, timing: {at: 1d, after: parcel}}]
    """)
    (step,) = plan.persons[0].steps
    assert (step.event, step.per_quarter, step.distance) == ("order", Fraction("0.91"), 4)
    assert steps(plan, "it") == [("order", 4)]


def test_thousands_of_anchors_in_a_row() -> None:
    rows = "\n".join(f"  - {{id: t{n}, name: T, timing: {{at: 1d, after: t{n + 1}}}}}" for n in range(3000))
    plan = plan_of("touchpoints:\n" + rows + "\n  - {id: t3000, name: T, timing: {at: 0d}}\n")
    assert plan.placed["t0"] == (3000,)
    assert plan.horizon == (-90, 456)


def test_circles_end_in_a_finding_not_in_a_loop() -> None:
    inventory = inventory_of(
        """
        events: [{id: e, after: a}]
        touchpoints:
          - {id: a, name: A, timing: {at: 1d, after: b}}
          - {id: b, name: B, timing: {at: 1d, after: e}}
          - {id: c, name: C, timing: {at: 1d, after: b}}
          - {id: d, name: D, timing: {at: 1d}}
        """,
        faulty=True,
    )
    (plan,) = build(inventory).segments
    assert plan.placed == {"d": (1,)}
    assert {touchpoint.id for touchpoint in plan.hidden} >= {"a", "b"}
