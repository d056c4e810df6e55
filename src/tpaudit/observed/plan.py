"""What the engine has to know about the inventory and its schedule; only this module here reads the plan."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import floor

from tpaudit.durations import Duration
from tpaudit.inventory.inventory import Inventory
from tpaudit.inventory.registries import Segment
from tpaudit.inventory.touchpoint import Touchpoint
from tpaudit.observed.expected import (
    ANY_NUMBER,
    Expectation,
    Expected,
    Followed,
    Limit,
    Period,
    Piece,
    TrackedName,
    Watched,
)
from tpaudit.schedule.figures import PERIODS
from tpaudit.schedule.limits import window_limits
from tpaudit.schedule.measuring.deliveries import NO_TALKS
from tpaudit.schedule.plan import Schedule, SegmentPlan

_PERIODS: tuple[Period, ...] = ("per_day", "per_week", "per_month", "per_quarter")


def expectation(inventory: Inventory, schedule: Schedule) -> Expectation:
    """Return what is planned for whom, under its names in the data."""
    plans = [schedule.of(segment) for segment in inventory.segments]
    undated = {
        event.id: tuple(tracked.event for tracked in event.tracked_as)
        for event in inventory.events
        if event.tracked_as and any(event.id not in plan.event_days for plan in plans)
    }
    dated = [tracked.event for event in inventory.events for tracked in event.tracked_as if event.id not in undated]
    return Expectation(
        tuple(_expected(inventory, plan) for plan in plans),
        undated,
        tuple(dict.fromkeys((*dated, *_starts(inventory)))),
    )


def followed(inventory: Inventory, segment: Segment) -> tuple[Touchpoint, ...]:
    """Return the touchpoints that are tracked and meant for the segment, including those that are not live."""
    active = {touchpoint.id: touchpoint for touchpoint in inventory.in_segment(segment)}
    meant = (
        active.get(touchpoint.id, touchpoint)
        for touchpoint in inventory.touchpoints
        if touchpoint.id in active or (not touchpoint.active and segment.id in (touchpoint.segments or (segment.id,)))
    )
    return tuple(touchpoint for touchpoint in meant if touchpoint.tracked_as)


def _starts(inventory: Inventory) -> Iterator[str]:
    """Yield the name of the event with which customers begin, if there is one."""
    started = inventory.observe.customers.started if inventory.observe is not None else None
    if started is not None and not isinstance(started, str):
        yield started.event


def _expected(inventory: Inventory, plan: SegmentPlan) -> Expected:
    segment = plan.segment
    given = inventory.observe.segments.get(segment.id) if inventory.observe is not None else None
    max_silence = segment.max_silence
    return Expected(
        segment=segment.id,
        words=given or tuple(dict.fromkeys((segment.id, segment.name))),
        horizon=plan.horizon,
        period_end=plan.period[1],
        quarters=tuple((quarter.start, quarter.end) for quarter in plan.headline.quarters if quarter.complete),
        max_silence=None if max_silence is None else max_silence.days,
        touchpoints=tuple(_followed(inventory, plan, touchpoint) for touchpoint in followed(inventory, segment)),
        limits=tuple(_limits(plan)),
    )


def _followed(inventory: Inventory, plan: SegmentPlan, touchpoint: Touchpoint) -> Followed:
    days = plan.days(touchpoint) if touchpoint.active else ()
    channels = touchpoint.channel
    addressed = [
        channel for channel in channels if channel not in inventory.channel or inventory.channel[channel].addressed
    ]
    counts = (
        touchpoint.initiation == "proactive"
        and not touchpoint.transactional
        and touchpoint.form != "product"
        and bool(addressed or not channels)
    )
    timing = touchpoint.timing
    is_counted_out = (
        bool(days) and not plan.steps.get(touchpoint.id) and all(statement.per_quarter is None for statement in timing)
    )
    most_a_day = max((days.count(day) for day in set(days)), default=1)
    within = max((statement.within.days for statement in timing if statement.within is not None), default=0)
    return Followed(
        id=touchpoint.id,
        names=tuple(TrackedName(tracked.event, tracked.means) for tracked in touchpoint.tracked_as),
        days=tuple(sorted(set(days))),
        within=within,
        channel=addressed[0] if addressed else None,
        counts=counts,
        useful=touchpoint.value == "adds_value",
        talk=counts and touchpoint.form == "human" and not (addressed and addressed[0] in NO_TALKS),
        allowed=most_a_day * max(1, len(channels)) if is_counted_out else ANY_NUMBER,
        leads_to=tuple(lead.to for lead in touchpoint.leads_to),
        set_off_by=_set_off_by(inventory, touchpoint),
        promise=_promise(touchpoint),
        metrics=tuple(
            Watched(metric.name or metric.family or "", metric.measured_from.column)
            for metric in touchpoint.metrics
            if metric.measured_from is not None
        ),
    )


def _set_off_by(inventory: Inventory, touchpoint: Touchpoint) -> tuple[str, ...]:
    """Return the names of the events after which customers wait for it: those of its anchors, else its own contacts."""
    anchors = [timing.anchor for timing in touchpoint.timing if timing.anchor in inventory.event]
    names = [
        tracked.event for anchor in anchors if anchor is not None for tracked in inventory.event[anchor].tracked_as
    ]
    return tuple(names or (tracked.event for tracked in touchpoint.tracked_as if tracked.means == "contact"))


def _promise(touchpoint: Touchpoint) -> int | None:
    standard = touchpoint.service_standard
    promised = standard.first_response or standard.resolution if standard else None
    return None if promised is None else minutes_of(promised)


def minutes_of(duration: Duration) -> int:
    """Return the minutes in a duration."""
    match duration.unit:
        case "m":
            return duration.count
        case "h":
            return duration.count * 60
        case _:
            return duration.days * 24 * 60


def _limits(plan: SegmentPlan) -> Iterator[Limit]:
    last = plan.period[1]
    for period in _PERIODS:
        windows = window_limits(plan, period)
        ends = (*(start - 1 for start in windows.starts[1:]), last)
        pieces = tuple(
            Piece(start, end, floor(most))
            for start, end, most in zip(windows.starts, ends, windows.limits, strict=True)
            if most is not None
        )
        if pieces:
            yield Limit(period, None, PERIODS[period], pieces)
    for (channel, limited), limit in plan.channel_limits.items():
        for period in _PERIODS:
            if period == limited:
                yield Limit(period, channel, PERIODS[period], (Piece(plan.horizon[0], last, floor(limit)),))


@dataclass(frozen=True)
class PlannedFigures:
    """The schedule's figures to set beside those of the file of aggregates."""

    sure: Fraction
    """Contacts per quarter that every customer gets."""
    mean: Fraction
    most: Fraction
    account: Fraction
    """The mean for all persons of an account together."""
    quarters: Mapping[tuple[int, int], Fraction]
    """The mean contacts of each quarter, by its first and last day."""
    limits: Mapping[tuple[str, str | None], Fraction]
    """The budgets by period and channel (None: all channels together)."""
    over: Mapping[tuple[str, str | None], Fraction]
    """The share of customers whom the plan itself takes over the budget, by period and channel."""
    silence: int | None
    """The longest time in days without a contact that adds value."""
    talk_silence: int | None
    """The longest time in days without a talk."""


def figures(plan: SegmentPlan) -> PlannedFigures:
    """Return the schedule's figures of a segment."""
    silences = [silence.days for person in plan.reached if (silence := person.longest_silence) is not None]
    mute = [silence.days for person in plan.reached if (silence := person.longest_human_silence) is not None]
    return PlannedFigures(
        sure=plan.contacts_per_quarter.sure,
        mean=plan.contacts_per_quarter.mean,
        most=plan.contacts_per_quarter.most,
        account=plan.account_contacts_per_quarter.mean,
        quarters={(quarter.start, quarter.end): quarter.mean for quarter in plan.headline.quarters},
        limits={(period, None): limit for period, limit in plan.limits.items()}
        | {(period, channel): limit for (channel, period), limit in plan.channel_limits.items()},
        over={(budget.period, budget.channel): budget.share_over for budget in plan.budgets},
        silence=max(silences, default=None),
        talk_silence=max(mute, default=None),
    )


def share(inventory: Inventory, segment: Segment, touchpoint: Touchpoint) -> Fraction | None:
    """Return the share of the segment's customers whom it is meant for; None if unknown."""
    reach: Fraction | None = touchpoint.reach
    audience = touchpoint.audience
    if reach is not None or audience is None:
        return Fraction(1) if reach is None else reach
    registered = inventory.audience.get(audience)
    return None if registered is None else registered.share_in(segment.id)
