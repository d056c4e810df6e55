"""From days and distances to contacts: who hears what, when, where and how often."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from typing import NamedTuple

from tpaudit.inventory.inventory import Inventory
from tpaudit.inventory.touchpoint import Touchpoint
from tpaudit.messages import say
from tpaudit.schedule.audience import Audience
from tpaudit.schedule.days import Lag, Moment, in_time_order
from tpaudit.schedule.placing import Placed, Placements
from tpaudit.schedule.plan import PERIODS, BurstContact, Contact, Expected, Occurrence, Unplaced
from tpaudit.schedule.traits import Traits

QUARTER = PERIODS["per_quarter"]


class Delivery(NamedTuple):
    """What one touchpoint brings to each of the persons that it reaches."""

    persons: tuple[str, ...]
    moments: tuple[Moment, ...]
    """When each of the contacts happens."""
    contacts: tuple[Contact, ...]
    expected: tuple[Expected, ...]
    set_off: tuple[tuple[Lag, BurstContact], ...]
    """Contacts after undated events."""


class Deliveries(NamedTuple):
    """What all touchpoints bring to one segment."""

    counted: tuple[Delivery, ...]
    """Of each touchpoint that counts and reaches somebody, in the order of the files."""
    diary: tuple[Occurrence, ...]
    unplaced: tuple[Unplaced, ...]
    unknown_rates: tuple[str, ...]


def deliveries(
    inventory: Inventory, placements: Placements, audience: Audience, known: Mapping[str, Traits]
) -> Deliveries:
    """Return what the touchpoints bring."""
    counted: list[Delivery] = []
    diary: list[tuple[tuple[Moment, ...], tuple[Occurrence, ...]]] = []
    unplaced: list[Unplaced] = []
    unknown: dict[str, None] = {}
    first, last = placements.horizon
    for touchpoint_id, placed in placements.touchpoints.items():
        touchpoint, traits = inventory.touchpoint[touchpoint_id], known[touchpoint_id]
        persons = audience.reached_by(touchpoint)
        unplaced += (Unplaced(touchpoint, lost.anchor, lost.reason, index) for index, lost in placed.lost)
        if not persons:
            reason = say("the segment has no {roles}", roles=touchpoint.stakeholders)
            unplaced.append(Unplaced(touchpoint, None, reason))
        moments = tuple(moment for moment in placed.moments if first <= moment.day <= last)
        diary.append(_occurrences(touchpoint, moments, traits, reaches=bool(persons)))
        if not persons or not traits.counted:
            continue
        span = _span(touchpoint, placements)
        rates = _rates(touchpoint, placed, inventory, unknown)
        if rates and span is None:
            reason = say("its phase {phase} lies beyond what the schedule looks at", phase=touchpoint.phase or "")
            unplaced.append(Unplaced(touchpoint, None, reason))
        counted.append(
            Delivery(
                persons,
                *_contacts(touchpoint, moments, traits),
                expected=tuple(_expected(touchpoint, traits, rates, span)) if span else (),
                set_off=tuple(
                    (lag, BurstContact(lag.distance, touchpoint, channel))
                    for lag in placed.lags
                    for channel in traits.counted
                ),
            )
        )
    return Deliveries(
        counted=tuple(counted),
        diary=in_time_order(pair for moments, occurrences in diary for pair in zip(moments, occurrences, strict=True)),
        unplaced=tuple(unplaced),
        unknown_rates=tuple(event.id for event in inventory.events if event.id in unknown),
    )


def _occurrences(
    touchpoint: Touchpoint, moments: Sequence[Moment], traits: Traits, *, reaches: bool
) -> tuple[tuple[Moment, ...], tuple[Occurrence, ...]]:
    channels = tuple((channel, counts and reaches) for channel, counts in traits.channels)
    return tuple(moment for moment in moments for _ in channels), tuple(
        Occurrence(moment.day, touchpoint, channel, counts) for moment in moments for channel, counts in channels
    )


def _contacts(
    touchpoint: Touchpoint, moments: Sequence[Moment], traits: Traits
) -> tuple[tuple[Moment, ...], tuple[Contact, ...]]:
    channels = traits.counted
    return tuple(moment for moment in moments for _ in channels), tuple(
        Contact(moment.day, touchpoint, channel, traits.reach, traits.adds_value, traits.human)
        for moment in moments
        for channel in channels
    )


def _span(touchpoint: Touchpoint, placements: Placements) -> tuple[int, int] | None:
    """Return the days over which undated contacts are spread: the phase's or the period's, within the horizon."""
    start, end = placements.phase_windows.get(touchpoint.phase or "") or placements.period
    start, end = max(start, placements.horizon[0]), min(end, placements.horizon[1])
    return (start, end) if start <= end else None


def _rates(
    touchpoint: Touchpoint, placed: Placed, inventory: Inventory, unknown: dict[str, None]
) -> Mapping[str | None, Fraction]:
    """Return how often a quarter it happens, by root event, None for its own rate; note events of unknown rate."""
    rates: dict[str | None, Fraction] = {}
    for timing in touchpoint.timing:
        if timing.per_quarter is not None:
            rates[None] = rates.get(None, Fraction(0)) + timing.per_quarter.high
        elif timing.dates:
            rates[None] = rates.get(None, Fraction(0)) + Fraction(timing.dates_a_year, 4)
    for lag in placed.lags:
        rate = inventory.event[lag.event].per_quarter
        if rate is None:
            unknown[lag.event] = None
        else:
            rates[lag.event] = rates.get(lag.event, Fraction(0)) + rate
    return rates


def _expected(
    touchpoint: Touchpoint, traits: Traits, rates: Mapping[str | None, Fraction], span: tuple[int, int]
) -> Iterable[Expected]:
    for event, rate in rates.items():
        for channel in traits.counted:
            yield Expected(touchpoint, channel, event, rate * traits.reach / QUARTER, *span)
