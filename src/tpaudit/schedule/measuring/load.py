"""One person's load, added up so that windows and quarters can be measured fast."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from fractions import Fraction
from functools import cached_property
from itertools import chain
from math import lcm
from typing import NamedTuple

from tpaudit.schedule.contact import Means, Span
from tpaudit.schedule.figures import Profile
from tpaudit.schedule.measuring import windows
from tpaudit.schedule.measuring.deliveries import Delivery
from tpaudit.schedule.measuring.windows import QUARTER, Counts

Series = tuple[Fraction, Span]
"""A rate per quarter, and the days on which it holds."""


class Dose(NamedTuple):
    """Contacts that reach the same customers."""

    days: Mapping[int, int]
    """How many dated contacts there are, by day."""
    series: Mapping[Series, int]
    """How many series of each kind."""

    def counts(self, first_days: range, length: int, *, up: bool) -> Counts:
        """Return how many contacts each window holds at least, or at most."""
        return windows.added(
            windows.sums(self.days, first_days, length),
            *(
                [number * count for count in windows.of_series(rate, span, first_days, length, up=up)]
                for (rate, span), number in self.series.items()
            ),
        )

    def number(self, first: int, last: int, quarter: int, *, up: bool) -> int:
        """Return how many contacts fall between two days at least, or at most, in a quarter of that many days."""
        dated = sum(number for day, number in self.days.items() if first <= day <= last)
        return dated + sum(
            number * windows.rounded(rate, windows.overlap(span, first, last), quarter, up=up)
            for (rate, span), number in self.series.items()
        )


class Load:
    """What deliveries bring to one person, or to the account."""

    def __init__(self, deliveries: Iterable[Delivery], group: Mapping[str, str]) -> None:
        self.deliveries = tuple(deliveries)
        self._group = group

    def only(self, keep: Callable[[Means], bool]) -> Load:
        """Return the part of the load that comes by some means."""
        return Load((delivery for delivery in self.deliveries if keep(delivery.means)), self._group)

    @cached_property
    def sure(self) -> Dose:
        """What every customer gets."""
        return _dose(delivery for delivery in self.deliveries if delivery.is_sure)

    @cached_property
    def profiles(self) -> Sequence[tuple[Profile, Dose]]:
        """What the members of each audience get on purpose, and those whom a touchpoint of a share below 1 reaches.

        What everybody gets is not included; touchpoints with a share of their own come last.
        """
        audiences: dict[str, tuple[Profile, list[Delivery]]] = {}
        touchpoints: dict[str, tuple[Profile, list[Delivery]]] = {}
        for delivery in self.deliveries:
            if delivery.is_sure:
                continue
            audience, touchpoint = delivery.part.audience, delivery.means.touchpoint
            if audience is None:
                own = Profile(f"touchpoint:{touchpoint.id}", delivery.part.share, None, touchpoint)
                touchpoints.setdefault(own.id, (own, []))[1].append(delivery)
            elif delivery.is_whole:
                members = Profile(audience, delivery.part.share, audience)
                audiences.setdefault(audience, (members, []))[1].append(delivery)
        return tuple((profile, _dose(some)) for profile, some in (*audiences.values(), *touchpoints.values()))

    @cached_property
    def _planned(self) -> tuple[Dose, Mapping[str, Mapping[str, Dose]]]:
        """What can come together, and what each audience brings in a group of audiences that exclude each other."""
        together: list[Delivery] = []
        apart: dict[str, dict[str, list[Delivery]]] = {}
        for delivery in self.deliveries:
            audience = delivery.part.audience
            group = self._group.get(audience) if audience is not None else None
            if audience is None or group is None:
                together.append(delivery)
            else:
                apart.setdefault(group, {}).setdefault(audience, []).append(delivery)
        groups = {
            group: {audience: _dose(some) for audience, some in members.items()} for group, members in apart.items()
        }
        return _dose(together), groups

    def most(self, first_days: range, length: int) -> Counts:
        """Return the most that the plan brings to one customer in each window."""
        together, groups = self._planned
        fullest = (
            list(map(max, *counts)) if len(counts) > 1 else counts[0]
            for counts in (
                [dose.counts(first_days, length, up=True) for dose in audiences.values()]
                for audiences in groups.values()
            )
        )
        return windows.added(together.counts(first_days, length, up=True), *fullest)

    def most_within(self, first: int, last: int, quarter: int = QUARTER) -> int:
        """Return the most that the plan brings to one customer from one day to another."""
        together, groups = self._planned
        return together.number(first, last, quarter, up=True) + sum(
            max(dose.number(first, last, quarter, up=True) for dose in audiences.values())
            for audiences in groups.values()
        )

    @cached_property
    def _dated(self) -> Mapping[Fraction, Mapping[int, int]]:
        """How many dated contacts of each share each day holds."""
        found: dict[Fraction, Counter[int]] = {}
        for delivery in self.deliveries:
            if delivery.part.share is not None and delivery.days:
                found.setdefault(delivery.part.share, Counter()).update(delivery.days)
        return found

    @cached_property
    def _spread(self) -> Mapping[Span, Fraction]:
        """How many contacts a quarter come to an average customer on no fixed days, by span."""
        counted: Counter[tuple[Span, Fraction, Fraction]] = Counter()
        for delivery in self.deliveries:
            if delivery.part.share is not None and delivery.rate:
                counted.update((span, delivery.part.share, delivery.rate) for span in delivery.spans)
        return _summed(counted)

    @cached_property
    def _set_off(self) -> Mapping[Span, Fraction]:
        """The same for contacts that undated events of known rates set off."""
        counted: Counter[tuple[Span, Fraction, Fraction]] = Counter()
        for delivery in self.deliveries:
            if delivery.part.share is not None:
                for step in delivery.steps:
                    if step.per_quarter:
                        counted.update((span, delivery.part.share, step.per_quarter) for span in step.spans)
        return _summed(counted)

    @property
    def is_set_off(self) -> bool:
        """Whether undated events of known rates set anything off."""
        return bool(self._set_off)

    def mean(self, first: int, last: int, quarter: int = QUARTER) -> Fraction:
        """Return how many contacts come on average between two days, in a quarter of that many days."""
        total = Fraction(0)
        for share, days in self._dated.items():
            total += share * sum(number for day, number in days.items() if first <= day <= last)
        for flows, days_of_quarter in ((self._spread, quarter), (self._set_off, QUARTER)):
            for span, rate in flows.items():
                total += rate * windows.overlap(span, first, last) / days_of_quarter
        return total

    def means(self, first_days: range, length: int) -> tuple[Counts, int]:
        """Return the mean of each window, in units, and how many units make one contact."""
        rates = [*self._spread.items(), *self._set_off.items()]
        unit = lcm(*(share.denominator for share in self._dated), *(rate.denominator * QUARTER for _, rate in rates))
        daily: Counter[int] = Counter()
        for share, days in self._dated.items():
            units = int(share * unit)
            for day, number in days.items():
                daily[day] += number * units
        for (first, last), rate in rates:
            units = int(rate * unit / QUARTER)
            for day in range(max(first, first_days.start), min(last, first_days.stop + length) + 1):
                daily[day] += units
        return windows.sums(daily, first_days, length), unit


def through(channel: str | None) -> Callable[[Means], bool]:
    """Return a function that keeps what comes through a channel."""
    return lambda means: means.channel == channel


def _dose(deliveries: Iterable[Delivery]) -> Dose:
    some = tuple(deliveries)
    series: Counter[Series] = Counter()
    for delivery in some:
        if delivery.rate:
            series.update((delivery.rate, span) for span in delivery.spans)
    return Dose(Counter(chain.from_iterable(delivery.days for delivery in some)), series)


def _summed(counted: Mapping[tuple[Span, Fraction, Fraction], int]) -> Mapping[Span, Fraction]:
    found: dict[Span, Fraction] = {}
    for (span, share, rate), number in counted.items():
        found[span] = found.get(span, Fraction(0)) + share * rate * number
    return found
