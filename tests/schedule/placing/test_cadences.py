"""Cadences, lists of timings, phases' windows, periods and horizons."""

from __future__ import annotations

from fractions import Fraction

import pytest

from tests.schedule.plans import plan_of, plans_of
from tpaudit.messages import render
from tpaudit.schedule.plan import SegmentPlan


def days(timing: str, phase: str = "retention", segment: str = "contract: 12mo") -> tuple[int, ...]:
    """Return the days of a touchpoint of that timing and phase."""
    return plan(timing, phase, segment).placed.get("it", ())


def plan(timing: str, phase: str = "retention", segment: str = "contract: 12mo") -> SegmentPlan:
    return plan_of(f"""
    segments: [{{id: smb, {segment}}}]
    phases:
      - {{id: late, window: {{from: 100d, to: 200d}}}}
      - {{id: tail, window: {{from: {{at: 60d, before: contract_end}}, to: contract_end}}}}
    touchpoints:
      - {{id: other, name: Other, timing: {{at: 50d}}}}
      - {{id: undated, name: Undated, timing: {{at: 1d, after: order}}}}
      - {{id: it, name: It, phase: {phase}, timing: {timing}}}
    """)


@pytest.mark.parametrize(
    ("timing", "expected"),
    [
        ("{every: 3mo}", (91, 183, 274, 365, 456)),
        ("{every: 3mo, at: 0d}", (0, 91, 183, 274, 365, 456)),
        ("{every: 3mo, at: 10d}", (10, 101, 193, 284, 375)),
        ("{every: 1mo, times: 4}", (30, 61, 91, 122)),
        ("{every: 1w, at: 7d, times: 3}", (7, 14, 21)),
        ("{every: 5bd, times: 3}", (7, 14, 21)),
        ("{every: 36h, times: 4}", (1, 3, 4, 6)),
        ("{every: 36h, at: 12h, times: 4}", (0, 2, 3, 5)),
        ("{every: 1y}", (365,)),
        ("{every: 100d, until: 300d}", (100, 200, 300)),
        ("{every: 100d, until: 299d}", (100, 200)),
        ("{every: 100d, until: contract_end}", (100, 200, 300)),
        ("{every: 10d, until: other}", (10, 20, 30, 40, 50)),
        ("{every: 10d, until: other, times: 2}", (10, 20)),
        ("{every: 10d, after: other, until: 70d}", (60, 70)),
        ("{every: 10d, at: 0d, after: other, until: 70d}", (50, 60, 70)),
        ("{every: 200d, after: other}", (250, 450)),
        ("{every: 3mo, within: 5d, times: 1}", (91,)),
    ],
)
def test_in_a_phase_without_window(timing: str, expected: tuple[int, ...]) -> None:
    assert days(timing) == expected


@pytest.mark.parametrize(
    ("timing", "expected"),
    [
        ("{every: 30d}", (130, 160, 190)),
        ("{every: 50d}", (150, 200)),
        ("{every: 30d, at: 40d}", (140, 170, 200)),
        ("{at: 40d}", (40,)),
        ("{every: 50d, until: phase_end}", (150, 200)),
        ("{every: 60d, until: 300d}", (160, 220, 280)),
        ("{every: 60d, after: contract_start}", (60, 120, 180)),
        ("{every: 30d, times: 2}", (130, 160)),
        ("{at: 5d}", (5,)),
        ("{at: 5d, after: phase_start}", (105,)),
        ("{at: 5d, after: phase_end}", (205,)),
        ("{at: 5d, before: phase_end}", (195,)),
        ("{every: 50d, at: 0d, after: phase_start}", (100, 150, 200)),
        ("{every: 50d, after: phase_end, until: 300d}", (250, 300)),
    ],
)
def test_in_a_phase_with_window(timing: str, expected: tuple[int, ...]) -> None:
    assert days(timing, "late") == expected


def test_a_phase_that_does_not_apply_has_no_ends() -> None:
    without = plan("{at: 1d, after: phase_start}", "tail", "contract: none")
    assert "tail" not in without.phase_windows
    assert [(unplaced.touchpoint.id, unplaced.anchor) for unplaced in without.unplaced] == [("it", "phase_start")]
    assert days("{at: 1d, after: phase_start}", "tail") == (306,)
    assert days("{every: 20d}", "tail") == (325, 345, 365)


@pytest.mark.parametrize("timing", ["{every: 100d}", "{per_quarter: 3}", "{dates: monthly}"])
def test_what_hangs_on_a_phase_that_does_not_apply_is_unplaced(timing: str) -> None:
    without = plan(timing, "tail", "contract: none")
    assert not without.moments.get("it")
    assert not without.persons[0].spread
    assert [(unplaced.touchpoint.id, unplaced.anchor, unplaced.kind) for unplaced in without.unplaced] == [
        ("it", "tail", "phase")
    ]


def test_a_cadence_with_an_anchor_does_not_hang_on_its_phase() -> None:
    assert days("{every: 100d, after: contract_start}", "tail", "contract: none") == (100, 200, 300)


def test_an_ongoing_phase_has_no_ends_either() -> None:
    ongoing = plan("{at: 1d, after: phase_end}")
    assert [(unplaced.anchor, render(unplaced.reason)) for unplaced in ongoing.unplaced] == [
        ("phase_end", "phase retention has no days in the segment")
    ]


@pytest.mark.parametrize("until", ["order", "undated", "phase_end"])
def test_an_until_that_cannot_be_placed_leaves_no_days(until: str) -> None:
    lost = plan(f"{{every: 1w, until: {until}}}")
    assert "it" not in lost.placed
    assert [(unplaced.touchpoint.id, unplaced.anchor) for unplaced in lost.unplaced] == [("it", until)]


def test_until_does_not_apply_after_an_undated_anchor() -> None:
    undated = plan("{every: 1w, after: order, until: 10d, times: 3}", "late")
    assert [step.distance for step in undated.steps["it"]] == [7, 14, 21]
    assert not undated.unplaced


def dropped(found: SegmentPlan) -> list[tuple[str, int, int, int, str]]:
    return [(days.touchpoint.id, days.days, days.first, days.last, days.reason) for days in found.dropped]


def test_a_cadence_that_ends_before_it_begins_is_dropped_by_name() -> None:
    short = plan("{every: 1w, until: 6d}")
    assert dropped(short) == [("it", 1, 7, 7, "until")]
    assert not short.unplaced
    assert not plan("{every: 1w, until: 7d}").dropped


def test_a_cadence_that_begins_behind_the_horizon_is_dropped_by_name() -> None:
    assert dropped(plan("{every: 2y}")) == [("it", 1, 730, 730, "horizon")]
    assert not plan("{every: 456d}").dropped
    assert dropped(plan("{every: 457d}")) == [("it", 1, 457, 457, "horizon")]


def test_days_behind_the_horizon_are_named_only_where_no_day_is_left() -> None:
    assert not plan("[{at: 456d}, {at: 457d}]").dropped
    assert dropped(plan("[{at: 457d}, {at: 487d}]")) == [("it", 2, 457, 487, "horizon")]


def test_a_cadence_after_an_undated_event_needs_times() -> None:
    endless = plan("{every: 1w, after: order}")
    assert "it" not in endless.steps
    assert [(unplaced.touchpoint.id, unplaced.anchor) for unplaced in endless.unplaced] == [("it", "order")]


def test_a_list_of_timings_makes_at_most_one_occurrence_a_minute_but_all_steps_and_rates() -> None:
    several = plan_of("""
    events: [{id: order, per_quarter: 0.91}]
    touchpoints:
      - id: it
        name: It
        type: nudge
        channel: email
        timing:
          - {at: 0d}
          - {every: 10d, at: 0d, times: 3}
          - {every: 20d, at: 0d, times: 2}
          - {at: 12h}
          - {at: 1d, after: order}
          - {at: 24h, after: order}
          - {per_quarter: 0.91}
          - {per_quarter: 1}
    """)
    assert several.moments == {"it": ((0, 0), (0, 720), (10, 0), (20, 0))}
    assert several.days_by_timing(several.persons[0].contacts[0].touchpoint) == ((0,), (10, 20), (), (0,), *[()] * 4)
    assert [contact.day for contact in several.persons[0].contacts] == [0, 0, 10, 20]
    assert [contact.timing for contact in several.persons[0].contacts] == [0, 3, 1, 1]
    assert [step.distance for step in several.steps["it"]] == [1, 1]
    assert [spread.per_quarter for spread in several.persons[0].spread] == [Fraction("1.91")]


def test_the_index_of_what_is_lost() -> None:
    lost = plan("[{at: 1d}, {at: 2d, before: order}]").unplaced
    assert [(unplaced.touchpoint.id, unplaced.index, unplaced.anchor) for unplaced in lost] == [("it", 1, "order")]


@pytest.mark.parametrize(
    ("window", "expected"),
    [
        ("{from: 0d, to: 90d}", (0, 90)),
        ("{from: 90d, to: 90d}", (90, 90)),
        ("{from: 91d, to: 90d}", None),
        ("{from: go_live, to: contract_end}", (30, 365)),
        ("{from: first_contact, to: contract_start}", (-90, 0)),
        ("{from: {at: 7d, after: go_live}, to: {at: 7d, before: contract_end}}", (37, 358)),
        ("{from: {at: 7d}, to: {after: ready}}", (7, 12)),
        ("{from: 0d, to: order}", None),
    ],
)
def test_windows_of_phases(window: str, expected: tuple[int, int] | None) -> None:
    found = plan_of(f"""
    events: [{{id: ready, after: setup, at: 5d}}]
    phases: [{{id: own, window: {window}}}]
    touchpoints: [{{id: setup, name: Setup, phase: own, timing: {{at: 7d}}}}]
    """)
    assert found.phase_windows.get("own") == (expected and (expected,))
    assert ("own" in found.phase_windows) == (expected is not None)
    assert found.phase_windows["retention"] is None


def test_a_phase_of_other_segments_does_not_apply() -> None:
    found = plans_of("""
    segments: [{id: a}, {id: b}]
    phases: [{id: onboarding, segments: [a]}]
    touchpoints: [{id: it, name: It, phase: onboarding, timing: {at: 1d, after: phase_start}}]
    """)
    assert found["a"].phase_windows["onboarding"] == ((0, 90),)
    assert "onboarding" not in found["b"].phase_windows
    assert found["a"].placed == {"it": (1,)}
    assert [unplaced.anchor for unplaced in found["b"].unplaced] == ["phase_start"]


@pytest.mark.parametrize(
    ("segment", "period", "horizon"),
    [
        ("contract: 12mo", (0, 365), (-90, 456)),
        ("contract: 12mo, renews: false", (0, 365), (-90, 365)),
        ("contract: 3mo, sales_cycle: 7d", (0, 365), (-7, 456)),
        ("contract: 3mo, renews: false", (0, 91), (-90, 91)),
        ("contract: 1mo", (0, 365), (-90, 456)),
        ("contract: 360d", (0, 360), (-90, 451)),
        ("contract: 359d", (0, 718), (-90, 809)),
        ("contract: 3w", (0, 378), (-90, 469)),
        ("contract: 2y", (0, 730), (-90, 821)),
        ("contract: 12mo, horizon: 2y", (0, 730), (-90, 821)),
        ("contract: 12mo, horizon: 6mo", (0, 183), (-90, 274)),
        ("contract: 12mo, horizon: 2y, renews: false", (0, 730), (-90, 730)),
        ("contract: none", (0, 365), (-90, 365)),
        ("contract: none, horizon: 60d", (0, 60), (-90, 60)),
        ("starts_with: order", (0, 365), (0, 365)),
        ("starts_with: order, horizon: 2y", (0, 730), (0, 730)),
    ],
)
def test_periods_and_horizons(segment: str, period: tuple[int, int], horizon: tuple[int, int]) -> None:
    found = plan_of(f"segments: [{{id: smb, {segment}}}]")
    assert (found.period, found.horizon) == (period, horizon)


def test_the_horizon_begins_with_the_earliest_occurrence() -> None:
    early = plan("{at: 120d, before: contract_start}")
    assert early.horizon == (-120, 456)
    assert plan("{at: 60d, before: contract_start}").horizon == (-90, 456)


def test_what_lies_behind_the_horizon_is_dropped_after_anchoring() -> None:
    found = plan_of("""
    touchpoints:
      - {id: far, name: Far, type: nudge, channel: email, timing: {at: 457d}}
      - {id: last, name: Last, type: nudge, channel: email, timing: {at: 1d, before: far}}
      - {id: farther, name: Farther, type: nudge, channel: email, timing: {at: 1d, after: far}}
    """)
    assert found.placed == {"far": (457,), "last": (456,), "farther": (458,)}
    assert [contact.touchpoint.id for contact in found.persons[0].contacts] == ["last"]
    assert [entry.touchpoint.id for entry in found.diary] == ["last"]
    assert [found.days(touchpoint) for touchpoint in (entry.touchpoint for entry in found.diary)] == [(456,)]
