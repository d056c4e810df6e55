"""The bars of the contact pressure, one a week."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction
from typing import NamedTuple

from tpaudit.schedule.budgets import window_limits
from tpaudit.schedule.flow import Flow, by_channel, flow, unit_of
from tpaudit.schedule.plan import PERIODS, Load, Person, SegmentPlan

WEEK = PERIODS["per_week"]


class Week(NamedTuple):
    """The highest rolling load of the windows that start in one week of the period."""

    number: int
    """From 1."""
    window: Load
    """The window that it shows, the earliest of several equal."""
    parts: tuple[Fraction, ...]
    """Its load by channel, in the order of the channels asked for."""
    limit: Fraction | None
    """The budget of that window."""

    @property
    def load(self) -> Fraction:
        """The window's load."""
        return self.window.load

    @property
    def over(self) -> bool:
        """Whether the window exceeds its budget."""
        return self.limit is not None and self.load > self.limit


def channels(persons: Iterable[Person]) -> tuple[str | None, ...]:
    """Return the channels of these persons' contacts, the one with the heaviest load first."""
    loads: dict[str | None, Fraction] = {}
    for person in persons:
        for contact in person.contacts:
            loads[contact.channel] = loads.get(contact.channel, Fraction(0)) + contact.weight
        for expected in person.expected:
            days = expected.end - expected.start + 1
            loads[expected.channel] = loads.get(expected.channel, Fraction(0)) + expected.per_day * days
    return tuple(sorted(loads, key=lambda channel: (-loads[channel], channel or "")))


def weeks(
    plan: SegmentPlan, person: Person, order: Iterable[str | None] = (), most: int | None = None
) -> tuple[Week, ...]:
    """Return a bar for each week that begins within the period, or for the first so many, split by these channels."""
    first, end = plan.period
    last = end if most is None else min(end, first + most * WEEK - 1)
    unit = unit_of((*{c.weight for c in person.contacts}, *{e.per_day for e in person.expected}))
    flows = by_channel(person.contacts, person.expected, unit, order).values()
    limits = window_limits(plan, "per_week")
    bars = []
    highest = _highest(flow(person.contacts, person.expected, unit), range(first, last + 1, WEEK), last)
    for number, (start, load) in enumerate(highest, 1):
        window = Load(Fraction(load, unit), start, start + WEEK - 1)
        parts = tuple(one.load(window.start, window.end) for one in flows)
        bars.append(Week(number, window, parts, limits.of(start)))
    return tuple(bars)


def _highest(flows: Flow, days: range, last: int) -> Sequence[tuple[int, int]]:
    """Return, for each week that begins on one of the days, the highest of its windows: first day and load."""
    best: list[tuple[int, int]] = []
    for start, windows, load, slope in flows.windows(WEEK, days.start, last, days):
        number = windows - 1 if slope > 0 else 0
        window = (start + number, load + slope * number)
        if start in days:
            best.append(window)
        elif window[1] > best[-1][1]:
            best[-1] = window
    return best
