"""What the schedule says: values only. Days count from the segment's day 0; weights are exact fractions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import NamedTuple

from tpaudit.inventory.registries import Segment
from tpaudit.inventory.touchpoint import Touchpoint
from tpaudit.messages import Message

PERIODS: Mapping[str, int] = {"per_day": 1, "per_week": 7, "per_month": 30, "per_quarter": 91}
"""The rolling windows of contact budgets, in days."""


class Contact(NamedTuple):
    """A dated contact with one person: a counted occurrence in one addressed channel (or none, where it names none)."""

    day: int
    touchpoint: Touchpoint
    channel: str | None
    weight: Fraction
    adds_value: bool
    human: bool


class Expected(NamedTuple):
    """Undated contacts with one person: so many on each day from `start` to `end`, both inclusive.

    `event` is the root event whose occurrences set it off, None for a touchpoint's own rate.
    """

    touchpoint: Touchpoint
    channel: str | None
    event: str | None
    per_day: Fraction
    start: int
    end: int


class Load(NamedTuple):
    """What a rolling window carries; both days inclusive."""

    load: Fraction
    start: int
    end: int


class Silence(NamedTuple):
    """A stretch between two consecutive contacts, or between one and an end of the period."""

    start: int
    end: int

    @property
    def days(self) -> int:
        """Its length."""
        return self.end - self.start


class BurstContact(NamedTuple):
    """A contact so many days after the event that sets it off."""

    day: int
    touchpoint: Touchpoint
    channel: str | None


class Burst(NamedTuple):
    """What one occurrence of an undated event sets off for one person; `worst` by per_day, per_week, per_month."""

    event: str
    contacts: tuple[BurstContact, ...]
    worst: Mapping[str, Load]


class Occurrence(NamedTuple):
    """A touchpoint on a day of the horizon, in one of its channels; counted by budgets or not."""

    day: int
    touchpoint: Touchpoint
    channel: str | None
    counted: bool


class Step(NamedTuple):
    """An occurrence so many days after (each occurrence of) an undated root event."""

    event: str
    distance: int


class Person(NamedTuple):
    """The plan of one stakeholder (or of `customer`, where the segment names none)."""

    id: str
    same_as: str | None
    """An earlier person with exactly the same contacts; the other fields hold the same values as theirs."""
    contacts: tuple[Contact, ...]
    """By day, then hour, then the order of the files."""
    expected: tuple[Expected, ...]
    worst: Mapping[str, Load]
    """The highest load by period, the earliest window of several equal."""
    quarters: tuple[Fraction, ...]
    """The load of each quarter of the period; the last may be incomplete."""
    bursts: tuple[Burst, ...]
    silences: tuple[Silence, ...]
    """All stretches between contacts that add value, in time's order."""
    human_silences: tuple[Silence, ...]
    """The same with human contacts only."""

    @property
    def longest_silence(self) -> Silence:
        """The longest silence, the earliest of several equal."""
        return max(self.silences, key=lambda silence: (silence.days, -silence.start))


class Exceeded(NamedTuple):
    """A contact budget that is exceeded in a segment: its worst window and person."""

    channel: str | None
    """The channel whose limit it is, None for the total."""
    period: str
    """per_day, per_week, per_month or per_quarter."""
    person: str
    load: Fraction
    limit: Fraction
    start: int
    end: int
    windows: int
    """How many windows of this person exceed the limit."""
    culprits: tuple[Touchpoint, ...]
    """The touchpoints that contribute to the window, the heaviest first, then in the order of the files."""
    others: tuple[str, ...]
    """Which other persons' windows exceed it too."""


@dataclass(frozen=True, slots=True)
class Unplaced:
    """A touchpoint that has a timing but no day and no step in the segment, or that reaches nobody there."""

    touchpoint: Touchpoint
    anchor: str | None
    """What it waits for."""
    reason: Message
    index: int = 0
    """Which of its timings it is."""


class SegmentPlan(NamedTuple):
    """The plan of one customer of a segment."""

    segment: Segment
    period: tuple[int, int]
    """First and last day, both inclusive."""
    horizon: tuple[int, int]
    contacts_per_quarter: Fraction
    """The headline: the mean load of the complete quarters for the person who is contacted most."""
    account_contacts_per_quarter: Fraction
    """The same with each contact counted once however many people it reaches."""
    most_contacted: str
    """The person whose complete quarters sum highest."""
    complete_quarters: int
    persons: tuple[Person, ...]
    account: tuple[tuple[Contact, ...], tuple[Expected, ...]]
    """Dated contacts and expected ones, each counted once however many people it reaches."""
    exceeded: tuple[Exceeded, ...]
    diary: tuple[Occurrence, ...]
    """All dated occurrences within the horizon, counted or not."""
    unplaced: tuple[Unplaced, ...]
    unknown_rates: tuple[str, ...]
    """Events without a rate for which counted touchpoints wait: loads are "at least"."""
    phase_windows: Mapping[str, tuple[int, int] | None]
    """By id of each phase that applies here: first and last day, None for an ongoing one. Others are left out."""
    event_days: Mapping[str, int]
    """The day of each dated event."""
    placed: Mapping[str, tuple[int, ...]]
    """By touchpoint's id: the days on which it occurs, before the cut at the horizon."""
    steps: Mapping[str, tuple[Step, ...]]
    """By touchpoint's id: its steps after undated events."""
    limits: Mapping[str, Fraction]
    """By period: the limit over all channels, the segment's own or else the root's, without phase exceptions."""
    phase_limits: Mapping[tuple[str, str], Fraction]
    """By phase id and period: the exception for the days of the phase, the segment's own or else the root's."""
    channel_limits: Mapping[tuple[str, str], Fraction]
    """By channel id and period: the segment's own or else the root's."""
    hidden: tuple[Touchpoint, ...] = ()
    """Touchpoints that are left out of all this, because a fault hides when they reach whom."""

    @property
    def reached(self) -> tuple[Person, ...]:
        """The persons whom any contact reaches, or all where none does: those of whom a silence is told.

        A stakeholder whom nothing ever reaches is a gap of another kind, and would hide every true silence.
        """
        return tuple(person for person in self.persons if person.contacts or person.expected) or self.persons

    def days(self, touchpoint: Touchpoint) -> tuple[int, ...]:
        """Return the days within the horizon on which the touchpoint occurs."""
        first, last = self.horizon
        return tuple(day for day in self.placed.get(touchpoint.id, ()) if first <= day <= last)


class Schedule(NamedTuple):
    """The plans of all segments, in the inventory's order."""

    segments: tuple[SegmentPlan, ...]

    def of(self, segment: Segment) -> SegmentPlan:
        """Return the segment's plan."""
        return next(plan for plan in self.segments if plan.segment.id == segment.id)
