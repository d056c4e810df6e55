"""How many simulated customers are over a budget, and what fills their fullest windows."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from math import floor
from operator import sub
from typing import NamedTuple

from tpaudit.inventory.touchpoint import Touchpoint
from tpaudit.schedule.figures import Contributor
from tpaudit.schedule.measuring import windows
from tpaudit.schedule.measuring.budgets import Checked
from tpaudit.schedule.measuring.deliveries import Delivery
from tpaudit.schedule.measuring.draws import Draws, by_customer

Persons = Mapping[str, Sequence[Delivery]]
"""By person: what reaches them; persons who get the same are left out but for the first."""


class Chance(NamedTuple):
    """The dated contacts of one person, in time's order."""

    daily: Mapping[int, int]
    """How many every customer gets on each day."""
    sure: Sequence[int]
    """The same as days."""
    days: Sequence[Sequence[int]]
    """By customer: the days of what chance brings."""


def chance(deliveries: Sequence[Delivery], draws: Draws) -> Chance:
    """Return what these deliveries bring to simulated customers."""
    daily: Counter[int] = Counter()
    for one in deliveries:
        if one.is_sure:
            daily.update(one.days)
    return Chance(daily, sorted(daily.elements()), [sorted(days) for days in by_customer(draws, deliveries)])


def over(budget: Checked, persons: Iterable[Chance], first_days: range) -> frozenset[int]:
    """Return the customers who exceed the budget with any of their persons in any window."""
    found: set[int] = set()
    for person in persons:
        found.update(_over(budget, person, first_days, found))
    return frozenset(found)


def in_channel(channel: str | None, deliveries: Sequence[Delivery]) -> Sequence[Delivery]:
    """Return what comes through a channel; None: all."""
    return deliveries if channel is None else [one for one in deliveries if one.means.channel == channel]


def _over(budget: Checked, person: Chance, first_days: range, known: set[int]) -> Iterable[int]:
    length, start = budget.length, first_days.start
    counts = windows.sums(person.daily, first_days, length)
    slack = min(floor(limit - max(counts[run.start - start : run.stop - start])) for run, limit in budget.stretches)
    for customer, days in enumerate(person.days):
        if customer in known or (slack >= 0 and not (len(days) > slack and _meet(days, slack, length))):
            continue
        if _exceeds(sorted((*person.sure, *days)), budget):
            yield customer


def _meet(days: Sequence[int], others: int, length: int) -> bool:
    """Whether so many other days follow one of the sorted days within a window."""
    return any(map(length.__gt__, map(sub, days[others:], days)))


def _exceeds(days: Sequence[int], budget: Checked) -> bool:
    """Whether sorted days exceed the budget in any window."""
    length = budget.length
    for run, limit in budget.stretches:
        within = days[bisect_left(days, run.start) : bisect_right(days, run.stop + length - 2)]
        if len(within) > limit and _meet(within, floor(limit), length):
            return True
    return False


def contributors(budget: Checked, persons: Persons, draws: Draws, customers: Iterable[int]) -> tuple[Contributor, ...]:
    """Return what fills the fullest windows of these customers, most first, then in the order of the files."""
    counted: Counter[tuple[str, str | None]] = Counter()
    touchpoints: dict[str, Touchpoint] = {}
    lives = {person: _lives(in_channel(budget.channel, deliveries), draws) for person, deliveries in persons.items()}
    for customer in sorted(customers):
        fullest = max((_fullest(life[customer], budget) for life in lives.values()), key=lambda found: found[0])
        for one, event in fullest[1]:
            touchpoints.setdefault(one.means.touchpoint.id, one.means.touchpoint)
            counted[one.means.touchpoint.id, event] += 1
    return tuple(
        Contributor(count, touchpoints[touchpoint], event) for (touchpoint, event), count in counted.most_common()
    )


_Life = list[tuple[int, Delivery, str | None]]
"""Day, what comes, and the undated event that sets it off."""


def _lives(deliveries: Sequence[Delivery], draws: Draws) -> list[_Life]:
    """Return, by customer, all that they live through, in time's order."""
    lives: list[_Life] = [[] for _ in draws.all]
    for one, event, part in _parts(deliveries):
        for life, days in zip(lives, by_customer(draws, [part], with_sure=True), strict=True):
            life.extend((day, one, event) for day in days)
    for life in lives:
        life.sort(key=lambda happening: happening[0])
    return lives


def _parts(deliveries: Iterable[Delivery]) -> Iterator[tuple[Delivery, str | None, Delivery]]:
    """Yield each delivery without what events set off, and what each step brings alone."""
    for one in deliveries:
        yield one, None, one._replace(steps=(), late_steps=())
        for step in one.steps:
            alone = one._replace(days=(), contacts=(), rate=Fraction(0), steps=(step,), late_steps=(step.distance,))
            yield one, step.event, alone


def _fullest(life: _Life, budget: Checked) -> tuple[Fraction, Sequence[tuple[Delivery, str | None]]]:
    """Return by how much the fullest window exceeds its limit, and what it holds; the earliest of several equal."""
    days = [day for day, _, _ in life]
    best, place = Fraction(-1), (0, 0)
    for run, limit in budget.stretches:
        most, fullest, left = -1, (0, 0), 0
        # The earliest of the fullest windows ends with a contact, or is the first.
        for last in (run.start + budget.length - 1, *(day for day in days if day - budget.length + 1 in run)):
            left = bisect_left(days, last - budget.length + 1, left)
            right = bisect_right(days, last, left)
            if right - left > most:
                most, fullest = right - left, (left, right)
        if most - limit > best:
            best, place = most - limit, fullest
    return best, [(one, event) for _, one, event in life[place[0] : place[1]]]
