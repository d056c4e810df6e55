"""The schedule's values. Days count from the segment's day 0; shares and rates are exact fractions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import Literal, NamedTuple, Protocol

from tpaudit.inventory.registries import Segment
from tpaudit.inventory.touchpoint import Touchpoint
from tpaudit.messages import Message
from tpaudit.schedule.contact import Brought, Contact, EventStep, Occurrence, Span, Spread
from tpaudit.schedule.figures import (
    MIN_AUDIENCE,
    Budget,
    Burst,
    Contributor,
    Exceeded,
    Figures,
    Quarter,
    Silence,
    Simulated,
    Worst,
)
from tpaudit.schedule.measuring.load import Load


class Step(NamedTuple):
    """An occurrence a number of days after each occurrence of an undated root event."""

    event: str
    distance: int


class Person(NamedTuple):
    """The plan of one stakeholder, or of `customer` if the segment names none."""

    id: str
    same_as: str | None
    """An earlier person with exactly the same contacts; the other fields hold the same values as theirs."""
    brought: Brought
    quarters: tuple[Quarter, ...]
    """Of the period; the last may be incomplete."""
    before_start: Figures
    """The contacts before day 0."""
    bursts: tuple[Burst, ...]
    silences: tuple[Silence, ...]
    """All stretches between contacts that add value, in order of time."""
    human_silences: tuple[Silence, ...]
    """The same between talks only."""

    @property
    def contacts(self) -> tuple[Contact, ...]:
        """The dated contacts, by day, then minute, then the order of the files."""
        return self.brought.contacts

    @property
    def spread(self) -> tuple[Spread, ...]:
        """The contacts on no fixed days."""
        return self.brought.spread

    @property
    def steps(self) -> tuple[EventStep, ...]:
        """The contacts that undated events set off."""
        return self.brought.steps

    @property
    def longest_silence(self) -> Silence | None:
        """The longest silence that can be judged, the earliest of equal ones."""
        return _longest(self.silences)

    @property
    def longest_human_silence(self) -> Silence | None:
        """The longest time without a talk that can be judged, the earliest of equal ones."""
        return _longest(self.human_silences)


def _longest(silences: tuple[Silence, ...]) -> Silence | None:
    judged = (silence for silence in silences if silence.judged)
    return max(judged, key=lambda silence: (silence.days, -silence.start), default=None)


@dataclass(frozen=True, slots=True)
class Unplaced:
    """A timing that has no day and no step in the segment."""

    touchpoint: Touchpoint
    anchor: str | None
    """What it waits for."""
    kind: Literal["anchor", "until", "phase"]
    """What is missing: its anchor, its `until`, or its phase."""
    reason: Message
    index: int = 0
    """The index of the timing."""


class Dropped(NamedTuple):
    """Days of a touchpoint that cannot happen, or that lie past an end."""

    touchpoint: Touchpoint
    days: int
    first: int
    last: int
    reason: Literal["term", "horizon", "until"]
    """term: before their contract's term; horizon: past its end; until: the first past the last day."""


class OnDemand(Protocol):
    """The part of a plan that is computed on demand, because it takes time."""

    def exceeded(self, min_audience: Fraction, /) -> tuple[Exceeded, ...]:
        """Return the budgets that the segment exceeds; audiences of less than this share are left out."""

    def exceeded_by(self, person: str, min_audience: Fraction, /) -> tuple[Exceeded, ...]:
        """Return the budgets that one person exceeds."""

    def worst(self, person: str, period: str, /) -> Worst | None:
        """Return the fullest window of a person's periods; None if nothing is planned."""

    def load(self, person: str, /) -> Load:
        """Return a person's load, added up."""

    def account(self) -> Load:
        """Return the account's load, added up: each contact counts once, however many people it reaches."""

    def diary(self) -> tuple[Occurrence, ...]:
        """Return all dated occurrences within the horizon."""

    def budgets(self) -> tuple[Budget, ...]:
        """Return the budgets that hold, each with the share of customers over it."""

    def simulated(self) -> Simulated:
        """Return what simulated customers experience."""

    def contributors(self, budget: Budget, /) -> tuple[Contributor, ...]:
        """Return what fills the fullest windows of those who are over a budget, most first."""


@dataclass(frozen=True, eq=False)
class SegmentPlan:
    """The plan of one customer of a segment."""

    segment: Segment
    period: Span
    horizon: Span
    terms: tuple[Span, ...]
    """The contract's terms that end within the horizon, or the first; each begins when the previous one ends."""
    contacts_per_quarter: Figures
    """The headline: the mean of the complete quarters for the person whose mean is highest."""
    account_contacts_per_quarter: Figures
    """The same with each contact counted once however many people it reaches."""
    before_start: Figures
    """The contacts of that person before day 0."""
    most_contacted: str
    """The person of the headline."""
    complete_quarters: int
    persons: tuple[Person, ...]
    account: Brought
    """What comes to the account: each contact once, however many people it reaches."""
    unplaced: tuple[Unplaced, ...]
    dropped: tuple[Dropped, ...]
    unknown_rates: tuple[str, ...]
    """Events without a rate that counted touchpoints wait for; with any, means are "at least"."""
    unknown_shares: tuple[str, ...]
    """Audiences of unknown size that counted touchpoints are meant for."""
    phase_windows: Mapping[str, tuple[Span, ...] | None]
    """The windows of each phase that applies here, by id; None for an ongoing one."""
    event_days: Mapping[str, tuple[int, ...]]
    """The days of each dated event."""
    moments: Mapping[str, tuple[tuple[int, int], ...]]
    """Day and minute of each occurrence before the cut at the horizon, by touchpoint's id."""
    timings: Mapping[str, tuple[int, ...]]
    """The timing that each occurrence comes from, by touchpoint's id; left out if it is always the first."""
    steps: Mapping[str, tuple[Step, ...]]
    """The steps after undated events, by touchpoint's id."""
    limits: Mapping[str, Fraction]
    """The limit over all channels by period, the segment's own or else the root's, without phase exceptions."""
    phase_limits: Mapping[tuple[str, str], Fraction]
    """The exceptions for the days of a phase, by its id and period, the segment's own or else the root's."""
    channel_limits: Mapping[tuple[str, str], Fraction]
    """The limits by channel id and period, the segment's own or else the root's."""
    on_demand: OnDemand
    """What is computed on demand."""
    hidden: tuple[Touchpoint, ...] = ()
    """Touchpoints that are left out, because a fault hides when they reach whom."""

    @cached_property
    def exceeded(self) -> tuple[Exceeded, ...]:
        """The budgets that are exceeded: the total first, then by channel."""
        return self.on_demand.exceeded(MIN_AUDIENCE)

    def exceeding(self, min_audience: Fraction) -> tuple[Exceeded, ...]:
        """Return the budgets that are exceeded, without audiences smaller than this share of the segment."""
        return self.on_demand.exceeded(min_audience)

    def exceeded_by(self, person: str) -> tuple[Exceeded, ...]:
        """Return the budgets that one person exceeds: in full, or else in an audience."""
        return self.on_demand.exceeded_by(person, MIN_AUDIENCE)

    def worst(self, person: str, period: str) -> Worst | None:
        """Return the fullest window of a person's periods; None if nothing is planned."""
        return self.on_demand.worst(person, period)

    def load(self, person: str) -> Load:
        """Return a person's load, added up: how much falls on any days."""
        return self.on_demand.load(person)

    @property
    def account_load(self) -> Load:
        """The account's load, added up: each contact counts once, however many people it reaches."""
        return self.on_demand.account()

    @cached_property
    def diary(self) -> tuple[Occurrence, ...]:
        """All dated occurrences within the horizon, counted or not."""
        return self.on_demand.diary()

    @cached_property
    def budgets(self) -> tuple[Budget, ...]:
        """The budgets that hold, each with the share of customers over it."""
        return self.on_demand.budgets()

    @cached_property
    def simulated(self) -> Simulated:
        """What simulated customers experience."""
        return self.on_demand.simulated()

    def contributors(self, budget: Budget) -> tuple[Contributor, ...]:
        """Return what fills the fullest windows of the simulated customers who are over the budget, most first."""
        return self.on_demand.contributors(budget)

    @cached_property
    def placed(self) -> Mapping[str, tuple[int, ...]]:
        """The days on which a touchpoint occurs, before the cut at the horizon, by its id."""
        return {touchpoint: tuple(day for day, _ in moments) for touchpoint, moments in self.moments.items()}

    @property
    def at_least(self) -> bool:
        """Whether means are "at least", since a counted step waits for an event of unknown rate."""
        return bool(self.unknown_rates)

    @property
    def reached(self) -> tuple[Person, ...]:
        """The persons whom any contact reaches, or all if nobody is reached; silences are reported for these.

        A stakeholder whom nothing ever reaches is a gap of another kind, and would hide every true silence.
        """
        return tuple(person for person in self.persons if person.brought) or self.persons

    @property
    def different_persons(self) -> tuple[Person, ...]:
        """The persons who do not have an earlier one's plan."""
        return tuple(person for person in self.persons if person.same_as is None)

    @property
    def headline(self) -> Person:
        """The person of the headline."""
        return self.person(self.most_contacted)

    def person(self, id: str) -> Person:  # noqa: A002  ids are called id everywhere
        """Return the plan of one of the persons."""
        return next(person for person in self.persons if person.id == id)

    def days(self, touchpoint: Touchpoint) -> tuple[int, ...]:
        """Return the days within the horizon on which the touchpoint occurs."""
        first, last = self.horizon
        return tuple(day for day, _ in self.moments.get(touchpoint.id, ()) if first <= day <= last)

    def days_by_timing(self, touchpoint: Touchpoint) -> tuple[tuple[int, ...], ...]:
        """Return the days on which it occurs, before the cut at the horizon, by the first timing that gives them."""
        moments = self.moments.get(touchpoint.id, ())
        timings = self.timings.get(touchpoint.id) or (0,) * len(moments)
        return tuple(
            tuple(day for (day, _), own in zip(moments, timings, strict=True) if own == index)
            for index in range(len(touchpoint.timing))
        )

    def window(self, phase: str) -> Span | None:
        """Return the first and last day of a phase over all its windows; None if it is ongoing or does not apply."""
        windows = self.phase_windows.get(phase)
        return (windows[0][0], max(end for _, end in windows)) if windows else None

    def first_day(self, event: str) -> int | None:
        """Return the first day of a dated event; None for other events."""
        days = self.event_days.get(event)
        return days[0] if days else None


class Schedule(NamedTuple):
    """The plans of all segments, in the inventory's order."""

    segments: tuple[SegmentPlan, ...]

    def of(self, segment: Segment) -> SegmentPlan:
        """Return the segment's plan."""
        return next(plan for plan in self.segments if plan.segment.id == segment.id)
