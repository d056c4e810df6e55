"""How long a person hears nothing that adds value, and how long nobody talks with them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction
from itertools import pairwise

from tpaudit.schedule.contact import Span
from tpaudit.schedule.figures import Silence
from tpaudit.schedule.measuring.deliveries import Delivery
from tpaudit.schedule.measuring.windows import QUARTER


def ends_silence(delivery: Delivery, *, human: bool) -> bool:
    """Whether it ends a silence of those whom it reaches: it adds value, or with `human` is a talk."""
    return delivery.means.talk if human else delivery.means.adds_value


def sure_days(deliveries: Iterable[Delivery], *, human: bool) -> Iterator[int]:
    """Yield the days on which every customer hears something, at the latest."""
    for delivery in deliveries:
        if delivery.is_sure and ends_silence(delivery, human=human):
            yield from delivery.late
            if delivery.rate:
                yield from (day + delivery.delay for day in _spread(delivery.rate, delivery.spans))


def _spread(rate: Fraction, spans: Iterable[Span]) -> Iterator[int]:
    """Yield the latest days on which an evenly spread series has come once, twice, and so on."""
    distance = -(-QUARTER * rate.denominator // rate.numerator)
    for first, last in spans:
        yield from range(first + distance, last + 1, distance)


def silences(days: Iterable[int], period: Span, unfinished: Sequence[Span]) -> tuple[Silence, ...]:
    """Return the stretches of the period between such days; those that touch unfinished days cannot be judged."""
    first, last = period
    within = sorted({first, last, *(day for day in days if first < day < last)})
    return tuple(
        Silence(start, end, not any(span[0] <= end and start <= span[1] for span in unfinished))
        for start, end in pairwise(within)
    ) or (Silence(first, last, not unfinished),)
