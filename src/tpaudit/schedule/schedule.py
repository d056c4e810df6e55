"""The schedule of an inventory: each segment's plan, measured; a pure function of the inventory."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction

from tpaudit.inventory.inventory import Inventory
from tpaudit.inventory.registries import Segment
from tpaudit.schedule.allowance import MAX_OCCURRENCES, Allowance, TooManyOccurrences
from tpaudit.schedule.audience import Audience
from tpaudit.schedule.budgets import Limits, limits_of
from tpaudit.schedule.contacts import Delivery, deliveries
from tpaudit.schedule.exceeded import exceeded
from tpaudit.schedule.flow import flow, unit_of
from tpaudit.schedule.persons import Frame, measured, together
from tpaudit.schedule.placing import Placements, place_all
from tpaudit.schedule.plan import Schedule, SegmentPlan, Step
from tpaudit.schedule.quarters import quarters_of
from tpaudit.schedule.traits import Traits, traits_of


def build(inventory: Inventory) -> Schedule:
    """Return the plans of all segments; raise `TooManyOccurrences` where they are more than is allowed."""
    if inventory.servings > MAX_OCCURRENCES:
        raise TooManyOccurrences(inventory.servings)
    known = traits_of(inventory)
    return Schedule(
        tuple(
            _plan(inventory, segment, audience, placements, known)
            for segment, audience, placements in place_all(inventory, known, Allowance(MAX_OCCURRENCES))
        )
    )


def _plan(
    inventory: Inventory, segment: Segment, audience: Audience, placements: Placements, known: Mapping[str, Traits]
) -> SegmentPlan:
    brought = deliveries(inventory, placements, audience, known)
    limits = limits_of(segment, inventory)
    quarters = quarters_of(placements.period)
    frame = Frame(
        placements.period,
        placements.horizon,
        quarters,
        tuple(event.id for event in inventory.events),
        {touchpoint: place for place, touchpoint in enumerate(placements.touchpoints)},
        unit_of(_weights(brought.counted, limits)),
    )
    persons = measured(audience.persons, brought.counted, frame)
    account = together(brought.counted)
    most = max(persons, key=lambda one: sum(quarters.judged(one.person.quarters)))
    return SegmentPlan(
        segment=segment,
        period=placements.period,
        horizon=placements.horizon,
        contacts_per_quarter=quarters.mean(most.person.quarters),
        account_contacts_per_quarter=quarters.mean(quarters.loads(flow(*account, frame.unit))),
        most_contacted=most.person.id,
        complete_quarters=quarters.complete,
        persons=tuple(one.person for one in persons),
        account=account,
        exceeded=tuple(exceeded(persons, limits, placements.phase_windows, frame)),
        diary=brought.diary,
        unplaced=brought.unplaced,
        unknown_rates=brought.unknown_rates,
        phase_windows=placements.phase_windows,
        event_days=placements.event_days,
        placed={
            touchpoint: tuple(moment.day for moment in placed.moments)
            for touchpoint, placed in placements.touchpoints.items()
            if placed.moments
        },
        steps={
            touchpoint: tuple(Step(lag.event, lag.distance) for lag in placed.lags)
            for touchpoint, placed in placements.touchpoints.items()
            if placed.lags
        },
        limits=limits.total,
        phase_limits=limits.phases,
        channel_limits=limits.channels,
        hidden=placements.hidden,
    )


def _weights(brought: Iterable[Delivery], limits: Limits) -> Iterable[Fraction]:
    for delivery in brought:
        for contact in delivery.contacts[:1]:  # all of a touchpoint weigh the same
            yield contact.weight
        for expected in delivery.expected:
            yield expected.per_day
    yield from limits.total.values()
    yield from limits.phases.values()
    yield from limits.channels.values()
