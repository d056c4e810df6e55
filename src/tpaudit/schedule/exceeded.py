"""Which contact budgets are exceeded, by whose contacts, and which touchpoints fill the worst window."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from operator import attrgetter

from tpaudit.inventory.touchpoint import Touchpoint
from tpaudit.schedule.budgets import Excess, Limits, Window, exceptions, excess, limits_of_period
from tpaudit.schedule.flow import Flow, by_channel, in_units
from tpaudit.schedule.persons import Frame, Measured
from tpaudit.schedule.plan import PERIODS, Exceeded, Person

Windows = Mapping[str, Window | None]


def exceeded(persons: Sequence[Measured], limits: Limits, windows: Windows, frame: Frame) -> Iterator[Exceeded]:
    """Yield the budgets that are exceeded: over all channels first, then by channel."""
    flows = {one.person.id: one.flow for one in persons if one.person.same_as is None}
    people = [one.person for one in persons]
    for period in PERIODS:
        total, others = limits.total.get(period), exceptions(limits.phases, windows, period)
        if total is not None or others:
            of_windows = limits_of_period(period, total, others, frame.horizon, frame.unit)
            yield from _exceeded(people, flows, None, period, of_windows, frame)
    channels = tuple(dict.fromkeys(channel for channel, _ in limits.channels))
    if not channels:
        return
    parts = {
        one.id: by_channel(one.contacts, one.expected, frame.unit, channels) for one in people if one.same_as is None
    }
    for channel in channels:
        flows = {one: part[channel] for one, part in parts.items()}
        for period in PERIODS:
            limit = limits.channels.get((channel, period))
            if limit is not None:
                of_windows = limits_of_period(period, limit, (), frame.horizon, frame.unit)
                yield from _exceeded(people, flows, channel, period, of_windows, frame)


def _exceeded(
    people: Sequence[Person],
    flows: Mapping[str, Flow],
    channel: str | None,
    period: str,
    limits: Mapping[int, float],
    frame: Frame,
) -> Iterator[Exceeded]:
    first, last = frame.horizon
    length = PERIODS[period]
    found: dict[str, Excess] = {}
    for person_id, one in flows.items():
        over = excess(one, length, limits, first, last)
        if over is not None:
            found[person_id] = over
    if not found:
        return
    of_all = {person.id: found[key] for person in people if (key := person.same_as or person.id) in found}
    worst = max(of_all, key=lambda one: (of_all[one].by, -of_all[one].start))
    over = of_all[worst]
    person = next(person for person in people if person.id == worst)
    end = over.start + length - 1
    yield Exceeded(
        channel=channel,
        period=period,
        person=worst,
        load=Fraction(over.load, frame.unit),
        limit=Fraction(over.limit, frame.unit),
        start=over.start,
        end=end,
        windows=over.windows,
        culprits=_culprits(person, channel, (over.start, end), frame),
        others=tuple(one for one in of_all if one != worst),
    )


def _culprits(person: Person, channel: str | None, window: tuple[int, int], frame: Frame) -> tuple[Touchpoint, ...]:
    """Return what the window holds, the heaviest touchpoint first, then in the order of the files."""
    start, end = window
    weights: dict[str, int] = {}
    touchpoints: dict[str, Touchpoint] = {}

    def add(touchpoint: Touchpoint, units: int) -> None:
        if units > 0:
            touchpoints[touchpoint.id] = touchpoint
            weights[touchpoint.id] = weights.get(touchpoint.id, 0) + units

    day = attrgetter("day")
    for contact in person.contacts[
        bisect_left(person.contacts, start, key=day) : bisect_right(person.contacts, end, key=day)
    ]:
        if channel is None or contact.channel == channel:
            add(contact.touchpoint, in_units(contact.weight, frame.unit))
    for expected in person.expected:
        if channel is None or expected.channel == channel:
            days_within = min(end, expected.end) - max(start, expected.start) + 1
            add(expected.touchpoint, in_units(expected.per_day, frame.unit) * days_within)
    heaviest = sorted(weights, key=lambda one: (-weights[one], frame.places[one]))
    return tuple(touchpoints[one] for one in heaviest)
