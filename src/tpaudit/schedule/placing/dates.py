"""The days of a segment on which company dates lie."""

from __future__ import annotations

from calendar import isleap
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta

from tpaudit.inventory.timing import MonthDay


def days_of_dates(dates: Iterable[date | MonthDay], day_0: date, spans: Sequence[tuple[int, int]]) -> tuple[int, ...]:
    """Return the days of those dates that lie in the spans, counted from day 0."""
    found: set[int] = set()
    for first, last in spans:
        for stated in dates:
            days = _yearly(stated, day_0, first, last) if isinstance(stated, MonthDay) else ((stated - day_0).days,)
            found.update(day for day in days if first <= day <= last)
    return tuple(sorted(found))


def _yearly(stated: MonthDay, day_0: date, first: int, last: int) -> Iterator[int]:
    """Yield the days of a date that comes every year; 29 February is the 28th in other years."""
    earliest, latest = _date(day_0, first), _date(day_0, last)
    for year in range(earliest.year, latest.year + 1):
        day = 28 if (stated.month, stated.day) == (2, 29) and not isleap(year) else stated.day
        yield (date(year, stated.month, day) - day_0).days


def _date(day_0: date, day: int) -> date:
    """Return the date of a day, or the calendar's end where that lies beyond it."""
    try:
        return day_0 + timedelta(days=day)
    except OverflowError:
        return date.max if day > 0 else date.min
