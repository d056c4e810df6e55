"""Who contacts a customer in which week: a strip per segment, with owners as rows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from tpaudit.messages import Value
from tpaudit.report.words import ACROSS, Names
from tpaudit.schedule.figures import PERIODS
from tpaudit.schedule.plan import SegmentPlan

WEEK = PERIODS["per_week"]
SHADES = 4


@dataclass(frozen=True, slots=True)
class SenderRow:
    """The contacts of one owner's touchpoints with the person of the headline."""

    owner: str
    name: Value
    weeks: tuple[int, ...]
    """The number of contacts in each week of the period."""
    total: int

    @property
    def marks(self) -> tuple[tuple[int, int], ...]:
        """The weeks with contacts, counted from 0, each with a shade from 1 to 4."""
        return tuple((place, min(count, SHADES)) for place, count in enumerate(self.weeks) if count)


@dataclass(frozen=True, slots=True)
class Senders:
    """The strip of a segment."""

    rows: tuple[SenderRow, ...]
    """The owner with the first contact first."""
    weeks: int
    shades: int
    """The darkest shade, from 1 to 4; 0 where nothing is dated."""
    most: int
    """The largest number of owners who contact the person in one week."""


def senders(plan: SegmentPlan, names: Names) -> Senders:
    """Return who contacts the person of the headline in which week of the period, without undated contacts."""
    first, last = plan.period
    weeks = (last - first) // WEEK + 1
    counts: dict[str, Counter[int]] = {}
    for contact in plan.headline.contacts:
        if first <= contact.day <= last:
            owner = contact.touchpoint.owner or ""
            counts.setdefault(owner, Counter())[(contact.day - first) // WEEK] += 1
    rows = tuple(_row(owner, counted, weeks, names) for owner, counted in counts.items())
    shades = max((shade for row in rows for _, shade in row.marks), default=0)
    return Senders(
        rows, weeks, shades, max((sum(bool(row.weeks[week]) for row in rows) for week in range(weeks)), default=0)
    )


def _row(owner: str, counted: Counter[int], weeks: int, names: Names) -> SenderRow:
    of_weeks: Sequence[int] = [counted[week] for week in range(weeks)]
    return SenderRow(owner, names.owner(owner) if owner else ACROSS, tuple(of_weeks), sum(of_weeks))
