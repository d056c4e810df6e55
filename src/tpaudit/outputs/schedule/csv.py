"""The schedule as CSV: a row for each contact with each person, ready for a pivot table."""

from __future__ import annotations

import csv
from bisect import bisect_right
from collections.abc import Iterator, Sequence

from tpaudit.fields import known
from tpaudit.inventory.inventory import Inventory
from tpaudit.inventory.touchpoint import Touchpoint
from tpaudit.outputs.numbers import number
from tpaudit.outputs.safe import csv_cell
from tpaudit.schedule.plan import Schedule, SegmentPlan
from tpaudit.schedule.quarters import quarters_of

COLUMNS = (
    "inventory", "segment", "stakeholder", "kind", "day", "to_day", "week", "quarter", "touchpoint", "name", "type",
    "phase", "owner", "channel", "form", "value", "event", "weight", "per_day", "counted",
)  # fmt: skip
"""`kind` is dated (on `day`) or expected (from `day` to `to_day`, so many `per_day`, after `event` or at a rate of its
own). Weeks and quarters count from 1 on day 0 and quarters within the period. What no budget counts has no
stakeholder."""

Cell = str | int | float


def chunks(plans: Sequence[tuple[Inventory, Schedule]], segment: str | None) -> Iterator[str]:
    """Yield the schedules as CSV, of one segment if asked."""
    writer = csv.writer(_Line(), lineterminator="\n")
    yield writer.writerow(COLUMNS)
    for inventory, schedule in plans:
        for plan in schedule.segments:
            if segment in (None, plan.segment.id):
                yield from map(writer.writerow, _rows(inventory, plan))


class _Line:
    """A file that hands back what is written to it, as `writerow` does in its turn."""

    def write(self, line: str) -> str:
        """Return the line."""
        return line


def _rows(inventory: Inventory, plan: SegmentPlan) -> Iterator[tuple[Cell, ...]]:
    starts = [start for start, _ in quarters_of(plan.period).days]
    where = (csv_cell(inventory.name), csv_cell(plan.segment.id))

    def quarter(day: int) -> Cell:
        return bisect_right(starts, day) if plan.period[0] <= day < plan.period[1] else ""

    def when(day: int) -> tuple[Cell, ...]:
        return "dated", day, "", day // 7 + 1, quarter(day)

    for person in plan.persons:
        whom = (*where, csv_cell(person.id))
        for contact in person.contacts:
            what = _touchpoint(contact.touchpoint, contact.channel)
            yield *whom, *when(contact.day), *what, "", number(contact.weight), "", "yes"
        for expected in person.expected:
            what = _touchpoint(expected.touchpoint, expected.channel)
            days = ("expected", expected.start, expected.end, "", "")
            yield *whom, *days, *what, csv_cell(expected.event or ""), "", number(expected.per_day), "yes"
    for entry in plan.diary:
        if not entry.counted:
            yield *where, "", *when(entry.day), *_touchpoint(entry.touchpoint, entry.channel), "", "", "", "no"


def _touchpoint(touchpoint: Touchpoint, channel: str | None) -> tuple[Cell, ...]:
    """Return what the inventory says of it; fields that are faulty in the files are empty."""
    what = (known(touchpoint, field) for field in ("name", "type", "phase", "owner"))
    how = (channel, known(touchpoint, "form"), known(touchpoint, "value"))
    return tuple(csv_cell(text or "") for text in (touchpoint.id, *what, *how))
