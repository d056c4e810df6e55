"""What one occurrence of an undated event sets off."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction

from tpaudit.schedule.days import Lag, Moment, in_time_order
from tpaudit.schedule.plan import PERIODS, Burst, BurstContact, Load

WINDOWS = ("per_day", "per_week", "per_month")


def bursts(set_off: Iterable[tuple[Lag, BurstContact]], events: Iterable[str]) -> tuple[Burst, ...]:
    """Return the bursts of one person, in the order of the events."""
    by_event: defaultdict[str, list[tuple[Moment, BurstContact]]] = defaultdict(list)
    for lag, contact in set_off:
        by_event[lag.event].append((lag.moment, contact))
    return tuple(_burst(event, in_time_order(by_event[event])) for event in events if event in by_event)


def _burst(event: str, contacts: tuple[BurstContact, ...]) -> Burst:
    return Burst(event, contacts, _worst([contact.day for contact in contacts]))


def _worst(days: Sequence[int]) -> Mapping[str, Load]:
    """Return the fullest windows; the earliest of several equal that begin with a contact."""
    worst = {}
    for period in WINDOWS:
        length = PERIODS[period]
        most = start = leaving = 0
        for place, day in enumerate(days):
            while days[leaving] <= day - length:
                leaving += 1
            if place - leaving + 1 > most:
                most, start = place - leaving + 1, days[leaving]
        worst[period] = Load(Fraction(most), start, start + length - 1)
    return worst
