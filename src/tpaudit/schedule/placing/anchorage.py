"""What an anchor offers to whatever is tied to it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import chain
from typing import NamedTuple

from tpaudit.messages import Message, say
from tpaudit.schedule.placing.position import Lag, Moment, Point


class Anchorage(NamedTuple):
    """The days of an event, a touchpoint or an end of a phase in one segment, and its distances from undated events."""

    points: tuple[Point, ...] = ()
    """For `after`, `before` and the like; of a touchpoint they mean the first, unless they say each."""
    lags: tuple[Lag, ...] = ()
    """For `after`."""
    each_lags: tuple[Lag, ...] = ()
    """For `after_each`."""
    dropped: tuple[Point, ...] = ()
    """Where it would lie but cannot happen: before its contract's term."""
    repeats: bool = False
    """Whether it repeats by nature, however often it happens within the horizon."""
    reason: Message | None = None
    """Why it offers nothing, if so."""
    beyond: bool = False
    """Whether it repeats, but with all of its days past an end."""

    @property
    def first(self) -> Anchorage:
        """The first day, which `after` and `before` a touchpoint mean."""
        dropped = () if self.points else self.dropped[:1]
        return Anchorage(self.points[:1], self.lags, self.lags, dropped, reason=self.reason)

    @property
    def is_empty(self) -> bool:
        """Whether nothing can be tied to it."""
        return not (self.points or self.each_lags or self.dropped)


def nowhere(reason: Message) -> Anchorage:
    """Return the anchorage of something without days or distances."""
    return Anchorage(reason=reason)


def in_order(points: Sequence[Point]) -> tuple[Point, ...]:
    """Return points in order of time, at most one a minute, the first of several."""
    if len(points) < 2:
        return tuple(points)
    moments: dict[Moment, Point] = {}
    for point in points:
        moments.setdefault(point.moment, point)
    return tuple(moments[moment] for moment in sorted(moments))


def of_touchpoint(
    touchpoint: str,
    timings: Sequence[tuple[Sequence[Point], Sequence[Lag]]],
    dropped: Sequence[Point],
    is_dated: Callable[[str], bool],
    *,
    repeats: bool,
) -> Anchorage:
    """Return the anchorage of a touchpoint from the points and lags of its timings.

    Where it has no day, `after` means its first steps: of the first timing that has any, the nearest of each event.
    What follows an event that is both dated and recurring has both.
    """
    points = in_order(tuple(chain.from_iterable(points for points, _ in timings)))
    lags = [lags for _, lags in timings if lags]
    steps = lags if not points else [[lag for lag in some if is_dated(lag.event)] for some in lags]
    nearest: dict[str, Lag] = {}
    for lag in next((some for some in steps if some), ()):
        if lag.event not in nearest or lag.moment < nearest[lag.event].moment:
            nearest[lag.event] = lag
    return Anchorage(
        points,
        lags=tuple(nearest.values()),
        each_lags=tuple(chain.from_iterable(lags)),
        dropped=tuple(dropped),
        repeats=repeats,
        reason=None if points or lags or dropped else say("{anchor} has no day", anchor=touchpoint),
    )
