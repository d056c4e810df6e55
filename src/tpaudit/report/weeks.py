"""The bars of the contact pressure: a bar a week, from the same contacts as every other figure of the schedule."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from itertools import accumulate

from tpaudit.schedule.plan import PERIODS, Person, SegmentPlan

WINDOW = PERIODS["per_week"]


@dataclass(frozen=True, slots=True)
class Week:
    """The highest rolling load of the windows that start in one week of the period."""

    number: int
    """From 1."""
    day: int
    """The week's first day."""
    start: int
    """The first day of the window that it shows, the earliest of several equal."""
    load: Fraction
    parts: tuple[tuple[str | None, Fraction], ...]
    """Loads by channel, in the order of the channels asked for; none is left out."""
    limit: Fraction | None
    """The budget of that window."""

    @property
    def over(self) -> bool:
        """Whether the window exceeds its budget."""
        return self.limit is not None and self.load > self.limit


def channels(person: Person) -> tuple[str | None, ...]:
    """Return the channels of a person's contacts, the one with the heaviest load first."""
    loads: dict[str | None, Fraction] = {}
    for contact in person.contacts:
        loads[contact.channel] = loads.get(contact.channel, Fraction(0)) + contact.weight
    for expected in person.expected:
        days = expected.end - expected.start + 1
        loads[expected.channel] = loads.get(expected.channel, Fraction(0)) + expected.per_day * days
    return tuple(sorted(loads, key=lambda channel: (-loads[channel], channel or "")))


def weeks(plan: SegmentPlan, person: Person) -> tuple[Week, ...]:
    """Return the bars of one person, one for each week that begins within the period."""
    first, last = plan.period
    by_channel = {channel: _Rolling(person, channel, plan.horizon) for channel in channels(person)}
    limits = _limits(plan, "per_week")
    bars = []
    for number, day in enumerate(range(first, last + 1, WINDOW), start=1):
        starts = range(day, min(day + WINDOW - 1, last) + 1)
        loads = [sum((rolling.load(start) for rolling in by_channel.values()), Fraction(0)) for start in starts]
        load = max(loads)
        start = starts[loads.index(load)]
        parts = tuple((channel, rolling.load(start)) for channel, rolling in by_channel.items())
        bars.append(Week(number, day, start, load, parts, limit_of(limits, start)))
    return tuple(bars)


def limit_of(limits: Mapping[int, Fraction | None], start: int, length: int = WINDOW) -> Fraction | None:
    """Return a window's limit: the largest of its days' limits."""
    of_days = [limits.get(day) for day in range(start, start + length)]
    return max((limit for limit in of_days if limit is not None), default=None)


def worst_limit(plan: SegmentPlan, period: str, start: int) -> Fraction | None:
    """Return the limit of the window that starts on a day."""
    return limit_of(_limits(plan, period), start, PERIODS[period])


def _limits(plan: SegmentPlan, period: str) -> Mapping[int, Fraction | None]:
    first, last = plan.horizon
    usual = plan.limits.get(period)
    limits: dict[int, Fraction | None] = dict.fromkeys(range(first, last + 1), usual)
    exceptions: dict[int, Fraction] = {}
    for (phase, of_period), limit in plan.phase_limits.items():
        window = plan.phase_windows.get(phase)
        if of_period != period or window is None:
            continue
        for day in range(max(first, window[0]), min(last, window[1]) + 1):
            exceptions[day] = max(limit, exceptions.get(day, limit))
    return limits | exceptions


class _Rolling:
    """The loads of all windows in one channel, as sums from the horizon's first day on."""

    __slots__ = ("_first", "_sums")

    def __init__(self, person: Person, channel: str | None, horizon: tuple[int, int]) -> None:
        first, last = horizon
        daily = [Fraction(0)] * (last - first + 1)
        for contact in person.contacts:
            if contact.channel == channel and first <= contact.day <= last:
                daily[contact.day - first] += contact.weight
        changes = [Fraction(0)] * (last - first + 2)
        for expected in person.expected:
            if expected.channel == channel:
                changes[max(expected.start, first) - first] += expected.per_day
                changes[min(expected.end, last) + 1 - first] -= expected.per_day
        undated: Iterable[Fraction] = accumulate(changes)
        self._first = first
        self._sums = tuple(accumulate((a + b for a, b in zip(daily, undated, strict=False)), initial=Fraction(0)))

    def load(self, start: int) -> Fraction:
        """Return the load of the window that starts on a day; what lies behind the horizon weighs nothing."""
        offset = start - self._first
        return self._sums[min(offset + WINDOW, len(self._sums) - 1)] - self._sums[offset]
