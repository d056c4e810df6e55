"""Loads and limits of windows, against counting every day of every window."""

from __future__ import annotations

from fractions import Fraction
from math import inf

from hypothesis import example, given
from hypothesis import strategies as st

from tpaudit.schedule.budgets import Excess, LimitedDays, excess, limits_of_windows, spans
from tpaudit.schedule.flow import Flow, in_units, unit_of

FIRST, LAST = -10, 60
days = st.integers(FIRST, LAST)


@st.composite
def flows(draw: st.DrawFn) -> Flow:
    """Return what flows within the horizon; rates end with it at the latest."""
    dated = draw(st.dictionaries(days, st.integers(0, 30), max_size=6))
    changes: dict[int, int] = {}
    for start, end, rate in draw(st.lists(st.tuples(days, days, st.integers(0, 7)), max_size=3)):
        changes[min(start, end)] = changes.get(min(start, end), 0) + rate
        changes[max(start, end) + 1] = changes.get(max(start, end) + 1, 0) - rate
    return Flow(draw(st.integers(1, 9)), dated, changes)


def on(flow: Flow, day: int) -> int:
    return flow.dated.get(day, 0) + sum(change for start, change in flow.changes.items() if start <= day)


def window(flow: Flow, start: int, length: int) -> int:
    return sum(on(flow, day) for day in range(start, start + length))


@given(flows(), st.integers(1, 20), st.sets(days))
def test_stretches_of_windows(flow: Flow, length: int, cuts: set[int]) -> None:
    found: list[int] = []
    starts = []
    for start, windows, load, slope in flow.windows(length, FIRST, LAST, cuts):
        assert start == FIRST + len(found)
        starts.append(start)
        found += (load + slope * number for number in range(windows))
    assert found == [window(flow, start, length) for start in range(FIRST, LAST + 1)]
    assert cuts <= set(starts)


@given(flows(), days, st.integers(1, 60))
def test_the_load_of_some_days(flow: Flow, start: int, length: int) -> None:
    assert flow.load(start, start + length - 1) == Fraction(window(flow, start, length), flow.unit)


limits = st.one_of(st.integers(0, 60), st.just(inf))


@given(
    flows(),
    st.integers(1, 20),
    limits,
    st.lists(st.tuples(st.integers(-30, 80), st.integers(0, 30), st.integers(0, 60)), max_size=4),
)
@example(Flow(1, {}, {0: 1, 30: -1}), 10, 5, [])
@example(Flow(1, {}, {0: 2, 30: -2}), 10, 7, [(0, 5, 3)])
def test_excesses(flow: Flow, length: int, general: float, exceptional: list[tuple[int, int, int]]) -> None:
    exceptions = [LimitedDays(start, start + more, limit) for start, more, limit in exceptional]
    of_days = spans(general, exceptions, FIRST, LAST + length - 1)
    of_windows = limits_of_windows(of_days, length, FIRST, LAST)
    found = excess(flow, length, of_windows, FIRST, LAST)

    def limit_on(day: int) -> float:
        return max((span.limit for span in exceptions if span.start <= day <= span.end), default=general)

    worst: Excess | None = None
    windows = 0
    for start in range(FIRST, LAST + 1):
        limit = max(limit_on(day) for day in range(start, start + length))
        load = window(flow, start, length)
        if load > limit:
            windows += 1
            if worst is None or load - limit > worst.by:
                worst = Excess(int(load - limit), start, load, int(limit), 0)
    assert found == (worst._replace(windows=windows) if worst else None)


@given(st.lists(st.fractions(0, 10, max_denominator=50), min_size=1))
def test_units_make_whole_numbers(weights: list[Fraction]) -> None:
    unit = unit_of(weights)
    assert [Fraction(in_units(weight, unit), unit) for weight in weights] == weights


def test_a_long_horizon_costs_nothing() -> None:
    flow = Flow(1, {0: 1, 30_000_000: 1}, {5: 1, 20_000_000: -1})
    assert len(list(flow.windows(7, -10_000_000, 40_000_000))) < 12
    assert flow.load(0, 40_000_000) == 2 + 20_000_000 - 5
