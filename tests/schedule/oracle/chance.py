"""Simulated customers: what is left to chance is drawn from one stream for each thing, customer after customer."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import accumulate
from random import Random
from typing import Any

from tests.schedule.oracle.counting import (
    PERIODS,
    QUARTER,
    Limits,
    ends_silence,
    judged,
    of_channel,
    quarters,
    starts,
    stretches,
)
from tests.schedule.oracle.people import Days, Late, Means, People, Share

Percentiles = Mapping[str, Fraction] | None


class Crowd:
    """The customers of a segment, each with what chance gives them; ranges are read as in the plan's variant."""

    def __init__(self, people: People, customers: int, horizon: Days | None = None) -> None:
        self.people, self.customers = people, customers
        self.horizon = horizon or people.life.horizon
        self.share = {person: people.of(person) for person in people.persons}
        self.everything = [step for share in self.share.values() for step in share.steps]
        self.members = self._members()
        self.shares: dict[str, list[float]] = {}
        self.series: dict[str, list[list[float]]] = {}
        self.events: dict[str, list[list[int]]] = {}

    def stream(self, kind: str, key: str) -> Random:
        return Random(f"{self.people.segment['id']}/{kind}/{key}")  # noqa: S311

    def _members(self) -> dict[str, list[bool]]:
        members: dict[str, list[bool]] = {}
        groups: dict[str, list[str]] = {}
        for audience in self.people.audiences:
            group = self.people.registered(audience).get("one_of")
            if group is not None:
                groups.setdefault(group, []).append(audience)
                continue
            stream = self.stream("audience", audience)
            share = self.people.audience_share(audience) or Fraction(0)
            members[audience] = [stream.random() < share for _ in range(self.customers)]
        for group, audiences in groups.items():
            stream = self.stream("group", group)
            numbers = [stream.random() for _ in range(self.customers)]
            below = Fraction(0)
            for audience in audiences:
                share = self.people.audience_share(audience) or Fraction(0)
                members[audience] = [below <= number < below + share for number in numbers]
                below += share
        return members

    def gets(self, customer: int, means: Means) -> bool:
        """Return whether chance lets the customer have what comes by these means."""
        if means.for_all:
            return True
        if means.share is None:
            return False
        part = means.share
        if means.audience is not None:
            whole = self.people.audience_share(means.audience)
            if whole is None or not self.members[means.audience][customer]:
                return False
            if means.share == whole:
                return True
            part = means.share / whole
        if means.touchpoint not in self.shares:
            stream = self.stream("share", means.touchpoint)
            self.shares[means.touchpoint] = [stream.random() for _ in range(self.customers)]
        return self.shares[means.touchpoint][customer] < part

    def spread(self, customer: int, touchpoint: str, rate: Fraction, spans: Sequence[Days]) -> Iterator[int]:
        if touchpoint not in self.series:
            stream = self.stream("series", touchpoint)
            self.series[touchpoint] = [[stream.random() for _ in spans] for _ in range(self.customers)]
        for number, (first, last) in zip(self.series[touchpoint][customer], spans, strict=True):
            turn = 0
            while rate and (day := math.floor(first + (number + turn) * QUARTER / float(rate))) <= last:
                yield day
                turn += 1

    def happens(self, customer: int, event: str, rate: Fraction) -> list[int]:
        """Return the days on which an event happens to the customer."""
        if event not in self.events:
            first, last = self.horizon
            longest = max(step.distance for step in self.everything if step.root == event)
            after = self._arrivals(self.stream("event", event), rate, last + 1)
            before = self._arrivals(self.stream("event-before", event), rate, longest - first)
            self.events[event] = [
                [-1 - day for day in reversed(earlier)] + later for earlier, later in zip(before, after, strict=True)
            ]
        return self.events[event][customer]

    def _arrivals(self, stream: Random, rate: Fraction, limit: int) -> list[list[int]]:
        found = []
        for _ in range(self.customers):
            days = []
            time = stream.expovariate(float(rate) / QUARTER)
            while time < limit:
                days.append(math.floor(time))
                time += stream.expovariate(float(rate) / QUARTER)
            found.append(days)
        return found

    def steps(self, customer: int, step: Late) -> Iterator[int]:
        """Yield the days on which an event lets a step happen to the customer."""
        if step.rate:
            for day in self.happens(customer, step.root, step.rate):
                if any(first <= day + step.distance <= last for first, last in step.spans):
                    yield day

    def days(self, customer: int, share: Share) -> list[int]:
        """Return the days of a customer's contacts."""
        found = [contact.day for contact in share.contacts if self.gets(customer, contact.means)]
        for series in share.series:
            if self.gets(customer, series.means):
                found += self.spread(customer, series.means.touchpoint, series.rate, series.spans)
        for step in share.steps:
            if self.gets(customer, step.means):
                found += [day + step.distance for day in self.steps(customer, step)]
        return found

    def latest(self, customer: int, share: Share) -> list[int]:
        """Return the days on which a silence ends, at the latest."""
        found = [
            contact.at_the_latest
            for contact in share.contacts
            if self.gets(customer, contact.means) and ends_silence(contact.means, human=False)
        ]
        for series in share.series:
            if self.gets(customer, series.means) and ends_silence(series.means, human=False):
                days = self.spread(customer, series.means.touchpoint, series.rate, series.spans)
                found += [day + series.within for day in days]
        for step in share.steps:
            if self.gets(customer, step.means) and ends_silence(step.means, human=False):
                found += [day + step.at_the_latest for day in self.steps(customer, step)]
        return found


class Loads:
    """How many contacts each window of a customer holds."""

    def __init__(self, people: People, days: Sequence[int]) -> None:
        self.first = people.life.horizon[0]
        counts = [0] * (people.life.period[1] - self.first + QUARTER + 2)
        for day in days:
            if 0 <= day - self.first < len(counts):
                counts[day - self.first] += 1
        self.until = [0, *accumulate(counts)]

    def of(self, first: int, last: int) -> int:
        return self.until[last - self.first + 1] - self.until[first - self.first]


def percentiles(values: Sequence[Fraction], customers: int) -> Percentiles:
    if len(values) < customers:
        return None
    ordered = sorted(values)
    places = {"p5": customers // 20, "median": customers // 2, "p95": customers * 19 // 20}
    return {name: ordered[place - 1] for name, place in places.items()}


def shares_over(people: People, limits: Limits, customers: int) -> Iterator[dict[str, Any]]:
    """Yield for each budget the share of the customers who exceed it, in any person, in at least one window."""
    crowd = Crowd(people, customers)
    for period, channel in limits.asked():
        length = PERIODS[period]
        caps = [(start, limits.of_window(start, period, channel)) for start in starts(people)]
        capped = [(start, math.floor(cap)) for start, cap in caps if cap is not None]  # contacts are whole
        if not capped:
            continue
        over = 0
        for customer in range(customers):
            shares = [of_channel(share, channel) for share in crowd.share.values()]
            loads = [Loads(people, crowd.days(customer, share)) for share in shares]
            over += any(load.of(start, start + length - 1) > cap for load in loads for start, cap in capped)
        yield {"period": period, "channel": channel, "share_over": Fraction(over, customers)}


def simulated(dense: People, sparse: People, person: str, customers: int) -> dict[str, Any]:
    crowd, late = Crowd(dense, customers), Crowd(sparse, customers, dense.life.horizon)
    of_period = quarters(dense.life.period)
    counted = [(first, last) for first, last, complete in of_period if complete] or [of_period[0][:2]]
    means, weeks, silences = [], [], []
    for customer in range(customers):
        loads = Loads(dense, crowd.days(customer, crowd.share[person]))
        means.append(Fraction(sum(loads.of(*days) for days in counted), len(counted)))
        weeks.append(Fraction(max(loads.of(start, start + 6) for start in starts(dense))))
        found = stretches(late.latest(customer, late.share[person]), sparse.life.period)
        of_customer = judged(sparse, person, found, human=False)
        silences += [Fraction(max(last - first for first, last in of_customer))] if of_customer else []
    return {
        "customers": customers,
        "person": person,
        "per_quarter": percentiles(means, customers),
        "fullest_week": percentiles(weeks, customers),
        "longest_silence": percentiles(silences, customers),
    }
