"""One customer of whom more is known: their audiences, and when events happen to them."""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping, Sequence
from fractions import Fraction
from typing import NamedTuple

from tpaudit.inventory.inventory import Inventory
from tpaudit.inventory.touchpoint import Touchpoint
from tpaudit.schedule.contact import EventStep
from tpaudit.schedule.figures import PERIODS
from tpaudit.schedule.limits import window_limits
from tpaudit.schedule.plan import SegmentPlan


class Customer(NamedTuple):
    """What is known of a customer."""

    audiences: frozenset[str] = frozenset()
    """The audiences they belong to."""
    events: Sequence[tuple[str, int]] = ()
    """Undated events that happen to them, each with its day."""


class Entry(NamedTuple):
    """Something that happens to the customer on a day, in one channel."""

    day: int
    minute: int
    touchpoint: Touchpoint
    channel: str | None
    counted: bool
    persons: tuple[str, ...]
    """Whom it reaches; empty if it is not counted."""
    share: Fraction | None
    """The share of such customers who get it: 1 if it is certain; None: unknown."""
    audience: str | None
    """The audience it is meant for, if not every member gets it or the customer may not be a member."""
    is_member: bool
    """Whether the customer is known to be a member."""
    event: str | None = None
    """The event that sets it off."""

    @property
    def is_certain(self) -> bool:
        """Whether this customer certainly gets it."""
        return self.share == 1


class Overfull(NamedTuple):
    """A budget that this customer's days exceed, with the worst window of a person."""

    period: str
    channel: str | None
    person: str
    load: int
    limit: Fraction
    start: int
    end: int
    touchpoints: tuple[Touchpoint, ...]


def entries(plan: SegmentPlan, inventory: Inventory, customer: Customer) -> list[Entry]:
    """Return what happens to the customer, in order of time, without what they cannot get."""
    found = [*_dated(plan, inventory, customer), *_set_off(plan, inventory, customer)]
    return sorted(found, key=lambda entry: (entry.day, entry.minute))


def _dated(plan: SegmentPlan, inventory: Inventory, customer: Customer) -> Iterator[Entry]:
    persons: dict[tuple[int, int, str, str | None], list[str]] = {}
    for person in plan.persons:
        for contact in person.contacts:
            key = contact.day, contact.minute, contact.touchpoint.id, contact.channel
            persons.setdefault(key, []).append(person.id)
    for occurrence in plan.diary:
        reached = persons.get((occurrence.day, occurrence.minute, occurrence.touchpoint.id, occurrence.channel), ())
        condition = _condition(occurrence.share, occurrence.audience, plan, inventory, customer)
        if condition is not None:
            counted = occurrence.counted and bool(reached)
            yield Entry(
                occurrence.day,
                occurrence.minute,
                occurrence.touchpoint,
                occurrence.channel,
                counted,
                tuple(reached),
                *condition,
            )


def _set_off(plan: SegmentPlan, inventory: Inventory, customer: Customer) -> Iterator[Entry]:
    """Yield what the customer's events set off: first what budgets count, then what they do not."""
    found: dict[tuple[str, int, int, str, str | None], tuple[EventStep, list[str]]] = {}
    for person in plan.persons:
        for step in person.steps:
            key = step.event, step.distance, step.minute, step.touchpoint.id, step.channel
            found.setdefault(key, (step, []))[1].append(person.id)
    counted = {step.touchpoint.id for step, _ in found.values()}
    for event, day in customer.events:
        for step, persons in found.values():
            when = day + step.distance
            condition = _condition(step.share, step.audience, plan, inventory, customer)
            happens = step.event == event and any(first <= when <= last for first, last in step.spans)
            if happens and condition is not None:
                reached = tuple(persons)
                yield Entry(when, step.minute, step.touchpoint, step.channel, True, reached, *condition, event)  # noqa: FBT003
        yield from _uncounted(plan, inventory, customer, event, day, counted)


def _uncounted(
    plan: SegmentPlan, inventory: Inventory, customer: Customer, event: str, day: int, counted: Container[str]
) -> Iterator[Entry]:
    first, last = plan.horizon
    for touchpoint in inventory.in_segment(plan.segment):
        for step in plan.steps.get(touchpoint.id, ()) if touchpoint.id not in counted else ():
            when = day + step.distance
            if step.event == event and first <= when <= last:
                for route in touchpoint.routes or (None,):
                    audience = touchpoint.audience if route is None else touchpoint.audience_in(route)
                    share = _share(touchpoint, audience, plan, inventory)
                    condition = _condition(share, audience, plan, inventory, customer)
                    if condition is not None:
                        channel = None if route is None else route.id
                        yield Entry(when, 0, touchpoint, channel, False, (), *condition, event)  # noqa: FBT003


def _share(touchpoint: Touchpoint, audience: str | None, plan: SegmentPlan, inventory: Inventory) -> Fraction | None:
    """Return the part of the customers whom a touchpoint reaches through a channel for this audience."""
    if touchpoint.reach is not None and audience == touchpoint.audience:
        return touchpoint.reach
    return Fraction(1) if audience is None else _size(audience, plan, inventory)


def _condition(
    share: Fraction | None, audience: str | None, plan: SegmentPlan, inventory: Inventory, customer: Customer
) -> tuple[Fraction | None, str | None, bool] | None:
    """Return share, audience and known membership under which the customer gets something; None: never."""
    if share == 1 or audience is None:
        return share, None, False
    if audience in customer.audiences:
        whole = _size(audience, plan, inventory)
        part = Fraction(1) if share is None or not whole else share / whole
        return part, None if part == 1 else audience, True
    group = inventory.audience[audience].one_of if audience in inventory.audience else None
    if group is not None and any(
        inventory.audience[other].one_of == group for other in customer.audiences if other in inventory.audience
    ):
        return None
    return share, audience, False


def _size(audience: str, plan: SegmentPlan, inventory: Inventory) -> Fraction | None:
    """Return the audience's share of the customers; of unknown size, it is as large as its largest touchpoint."""
    registered = inventory.audience.get(audience)
    size = registered.share_in(plan.segment.id) if registered is not None else None
    if size is not None:
        return size
    theirs = [occurrence.share for occurrence in plan.diary if occurrence.audience == audience]
    theirs += [step.share for person in plan.persons for step in person.steps if step.audience == audience]
    return max((share for share in theirs if share is not None), default=None)


def overfull(plan: SegmentPlan, happening: Sequence[Entry]) -> Iterator[Overfull]:
    """Yield each budget that certain contacts exceed, with each person's worst window, the earliest of several."""
    for person in plan.persons:
        mine = [entry for entry in happening if entry.counted and entry.is_certain and person.id in entry.persons]
        for period in PERIODS:
            limits = window_limits(plan, period)
            yield from _worst(plan, person.id, mine, period, None, {day: limits.of(day) for day in _starts(plan)})
        for (channel, period), limit in plan.channel_limits.items():
            some = [entry for entry in mine if entry.channel == channel]
            yield from _worst(plan, person.id, some, period, channel, dict.fromkeys(_starts(plan), limit))


def _starts(plan: SegmentPlan) -> range:
    return range(plan.horizon[0], plan.period[1] + 1)


def _worst(
    plan: SegmentPlan,
    person: str,
    contacts: Sequence[Entry],
    period: str,
    channel: str | None,
    limits: Mapping[int, Fraction | None],
) -> Iterator[Overfull]:
    length = PERIODS[period]
    best: tuple[Fraction, bool, int] | None = None
    for start, limit in limits.items():
        load = sum(start <= entry.day < start + length for entry in contacts)
        if limit is not None and load > limit:
            inside = plan.period[0] <= start and start + length - 1 <= plan.period[1]
            found = load - limit, inside, -start
            best = found if best is None or found > best else best
    if best is None:
        return
    start = -best[2]
    end = start + length - 1
    within = [entry for entry in contacts if start <= entry.day <= end]
    limit = limits[start] or Fraction(0)
    touchpoints = {entry.touchpoint.id: entry.touchpoint for entry in within}
    yield Overfull(period, channel, person, len(within), limit, start, end, tuple(touchpoints.values()))
