"""Timings that wait for each other."""

from __future__ import annotations

from collections.abc import Collection, Container, Iterable, Iterator, Mapping, Sequence
from graphlib import CycleError, TopologicalSorter
from typing import NamedTuple

from tpaudit.inventory.registries import Event, Phase, Segment
from tpaudit.inventory.subject import Kind
from tpaudit.inventory.touchpoint import Touchpoint
from tpaudit.inventory.waiting import Node, timings_wait_for, waits_for

MOST = 20
"""The most circles that are reported for connected entries; fixing some breaks the others anyway."""

Edges = Mapping[Node, Sequence[Node]]
"""The nodes that each node waits for."""


class Circles(NamedTuple):
    """The circles of nodes that wait for each other."""

    found: tuple[tuple[Node, ...], ...]
    """The circles, each once, in the order of the files and beginning with its first member."""
    entangled: tuple[Node, ...]
    """All nodes that may be in a circle, including circles that are not reported."""


def circles(
    touchpoints: Collection[Touchpoint],
    events: Collection[Event],
    phases: Iterable[Phase],
    segments: Iterable[Segment],
) -> Circles:
    """Return the circles; the event that a segment starts with waits for nothing there."""
    ids = {event.id: None for event in events}
    entries: dict[Node, Touchpoint | Event | Phase] = {
        **{Node(Kind.TOUCHPOINT, touchpoint.id): touchpoint for touchpoint in touchpoints},
        **{Node(Kind.EVENT, event.id): event for event in events},
        **{Node(Kind.PHASE, phase.id): phase for phase in phases},
    }
    own = {node: tuple(dict.fromkeys(waits_for(entry, ids))) for node, entry in entries.items()}
    other = {
        (Node(Kind.TOUCHPOINT, touchpoint.id), segment): tuple(
            dict.fromkeys(timings_wait_for(variant.timing, touchpoint.phase, ids))
        )
        for touchpoint in touchpoints
        for segment, variant in touchpoint.per_segment.items()
        if "timing" in variant.model_fields_set - variant.unknown
    }
    every = {node: list(following) for node, following in own.items()}
    for (node, _), following in other.items():
        every[node] += following
    suspects = _unsorted(_within(every, every))
    if not suspects:
        return Circles((), ())
    found: dict[tuple[Node, ...], None] = {}
    entangled: dict[Node, None] = {}
    for start, differing in _cases(segments, suspects, other):
        edges = {node: own[node] for node in suspects} | differing
        if start is not None:
            edges[start] = ()
        for part in _parts(_within(edges, suspects)):
            listed, rest = _circles_of(part)
            found |= dict.fromkeys(listed)
            entangled |= dict.fromkeys((*(node for circle in listed for node in circle), *rest))
    return Circles(tuple(found), tuple(entangled))


def _cases(
    segments: Iterable[Segment], suspects: Container[Node], other: Mapping[tuple[Node, str], Sequence[Node]]
) -> Iterator[tuple[Node | None, dict[Node, Sequence[Node]]]]:
    """Yield the event of day 0 and what differs, once for all segments that have them in common."""
    by_segment: dict[str, dict[Node, Sequence[Node]]] = {}
    for (node, name), following in other.items():
        if node in suspects:
            by_segment.setdefault(name, {})[node] = following
    seen: set[Node | None] = set()
    for segment in segments:
        event = Node(Kind.EVENT, segment.starts_with)
        start = event if event in suspects else None
        differing = by_segment.get(segment.id, {})
        if differing or start not in seen:
            yield start, differing
        if not differing:
            seen.add(start)


def _within(edges: Edges, nodes: Container[Node]) -> dict[Node, Sequence[Node]]:
    return {
        node: tuple(other for other in following if other in nodes)
        for node, following in edges.items()
        if node in nodes
    }


def _unsorted(edges: Edges) -> dict[Node, None]:
    """Return the nodes that are in a circle or wait for one, in order."""
    sorter = TopologicalSorter(edges)
    sorted_: set[Node] = set()
    try:
        sorter.prepare()
    except CycleError:
        while ready := sorter.get_ready():  # what is not in a circle can still be sorted
            sorted_.update(ready)
            sorter.done(*ready)
        return {node: None for node in edges if node not in sorted_}
    return {}


def _parts(edges: Edges) -> Iterator[dict[Node, Sequence[Node]]]:
    """Yield the connected parts, in the order of the nodes."""
    neighbours: dict[Node, list[Node]] = {node: list(following) for node, following in edges.items()}
    for node, following in edges.items():
        for other in following:
            neighbours[other].append(node)
    order = {node: place for place, node in enumerate(edges)}
    taken: set[Node] = set()
    for first in edges:
        if first in taken:
            continue
        taken.add(first)
        part = [first]
        for node in part:
            fresh = [other for other in dict.fromkeys(neighbours[node]) if other not in taken]
            taken.update(fresh)
            part += fresh
        yield {node: edges[node] for node in sorted(part, key=order.__getitem__)}


def _circles_of(edges: dict[Node, Sequence[Node]]) -> tuple[list[tuple[Node, ...]], Sequence[Node]]:
    """Return the circles of a connected part, and what is left if there are too many to report."""
    order = {node: place for place, node in enumerate(edges)}
    found: list[tuple[Node, ...]] = []
    while True:
        try:
            TopologicalSorter(edges).prepare()
        except CycleError as error:
            if len(found) == MOST:
                return found, tuple(edges)
            circle = error.args[1][:0:-1]  # closed: each waits for the previous one
            first = min(range(len(circle)), key=lambda place: order[circle[place]])
            found.append((*circle[first:], *circle[:first]))
            edges = edges | dict.fromkeys(circle, ())
        else:
            return sorted(found, key=lambda circle: order[circle[0]]), ()
