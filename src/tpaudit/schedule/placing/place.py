"""Where everything lies, segment by segment."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from tpaudit.inventory.inventory import Inventory
from tpaudit.inventory.registries import Segment
from tpaudit.inventory.touchpoint import Touchpoint
from tpaudit.schedule.contact import Span
from tpaudit.schedule.people import People, people
from tpaudit.schedule.placing.allowance import Allowance
from tpaudit.schedule.placing.calendar import FARTHEST, Calendar, calendar
from tpaudit.schedule.placing.ends import DENSE, MIDDLE, SPARSE, Ends, has_ranges
from tpaudit.schedule.placing.order import Node, needed_by, order
from tpaudit.schedule.placing.placer import Ground, Placed, Placer, event_days
from tpaudit.schedule.placing.position import START, Point

NEEDED = frozenset(
    ("phase", "segments", "stakeholders", "routes", "initiation", "transactional", "reach", "audience", "timing")
)
"""Fields that decide when a touchpoint reaches whom."""

_TEN_YEARS = Calendar(3650, 3650, (), renews=False)


class Placements(NamedTuple):
    """Where everything lies in one segment, with ranges read at their dense ends."""

    segment: Segment
    people: People
    calendar: Calendar
    horizon: Span
    event_days: Mapping[str, tuple[int, ...]]
    phase_windows: Mapping[str, tuple[Span, ...] | None]
    """The windows by id of each phase that applies here; None: it is ongoing."""
    touchpoints: Mapping[str, Placed]
    """The touchpoints that serve the segment, by id, in file order."""
    sparse: Mapping[str, Placed]
    """The same with the sparse ends of ranges; without ranges, the same values."""
    middle: Mapping[str, Placed]
    """The same with the middle of ranges."""
    hidden: tuple[Touchpoint, ...]
    """Touchpoints whose days are hidden by a fault."""

    @property
    def period(self) -> Span:
        """The first and the last day that are measured."""
        return 0, self.calendar.period_end

    def spans_of(self, phase: str | None) -> tuple[Span, ...]:
        """Return the days over which something without fixed days is spread: those of the phase, or of the period."""
        windows = self.phase_windows.get(phase or "")
        if windows is None:
            windows = ((0, self.calendar.cut(self.calendar.period_end, 0)),)
        return tuple(_within(_joined(windows), self.horizon))


def place_all(inventory: Inventory, allowance: Allowance) -> Iterator[Placements]:
    """Yield where everything lies in each segment; raise `TooManyOccurrences` if that is too much.

    Faulty touchpoints, and what is tied to them, are hidden.
    """
    allowances = {DENSE: allowance, SPARSE: allowance.like(), MIDDLE: allowance.like()}
    orders: dict[str, tuple[Node, ...]] = {}
    for segment in inventory.segments:
        own = inventory.in_segment(segment)
        served = [touchpoint for touchpoint in own if _is_known(touchpoint)]
        if inventory.variants:
            nodes = order(inventory, segment.starts_with, served)
        elif segment.starts_with in orders:
            nodes = orders[segment.starts_with]
        else:
            sound = [touchpoint for touchpoint in inventory.active if _is_known(touchpoint)]
            nodes = orders[segment.starts_with] = order(inventory, segment.starts_with, sound)
        yield _place(_ground(inventory, segment, own, served), nodes, allowances)


def _is_known(touchpoint: Touchpoint) -> bool:
    return NEEDED.isdisjoint(touchpoint.unknown)


def _ground(inventory: Inventory, segment: Segment, own: Sequence[Touchpoint], served: Sequence[Touchpoint]) -> Ground:
    served_ids = frozenset(touchpoint.id for touchpoint in served)
    faulty = {touchpoint.id for touchpoint in own if touchpoint.id not in served_ids}
    faulty.update(
        touchpoint.id
        for touchpoint in inventory.touchpoints
        if not touchpoint.unknown.isdisjoint(("status", "segments"))
    )
    return Ground(
        inventory=inventory,
        segment=segment,
        touchpoints=served,
        faulty=frozenset(faulty),
        anchors=frozenset(_anchors(inventory, served)),
        people=people(segment, served),
        calendar=_TEN_YEARS,
    )


def _anchors(inventory: Inventory, touchpoints: Iterable[Touchpoint]) -> Iterator[str]:
    for event in inventory.events:
        yield from (name for name in (event.anchor, event.until) if name is not None)
    for touchpoint in touchpoints:
        for timing in touchpoint.timing:
            if timing.anchor is not None:
                yield timing.anchor
            if timing.until is not None:
                yield timing.until


def _place(ground: Ground, nodes: Sequence[Node], allowances: Mapping[Ends, Allowance]) -> Placements:
    inventory, segment = ground.inventory, ground.segment
    ground = ground._replace(calendar=calendar(segment, _contract_start(ground, nodes, allowances[DENSE])))
    dense, *others = (
        _placed(ground, nodes, ends, allowances[ends])
        for ends in ((DENSE, SPARSE, MIDDLE) if has_ranges(ground.touchpoints) else (DENSE,))
    )
    sparse, middle = others or (dense, dense)
    first_contact = dense.anchorages.get("first_contact")
    days = [placed.moments[0][0] for placed in dense.touchpoints.values() if placed.moments]
    days += (point.day for point in (first_contact.points if first_contact else ()))
    touchpoints = _in_files(ground, dense)
    hidden = {*dense.hidden, *_hidden(ground)}
    return Placements(
        segment=segment,
        people=ground.people,
        calendar=ground.calendar,
        horizon=(max(-FARTHEST, min((0, *days))), ground.calendar.end),
        event_days=event_days(inventory.events, dense.anchorages),
        phase_windows={phase.id: _days_of(dense, phase.id) for phase in inventory.phases if phase.id in dense.windows},
        touchpoints=touchpoints,
        sparse=_in_files(ground, sparse) if others else touchpoints,
        middle=_in_files(ground, middle) if others else touchpoints,
        hidden=tuple(touchpoint for touchpoint in (inventory.active if hidden else ()) if touchpoint.id in hidden),
    )


def _placed(ground: Ground, nodes: Sequence[Node], ends: Ends, allowance: Allowance) -> Placer:
    placer = Placer(ground, ends, allowance)
    placer.place(nodes)
    return placer


def _in_files(ground: Ground, placer: Placer) -> Mapping[str, Placed]:
    """Return where the touchpoints lie, in file order."""
    ids = (touchpoint.id for touchpoint in ground.touchpoints)
    return {id: placer.touchpoints[id] for id in ids if id in placer.touchpoints}  # noqa: A001


def _days_of(placer: Placer, phase: str) -> tuple[Span, ...] | None:
    windows = placer.windows[phase]
    return None if windows is None else tuple(window.days for window in windows.found)


def _hidden(ground: Ground) -> Iterator[str]:
    """Yield the ids of faulty touchpoints that may serve the segment."""
    for touchpoint in ground.inventory.active if ground.faulty else ():
        if touchpoint.id in ground.faulty and (
            "segments" in touchpoint.unknown or ground.inventory.serves(touchpoint, ground.segment)
        ):
            yield touchpoint.id


def _contract_start(ground: Ground, nodes: Sequence[Node], allowance: Allowance) -> Point | None:
    """Return where the contract starts: day 0, or what a declared event is tied to; None: nowhere."""
    inventory, starts_with = ground.inventory, ground.segment.starts_with
    if starts_with == "contract_start":
        return START
    event = inventory.event["contract_start"]
    if ground.segment.contract_length is None or (event.anchor is None and event.every is None):
        return None
    needed = needed_by(inventory, starts_with, ground.touchpoints, event.id)
    placer = Placer(ground, DENSE, allowance.like())
    placer.place(node for node in nodes if node in needed)
    found = placer.anchorages.get(event.id)
    return found.points[0] if found is not None and found.points else None


def _joined(windows: Iterable[Span]) -> Iterator[Span]:
    """Yield the windows, those that overlap or touch as one."""
    first: int | None = None
    last = 0
    for start, end in sorted(windows):
        if first is None:
            first, last = start, end
        elif start <= last + 1:
            last = max(last, end)
        else:
            yield first, last
            first, last = start, end
    if first is not None:
        yield first, last


def _within(spans: Iterable[Span], horizon: Span) -> Iterator[Span]:
    for start, end in spans:
        if start <= horizon[1] and end >= horizon[0]:
            yield max(start, horizon[0]), min(end, horizon[1])
