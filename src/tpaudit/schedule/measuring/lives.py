"""The figures of simulated customers: how many contacts, how full their fullest week, how long their silence."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction

from tpaudit.schedule.contact import Span
from tpaudit.schedule.figures import PERIODS, Percentiles
from tpaudit.schedule.measuring.deliveries import Delivery
from tpaudit.schedule.measuring.draws import Draws, by_customer
from tpaudit.schedule.measuring.quarters import QuarterDays
from tpaudit.schedule.measuring.silences import ends_silence, silences

CUSTOMERS = 200
FEWER_CUSTOMERS = 100
MANY_PERSONS = 25
"""With more persons than this in all segments together, fewer customers are simulated."""

_WEEK = PERIODS["per_week"]


def customers(persons: int) -> int:
    """Return how many customers to simulate if all segments together have this many persons."""
    return FEWER_CUSTOMERS if persons > MANY_PERSONS else CUSTOMERS


def percentiles(values: Iterable[Fraction | int]) -> Percentiles:
    """Return the values below which a twentieth, a half, and all but a twentieth lie."""
    found = sorted(map(Fraction, values))
    n = len(found)
    return Percentiles(*(found[place - 1] for place in (n // 20, n // 2, n - n // 20)))


def per_quarter(draws: Draws, deliveries: Sequence[Delivery], quarters: Sequence[QuarterDays]) -> Iterable[Fraction]:
    """Return, by customer, the mean contacts of the complete quarters, or of the one incomplete."""
    judged = [quarter for quarter in quarters if quarter.complete] or quarters
    first, last = judged[0].start, judged[-1].end
    everybody = sum(count for day, count in _sure(deliveries).items() if first <= day <= last)
    for days in by_customer(draws, deliveries):
        yield Fraction(everybody + sum(first <= day <= last for day in days), len(judged))


def fullest_weeks(draws: Draws, deliveries: Sequence[Delivery], period: Span) -> Iterable[int]:
    """Return, by customer, how many contacts the fullest window of a week holds."""
    end = period[1] + _WEEK - 1
    everybody = _weeks(_sure(deliveries), end)
    fullest = max(everybody.values(), default=0)
    for days in by_customer(draws, deliveries):
        own = _weeks(Counter(days), end)
        yield max(fullest, max((everybody[first] + count for first, count in own.items()), default=0))


def _sure(deliveries: Iterable[Delivery]) -> Counter[int]:
    """Return, by day, how many contacts every customer gets: most plans have far more of them than chance brings."""
    found: Counter[int] = Counter()
    for delivery in deliveries:
        if delivery.is_sure:
            found.update(delivery.days)
    return found


def _weeks(daily: Mapping[int, int], end: int) -> Counter[int]:
    """Return, by first day, how many contacts the week holds, of those on days up to the end."""
    found: Counter[int] = Counter()
    for day, count in daily.items():
        if day <= end:
            for first in range(day - _WEEK + 1, day + 1):
                found[first] += count
    return found


def longest_silences(
    draws: Draws, deliveries: Sequence[Delivery], period: Span, unfinished: Sequence[Span]
) -> Iterable[int | None]:
    """Return, by customer, the longest silence that can be judged, None where none can."""
    ending = [delivery for delivery in deliveries if ends_silence(delivery, human=False)]
    everybody = {day for delivery in ending if delivery.is_sure for day in delivery.late}
    for days in by_customer(draws, ending, late=True):
        judged = [silence.days for silence in silences(everybody.union(days), period, unfinished) if silence.judged]
        yield max(judged, default=None)
