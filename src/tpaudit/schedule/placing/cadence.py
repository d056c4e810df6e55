"""On which days one timing lies, or how long after which undated event, counted from its anchor."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import chain
from typing import Literal, NamedTuple

from tpaudit.messages import Message, say
from tpaudit.schedule.placing.anchorage import Anchorage
from tpaudit.schedule.placing.position import NONE, Lag, Length, Point


class Lost(NamedTuple):
    """A timing that cannot be placed, and why."""

    kind: Literal["anchor", "until", "phase"]
    anchor: str | None
    """What it waits for."""
    reason: Message


class Cut(NamedTuple):
    """Days that cannot happen, or that lie past an end."""

    reason: Literal["term", "horizon", "until"]
    points: tuple[Point, ...]


class Placement(NamedTuple):
    """Where one timing lies; days and distances are lazy, since there can be many."""

    points: Iterable[Point] = ()
    lags: Iterable[Lag] = ()
    lost: tuple[Lost, ...] = ()
    cut: tuple[Cut, ...] = ()


class Rhythm(NamedTuple):
    """A cadence: an occurrence at every interval, the first `at` its anchor or one interval after it."""

    every: Length
    at: Length | None
    times: int | None

    @property
    def _begins(self) -> int:
        return 1 if self.at is None else 0  # without `at`, the first occurrence is one interval away

    def first(self, anchor: Point) -> Point:
        """Return the first occurrence."""
        return anchor.after(self.at or NONE).after(self.every, self._begins)

    def points(self, anchor: Point, last: int) -> Iterator[Point]:
        """Yield the occurrences up to a last day."""
        number = self._begins
        start = anchor.after(self.at or NONE)
        while self.times is None or number < self._begins + self.times:
            point = start.after(self.every, number)
            if point.day > last:
                return
            yield point
            number += 1

    def lags(self, anchor: Lag) -> Iterator[Lag]:
        """Yield the steps after an undated anchor, as many as `times` says."""
        start = anchor.after(self.at or NONE)
        return (start.after(self.every, self._begins + number) for number in range(self.times or 0))


def once(at: Length, anchor: Anchorage, name: str | None, *, precedes: bool) -> Placement:
    """Return the placement of a timing without cadence: once for each day and distance of its anchor."""
    if precedes:
        if not anchor.points and not anchor.dropped:
            reason = anchor.reason if not anchor.lags else None
            no_day = say("{anchor} has no day before which anything could lie", anchor=name or "")
            return Placement(lost=(Lost("anchor", name, reason or no_day),))
        found = [point.before(at) for point in anchor.points]
        dropped = [point.before(at) for point in anchor.dropped]
        lags: Iterable[Lag] = ()
    else:
        found = [point.after(at) for point in anchor.points]
        dropped = [point.after(at) for point in anchor.dropped]
        lags = (lag.after(at) for lag in anchor.each_lags)
    if any(point.term is not None for point in found):
        dropped += (point for point in found if point.precedes_term)
        found = [point for point in found if not point.precedes_term]
    return Placement(found, lags, cut=(Cut("term", tuple(dropped)),) if dropped else ())


def repeated(
    rhythm: Rhythm,
    anchor: Anchorage,
    name: str | None,
    last_day: Callable[[Point], int] | Lost,
    horizon_end: int,
) -> Placement:
    """Return the placement of a cadence, from each day of its anchor to the last day that belongs to it.

    After an undated anchor only `times` ends it.
    """
    points: list[Iterable[Point]] = []
    lost: list[Lost] = []
    cut: list[Cut] = []
    if anchor.dropped:
        cut.append(Cut("term", tuple(rhythm.first(point) for point in anchor.dropped)))
    if isinstance(last_day, Lost):
        lost.append(last_day)
    else:
        for point in anchor.points:
            last, first = last_day(point), rhythm.first(point)
            if first.day <= last:
                points.append(rhythm.points(point, last))
            else:
                cut.append(Cut("until" if last < horizon_end else "horizon", (first,)))
    lags: Iterable[Lag] = ()
    if anchor.each_lags and rhythm.times is None:
        reason = say("after {anchor}, which has no day, only `times` can end it", anchor=name or "")
        if anchor.points:
            reason = say(
                "{anchor} also happens on no fixed day, after which only `times` can end it", anchor=name or ""
            )
        lost.append(Lost("anchor", name, reason))
    elif anchor.each_lags:
        lags = chain.from_iterable(map(rhythm.lags, anchor.each_lags))
    return Placement(chain.from_iterable(points), lags, tuple(lost), tuple(cut))
