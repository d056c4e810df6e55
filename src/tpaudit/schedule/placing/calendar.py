"""The terms of a segment's contract, the period that is measured, and how far the schedule looks."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count
from typing import NamedTuple

from tpaudit.inventory.registries import Segment
from tpaudit.schedule.placing.position import Length, Point, length_of

YEAR = Length(12, 0)
NEARLY_A_YEAR = 360
"""The period ends with the first term that ends at least this many days after the contract's start."""
TAIL = 91
"""How many days past the period's end the schedule looks if the contract renews."""


FARTHEST = 36_500
"""A hundred years: how far the schedule looks back and ahead at most, whatever chains of anchors add up to."""


class Term(NamedTuple):
    """A term of the contract."""

    start: Point
    end: Point

    @property
    def span(self) -> tuple[int, int]:
        """The day on which it begins, and the day on which it ends and the next one begins."""
        return self.start.day, self.end.day


class Calendar(NamedTuple):
    """The bounds of a segment's time."""

    period_end: int
    end: int
    """The last day of the horizon."""
    terms: tuple[Term, ...]
    """The terms that end within the horizon, and always the first; none without a contract."""
    renews: bool
    """Whether there is a contract that renews."""

    @property
    def over(self) -> Point | None:
        """Where a contract ends that does not renew."""
        return self.terms[0].end if self.terms and not self.renews else None

    def cut(self, last: int, anchor: int) -> int:
        """Return the last day of something that ends with a contract that does not renew, unless tied to its end."""
        over = self.over
        return last if over is None or anchor >= over.day else min(last, over.day)


def calendar(segment: Segment, contract_start: Point | None) -> Calendar:
    """Return the calendar of a segment whose contract starts at this point; None: nothing says when it starts."""
    contract = segment.contract_length if contract_start is not None else None
    stated = None if segment.horizon is None else length_of(segment.horizon).days
    if contract_start is None or contract is None:
        period_end = YEAR.days if stated is None else stated
        return Calendar(period_end, period_end, (), renews=False)
    start = contract_start.untied
    if not segment.renews:
        term = next(_terms(start, length_of(contract)))
        period_end = _within_reach(term.end.day if stated is None else stated)
        return Calendar(period_end, period_end, (term,), renews=False)
    if stated is None:
        year = start.day + NEARLY_A_YEAR
        stated = next(term.end.day for term in _terms(start, length_of(contract)) if term.end.day >= year)
    period_end = _within_reach(stated)
    end = period_end + TAIL
    terms: list[Term] = []
    for term in _terms(start, length_of(contract)):
        if terms and term.end.day > end:
            break
        terms.append(term)
    return Calendar(period_end, end, tuple(terms), renews=True)


def _within_reach(day: int) -> int:
    return min(max(0, day), FARTHEST)


def _terms(start: Point, length: Length) -> Iterator[Term]:
    if length.days < 1:  # the files may say 0d; a contract lasts at least a day
        length = Length(0, 1440)
    return (Term(start.after(length, number), start.after(length, number + 1)) for number in count())
