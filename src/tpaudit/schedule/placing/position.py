"""Exact positions: months and minutes from a segment's day 0, which become days at the very end."""

from __future__ import annotations

from fractions import Fraction
from functools import cache
from typing import NamedTuple, TypeAlias

from tpaudit.durations import Duration

MINUTES_A_DAY = 1440

Number: TypeAlias = int | Fraction
"""Halves if a range is read at its middle, whole numbers otherwise."""

Moment: TypeAlias = tuple[int, int]
"""A day, and a minute that orders what happens on it."""


def day_of(months: Number, minutes: Number) -> int:
    """Return the day that lies a number of months (of 365 / 12 days, rounded) and minutes after day 0."""
    return int((months * 730 + 12) // 24 + minutes // MINUTES_A_DAY)


class Length(NamedTuple):
    """A length of time."""

    months: Number
    minutes: Number

    @property
    def days(self) -> int:
        """The whole days in it."""
        return day_of(self.months, self.minutes)


NONE = Length(0, 0)


@cache
def length_of(duration: Duration) -> Length:
    """Return a duration's length; working days become days first, five of them seven."""
    count = duration.count
    match duration.unit:
        case "mo":
            return Length(count, 0)
        case "y":
            return Length(12 * count, 0)
        case "m":
            return Length(0, count)
        case "h":
            return Length(0, 60 * count)
        case "w":
            return Length(0, 7 * MINUTES_A_DAY * count)
        case "bd":
            return Length(0, -(-7 * count // 5) * MINUTES_A_DAY)
        case _:
            return Length(0, MINUTES_A_DAY * count)


class Point(NamedTuple):
    """A position in the time of a segment."""

    months: Number = 0
    minutes: Number = 0
    term: Length | None = None
    """The start of the contract's term at whose end it is tied, directly or through events."""

    @property
    def day(self) -> int:
        """The day on which it lies."""
        return day_of(self.months, self.minutes)

    @property
    def moment(self) -> Moment:
        """The day on which it lies, and the minute of that day."""
        return day_of(self.months, self.minutes), int(self.minutes % MINUTES_A_DAY)

    @property
    def position(self) -> Length:
        """How far it lies from day 0."""
        return Length(self.months, self.minutes)

    @property
    def precedes_term(self) -> bool:
        """Whether it lies before the term whose end it is tied to."""
        return self.term is not None and self.day < self.term.days

    def after(self, length: Length, times: int = 1) -> Point:
        """Return the position a number of lengths later."""
        return Point(self.months + length.months * times, self.minutes + length.minutes * times, self.term)

    def before(self, length: Length) -> Point:
        """Return the position a length earlier."""
        return Point(self.months - length.months, self.minutes - length.minutes, self.term)

    @property
    def untied(self) -> Point:
        """The same position without a tie to a term."""
        return self if self.term is None else Point(self.months, self.minutes)


START = Point()
"""The segment's day 0."""


def on_day(day: int) -> Point:
    """Return the position at the beginning of a day."""
    return Point(0, day * MINUTES_A_DAY)


class Lag(NamedTuple):
    """A distance from each occurrence of an undated event."""

    event: str
    months: Number = 0
    minutes: Number = 0

    @property
    def distance(self) -> int:
        """The distance in whole days."""
        return day_of(self.months, self.minutes)

    @property
    def moment(self) -> Moment:
        """The distance in days, and the minute of that day."""
        return day_of(self.months, self.minutes), int(self.minutes % MINUTES_A_DAY)

    def after(self, length: Length, times: int = 1) -> Lag:
        """Return the lag that is longer by a number of lengths."""
        return Lag(self.event, self.months + length.months * times, self.minutes + length.minutes * times)
