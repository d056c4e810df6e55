"""What an inventory's plan means, word for word: slow, obvious, and without a line of the schedule's own code.

Entries are dictionaries, as YAML gives them. Days are counted from the segment's day 0. Whatever has days can also have
steps: so many days after each occurrence of an undated event, its root.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from itertools import count
from typing import Any

Entry = Mapping[str, Any]
Step = tuple[str, int]
Window = tuple[int, int]

PHASES: Mapping[str, Entry] = {
    "onboarding": {"from": "0d", "to": "90d"},
    "adoption": {"from": "90d", "to": "contract_end"},
    "renewal": {"from": {"at": "120d", "before": "contract_end"}, "to": "contract_end"},
}
"""The windows of the built-in phases; those that are not here go on all the time."""


def is_duration(text: str) -> bool:
    return re.fullmatch(r"\d+(m|h|d|bd|w|mo|y)", text) is not None


def in_days(duration: str, times: int = 1) -> int:
    """Return the days of a duration taken so many times: converted as a whole, so that months do not drift."""
    number, unit = re.findall(r"\d+|\D+", duration)
    whole = int(number) * times
    match unit:
        case "m":
            return whole // (24 * 60)
        case "h":
            return whole // 24
        case "bd":
            return math.ceil(Fraction(7 * whole, 5))
        case "mo":
            return math.floor(Fraction(365 * whole, 12) + Fraction(1, 2))
        case _:
            return whole * {"d": 1, "w": 7, "y": 365}[unit]


def exact(number: float) -> Fraction:
    """Return what the file says, not the binary number next to it."""
    return Fraction(str(number))


@dataclass(frozen=True)
class Customer:
    """One customer of a segment, and all that the inventory plans for them."""

    inventory: Entry
    segment: Entry

    # When an event happens: on a day, after an undated one, both, or never

    def event(self, event: str) -> tuple[int | None, list[Step]]:
        said = {**self._built_in(event), **self._declared("events", event)}
        own_rate = [(event, 0)] if "per_quarter" in said else []
        if event == self._starts_with:
            return 0, own_rate
        if "before" in said:
            day, _ = self.anchor(said["before"])
            return (None if day is None else day - in_days(said["at"])), own_rate
        if "after" in said:
            day, steps = self.anchor(said["after"])
            distance = in_days(said["at"])
            shared = [(root, step + distance) for root, step in steps]
            return (None if day is None else day + distance), shared or own_rate
        needs_a_contract = event in ("contract_start", "contract_end")
        return None, own_rate if needs_a_contract else [(event, 0)]

    def _built_in(self, event: str) -> Entry:
        if event == "go_live":
            return {"after": "contract_start", "at": self.segment.get("go_live", "30d")}
        if event == "contract_end" and self._contract != "none":
            return {"after": "contract_start", "at": self._contract}
        if event == "first_contact":
            return {"before": "contract_start", "at": self.segment.get("sales_cycle", "90d")}
        return {}

    @property
    def _starts_with(self) -> str:
        return str(self.segment.get("starts_with", "contract_start"))

    @property
    def _contract(self) -> str:
        return str(self.segment.get("contract", "12mo" if self._starts_with == "contract_start" else "none"))

    def _declared(self, registry: str, key: str) -> Entry:
        return next((entry for entry in self.inventory.get(registry, ()) if entry["id"] == key), {})

    # From when to when a phase lasts: None where it goes on all the time, or cannot be placed

    def window(self, phase: str | None) -> Window | None:
        said = self._declared("phases", phase or "").get("window", PHASES.get(phase or ""))
        if said is None:
            return None
        start, end = self._end_of_phase(said["from"]), self._end_of_phase(said["to"])
        return (start, end) if start is not None and end is not None and start <= end else None

    def _end_of_phase(self, said: str | Entry) -> int | None:
        if isinstance(said, str):
            return in_days(said) if is_duration(said) else self.event(said)[0]
        day, _ = self.event(said.get("after") or said["before"])
        if day is None:
            return None
        return day + in_days(said["at"]) if "after" in said else day - in_days(said["at"])

    # When a touchpoint happens: on which days, and with which steps, timing by timing

    def touchpoint(self, key: str) -> tuple[list[int], list[list[Step]]]:
        touchpoint = self._declared("touchpoints", key)
        if not self.receives(touchpoint):
            return [], []
        timings = [self._timing(touchpoint, timing) for timing in touchpoint["timing"] if "per_quarter" not in timing]
        days = {day for of_timing, _ in timings for day in of_timing}  # at most one occurrence a day
        return sorted(days), [steps for _, steps in timings]

    def receives(self, touchpoint: Entry) -> bool:
        return touchpoint.get("status") != "paused" and self.segment["id"] in touchpoint["segments"]

    def _timing(self, touchpoint: Entry, timing: Entry) -> tuple[list[int], list[Step]]:
        days, steps = self._tied_to(touchpoint, timing)
        at = in_days(timing.get("at", "0d"))
        if "every" not in timing:
            sign = -1 if "before" in timing else 1
            return [day + sign * at for day in days], [(root, step + at) for root, step in steps]
        first = 0 if "at" in timing else 1  # without `at` the first repetition is one `every` away
        numbers = range(first, first + timing["times"]) if "times" in timing else count(first)
        last = self._until(touchpoint, timing)
        recurring = []
        for day in days:
            for number in numbers:
                if last is None or day + at + in_days(timing["every"], number) > last:
                    break
                recurring.append(day + at + in_days(timing["every"], number))
        return recurring, [
            (root, step + at + in_days(timing["every"], number)) for root, step in steps for number in numbers
        ]

    def _tied_to(self, touchpoint: Entry, timing: Entry) -> tuple[list[int], list[Step]]:
        """Return from which days and steps a timing counts."""
        if "after_each" in timing:
            days, steps = self.touchpoint(timing["after_each"])
            return days, [step for of_timing in steps for step in of_timing]
        anchor = timing.get("after") or timing.get("before")
        window = self.window(touchpoint.get("phase"))
        if anchor is None:
            from_the_phase = "every" in timing and "at" not in timing and window
            return [window[0] if from_the_phase and window else 0], []
        if anchor in ("phase_start", "phase_end"):
            return ([window[anchor == "phase_end"]] if window else []), []
        day, first_steps = self.anchor(anchor)
        return ([] if day is None else [day]), (first_steps if "after" in timing else [])

    def anchor(self, anchor: str) -> tuple[int | None, list[Step]]:
        """Return the day and the steps that `after` means: of a touchpoint the first."""
        if not self._declared("touchpoints", anchor):
            return self.event(anchor)
        days, steps = self.touchpoint(anchor)
        if days:  # dated, and undated besides only where its root is both as well
            steps = [[step for step in of_timing if self.event(step[0])[0] is not None] for of_timing in steps]
        first = next((min(of_timing, key=lambda step: step[1]) for of_timing in steps if of_timing), None)
        return (days[0] if days else None), ([first] if first else [])

    def _until(self, touchpoint: Entry, timing: Entry) -> int | None:
        """Return the last day of a cadence, None where that cannot be placed."""
        window = self.window(touchpoint.get("phase"))
        match timing.get("until"):
            case None:
                return window[1] if window else self._end
            case "phase_end":
                return window[1] if window else None
            case until if is_duration(until):
                return in_days(until)
            case until:
                return self.anchor(until)[0]

    # How far the schedule looks, and what it finds there

    @property
    def _end(self) -> int:
        end = self.event("contract_end")[0]
        return in_days(self.segment.get("horizon", "1y")) if end is None else end + 91

    @property
    def period(self) -> Window:
        end = self.event("contract_end")[0]
        return 0, self._end if end is None else end

    @property
    def horizon(self) -> Window:
        days = [day for touchpoint in self.inventory["touchpoints"] for day in self.touchpoint(touchpoint["id"])[0]]
        first_contact = self.event("first_contact")[0]
        return min([0, *days, *([] if first_contact is None else [first_contact])]), self._end

    def people(self) -> list[str]:
        return self.segment.get("stakeholders") or ["customer"]

    def _hears_of(self, touchpoint: Entry, person: str) -> bool:
        named = touchpoint.get("stakeholders", self.people()[:1])
        return not self.segment.get("stakeholders") or named == "all" or person in named

    def _counted(self, person: str) -> Iterator[tuple[Entry, str]]:
        """Yield each touchpoint that counts for the person, with each of its channels."""
        for touchpoint in self.inventory["touchpoints"]:
            if self.receives(touchpoint) and touchpoint["type"] != "invoice" and self._hears_of(touchpoint, person):
                for channel in touchpoint["channel"]:
                    yield touchpoint, channel

    def contacts(self, person: str) -> Iterator[tuple[int, str, str, Fraction]]:
        """Yield the day, touchpoint, channel and weight of each dated contact."""
        first, last = self.horizon
        for touchpoint, channel in self._counted(person):
            for day in self.touchpoint(touchpoint["id"])[0]:
                if first <= day <= last:
                    yield day, touchpoint["id"], channel, exact(touchpoint["reach"])

    def expected(self, person: str) -> Mapping[tuple[str, str, str | None, Window], Fraction]:
        """Return how many undated contacts a day brings, by touchpoint, channel, root event and first and last day."""
        found: dict[tuple[str, str, str | None, Window], Fraction] = {}
        first, last = self.horizon
        for touchpoint, channel in self._counted(person):
            start, end = self.window(touchpoint.get("phase")) or self.period
            span = max(start, first), min(end, last)
            steps = [step for of_timing in self.touchpoint(touchpoint["id"])[1] for step in of_timing]
            from_events = [(root, self._declared("events", root).get("per_quarter")) for root, _ in steps]
            own = [(None, timing["per_quarter"]) for timing in touchpoint["timing"] if "per_quarter" in timing]
            for root, rate in (*from_events, *own):
                if rate is not None and span[0] <= span[1]:
                    key = touchpoint["id"], channel, root, span
                    found[key] = found.get(key, Fraction(0)) + exact(rate) / 91 * exact(touchpoint["reach"])
        return found
