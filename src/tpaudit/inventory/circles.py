"""Timings that wait for each other."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from tpaudit.durations import parse as parse_duration
from tpaudit.inventory.registries import Event, Phase
from tpaudit.inventory.touchpoint import Touchpoint

Node = tuple[str, str]
"""touchpoint, event or phase, and its id."""


def circles(
    touchpoints: Iterable[Touchpoint], events: Iterable[Event], phases: Iterable[Phase]
) -> tuple[tuple[Node, ...], ...]:
    """Return the circles, each once, in the order of the files and beginning with its first member."""
    edges: dict[Node, list[Node]] = {}
    event_ids = {event.id for event in events}
    for touchpoint in touchpoints:
        edges[("touchpoint", touchpoint.id)] = list(_waits_for(touchpoint, event_ids))
    for event in events:
        anchor = event.after or event.before
        edges[("event", event.id)] = [_node(anchor, event_ids)] if anchor else []
    for phase in phases:
        ends = (phase.window.start, phase.window.end) if phase.window else ()
        edges[("phase", phase.id)] = [
            ("event", end.after or end.before or "") for end in ends if end.after or end.before
        ]
    return tuple(_circle(component, edges) for component in _components(edges))


def _node(anchor: str, event_ids: Iterable[str]) -> Node:
    return ("event" if anchor in event_ids else "touchpoint", anchor)


def _waits_for(touchpoint: Touchpoint, event_ids: Iterable[str]) -> Iterable[Node]:
    fields = touchpoint.__dict__
    phase = fields.get("phase")
    for timing in fields.get("timing", ()):
        for anchor in (timing.anchor, timing.until):
            if anchor in ("phase_start", "phase_end"):
                if phase:
                    yield ("phase", phase)
            elif anchor and parse_duration(anchor) is None:
                yield _node(anchor, event_ids)
        implied = timing.every is not None and (timing.anchor is None or timing.until is None)
        if implied and phase:
            yield ("phase", phase)


def _components(edges: Mapping[Node, Sequence[Node]]) -> list[list[Node]]:
    """Return the strongly connected components that hold a circle (Tarjan), without recursion."""
    index: dict[Node, int] = {}
    low: dict[Node, int] = {}
    stack: list[Node] = []
    on_stack: dict[Node, bool] = {}
    found: list[list[Node]] = []
    for start in edges:
        if start in index:
            continue
        work: list[tuple[Node, int]] = [(start, 0)]
        while work:
            node, position = work.pop()
            if position == 0:
                index[node] = low[node] = len(index)
                stack.append(node)
                on_stack[node] = True
            following = edges.get(node, ())
            for place in range(position, len(following)):
                other = following[place]
                if other not in edges:
                    continue
                if other not in index:
                    work.append((node, place + 1))
                    work.append((other, 0))
                    break
                if on_stack.get(other):
                    low[node] = min(low[node], index[other])
            else:
                if low[node] == index[node]:
                    component = stack[stack.index(node) :]
                    del stack[len(stack) - len(component) :]
                    for member in component:
                        on_stack[member] = False
                    if len(component) > 1 or node in following:
                        found.append(component)
                if work:
                    low[work[-1][0]] = min(low[work[-1][0]], low[node])
    order = {node: place for place, node in enumerate(edges)}
    return sorted((sorted(component, key=order.__getitem__) for component in found), key=lambda c: order[c[0]])


def _circle(component: Sequence[Node], edges: Mapping[Node, Sequence[Node]]) -> tuple[Node, ...]:
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
    return tuple(component)
