"""How often touchpoints happen in a mean quarter: the work that they make."""

from __future__ import annotations

from fractions import Fraction

from tpaudit.inventory.registries import Segment
from tpaudit.inventory.touchpoint import Touchpoint
from tpaudit.rules.context import Context

QUARTER = Fraction(365, 4)
"""The days of a mean quarter."""


def occurrences_per_quarter(touchpoint: Touchpoint, segment: Segment, audit: Context) -> Fraction:
    """Return how often the touchpoint happens to a customer of the segment in a mean quarter of the period.

    An occurrence counts once, however many channels it uses and people it reaches. Events of unknown rate add nothing.
    """
    plan = audit.plan(segment)
    first, last = plan.period
    dated = sum(first <= day <= last for day in plan.placed.get(touchpoint.id, ()))
    often = dated * QUARTER / max(1, last - first)
    rates = [timing.per_quarter.high for timing in touchpoint.timing if timing.per_quarter]
    set_off = (audit.inventory.event[step.event].per_quarter for step in plan.steps.get(touchpoint.id, ()))
    known_rates = [rate for rate in (*rates, *set_off) if rate]
    if known_rates:
        start, end = plan.window(touchpoint.phase or "") or plan.period
        active_part = Fraction(max(0, min(end, last) - max(start, first) + 1), last - first + 1)
        often += sum(known_rates) * active_part
    return often if touchpoint.reach is None else often * touchpoint.reach


def occurrences_over_all_customers(touchpoint: Touchpoint, audit: Context) -> Fraction | None:
    """Return how often it happens in a mean quarter, None if no segment that it reaches states its customers.

    Segments that do not state theirs add nothing, so the result is a lower bound.
    """
    counted = [
        segment.customers * occurrences_per_quarter(touchpoint, segment, audit)
        for segment in audit.serving(touchpoint)
        if segment.customers is not None and audit.reached(touchpoint, segment)
    ]
    return sum(counted, Fraction(0)) if counted else None
