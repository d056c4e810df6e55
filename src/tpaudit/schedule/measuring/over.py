"""How many simulated customers are over a budget, and what fills their fullest windows."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import repeat
from math import floor
from operator import sub
from typing import NamedTuple

from tpaudit.inventory.touchpoint import Touchpoint
from tpaudit.schedule.figures import Contributor
from tpaudit.schedule.measuring import windows
from tpaudit.schedule.measuring.budgets import Checked
from tpaudit.schedule.measuring.deliveries import Delivery
from tpaudit.schedule.measuring.draws import Draws, by_customer


class Chance(NamedTuple):
    """The dated contacts of one person, in order of time."""

    daily: Mapping[int, int]
    """How many contacts every customer gets, by day."""
    sure: Sequence[int]
    """The same as a list of days."""
    days: Sequence[Sequence[int]]
    """The days of what chance brings, by customer."""


def chance(deliveries: Sequence[Delivery], draws: Draws) -> Chance:
    """Return what these deliveries bring to simulated customers."""
    daily: Counter[int] = Counter()
    for delivery in deliveries:
        if delivery.is_sure:
            daily.update(delivery.days)
    return Chance(daily, sorted(daily.elements()), [sorted(days) for days in by_customer(draws, deliveries)])


def over(budget: Checked, persons: Iterable[Chance], first_days: range) -> frozenset[int]:
    """Return the customers of whom any person exceeds the budget in any window."""
    found: set[int] = set()
    for person in persons:
        found.update(_over(budget, person, first_days, found))
    return frozenset(found)


def in_channel(channel: str | None, deliveries: Sequence[Delivery]) -> Sequence[Delivery]:
    """Return what comes through a channel; None: through all of them."""
    return deliveries if channel is None else [delivery for delivery in deliveries if delivery.means.channel == channel]


def _over(budget: Checked, person: Chance, first_days: range, already_over: set[int]) -> Iterable[int]:
    length, start = budget.length, first_days.start
    spells = _spells(budget)
    counts = windows.sums(person.daily, first_days, length)
    slack = min(floor(limit - max(counts[run.start - start : run.stop - start])) for run, limit in budget.stretches)
    for customer, days in enumerate(person.days):
        if customer in already_over or (slack >= 0 and not (len(days) > slack and _meet(days, slack, length))):
            continue
        if _exceeds(sorted((*person.sure, *days)), spells, length):
            yield customer


def _meet(days: Sequence[int], others: int, length: int) -> bool:
    """Whether any of the sorted days is followed by this many others within a window."""
    return any(map(length.__gt__, map(sub, days[others:], days)))


class _Spell(NamedTuple):
    """Days whose windows have one limit."""

    first: int
    last: int
    limit: Fraction | int
    """A whole number where it is one: fractions take ten times as long to compare."""
    allowed: int
    """So many contacts keep the limit."""


def _spells(budget: Checked) -> Sequence[_Spell]:
    rest = budget.length - 2
    return [
        _Spell(run.start, run.stop + rest, limit.numerator if limit.denominator == 1 else limit, floor(limit))
        for run, limit in budget.stretches
    ]


def _exceeds(days: Sequence[int], spells: Sequence[_Spell], length: int) -> bool:
    """Whether sorted days exceed a limit in any window of so many days."""
    for first, last, _, allowed in spells:
        within = days[bisect_left(days, first) : bisect_right(days, last)]
        if len(within) > allowed and _meet(within, allowed, length):
            return True
    return False


class Source(NamedTuple):
    """What brings contacts: a touchpoint in a channel, by itself or set off by an undated event."""

    touchpoint: Touchpoint
    channel: str | None
    key: tuple[str, str | None]
    """The touchpoint's id and the event."""


class Lives(NamedTuple):
    """What fills the windows of one person, in any channel.

    Each contact is a pair of its day and the number of what brings it: there are many, and pairs sort and count fast.
    """

    sources: Sequence[Source]
    """By number: what brings a contact, in the order of the files."""
    sure: Sequence[tuple[int, int]]
    """What every customer gets, in order of time."""
    others: Sequence[Sequence[tuple[int, int]]]
    """By customer: what chance brings, in no order."""


def lives(deliveries: Sequence[Delivery], draws: Draws) -> Lives:
    """Return what simulated customers live through."""
    sources: list[Source] = []
    sure: list[tuple[int, int]] = []
    others: list[list[tuple[int, int]]] = [[] for _ in draws.all]
    for number, (delivery, event, part) in enumerate(_parts(deliveries)):
        touchpoint = delivery.means.touchpoint
        sources.append(Source(touchpoint, delivery.means.channel, (touchpoint.id, event)))
        if delivery.is_sure:
            sure += zip(part.days, repeat(number))
            if not (part.rate or part.steps):
                continue
        for found, days in zip(others, by_customer(draws, [part]), strict=True):
            if days:
                found.extend(zip(days, repeat(number)))
    return Lives(sources, sorted(sure), others)


def _parts(deliveries: Iterable[Delivery]) -> Iterator[tuple[Delivery, str | None, Delivery]]:
    """Yield each delivery without its steps, then each of its steps alone."""
    for delivery in deliveries:
        yield delivery, None, delivery._replace(steps=(), late_steps=())
        for step in delivery.steps:
            alone = delivery._replace(
                days=(), contacts=(), rate=Fraction(0), steps=(step,), late_steps=(step.distance,)
            )
            yield delivery, step.event, alone


def contributors(
    budget: Checked, persons: Sequence[tuple[Chance, Lives]], customers: Iterable[int]
) -> tuple[Contributor, ...]:
    """Return what fills the fullest windows of customers over a budget, most first, then in file order."""
    counted: Counter[tuple[str, str | None]] = Counter()
    spells, length = _spells(budget), budget.length
    for customer in sorted(customers):
        fullest, life = max(
            (
                (_fullest(sorted((*person.sure, *person.days[customer])), spells, length), life)
                for person, life in persons
            ),
            key=lambda found: found[0].excess,
        )
        counted.update(_within(life, customer, fullest, budget.channel))
    touchpoints = {source.touchpoint.id: source.touchpoint for _, life in persons for source in life.sources}
    return tuple(Contributor(count, touchpoints[id_], event) for (id_, event), count in counted.most_common())


class _Fullest(NamedTuple):
    """The window that exceeds a budget most, the earliest of several."""

    excess: Fraction | int
    first: int
    """The day of its first contact."""
    last: int
    """The day of its last contact."""


def _fullest(days: Sequence[int], spells: Sequence[_Spell], length: int) -> _Fullest:
    """Return the window of so many days that exceeds its limit most; an excess of 0 where none does."""
    best = _Fullest(0, 0, -1)
    for first, last, limit, allowed in spells:
        within = days[bisect_left(days, first) : bisect_right(days, last)]
        others = enough = floor(limit + best.excess) if best.excess else allowed
        while len(within) > others and _meet(within, others, length):
            others += 1
        if others > enough:  # this many days meet, and no more
            pairs = zip(within, within[others - 1 :], strict=False)
            best = _Fullest(others - limit, *next(pair for pair in pairs if pair[1] - pair[0] < length))
    return best


def _within(life: Lives, customer: int, fullest: _Fullest, channel: str | None) -> Iterable[tuple[str, str | None]]:
    """Return what brings the contacts through the channel in a window, in order of time."""
    _, first, last = fullest
    start, end = (bisect_left(life.sure, (day,)) for day in (first, last + 1))
    found = sorted(
        [*life.sure[start:end], *(contact for contact in life.others[customer] if first <= contact[0] <= last)]
    )
    sources = [life.sources[number] for _, number in found]
    return [source.key for source in sources if channel is None or source.channel == channel]
