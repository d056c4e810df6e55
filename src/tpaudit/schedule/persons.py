"""The plan of one person, measured."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from itertools import chain
from typing import NamedTuple

from tpaudit.schedule.bursts import bursts
from tpaudit.schedule.contacts import Delivery
from tpaudit.schedule.days import in_time_order
from tpaudit.schedule.flow import Flow, flow
from tpaudit.schedule.plan import PERIODS, Contact, Expected, Load, Person
from tpaudit.schedule.quarters import Quarters
from tpaudit.schedule.silences import silences


class Frame(NamedTuple):
    """What all persons of a segment have in common."""

    period: tuple[int, int]
    horizon: tuple[int, int]
    quarters: Quarters
    events: tuple[str, ...]
    """All events, in the order of the inventory."""
    places: Mapping[str, int]
    """By touchpoint's id: its place in the order of the files."""
    unit: int
    """How many units of weight make one contact."""


class Measured(NamedTuple):
    """A person and what flows to them."""

    person: Person
    flow: Flow


def together(deliveries: Sequence[Delivery]) -> tuple[tuple[Contact, ...], tuple[Expected, ...]]:
    """Return the contacts that several touchpoints bring, dated in time's order and undated in the files'."""
    dated = in_time_order(
        pair for delivery in deliveries for pair in zip(delivery.moments, delivery.contacts, strict=True)
    )
    return dated, tuple(chain.from_iterable(delivery.expected for delivery in deliveries))


def measured(persons: Iterable[str], deliveries: Sequence[Delivery], frame: Frame) -> tuple[Measured, ...]:
    """Return the plans of all persons; those whom the same touchpoints reach are measured once."""
    own: dict[str, list[int]] = {person: [] for person in persons}
    for number, delivery in enumerate(deliveries):
        if delivery.contacts or delivery.expected or delivery.set_off:
            for person in delivery.persons:
                own[person].append(number)
    found: dict[tuple[int, ...], Measured] = {}
    plans = []
    for person, numbers in own.items():
        key = tuple(numbers)
        if key in found:
            first = found[key]
            plans.append(Measured(first.person._replace(id=person, same_as=first.person.id), first.flow))
        else:
            found[key] = _measured(person, [deliveries[number] for number in numbers], frame)
            plans.append(found[key])
    return tuple(plans)


def _measured(id: str, deliveries: Sequence[Delivery], frame: Frame) -> Measured:  # noqa: A002  ids are called id
    contacts, expected = together(deliveries)
    flows = flow(contacts, expected, frame.unit)
    person = Person(
        id=id,
        same_as=None,
        contacts=contacts,
        expected=expected,
        worst=worst(flows, frame.horizon),
        quarters=frame.quarters.loads(flows),
        bursts=bursts(chain.from_iterable(delivery.set_off for delivery in deliveries), frame.events),
        silences=silences(contacts, frame.period),
        human_silences=silences(contacts, frame.period, human=True),
    )
    return Measured(person, flows)


def worst(flows: Flow, horizon: tuple[int, int]) -> Mapping[str, Load]:
    """Return the window with the highest load of each period, the earliest of several equal."""
    found = {}
    for period, length in PERIODS.items():
        most, day = -1, horizon[0]
        for start, windows, load, slope in flows.windows(length, *horizon):
            number = windows - 1 if slope > 0 else 0
            if load + slope * number > most:
                most, day = load + slope * number, start + number
        found[period] = Load(Fraction(most, flows.unit), day, day + length - 1)
    return found
