"""The bars of contact pressure, one a week."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from typing import NamedTuple

from tpaudit.schedule.figures import PERIODS
from tpaudit.schedule.limits import window_limits
from tpaudit.schedule.measuring.load import Load, through
from tpaudit.schedule.plan import Person, SegmentPlan

WEEK = PERIODS["per_week"]


class Week(NamedTuple):
    """The fullest rolling window of those that start in one week of the period."""

    number: int
    """Counted from 1."""
    start: int
    end: int
    sure: int
    mean: Fraction
    most: int
    parts: tuple[Fraction, ...]
    """Its mean by channel, in the order of the channels asked for."""
    limit: Fraction | None
    """The budget of that window."""

    @property
    def over(self) -> bool:
        """Whether every customer exceeds its budget."""
        return self.limit is not None and self.sure > self.limit


def channels(plans: Iterable[tuple[SegmentPlan, Person]]) -> tuple[str | None, ...]:
    """Return the channels of these persons' contacts, the heaviest load first."""
    loads: dict[str | None, Fraction] = {}
    for plan, person in plans:
        for channel in _channels_of(person):
            part = plan.load(person.id).only(through(channel))
            loads[channel] = loads.get(channel, Fraction(0)) + part.mean(*plan.horizon)
    return tuple(sorted(loads, key=lambda channel: (-loads[channel], channel or "")))


def _channels_of(person: Person) -> Iterable[str | None]:
    return dict.fromkeys(contact.channel for part in person.brought for contact in part)


def weeks(
    plan: SegmentPlan, person: Person, order: Iterable[str | None] = (), most: int | None = None
) -> tuple[Week, ...]:
    """Return a bar for each week that begins within the period, up to a limit, split by these channels."""
    first, end = plan.period
    last = end if most is None else min(end, first + most * WEEK - 1)
    days = range(first, last + 1)
    load = plan.load(person.id)
    limits = window_limits(plan, "per_week")
    sure, mosts = load.sure.counts(days, WEEK, up=False), load.most(days, WEEK)
    means, unit = load.means(days, WEEK)
    parts = [load.only(through(channel)) for channel in order]
    bars = []
    for number, place in enumerate(range(0, len(days), WEEK), 1):
        fullest = max(
            range(place, min(place + WEEK, len(days))), key=lambda day: (sure[day], mosts[day], means[day], -day)
        )
        start = days[fullest]
        bars.append(
            Week(
                number,
                start,
                start + WEEK - 1,
                sure[fullest],
                Fraction(means[fullest], unit),
                mosts[fullest],
                tuple(_mean(part, start) for part in parts),
                limits.of(start),
            )
        )
    return tuple(bars)


def _mean(load: Load, start: int) -> Fraction:
    return load.mean(start, start + WEEK - 1)
