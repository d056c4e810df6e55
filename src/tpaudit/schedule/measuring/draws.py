"""Random draws for simulated customers, always the same for equal plans.

Everything is drawn from a stream of its own, customer after customer, so that a change to the plan affects only the
draws of what it changed. The names of the streams and the order of the draws belong to the schedule's definition.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from fractions import Fraction
from itertools import accumulate, chain
from math import floor, log
from random import Random
from typing import TypeVar

from tpaudit.schedule.contact import Span
from tpaudit.schedule.measuring.deliveries import Delivery
from tpaudit.schedule.measuring.shares import Shares
from tpaudit.schedule.measuring.windows import QUARTER

Drawn = TypeVar("Drawn")

Customers = Sequence[int]
"""Numbers of customers, from 0."""


class Draws:
    """The draws for one segment's customers; each stream is drawn once, when it is needed."""

    def __init__(
        self, segment: str, customers: int, shares: Shares, horizon: Span, deliveries: Iterable[Delivery]
    ) -> None:
        self.all: Customers = range(customers)
        self._segment = segment
        self._shares = shares
        self._horizon = horizon
        self._rates: dict[str, Fraction] = {}
        self._longest: dict[str, int] = {}
        for delivery in deliveries:
            for step in delivery.steps:
                if step.per_quarter:
                    self._rates[step.event] = step.per_quarter
                self._longest[step.event] = max(step.distance, self._longest.get(step.event, 0))
        self._members: dict[str, Customers] = {}
        self._reached: dict[str, Customers] = {}
        self._series: dict[str, Sequence[tuple[int, ...]]] = {}
        self._occurrences: dict[str, Sequence[tuple[int, ...]]] = {}

    def whom(self, delivery: Delivery) -> Customers:
        """Return the customers whom it reaches."""
        if delivery.is_sure:
            return self.all
        if delivery.part.share is None:
            return ()  # their number is unknown
        found = self.all if delivery.part.audience is None else self._members_of(delivery.part.audience)
        if delivery.is_whole:
            return found
        touchpoint = delivery.means.touchpoint.id
        if touchpoint not in self._reached:
            part = float(delivery.part.of_audience)
            self._reached[touchpoint] = [
                customer for customer, number in enumerate(self._numbers("share", touchpoint)) if number < part
            ]
        reached = self._reached[touchpoint]
        if delivery.part.audience is None:
            return reached
        members = set(found)
        return [customer for customer in reached if customer in members]

    def series(self, delivery: Delivery) -> Sequence[tuple[int, ...]]:
        """Return, by customer, the days on which an evenly spread series comes."""
        touchpoint = delivery.means.touchpoint.id
        if touchpoint not in self._series:
            every = QUARTER / float(delivery.rate)

            def draw(random: Random) -> tuple[int, ...]:
                return tuple(day for span in delivery.spans for day in _spread(random.random(), every, span))

            self._series[touchpoint] = self._each("series", touchpoint, draw)
        return self._series[touchpoint]

    def occurrences(self, event: str) -> Sequence[tuple[int, ...]]:
        """Return, by customer, the days on which an event happens; none if its rate is unknown."""
        if event not in self._occurrences:
            rate = self._rates.get(event)
            if rate is None:
                self._occurrences[event] = [()] * len(self.all)
            else:
                first, last = self._horizon
                a_day = float(rate / QUARTER)
                later = self._each("event", event, _process(a_day, last + 1))
                earlier = self._each("event-before", event, _process(a_day, self._longest[event] - first))
                self._occurrences[event] = [
                    (*(-1 - day for day in before), *after) for before, after in zip(earlier, later, strict=True)
                ]
        return self._occurrences[event]

    def _members_of(self, audience: str) -> Customers:
        if audience not in self._members:
            group = self._shares.group.get(audience)
            if group is None:
                share = float(self._shares.known[audience] or 0)
                numbers = self._numbers("audience", audience)
                self._members[audience] = [customer for customer, number in enumerate(numbers) if number < share]
            else:
                self._draw_group(group)
        return self._members[audience]

    def _draw_group(self, group: str) -> None:
        audiences = self._shares.groups[group]
        ends = [float(end) for end in accumulate(self._shares.known[audience] or Fraction(0) for audience in audiences)]
        numbers = self._numbers("group", group)
        for audience, start, end in zip(audiences, (0.0, *ends), ends, strict=False):
            self._members[audience] = [customer for customer, number in enumerate(numbers) if start <= number < end]

    def _numbers(self, kind: str, id: str) -> Sequence[float]:  # noqa: A002  ids are called id everywhere
        return self._each(kind, id, Random.random)

    def _each(self, kind: str, id: str, draw: Callable[[Random], Drawn]) -> Sequence[Drawn]:  # noqa: A002
        random = Random(f"{self._segment}/{kind}/{id}")  # noqa: S311  equal plans are to give equal figures
        return [draw(random) for _ in self.all]


def _spread(number: float, every: float, span: Span) -> Iterable[int]:
    """Yield the days of a series within its span; the first lies anywhere within one interval."""
    start, end = span
    step = 0
    while (day := floor(start + (number + step) * every)) <= end:
        yield day
        step += 1


def _process(a_day: float, until: int) -> Callable[[Random], tuple[int, ...]]:
    """Return a function that draws the days of something that happens at random at a daily rate, up to a time."""

    def draw(random: Random) -> tuple[int, ...]:
        days: list[int] = []
        number = random.random
        time = -log(1.0 - number()) / a_day  # what `expovariate` computes, in half the time
        while time < until:
            days.append(int(time))
            time += -log(1.0 - number()) / a_day
        return tuple(days)

    return draw


def by_customer(draws: Draws, deliveries: Iterable[Delivery], *, late: bool = False) -> Iterator[list[int]]:
    """Yield, by customer, the days of the contacts that chance brings, unsorted; with `late` the latest day of each."""
    # The days are shared until a customer's turn comes: those of all at once may be too many for the memory.
    found: list[list[Sequence[int]]] = [[] for _ in draws.all]
    dated: dict[int, tuple[Customers, list[int]]] = {}
    for delivery in deliveries:
        whom = draws.whom(delivery)
        if delivery.days and not delivery.is_sure:
            dated.setdefault(id(whom), (whom, []))[1].extend(delivery.late if late else delivery.days)
        if delivery.rate:
            delay = delivery.delay if late else 0
            series = draws.series(delivery)
            for customer in whom:
                own = series[customer]
                found[customer].append([day + delay for day in own] if delay else own)
        if delivery.steps:
            _set_off(found, whom, draws, delivery, late=late)
    for whom, days in dated.values():
        for customer in whom:
            found[customer].append(days)
    yield from (list(chain.from_iterable(parts)) for parts in found)


def _set_off(
    found: Sequence[list[Sequence[int]]], whom: Customers, draws: Draws, delivery: Delivery, *, late: bool
) -> None:
    """Add the days on which events set something off."""
    for step, at_the_latest in zip(delivery.steps, delivery.late_steps, strict=True):
        occurrences = draws.occurrences(step.event)
        distance, lag = step.distance, at_the_latest if late else step.distance
        for first, last in step.spans:
            earliest, latest = first - distance, last - distance
            for customer in whom:
                days = occurrences[customer]
                if days:
                    found[customer].append([day + lag for day in days if earliest <= day <= latest])
