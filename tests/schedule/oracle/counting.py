"""How many: the loads of windows and quarters, limits, exceeded budgets, bursts and silences, counted one by one."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from itertools import count, pairwise
from typing import Any

from tests.schedule.oracle.people import EVERYONE, MIN_AUDIENCE, Days, Means, People, Share
from tests.schedule.oracle.words import Position, as_list

PERIODS = {"per_day": 1, "per_week": 7, "per_month": 30, "per_quarter": 91}
QUARTER = 91


def shared(first: Days, second: Days) -> int:
    """Return how many days two stretches have in common; both ends are inclusive."""
    return max(0, min(first[1], second[1]) - max(first[0], second[0]) + 1)


@dataclass(frozen=True)
class Figures:
    sure: Fraction
    mean: Fraction
    most: Fraction


def parts(share: Share, days: Days, quarter: int) -> Iterator[tuple[Means, Fraction]]:
    """Yield how many contacts a window holds: by means, dated ones singly, each series span by span."""
    for contact in share.contacts:
        if days[0] <= contact.day <= days[1]:
            yield contact.means, Fraction(1)
    for series in share.series:
        for span in series.spans:
            if shared(days, span):
                yield series.means, series.rate * shared(days, span) / quarter


def sure(share: Share, days: Days, gets: Callable[[Means], bool], quarter: int = QUARTER) -> int:
    return sum(math.floor(number) for means, number in parts(share, days, quarter) if gets(means))


def most(share: Share, days: Days, quarter: int = QUARTER) -> int:
    return fullest((means, math.ceil(number)) for means, number in parts(share, days, quarter))


def fullest(numbers: Iterable[tuple[Means, int]]) -> int:
    """Return the most that one customer can get: of each group the audience that brings most."""
    free = 0
    groups: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for means, number in numbers:
        if means.group is None or means.audience is None:
            free += number
        else:
            groups[means.group][means.audience] += number
    return free + sum(max(audiences.values()) for audiences in groups.values())


def mean(share: Share, days: Days, quarter: int = QUARTER) -> Fraction:
    load = sum(((means.share or Fraction(0)) * number for means, number in parts(share, days, quarter)), Fraction(0))
    for step in share.steps:
        for span in step.spans:
            load += (step.means.share or Fraction(0)) * (step.rate or Fraction(0)) / QUARTER * shared(days, span)
    return load


def quarters(period: Days) -> list[tuple[int, int, bool]]:
    """Return the first and last day of each quarter, and whether it is complete."""
    found: list[tuple[int, int, bool]] = []
    start = 0
    for number in count(1):
        end = min(Position(months=Fraction(3 * number)).day, period[1])
        found.append((start, end, end - start + 1 >= 85))
        start = end + 1
        if start > period[1]:
            return found
    raise AssertionError


# Limits


class Limits:
    """What the contact budgets of a segment and of the root allow."""

    def __init__(self, people: People) -> None:
        self.people = people
        self.on, self.of_window = cache(self._on), cache(self._of_window)
        self.own = people.segment.get("contact_budget") or {}
        self.root = people.inventory.get("contact_budget") or {}
        self.windows = {
            phase: [window.days for window in people.life.windows(phase) or ()]
            for phase in {**self.root.get("phases", {}), **self.own.get("phases", {})}
        }

    def asked(self) -> list[tuple[str, str | None]]:
        """Return each period and channel (None: the total) that has a limit somewhere."""
        budgets = [self.own, self.root]
        phases = [limits for budget in budgets for limits in budget.get("phases", {}).values()]
        channels = sorted({channel for budget in budgets for channel in budget.get("channels", {})})
        of_total: list[tuple[str, str | None]] = [
            (period, None) for period in PERIODS if any(period in limits for limits in [*budgets, *phases])
        ]
        of_channels: list[tuple[str, str | None]] = [
            (period, channel)
            for channel in channels
            for period in PERIODS
            if any(period in budget.get("channels", {}).get(channel, {}) for budget in budgets)
        ]
        return of_total + of_channels

    def _on(self, day: int, period: str, channel: str | None) -> Fraction | None:
        if channel is not None:
            return self.first(
                *(budget.get("channels", {}).get(channel, {}).get(period) for budget in (self.own, self.root))
            )
        exceptions = []
        for phase, windows in self.windows.items():
            limit = self.first(
                *(budget.get("phases", {}).get(phase, {}).get(period) for budget in (self.own, self.root))
            )
            if limit is not None and any(first <= day <= last for first, last in windows):
                exceptions.append(limit)
        return max(exceptions) if exceptions else self.first(self.own.get(period), self.root.get(period))

    @staticmethod
    def first(*limits: Any) -> Fraction | None:
        return next((Fraction(str(limit)) for limit in limits if limit is not None), None)

    def _of_window(self, start: int, period: str, channel: str | None) -> Fraction | None:
        limits = [self.on(start + day, period, channel) for day in range(PERIODS[period])]
        return max((limit for limit in limits if limit is not None), default=None)


def starts(people: People) -> range:
    """Return the days on which windows begin."""
    return range(people.life.horizon[0], people.life.period[1] + 1)


def inside(people: People, start: int, length: int) -> bool:
    """Return whether a window lies within the period."""
    return start >= people.life.period[0] and start + length - 1 <= people.life.period[1]


def of_channel(share: Share, channel: str | None) -> Share:
    if channel is None:
        return share
    return Share(
        tuple(contact for contact in share.contacts if contact.means.channel == channel),
        tuple(series for series in share.series if series.means.channel == channel),
        tuple(step for step in share.steps if step.means.channel == channel),
    )


def exceeded(people: People, limits: Limits, person: str) -> Iterator[dict[str, Any]]:
    """Yield each budget that this person's plan exceeds: everyone's windows before an audience's."""
    for period, channel in limits.asked():
        share = of_channel(people.of(person), channel)
        caps = {start: limits.of_window(start, period, channel) for start in starts(people)}
        candidates = [profile for profile in people.profiles(person) if (people.size(profile) or 1) >= MIN_AUDIENCE]
        for profiles in ([EVERYONE], candidates):
            found = [over(people, share, caps, period, profile) for profile in profiles]
            worst = max((excess for excess in found if excess is not None), key=lambda excess: excess[0], default=None)
            if worst is not None:
                yield {"period": period, "channel": channel, **worst[1]}
                break


def over(
    people: People, share: Share, caps: dict[int, Fraction | None], period: str, profile: str
) -> tuple[tuple[Fraction, bool, int], dict[str, Any]] | None:
    length = PERIODS[period]
    found = []
    for start, cap in caps.items():
        load = sure(share, (start, start + length - 1), lambda means: people.gets(profile, means))
        if cap is not None and load > cap:
            found.append(((load - cap, inside(people, start, length), -start), load, cap))
    if not found:
        return None
    key, load, cap = max(found)
    start = -key[2]
    return key, {
        "from": start,
        "to": start + length - 1,
        "profile": profile,
        "load": load,
        "limit": cap,
        "windows": len(found),
        "measure": [key[0], len(found)],
    }


def worst(people: People, limits: Limits, person: str, period: str) -> dict[str, Any] | None:
    share, length = people.of(person), PERIODS[period]
    best = None
    for start in starts(people):
        days = start, start + length - 1
        load = sure(share, days, lambda means: means.for_all), most(share, days), mean(share, days)
        if best is None or (*load, inside(people, start, length), -start) > best:
            best = *load, inside(people, start, length), -start
    if best is None or not any(best[:3]):
        return None
    start = -best[4]
    return {
        "from": start,
        "to": start + length - 1,
        "sure": best[0],
        "mean": best[2],
        "most": best[1],
        "limit": limits.of_window(start, period, None),
    }


# What one event sets off


def bursts(people: People, person: str) -> Iterator[dict[str, Any]]:
    steps = people.of(person).steps
    for root in dict.fromkeys(step.root for step in steps):
        mine = sorted((step for step in steps if step.root == root), key=lambda step: (step.distance, step.means.order))
        yield {
            "event": root,
            "contacts": sorted((step.distance, step.means.touchpoint) for step in mine),
            "worst": {
                period: max(
                    fullest(
                        (step.means, 1) for step in mine if first.distance <= step.distance < first.distance + length
                    )
                    for first in mine
                )
                for period, length in PERIODS.items()
                if period != "per_quarter"
            },
        }


# Silence


def stretches(days: Iterable[int], period: Days) -> list[Days]:
    within = sorted(day for day in days if period[0] <= day <= period[1])
    return [(first, last) for first, last in pairwise([period[0], *within, period[1]]) if first < last]


def ends_silence(means: Means, *, human: bool) -> bool:
    return means.talk if human else means.adds_value


def sure_days(share: Share, *, human: bool) -> Iterator[int]:
    """Yield the days on which everybody is contacted in a way that ends a silence, at the latest."""
    for contact in share.contacts:
        if contact.means.for_all and ends_silence(contact.means, human=human):
            yield contact.at_the_latest
    for series in share.series:
        if series.means.for_all and ends_silence(series.means, human=human) and series.rate:
            for first, last in series.spans:
                step = math.ceil(QUARTER / series.rate)
                for day in range(first + step, last + 1, step):
                    yield day + series.within


def judged(people: People, person: str, found: Sequence[Days], *, human: bool) -> list[Days]:
    """Return the stretches that no touchpoint without timing could end."""
    open_windows: list[Days] = []
    for key in people.life.served:
        here = people.life.here(key)
        if as_list(here.get("timing")) or not people.reaches(here, person):
            continue
        if any(means.for_all and ends_silence(means, human=human) for means in people.counted(key)):
            windows = people.life.windows(here.get("phase"))
            open_windows += [window.days for window in windows] if windows else [(-(10**6), 10**6)]
    return [stretch for stretch in found if not any(shared(stretch, window) for window in open_windows)]


def longest(found: Sequence[Days]) -> dict[str, int] | None:
    if not found:
        return None
    first, last = max(found, key=lambda stretch: (stretch[1] - stretch[0], -stretch[0]))
    return {"from": first, "to": last, "days": last - first}


def silence(people: People, person: str, *, human: bool) -> dict[str, int] | None:
    found = stretches(sure_days(people.of(person), human=human), people.life.period)
    return longest(judged(people, person, found, human=human))
