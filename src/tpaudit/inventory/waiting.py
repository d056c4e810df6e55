"""What events, phases and touchpoints wait for before they can have days."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator
from typing import NamedTuple

from tpaudit.inventory.registries import Event, Phase
from tpaudit.inventory.subject import Kind
from tpaudit.inventory.timing import PHASE_ENDS, Timing
from tpaudit.inventory.touchpoint import Touchpoint
from tpaudit.inventory.words.vocabulary import CONTRACT_EVENTS


class Node(NamedTuple):
    """Something that can have days."""

    kind: Kind
    """Touchpoint, event or phase."""
    id: str


def waits_for(entry: Touchpoint | Event | Phase, events: Container[str]) -> Iterator[Node]:
    """Yield what an entry waits for, possibly repeated; `events` has the ids of all events.

    The event that a segment starts with waits for nothing there, which callers that know the segment handle.
    """
    match entry:
        case Touchpoint():
            yield from timings_wait_for(entry.timing, entry.phase, events)
        case Event():
            yield from _of_event(entry, events)
        case Phase():
            window = entry.window
            for end in (window.start, window.end) if window else ():
                anchor = end.after or end.before
                if anchor:
                    yield Node(Kind.EVENT, anchor)


def timings_wait_for(timings: Iterable[Timing], phase: str | None, events: Container[str]) -> Iterator[Node]:
    """Yield what the timings of a touchpoint wait for, possibly repeated."""
    for timing in timings:
        until = timing.until if timing.until_duration is None else None
        for anchor in (timing.anchor, until):
            if anchor and anchor not in PHASE_ENDS:
                yield _node(anchor, events)
            elif anchor and phase:
                yield Node(Kind.PHASE, phase)
        if phase and timing.every is not None and (timing.until is None or timing.after is None):
            yield Node(Kind.PHASE, phase)  # a cadence begins and ends with its phase


def _of_event(event: Event, events: Container[str]) -> Iterator[Node]:
    if event.anchor:
        yield _node(event.anchor, events)
    elif event.every is None and event.id in CONTRACT_EVENTS and event.id != "contract_start":
        yield Node(Kind.EVENT, "contract_start")
    if event.until and event.until_duration is None:
        yield _node(event.until, events)


def _node(anchor: str, events: Container[str]) -> Node:
    return Node(Kind.EVENT if anchor in events else Kind.TOUCHPOINT, anchor)
