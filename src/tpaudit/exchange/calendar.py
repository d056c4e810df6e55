"""The dates of a schedule as a calendar (iCalendar): one all-day event each, which blocks no time."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from typing import NamedTuple
from uuid import NAMESPACE_URL, uuid5

from tpaudit.inventory.inventory import Inventory
from tpaudit.inventory.naming import owner_name
from tpaudit.inventory.subject import At, Kind
from tpaudit.loading.usage import UsageError
from tpaudit.messages import Language, render, say
from tpaudit.schedule.contact import Occurrence
from tpaudit.schedule.plan import Schedule, SegmentPlan

QUARTER = 91
"""The days of an owner's quarter, day 0 the first."""


class CalendarRequest(NamedTuple):
    """What the calendar shows: the dates of one segment, or an owner's first quarter in all segments."""

    segment: str | None
    owner: str | None
    start: date
    """The date of day 0."""
    stamp: datetime
    """When the calendar was made, in UTC."""


def calendar(plans: Sequence[tuple[Inventory, Schedule]], request: CalendarRequest, language: Language) -> bytes:
    """Return the calendar file."""
    try:
        from icalendar import Calendar, Event
    except ImportError:
        raise UsageError(
            say("writing calendars needs a library that is not installed"),
            say("Install it with {command}.", command='pip install "tpaudit[calendar]"'),
        ) from None
    made = Calendar()
    made.add("prodid", "-//tpaudit//schedule//EN")
    made.add("version", "2.0")
    made.add("x-wr-calname", _title(plans, request))
    for inventory, plan, occurrence, number in _occurrences(plans, request):
        try:
            day = request.start + timedelta(days=occurrence.day)
        except OverflowError:
            continue
        event = Event()
        event.add("uid", _uid(inventory, plan, occurrence, number))
        event.add("dtstamp", request.stamp)
        event.add("dtstart", day)
        event.add("dtend", day + timedelta(days=1))
        event.add("summary", _summary(inventory, plan, occurrence, request))
        event.add("description", "\n".join(_description(inventory, plan, occurrence, language)))
        event.add("transp", "TRANSPARENT")
        made.add_component(event)
    return bytes(made.to_ical())


def _title(plans: Sequence[tuple[Inventory, Schedule]], request: CalendarRequest) -> str:
    names = [inventory.name for inventory, _ in plans if inventory.name]
    return ": ".join(dict.fromkeys([*names[:1], *(part for part in (request.owner, request.segment) if part)]))


def _occurrences(
    plans: Sequence[tuple[Inventory, Schedule]], request: CalendarRequest
) -> Iterator[tuple[Inventory, SegmentPlan, Occurrence, int]]:
    """Yield the dates that are request, each with its number among those of its touchpoint and channel."""
    for inventory, schedule in plans:
        for plan in schedule.segments:
            if request.segment not in (None, plan.segment.id):
                continue
            counts: Counter[tuple[str, str | None]] = Counter()
            for occurrence in plan.diary:
                key = (occurrence.touchpoint.id, occurrence.channel)
                counts[key] += 1
                if request.owner is not None:
                    is_theirs = occurrence.touchpoint.owner == request.owner
                    if not is_theirs or not 0 <= occurrence.day < QUARTER:
                        continue
                yield inventory, plan, occurrence, counts[key]


def _uid(inventory: Inventory, plan: SegmentPlan, occurrence: Occurrence, number: int) -> str:
    # Without the day: a date that moves must move in the calendar, not appear twice.
    what = (inventory.name, plan.segment.id, occurrence.touchpoint.id, occurrence.channel or "", str(number))
    return f"{uuid5(NAMESPACE_URL, 'tpaudit:' + '/'.join(what))}@tpaudit"


def _summary(inventory: Inventory, plan: SegmentPlan, occurrence: Occurrence, request: CalendarRequest) -> str:
    name = occurrence.touchpoint.name
    channel = inventory.channel.get(occurrence.channel or "")
    through = f" ({channel.name})" if channel is not None else ""
    several = request.segment is None and len(inventory.segments) > 1
    return f"{_name(plan)}: {name}{through}" if several else f"{name}{through}"


def _name(plan: SegmentPlan) -> str:
    return plan.segment.name


def _description(inventory: Inventory, plan: SegmentPlan, occurrence: Occurrence, language: Language) -> Iterator[str]:
    touchpoint = occurrence.touchpoint
    owner = touchpoint.owner
    if owner:
        yield render(say("Owner: {owner}", owner=owner_name(owner, inventory)), language)
    yield render(say("Customers: {segment}, day {day}", segment=_name(plan), day=occurrence.day), language)
    purpose = touchpoint.purpose
    if purpose:
        yield purpose
    file, span = inventory.locate(At(Kind.TOUCHPOINT, touchpoint.id, ("id",)))
    yield f"{file}:{span.line}"
