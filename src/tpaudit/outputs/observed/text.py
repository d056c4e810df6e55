"""What really happened beside the plan, for a terminal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from tpaudit.inventory.inventory import Inventory
from tpaudit.inventory.naming import is_everybody
from tpaudit.messages import Language, Message, Value, render, say, shown
from tpaudit.observed.beside import (
    Beside,
    SegmentBeside,
    TouchpointBeside,
    UnplannedBeside,
    beside,
    drifted,
)
from tpaudit.observed.observation import Observation
from tpaudit.outputs.lines import EMPTY, Line, line, piece, printed, table
from tpaudit.outputs.observed.reasons import left_out
from tpaudit.schedule.plan import Schedule

MOST_UNPLANNED = 15
"""The most unplanned events that are listed; the file has more."""


def document(
    inventory: Inventory,
    schedule: Schedule,
    observation: Observation,
    language: Language,
    width: int | None,
    *,
    color: bool,
) -> str:
    """Return what happened, segment by segment."""
    lines = [line(piece(inventory.name, "title")), *_rows(observation, language), EMPTY]
    for segment in beside(inventory, schedule, observation):
        lines += _segment(segment, inventory, language)
    for segment_id in observation.withheld:
        message = say(
            "{segment}: fewer than {n} customers were observed, so nothing is shown",
            segment=segment_id,
            n=observation.min_group,
        )
        lines += [line(piece(render(message, language), "dim")), EMPTY]
    return printed(lines[:-1], width=width, color=color)


def _rows(observation: Observation, language: Language) -> Iterator[Line]:
    rows = observation.rows
    if observation.first_day is not None and observation.last_day is not None:
        message = say(
            "{used} of {all} {all:event|events} used, {customers} {customers:customer|customers}, {first} to {last}",
            used=rows.used,
            all=rows.events,
            customers=rows.customers,
            first=observation.first_day,
            last=observation.last_day,
        )
    else:
        message = say("none of {all} {all:event|events} can be used", all=rows.events)
    yield line(piece(render(message, language)))
    yield from (line(piece(render(message, language), "dim"), indent=2) for message in left_out(rows))
    if observation.refused_events:
        message = say(
            "{n} {n:name of an event looks|names of events look} like data of single persons and {n:is|are} not shown",
            n=observation.refused_events,
        )
        yield line(piece(render(message, language), "dim"), indent=2)


def _segment(segment: SegmentBeside, inventory: Inventory, language: Language) -> Iterator[Line]:
    named = inventory.segment.get(segment.id)
    name = segment.name if named is not None and is_everybody(named) else segment.id
    counted = render(say("{n} {n:customer|customers} observed", n=segment.customers), language)
    yield line(piece(name, "title"), piece(f"  {counted}", "dim"))
    yield from _figures(segment.rows, language)
    yield EMPTY
    if segment.touchpoints:
        yield from _touchpoints(segment.touchpoints, language)
        yield EMPTY
    if segment.unplanned:
        yield line(piece(render(say("Nobody planned"), language), "title"))
        for event in segment.unplanned[:MOST_UNPLANNED]:
            yield line(piece(render(unplanned(event), language), "warning"), indent=2)
        if len(segment.unplanned) > MOST_UNPLANNED:
            more = say("and {n} more", n=len(segment.unplanned) - MOST_UNPLANNED)
            yield line(piece(render(more, language), "dim"), indent=2)
        yield EMPTY


def _figures(rows: Sequence[Beside], language: Language) -> Iterator[Line]:
    headings = ("", render(say("planned"), language), render(say("really"), language))
    cells = [tuple(piece(heading, "dim") for heading in headings)]
    cells += [
        (
            piece(render(row.label, language)),
            piece("–" if row.planned is None else shown(row.planned, language)),
            piece(shown(row.really, language), "error" if row.is_off else ""),
        )
        for row in rows
    ]
    yield from (Line(text_line.pieces, indent=2) for text_line in table(cells))


def _touchpoints(touchpoints: Sequence[TouchpointBeside], language: Language) -> Iterator[Line]:
    headings = (say("Touchpoint"), say("due for"), say("planned"), say("reached"), say("days late"), say("times"))
    cells = [tuple(piece(render(heading, language), "dim") for heading in headings)]
    for touchpoint in touchpoints:
        style = "error" if touchpoint.is_off else ""
        cells.append(
            (
                piece(touchpoint.id, style),
                piece(shown(touchpoint.due, language) if touchpoint.due else "–"),
                piece("–" if touchpoint.meant is None else shown(touchpoint.meant, language)),
                piece("–" if touchpoint.reached is None else shown(touchpoint.reached, language), style),
                piece("–" if touchpoint.drift is None else shown(drifted(touchpoint.drift), language)),
                piece(shown(touchpoint.occurrences, language)),
            )
        )
    head, *lines = table(cells)
    yield Line(head.pieces, indent=2)
    for touchpoint, its in zip(touchpoints, lines, strict=True):
        yield Line(its.pieces, indent=2)
        for message in touchpoint.troubles:
            yield line(piece(render(message, language), "warning"), indent=6)
        for message in touchpoint.facts:
            yield line(piece(render(message, language), "dim"), indent=6)


def unplanned(event: UnplannedBeside) -> Message:
    """Return the message about an event that nobody planned."""
    values: dict[str, Value] = {"event": event.event, "share": event.share, "each": event.each}
    if event.day is None:
        return say("{event}: {share} of the customers, {each} times each", **values)
    return say("{event}: {share} of the customers, {each} times each, around day {day}", day=event.day, **values)
