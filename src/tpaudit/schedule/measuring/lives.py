"""The figures of simulated customers: how many contacts, how full their fullest week, how long their silence."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from fractions import Fraction
from operator import sub

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
    """Return, by customer, the mean contacts of the complete quarters, or of the only, incomplete one."""
    judged = [quarter for quarter in quarters if quarter.complete] or quarters
    first, last = judged[0].start, judged[-1].end
    for days in by_customer(draws, deliveries, with_sure=True):
        yield Fraction(sum(first <= day <= last for day in days), len(judged))


def fullest_weeks(draws: Draws, deliveries: Sequence[Delivery], period: Span) -> Iterable[int]:
    """Return, by customer, how many contacts the fullest window of a week holds."""
    for days in by_customer(draws, deliveries, with_sure=True):
        days.sort()
        within = days[: bisect_right(days, period[1] + _WEEK - 1)]
        number = 0
        while any(map(_WEEK.__gt__, map(sub, within[number:], within))):
            number += 1
        yield number


def longest_silences(
    draws: Draws, deliveries: Sequence[Delivery], period: Span, unfinished: Sequence[Span]
) -> Iterable[int | None]:
    """Return, by customer, the longest silence that can be judged; None if none can."""
    ending = [delivery for delivery in deliveries if ends_silence(delivery, human=False)]
    for days in by_customer(draws, ending, with_sure=True, late=True):
        judged = [silence.days for silence in silences(days, period, unfinished) if silence.judged]
        yield max(judged, default=None)
