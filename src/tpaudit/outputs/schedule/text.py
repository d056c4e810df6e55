"""The schedule for people: how often each person is contacted, when that is too much, and when nothing happens."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from tpaudit.inventory.inventory import Inventory
from tpaudit.inventory.naming import by_name, called
from tpaudit.messages import Days, Language, Message, Value, render, say, shown
from tpaudit.observed.observation import Observation, SeenSegment
from tpaudit.outputs.cells import cells
from tpaudit.outputs.figures import headline
from tpaudit.outputs.frequency import between
from tpaudit.outputs.lines import EMPTY, Line, Piece, line, piece, printed, table
from tpaudit.outputs.schedule.bars import bars
from tpaudit.outputs.schedule.overview import overview, title
from tpaudit.outputs.schedule.whom import members
from tpaudit.schedule.figures import PERIODS, Burst, Exceeded, Silence
from tpaudit.schedule.plan import Dropped, Person, Schedule, SegmentPlan

MOST_QUARTERS = 40
"""Ten years; the JSON has more."""
WORST: Mapping[str, Message] = {
    "per_day": say("in 1 day"),
    "per_week": say("in 7 days"),
    "per_month": say("in 30 days"),
    "per_quarter": say("in 91 days"),
}
QUARTERS = say("Contacts in each quarter")
MOST = say("Most contacts at once, and the first day of that time")
SILENCES = say("Longest time without a contact that adds value, and its first day")

Row = tuple[Piece, ...]
Column = tuple[Message | Piece, ...]


def document(
    plans: Sequence[tuple[Inventory, Schedule]],
    segment: str | None,
    language: Language,
    width: int | None,
    *,
    color: bool,
    observed: Sequence[Observation | None] = (),
) -> str:
    """Return the schedules, of one segment if asked; `observed`: what really happened, for each of the plans."""
    lines = []
    for number, (inventory, schedule) in enumerate(plans):
        observation = observed[number] if observed else None
        lines += [line(piece(inventory.name, "title")), EMPTY]
        if not schedule.segments:
            lines += [line(piece(render(say("Nothing is scheduled."), language))), EMPTY]
        for plan in schedule.segments:
            if segment in (None, plan.segment.id):
                seen = observation.segments.get(plan.segment.id) if observation is not None else None
                lines += _segment(plan, inventory, language, width, seen)
    return printed(lines[:-1], width=width, color=color)


def _segment(
    plan: SegmentPlan, inventory: Inventory, language: Language, width: int | None, seen: SeenSegment | None
) -> Iterator[Line]:
    yield title(plan, language)
    yield from overview(plan, inventory, language, seen)
    yield EMPTY
    yield from _persons(plan, language, width)
    yield from _section(
        say("Over budget"), [(_over(exceeded, plan, inventory), "error") for exceeded in plan.exceeded], language
    )
    yield from _bursts(plan, inventory, language)
    yield from bars(plan, plan.headline, width, language)
    unplaced = [
        (
            say(
                "{touchpoint}: {reason}", touchpoint=unplaced.touchpoint.id, reason=by_name(unplaced.reason, inventory)
            ),
            "warning",
        )
        for unplaced in plan.unplaced
    ]
    yield from _section(say("Without a day"), unplaced, language)
    yield from _section(say("Dropped"), [(_dropped(dropped), "warning") for dropped in plan.dropped], language)


def _dropped(dropped: Dropped) -> Message:
    days = _days(dropped.first, dropped.last)
    touchpoint, n = dropped.touchpoint.id, dropped.days
    match dropped.reason:
        case "term":
            return say(
                "{touchpoint}: {n} {n:day lies|days lie} before the term whose end {n:it is|they are} tied to: {days}",
                touchpoint=touchpoint, n=n, days=days,
            )  # fmt: skip
        case "until":
            return say("{touchpoint}: it would begin after its own end, on {days}", touchpoint=touchpoint, days=days)
        case _:
            return say("{touchpoint}: beyond what the schedule looks at, {days}", touchpoint=touchpoint, days=days)


def _persons(plan: SegmentPlan, language: Language, width: int | None) -> Iterator[Line]:
    """Yield the figures of each person, once for those who get the same."""
    persons = [person for person in plan.persons if person.same_as is None]
    limit = headline(plan).longest_silence_limit
    people = (person.id if plan.segment.stakeholders else render(say("customer"), language) for person in persons)
    names = (render(say("Person"), language), *people)
    loads: list[Column] = [
        (
            say("quarter {number}", number=number + 1)
            if quarter.complete
            else say("quarter {number}, incomplete", number=number + 1),
            *(
                piece(shown(between(person.quarters[number].sure, person.quarters[number].most), language))
                for person in persons
            ),
        )
        for number, quarter in enumerate(plan.headline.quarters[:MOST_QUARTERS])
    ]
    worst: list[Column] = [
        (label, *(_worst(plan, person, period, language) for person in persons)) for period, label in WORST.items()
    ]
    silences: list[Column] = [
        (say("longest silence"), *(_silence(person.longest_silence, limit, language) for person in persons)),
        (
            say("without a human contact"),
            *(_silence(person.longest_human_silence, None, language) for person in persons),
        ),
    ]
    for heading, columns in ((QUARTERS, loads), (MOST, worst), (SILENCES, silences)):
        yield line(piece(render(heading, language), "title"))
        yield from _tables(names, columns, language, width)
        yield EMPTY
    same = [person for person in plan.persons if person.same_as is not None]
    for person in same:
        message = say("{person} gets the same as {other}", person=person.id, other=person.same_as or "")
        yield line(piece(render(message, language), "dim"))
    if same:
        yield EMPTY


def _tables(names: Sequence[str], columns: Sequence[Column], language: Language, width: int | None) -> Iterator[Line]:
    """Yield a table with a row for each name; columns that do not fit go below."""
    first = tuple(piece(name) for name in names)
    rest: list[Row] = [
        tuple(piece(render(cell, language), "dim") if isinstance(cell, Message) else cell for cell in column)
        for column in columns
    ]
    while rest:
        taken = len(rest)
        while taken > 1 and width is not None and _width([first, *rest[:taken]]) > width - 2:
            taken -= 1
        yield from (
            Line(text_line.pieces, indent=2) for text_line in table(list(zip(first, *rest[:taken], strict=True)))
        )
        rest = rest[taken:]


def _width(columns: Sequence[Row]) -> int:
    return sum(max(cells(cell.text) for cell in column) + 2 for column in columns) - 2


def _worst(plan: SegmentPlan, person: Person, period: str, language: Language) -> Piece:
    window = plan.worst(person.id, period)
    if window is None:
        return piece("0", "dim")
    load = between(window.sure, window.most)
    if window.limit is None:
        return piece(render(say("{load}, day {day}", load=load, day=window.start), language))
    message = say("{load} of {limit}, day {day}", load=load, limit=window.limit, day=window.start)
    return piece(render(message, language), "error" if window.sure > window.limit else "")


def _silence(longest: Silence | None, limit: int | None, language: Language) -> Piece:
    if longest is None:
        return piece("-", "dim")
    if limit is None:
        message = say("{length}, day {day}", length=Days(longest.days), day=longest.start)
        return piece(render(message, language))
    message = say("{length} of {limit}, day {day}", length=Days(longest.days), limit=limit, day=longest.start)
    return piece(render(message, language), "warning" if longest.days > limit else "")


def _days(first: int, last: int) -> Message:
    return say("day {day}", day=first) if first == last else say("days {first} to {last}", first=first, last=last)


def _section(heading: Message, entries: Sequence[tuple[Message, str]], language: Language) -> Iterator[Line]:
    if entries:
        yield line(piece(render(heading, language), "title"))
        for message, style in entries:
            yield line(piece(render(message, language), style), indent=2)
        yield EMPTY


def _over(exceeded: Exceeded, plan: SegmentPlan, inventory: Inventory) -> Message:
    days: Value = _days(exceeded.start, exceeded.end)
    if plan.segment.stakeholders:
        days = say("{days}, {person}", days=days, person=exceeded.person)
    values: dict[str, Value] = {
        "load": exceeded.load,
        "whom": members(exceeded.profile, inventory),
        "length": Days(PERIODS[exceeded.period]),
        "limit": exceeded.limit,
        "days": days,
        "n": exceeded.windows,
        "touchpoints": tuple(touchpoint.id for touchpoint in exceeded.culprits),
    }
    if exceeded.channel is None:
        text = say(
            "{load} {load:contact|contacts} in {length} (limit {limit}), {days}: {whom}; "
            "{n} {n:window|windows} too full: {touchpoints}",
            **values,
        )
    else:
        text = say(
            "{load} {load:contact|contacts} by {channel} in {length} (limit {limit}), {days}: {whom}; "
            "{n} {n:window|windows} too full: {touchpoints}",
            channel=inventory.channel[exceeded.channel].name,
            **values,
        )
    return text if not exceeded.others else say("{text}; likewise {others}", text=text, others=exceeded.others)


def _bursts(plan: SegmentPlan, inventory: Inventory, language: Language) -> Iterator[Line]:
    """Yield what each event sets off, for the person with the fullest week after it."""
    fullest: dict[str, tuple[Person, Burst]] = {}
    for person in plan.persons:
        for burst in person.bursts:
            best = fullest.get(burst.event)
            if best is None or burst.worst["per_week"].load > best[1].worst["per_week"].load:
                fullest[burst.event] = person, burst
    entries = [(_burst(person, burst, plan, inventory), "") for person, burst in fullest.values()]
    yield from _section(say("What one occurrence of an event sets off"), entries, language)


def _burst(person: Person, burst: Burst, plan: SegmentPlan, inventory: Inventory) -> Message:
    contacts = tuple(
        say("{touchpoint} on day {day}", touchpoint=contact.touchpoint.id, day=contact.distance)
        for contact in burst.contacts
    )
    return say(
        "{event}: up to {n} {n:contact|contacts} in 7 days for {person}: {contacts}",
        event=inventory.event[burst.event].name,
        n=burst.worst["per_week"].load,
        person=called(person.id, plan.segment),
        contacts=contacts,
    )
