"""How many contacts each rolling window holds, window after window."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from functools import lru_cache
from itertools import accumulate
from operator import add, sub

from tpaudit.schedule.contact import Span

QUARTER = 91

Counts = Sequence[int]
"""Counts by window, the first window first."""


def starts(period: Span, horizon: Span) -> range:
    """Return the first days of all windows: from the horizon's beginning to the period's end."""
    return range(horizon[0], period[1] + 1)


def sums(daily: Mapping[int, int], first_days: range, length: int) -> list[int]:
    """Return how many contacts the windows of a length hold, from the counts of the days."""
    first = first_days.start
    days = [0] * (len(first_days) + length)
    for day, number in daily.items():
        place = day - first
        if 0 <= place < len(days):
            days[place] += number
    before = list(accumulate(days, initial=0))
    return list(map(sub, before[length : length + len(first_days)], before))


def added(*counts: Counts) -> list[int]:
    """Return the sums, window by window."""
    total, *others = counts
    for other in others:
        total = list(map(add, total, other))
    return list(total)


def rounded(rate: Fraction, days: int, quarter: int = QUARTER, *, up: bool = False) -> int:
    """Return how many contacts at a rate per quarter fall on a number of days at least, or at most."""
    times, parts = rate.numerator * days, rate.denominator * quarter
    return -(-times // parts) if up else times // parts


def overlap(span: Span, first: int, last: int) -> int:
    """Return how many of the days from the first to the last lie in the span."""
    return max(0, min(span[1], last) - max(span[0], first) + 1)


@lru_cache(maxsize=2048)
def of_series(rate: Fraction, span: Span, first_days: range, length: int, *, up: bool) -> Counts:
    """Return how many of an evenly spread series each window holds at least, or at most."""
    by_days = [rounded(rate, days, up=up) for days in range(length + 1)]
    start, end = span
    inner = range(max(first_days.start, start), min(first_days.stop, end - length + 2))
    counts = [0] * len(first_days)
    whole = by_days[length]
    if inner and whole:
        counts[inner.start - first_days.start : inner.stop - first_days.start] = [whole] * len(inner)
    for first in (*_within(first_days, start - length + 1, start - 1), *_within(first_days, end - length + 2, end)):
        counts[first - first_days.start] = by_days[overlap(span, first, first + length - 1)]
    return counts


def _within(first_days: range, first: int, last: int) -> Iterable[int]:
    return range(max(first_days.start, first), min(first_days.stop, last + 1))


def stretches(days: Mapping[int, int], first_days: range, length: int) -> Iterator[tuple[range, int]]:
    """Yield runs of windows that hold equally many of a few contacts, without empty ones."""
    changes: dict[int, int] = {}
    for day, number in days.items():
        changes[day - length + 1] = changes.get(day - length + 1, 0) + number
        changes[day + 1] = changes.get(day + 1, 0) - number
    held = 0
    before = first_days.start
    for day in sorted(changes):
        run = range(max(before, first_days.start), min(day, first_days.stop))
        if held and run:
            yield run, held
        held += changes[day]
        before = day
