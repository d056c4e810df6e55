"""One customer's time in a segment, day by day: what everybody gets, and what some get, and who they are."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from tpaudit.inventory.inventory import Inventory
from tpaudit.inventory.touchpoint import Touchpoint
from tpaudit.inventory.words.terms import amount
from tpaudit.messages import Days, Language, Message, Share, Value, render, say, shown
from tpaudit.outputs.lines import EMPTY, Line, Piece, line, piece, printed, table
from tpaudit.outputs.schedule.overview import title
from tpaudit.outputs.schedule.whom import audience_name, whom
from tpaudit.schedule.customer import Customer, Entry, Overfull, entries, overfull
from tpaudit.schedule.figures import PERIODS
from tpaudit.schedule.plan import Schedule, SegmentPlan

HEADER = (say("Day"), say("Week"), say("Phase"), say("What happens"), say("Channel"), say("Whom"))
WEEKDAYS = (say("Mon"), say("Tue"), say("Wed"), say("Thu"), say("Fri"), say("Sat"), say("Sun"))
Row = tuple[Piece, ...]


class DiaryRequest(NamedTuple):
    """Whose diary to show: a customer, and the date of day 0."""

    customer: Customer = Customer()
    start: date | None = None
    """The date of day 0; None: the segment's `starts_on`, if it has one."""


def document(
    plans: Sequence[tuple[Inventory, Schedule]],
    segment: str | None,
    request: DiaryRequest,
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
                happening = entries(plan, inventory, request.customer)
                lines += [line(piece(inventory.name, "title")), title(plan, language), EMPTY]
                lines += table(list(_rows(inventory, plan, happening, request, language)), left=len(HEADER))
                lines += [EMPTY, *_undated(inventory, plan, language)]
                lines += _too_full(plan, inventory, happening, request, language)
    return printed(lines[:-1], width=width, color=color)


def _rows(
    inventory: Inventory, plan: SegmentPlan, happening: Sequence[Entry], request: DiaryRequest, language: Language
) -> Iterator[Row]:
    start = request.start or plan.segment.starts_on
    yield tuple(piece(render(word, language), "title") for word in HEADER)
    rows: defaultdict[int, list[Row]] = defaultdict(list)
    for day, what in _landmarks(inventory, plan, request.customer):
        rows[day].append(tuple(piece(text, "dim") for text in (f"— {shown(what, language)} —", "", "")))
    for entry in happening:
        rows[entry.day].append(_entry(entry, plan, inventory, language))
    for day in sorted(rows):
        phases = ", ".join(shown(inventory.phase[phase].name, language) for phase in _phases(plan, day))
        when = (_when(day, start, language), str(day // 7 + 1), phases)
        for number, row in enumerate(rows[day]):
            yield (*(piece(text if number == 0 else "", "dim") for text in when), *row)


def _when(day: int, start: date | None, language: Language) -> str:
    """Return a day's number, or its weekday and date if they are known."""
    if start is None:
        return str(day)
    try:
        there = start + timedelta(days=day)
    except OverflowError:
        return str(day)
    return f"{shown(WEEKDAYS[there.weekday()], language)} {shown(there, language)}"


def _entry(entry: Entry, plan: SegmentPlan, inventory: Inventory, language: Language) -> Row:
    registered = inventory.channel.get(entry.channel or "")
    channel = registered.name if registered else entry.channel or ""
    style = "" if entry.counted and entry.is_certain else "dim"
    return (
        piece(entry.touchpoint.name, style),
        piece(shown(channel, language)),
        piece(shown(_whom(entry, plan, inventory), language), style),
    )


def _whom(entry: Entry, plan: SegmentPlan, inventory: Inventory) -> Value:
    """Return whom it reaches, and on which condition."""
    condition = whom(entry.audience, entry.share, inventory)
    if entry.is_member and entry.share is not None and entry.audience is not None:
        among = audience_name(entry.audience, inventory)
        condition = say("{share} of them ({audience})", share=Share(entry.share), audience=among)
    if entry.audience is None and entry.share is None:
        condition = say("nobody knows how many")
    if not entry.counted:
        reached: Value = say("not counted")
    else:
        reached = entry.persons if plan.segment.stakeholders else say("customer")
    if not condition:
        return reached
    if entry.counted and not plan.segment.stakeholders:
        return say("if: {condition}", condition=condition)
    return say("{whom}, if: {condition}", whom=reached, condition=condition)


def _phases(plan: SegmentPlan, day: int) -> Iterator[str]:
    for phase, windows in plan.phase_windows.items():
        if windows is not None and any(first <= day <= last for first, last in windows):
            yield phase


def _landmarks(inventory: Inventory, plan: SegmentPlan, customer: Customer) -> Iterator[tuple[int, Value]]:
    """Yield the dated events and the starts of phases within the horizon, and this customer's own events."""
    first, last = plan.horizon
    used = _used(inventory, plan)
    for event, days in plan.event_days.items():
        for day in days:
            if first <= day <= last and (event in used or event not in ("go_live", "first_contact")):
                yield day, inventory.event[event].name
    for phase, windows in plan.phase_windows.items():
        for start, _ in windows or ():
            if first <= start <= last:
                yield start, say("{phase} begins", phase=inventory.phase[phase].name)
    for event, day in customer.events:
        yield day, inventory.event[event].name


def _used(inventory: Inventory, plan: SegmentPlan) -> set[str | None]:
    """Return the events that time something here; other built-in events would only confuse the reader."""
    timings = [timing for touchpoint in inventory.in_segment(plan.segment) for timing in touchpoint.timing]
    found: set[str | None] = set()
    for timed in (*timings, *inventory.events):
        found |= {timed.after, timed.before, timed.until}
    for phase in inventory.phases:
        window = phase.window if plan.phase_windows.get(phase.id) else None
        for bound in (window.start, window.end) if window else ():
            found |= {bound.after, bound.before}
    return found


def _too_full(
    plan: SegmentPlan, inventory: Inventory, happening: Sequence[Entry], request: DiaryRequest, language: Language
) -> Iterator[Line]:
    """Yield the budgets that this customer's days exceed."""
    found = list(overfull(plan, happening))
    customer = request.customer
    if not found and (customer.audiences or customer.events) and plan.budgets:
        yield from (line(piece(render(say("This customer's days keep every budget."), language))), EMPTY)
    if not found:
        return
    yield line(piece(render(say("Over budget"), language), "title"))
    for excess in found:
        yield line(piece(render(_overfull(excess, plan, inventory), language), "error"), indent=2)
    yield EMPTY


def _overfull(excess: Overfull, plan: SegmentPlan, inventory: Inventory) -> Message:
    days = say("day {day}", day=excess.start) if excess.start == excess.end else None
    text = say(
        "{load} {load:contact|contacts} in {length} (limit {limit}), {days}: {touchpoints}",
        load=excess.load,
        length=Days(PERIODS[excess.period]),
        limit=excess.limit,
        days=days or say("days {first} to {last}", first=excess.start, last=excess.end),
        touchpoints=tuple(touchpoint.name for touchpoint in excess.touchpoints),
    )
    if excess.channel is not None:
        text = say("{channel}: {what}", channel=inventory.channel[excess.channel].name, what=text)
    return say("{person}: {what}", person=excess.person, what=text) if plan.segment.stakeholders else text


def _undated(inventory: Inventory, plan: SegmentPlan, language: Language) -> Iterator[Line]:
    """Yield what has no day: what events set off, and what comes at a rate."""
    found: list[Message] = []
    for touchpoint in inventory.in_segment(plan.segment):
        name = touchpoint.name
        here = [
            _step(name, step.distance, inventory.event[step.event].name) for step in plan.steps.get(touchpoint.id, ())
        ]
        here += _rates(touchpoint, plan)
        audience = touchpoint.audience
        if audience is not None:
            named = audience_name(audience, inventory)
            here = [say("{what} (for: {audience})", what=what, audience=named) for what in here]
        found += here
    if found:
        yield line(piece(render(say("At any time"), language), "title"))
        for entry in found:
            yield line(piece(render(entry, language)), indent=2)
        yield EMPTY


def _rates(touchpoint: Touchpoint, plan: SegmentPlan) -> Iterator[Message]:
    """Yield how often a touchpoint comes on no fixed days: at a rate, or on company dates."""
    series = (spread for person in plan.persons for spread in person.spread if spread.touchpoint.id == touchpoint.id)
    rates: list[Value] = list(dict.fromkeys(spread.per_quarter for spread in series))
    if not rates:  # what no budget counts
        timings = touchpoint.timing
        rates = [amount(timing.per_quarter) for timing in timings if timing.per_quarter is not None]
    for rate in rates:
        yield say("{name}: {rate} {rate:time|times} a quarter", name=touchpoint.name, rate=rate)


def _step(name: str, distance: int, event: str) -> Message:
    if distance == 0:
        return say("{name}: on the day of {event}", name=name, event=event)
    return say("{name}: {length} after {event}", name=name, length=Days(distance), event=event)
