"""How many contacts a person gets: by quarter, before the start, and in the fullest windows."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction
from typing import NamedTuple

from tpaudit.schedule.contact import Span
from tpaudit.schedule.figures import PERIODS, Figures, Quarter, Worst
from tpaudit.schedule.measuring.budgets import WindowLimits
from tpaudit.schedule.measuring.load import Load
from tpaudit.schedule.measuring.quarters import QuarterDays
from tpaudit.schedule.measuring.windows import QUARTER

_LONG_AGO = -1_000_000


class Loads(NamedTuple):
    """One person's load, for the three readings of ranges; without ranges, the same value three times."""

    dense: Load
    sparse: Load
    middle: Load

    def figures(self, first: int, last: int, quarter: int = QUARTER) -> Figures:
        """Return the figures between two days: sure from sparse ends, mean from the middle, most from dense ends."""
        return Figures(
            Fraction(self.sparse.sure.number(first, last, quarter, up=False)),
            self.middle.mean(first, last, quarter),
            Fraction(self.dense.most_within(first, last, quarter)),
        )

    def by_quarter(self, quarters: Iterable[QuarterDays]) -> tuple[Quarter, ...]:
        """Return the figures of each quarter."""
        return tuple(
            Quarter(
                quarter.start,
                quarter.end,
                *self.figures(quarter.start, quarter.end, quarter.days if quarter.complete else QUARTER),
                quarter.complete,
            )
            for quarter in quarters
        )

    def before_start(self) -> Figures:
        """Return the figures of the days before day 0, however many there are."""
        return self.figures(_LONG_AGO, -1)


def headline(quarters: Sequence[Quarter]) -> Figures:
    """Return the mean of the complete quarters, or the only, incomplete one."""
    judged = [quarter for quarter in quarters if quarter.complete] or quarters
    return Figures(
        *(sum(values, Fraction(0)) / len(judged) for values in zip(*(quarter[2:5] for quarter in judged), strict=True))
    )


def worst(load: Load, first_days: range, budget_period: str, period: Span, limits: WindowLimits) -> Worst | None:
    """Return the window with the largest sure, then most, then mean; None if nothing is planned.

    Between equals, one inside the period goes first, then the earliest.
    """
    length = PERIODS[budget_period]
    sure, most = load.sure.counts(first_days, length, up=False), load.most(first_days, length)
    means, unit = load.means(first_days, length)
    places: Sequence[int] = range(len(first_days))
    for counts in (sure, most, means):
        best = max(counts[place] for place in places)
        places = [place for place in places if counts[place] == best]
    inside = range(period[0] - first_days.start, period[1] - length + 2 - first_days.start)
    place = next((place for place in places if place in inside), places[0])
    if not most[place] and not means[place]:
        return None
    start = first_days[place]
    limit = limits.of(start)
    return Worst(start, start + length - 1, sure[place], Fraction(means[place], unit), most[place], limit)
