"""What an anchor offers to those that are tied to it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import chain
from typing import NamedTuple

from tpaudit.messages import Message, say
from tpaudit.schedule.days import Lag, Moment


class Anchorage(NamedTuple):
    """The days of an event, a touchpoint or an end of a phase in one segment, and its distances from undated events."""

    moments: tuple[Moment, ...] = ()
    """For `after_each`: all; the first is that of `after` and `before`."""
    lags: tuple[Lag, ...] = ()
    """For `after`."""
    each_lags: tuple[Lag, ...] = ()
    """For `after_each`."""
    reason: Message | None = None
    """Why it offers nothing."""

    @property
    def first(self) -> Moment | None:
        """The first day, which `after` and `before` mean."""
        return self.moments[0] if self.moments else None


def nowhere(reason: Message) -> Anchorage:
    """Return the anchorage of what has neither day nor distance."""
    return Anchorage(reason=reason)


def of_event(day: Moment | None, lags: tuple[Lag, ...] = ()) -> Anchorage:
    """Return the anchorage of an event, which has a day, a distance from an undated one, or both."""
    return Anchorage(() if day is None else (day,), lags, lags)


def of_touchpoint(
    touchpoint: str,
    timings: Sequence[tuple[Sequence[Moment], Sequence[Lag]]],
    is_dated: Callable[[str], bool],
) -> Anchorage:
    """Return the anchorage of a touchpoint from the days and lags of its timings, at most one a day.

    `after` a touchpoint means its first day. Where it has none, its first step: the earliest of the first timing that
    has any. What follows an event that is both dated and recurring has both.
    """
    moments = _one_a_day([moments for moments, _ in timings if moments])
    lags = [lags for _, lags in timings if lags]
    steps = lags if not moments else [[lag for lag in some if is_dated(lag.event)] for some in lags]
    first = next((min(some, key=lambda lag: lag.moment) for some in steps if some), None)
    return Anchorage(
        moments,
        lags=() if first is None else (first,),
        each_lags=tuple(chain.from_iterable(lags)),
        reason=None if moments or lags else say("{anchor} has no day", anchor=touchpoint),
    )


def _one_a_day(timings: Sequence[Sequence[Moment]]) -> tuple[Moment, ...]:
    """Return the moments of all timings, the first of each day; a single timing has one a day anyhow."""
    if len(timings) < 2:
        return tuple(timings[0]) if timings else ()
    days: dict[int, Moment] = {}
    for moment in chain.from_iterable(timings):
        if moment.day not in days or moment < days[moment.day]:
            days[moment.day] = moment
    return tuple(sorted(days.values()))
