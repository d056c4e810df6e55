"""The weekly bars, against the definition."""

from __future__ import annotations

from fractions import Fraction

from hypothesis import given

from tests.schedule.plans import plan_of
from tests.schedule.test_properties import Plan, inventories, limit_of, loads, planned, slow
from tests.schedule.test_worked_example import EXAMPLE
from tpaudit.schedule.budgets import window_limits
from tpaudit.schedule.plan import PERIODS, Load
from tpaudit.schedule.weeks import channels, weeks


def test_the_worked_example() -> None:
    plan = plan_of(EXAMPLE)
    (person,) = plan.persons
    order = channels(plan.persons)
    assert order == ("email", "video", "phone")
    bars = weeks(plan, person, order)
    assert [bar.number for bar in bars] == list(range(1, 54))
    assert (bars[0].window, bars[0].limit) == (Load(Fraction("3.105"), 0, 6), Fraction(2))
    assert bars[0].over
    assert bars[0].parts == (Fraction("2.035"), Fraction(1), Fraction("0.07"))
    assert bars[52].window == Load(Fraction("1.03"), 364, 370)
    assert not bars[52].over
    assert weeks(plan, person, order, most=3) == bars[:3]
    assert weeks(plan, person)[0].parts == ()


@slow
@given(inventories())
def test_bars_agree_with_counting(given_plan: Plan) -> None:
    plan = planned(given_plan)
    for person in plan.persons:
        counted = loads(plan, person, "per_week")
        bars = weeks(plan, person, channels(plan.persons))
        assert len(bars) == len(range(0, plan.period[1] + 1, 7))
        for bar in bars:
            first = (bar.number - 1) * 7
            of_week = {day: counted[day] for day in range(first, min(first + 6, plan.period[1]) + 1)}
            assert bar.load == max(of_week.values())
            assert bar.window.start == min(day for day, load in of_week.items() if load == bar.load)
            assert sum(bar.parts, Fraction(0)) == bar.load
            assert bar.limit == limit_of(plan, bar.window.start, "per_week", None)


@slow
@given(inventories(most=1))
def test_limits_of_windows(given_plan: Plan) -> None:
    plan = planned(given_plan)
    for period in PERIODS:
        limits = window_limits(plan, period)
        for start in range(plan.horizon[0], plan.horizon[1] + 1, 3):
            assert limits.of(start) == limit_of(plan, start, period, None)
