"""Days and what orders the contacts of one day."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from itertools import chain
from typing import NamedTuple, TypeVar

from tpaudit.durations import Duration

Item = TypeVar("Item")
MINUTES_A_DAY = 1440


class Moment(NamedTuple):
    """A day of the segment, and minutes that order what happens on it: those that chains of hours leave over."""

    day: int
    minute: int = 0


class Lag(NamedTuple):
    """So many days after each occurrence of an undated event; minutes order what happens on one day."""

    event: str
    distance: int
    minute: int = 0

    @property
    def moment(self) -> Moment:
        """When it happens, where the event happens on day 0."""
        return Moment(self.distance, self.minute)


START = Moment(0)
"""The segment's start."""
NONE = Duration(0, "d")


def in_time_order(items: Iterable[tuple[Moment, Item]]) -> tuple[Item, ...]:
    """Return the items by day and minute; those of one moment stay in the order in which they come."""
    moments: defaultdict[Moment, list[Item]] = defaultdict(list)
    for moment, item in items:
        moments[moment].append(item)
    return tuple(chain.from_iterable(moments[moment] for moment in sorted(moments)))


def after(moment: Moment, duration: Duration, repetitions: int = 1) -> Moment:
    """Return the moment that lies so many repetitions of a duration later."""
    days = duration.times(repetitions)
    return Moment(moment.day + days, moment.minute + _left_over(duration, repetitions, days))


def before(moment: Moment, duration: Duration) -> Moment:
    """Return the moment that lies a duration earlier."""
    days = duration.days
    return Moment(moment.day - days, moment.minute - _left_over(duration, 1, days))


def lagging(lag: Lag, duration: Duration, repetitions: int = 1) -> Lag:
    """Return the lag that is longer by so many repetitions of a duration."""
    return Lag(lag.event, *after(lag.moment, duration, repetitions))


def _left_over(duration: Duration, repetitions: int, days: int) -> int:
    """Return the minutes beyond the whole days; only hours and minutes leave any."""
    if duration.unit not in ("h", "m"):
        return 0
    return duration.count * repetitions * (60 if duration.unit == "h" else 1) - days * MINUTES_A_DAY
