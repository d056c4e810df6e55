"""When the phases begin and end in one segment."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from tpaudit.inventory.registries import Anchor
from tpaudit.schedule.placing.anchorage import Anchorage
from tpaudit.schedule.placing.calendar import Calendar
from tpaudit.schedule.placing.position import NONE, START, Point, length_of, on_day


class Window(NamedTuple):
    """A window of a phase; both ends are inclusive."""

    start: Point
    end: Point

    @property
    def days(self) -> tuple[int, int]:
        """First and last day."""
        return self.start.day, self.end.day


class Windows(NamedTuple):
    """The windows of a phase."""

    found: tuple[Window, ...]
    repeats: bool = False
    """Whether they repeat by nature, with the event at which they begin."""

    def following(self, day: int) -> Window:
        """Return the first window that ends on the day or after it, else the last."""
        return next((window for window in self.found if window.end.day >= day), self.found[-1])


class _End(NamedTuple):
    """A stated end of a window: the days of its anchor, and its own."""

    event: str | None
    anchors: Sequence[Point]
    points: Sequence[Point]
    repeats: bool
    beyond: bool = False
    """Whether it repeats, but all of its days lie behind an end."""


def windows(start: Anchor, end: Anchor, calendar: Calendar, anchorage: Callable[[str], Anchorage]) -> Windows:
    """Return the windows of a phase from its stated ends; none if they cannot be placed or are inverted."""
    first, last = _end(start, anchorage), _end(end, anchorage)
    if not first.points or not (last.points or (first.repeats and last.beyond)):
        return Windows((), first.repeats)
    found = _repeating(first, last, calendar) if first.repeats else _single(first, last, calendar)
    return Windows(tuple(_within_contract(found, calendar)), first.repeats)


def _end(stated: Anchor, anchorage: Callable[[str], Anchorage]) -> _End:
    event = stated.after or stated.before
    at = length_of(stated.at) if stated.at is not None else NONE
    if event is None:
        return _End(None, (START,), (START.after(at),), repeats=False)
    offered = anchorage(event)
    points = [point.before(at) if stated.before else point.after(at) for point in offered.points]
    return _End(event, offered.points, points, offered.repeats, offered.beyond)


_Found = Iterator[tuple[Point, Window]]
"""A window with its anchor."""


def _single(first: _End, last: _End, calendar: Calendar) -> _Found:
    """Yield one window; of an end that repeats, the last in the period counts, else the first."""
    within = [point for point in last.points if 0 <= point.day <= calendar.period_end]
    end = within[-1] if last.repeats and within else last.points[0]
    yield first.anchors[0], Window(_not_before_term(first.points[0]), end)


def _repeating(first: _End, last: _End, calendar: Calendar) -> _Found:
    """Yield a window for each day on which the phase begins."""
    together = first.event == last.event
    for number, (anchor, stated) in enumerate(zip(first.anchors, first.points, strict=True)):
        start = _not_before_term(stated)
        if together:
            yield anchor, Window(start, last.points[number])
        elif last.repeats:
            later = (point for point in last.points if start.day < point.day <= calendar.end)
            yield anchor, Window(start, next(later, on_day(calendar.end)))
        else:
            yield anchor, Window(start, last.points[0])


def _not_before_term(point: Point) -> Point:
    return Point(*point.term) if point.term is not None and point.precedes_term else point


def _within_contract(found: _Found, calendar: Calendar) -> Iterator[Window]:
    """Yield the windows that are not inverted, cut off at the end of a contract that does not renew."""
    over = calendar.over
    for anchor, (start, end) in found:
        if over is not None and max(anchor.day, start.day) < over.day < end.day:
            end = over  # noqa: PLW2901  the contract's end in its place
        if start.day <= end.day:
            yield Window(start.untied, end.untied)
