"""The order in which events, phases and touchpoints find their days: each after everything it is tied to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
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


def order(inventory: Inventory, starts_with: str, touchpoints: Iterable[Touchpoint]) -> tuple[Node, ...]:
    """Return events, phases and these touchpoints, each after what it needs; circles, which are a fault, come last."""
    sorter: TopologicalSorter[Node] = TopologicalSorter()
    nodes: dict[Node, None] = {}
    for node, needed in _needs(inventory, starts_with, touchpoints):
        nodes[node] = None
        sorter.add(node, *needed)
    with suppress(CycleError):  # what is not in a circle can still be sorted
        sorter.prepare()
    found: dict[Node, None] = {}
    while ready := sorter.get_ready():
        found.update(dict.fromkeys(ready))
        sorter.done(*ready)
    return tuple(node for node in (*found, *(node for node in nodes if node not in found)) if node in nodes)


def needed_by(inventory: Inventory, starts_with: str, touchpoints: Iterable[Touchpoint], id: str) -> frozenset[Node]:  # noqa: A002  ids are called id everywhere
    """Return an event with everything it needs, directly or through others."""
    needs = dict(_needs(inventory, starts_with, touchpoints))
    found: dict[Node, None] = {Node(id): None}
    waiting = [Node(id)]
    while waiting:
        for node in needs.get(waiting.pop(), ()):
            if node not in found:
                found[node] = None
                waiting.append(node)
    return frozenset(found)


def _needs(
    inventory: Inventory, starts_with: str, touchpoints: Iterable[Touchpoint]
) -> Iterator[tuple[Node, Iterable[Node]]]:
    for event in inventory.events:
        yield Node(event.id), tuple(_of_event(event, starts=event.id == starts_with))
    for phase in inventory.phases:
        yield Node(phase.id, is_phase=True), _of_phase(phase)
    for touchpoint in touchpoints:
        yield Node(touchpoint.id), tuple(_of_touchpoint(touchpoint))


def _of_event(event: Event, *, starts: bool) -> Iterator[Node]:
    if event.until is not None and event.until_duration is None:
        yield Node(event.until)
    if event.id in CONTRACT_EVENTS and event.id != "contract_start":
        yield Node("contract_start")
    if event.anchor is not None and not starts:
        yield Node(event.anchor)


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
        if (timing.every is not None and (timing.until is None or timing.after is None)) or timing.named_dates:
            yield from phase
