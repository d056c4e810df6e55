"""On which days events, phases and touchpoints lie in one segment, or how long after which undated event.

Each is placed after everything it is tied to, from what that offers.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from fractions import Fraction
from typing import NamedTuple

from tpaudit.inventory.inventory import Inventory
from tpaudit.inventory.registries import Event, Phase, Segment
from tpaudit.inventory.timing import MonthDay, Timing
from tpaudit.inventory.touchpoint import Touchpoint
from tpaudit.messages import Message, say
from tpaudit.schedule.people import People
from tpaudit.schedule.placing.allowance import Allowance
from tpaudit.schedule.placing.anchorage import Anchorage, nowhere, of_touchpoint
from tpaudit.schedule.placing.cadence import Cut, Lost, Placement, Rhythm, once, repeated
from tpaudit.schedule.placing.calendar import FARTHEST, Calendar
from tpaudit.schedule.placing.dates import days_of_dates
from tpaudit.schedule.placing.ends import Ends
from tpaudit.schedule.placing.events import Events
from tpaudit.schedule.placing.order import PHASE_ENDS, Node
from tpaudit.schedule.placing.position import NONE, START, Lag, Moment, Point, length_of, on_day
from tpaudit.schedule.placing.until import LastDay, always, before_own_end, of_window, unless_stated, until
from tpaudit.schedule.placing.windows import Windows, windows

_QUARTERS_A_YEAR = 4


class Placed(NamedTuple):
    """Where a touchpoint lies, with all its timings together."""

    touchpoint: Touchpoint
    """The touchpoint in the segment's version."""
    moments: tuple[Moment, ...]
    """At most one a minute, in order of time, before the cut at the horizon."""
    indices: tuple[int, ...] | None
    """Which timing each of them comes from; None if it is always the first."""
    late: tuple[int, ...] | None
    """The latest day on which each of them happens; None if they all happen on time."""
    lags: tuple[Lag, ...]
    """The lags of all timings, one after the other."""
    late_lags: tuple[int, ...]
    """The latest distance in days at which each of them happens."""
    rate: Fraction
    """How often a quarter it comes on no fixed day."""
    delay: int
    """How many days late that may be."""
    lost: tuple[tuple[int, Lost], ...]
    """What could not be placed, with the timing's index."""
    cut: tuple[Cut, ...]
    """What cannot happen, or lies past its own end or the horizon."""


class Ground(NamedTuple):
    """What the placing in a segment starts from."""

    inventory: Inventory
    segment: Segment
    touchpoints: Sequence[Touchpoint]
    """The touchpoints that serve the segment, in its version, without the faulty ones."""
    faulty: frozenset[str]
    """The ids of touchpoints whose days are hidden by a fault."""
    anchors: frozenset[str]
    """The ids of everything that something is tied to."""
    people: People
    calendar: Calendar


class _Hidden(Exception):  # noqa: N818  it is a state of the data, not an error of the program
    """Raised if something needed is left out because it is faulty."""


class Placer:
    """Places one node after the other, and remembers what each offers to others."""

    def __init__(self, ground: Ground, ends: Ends, allowance: Allowance) -> None:
        self._ground = ground
        self._calendar = ground.calendar
        self._ends = ends
        self._allowance = allowance
        self._own = {touchpoint.id: touchpoint for touchpoint in ground.touchpoints}
        self._events = Events(ground.segment, ground.calendar, self._tied_to, self._anchorage)
        self._moments: dict[Moment, Moment] = {}  # equal ones share an object, since there are millions of them
        self.anchorages: dict[str, Anchorage] = {}
        self.windows: dict[str, Windows | None] = {}
        """The windows of each phase that applies, by id; None if it is ongoing."""
        self.touchpoints: dict[str, Placed] = {}
        self.hidden: set[str] = set()

    def place(self, nodes: Iterable[Node]) -> None:
        """Place all nodes, which must be in an order in which each finds what it needs."""
        inventory = self._ground.inventory
        for node, is_phase in nodes:
            if is_phase:
                self._place_phase(inventory.phase[node])
                continue
            try:
                if node in inventory.event:
                    self.anchorages[node] = self._events.anchorage(inventory.event[node])
                elif node in self._own:
                    self._place_touchpoint(self._own[node])
            except _Hidden:
                self.hidden.add(node)
        for touchpoint in self._own.values():
            if touchpoint.id in self.touchpoints and any(map(self._has_rate, touchpoint.timing)):
                self._add_rates(touchpoint)

    # Phases

    def _place_phase(self, phase: Phase) -> None:
        """Find the phase's windows; if they cannot be placed, the phase does not apply to the segment."""
        if phase.segments and self._ground.segment.id not in phase.segments:
            return
        if phase.window is None:
            self.windows[phase.id] = None
            return
        try:
            found = windows(phase.window.start, phase.window.end, self._calendar, self._anchorage)
        except _Hidden:
            return
        if found.found:
            self.windows[phase.id] = found

    def _windows_of(self, touchpoint: Touchpoint) -> Windows | None:
        return self.windows.get(touchpoint.phase or "")

    def _is_out_of_phase(self, touchpoint: Touchpoint) -> bool:
        """Whether its phase does not apply to the segment."""
        phase = touchpoint.phase
        return phase is not None and phase in self._ground.inventory.phase and phase not in self.windows

    # Touchpoints

    def _place_touchpoint(self, touchpoint: Touchpoint) -> None:
        """Find the touchpoint's days and its distances from undated events; also keep what cannot be placed."""
        weight = len(touchpoint.channel or (None,)) * self._ground.people.plans_of(touchpoint)
        timings: list[tuple[tuple[Point, ...], tuple[Lag, ...]]] = []
        lost: list[tuple[int, Lost]] = []
        cut: list[Cut] = []
        late_lags: list[int] = []
        for index, timing in enumerate(touchpoint.timing):
            placement = self._placement(touchpoint, timing)
            points = self._allowance.take(placement.points, weight)
            lags = self._allowance.take(placement.lags, weight)
            timings.append((points, lags))
            lost += ((index, missing) for missing in placement.lost)
            cut += placement.cut
            within = NONE if timing.within is None else length_of(timing.within)
            late_lags += (lag.after(within).distance for lag in lags)
        if touchpoint.id in self._ground.anchors:
            dropped = [point for days in cut if days.reason == "term" for point in days.points]
            repeats = any(self._repeats(touchpoint, timing) for timing in touchpoint.timing)
            untied = [(tuple(point.untied for point in points), lags) for points, lags in timings]
            found = of_touchpoint(touchpoint.id, untied, dropped, self._is_dated, repeats=repeats)
            beyond = repeats and not found.points and any(days.reason != "term" for days in cut)
            self.anchorages[touchpoint.id] = found._replace(beyond=beyond)
        self.touchpoints[touchpoint.id] = Placed(
            touchpoint,
            *self._moments_of(touchpoint, [points for points, _ in timings]),
            lags=tuple(lag for _, lags in timings for lag in lags),
            late_lags=tuple(late_lags),
            rate=Fraction(0),
            delay=0,
            lost=tuple(lost),
            cut=tuple(cut),
        )

    def _moments_of(
        self, touchpoint: Touchpoint, timings: Sequence[tuple[Point, ...]]
    ) -> tuple[tuple[Moment, ...], tuple[int, ...] | None, tuple[int, ...] | None]:
        """Return when it happens (at most once a minute), by which timing, and the latest day of each."""
        found: dict[Moment, tuple[int, Point]] = {}
        for index, points in enumerate(timings):
            for point in points:
                moment = point.moment
                if moment not in found:
                    found[self._moments.setdefault(moment, moment)] = index, point
        moments = tuple(sorted(found))
        indices = tuple(found[moment][0] for moment in moments) if len(timings) > 1 else None
        within = [timing.within for timing in touchpoint.timing]
        if not any(within):
            return moments, indices, None
        lengths = [NONE if some is None else length_of(some) for some in within]
        return (
            moments,
            indices,
            tuple(point.after(lengths[index]).day for index, point in (found[moment] for moment in moments)),
        )

    def _is_dated(self, event: str) -> bool:
        return event in self.anchorages and bool(self.anchorages[event].points)

    def _has_rate(self, timing: Timing) -> bool:
        """Whether the timing has no fixed days: a rate, or dates that are not days of this segment."""
        return timing.per_quarter is not None or (timing.dates is not None and not self._has_dates(timing))

    def _has_dates(self, timing: Timing) -> bool:
        """Whether its dates are days of this segment: they are named, and all customers start on one date."""
        return bool(timing.named_dates) and self._ground.segment.starts_on is not None

    def _add_rates(self, touchpoint: Touchpoint) -> None:
        """Add how often a touchpoint comes on no fixed days; done last, since its phase may wait for anything."""
        placed = self.touchpoints[touchpoint.id]
        timings = [(index, timing) for index, timing in enumerate(touchpoint.timing) if self._has_rate(timing)]
        if self._is_out_of_phase(touchpoint):
            lost = tuple((index, self._out_of_phase(touchpoint)) for index, _ in timings)
            self.touchpoints[touchpoint.id] = placed._replace(lost=(*placed.lost, *lost))
            return
        within = (timing.within for _, timing in timings)
        self.touchpoints[touchpoint.id] = placed._replace(
            rate=sum((self._rate(timing) for _, timing in timings), Fraction(0)),
            delay=max(0 if some is None else length_of(some).days for some in within),
        )

    def _rate(self, timing: Timing) -> Fraction:
        if timing.per_quarter is not None:
            return self._ends.rate(timing.per_quarter)
        return Fraction(timing.dates_a_year, _QUARTERS_A_YEAR)

    def _repeats(self, touchpoint: Touchpoint, timing: Timing) -> bool:
        """Whether the timing repeats by nature."""
        if timing.every is not None:
            return True
        if timing.dates is not None:
            return any(not hasattr(date, "year") for date in timing.named_dates)
        return timing.anchor is not None and self._anchor_of(touchpoint, timing).repeats

    def _placement(self, touchpoint: Touchpoint, timing: Timing) -> Placement:
        if timing.as_needed:
            return Placement()
        if self._has_rate(timing):
            return Placement()
        if timing.dates is not None:
            return self._on_dates(touchpoint, timing)
        anchor = self._anchor_of(touchpoint, timing)
        if timing.every is None:
            if anchor.is_empty:
                return Placement(lost=(_no_day(timing.anchor, anchor),))
            at = self._ends.length(timing.at) if timing.at is not None else NONE
            return once(at, anchor, timing.anchor, precedes=timing.precedes)
        return self._cadence(touchpoint, timing, anchor)

    def _cadence(self, touchpoint: Touchpoint, timing: Timing, anchor: Anchorage) -> Placement:
        assert timing.every is not None  # noqa: S101  the caller looked
        if timing.after is None and self._is_out_of_phase(touchpoint):
            return Placement(lost=(self._out_of_phase(touchpoint),))
        if anchor.is_empty:
            return Placement(lost=(_no_day(timing.anchor, anchor),))
        rhythm = Rhythm(
            self._ends.length(timing.every),
            self._ends.length(timing.at) if timing.at is not None else None,
            self._ends.times(timing.times) if timing.times is not None else None,
        )
        last_day = self._last_day(touchpoint, timing, anchor) if anchor.points else always(0)
        return repeated(rhythm, anchor, timing.anchor, last_day, self._calendar.end)

    def _on_dates(self, touchpoint: Touchpoint, timing: Timing) -> Placement:
        """Return the days of company dates: those in the phase's windows, or from day 0 on."""
        if self._is_out_of_phase(touchpoint):
            return Placement(lost=(self._out_of_phase(touchpoint),))
        day_0 = self._ground.segment.starts_on
        assert day_0 is not None  # noqa: S101  the caller looked
        found = self._windows_of(touchpoint)
        last = self._calendar.end
        spans = [(0, self._calendar.cut(last, 0))]
        if found is not None:
            spans = [(first, min(end, last)) for first, end in (window.days for window in found.found)]
        days = days_of_dates(timing.named_dates, day_0, spans)
        if days:
            return Placement([on_day(day) for day in days])
        if found is None:
            return Placement(cut=(self._beyond(timing, day_0, spans[0]),))
        reason = say("none of its dates lies in the days of phase {phase}", phase=touchpoint.phase or "")
        return Placement(lost=(Lost("phase", touchpoint.phase, reason),))

    def _beyond(self, timing: Timing, day_0: date, span: tuple[int, int]) -> Cut:
        """Return the next of its dates, none of which lies between day 0 and the end of the horizon or contract."""
        days = days_of_dates(timing.named_dates, day_0, [(-FARTHEST, -1), (span[1] + 1, FARTHEST)])
        years = [stated for stated in timing.named_dates if isinstance(stated, MonthDay)]
        if years:
            days = days_of_dates(years, day_0, [(span[1] + 1, span[1] + 366)])[:1]
        return Cut("until" if span[1] < self._calendar.end else "horizon", tuple(map(on_day, days)))

    # What a timing is tied to

    def _anchor_of(self, touchpoint: Touchpoint, timing: Timing) -> Anchorage:
        """Return what the timing is tied to; a cadence without an anchor begins with its phase."""
        if timing.anchor is None:
            found = self._windows_of(touchpoint) if timing.every is not None else None
            return _AT_START if found is None else _starts(found)
        if timing.anchor in PHASE_ENDS:
            return self._phase_end(touchpoint, timing.anchor)
        return self._anchorage(timing.anchor) if timing.each else self._tied_to(timing.anchor)

    def _last_day(self, touchpoint: Touchpoint, timing: Timing, anchor: Anchorage) -> LastDay | Lost:
        """Return the last day of the cadence, counted from each day of its anchor."""
        found = self._windows_of(touchpoint)
        with_phase = found is not None and timing.anchor in (None, "phase_start")
        if timing.until is None:
            return unless_stated(self._calendar, found, with_phase=with_phase)
        if with_phase and found is not None:
            if timing.until == "phase_end":
                return of_window(found)
            return before_own_end(self._until(touchpoint, timing, anchor), found)
        return self._until(touchpoint, timing, anchor)

    def _until(self, touchpoint: Touchpoint, timing: Timing, anchor: Anchorage) -> LastDay | Lost:
        duration, stated = timing.until_duration, timing.until or ""
        if duration is not None:
            return always(length_of(duration).days)
        offered = self._phase_end(touchpoint, stated) if stated in PHASE_ENDS else self._anchorage(stated)
        if not offered.points and not offered.beyond:
            return Lost("until", stated, offered.reason or say("{anchor} has no day", anchor=stated))
        return until(offered, self._calendar, anchor_repeats=anchor.repeats)

    def _phase_end(self, touchpoint: Touchpoint, which: str) -> Anchorage:
        phase = touchpoint.phase
        if phase is None:
            return nowhere(say("it has no phase"))
        found = self.windows.get(phase)
        if found is None:
            return nowhere(say("phase {phase} has no days in the segment", phase=phase))
        return _starts(found) if which == "phase_start" else _ends(found)

    def _out_of_phase(self, touchpoint: Touchpoint) -> Lost:
        phase = touchpoint.phase or ""
        return Lost("phase", phase, say("phase {phase} has no days in the segment", phase=phase))

    def _tied_to(self, anchor: str) -> Anchorage:
        """Return what an event offers, or the first day of a touchpoint."""
        offered = self._anchorage(anchor)
        return offered if anchor in self._ground.inventory.event else offered.first

    def _anchorage(self, anchor: str) -> Anchorage:
        """Return what an event or touchpoint offers to whatever is tied to it."""
        found = self.anchorages.get(anchor)
        if found is not None:
            return found
        if anchor in self.hidden or anchor in self._ground.faulty:
            raise _Hidden
        return nowhere(self._why_not(anchor))

    def _why_not(self, anchor: str) -> Message:
        """Return why an event or touchpoint is not placed."""
        touchpoint = self._ground.inventory.touchpoint.get(anchor)
        if touchpoint is None and anchor not in self._ground.inventory.event:
            return say("there is no {anchor}", anchor=anchor)
        match touchpoint and touchpoint.status:
            case "idea":
                return say("{anchor} is only an idea", anchor=anchor)
            case "paused":
                return say("{anchor} is paused", anchor=anchor)
            case "retired":
                return say("{anchor} is retired", anchor=anchor)
        if touchpoint is not None and anchor not in self._own:
            return say("{anchor} does not serve the segment", anchor=anchor)
        return say("{anchor} waits for itself", anchor=anchor)


_AT_START = Anchorage((START,))


def _starts(found: Windows) -> Anchorage:
    return Anchorage(tuple(window.start for window in found.found), repeats=found.repeats)


def _ends(found: Windows) -> Anchorage:
    return Anchorage(tuple(window.end for window in found.found), repeats=found.repeats)


def _no_day(name: str | None, anchor: Anchorage) -> Lost:
    return Lost("anchor", name, anchor.reason or say("{anchor} has no day", anchor=name or ""))


def event_days(events: Iterable[Event], anchorages: Mapping[str, Anchorage]) -> Mapping[str, tuple[int, ...]]:
    """Return the days of each dated event."""
    days = {
        event.id: tuple(point.day for point in anchorages[event.id].points)
        for event in events
        if event.id in anchorages
    }
    return {event: found for event, found in days.items() if found}
