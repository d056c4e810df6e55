"""Each team's work in the weeks to come, from the days on which the customers there are really started."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from fractions import Fraction
from itertools import accumulate

from tpaudit.durations import Duration
from tpaudit.exchange.customers import Customers, Lifetime
from tpaudit.inventory.inventory import Inventory
from tpaudit.inventory.touchpoint import Touchpoint
from tpaudit.messages import Message, Value, say
from tpaudit.report.words import ACROSS, Names
from tpaudit.schedule.measuring.deliveries import ways_of
from tpaudit.schedule.measuring.shares import Shares, shares
from tpaudit.schedule.placing.allowance import MAX_OCCURRENCES, Allowance, TooManyOccurrences
from tpaudit.schedule.placing.dates import days_of_dates
from tpaudit.schedule.placing.place import Placements, place_all

_WEEK = 7
_YEAR = 365
_FARTHEST = 10 * _YEAR
"""The longest horizon: who started earlier is as busy as whole years later."""
_QUARTER = 91
"""The days over which the schedule spreads a rate."""
_WEEKS_A_QUARTER = Fraction(_YEAR, 4 * _WEEK)


@dataclass(frozen=True, slots=True)
class TeamWeeks:
    """One team's hours in each week."""

    owner: str
    name: Value
    hours: tuple[Fraction, ...]
    limit: Fraction | None
    """Its capacity in a week."""

    def over(self, week: int) -> bool:
        """Whether a week, counted from 0, holds more than the capacity."""
        return self.limit is not None and self.hours[week] > self.limit

    def shade(self, week: int) -> int:
        """Return how full a week is, from 0 to 4: of the capacity, or without one of the team's fullest week."""
        whole = self.limit or max(self.hours)
        return min(4, -(-self.hours[week] * 4 // whole)) if whole else 0


@dataclass(frozen=True, slots=True)
class WeekLoads:
    """The table: weeks from Monday to Sunday, the team with the fullest week first."""

    mondays: tuple[date, ...]
    teams: tuple[TeamWeeks, ...]
    customers: int
    """Those who are counted."""
    notes: tuple[Message, ...]
    missing: Message | None


def week_loads(
    inventory: Inventory,
    customers: Customers,
    names: Names,
    today: date,
    until: date,
    owner: str | None,
    segment: str | None,
) -> WeekLoads:
    """Return the hours of each team from this week to the one that holds the last day."""
    monday = today - timedelta(days=today.weekday())
    mondays = tuple(monday + timedelta(days=day) for day in range(0, (until - monday).days + 1, _WEEK))
    kept = {id_: lives for id_, lives in customers.by_segment.items() if segment in (None, id_)}
    counted = sum(lives.total() for lives in kept.values())
    if not inventory.complete:
        missing = say("Faults in the files hide a part of the work.")
        return WeekLoads(mondays, (), counted, customers.left_out, missing)
    try:
        placements = place_all(_reaching(inventory, customers, mondays[-1]), Allowance(MAX_OCCURRENCES))
        hours = _hours(inventory, list(placements), kept, mondays)
    except TooManyOccurrences:
        missing = say("The customers' time is too long for a plan with so many days.")
        return WeekLoads(mondays, (), counted, customers.left_out, missing)
    teams = [
        TeamWeeks(id_, names.owner(id_) if id_ else ACROSS, tuple(own), _limit(inventory, id_))
        for id_, own in hours.items()
        if owner in (None, id_) and any(own)
    ]
    teams.sort(key=lambda team: -max(team.hours[week] / (team.limit or 1) for week in range(len(mondays))))
    missing = say("Nobody's work can be told: state `effort` of touchpoints.")
    return WeekLoads(mondays, tuple(teams), counted, customers.left_out, None if teams else missing)


def _limit(inventory: Inventory, owner: str) -> Fraction | None:
    registered = inventory.owner.get(owner)
    capacity = registered.capacity if registered is not None else None
    return capacity.working_hours / _WEEKS_A_QUARTER if capacity else None


def _reaching(inventory: Inventory, customers: Customers, last: date) -> Inventory:
    """Return the inventory with a plan for as long as the oldest customers will have been there."""

    def age(id_: str) -> int:
        oldest = min((life.start for life in customers.by_segment.get(id_, ())), default=last)
        return min(_FARTHEST, max(_YEAR, (last - oldest).days + _WEEK))

    segments = tuple(
        segment.model_copy(update={"horizon": Duration(age(segment.id), "d"), "starts_on": None})
        for segment in inventory.segments
    )
    return replace(inventory, segments=segments)


class _Week:
    """Who is a customer in one week, by the day on which they started."""

    def __init__(self, monday: date, started: Counter[int]) -> None:
        self.monday = monday
        self._starts = sorted(started)
        self._before = (0, *accumulate(started[start] for start in self._starts))
        self._meeting: dict[int, int] = {}

    def meeting(self, day: int) -> int:
        """Return how many are in this week on such a day of their time."""
        if day not in self._meeting:
            first = self.monday.toordinal() - day
            self._meeting[day] = self._started(first, first + _WEEK - 1)
        return self._meeting[day]

    def between(self, offset: int, spans: Sequence[tuple[int, int]]) -> int:
        """Return how many are on a day of this week, counted from 0, within these days of their time."""
        today = self.monday.toordinal() + offset
        return sum(self._started(today - last, today - first) for first, last in spans)

    def _started(self, first: int, last: int) -> int:
        return self._before[bisect_left(self._starts, last + 1)] - self._before[bisect_left(self._starts, first)]


def _hours(
    inventory: Inventory,
    placements: Sequence[Placements],
    customers: Mapping[str, Counter[Lifetime]],
    mondays: Sequence[date],
) -> dict[str, list[Fraction]]:
    """Return by owner the hours of each week, owners in the order in which the files name them."""
    hours: dict[str, list[Fraction]] = {}
    for placed in placements:
        lives = customers.get(placed.segment.id)
        if not lives:
            continue
        served = [found.touchpoint for found in placed.touchpoints.values()]
        known_shares = shares(inventory, placed.segment, served)
        weeks = [_in_week(lives, monday) for monday in mondays]
        for touchpoint in served:
            effort = touchpoint.effort
            if effort is not None:
                hours_each = effort.working_hours * _share(touchpoint, known_shares, inventory)
                own = hours.setdefault(touchpoint.owner or "", [Fraction(0)] * len(mondays))
                for number, week in enumerate(weeks):
                    own[number] += hours_each * _times(touchpoint, placed, week, inventory)
    return hours


def _share(touchpoint: Touchpoint, known_shares: Shares, inventory: Inventory) -> Fraction:
    """Return the share of the customers who get it, all of them if unknown."""
    parts = [way.part.share for way in ways_of(touchpoint, known_shares, inventory)]
    return max((Fraction(1) if part is None else part for part in parts), default=Fraction(1))


def _in_week(lives: Counter[Lifetime], monday: date) -> _Week:
    """Return who is or will be a customer in a week; who leaves in it counts to its end."""
    started: Counter[int] = Counter()
    for life, count in lives.items():
        if life.end is None or life.end > monday:
            started[_within_reach(life.start, monday)] += count
    return _Week(monday, started)


def _within_reach(start: date, monday: date) -> int:
    """Return the start's number, whole years later where it lies too far back for a plan."""
    beyond = (monday - start).days + _WEEK - _FARTHEST
    return start.toordinal() + (-(-beyond // _YEAR) * _YEAR if beyond > 0 else 0)


def _times(touchpoint: Touchpoint, placements: Placements, week: _Week, inventory: Inventory) -> Fraction:
    """Return how often a touchpoint happens in a week to all who are there."""
    placed = placements.touchpoints[touchpoint.id]
    times = Fraction(sum(week.meeting(day) for day, _ in placed.moments))
    spans = placements.spans_of(touchpoint.phase)
    named = [timing for timing in touchpoint.timing if timing.named_dates]
    rate = placed.rate - sum(Fraction(timing.dates_a_year, 4) for timing in named)
    rate += sum(inventory.event[lag.event].per_quarter or 0 for lag in placed.lags)
    if rate > 0:
        times += rate * sum(week.between(day, spans) for day in range(_WEEK)) / _QUARTER
    for timing in named:
        for day in days_of_dates(timing.named_dates, week.monday, [(0, _WEEK - 1)]):
            times += week.between(day, spans)
    return times
