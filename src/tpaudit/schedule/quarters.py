"""The quarters of a period, and the headline: contacts per customer and quarter."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import count, pairwise
from typing import NamedTuple

from tpaudit.durations import Duration
from tpaudit.schedule.flow import Flow

_MONTH = Duration(1, "mo")


class Quarters(NamedTuple):
    """The quarters of a period; they begin at 3, 6, 9 … months. Its last day belongs to none."""

    days: tuple[tuple[int, int], ...]
    """First and last day of each, both inclusive."""
    complete: int
    """How many of them are whole; the last may not be."""

    def loads(self, flow: Flow) -> tuple[Fraction, ...]:
        """Return the load of each."""
        return tuple(flow.load(start, end) for start, end in self.days)

    def judged(self, loads: Sequence[Fraction]) -> Sequence[Fraction]:
        """Return the loads of the complete quarters, or of the one incomplete, if there is no other."""
        return loads[: self.complete or 1]

    def mean(self, loads: Sequence[Fraction]) -> Fraction:
        """Return the mean load of a quarter."""
        judged = self.judged(loads)
        return sum(judged, Fraction(0)) / len(judged) if judged else Fraction(0)


def quarters_of(period: tuple[int, int]) -> Quarters:
    """Return the quarters of a period that begins on day 0."""
    _, end = period
    days: list[tuple[int, int]] = []
    for start, following in pairwise(_MONTH.times(3 * number) for number in count()):
        if start >= end:
            return Quarters(tuple(days), len(days))
        if following > end:
            return Quarters((*days, (start, end - 1)), len(days))
        days.append((start, following - 1))
    raise AssertionError  # the months never end
