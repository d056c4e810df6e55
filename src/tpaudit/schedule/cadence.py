"""On which days one timing lies, or how long after which undated event, counted from what it is tied to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from tpaudit.durations import Duration
from tpaudit.inventory.timing import Timing
from tpaudit.messages import Message, say
from tpaudit.schedule.anchorage import Anchorage
from tpaudit.schedule.days import NONE, Lag, Moment, after, before, lagging


class Lost(NamedTuple):
    """What one timing cannot place, and why."""

    anchor: str | None
    """What it waits for; None where that is not the cause."""
    reason: Message


class Placement(NamedTuple):
    """Where one timing of a touchpoint lies; days and distances are found while they are read, and can be many."""

    moments: Iterable[Moment] = ()
    lags: Iterable[Lag] = ()
    lost: tuple[Lost, ...] = ()


def once(timing: Timing, anchor: Anchorage) -> Placement:
    """Return the placement of a timing that does not repeat by itself: once, or once for each day of its anchor."""
    at = timing.at.low if timing.at else NONE
    if timing.before:
        if anchor.first is None:
            reason = say("{anchor} has no day before which anything could lie", anchor=timing.before)
            return Placement(lost=(Lost(timing.before, reason),))
        return Placement((before(anchor.first, at),))
    moments, lags = (anchor.moments, anchor.each_lags) if timing.after_each else (anchor.moments[:1], anchor.lags)
    return Placement((after(moment, at) for moment in moments), (lagging(lag, at) for lag in lags))


def repeated(timing: Timing, every: Duration, anchor: Anchorage, last: int | Lost | None) -> Placement:
    """Return the placement of a cadence.

    Its days end with the last one, which None stands for where the anchor has no day: after an undated event only
    `times` ends it.
    """
    at = timing.at.low if timing.at else NONE
    most = None if timing.times is None else timing.times.high
    begins = 1 if timing.at is None else 0  # without `at`, the first one is one cadence away
    moments: Iterable[Moment] = ()
    lags: Iterable[Lag] = ()
    lost: list[Lost] = []
    if isinstance(last, Lost):
        lost.append(last)
    elif anchor.first is not None and last is not None:
        start = after(anchor.first, at)
        first = after(start, every, begins).day
        moments = _until(last, start, every, begins, most)
        if first > last:
            reason = say("its first day {first} lies after its last day {last}", first=first, last=last)
            lost.append(Lost(None, reason))
    if most is not None:
        numbers = range(begins, begins + most)
        lags = (lagging(lagging(lag, at), every, number) for lag in anchor.lags for number in numbers)
    elif anchor.lags:
        reason = say("after {anchor}, which has no day, only `times` can end it", anchor=timing.after or "")
        lost.append(Lost(timing.after, reason))
    return Placement(moments, lags, tuple(lost))


def _until(last: int, start: Moment, every: Duration, begins: int, times: int | None) -> Iterator[Moment]:
    number = begins
    while times is None or number < begins + times:
        moment = after(start, every, number)
        if moment.day > last:
            return
        yield moment
        number += 1
