"""Timings that wait for each other."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from typing import Any

from tpaudit.inventory.registries import Event, Phase
from tpaudit.inventory.touchpoint import Touchpoint
from tpaudit.inventory.words.vocabulary import CONTRACT_EVENTS

Node = tuple[str, str]
"""touchpoint, event or phase, and its id."""

Edges = Mapping[Node, Sequence[Node]]
"""By node, the nodes that it waits for."""


def circles(
    touchpoints: Iterable[Touchpoint], events: Iterable[Event], phases: Iterable[Phase], starts: Iterable[str]
) -> tuple[tuple[Node, ...], ...]:
    """Return the circles, each once, in the order of the files and beginning with its first member.

    `starts` are the events of day 0 of the segments: where a segment starts with an event, that waits for nothing.
    """
    edges = _edges(touchpoints, events, phases)
    suspects = dict.fromkeys(node for component in _components(edges) for node in component)
    if not suspects:
        return ()
    core = _within(edges, suspects)
    found: dict[tuple[Node, ...], None] = {}
    for start in dict.fromkeys(("event", start) if ("event", start) in suspects else None for start in starts):
        cut = core if start is None else core | {start: ()}
        order = {node: place for place, node in enumerate(cut)}
        components = (sorted(component, key=order.__getitem__) for component in _components(cut))
        for component in sorted(components, key=lambda component: order[component[0]]):
            found[_circle(component, cut)] = None
    return tuple(found)


def _edges(touchpoints: Iterable[Touchpoint], events: Iterable[Event], phases: Iterable[Phase]) -> Edges:
    edges: dict[Node, tuple[Node, ...]] = {}
    event_ids = {event.id: None for event in events}
    phase_by_id = {phase.id: phase for phase in phases}
    for touchpoint in touchpoints:
        waits = _of_touchpoint(touchpoint.__dict__, event_ids, phase_by_id)
        edges["touchpoint", touchpoint.id] = tuple(dict.fromkeys(waits))
    for event in events:
        anchor = event.after or event.before or _implied_anchor(event.id)
        edges["event", event.id] = (_node(anchor, event_ids),) if anchor else ()
    for phase in phase_by_id.values():
        ends = (phase.window.start, phase.window.end) if phase.window else ()
        anchors = (end.after or end.before for end in ends)
        edges["phase", phase.id] = tuple(("event", anchor) for anchor in anchors if anchor)
    return _within(edges, edges)


def _implied_anchor(event: str) -> str | None:
    """Return what dates an event of the contract that no file dates."""
    return "contract_start" if event in CONTRACT_EVENTS and event != "contract_start" else None


def _node(anchor: str, event_ids: Container[str]) -> Node:
    return ("event" if anchor in event_ids else "touchpoint", anchor)


def _of_touchpoint(fields: Mapping[str, Any], event_ids: Container[str], phases: Mapping[str, Phase]) -> Iterator[Node]:
    """Yield what a touchpoint waits for; a cadence waits for what it leaves out too: its phase's start and end."""
    phase = phases.get(fields.get("phase") or "")
    for timing in fields.get("timing", ()):
        until = timing.until if timing.until_duration is None else None
        for anchor in (timing.anchor, until):
            if anchor and anchor not in ("phase_start", "phase_end"):
                yield _node(anchor, event_ids)
            elif anchor and phase is not None:
                yield ("phase", phase.id)
        if timing.every is None:
            continue
        begins_with_phase = timing.at is None and timing.after is None
        if phase is not None and (timing.until is None or begins_with_phase):
            yield ("phase", phase.id)


def _within(edges: Edges, nodes: Container[Node]) -> dict[Node, Sequence[Node]]:
    return {
        node: tuple(other for other in following if other in nodes)
        for node, following in edges.items()
        if node in nodes
    }


def _components(edges: Edges) -> Iterator[list[Node]]:
    """Yield the strongly connected components that hold a circle (Kosaraju), without recursion."""
    backwards: dict[Node, list[Node]] = {node: [] for node in edges}
    for node, following in edges.items():
        for other in following:
            backwards[other].append(node)
    taken: set[Node] = set()
    for root in reversed(_finished(edges)):
        if root in taken:
            continue
        taken.add(root)
        component = [root]
        for node in component:
            fresh = [other for other in dict.fromkeys(backwards[node]) if other not in taken]
            taken.update(fresh)
            component += fresh
        if len(component) > 1 or root in edges[root]:
            yield component


def _finished(edges: Edges) -> list[Node]:
    """Return the nodes in the order in which a search in depth leaves them."""
    seen: set[Node] = set()
    left: list[Node] = []
    for root in edges:
        if root in seen:
            continue
        seen.add(root)
        way = [(root, iter(edges[root]))]
        while way:
            node, following = way[-1]
            other = next((other for other in following if other not in seen), None)
            if other is None:
                left.append(node)
                way.pop()
            else:
                seen.add(other)
                way.append((other, iter(edges[other])))
    return left


def _circle(component: Sequence[Node], edges: Edges) -> tuple[Node, ...]:
    """Return a shortest way from the component's first member back to itself."""
    start, members = component[0], dict.fromkeys(component)
    before: dict[Node, Node] = {}
    queue = [start]
    for node in queue:
        for other in edges[node]:
            if other == start:
                way = [node]
                while way[-1] != start:
                    way.append(before[way[-1]])
                return tuple(reversed(way))
            if other in members and other not in before:
                before[other] = node
                queue.append(other)
    raise AssertionError(component)
