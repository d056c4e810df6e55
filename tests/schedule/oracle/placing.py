"""When things happen to one customer of a segment: terms, events, cadences and the windows of phases.

Written from the description of the schedule, word for word and as plainly as possible, without a line of its code.
What has days can also have steps: so far after each occurrence of an undated event, its root.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from functools import cache
from itertools import count

from tests.schedule.oracle.moments import ZERO, Moment, Placed, Step, Touch, Window
from tests.schedule.oracle.words import (
    WINDOWS,
    Entry,
    Position,
    chosen,
    chosen_length,
    entry_of,
    is_length,
    length,
    on_day,
)


class Calendar:
    """The terms, events and phases of one customer of a segment; ranges as the variant takes them."""

    def __init__(self, inventory: Entry, segment: Entry, variant: str) -> None:
        self.inventory, self.segment, self.variant = inventory, segment, variant
        self.starts_with = str(segment.get("starts_with", "contract_start"))
        self.contract = str(segment.get("contract", "12mo" if self.starts_with == "contract_start" else "none"))
        self.event = cache(self._event)
        self.windows = cache(self._windows)
        self.touch = cache(self._touch)
        self.period = 0, self._period_end()
        renewing = self.contract_length is not None and self.renews
        self.end = self.period[1] + (91 if renewing else 0)

    # Terms, the period, the horizon

    @property
    def renews(self) -> bool:
        return bool(self.segment.get("renews", True))

    @property
    def contract_start(self) -> Position | None:
        moments = self.event("contract_start").real
        return moments[0].at if moments else None

    @property
    def contract_length(self) -> Position | None:
        return None if self.contract == "none" or self.contract_start is None else length(self.contract)

    def _period_end(self) -> int:
        if "horizon" in self.segment:
            return length(str(self.segment["horizon"])).day
        start, long = self.contract_start, self.contract_length
        if start is None or long is None:
            return length("1y").day
        for number in count(1):
            end = start.moved(long, number).day
            if not self.renews or end - start.day >= 360:
                return end
        raise AssertionError

    @property
    def terms(self) -> list[tuple[Position, Position]]:
        """Start and end of each term that ends within the horizon, and of the first in any case."""
        start, long = self.contract_start, self.contract_length
        if start is None or long is None:
            return []
        found: list[tuple[Position, Position]] = []
        for number in count():
            term = start.moved(long, number), start.moved(long, number + 1)
            if number and (not self.renews or term[1].day > self.end):
                return found
            found.append(term)
        raise AssertionError

    @property
    def contract_end(self) -> Position | None:
        """The end of a contract that does not renew."""
        return self.terms[0][1] if self.terms and not self.renews else None

    @property
    def contract_ends(self) -> int | None:
        """The day of that end."""
        return None if self.contract_end is None else self.contract_end.day

    @property
    def horizon(self) -> tuple[int, int]:
        days = [moment.at.day for key in self.served for moment in self.touch(key).real]
        first_contact = [moment.at.day for moment in self.event("first_contact").real]
        return min([0, *days, *first_contact]), self.end

    # Events

    def declared(self, event: str) -> Entry:
        return entry_of(self.inventory, "events", event)

    def _event(self, event: str) -> Placed:
        said = self.declared(event)
        placed = self._dated_event(event, said)
        if "per_quarter" in said:
            return replace(placed, steps=(*placed.steps, Step(event, ZERO)))
        return placed

    def _dated_event(self, event: str, said: Entry) -> Placed:
        if event == self.starts_with:
            day_zero = Placed((Moment(ZERO),), known=True)
            if "every" not in said:
                return day_zero
            moments = self._repeated(said, day_zero).moments
            return Placed((*day_zero.moments, *moments), repeats=True, known=True)
        if "every" in said:
            after = self._first_or_each(str(said["after"])) if "after" in said else Placed((Moment(ZERO),), known=True)
            return self._repeated(said, after)
        if "after" in said or "before" in said:
            return self._shifted(said, self._first_or_each(str(said.get("after") or said["before"])))
        match event:
            case "contract_end":
                ends = tuple(Moment(end, term=start) for start, end in self.terms)
                return Placed(ends, repeats=self.renews, known=bool(ends))
            case "renewal" if self.renews:
                ends = tuple(Moment(end, term=start) for start, end in self.terms)
                return Placed(ends, repeats=True, known=bool(ends))
            case "go_live":
                timing = {"at": self.segment.get("go_live", "30d"), "after": "contract_start"}
                return self._shifted(timing, self.event("contract_start"))
            case "first_contact":
                timing = {"at": self.segment.get("sales_cycle", "90d"), "before": "contract_start"}
                return self._shifted(timing, self.event("contract_start"))
            case "contract_start" | "renewal":
                return Placed()
        return Placed() if "per_quarter" in said else Placed(steps=(Step(event, ZERO),))

    def _repeated(self, said: Entry, anchor: Placed) -> Placed:
        """Return the occurrences of an event with a cadence."""
        if "until" in said and not self._can_end(str(said["until"]), None):
            anchor = replace(anchor, moments=(), known=False)
        moments, steps, _ = self._cadence(said, anchor, None, hangs_on_phase=False)
        return Placed(tuple(moments), tuple(steps), repeats=True, known=anchor.known)

    def _first_or_each(self, anchor: str) -> Placed:
        """Return what `after` and `before` mean: an event each time, a touchpoint the first time."""
        return self.first_of(anchor) if entry_of(self.inventory, "touchpoints", anchor) else self.event(anchor)

    def _shifted(self, timing: Entry, anchor: Placed, number: int = 0) -> Placed:
        """Return what lies so long after or before an anchor."""
        at = chosen_length(timing.get("at", "0d"), self.variant)
        backwards = "before" in timing or "before_each" in timing
        moments = []
        for moment in anchor.moments:
            position = moment.at.moved(at, -1 if backwards else 1)
            too_early = moment.term is not None and position.day < moment.term.day
            moments.append(replace(moment, at=position, lost=moment.lost or too_early))
        steps = [] if backwards else [Step(s.root, s.at.moved(at), number) for s in anchor.steps]
        known = bool(moments) or (anchor.known and anchor.repeats)
        return Placed(tuple(moments), tuple(steps), anchor.repeats, known)

    # Cadences

    def _cadence(
        self, timing: Entry, anchor: Placed, phase: str | None, *, hangs_on_phase: bool, number: int = 0
    ) -> tuple[list[Moment], list[Step], list[tuple[tuple[int, int], str]]]:
        """Return the occurrences after each moment and step of the anchor, and first days that lie behind the end."""
        every = chosen_length(timing["every"], self.variant)
        first = chosen_length(timing["at"], self.variant) if "at" in timing else every
        times = self._times(timing)
        moments: list[Moment] = []
        behind: list[tuple[tuple[int, int], str]] = []
        for place, moment in enumerate(anchor.moments):
            last, stated = self._last_day(timing, phase, anchor, place, hangs_on_phase=hangs_on_phase)
            for repetition in count() if times is None else range(times):
                position = moment.at.moved(first).moved(every, repetition)
                if position.day > last:
                    if repetition == 0:
                        behind.append(
                            ((position.day, position.minute), "until" if stated and last < self.end else "horizon")
                        )
                    break
                moments.append(replace(moment, at=position))
        steps = [
            Step(step.root, step.at.moved(first).moved(every, repetition), number)
            for step in anchor.steps
            for repetition in range(times or 0)
        ]
        return moments, steps, behind

    def _times(self, timing: Entry) -> int | None:
        if "times" not in timing:
            return None
        times = chosen(timing["times"], self.variant, dense_is_larger=True)
        return int(times + Fraction(1, 2))  # half up

    def _last_day(
        self, timing: Entry, phase: str | None, anchor: Placed, place: int, *, hangs_on_phase: bool
    ) -> tuple[int, bool]:
        """Return the last day of the cadence after this moment of its anchor, and whether that is its own end."""
        windows = self.windows(phase) or []
        day = anchor.moments[place].at.day
        if "until" in timing:
            if hangs_on_phase and timing["until"] == "phase_end":
                return windows[place].end.day, True
            last = self._until(str(timing["until"]), phase, day, anchor_repeats=anchor.repeats)
            if hangs_on_phase and len(windows) > 1:
                last = min(last, windows[place].end.day)
            return last, True
        last, stated = self.end, False
        if hangs_on_phase:
            last, stated = windows[place].end.day, True
        elif windows:
            last = next((window.end.day for window in windows if window.end.day >= day), windows[-1].end.day)
            stated = True
        if self.contract_ends is not None and day < self.contract_ends and self.contract_ends < last:
            last, stated = self.contract_ends, True
        return last, stated

    def _until(self, said: str, phase: str | None, day: int, *, anchor_repeats: bool) -> int:
        if is_length(said):
            return length(said).day
        end = self.anchor(said, phase)
        days = sorted(moment.at.day for moment in end.real)
        if not end.repeats:
            return days[0]
        days = [day for day in days if day <= self.end]
        if anchor_repeats:
            return next((later for later in days if later > day), self.end)
        in_period = [day for day in days if self.period[0] <= day <= self.period[1]]
        return in_period[-1] if in_period else days[0] if days else self.end

    def _can_end(self, said: str, phase: str | None) -> bool:
        if is_length(said):
            return True
        end = self.anchor(said, phase)
        return bool(end.real) or (end.known and end.repeats)

    # Windows of phases

    def phase(self, key: str) -> Entry:
        said = entry_of(self.inventory, "phases", key)
        window = said.get("window", WINDOWS.get(key))
        return {**said, "window": window} if window else said

    def phase_repeats(self, phase: str | None) -> bool:
        said = self.phase(phase).get("window") if phase else None
        if not said or is_length(said["from"]):
            return False
        start = said["from"]
        return self.event(start if isinstance(start, str) else str(start.get("after") or start["before"])).repeats

    def _windows(self, phase: str | None) -> list[Window] | None:
        """Return a phase's windows: None where it goes on all the time, none where it does not apply."""
        if phase is None:
            return None
        said = self.phase(phase)
        if said.get("segments") and self.segment["id"] not in said["segments"]:
            return []
        if "window" not in said:
            return None
        starts, begins_at = self._window_ends(said["window"]["from"])
        ends, ends_at = self._window_ends(said["window"]["to"])
        windows = []
        for place, (start, anchor) in enumerate(starts):
            end = self._end_of_window(start, place, (begins_at, ends_at), [end for end, _ in ends])
            last = self.contract_end
            if end is not None and last is not None and max(start.day, anchor) < last.day < end.day:
                end = last
            if end is not None and start.day <= end.day:
                windows.append(Window(start, end))
        return windows

    def _end_of_window(
        self, start: Position, place: int, hang_on: tuple[str | None, str | None], ends: Sequence[Position]
    ) -> Position | None:
        begins_at, ends_at = hang_on
        repeats = ends_at is not None and self.event(ends_at).repeats
        if begins_at is not None and self.event(begins_at).repeats:
            if begins_at == ends_at:
                return ends[place]
            if not repeats:
                return ends[0] if ends and ends[0].day >= start.day else None
            if ends_at is None or not self.event(ends_at).known:
                return None
            later = [end for end in ends if start.day < end.day <= self.end]
            return later[0] if later else on_day(self.end)
        if not ends or not repeats:
            return ends[0] if ends else None
        in_period = [end for end in ends if self.period[0] <= end.day <= self.period[1]]
        return in_period[-1] if in_period else ends[0]

    def _window_ends(self, said: str | Entry) -> tuple[list[tuple[Position, int]], str | None]:
        """Return the positions that an end of a window means, each with its anchor's day, and the event."""
        if isinstance(said, str) and is_length(said):
            return [(length(said), 0)], None
        event = said if isinstance(said, str) else str(said.get("after") or said["before"])
        at = ZERO if isinstance(said, str) else length(str(said["at"]))
        sign = -1 if isinstance(said, dict) and "before" in said else 1
        found = []
        for moment in self.event(event).real:
            position = moment.at.moved(at, sign)
            if moment.term is not None and position.day < moment.term.day:
                position = moment.term
            found.append((position, moment.at.day))
        return found, event

    # What the touchpoints say

    def first_of(self, key: str) -> Placed:
        raise NotImplementedError

    def anchor(self, said: str, phase: str | None) -> Placed:
        raise NotImplementedError

    def _touch(self, key: str) -> Touch:
        raise NotImplementedError

    @property
    def served(self) -> list[str]:
        raise NotImplementedError
