"""On which days events, phases and touchpoints lie in one segment, or how long after which undated event.

Each is placed after all that it is tied to, from what those offer.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping
from typing import NamedTuple

from tpaudit.durations import Duration
from tpaudit.inventory.inventory import Inventory
from tpaudit.inventory.registries import Anchor, Event, Phase, Segment
from tpaudit.inventory.timing import Timing
from tpaudit.inventory.touchpoint import Touchpoint
from tpaudit.messages import Message, say
from tpaudit.schedule.allowance import Allowance
from tpaudit.schedule.anchorage import Anchorage, nowhere, of_event, of_touchpoint
from tpaudit.schedule.audience import Audience, audience
from tpaudit.schedule.cadence import Lost, Placement, once, repeated
from tpaudit.schedule.days import NONE, START, Lag, Moment, after, before, lagging
from tpaudit.schedule.order import PHASE_ENDS, Node, order

TAIL = Duration(3, "mo").days
"""How far beyond the contract's end the schedule looks."""


class Placed(NamedTuple):
    """Where a touchpoint lies: its timings together."""

    moments: tuple[Moment, ...]
    """One a day, in time's order, before the cut at the horizon."""
    lags: tuple[Lag, ...]
    """Those of all timings, one after the other."""
    lost: tuple[tuple[int, Lost], ...]
    """What could not be placed, with the timing's index."""


class Placements(NamedTuple):
    """Where everything lies in one segment."""

    period: tuple[int, int]
    horizon: tuple[int, int]
    event_days: Mapping[str, int]
    phase_windows: Mapping[str, tuple[int, int] | None]
    touchpoints: Mapping[str, Placed]
    """By touchpoint's id, in the order of the files: those that serve the segment."""
    hidden: tuple[Touchpoint, ...]
    """Those of which a fault hides the days."""


def place_all(
    inventory: Inventory, known: Container[str], allowance: Allowance
) -> Iterator[tuple[Segment, Audience, Placements]]:
    """Yield where everything lies in each segment; raise `TooManyOccurrences` where that is too much.

    Of touchpoints only the known ones; all others, and what is tied to them, are hidden.
    """
    faulty = {one.id: one for one in inventory.active if one.id not in known}
    orders: dict[str, tuple[Node, ...]] = {}
    for segment in inventory.segments:
        start = segment.starts_with
        if start not in orders:
            orders[start] = order(inventory, start, known)
        people = audience(segment, (one for one in inventory.in_segment(segment) if one.id in known))
        yield segment, people, _Placer(inventory, segment, faulty, people, allowance).place(orders[start])


class _Tie(NamedTuple):
    """To what an event is tied."""

    distance: Duration
    anchor: str
    precedes: bool = False


class _Hidden(Exception):  # noqa: N818  it is a state of the data, not an error of the program
    """Something that is needed is left out because it is faulty."""


class _Placer:
    """Places one node after the other, and remembers what each offers to those that are tied to it."""

    def __init__(
        self,
        inventory: Inventory,
        segment: Segment,
        faulty: Mapping[str, Touchpoint],
        people: Audience,
        allowance: Allowance,
    ) -> None:
        self._inventory = inventory
        self._segment = segment
        self._faulty = faulty
        self._people = people
        self._allowance = allowance
        self._own = inventory.in_segment(segment)
        self._serving = frozenset(touchpoint.id for touchpoint in self._own)
        self._anchorages: dict[str, Anchorage] = {}
        self._windows: dict[str, tuple[int, int] | None] = {}
        self._touchpoints: dict[str, Placed] = {}
        self._hidden: set[str] = set()
        self._moments: dict[Moment, Moment] = {}  # equal ones are one object: there are millions of them

    def place(self, nodes: Iterable[Node]) -> Placements:
        """Place all nodes, which come in an order in which each finds what it needs."""
        for node, is_phase in nodes:
            if is_phase:
                self._place_phase(self._inventory.phase[node])
                continue
            try:
                if node in self._inventory.event:
                    self._anchorages[node] = self._event(self._inventory.event[node])
                elif node in self._serving:  # of many segments, each is served by few of all touchpoints
                    self._anchorages[node] = self._touchpoint(self._inventory.touchpoint[node])
            except _Hidden:
                self._hidden.add(node)
        return self._placements()

    def _placements(self) -> Placements:
        days = [placed.moments[0].day for placed in self._touchpoints.values() if placed.moments]
        end = self._end()
        first_contact = self._day("first_contact")
        start = min((0, *days, *(() if first_contact is None else (first_contact,))))
        contract_end = self._day("contract_end")
        ids = (touchpoint.id for touchpoint in self._own)
        hidden = {*self._hidden, *(one.id for one in self._faulty.values() if self._may_serve(one))}
        return Placements(
            period=(0, max(0, end if contract_end is None else contract_end)),
            horizon=(start, max(0, end)),
            event_days={event.id: day for event in self._inventory.events if (day := self._day(event.id)) is not None},
            phase_windows={
                phase.id: self._windows[phase.id] for phase in self._inventory.phases if phase.id in self._windows
            },
            touchpoints={one: self._touchpoints[one] for one in ids if one in self._touchpoints},
            hidden=tuple(
                touchpoint for touchpoint in (self._inventory.active if hidden else ()) if touchpoint.id in hidden
            ),
        )

    def _is_faulty(self, touchpoint: Touchpoint) -> bool:
        return "status" not in touchpoint.__dict__ or touchpoint.id in self._faulty

    def _may_serve(self, touchpoint: Touchpoint) -> bool:
        return "segments" not in touchpoint.__dict__ or self._inventory.serves(touchpoint, self._segment)

    # Events

    def _event(self, event: Event) -> Anchorage:
        """Return the event's day, its distance from an undated one, or both."""
        itself = (Lag(event.id, 0),)
        rate: tuple[Lag, ...] = itself if event.per_quarter is not None else ()
        if event.id == self._segment.starts_with:
            return of_event(START, rate)
        tie = self._tie(event)
        if tie is None:
            return of_event(None, itself)
        if isinstance(tie, Message):
            return of_event(None, rate) if rate else nowhere(tie)
        distance, anchor, precedes = tie
        base = self._anchorage(anchor)
        first, lags = None, rate
        if base.first is not None:
            first = before(base.first, distance) if precedes else after(base.first, distance)
        if base.lags and not precedes:  # what follows an undated event shares its rate
            lags = tuple(lagging(lag, distance) for lag in base.lags)
        if first is None and not lags:
            return nowhere(base.reason or say("{anchor} has no day before which anything could lie", anchor=anchor))
        return of_event(first, lags)

    def _tie(self, event: Event) -> _Tie | Message | None:
        """Return to what the event is tied, None for nothing; or why it does not exist."""
        segment = self._segment
        if event.id == "contract_end" and segment.contract == "none":
            return say("the segment has no contract")
        if event.after is not None:
            return _Tie(event.at.low if event.at else NONE, event.after)
        if event.before is not None:
            return _Tie(event.at.low if event.at else NONE, event.before, precedes=True)
        match event.id:
            case "contract_start":
                return say("the segment does not start with a contract")
            case "go_live":
                return _Tie(segment.go_live, "contract_start")
            case "contract_end":
                length = segment.contract_length
                return say("the segment has no contract") if length is None else _Tie(length, "contract_start")
            case "first_contact":
                return _Tie(segment.sales_cycle, "contract_start", precedes=True)
        return None

    def _day(self, event: str) -> int | None:
        anchorage = self._anchorages.get(event)
        return None if anchorage is None or anchorage.first is None else anchorage.first.day

    def _end(self) -> int:
        """Return the horizon's last day."""
        contract_end = self._day("contract_end")
        return (self._segment.horizon or Duration(1, "y")).days if contract_end is None else contract_end + TAIL

    # Phases

    def _place_phase(self, phase: Phase) -> None:
        """Find the phase's window; where it cannot be placed, the phase does not apply to the segment."""
        if phase.segments and self._segment.id not in phase.segments:
            return
        if phase.window is None:
            self._windows[phase.id] = None
            return
        start, end = self._end_of_phase(phase.window.start), self._end_of_phase(phase.window.end)
        if start is not None and end is not None and start <= end:
            self._windows[phase.id] = (start, end)

    def _end_of_phase(self, end: Anchor) -> int | None:
        anchor = end.after or end.before
        first: Moment | None = START
        if anchor is not None:
            try:
                first = self._anchorage(anchor).first
            except _Hidden:
                return None
        if first is None:
            return None
        return (before(first, end.at or NONE) if end.before else after(first, end.at or NONE)).day

    # Touchpoints

    def _touchpoint(self, touchpoint: Touchpoint) -> Anchorage:
        """Return the touchpoint's days and its distances from undated events; keep also what cannot be placed."""
        each = len(touchpoint.channel or (None,)) * self._people.plans_of(touchpoint)
        timings = []
        lost: list[tuple[int, Lost]] = []
        for index, timing in enumerate(touchpoint.timing):
            placement = self._placement(touchpoint, timing)
            moments = self._allowance.take((self._moments.setdefault(one, one) for one in placement.moments), each)
            timings.append((moments, self._allowance.take(placement.lags, each)))
            lost += ((index, one) for one in placement.lost)
        anchorage = of_touchpoint(touchpoint.id, timings, lambda event: self._day(event) is not None)
        self._touchpoints[touchpoint.id] = Placed(anchorage.moments, anchorage.each_lags, tuple(lost))
        return anchorage

    def _placement(self, touchpoint: Touchpoint, timing: Timing) -> Placement:
        if timing.as_needed or timing.dates or timing.per_quarter is not None:
            return Placement()
        anchor = self._anchor_of(touchpoint, timing)
        if not anchor.moments and not anchor.each_lags:
            reason = anchor.reason or say("{anchor} has no day", anchor=timing.anchor or "")
            return Placement(lost=(Lost(timing.anchor, reason),))
        if timing.every is None:
            return once(timing, anchor)
        return repeated(
            timing, timing.every.low, anchor, self._last_day(touchpoint, timing) if anchor.moments else None
        )

    def _anchor_of(self, touchpoint: Touchpoint, timing: Timing) -> Anchorage:
        """Return what the timing is tied to; a cadence without further word begins with its phase."""
        if timing.anchor is not None:
            return self._tied_to(touchpoint, timing.anchor)
        window = self._windows.get(touchpoint.phase or "") if timing.every is not None and timing.at is None else None
        return _AT_START if window is None else of_event(Moment(window[0]))

    def _last_day(self, touchpoint: Touchpoint, timing: Timing) -> int | Lost:
        """Return the last day on which the cadence may happen."""
        if timing.until is None:
            window = self._windows.get(touchpoint.phase or "")
            return self._end() if window is None else window[1]
        duration = timing.until_duration
        if duration is not None:
            return duration.days
        anchor = self._tied_to(touchpoint, timing.until)
        if anchor.first is None:
            return Lost(timing.until, anchor.reason or say("{anchor} has no day", anchor=timing.until))
        return anchor.first.day

    def _tied_to(self, touchpoint: Touchpoint, anchor: str) -> Anchorage:
        if anchor not in PHASE_ENDS:
            return self._anchorage(anchor)
        phase = touchpoint.phase
        if phase is None:
            return nowhere(say("it has no phase"))
        window = self._windows.get(phase)
        if window is None:
            return nowhere(say("phase {phase} has no days in the segment", phase=phase))
        return of_event(Moment(window[PHASE_ENDS.index(anchor)]))

    def _anchorage(self, anchor: str) -> Anchorage:
        """Return what an event or touchpoint offers to those that are tied to it."""
        found = self._anchorages.get(anchor)
        if found is not None:
            return found
        touchpoint = self._inventory.touchpoint.get(anchor)
        if anchor in self._hidden or (touchpoint is not None and self._is_faulty(touchpoint)):
            raise _Hidden
        return nowhere(self._why_not(anchor, touchpoint))

    def _why_not(self, anchor: str, touchpoint: Touchpoint | None) -> Message:
        """Return why an event or touchpoint is not placed."""
        if touchpoint is None and anchor not in self._inventory.event:
            return say("there is no {anchor}", anchor=anchor)
        match touchpoint and touchpoint.status:
            case "idea":
                return say("{anchor} is only an idea", anchor=anchor)
            case "paused":
                return say("{anchor} is paused", anchor=anchor)
            case "retired":
                return say("{anchor} is retired", anchor=anchor)
        if touchpoint is not None and anchor not in self._serving:
            return say("{anchor} does not serve the segment", anchor=anchor)
        return say("{anchor} waits for itself", anchor=anchor)


_AT_START = of_event(START)
