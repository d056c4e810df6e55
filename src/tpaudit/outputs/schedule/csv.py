"""The schedule as CSV: a row for each contact with each person, ready for a pivot table."""

from __future__ import annotations

import csv
from bisect import bisect_right
from collections.abc import Iterator, Sequence

from tpaudit.inventory.inventory import Inventory
from tpaudit.outputs.numbers import number
from tpaudit.outputs.safe import csv_cell
from tpaudit.schedule.contact import Means, Occurrence
from tpaudit.schedule.measuring.quarters import quarters_of
from tpaudit.schedule.plan import Schedule, SegmentPlan

COLUMNS = (
    "inventory", "segment", "stakeholder", "kind", "day", "to_day", "week", "quarter", "touchpoint", "name", "type",
    "phase", "owner", "channel", "form", "value", "event", "share", "audience", "per_quarter", "counted",
)  # fmt: skip
"""`kind` is dated (on `day`), spread (so many `per_quarter` from `day` to `to_day`) or step (`day` days after `event`,
which happens so often `per_quarter`). An empty `share` is unknown. Weeks and quarters count from 1 on day 0, and
quarters within the period. What no budget counts has no stakeholder."""

Cell = str | int | float


def chunks(plans: Sequence[tuple[Inventory, Schedule]], segment: str | None) -> Iterator[str]:
    """Yield the schedules as CSV, for one segment or all."""
    writer = csv.writer(_Line(), lineterminator="\n")
    yield writer.writerow(COLUMNS)
    for inventory, schedule in plans:
        for plan in schedule.segments:
            if segment in (None, plan.segment.id):
                yield from map(writer.writerow, _rows(inventory, plan))


class _Line:
    """A file that returns what is written to it, so that `writerow` returns the line."""

    def write(self, line: str) -> str:
        """Return the line."""
        return line


def _rows(inventory: Inventory, plan: SegmentPlan) -> Iterator[tuple[Cell, ...]]:
    starts = [quarter.start for quarter in quarters_of(plan.period)]
    where = (csv_cell(inventory.name), csv_cell(plan.segment.id))

    def quarter(day: int) -> Cell:
        return bisect_right(starts, day) if plan.period[0] <= day <= plan.period[1] else ""

    def when(day: int) -> tuple[Cell, ...]:
        return "dated", day, "", day // 7 + 1, quarter(day)

    for person in plan.persons:
        whom = (*where, csv_cell(person.id))
        for contact in person.contacts:
            yield *whom, *when(contact.day), *_touchpoint(contact.means), "", *_part(contact.means), "", "yes"
        for spread in person.spread:
            for first, last in spread.spans:
                days = ("spread", first, last, "", "")
                rate = number(spread.per_quarter)
                yield *whom, *days, *_touchpoint(spread.means), "", *_part(spread.means), rate, "yes"
        for step in person.steps:
            often = "" if step.per_quarter is None else number(step.per_quarter)
            what = (*_touchpoint(step.means), csv_cell(step.event), *_part(step.means))
            yield *whom, "step", step.distance, "", "", "", *what, often, "yes"
    for entry in plan.diary:
        if not entry.counted:
            part = _part(entry)
            yield *where, "", *when(entry.day), *_touchpoint(entry), "", *part, "", "no"


def _part(occurrence: Means | Occurrence) -> tuple[Cell, ...]:
    """Return the share of customers who get it, and the audience it is meant for."""
    return "" if occurrence.share is None else number(occurrence.share), csv_cell(occurrence.audience or "")


def _touchpoint(occurrence: Means | Occurrence) -> tuple[Cell, ...]:
    """Return the touchpoint's fields; faulty ones are empty."""
    touchpoint = occurrence.touchpoint
    what = (touchpoint.name, touchpoint.type, touchpoint.phase, touchpoint.owner)
    how = (occurrence.channel, touchpoint.form, touchpoint.value)
    return tuple(csv_cell(text or "") for text in (touchpoint.id, *what, *how))
