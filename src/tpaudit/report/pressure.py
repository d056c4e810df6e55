"""Section 1: how often is a customer contacted?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from tpaudit.findings.result import InventoryAudit
from tpaudit.inventory.naming import by_name
from tpaudit.inventory.words.terms import TOUCH_MODEL
from tpaudit.messages import Message, Value, say
from tpaudit.outputs.figures import headline
from tpaudit.outputs.frequency import between
from tpaudit.report.segment_lines import BudgetLine, budget_lines, first_quarter, on_average, renewal, whole
from tpaudit.report.senders import Senders, senders
from tpaudit.report.words import Names, role
from tpaudit.rules.phrases import span
from tpaudit.schedule.figures import Exceeded, Figures, Silence, Worst
from tpaudit.schedule.plan import Person, SegmentPlan
from tpaudit.schedule.weeks import Week, channels, weeks

DRAWN = 10
"""The most segments that are drawn, since nobody compares thirty charts."""


@dataclass(frozen=True, slots=True)
class Peak:
    """The worst week against its budget."""

    week: Worst | None
    """None where nothing is planned."""
    person: str

    @property
    def load(self) -> Value:
        """How many contacts it has, at least and at most."""
        return between(self.week.sure, self.week.most) if self.week else 0

    @property
    def sure(self) -> Fraction:
        """How many every customer gets."""
        return Fraction(self.week.sure if self.week else 0)

    @property
    def limit(self) -> Fraction | None:
        """Its budget."""
        return self.week.limit if self.week else None

    @property
    def start(self) -> int:
        """Its first day."""
        return self.week.start if self.week else 0

    @property
    def end(self) -> int:
        """Its last day."""
        return self.week.end if self.week else 0

    @property
    def over(self) -> bool:
        """Whether every customer exceeds its budget."""
        return self.limit is not None and self.sure > self.limit


@dataclass(frozen=True, slots=True)
class Pause:
    """The longest silence against its limit."""

    silence: Silence
    limit: int | None
    person: str

    @property
    def over(self) -> bool:
        """Whether it lasts longer than allowed."""
        return self.limit is not None and self.silence.days > self.limit


@dataclass(frozen=True, slots=True)
class PersonPressure:
    """The figures of one stakeholder."""

    name: Value
    same_as: Value | None
    quarters: tuple[Value, ...]
    week: Peak
    pause: Pause | None


@dataclass(frozen=True, slots=True)
class Band:
    """A phase's days within the period."""

    id: str
    name: Value
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class ChannelLayer:
    """A channel of the bars."""

    id: str | None
    name: Value
    rank: int
    """Its rank among the channels of all segments, so that it has the same colour everywhere."""


@dataclass(frozen=True, slots=True)
class BurstView:
    """What one occurrence of an event sets off, for the person who gets most of it."""

    event: Value
    person: str
    contacts: tuple[tuple[int, str, str], ...]
    """Days after the event, and the touchpoint's id and name."""
    worst: tuple[tuple[str, int, Fraction | None], ...]
    """Period, load and budget."""


@dataclass(frozen=True, slots=True)
class Overrun:
    """A budget that is exceeded."""

    period: str
    channel: Value | None
    exceeded: Exceeded
    days: Message


@dataclass(frozen=True, slots=True)
class SegmentPressure:
    """How often a customer of one segment is contacted."""

    id: str
    name: Value
    customers: int | None
    touch_model: Value | None
    period: tuple[int, int]
    person: Value
    """The person who is contacted most, whom `weeks` shows."""
    per_quarter: Value
    account_per_quarter: Value
    mean_per_quarter: Fraction
    average: Fraction | None
    """The mean per quarter, if customers get different numbers."""
    events_add: bool
    """Whether the mean includes contacts after events, which `per_quarter` leaves out."""
    first_quarter: Value | None
    """The first quarter, if it differs from the mean by half."""
    before_start: Value | None
    """Contacts before day 0, if there are any."""
    at_least: bool
    complete_quarters: int
    week: Peak
    """The worst week of any person."""
    pause: Pause | None
    """The longest silence of any person."""
    talk: Pause | None
    """The longest time without a talk with the main contact."""
    renewal: Value | None
    """How long before the contract ends the first contact about it comes; None without renewals."""
    budgets: tuple[BudgetLine, ...]
    senders: Senders
    persons: tuple[PersonPressure, ...]
    weeks: tuple[Week, ...]
    channels: tuple[ChannelLayer, ...]
    """The layers of the bars, from the axis up."""
    bands: tuple[Band, ...]
    bursts: tuple[BurstView, ...]
    overruns: tuple[Overrun, ...]
    unknown_rates: tuple[Value, ...]
    """Events without a stated rate, which make the loads shown lower bounds."""
    unplaced: tuple[tuple[str, str, Message], ...]
    """Touchpoint's id and name, and why it has no day."""

    @property
    def largest_burst(self) -> BurstView | None:
        """The event that sets off the most contacts in a week."""
        return max(self.bursts, key=lambda burst: burst.worst[1][1], default=None)

    @property
    def fullest_budget(self) -> BudgetLine | None:
        """The budget that the most customers exceed."""
        return max(self.budgets, key=lambda budget: budget.share, default=None)

    @property
    def weeks_over(self) -> int:
        """How many of the bars exceed their budget."""
        return sum(week.over for week in self.weeks)


@dataclass(frozen=True, slots=True)
class Pressure:
    """The section: each segment, in the inventory's order."""

    segments: tuple[SegmentPressure, ...]
    missing: Message | None
    """What to record if there is nothing to show."""

    @property
    def drawn(self) -> tuple[SegmentPressure, ...]:
        """The segments that are shown in full: if there are many, those with most customers."""
        if len(self.segments) <= DRAWN:
            return self.segments
        largest = sorted(self.segments, key=lambda segment: -(segment.customers or 0))[:DRAWN]
        return tuple(segment for segment in self.segments if segment in largest)


def pressure(audit: InventoryAudit, names: Names, segment: str | None, today: date) -> Pressure:
    """Return the section, of one segment if asked."""
    layers = channels((plan, plan.headline) for plan in audit.schedule.segments)
    segments = tuple(
        _segment(plan, audit, names, layers, today)
        for plan in audit.schedule.segments
        if segment is None or plan.segment.id == segment
    )
    planned = any(person.brought for plan in audit.schedule.segments for person in plan.persons)
    missing = say(
        "No contact has a day or a rate yet: give proactive touchpoints a `timing` and an addressed `channel`."
    )
    return Pressure(segments, None if planned else missing)


def _segment(
    plan: SegmentPlan, audit: InventoryAudit, names: Names, layers: tuple[str | None, ...], today: date
) -> SegmentPressure:
    segment, inventory = plan.segment, audit.inventory
    most = plan.headline
    worst = headline(plan)
    used = channels([(plan, most)])
    own = [channel for channel in layers if channel in used]
    return SegmentPressure(
        id=segment.id,
        name=names.segment(segment.id),
        customers=segment.customers,
        touch_model=TOUCH_MODEL.get(segment.touch_model or ""),
        period=plan.period,
        person=role(most.id),
        per_quarter=_per_quarter(plan.contacts_per_quarter),
        account_per_quarter=_per_quarter(plan.account_contacts_per_quarter),
        mean_per_quarter=plan.contacts_per_quarter.mean,
        average=on_average(plan),
        events_add=any(step.per_quarter for step in most.steps),
        first_quarter=first_quarter(plan),
        before_start=_per_quarter(plan.before_start) if plan.before_start.most else None,
        at_least=plan.at_least,
        complete_quarters=plan.complete_quarters,
        week=Peak(worst.worst_week, worst.worst_week_person),
        pause=Pause(worst.longest_silence, worst.longest_silence_limit, worst.longest_silence_person)
        if worst.longest_silence
        else None,
        talk=_talk(plan),
        renewal=renewal(plan, audit, today),
        budgets=budget_lines(plan, names),
        senders=senders(plan, names),
        persons=tuple(_person(person, plan, worst.longest_silence_limit) for person in plan.persons),
        weeks=weeks(plan, most, own),
        channels=tuple(ChannelLayer(channel, names.channel(channel), layers.index(channel)) for channel in own),
        bands=_bands(plan, names),
        bursts=_bursts(plan, names),
        overruns=tuple(
            Overrun(
                exceeded.period,
                names.channel(exceeded.channel) if exceeded.channel else None,
                exceeded,
                span(exceeded.start, exceeded.end),
            )
            for exceeded in plan.exceeded
        ),
        unknown_rates=tuple(names.event(event) for event in plan.unknown_rates),
        unplaced=tuple(
            (unplaced.touchpoint.id, unplaced.touchpoint.name, by_name(unplaced.reason, inventory))
            for unplaced in plan.unplaced
        ),
    )


def _per_quarter(figures: Figures) -> Value:
    return whole(figures.sure, figures.most)


def _person(person: Person, plan: SegmentPlan, limit: int | None) -> PersonPressure:
    silence = person.longest_silence
    return PersonPressure(
        name=role(person.id) if plan.segment.stakeholders else say("customer"),
        same_as=role(person.same_as) if person.same_as else None,
        quarters=tuple(between(quarter.sure, quarter.most) for quarter in person.quarters),
        week=Peak(plan.worst(person.id, "per_week"), person.id),
        pause=Pause(silence, limit, person.id) if silence is not None else None,
    )


def _talk(plan: SegmentPlan) -> Pause | None:
    """Return the longest time without a talk, if talks are planned at all."""
    if plan.segment.touch_model not in ("high_touch", "mid_touch"):
        return None
    main = plan.persons[0]
    silence = main.longest_human_silence
    return None if silence is None else Pause(silence, None, main.id)


def _bands(plan: SegmentPlan, names: Names) -> tuple[Band, ...]:
    first, last = plan.period
    bands = []
    for phase, windows in plan.phase_windows.items():
        for start, end in windows or ():
            if start <= last and end >= first:
                bands.append(Band(phase, names.phase(phase), max(start, first), min(end, last)))
    return tuple(bands)


def _bursts(plan: SegmentPlan, names: Names) -> tuple[BurstView, ...]:
    """Return the bursts, each for the person with the fullest week after the event, the first of several."""
    chosen: dict[str, tuple[int, BurstView]] = {}
    for person in plan.persons:
        for burst in person.bursts:
            week = burst.worst["per_week"].load
            if burst.event not in chosen or week > chosen[burst.event][0]:
                worst = tuple((period, load.load, plan.limits.get(period)) for period, load in burst.worst.items())
                contacts = tuple((c.distance, c.touchpoint.id, c.touchpoint.name) for c in burst.contacts)
                chosen[burst.event] = week, BurstView(names.event(burst.event), person.id, contacts, worst)
    return tuple(view for _, view in chosen.values())
