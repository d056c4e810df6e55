"""The schedule of an inventory: each segment's plan, measured; a pure function of the inventory."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Literal, NamedTuple

from tpaudit.inventory.inventory import Inventory
from tpaudit.inventory.touchpoint import Touchpoint
from tpaudit.messages import say
from tpaudit.schedule.contact import Span
from tpaudit.schedule.figures import Quarter
from tpaudit.schedule.measuring.budgets import limits_of
from tpaudit.schedule.measuring.bursts import bursts
from tpaudit.schedule.measuring.deliveries import Delivery, Way, deliveries, together, ways_of, would_count
from tpaudit.schedule.measuring.lives import customers
from tpaudit.schedule.measuring.load import Load
from tpaudit.schedule.measuring.on_demand import Answers, Measured
from tpaudit.schedule.measuring.quarters import quarters_of
from tpaudit.schedule.measuring.shares import Shares, shares
from tpaudit.schedule.measuring.silences import silences, sure_days
from tpaudit.schedule.measuring.totals import Loads, headline
from tpaudit.schedule.people import people
from tpaudit.schedule.placing.allowance import MAX_OCCURRENCES, MAX_SERVINGS, Allowance, TooManyServings
from tpaudit.schedule.placing.place import Placements, place_all
from tpaudit.schedule.placing.placer import Placed
from tpaudit.schedule.plan import Dropped, Person, Schedule, SegmentPlan, Step, Unplaced


def build(inventory: Inventory) -> Schedule:
    """Return the plans of all segments; raise `TooManyOccurrences` if they hold more than is allowed."""
    if inventory.servings > MAX_SERVINGS:
        raise TooManyServings(inventory.servings)
    persons = sum(len(people(segment, ()).persons) for segment in inventory.segments)
    return Schedule(
        tuple(
            _plan(inventory, placements, customers(persons))
            for placements in place_all(inventory, Allowance(MAX_OCCURRENCES))
        )
    )


class _Brought:
    """What the touchpoints of a segment bring, for the three readings of ranges."""

    def __init__(self, inventory: Inventory, placements: Placements) -> None:
        served = [placed.touchpoint for placed in placements.touchpoints.values()]
        self.shares: Shares = shares(inventory, placements.segment, served)
        self.ways: Mapping[str, Sequence[Way]] = {
            touchpoint.id: tuple(ways_of(touchpoint, self.shares, inventory)) for touchpoint in served
        }
        self.untimed = tuple(_untimed(placements, self.ways))
        self.dense = deliveries(inventory, placements, placements.touchpoints, self.ways)
        ranges = placements.sparse is not placements.touchpoints
        self.sparse = deliveries(inventory, placements, placements.sparse, self.ways) if ranges else self.dense
        self.middle = deliveries(inventory, placements, placements.middle, self.ways) if ranges else self.dense

    def loads(self, person: str | None = None) -> Loads:
        """Return the loads of one person, or of the account."""
        dense = self._load(self.dense, person)
        if self.sparse is self.dense:
            return Loads(dense, dense, dense)
        return Loads(dense, self._load(self.sparse, person), self._load(self.middle, person))

    def _load(self, brought: Sequence[Delivery], person: str | None) -> Load:
        own = (
            brought
            if person is None
            else [delivery for delivery in brought if person in delivery.persons and delivery.brings]
        )
        return Load(own, self.shares.group)


def _plan(inventory: Inventory, placements: Placements, simulated: int) -> SegmentPlan:
    brought = _Brought(inventory, placements)
    segment, period, horizon = placements.segment, placements.period, placements.horizon
    places = placements.touchpoints
    quarters = quarters_of(period)
    account = brought.loads()
    same_as = _same_as(placements.people.persons, brought)
    loads = {person: brought.loads(person) for person in dict.fromkeys(same_as.values())}
    measured = {
        person: _person(person, own, inventory, placements, brought, own.by_quarter(quarters))
        for person, own in loads.items()
    }
    persons = tuple(
        measured[person] if person == first else measured[first]._replace(id=person, same_as=first)
        for person, first in same_as.items()
    )
    means = {person: headline(own.quarters) for person, own in measured.items()}
    most = max(measured.values(), key=lambda own: means[own.id].mean)
    limits = limits_of(segment, inventory)
    return SegmentPlan(
        segment=segment,
        period=period,
        horizon=horizon,
        terms=tuple(term.span for term in placements.calendar.terms),
        contacts_per_quarter=means[most.id],
        account_contacts_per_quarter=headline(account.by_quarter(quarters)),
        before_start=most.before_start,
        most_contacted=most.id,
        complete_quarters=sum(quarter.complete for quarter in quarters),
        persons=persons,
        account=together(brought.dense),
        unplaced=tuple(_unplaced(placements)),
        dropped=tuple(_dropped(placements)),
        unknown_rates=tuple(
            event.id
            for event in inventory.events
            if event.per_quarter is None
            and any(step.event == event.id for delivery in brought.dense for step in delivery.steps)
        ),
        unknown_shares=tuple(
            audience
            for audience, share in brought.shares.known.items()
            if share is None and any(delivery.part.audience == audience for delivery in brought.dense)
        ),
        phase_windows=placements.phase_windows,
        event_days=placements.event_days,
        moments={touchpoint: placed.moments for touchpoint, placed in places.items() if placed.moments},
        timings={touchpoint: placed.indices for touchpoint, placed in places.items() if placed.indices},
        steps={
            touchpoint: tuple(Step(lag.event, lag.distance) for lag in placed.lags)
            for touchpoint, placed in places.items()
            if placed.lags
        },
        limits=limits.total,
        phase_limits=limits.phases,
        channel_limits=limits.channels,
        on_demand=Answers(
            Measured(
                inventory,
                placements,
                brought.shares,
                brought.ways,
                limits,
                loads,
                account.dense,
                same_as,
                most.id,
                quarters,
                _unfinished(brought.untimed, most.id, human=False),
                simulated,
            )
        ),
        hidden=placements.hidden,
    )


def _same_as(persons: Sequence[str], brought: _Brought) -> Mapping[str, str]:
    """Return, by person, the first person who gets, or will get once it has a timing, exactly the same."""
    own: dict[str, list[int]] = {person: [] for person in persons}
    reached = [
        delivery.persons
        for some in (brought.dense, brought.sparse, brought.middle)
        for delivery in some
        if delivery.brings
    ]
    reached += (untimed.persons for untimed in brought.untimed)
    for number, whom in enumerate(reached):
        for person in whom:
            own[person].append(number)
    first: dict[tuple[int, ...], str] = {}
    return {person: first.setdefault(tuple(numbers), person) for person, numbers in own.items()}


def _is_unfinished(touchpoint: Touchpoint) -> bool:
    """Whether it would count if it had a timing."""
    return not touchpoint.timing and would_count(touchpoint) and touchpoint.initiation != "reactive"


def _person(
    person: str,
    loads: Loads,
    inventory: Inventory,
    placements: Placements,
    brought: _Brought,
    quarters: tuple[Quarter, ...],
) -> Person:
    own = together(loads.dense.deliveries)
    events = (event.id for event in inventory.events)
    return Person(
        id=person,
        same_as=None,
        brought=own,
        quarters=quarters,
        before_start=loads.before_start(),
        bursts=bursts(own.steps, events, brought.shares.group),
        silences=silences(
            sure_days(loads.sparse.deliveries, human=False),
            placements.period,
            _unfinished(brought.untimed, person, human=False),
        ),
        human_silences=silences(
            sure_days(loads.sparse.deliveries, human=True),
            placements.period,
            _unfinished(brought.untimed, person, human=True),
        ),
    )


class _Untimed(NamedTuple):
    """A touchpoint without timing that may end silences once it has one."""

    persons: tuple[str, ...]
    spans: tuple[Span, ...]
    adds_value: bool
    talk: bool


def _untimed(placements: Placements, ways: Mapping[str, Sequence[Way]]) -> Iterator[_Untimed]:
    for placed in placements.touchpoints.values():
        touchpoint = placed.touchpoint
        if not _is_unfinished(touchpoint):
            continue
        for_all = [way.means for way in ways[touchpoint.id] if way.part.share == 1 and way.addressed]
        if for_all:
            yield _Untimed(
                placements.people.reached_by(touchpoint),
                placements.phase_windows.get(touchpoint.phase or "") or (placements.horizon,),
                adds_value=any(means.adds_value for means in for_all),
                talk=any(means.talk for means in for_all),
            )


def _unfinished(untimed: Iterable[_Untimed], person: str, *, human: bool) -> tuple[Span, ...]:
    """Return the days on which a touchpoint without timing may end a silence of the person."""
    return tuple(
        span
        for touchpoint in untimed
        if person in touchpoint.persons and (touchpoint.talk if human else touchpoint.adds_value)
        for span in touchpoint.spans
    )


def _unplaced(placements: Placements) -> Iterator[Unplaced]:
    for placed in placements.touchpoints.values():
        for index, lost in placed.lost:
            yield Unplaced(placed.touchpoint, lost.anchor, lost.kind, lost.reason, index)
        if placed.rate and not placements.spans_of(placed.touchpoint.phase):
            phase = placed.touchpoint.phase
            reason = say("its phase {phase} lies beyond what the schedule looks at", phase=phase or "")
            yield Unplaced(placed.touchpoint, phase, "phase", reason)


def _dropped(placements: Placements) -> Iterator[Dropped]:
    """Yield the days before their term, and all days of touchpoints with none within the horizon."""
    first, last = placements.horizon
    for placed in placements.touchpoints.values():
        cut = {reason: _once_a_minute(placed, reason) for reason in ("term", "until", "horizon")}
        if cut["term"]:
            yield _days(placed, cut["term"], "term")
        if any(first <= day <= last for day, _ in placed.moments):
            continue
        beyond = [*cut["until"], *cut["horizon"], *(day for day, _ in placed.moments)]
        if beyond:
            yield _days(placed, beyond, "until" if cut["until"] else "horizon")


def _once_a_minute(placed: Placed, reason: str) -> list[int]:
    """Return the days that are cut off for this reason."""
    moments = {point.moment for cut in placed.cut if cut.reason == reason for point in cut.points}
    return [day for day, _ in moments]


def _days(placed: Placed, days: Sequence[int], reason: Literal["term", "horizon", "until"]) -> Dropped:
    return Dropped(placed.touchpoint, len(days), min(days), max(days), reason)
