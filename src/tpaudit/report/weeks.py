"""The bars of the contact pressure: a bar a week, from the same contacts as every other figure of the schedule."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from tpaudit.outputs.figures import window_limit
from tpaudit.schedule.flow import Flow, flow, unit_of
from tpaudit.schedule.plan import PERIODS, Load, Person, SegmentPlan

DAYS = PERIODS["per_week"]


@dataclass(frozen=True, slots=True)
class Week:
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


def weeks(plan: SegmentPlan, person: Person, order: Iterable[str | None]) -> tuple[Week, ...]:
    """Return the bars of one person, one for each week that begins within the period, split by these channels."""
    unit = unit_of(
        (*(contact.weight for contact in person.contacts), *(expected.per_day for expected in person.expected))
    )
    total = flow(person.contacts, person.expected, unit)
    flows = [_in_channel(person, channel, unit) for channel in order]
    first, last = plan.period
    bars = []
    for number, day in enumerate(range(first, last + 1, DAYS), start=1):
        windows = (
            Load(total.load(start, start + DAYS - 1), start, start + DAYS - 1)
            for start in range(day, min(day + DAYS, last + 1))
        )
        window = max(windows, key=lambda one: (one.load, -one.start))
        parts = tuple(one.load(window.start, window.end) for one in flows)
        bars.append(Week(number, window, parts, window_limit(plan, "per_week", window)))
    return tuple(bars)


def _in_channel(person: Person, channel: str | None, unit: int) -> Flow:
    return flow(
        (contact for contact in person.contacts if contact.channel == channel),
        (expected for expected in person.expected if expected.channel == channel),
        unit,
    )
