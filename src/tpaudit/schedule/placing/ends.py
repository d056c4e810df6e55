"""Which end of ranges a plan is read with: the dense one, the sparse one, or the middle."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from fractions import Fraction
from typing import NamedTuple

from tpaudit.durations import Duration
from tpaudit.inventory.ranges import Range
from tpaudit.inventory.timing import Timing
from tpaudit.inventory.touchpoint import Touchpoint
from tpaudit.schedule.placing.position import Length, length_of


class Ends(NamedTuple):
    """How the ranges of a timing are read."""

    length: Callable[[Range[Duration]], Length]
    """Of `at` and `every`."""
    times: Callable[[Range[int]], int]
    rate: Callable[[Range[Fraction]], Fraction]


def _middle(lengths: Range[Duration]) -> Length:
    if not lengths.is_range:
        return length_of(lengths.low)
    low, high = length_of(lengths.low), length_of(lengths.high)
    return Length(Fraction(low.months + high.months) / 2, Fraction(low.minutes + high.minutes) / 2)


DENSE = Ends(lambda lengths: length_of(lengths.low), lambda times: times.high, lambda rate: rate.high)
SPARSE = Ends(lambda lengths: length_of(lengths.high), lambda times: times.low, lambda rate: rate.low)
MIDDLE = Ends(_middle, lambda times: (times.low + times.high + 1) // 2, lambda rate: (rate.low + rate.high) / 2)


def has_ranges(touchpoints: Iterable[Touchpoint]) -> bool:
    """Whether any timing states a range."""
    return any(_is_range(timing) for touchpoint in touchpoints for timing in touchpoint.timing)


def _is_range(timing: Timing) -> bool:
    stated = (timing.at, timing.every, timing.times, timing.per_quarter)
    return any(value is not None and value.is_range for value in stated)
