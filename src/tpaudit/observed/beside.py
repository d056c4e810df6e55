"""Reality beside the plan: the figures that all outputs show, as values and messages, without layout."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import NamedTuple

from tpaudit.inventory.inventory import Inventory
from tpaudit.inventory.metrics import identity
from tpaudit.inventory.touchpoint import Touchpoint
from tpaudit.messages import Days, Message, Share, Value, say
from tpaudit.observed.ignoring import is_ignored
from tpaudit.observed.observation import (
    Observation,
    SeenAnswers,
    SeenBudget,
    SeenMetric,
    SeenSegment,
    SeenSilence,
    SeenTouchpoint,
    Spread,
)
from tpaudit.observed.plan import PlannedFigures, figures, followed, share
from tpaudit.schedule.figures import PERIODS
from tpaudit.schedule.plan import Schedule, SegmentPlan

NOTED = 0.02
"""The share of customers from which something is reported: the default of OBS009's `max_share`."""


class Beside(NamedTuple):
    """A planned figure beside the observed one."""

    label: Message
    planned: Value | None
    """None: the plan says nothing."""
    really: Value
    is_off: bool = False
    """Whether it is worse than planned."""


class Bar(NamedTuple):
    """Contacts of a quarter, planned and observed."""

    number: int
    start: int
    end: int
    planned: Fraction
    really: Fraction


class Drift(NamedTuple):
    """Days from the planned day to the actual one: one in ten is earlier than `low`, one in ten later than `high`."""

    low: Fraction | None
    median: Fraction
    high: Fraction | None


class TouchpointBeside(NamedTuple):
    """A touchpoint of the plan beside what was observed about it."""

    id: str
    name: str
    status: str
    due: int
    reached: Share | None
    """The share reached of those for whom it was due; None if there are too few of them."""
    meant: Share | None
    """The planned share; None if unknown."""
    drift: Drift | None
    occurrences: int
    planned: int
    """The occurrences that the plan has for the customers observed, whoever they are meant for."""
    troubles: tuple[Message, ...]
    facts: tuple[Message, ...]
    is_low: bool
    """Whether it reaches far fewer than planned."""
    is_off: bool


class UnplannedBeside(NamedTuple):
    """An event that nobody planned."""

    event: str
    share: Share
    customers: int
    each: Fraction
    """How often it happens to a customer whom it happens to."""
    day: Fraction | None
    """The day of the customer's time around which it happens."""


@dataclass(frozen=True)
class SegmentBeside:
    """A segment's plan beside what was observed."""

    id: str
    name: str
    customers: int
    rows: tuple[Beside, ...]
    bars: tuple[Bar, ...]
    touchpoints: tuple[TouchpointBeside, ...]
    unplanned: tuple[UnplannedBeside, ...]


def beside(inventory: Inventory, schedule: Schedule, observation: Observation) -> tuple[SegmentBeside, ...]:
    """Return the plan beside what happened, for each segment that was observed."""
    return tuple(
        _segment(inventory, plan, observation.segments[plan.segment.id])
        for plan in schedule.segments
        if plan.segment.id in observation.segments
    )


def _segment(inventory: Inventory, plan: SegmentPlan, seen: SeenSegment) -> SegmentBeside:
    planned = figures(plan)
    patterns = inventory.observe.ignore if inventory.observe is not None else ()
    return SegmentBeside(
        plan.segment.id,
        plan.segment.name,
        seen.customers,
        tuple(_rows(inventory, planned, seen)),
        _bars(planned, seen),
        tuple(
            _touchpoint(inventory, plan, touchpoint, seen.touchpoints[touchpoint.id])
            for touchpoint in followed(inventory, plan.segment)
            if touchpoint.id in seen.touchpoints
        ),
        tuple(
            UnplannedBeside(
                unplanned.event,
                Share(_exact(unplanned.share)),
                unplanned.customers,
                Fraction(unplanned.occurrences, max(1, unplanned.customers)),
                None if unplanned.days.median is None else _exact(unplanned.days.median),
            )
            for unplanned in seen.unplanned
            if not is_ignored(unplanned.event, patterns)
        ),
    )


def _exact(number: float) -> Fraction:
    return Fraction(str(number))


def _rows(inventory: Inventory, planned: PlannedFigures, seen: SeenSegment) -> list[Beside]:
    rows = []
    if seen.contacts is not None:
        expected = planned.mean if seen.contacts.basis == "person" else planned.account
        rows.append(
            Beside(
                say("Contacts per customer and quarter"),
                _range(planned) if seen.contacts.basis == "person" else expected,
                _spread(_exact(seen.contacts.mean), seen.contacts.spread),
            )
        )
    rows += (_budget(inventory, planned, budget) for budget in seen.budgets)
    if seen.silence is not None:
        label = say("Longer than {days} without a useful contact", days=Days(seen.silence.longer_than))
        rows.append(_silence(label, planned.silence, seen.silence))
    if seen.talk_silence is not None:
        label = say("Longer than {days} without a talk", days=Days(seen.talk_silence.longer_than))
        rows.append(_silence(label, planned.talk_silence, seen.talk_silence))
    for event, happened in seen.events.items():
        planned_event = inventory.event.get(event)
        stated = planned_event.per_quarter if planned_event else None
        name = planned_event.name if planned_event else event
        rows.append(Beside(say("{event}, per customer and quarter", event=name), stated, _exact(happened.per_quarter)))
    return rows


def _range(planned: PlannedFigures) -> Value:
    if planned.sure == planned.most:
        return planned.mean
    return say("{sure} to {most}, on average {mean}", sure=planned.sure, most=planned.most, mean=planned.mean)


def _spread(mean: Fraction, spread: Spread) -> Value:
    if spread.low is None or spread.high is None:
        return mean
    return say("{mean} ({low} to {high})", mean=mean, low=_exact(spread.low), high=_exact(spread.high))


def _silence(label: Message, planned: int | None, seen: SeenSilence) -> Beside:
    over = Share(Fraction(seen.over, max(1, seen.customers)))
    really: Value = over
    if seen.spread.median is not None:
        really = say("{share}, the median is {days}", share=over, days=Days(int(seen.spread.median)))
    expected = None if planned is None else say("longest {days}", days=Days(planned))
    return Beside(label, expected, really, seen.over > 0 and (planned or 0) <= seen.longer_than)


def budget_label(inventory: Inventory, budget: SeenBudget, limit: Fraction | None) -> Message:
    """Return a budget's label, such as `Over 2 contacts in 7 days`."""
    days = Days(PERIODS[budget.period])
    if limit is None:
        return say("Over the budget of {days}", days=days)
    if budget.channel is None:
        return say("Over {limit} {limit:contact|contacts} in {days}", limit=limit, days=days)
    channel = inventory.channel[budget.channel].name if budget.channel in inventory.channel else budget.channel
    return say("Over {limit} {limit:contact|contacts} by {channel} in {days}", limit=limit, days=days, channel=channel)


def _budget(inventory: Inventory, planned: PlannedFigures, budget: SeenBudget) -> Beside:
    key = (budget.period, budget.channel)
    expected, really = planned.over.get(key, Fraction(0)), Fraction(budget.over, max(1, budget.customers))
    value: Value = Share(really)
    if budget.worst_day is not None:
        value = say("{share}, most on day {day}", share=Share(really), day=budget.worst_day)
    return Beside(budget_label(inventory, budget, planned.limits.get(key)), Share(expected), value, really > expected)


def _bars(planned: PlannedFigures, seen: SeenSegment) -> tuple[Bar, ...]:
    if seen.contacts is None:
        return ()
    begun = {start: (number, load) for number, ((start, _), load) in enumerate(planned.quarters.items(), start=1)}
    return tuple(
        Bar(begun[quarter.start][0], quarter.start, quarter.end, begun[quarter.start][1], _exact(quarter.mean))
        for quarter in seen.contacts.quarters
        if quarter.start in begun
    )


def _touchpoint(
    inventory: Inventory, plan: SegmentPlan, touchpoint: Touchpoint, seen: SeenTouchpoint
) -> TouchpointBeside:
    meant = share(inventory, plan.segment, touchpoint)
    status = touchpoint.known_status or ""
    is_live = status in ("live", "upcoming")
    got = Fraction(seen.reached, seen.due) if seen.due else None
    drift = seen.drift
    troubles = tuple(_troubles(seen, is_live=is_live))
    is_low = is_live and got is not None and meant is not None and got < meant * Fraction(7, 10)
    return TouchpointBeside(
        id=touchpoint.id,
        name=touchpoint.name,
        status=status,
        due=seen.due,
        reached=None if got is None else Share(got),
        meant=None if meant is None or not is_live else Share(meant),
        drift=None
        if drift is None or drift.median is None
        else Drift(
            None if drift.low is None else _exact(drift.low),
            _exact(drift.median),
            None if drift.high is None else _exact(drift.high),
        ),
        occurrences=seen.occurrences,
        planned=seen.planned,
        troubles=troubles,
        facts=tuple(_facts(touchpoint, seen)),
        is_low=is_low,
        is_off=is_low or bool(troubles) or (drift is not None and (drift.median or 0) > 7),
    )


def _troubles(seen: SeenTouchpoint, *, is_live: bool) -> list[Message]:
    notes = []
    if not is_live and seen.customers:
        notes.append(say("not live, and reaches {n} {n:customer|customers}", n=seen.customers))
    if seen.customers and seen.doubled > seen.customers * NOTED:
        notes.append(
            say("more than once a day for {share} of them", share=Share(Fraction(seen.doubled, seen.customers)))
        )
    notes += (
        say(
            "after {later} for {share}",
            later=reversal.later,
            share=Share(Fraction(reversal.reversed, reversal.customers)),
        )
        for reversal in seen.reversed
        if reversal.reversed > reversal.customers * NOTED
    )
    return notes


def _facts(touchpoint: Touchpoint, seen: SeenTouchpoint) -> list[Message]:
    answered = [] if seen.answers is None else _answered(seen.answers)
    targets = {identity(metric): metric.target for metric in touchpoint.metrics}
    return answered + [_measured(metric, targets.get(metric.metric)) for metric in seen.metrics]


def _measured(seen: SeenMetric, target: Fraction | None) -> Message:
    """Return a metric's value; a share where its target is one."""
    mean = _exact(seen.value)
    is_share = 0 <= mean <= 1 and target is not None and 0 < target <= 1
    value: Value = Share(mean) if is_share else mean
    return say("{metric}: {value} in {n} {n:observation|observations}", metric=seen.metric, value=value, n=seen.count)


def _answered(answers: SeenAnswers) -> list[Message]:
    waits = answers.waits
    notes = []
    if waits.median is not None:
        notes.append(
            say("half are answered within {time}", time=length(waits.median))
            if waits.high is None
            else say(
                "half are answered within {time}, nine of ten within {long}",
                time=length(waits.median),
                long=length(waits.high),
            )
        )
    if answers.unanswered:
        notes.append(say("{n} without an answer", n=answers.unanswered))
    return notes


def drifted(days: Drift) -> Value:
    """Return how many days late something is, such as `9 (2 to 15)`; early days are negative."""
    if days.low is None or days.high is None or days.low == days.high:
        return days.median
    return say("{median} ({low} to {high})", median=days.median, low=days.low, high=days.high)


def length(minutes: float) -> Value:
    """Return a length of time in the unit that people would use."""
    if minutes < 90:
        return say("{n} {n:minute|minutes}", n=_exact(minutes))
    if minutes < 48 * 60:
        return say("{n} {n:hour|hours}", n=_exact(round(minutes / 60, 1)))
    return say("{n} {n:day|days}", n=_exact(round(minutes / 1440, 1)))
