"""On which days events, phases and touchpoints lie in one segment, or how long after which undated event."""

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
from tpaudit.schedule.days import NONE, START, Lag, Moment, after, before, lagging
from tpaudit.schedule.order import PHASE_ENDS, Node, order

TAIL = Duration(3, "mo").days
"""How far beyond the contract's end the schedule looks."""


class Lost(NamedTuple):
    """What one timing cannot place, and why."""

    anchor: str | None
    """What it waits for; None where that is not the cause."""
    reason: Message


class Placement(NamedTuple):
    """Where one timing of a touchpoint lies."""

    moments: tuple[Moment, ...] = ()
    lags: tuple[Lag, ...] = ()
    lost: tuple[Lost, ...] = ()


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
        self._hidden: dict[str, None] = {}
        self._moments: dict[Moment, Moment] = {}  # equal ones are one object: there are millions of them

    def place(self, nodes: Iterable[Node]) -> Placements:
        """Place all nodes, which come in an order in which each finds what it needs."""
        for node, is_phase in nodes:
            if is_phase:
                self._place_phase(self._inventory.phase[node])
            elif node in self._inventory.event:
                self._place_event(self._inventory.event[node])
            elif node in self._serving:  # of many segments, each is served by few of all touchpoints
                self._place_touchpoint(self._inventory.touchpoint[node])
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

    def _place_event(self, event: Event) -> None:
        """Find the event's day, its distance from an undated one, or both."""
        own = (Lag(event.id, 0),)
        happens = event.per_quarter is not None
        if event.id == self._segment.starts_with:
            self._anchorages[event.id] = of_event(START, own if happens else ())
            return
        tie = self._tie(event)
        if isinstance(tie, Message):
            self._anchorages[event.id] = of_event(None, own) if happens else nowhere(tie)
            return
        if tie is None:
            self._anchorages[event.id] = of_event(None, own)
            return
        distance, anchor, precedes = tie
        try:
            base = self._anchorage(anchor)
        except _Hidden:
            self._hidden[event.id] = None
            return
        if precedes:
            first = None if base.first is None else before(base.first, distance)
            lags: tuple[Lag, ...] = ()
        else:
            first = None if base.first is None else after(base.first, distance)
            lags = tuple(lagging(lag, distance) for lag in base.lags)
        if not lags and happens:
            lags = own
        self._anchorages[event.id] = (
            of_event(first, lags)
            if first is not None or lags
            else nowhere(base.reason or say("{anchor} has no day before which anything could lie", anchor=anchor))
        )

    def _tie(self, event: Event) -> tuple[Duration, str, bool] | Message | None:
        """Return to what the event is tied, how far from it and whether before it; or why it does not exist."""
        segment = self._segment
        if event.id == "contract_end" and segment.contract == "none":
            return say("the segment has no contract")
        if event.after is not None:
            return event.at or NONE, event.after, False
        if event.before is not None:
            return event.at or NONE, event.before, True
        match event.id:
            case "contract_start":
                return say("the segment does not start with a contract")
            case "go_live":
                return segment.go_live, "contract_start", False
            case "contract_end" if segment.contract_length is None:
                return say("the segment has no contract")
            case "contract_end":
                return segment.contract_length or NONE, "contract_start", False
            case "first_contact":
                return segment.sales_cycle, "contract_start", True
        return None

    def _day(self, event: str) -> int | None:
        anchorage = self._anchorages.get(event)
        return None if anchorage is None or anchorage.first is None else anchorage.first.day

    def _end(self) -> int:
        """Return the horizon's last day."""
        contract_end = self._day("contract_end")
        return self._segment.horizon.days if contract_end is None else contract_end + TAIL

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

    def _place_touchpoint(self, touchpoint: Touchpoint) -> None:
        """Find the touchpoint's days and its distances from undated events."""
        each = len(touchpoint.channel or (None,)) * self._people.plans_of(touchpoint)
        try:
            placements = tuple(self._place(touchpoint, timing, each) for timing in touchpoint.timing)
        except _Hidden:
            self._hidden[touchpoint.id] = None
            return
        anchorage = of_touchpoint(
            touchpoint.id,
            [(placement.moments, placement.lags) for placement in placements],
            lambda event: self._day(event) is not None,
        )
        self._anchorages[touchpoint.id] = anchorage
        lost = tuple((index, lost) for index, placement in enumerate(placements) for lost in placement.lost)
        self._touchpoints[touchpoint.id] = Placed(anchorage.moments, anchorage.each_lags, lost)

    def _place(self, touchpoint: Touchpoint, timing: Timing, each: int) -> Placement:
        if timing.as_needed or timing.per_quarter is not None:
            return Placement()
        anchor = self._anchor_of(touchpoint, timing)
        if not anchor.moments and not anchor.lags and not anchor.each_lags:
            return Placement(
                lost=(Lost(timing.anchor, anchor.reason or say("{anchor} has no day", anchor=timing.anchor or "")),)
            )
        if timing.every is not None:
            return self._recurring(touchpoint, timing, timing.every, anchor, each)
        return self._one_off(timing, timing.at or NONE, anchor, each)

    def _one_off(self, timing: Timing, at: Duration, anchor: Anchorage, each: int) -> Placement:
        if timing.before:
            if anchor.first is None:
                reason = say("{anchor} has no day before which anything could lie", anchor=timing.before)
                return Placement(lost=(Lost(timing.before, reason),))
            return Placement(self._allowance.take((before(anchor.first, at),), each))
        moments, lags = anchor.moments[:1], anchor.lags
        if timing.after_each:
            moments, lags = anchor.moments, anchor.each_lags
        return Placement(
            self._allowance.take((after(moment, at) for moment in moments), each) if moments else (),
            self._allowance.take((lagging(lag, at) for lag in lags), each) if lags else (),
        )

    def _recurring(
        self, touchpoint: Touchpoint, timing: Timing, every: Duration, anchor: Anchorage, each: int
    ) -> Placement:
        moments: tuple[Moment, ...] = ()
        lags: tuple[Lag, ...] = ()
        lost: tuple[Lost, ...] = ()
        begins = 1 if timing.at is None else 0
        if anchor.first is not None:
            start = after(anchor.first, timing.at or NONE)
            until = self._until(touchpoint, timing)
            if isinstance(until, Lost):
                lost = (until,)
            else:
                repeated = _repeated(start, every, begins, timing.times, until)
                moments = self._allowance.take((self._moments.setdefault(m, m) for m in repeated), each)
                first = after(start, every, begins).day
                if first > until:
                    reason = say("its first day {first} lies after its last day {last}", first=first, last=until)
                    lost = (Lost(None, reason),)
        if anchor.lags and timing.times is None:
            reason = say("after {anchor}, which has no day, only `times` can end it", anchor=timing.after or "")
            lost = (*lost, Lost(timing.after, reason))
        elif timing.times is not None:
            numbers = range(begins, begins + timing.times)
            lags = self._allowance.take(
                (lagging(lagging(lag, timing.at or NONE), every, n) for lag in anchor.lags for n in numbers), each
            )
        return Placement(moments, lags, lost)

    def _anchor_of(self, touchpoint: Touchpoint, timing: Timing) -> Anchorage:
        """Return what the timing is tied to; a cadence without further word begins with its phase."""
        if timing.anchor is not None:
            return self._tied_to(touchpoint, timing.anchor)
        window = self._windows.get(touchpoint.phase or "") if timing.every is not None and timing.at is None else None
        return _AT_START if window is None else of_event(Moment(window[0]))

    def _until(self, touchpoint: Touchpoint, timing: Timing) -> int | Lost:
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
        if touchpoint is not None and touchpoint.status == "idea":
            return nowhere(say("{anchor} is only an idea", anchor=anchor))
        if touchpoint is not None and touchpoint.status == "paused":
            return nowhere(say("{anchor} is paused", anchor=anchor))
        if touchpoint is not None and touchpoint.status == "retired":
            return nowhere(say("{anchor} is retired", anchor=anchor))
        if touchpoint is not None and anchor not in self._serving:
            return nowhere(say("{anchor} does not serve the segment", anchor=anchor))
        if touchpoint is None and anchor not in self._inventory.event:
            return nowhere(say("there is no {anchor}", anchor=anchor))
        return nowhere(say("{anchor} waits for itself", anchor=anchor))


_AT_START = of_event(START)


def _repeated(start: Moment, every: Duration, begins: int, times: int | None, until: int) -> Iterator[Moment]:
    number = begins
    while times is None or number < begins + times:
        moment = after(start, every, number)
        if moment.day > until:
            return
        yield moment
        number += 1
