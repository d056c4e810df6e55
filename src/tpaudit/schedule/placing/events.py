"""When an event happens in a segment: on which days, and how long after which undated event."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import NamedTuple

from tpaudit.inventory.registries import Event, Segment
from tpaudit.messages import Message, say
from tpaudit.schedule.placing.anchorage import Anchorage, in_order, nowhere
from tpaudit.schedule.placing.cadence import Cut, Lost, Placement, Rhythm, once, repeated
from tpaudit.schedule.placing.calendar import Calendar
from tpaudit.schedule.placing.position import NONE, START, Lag, Length, Point, length_of
from tpaudit.schedule.placing.until import LastDay, always, unless_stated, until


class _Tie(NamedTuple):
    """What an event is tied to."""

    distance: Length
    anchor: str
    precedes: bool = False


class Events:
    """The events of one segment; their anchors are looked up by a callback."""

    def __init__(
        self,
        segment: Segment,
        calendar: Calendar,
        tied_to: Callable[[str], Anchorage],
        anchorage: Callable[[str], Anchorage],
    ) -> None:
        self._segment = segment
        self._calendar = calendar
        self._tied_to = tied_to
        self._anchorage = anchorage

    def anchorage(self, event: Event) -> Anchorage:
        """Return the event's days, its distances from undated ones, or both."""
        itself = (Lag(event.id),)
        rate: tuple[Lag, ...] = itself if event.per_quarter is not None else ()
        starts = event.id == self._segment.starts_with
        if event.every is not None:
            return self._cadence(event, length_of(event.every.low), rate, starts=starts)
        ends = self._ends_of_terms(event)
        if starts:
            return _of((START, *ends), rate, repeats=bool(ends))
        if ends:
            return _of(ends, rate, repeats=self._calendar.renews)
        tie = self._tie(event)
        if tie is None:
            return Anchorage((), itself, itself)
        if isinstance(tie, Message):
            return Anchorage((), rate, rate) if rate else nowhere(tie)
        base = self._tied_to(tie.anchor)
        placement = once(tie.distance, base, tie.anchor, precedes=tie.precedes)
        return _found(placement, rate, repeats=base.repeats and bool(base.points or base.dropped), reason=base.reason)

    def _ends_of_terms(self, event: Event) -> tuple[Point, ...]:
        """Return when the contract ends or begins anew, unless a file says otherwise."""
        if event.anchor is not None or event.id not in ("contract_end", "renewal"):
            return ()
        if event.id == "renewal" and not self._calendar.renews:
            return ()
        return tuple(term.end._replace(term=term.start.position) for term in self._calendar.terms)

    def _cadence(self, event: Event, every: Length, rate: tuple[Lag, ...], *, starts: bool) -> Anchorage:
        rhythm = Rhythm(
            every,
            length_of(event.at.low) if event.at is not None else None,
            event.times.high if event.times is not None else None,
        )
        base = Anchorage((START,)) if starts or event.after is None else self._tied_to(event.after)
        if base.is_empty:
            reason = base.reason or say("{anchor} has no day", anchor=event.after or "")
            return Anchorage((), rate, rate) if rate else nowhere(reason)
        placement = repeated(rhythm, base, event.after, self._last_day(event, base), self._calendar.end)
        if starts:
            placement = placement._replace(points=(START, *placement.points))
        return _found(placement, rate, repeats=True, reason=None)

    def _last_day(self, event: Event, base: Anchorage) -> LastDay | Lost:
        if event.until is None:
            return unless_stated(self._calendar, None, with_phase=False)
        duration = event.until_duration
        if duration is not None:
            return always(length_of(duration).days)
        stated = self._anchorage(event.until)
        if not stated.points and not stated.beyond:
            return Lost("until", event.until, stated.reason or say("{anchor} has no day", anchor=event.until))
        return until(stated, self._calendar, anchor_repeats=base.repeats)

    def _tie(self, event: Event) -> _Tie | Message | None:
        """Return what the event is tied to, None for nothing; or why it does not exist."""
        segment = self._segment
        if event.id in ("contract_end", "renewal") and segment.contract == "none":
            return say("the segment has no contract")
        if event.anchor is not None:
            distance = length_of(event.at.low) if event.at is not None else NONE
            return _Tie(distance, event.anchor, precedes=event.before is not None)
        match event.id:
            case "contract_start":
                return say("the segment does not start with a contract")
            case "go_live":
                return _Tie(length_of(segment.go_live), "contract_start")
            case "first_contact":
                return _Tie(length_of(segment.sales_cycle), "contract_start", precedes=True)
            case "contract_end":
                return say("the segment has no contract")
            case "renewal" if segment.contract_length is not None and not segment.renews:
                return say("the contract does not renew")
            case "renewal":
                return say("the segment has no contract")
        return None


def _of(points: Iterable[Point], lags: tuple[Lag, ...], *, repeats: bool) -> Anchorage:
    return Anchorage(in_order(tuple(points)), lags, lags, repeats=repeats)


def _found(placement: Placement, rate: tuple[Lag, ...], *, repeats: bool, reason: Message | None) -> Anchorage:
    """Return the anchorage of an event from its placement; what follows an undated event shares its rate."""
    lags = tuple(placement.lags) or rate
    dropped = tuple(point for cut in placement.cut if cut.reason == "term" for point in cut.points)
    points = in_order(tuple(placement.points))
    why = next((lost.reason for lost in placement.lost), reason) or _cut_off(placement.cut)
    beyond = repeats and not points and any(cut.reason != "term" for cut in placement.cut)
    return Anchorage(points, lags, lags, dropped, repeats, None if points or lags else why, beyond)


def _cut_off(cut: Iterable[Cut]) -> Message:
    for reason, points in cut:
        if reason == "term":
            return say("it would lie before the contract's term begins")
        return say("its first day {first} is after its last day", first=points[0].day)
    return say("it has no day")
