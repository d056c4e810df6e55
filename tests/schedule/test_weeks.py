"""The weekly bars, against the definition."""

from __future__ import annotations

from fractions import Fraction

from hypothesis import given

from tests.schedule.plans import plan_of
from tests.schedule.test_properties import Plan, inventories, limit_of, loads, planned, slow
from tests.schedule.test_worked_example import EXAMPLE
from tpaudit.schedule.plan import PERIODS
from tpaudit.schedule.weeks import channels, weeks, window_limits


def test_the_worked_example() -> None:
    plan = plan_of(EXAMPLE)
    bars = weeks(plan, plan.persons[0])
    assert [bar.number for bar in bars] == list(range(1, 54))
    assert (bars[0].day, bars[0].start, bars[0].load, bars[0].limit) == (0, 0, Fraction("3.105"), Fraction(2))
    assert bars[0].over
    assert dict(bars[0].parts) == {"email": Fraction("2.035"), "video": 1, "phone": Fraction("0.07")}
    assert (bars[52].day, bars[52].start, bars[52].load) == (364, 364, Fraction("1.03"))
    assert not bars[52].over
    assert channels(plan.persons[0]) == ("email", "video", "phone")
    assert weeks(plan, plan.persons[0], most=3) == bars[:3]


@slow
@given(inventories())
def test_bars_agree_with_counting(given_plan: Plan) -> None:
    plan = planned(given_plan)
    for person in plan.persons:
        counted = loads(plan, person, "per_week")
        bars = weeks(plan, person)
        assert [bar.day for bar in bars] == list(range(0, plan.period[1] + 1, 7))
        for bar in bars:
            of_week = {day: counted[day] for day in range(bar.day, min(bar.day + 6, plan.period[1]) + 1)}
            assert bar.load == max(of_week.values())
            assert bar.start == min(day for day, load in of_week.items() if load == bar.load)
            assert sum((load for _, load in bar.parts), Fraction(0)) == bar.load
            assert bar.limit == limit_of(plan, bar.start, "per_week", None)


@slow
@given(inventories(most=1))
def test_limits_of_windows(given_plan: Plan) -> None:
    plan = planned(given_plan)
    for period in PERIODS:
        limits = window_limits(plan, period)
        for start in range(plan.horizon[0], plan.horizon[1] + 1, 3):
            assert limits.of(start) == limit_of(plan, start, period, None)
