"""Windows that repeat, and what a contract's term drops."""

from __future__ import annotations

import pytest

from tests.schedule.plans import plan_of
from tpaudit.messages import render
from tpaudit.schedule.plan import SegmentPlan

Spans = tuple[tuple[int, int], ...]


def windows(start: str, end: str, segment: str = "contract: 6mo", root: str = "") -> Spans | None:
    """Return the windows of a phase within a segment; None where it does not apply."""
    plan = plan_of(f"""
    events:
      - {{id: billing_day, every: 2mo}}
      - {{id: fair, at: 200d, after: contract_start}}
      - {{id: far, every: 1y, at: 3y}}
    phases: [{{id: own, name: Own, window: {{from: {start}, to: {end}}}}}]
    segments: [{{id: smb, {segment}}}]
    {root}
    """)
    return plan.phase_windows.get("own")


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        # Both hang on one event: each occurrence has its own window.
        ("{at: 30d, before: contract_end}", "contract_end", ((153, 183), (335, 365))),
        ("renewal", "{at: 2w, after: renewal}", ((183, 197), (365, 379))),
        # It never begins before its term: six months are 183 days, so 200 days before the end begin with the term.
        ("{at: 200d, before: contract_end}", "contract_end", ((0, 183), (183, 365))),
        # Where they hang on different events: to the first end later than the beginning.
        ("renewal", "billing_day", ((183, 243), (365, 426))),
        ("{at: 1d, before: billing_day}", "billing_day", ((60, 61), (121, 122), (182, 183), (242, 243), (303, 304), (364, 365), (425, 426))),  # noqa: E501
        # No later one lies within the horizon: to its end.
        ("billing_day", "contract_end", ((61, 183), (122, 183), (183, 365), (243, 365), (304, 365), (365, 456), (426, 456))),  # noqa: E501
        ("contract_end", "far", ((183, 456), (365, 456))),
        # An end that happens once, or a duration: windows that would begin behind it do not exist.
        ("billing_day", "fair", ((61, 200), (122, 200), (183, 200))),
        ("billing_day", "122d", ((61, 122), (122, 122))),
        # The beginning happens once: one window, whose repeating end is the last in the period.
        ("10d", "contract_end", ((10, 365),)),
        ("fair", "billing_day", ((200, 365),)),
        # What is the wrong way round, or has no end at all, is no window.
        ("{at: 80d, after: contract_end}", "contract_end", None),
        ("10d", "far", None),
    ],
)  # fmt: skip
def test_windows_that_repeat(start: str, end: str, expected: Spans | None) -> None:
    assert windows(start, end) == expected


def test_a_window_cut_to_its_term_begins_where_the_term_does_to_the_minute_and_month() -> None:
    plan = plan_of("""
    events: [{id: order}, {id: contract_start, after: order, at: 1mo}]
    segments: [{id: trial, starts_with: order, contract: 1mo, renews: false, horizon: 1y}]
    touchpoints: [{id: a, name: A, phase: renewal, timing: {at: 3mo, after: phase_start}}]
    """)
    assert plan.phase_windows["renewal"] == ((30, 61),)
    assert plan.placed == {"a": (122,)}  # four months after day 0, not three after day 30


def test_a_window_ends_with_a_contract_that_does_not_renew() -> None:
    plan = plan_of("""
    phases: [{id: long, name: Long, window: {from: 10d, to: 1y}}, {id: late, name: Late, window: {from: 152d, to: 1y}}]
    segments: [{id: pass, contract: 5mo, renews: false, horizon: 1y}]
    touchpoints: [{id: a, name: A, phase: long, timing: {at: 1mo, after: phase_end}}]
    """)
    assert plan.phase_windows["long"] == ((10, 152),)
    assert plan.phase_windows["late"] == ((152, 365),)  # it begins where the contract ends: it is meant for later
    assert plan.placed == {"a": (183,)}  # six months


def dropped(plan: SegmentPlan) -> list[tuple[str, int, int, int, str]]:
    return [(days.touchpoint.id, days.days, days.first, days.last, days.reason) for days in plan.dropped]


def test_what_would_lie_before_its_term_cannot_happen_and_neither_can_what_waits_for_it() -> None:
    plan = plan_of("""
    events: [{id: run_up, before: contract_end, at: 25d}]
    segments: [{id: monthly, contract: 1mo, horizon: 3mo}]
    touchpoints:
      - {id: at-start, name: A, timing: {at: 30d, before: contract_end}}
      - {id: before, name: B, timing: {at: 31d, before: contract_end}}
      - {id: through, name: C, timing: {at: 6d, before: run_up}}
      - {id: follower, name: D, timing: {at: 1d, after_each: before}}
      - {id: of-renewal, name: E, timing: {at: 32d, before: renewal}}
      - {id: after-it, name: F, timing: {at: 3d, after: through}}
    """)
    # Terms: 0-30, 30-61, 61-91, 91-122, 122-152, 152-182.5 = 183 is behind 91 + 91 = 182.
    assert plan.terms == ((0, 30), (30, 61), (61, 91), (91, 122), (122, 152))
    assert plan.placed["at-start"] == (0, 31, 61, 92, 122)
    assert plan.placed["before"] == (30, 91)  # 31 days before 61 and 122, whose terms have 31 days
    assert dropped(plan)[0] == ("before", 3, -1, 121, "term")
    assert plan.placed["follower"] == (31, 92)
    assert plan.placed["through"] == (30, 91)
    assert plan.placed["after-it"] == (33,)
    assert dropped(plan)[-1] == ("of-renewal", 5, -2, 120, "term")


def test_days_that_two_timings_lose_at_one_minute_are_one() -> None:
    plan = plan_of("""
    segments: [{id: short, contract: 20d, horizon: 20d, renews: false}]
    touchpoints:
      - {id: a, name: A, timing: [{at: 30d, before: contract_end}, {at: 720h, before: contract_end}]}
    """)
    assert dropped(plan) == [("a", 1, -10, -10, "term")]


def test_a_day_that_another_timing_keeps_is_dropped_all_the_same() -> None:
    plan = plan_of("""
    segments: [{id: short, contract: 20d, horizon: 40d}]
    touchpoints:
      - {id: a, name: A, timing: [{at: 25d, before: contract_end}, {at: 15d}]}
    """)
    # 25 days before 20, 40, 60, …: -5, 15, 35, …, each a term too early; the second is kept by the other timing.
    assert plan.placed["a"] == (15,)
    assert dropped(plan)[0][:3] == ("a", 6, -5)


def test_what_follows_an_event_both_dated_and_by_chance_says_that_only_times_ends_it() -> None:
    plan = plan_of("""
    events: [{id: hiccup, after: go_live, at: 5d, per_quarter: 1}]
    segments: [{id: smb}]
    touchpoints: [{id: a, name: A, timing: {every: 1w, after: hiccup, until: 60d}}]
    """)
    assert plan.placed["a"] == (42, 49, 56)
    (missing,) = plan.unplaced
    assert render(missing.reason) == "hiccup also happens on no fixed day, after which only `times` can end it"
