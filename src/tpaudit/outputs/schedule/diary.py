"""One customer's time in a segment, day by day; days count from the segment's start."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from tpaudit.fields import known
from tpaudit.inventory.inventory import Inventory
from tpaudit.inventory.words.terms import amount
from tpaudit.messages import Days, Language, Message, Value, render, say, shown
from tpaudit.outputs.lines import EMPTY, Line, Piece, line, piece, printed, table
from tpaudit.outputs.schedule.text import title
from tpaudit.schedule.contact import Occurrence
from tpaudit.schedule.plan import Schedule, SegmentPlan

HEADER = (say("Day"), say("Week"), say("Phase"), say("What happens"), say("Channel"), say("Whom"))
Row = tuple[Piece, ...]


def document(
    plans: Sequence[tuple[Inventory, Schedule]],
    segment: str | None,
    language: Language,
    width: int | None,
    *,
    color: bool,
) -> str:
    """Return the diaries of the segment in all inventories that have it."""
    lines: list[Line] = []
    for inventory, schedule in plans:
        for plan in schedule.segments:
            if segment in (None, plan.segment.id):
                lines += [line(piece(inventory.name, "title")), title(plan, language), EMPTY]
                lines += table(list(_rows(inventory, plan, language)), left=len(HEADER))
                lines += [EMPTY, *_undated(inventory, plan, language)]
    return printed(lines[:-1], width=width, color=color)


def _rows(inventory: Inventory, plan: SegmentPlan, language: Language) -> Iterator[Row]:
    yield tuple(piece(render(word, language), "title") for word in HEADER)
    entries: defaultdict[int, list[Row]] = defaultdict(list)
    for day, what in _landmarks(inventory, plan):
        entries[day].append(tuple(piece(text, "dim") for text in (f"— {shown(what, language)} —", "", "")))
    reached = _reached(plan)
    for entry in plan.diary:
        entries[entry.day].append(_entry(entry, reached, inventory, language))
    for day in sorted(entries):
        phases = ", ".join(shown(inventory.phase[phase].name, language) for phase in _phases(plan, day))
        when = (str(day), str(day // 7 + 1), phases)
        for number, row in enumerate(entries[day]):
            yield (*(piece(text if number == 0 else "", "dim") for text in when), *row)


def _entry(
    entry: Occurrence,
    reached: Mapping[tuple[int, str, str | None], Sequence[Value]],
    inventory: Inventory,
    language: Language,
) -> Row:
    channel = inventory.channel[entry.channel].name if entry.channel else ""
    whom: Value = tuple(reached.get((entry.day, entry.touchpoint.id, entry.channel), ()))
    if not entry.counted:
        whom = say("not counted")
    return (
        piece(entry.touchpoint.name, "" if entry.counted else "dim"),
        piece(shown(channel, language)),
        piece(shown(whom, language), "" if entry.counted else "dim"),
    )


def _reached(plan: SegmentPlan) -> Mapping[tuple[int, str, str | None], Sequence[Value]]:
    """Return whom each contact reaches."""
    persons: defaultdict[tuple[int, str, str | None], list[Value]] = defaultdict(list)
    for person in plan.persons:
        for contact in person.contacts:
            persons[contact.day, contact.touchpoint.id, contact.channel].append(
                person.id if plan.segment.stakeholders else say("customer")
            )
    return persons


def _phases(plan: SegmentPlan, day: int) -> Iterator[str]:
    for phase, windows in plan.phase_windows.items():
        if any(start <= day <= end for start, end in windows or ()):
            yield phase


def _landmarks(inventory: Inventory, plan: SegmentPlan) -> Iterator[tuple[int, Value]]:
    """Yield the dated events and where phases begin, within the horizon."""
    first, last = plan.horizon
    for event, days in plan.event_days.items():
        for day in days:
            if first <= day <= last:
                yield day, inventory.event[event].name
    for phase, windows in plan.phase_windows.items():
        for start, _ in windows or ():
            if first <= start <= last:
                yield start, say("{phase} begins", phase=inventory.phase[phase].name)


def _undated(inventory: Inventory, plan: SegmentPlan, language: Language) -> Iterator[Line]:
    """Yield what has no day: what events set off, and what comes at a rate."""
    entries: list[Message] = []
    for touchpoint in inventory.in_segment(plan.segment):
        name = touchpoint.name
        entries += (
            _step(name, step.distance, inventory.event[step.event].name) for step in plan.steps.get(touchpoint.id, ())
        )
        entries += (
            say("{name}: {rate} {rate:time|times} a quarter", name=name, rate=amount(timing.per_quarter))
            for timing in known(touchpoint, "timing") or ()
            if timing.per_quarter is not None
        )
    if entries:
        yield line(piece(render(say("At any time"), language), "title"))
        for entry in entries:
            yield line(piece(render(entry, language)), indent=2)
        yield EMPTY


def _step(name: str, distance: int, event: str) -> Message:
    if distance == 0:
        return say("{name}: on the day of {event}", name=name, event=event)
    return say("{name}: {length} after {event}", name=name, length=Days(distance), event=event)
