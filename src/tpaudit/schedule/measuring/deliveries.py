"""From days and distances to contacts: who receives what, when, where and how often."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import chain
from operator import itemgetter
from typing import NamedTuple

from tpaudit.inventory.inventory import Inventory
from tpaudit.inventory.touchpoint import Touchpoint
from tpaudit.schedule.contact import Brought, Contact, EventStep, Means, Occurrence, Span, Spread
from tpaudit.schedule.measuring.shares import ALL, Part, Shares
from tpaudit.schedule.placing.calendar import FARTHEST
from tpaudit.schedule.placing.place import Placements
from tpaudit.schedule.placing.placer import Placed

NO_TALKS = ("webinar", "event")
"""Channels in which a human being speaks to many people at once."""


class Way(NamedTuple):
    """A touchpoint in one of its channels."""

    means: Means
    part: Part
    addressed: bool
    """Whether the channel reaches one known person; without a channel, that is assumed."""
    counted: bool
    """Whether budgets count it: proactive, not transactional, not a product, in an addressed channel."""


class Delivery(NamedTuple):
    """What one touchpoint brings, in one channel, to each person that it reaches."""

    means: Means
    part: Part
    persons: tuple[str, ...]
    days: tuple[int, ...]
    """The days of the contacts within the horizon."""
    contacts: tuple[Contact, ...]
    late: Sequence[int]
    """The latest day on which each of them happens."""
    rate: Fraction
    delay: int
    """How many days late contacts at the rate may be."""
    spans: tuple[Span, ...]
    """The days on which the rate holds and steps can happen."""
    steps: tuple[EventStep, ...]
    late_steps: Sequence[int]
    """The latest distance at which each of the steps happens."""

    @property
    def is_sure(self) -> bool:
        """Whether every customer gets it."""
        return self.part.share is ALL or self.part.share == 1

    @property
    def is_whole(self) -> bool:
        """Whether every member of its audience gets it."""
        return self.part.of_audience is ALL or self.part.of_audience == 1

    @property
    def brings(self) -> bool:
        """Whether it brings anything."""
        return bool(self.contacts or self.rate or self.steps)


def ways_of(touchpoint: Touchpoint, shares: Shares, inventory: Inventory) -> Iterator[Way]:
    """Yield the ways of a touchpoint, one for each channel, or one without a channel if it names none."""
    counts = would_count(touchpoint) and touchpoint.initiation == "proactive"
    for route in {route.id: route for route in touchpoint.routes}.values():
        part = shares.part(touchpoint, route)
        addressed = _is_addressed(route.id, inventory)
        yield Way(
            _means(touchpoint, route.id, touchpoint.audience_in(route), part), part, addressed, counts and addressed
        )
    if not touchpoint.routes:
        part = shares.part(touchpoint, None)
        yield Way(_means(touchpoint, None, touchpoint.audience, part), part, addressed=True, counted=counts)


def would_count(touchpoint: Touchpoint) -> bool:
    """Whether budgets would count it if it were proactive."""
    return not touchpoint.transactional and touchpoint.form != "product"


def _means(touchpoint: Touchpoint, channel: str | None, audience: str | None, part: Part) -> Means:
    human = touchpoint.form == "human"
    adds_value = touchpoint.value == "adds_value"
    return Means(touchpoint, channel, part.share, audience, adds_value, human, human and channel not in NO_TALKS)


def _is_addressed(channel: str, inventory: Inventory) -> bool:
    registered = inventory.channel.get(channel)
    return registered is None or registered.addressed  # it may be in a file that could not be read


def deliveries(
    inventory: Inventory, placements: Placements, places: Mapping[str, Placed], ways: Mapping[str, Sequence[Way]]
) -> tuple[Delivery, ...]:
    """Return what counts and reaches somebody, in file order, from the touchpoints' placements."""
    return tuple(
        chain.from_iterable(
            _deliveries(inventory, placements, placed, [way for way in ways[touchpoint] if way.counted])
            for touchpoint, placed in places.items()
        )
    )


def _deliveries(
    inventory: Inventory, placements: Placements, placed: Placed, ways: Sequence[Way]
) -> Iterator[Delivery]:
    persons = placements.people.reached_by(placed.touchpoint) if ways else ()
    if not persons:
        return
    first, last = -FARTHEST, placements.horizon[1]  # other ends of ranges may lie before this horizon
    moments, late, indices = placed.moments, placed.late, placed.indices
    if moments and (moments[0][0] < first or moments[-1][0] > last):
        kept = slice(sum(day < first for day, _ in moments), sum(day <= last for day, _ in moments))
        moments = moments[kept]
        late, indices = late and late[kept], indices and indices[kept]
    days = tuple([day for day, _ in moments])
    spans = placements.spans_of(placed.touchpoint.phase) if placed.rate or placed.lags else ()
    for means, part, *_ in ways:
        yield Delivery(
            means,
            part,
            persons,
            days,
            _contacts(means, moments, indices),
            days if late is None else late,
            placed.rate if spans else Fraction(0),
            placed.delay,
            spans,
            tuple(
                EventStep(means, lag.event, inventory.event[lag.event].per_quarter, *lag.moment, spans)
                for lag in placed.lags
            ),
            placed.late_lags,
        )


def _contacts(means: Means, moments: Sequence[tuple[int, int]], indices: Sequence[int] | None) -> tuple[Contact, ...]:
    if indices is None:
        return tuple([Contact(day, minute, means) for day, minute in moments])
    return tuple([Contact(day, minute, means, index) for (day, minute), index in zip(moments, indices, strict=False)])


def together(deliveries: Iterable[Delivery]) -> Brought:
    """Return what several deliveries bring: dated contacts in order of time, the rest in file order."""
    brought = tuple(deliveries)
    contacts = sorted(chain.from_iterable(delivery.contacts for delivery in brought), key=itemgetter(0, 1))
    return Brought(
        tuple(contacts),
        tuple(Spread(delivery.means, delivery.rate, delivery.spans) for delivery in brought if delivery.rate),
        tuple(chain.from_iterable(delivery.steps for delivery in brought)),
    )


def occurrences(placements: Placements, ways: Mapping[str, Sequence[Way]]) -> tuple[Occurrence, ...]:
    """Return all dated occurrences within the horizon that reach anybody, counted or not, in order of time."""
    first, last = placements.horizon
    found = [
        Occurrence(
            day,
            minute,
            placed.touchpoint,
            way.means.channel,
            way.counted,
            way.part.share,
            way.means.audience,
        )
        for touchpoint, placed in placements.touchpoints.items()
        if placements.people.reached_by(placed.touchpoint)
        for day, minute in placed.moments
        if first <= day <= last
        for way in ways[touchpoint]
    ]
    return tuple(sorted(found, key=itemgetter(0, 1)))
