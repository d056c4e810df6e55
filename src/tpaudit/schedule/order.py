"""In which order events, phases and touchpoints find their days: each after all that it is tied to."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator
from contextlib import suppress
from graphlib import CycleError, TopologicalSorter
from typing import NamedTuple

from tpaudit.inventory.inventory import Inventory
from tpaudit.inventory.registries import Event, Phase
from tpaudit.inventory.touchpoint import Touchpoint
from tpaudit.inventory.words.vocabulary import CONTRACT_EVENTS

PHASE_ENDS = ("phase_start", "phase_end")


class Node(NamedTuple):
    """Something that has days: an event or a touchpoint, whose ids differ, or a phase."""

    id: str
    is_phase: bool = False


def order(inventory: Inventory, starts_with: str, known: Container[str]) -> tuple[Node, ...]:
    """Return all nodes, each behind those that it needs; circles, which are a fault, come last.

    Of touchpoints only the known ones.
    """
    sorter: TopologicalSorter[Node] = TopologicalSorter()
    nodes: dict[Node, None] = {}
    for node, needed in _needs(inventory, starts_with, known):
        nodes[node] = None
        sorter.add(node, *needed)
    with suppress(CycleError):  # what is in no circle can be sorted all the same
        sorter.prepare()
    found: dict[Node, None] = {}
    while ready := sorter.get_ready():
        found.update(dict.fromkeys(ready))
        sorter.done(*ready)
    return tuple(node for node in (*found, *(node for node in nodes if node not in found)) if node in nodes)


def _needs(inventory: Inventory, starts_with: str, known: Container[str]) -> Iterator[tuple[Node, Iterable[Node]]]:
    for event in inventory.events:
        yield Node(event.id), () if event.id == starts_with else _of_event(event)
    for phase in inventory.phases:
        yield Node(phase.id, is_phase=True), _of_phase(phase)
    for touchpoint in inventory.active:
        if touchpoint.id in known:
            yield Node(touchpoint.id), tuple(_of_touchpoint(touchpoint))


def _of_event(event: Event) -> Iterable[Node]:
    anchor = event.after or event.before
    if anchor is None and event.id in CONTRACT_EVENTS and event.id != "contract_start":
        anchor = "contract_start"
    return (Node(anchor),) if anchor else ()


def _of_phase(phase: Phase) -> Iterable[Node]:
    ends = (phase.window.start, phase.window.end) if phase.window else ()
    anchors = (end.after or end.before for end in ends)
    return tuple(Node(anchor) for anchor in anchors if anchor)


def _of_touchpoint(touchpoint: Touchpoint) -> Iterator[Node]:
    phase = (Node(touchpoint.phase, is_phase=True),) if touchpoint.phase else ()
    for timing in touchpoint.timing:
        for anchor in (timing.anchor, timing.until if timing.until_duration is None else None):
            if anchor in PHASE_ENDS:
                yield from phase
            elif anchor:
                yield Node(anchor)
        if timing.every is None:
            continue
        if timing.until is None:
            yield from phase
            yield Node("contract_end")  # ends the horizon, and with it what has no other end
        elif timing.after is None and timing.at is None:
            yield from phase
