"""When the touchpoints of an inventory happen to one customer of a segment."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

from tests.schedule.oracle.moments import ZERO, Moment, Placed, Step, Touch
from tests.schedule.oracle.placing import Calendar
from tests.schedule.oracle.words import Entry, Position, as_list, chosen, entry_of, length, on_day

DATES_OF_A_YEAR = {"weekly": 52, "monthly": 12, "quarterly": 4, "yearly": 1}


class Life(Calendar):
    """One customer of a segment, and all that the inventory plans for them."""

    @property
    def served(self) -> list[str]:
        return [touchpoint["id"] for touchpoint in self.inventory["touchpoints"] if self.serves(touchpoint)]

    def serves(self, touchpoint: Entry) -> bool:
        if touchpoint.get("status", "live") not in ("upcoming", "live"):
            return False
        return "segments" not in touchpoint or self.segment["id"] in touchpoint["segments"]

    def here(self, key: str) -> dict[str, Any]:
        """Return a touchpoint as it is in this segment."""
        touchpoint = entry_of(self.inventory, "touchpoints", key)
        return {**touchpoint, **(touchpoint.get("per_segment") or {}).get(self.segment["id"], {})}

    # Anchors

    def anchor(self, said: str, phase: str | None) -> Placed:
        """Return all that an anchor's name means."""
        if said in ("phase_start", "phase_end"):
            windows = self.windows(phase) or []
            ends = tuple(Moment(window.start if said == "phase_start" else window.end) for window in windows)
            return Placed(ends, repeats=self.phase_repeats(phase), known=bool(ends))
        if entry_of(self.inventory, "touchpoints", said):
            return self.all_of(said)
        return self.event(said)

    def all_of(self, key: str) -> Placed:
        touch = self.touch(key) if key in self.served else Touch()
        moments = tuple(replace(moment, term=None, within=ZERO) for moment in touch.moments)
        return Placed(moments, tuple(touch.steps), touch.repeats, touch.known)

    def first_of(self, key: str) -> Placed:
        """Return what `after` a touchpoint means: its first day, else the first step of its first timing with one."""
        placed = self.all_of(key)
        moments = placed.real or placed.moments
        steps = list(placed.steps)
        if moments:  # what follows an event that is dated and undated has both
            steps = [step for step in steps if self.event(step.root).real]
        timing = min((step.timing for step in steps), default=0)
        first: dict[str, Step] = {}
        for step in sorted(steps, key=lambda step: (step.at.day, step.at.minute)):
            if step.timing == timing:
                first.setdefault(step.root, step)
        dated = (min(moments, key=lambda moment: moment.order),) if moments else ()
        return Placed(dated, tuple(first.values()), repeats=False, known=bool(dated))

    # Timings

    def _touch(self, key: str) -> Touch:
        here = self.here(key)
        touch = Touch()
        for number, timing in enumerate(as_list(here.get("timing"))):
            self._timing(touch, here.get("phase"), timing, number)
        once_a_minute: dict[tuple[tuple[int, int], bool], Moment] = {}
        for moment in sorted(touch.moments, key=lambda moment: moment.order):
            once_a_minute.setdefault((moment.order, moment.lost), moment)
        touch.moments = list(once_a_minute.values())
        touch.unplaced = list(dict.fromkeys(touch.unplaced))
        return touch

    def _timing(self, touch: Touch, phase: str | None, timing: Entry, number: int) -> None:
        within = length(str(timing["within"])) if "within" in timing else ZERO
        if "as_needed" in timing:
            return
        if "per_quarter" in timing:
            self._at_a_rate(touch, phase, chosen(timing["per_quarter"], self.variant, dense_is_larger=True), within)
        elif "dates" in timing:
            self._on_dates(touch, phase, timing["dates"], within)
        else:
            self._anchored(touch, phase, timing, number, within)

    def _at_a_rate(self, touch: Touch, phase: str | None, rate: Fraction, within: Position) -> None:
        if phase is not None and self.windows(phase) == []:
            touch.unplaced.append((phase, "phase"))
            return
        touch.rate = (touch.rate or Fraction(0)) + rate
        touch.rate_within = within

    def _on_dates(self, touch: Touch, phase: str | None, dates: Any, within: Position) -> None:
        if isinstance(dates, str):
            self._at_a_rate(touch, phase, Fraction(DATES_OF_A_YEAR[dates], 4), within)
            return
        if "starts_on" not in self.segment:
            of_years = [text for text in dates if len(text) == len("05-15")]
            full = [text[:4] for text in dates if len(text) != len("05-15")]
            a_year = len(of_years) + max((full.count(year) for year in full), default=0)
            self._at_a_rate(touch, phase, Fraction(a_year, 4), within)
            return
        windows = self.windows(phase)
        if phase is not None and windows == []:
            touch.unplaced.append((phase, "phase"))
            return
        start = date.fromisoformat(str(self.segment["starts_on"]))
        before = len(touch.moments)
        earliest = min([0, *(window.start.day for window in windows or ())])
        for day in range(earliest, self.end + 1):
            if not self._meets(start + timedelta(days=day), dates):
                continue
            if windows:
                fits = any(window.days[0] <= day <= window.days[1] for window in windows)
            else:
                fits = day >= 0 and (self.contract_ends is None or day <= self.contract_ends)
            if fits:
                touch.moments.append(Moment(on_day(day), within=within))
        if len(touch.moments) == before:
            over = self.contract_ends
            reason = "horizon" if over is None or over >= self.end else "until"
            touch.behind += [((day, 0), reason) for day in self._beyond(start, dates, over) if not windows]
            touch.unplaced += [(str(phase), "phase")] if windows else []
        touch.known = True
        touch.repeats = True

    def _beyond(self, start: date, dates: list[str], over: int | None) -> list[int]:
        """Return where the dates lie that have no day here; of those of each year, the first behind the end."""
        last = self.end if over is None else min(self.end, over)
        of_years = [text for text in dates if len(text) == len("05-15")]
        if of_years:
            days = (day for day in range(last + 1, last + 367) if self._meets(start + timedelta(days=day), of_years))
            return [next(days)]
        return [(date.fromisoformat(text) - start).days for text in dates]

    @staticmethod
    def _meets(day: date, dates: list[str]) -> bool:
        names = {day.isoformat(), day.strftime("%m-%d")}
        leap = day.year % 4 == 0 and (day.year % 100 != 0 or day.year % 400 == 0)
        if (day.month, day.day) == (2, 28) and not leap:
            names.add("02-29")
        return not names.isdisjoint(dates)

    def _anchored(self, touch: Touch, phase: str | None, timing: Entry, number: int, within: Position) -> None:
        placed, name, hangs_on_phase = self._anchor_of(phase, timing)
        if placed is None:
            touch.unplaced.append((name, "phase"))
            return
        if "before" in timing or "before_each" in timing:
            placed = replace(placed, steps=())
        if not placed.moments and not placed.steps:
            touch.unplaced.append((name, "anchor"))
            return
        if "every" not in timing:
            shifted = self._shifted(timing, placed, number)
            touch.moments += [replace(moment, within=within) for moment in shifted.moments]
            touch.steps += [replace(step, within=within) for step in shifted.steps]
            touch.repeats |= placed.repeats
            touch.known |= bool(shifted.moments)
            return
        if placed.moments and "until" in timing and not self._can_end(str(timing["until"]), phase):
            touch.unplaced.append((str(timing["until"]), "until"))
            placed = replace(placed, moments=())
        if placed.steps and "times" not in timing:
            touch.unplaced.append((name, "anchor"))
        moments, steps, behind = self._cadence(timing, placed, phase, hangs_on_phase=hangs_on_phase, number=number)
        touch.moments += [replace(moment, within=within) for moment in moments]
        touch.steps += [replace(step, within=within) for step in steps]
        touch.behind += behind
        touch.repeats = True
        touch.known |= bool(placed.moments)

    def _anchor_of(self, phase: str | None, timing: Entry) -> tuple[Placed | None, str, bool]:
        """Return what a timing is anchored on, its name, and whether the timing is a cadence that hangs on a phase."""
        for key in ("after_each", "before_each"):
            if key in timing:
                return self.all_of(timing[key]), timing[key], False
        said = timing.get("after") or timing.get("before")
        if said in ("phase_start", "phase_end"):
            return self.anchor(said, phase), said, said == "phase_start" and "every" in timing
        if said is not None:
            return self._first_or_each(said), said, False
        windows = self.windows(phase)
        if "every" in timing and windows is not None:
            if not windows:
                return None, str(phase), True
            return self.anchor("phase_start", phase), "phase_start", True
        return Placed((Moment(ZERO),), known=True), self.starts_with, False
