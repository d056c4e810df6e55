"""The quarters of a period."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count
from typing import NamedTuple

from tpaudit.schedule.contact import Span
from tpaudit.schedule.placing.position import day_of

COMPLETE = 85
"""A quarter with at least this many days is complete."""


class QuarterDays(NamedTuple):
    """The days of a quarter, both inclusive."""

    start: int
    end: int

    @property
    def days(self) -> int:
        """How many there are."""
        return self.end - self.start + 1

    @property
    def complete(self) -> bool:
        """Whether it is long enough to be compared with others."""
        return self.days >= COMPLETE


def quarters_of(period: Span) -> tuple[QuarterDays, ...]:
    """Return the quarters of a period; they end 3, 6, 9 … months after day 0, the last one with the period."""
    return tuple(_quarters(period[1]))


def _quarters(last: int) -> Iterator[QuarterDays]:
    start = 0
    for number in count(1):
        end = day_of(3 * number, 0)
        yield QuarterDays(start, min(end, last))
        if end >= last:
            return
        start = end + 1
