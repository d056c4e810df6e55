"""From days and distances to contacts: who hears what, when, where and how often."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import NamedTuple

from tpaudit.inventory.inventory import Inventory
from tpaudit.inventory.touchpoint import Touchpoint
from tpaudit.messages import say
from tpaudit.schedule.audience import Audience
from tpaudit.schedule.days import Lag
from tpaudit.schedule.placing import Placed, Placements
from tpaudit.schedule.plan import PERIODS, BurstContact, Contact, Expected, Occurrence, Unplaced
from tpaudit.schedule.traits import Traits

QUARTER = PERIODS["per_quarter"]


class Order(NamedTuple):
    """Orders what happens: by day, by minute, as in the files."""

    day: int
    minute: int
    touchpoint: int
    channel: int


@dataclass(frozen=True, slots=True)
class Delivery:
    """What one touchpoint brings to each of the persons that it reaches."""

    persons: tuple[str, ...]
    contacts: tuple[tuple[Order, Contact], ...]
    expected: tuple[Expected, ...]
    set_off: tuple[tuple[str, Order, BurstContact], ...]
    """Contacts after undated events, by event."""


@dataclass(frozen=True, slots=True)
class Deliveries:
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
    diary: list[tuple[Order, Occurrence]] = []
    unplaced: list[Unplaced] = []
    unknown: dict[str, None] = {}
    for number, (touchpoint_id, placed) in enumerate(placements.touchpoints.items()):
        touchpoint, traits = inventory.touchpoint[touchpoint_id], known[touchpoint_id]
        persons = audience.reached_by(touchpoint)
        unplaced += (Unplaced(touchpoint, lost.anchor, lost.reason, index) for index, lost in placed.lost)
        if not persons:
            reason = say("the segment has no {roles}", roles=touchpoint.stakeholders)
            unplaced.append(Unplaced(touchpoint, None, reason))
        diary += _occurrences(touchpoint, number, placed, placements, traits, reaches=bool(persons))
        if not persons or not traits.counted:
            continue
        span = _span(touchpoint, placements)
        rates = _rates(touchpoint, placed, inventory, unknown)
        if rates and span is None:
            reason = say("its phase {phase} lies beyond what the schedule looks at", phase=touchpoint.phase or "")
            unplaced.append(Unplaced(touchpoint, None, reason))
        counted.append(
            Delivery(
                persons=persons,
                contacts=tuple(_contacts(touchpoint, number, placed, placements, traits)),
                expected=tuple(_expected(touchpoint, traits, rates, span)) if span else (),
                set_off=tuple(_set_off(touchpoint, number, placed.lags, traits)),
            )
        )
    diary.sort()
    return Deliveries(
        counted=tuple(counted),
        diary=tuple(occurrence for _, occurrence in diary),
        unplaced=tuple(unplaced),
        unknown_rates=tuple(event.id for event in inventory.events if event.id in unknown),
    )


def _occurrences(
    touchpoint: Touchpoint, number: int, placed: Placed, placements: Placements, traits: Traits, *, reaches: bool
) -> Iterable[tuple[Order, Occurrence]]:
    first, last = placements.horizon
    for day, minute in placed.moments:
        if first <= day <= last:
            for place, (channel, counts) in enumerate(traits.channels):
                yield Order(day, minute, number, place), Occurrence(day, touchpoint, channel, counts and reaches)


def _contacts(
    touchpoint: Touchpoint, number: int, placed: Placed, placements: Placements, traits: Traits
) -> Iterable[tuple[Order, Contact]]:
    first, last = placements.horizon
    for day, minute in placed.moments:
        if first <= day <= last:
            for place, channel in enumerate(traits.counted):
                yield (
                    Order(day, minute, number, place),
                    Contact(day, touchpoint, channel, traits.reach, traits.adds_value, traits.human),
                )


def _set_off(
    touchpoint: Touchpoint, number: int, lags: Iterable[Lag], traits: Traits
) -> Iterable[tuple[str, Order, BurstContact]]:
    for event, distance, minute in lags:
        for place, channel in enumerate(traits.counted):
            yield event, Order(distance, minute, number, place), BurstContact(distance, touchpoint, channel)


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
            rates[None] = rates.get(None, Fraction(0)) + timing.per_quarter
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
