"""Exact loads over time: what one person receives, in whole numbers of a small unit of weight.

Weights are fractions. Multiplied by a common denominator they become whole numbers, which add up exactly and fast.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from itertools import accumulate, pairwise
from math import lcm
from typing import NamedTuple

from tpaudit.schedule.plan import Contact, Expected


def unit_of(weights: Iterable[Fraction]) -> int:
    """Return how many units of weight make one contact, so that each of the weights is a whole number of them."""
    return lcm(*{weight.denominator for weight in weights})


def in_units(weight: Fraction, unit: int) -> int:
    """Return a weight as a number of units."""
    return weight.numerator * (unit // weight.denominator)


class Stretch(NamedTuple):
    """Consecutive windows whose loads rise or fall evenly."""

    start: int
    """The first day of the first window."""
    windows: int
    """How many windows: one begins on each day from `start` on."""
    load: int
    """Of the first window."""
    slope: int
    """By how much each window's load differs from the one before."""


@dataclass(frozen=True)
class Flow:
    """What flows to somebody: dated contacts on their days, undated ones at rates that change on some days."""

    unit: int
    dated: Mapping[int, int]
    """By day: the units of that day's contacts."""
    changes: Mapping[int, int]
    """By day: how much more (or fewer) units a day are expected from that day on."""

    def load(self, start: int, end: int) -> Fraction:
        """Return the load from one day to another, both inclusive."""
        return Fraction(self._before(end + 1) - self._before(start), self.unit)

    @cached_property
    def _sums(self) -> tuple[Sequence[int], Sequence[int], Sequence[int]]:
        """The days on which something happens; for each the load before it, and the rate from it on."""
        days = sorted({*self.dated, *self.changes})
        rates = list(accumulate(self.changes.get(day, 0) for day in days))
        steps = (
            self.dated.get(day, 0) + rate * (following - day)
            for (day, following), rate in zip(pairwise(days), rates, strict=False)
        )
        return days, list(accumulate(steps, initial=0)), rates

    def _before(self, day: int) -> int:
        """Return the load of all days before this one."""
        days, sums, rates = self._sums
        place = bisect_left(days, day) - 1
        if place < 0:
            return 0
        return sums[place] + self.dated.get(days[place], 0) + rates[place] * (day - days[place])

    def windows(self, length: int, first: int, last: int, cuts: Iterable[int] = ()) -> Iterator[Stretch]:
        """Yield all windows of so many days that begin from `first` to `last`, in stretches that end at the cuts.

        A day's contacts enter the windows that begin up to `length` - 1 days before it, and leave those that begin
        after it. A rate that changes on a day bends the loads of the same two windows. In between they run straight,
        so that no window has to be looked at singly, however long the horizon.
        """
        jumps: defaultdict[int, int] = defaultdict(int)
        bends: defaultdict[int, int] = defaultdict(int)
        for values, changes in ((self.dated, jumps), (self.changes, bends)):
            for day, value in values.items():
                changes[day - length + 1] += value
                changes[day + 1] -= value
        load = slope = 0
        for start, following in pairwise(sorted({first, last + 1, *jumps, *bends, *cuts})):
            slope += bends.get(start, 0)
            load += jumps.get(start, 0) + slope
            if first <= start <= last:
                yield Stretch(start, following - start, load, slope)
            load += slope * (following - start - 1)


def flow(contacts: Iterable[Contact], expected: Iterable[Expected], unit: int) -> Flow:
    """Return what these contacts amount to."""
    dated: defaultdict[int, int] = defaultdict(int)
    weight, units = Fraction(1), unit
    for contact in contacts:
        if contact.weight is not weight:  # most weigh the same, one contact
            weight, units = contact.weight, in_units(contact.weight, unit)
        dated[contact.day] += units
    changes: defaultdict[int, int] = defaultdict(int)
    for one in expected:
        units = in_units(one.per_day, unit)
        changes[one.start] += units
        changes[one.end + 1] -= units
    return Flow(unit, dict(dated), dict(changes))


def by_channel(
    contacts: Iterable[Contact], expected: Iterable[Expected], unit: int, channels: Iterable[str | None]
) -> Mapping[str | None, Flow]:
    """Return what the contacts through each of these channels amount to."""
    parts: dict[str | None, tuple[list[Contact], list[Expected]]] = {channel: ([], []) for channel in channels}
    for contact in contacts:
        if contact.channel in parts:
            parts[contact.channel][0].append(contact)
    for one in expected:
        if one.channel in parts:
            parts[one.channel][1].append(one)
    return {channel: flow(*part, unit) for channel, part in parts.items()}
