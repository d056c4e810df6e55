"""TIM: what each touchpoint says about when it happens."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from tpaudit.durations import days_of
from tpaudit.inventory.naming import groups
from tpaudit.inventory.registries import Event, Segment
from tpaudit.inventory.timing import Timing
from tpaudit.inventory.touchpoint import Touchpoint
from tpaudit.inventory.words import terms
from tpaudit.inventory.words.vocabulary import CONTRACT_EVENTS
from tpaudit.messages import Message, Value, say
from tpaudit.rules.context import Context
from tpaudit.rules.phrases import part, some
from tpaudit.rules.rule import Harm, NotApplicable, Problem, Step, rule
from tpaudit.severity import Severity

RECURRING = ("business_review", "checkin", "value_report", "newsletter")
"""Types that do their work by coming back."""

LONG_PHASE = days_of("6mo")


def is_sent(touchpoint: Touchpoint, audit: Context) -> bool:
    """Whether the company starts it and it reaches one known person, as far as anybody says how."""
    return touchpoint.initiation == "proactive" and (not touchpoint.channel or audit.is_addressed(touchpoint))


def is_reactive(touchpoint: Touchpoint) -> bool:
    """Whether the customer starts it."""
    return touchpoint.initiation == "reactive"


ENDING = re.compile(
    r"loss|\blost\b|death|\bdied\b|deceased|bereave|miscarr|stillb|cancel|terminat|churn|withdraw|bankrupt|insolven"
    r"|verlust|verstorben|gestorben|todesfall|\btod\b|fehlgeburt|kündig|kuendig|storn|widerruf|abbruch"
)
"""How events are called after which most messages are out of place, in English and German."""


def runs_by_itself(touchpoint: Touchpoint) -> bool:
    """Whether a machine sends something useful or commercial."""
    return (
        touchpoint.initiation == "proactive"
        and touchpoint.value in ("adds_value", "commercial")
        and touchpoint.automation == "automated"
    )


def cadence(touchpoint: Touchpoint) -> Message | None:
    """Return how often it comes, where a timing says so."""
    for timing in touchpoint.timing:
        if timing.every is not None:
            return terms.cadence(timing.every)
        if timing.per_quarter is not None:
            return say("{rate} {rate:time|times} a quarter", rate=terms.amount(timing.per_quarter))
    return None


@rule("TIM001", Severity.ERROR, step=Step.DESIGN, harm=Harm.BLIND, applies=is_sent)
def missing_timing(touchpoint: Touchpoint, audit: Context) -> Iterator[Problem]:
    """A touchpoint that the company starts does not say when.

    Why: A contact without a date happens whenever somebody remembers it, or never. Nobody can tell how often a
    customer hears from the company as long as single contacts are missing from the calendar.

    Bad:
        touchpoints:
          - id: welcome  # <- TIM001
            name: Welcome e-mail
            type: welcome
            channel: email

    Good:
        touchpoints:
          - id: welcome
            name: Welcome e-mail
            type: welcome
            channel: email
            timing:
              at: 0d
    """
    segments = audit.lacking(touchpoint, lambda touchpoint: not touchpoint.timing)
    if segments is not None:
        yield Problem(
            touchpoint.at("id"),
            "{name} does not say when it reaches the customer",
            segments=segments,
            measure=part(touchpoint, segments, audit),
            name=touchpoint.name,
            help="Say it in `timing`: a day (`at: 7d`), a cadence (`every: 3mo`), a distance from an event (`at: 3d, "
            "after: go_live`), a rate (`per_quarter: 3`), or `as_needed: true` where that is meant.",
        )


@rule("TIM002", Severity.WARNING, step=Step.DESIGN, harm=Harm.CHURN)
def missing_cadence(
    touchpoint: Touchpoint, audit: Context, *, recurring: tuple[str, ...] = RECURRING
) -> Iterator[Problem]:
    """A touchpoint that works by coming back has a date, but no cadence.

    Why: Business reviews, check-ins, reports and newsletters keep a long relationship alive by their regularity. The
    first one alone is a promise that the following months do not keep. Days that are listed one by one are a cadence
    too.

    Bad:
        touchpoints:
          - id: business-review
            name: Business review
            type: business_review
            phase: retention
            timing:  # <- TIM002
              at: 3mo

    Good:
        touchpoints:
          - id: business-review
            name: Business review
            type: business_review
            phase: retention
            timing:
              every: 3mo
    """
    if touchpoint.type not in recurring:
        raise NotApplicable
    segments = audit.serving(touchpoint)
    days = max((len(audit.plan(segment).placed.get(touchpoint.id, ())) for segment in segments), default=0)
    if not days or not any(_goes_on(touchpoint.phase or "", segment, audit) for segment in segments):
        raise NotApplicable
    if touchpoint.type == "business_review" and any(audit.fires("TIM006", segment) for segment in segments):
        raise NotApplicable  # told with the segment's other reviews
    comes_back = any(
        timing.repeats or (timing.anchor is not None and audit.returns(timing.anchor, segment))
        for timing in touchpoint.timing
        for segment in segments
    )
    if days == 1 and not comes_back:
        yield Problem(
            touchpoint.at("timing"),
            "{name} is dated but never comes back, although its phase {phase} goes on",
            name=touchpoint.name,
            phase=audit.inventory.phase[touchpoint.phase or ""].name,
            help="Give it a cadence, such as `every: 3mo`, or a rate, such as `per_quarter: 1`.",
        )


def _goes_on(phase: str, segment: Segment, audit: Context) -> bool:
    """Whether the phase is there for the segment, and long or without an end."""
    windows = audit.windows(segment, phase)
    long = any(end - start > LONG_PHASE for start, end in windows)
    return phase in audit.plan(segment).phase_windows and (long or not windows)


@rule("TIM003", Severity.WARNING, step=Step.DESIGN, harm=Harm.PAPER)
def timing_outside_phase(touchpoint: Touchpoint, audit: Context) -> Iterator[Problem]:
    """A touchpoint happens outside its phase.

    Why: Who plans a phase counts on what is in it. A touchpoint of onboarding that comes when onboarding is over is
    missing there, and in the way later. What hangs on another event or touchpoint is where its author put it.

    Bad:
        touchpoints:
          - id: setup-training
            name: Setup training
            phase: onboarding
            timing:  # <- TIM003
              at: 120d

    Good:
        touchpoints:
          - id: setup-training
            name: Setup training
            phase: onboarding
            timing:
              at: 20d
    """
    outside: dict[tuple[tuple[int, ...], tuple[tuple[int, int], ...]], list[Segment]] = {}
    judged = False
    phase = touchpoint.phase or ""
    for segment in audit.serving(touchpoint):
        windows = audit.windows(segment, phase)
        counted = _counted_from_start(audit.inventory.as_in(touchpoint, segment), segment, audit)
        if not windows or not counted:
            continue
        judged = True
        inside = any(_lies_in(day, windows) for day in audit.plan(segment).days(touchpoint))
        beyond = tuple(
            day
            for day, timing in counted
            if not _lies_in(day, windows) and (not inside or timing.until is not None or timing.times is not None)
        )
        if beyond:
            outside.setdefault((tuple(dict.fromkeys(beyond)), windows), []).append(segment)
    if not judged:
        raise NotApplicable
    if outside:
        where: tuple[Value, ...] = tuple(
            say(
                "{days} for {where}, where the phase lasts from day {start} to day {end}",
                days=some(days),
                where=groups(segments),
                start=windows[0][0],
                end=windows[0][1],
            )
            for (days, windows), segments in outside.items()
        )
        yield Problem(
            touchpoint.at("timing"),
            "{name} happens outside its phase {phase}: {where}",
            segments=tuple(segment.id for segments in outside.values() for segment in segments),
            measure=sum(len(days) * len(segments) for (days, _), segments in outside.items()),
            name=touchpoint.name,
            phase=audit.inventory.phase[phase].name,
            where=where,
            help="Move it into the phase, end a cadence with `until: phase_end`, give it the phase to which it "
            "belongs, or widen the phase's `window`.",
        )


def _counted_from_start(touchpoint: Touchpoint, segment: Segment, audit: Context) -> list[tuple[int, Timing]]:
    """Return the days that are counted from the segment's start or from the phase; others are where they are meant."""
    plan = audit.plan(segment)
    first, last = plan.horizon
    return [
        (day, timing)
        for timing, days in zip(touchpoint.timing, plan.days_by_timing(touchpoint), strict=True)
        if timing.anchor in (None, "phase_start", "phase_end", segment.starts_with) and timing.dates is None
        for day in days
        if first <= day <= last
    ]


def _lies_in(day: int, windows: Iterable[tuple[int, int]]) -> bool:
    return any(start <= day <= end for start, end in windows)


@rule("TIM009", Severity.WARNING, step=Step.DESIGN, harm=Harm.PAPER, applies=is_reactive)
def scheduled_reaction(touchpoint: Touchpoint, audit: Context) -> Iterator[Problem]:
    """A touchpoint that the customer starts is scheduled.

    Why: Nobody can schedule when customers ask. What they start needs a promise how fast and how well it is answered;
    what is scheduled is a contact of ours, and counts as contact pressure.

    Bad:
        touchpoints:
          - id: ticket-reply
            name: Reply to a ticket
            type: ticket_reply
            timing:  # <- TIM009
              every: 1mo

    Good:
        touchpoints:
          - id: ticket-reply
            name: Reply to a ticket
            type: ticket_reply
            timing:
              at: 4h
              after: ticket_opened
    """
    if audit.fires("CAT002", touchpoint):
        raise NotApplicable
    scheduled = cadence(touchpoint) or next(
        (some(days) for segment in audit.serving(touchpoint) if (days := audit.plan(segment).days(touchpoint))), None
    )
    if scheduled is not None:
        yield Problem(
            touchpoint.at("timing"),
            "{name} is started by the customer, but scheduled: {scheduled}",
            name=touchpoint.name,
            scheduled=scheduled,
            help="Tie it to what the customer starts (`after: ticket_opened`) or write `as_needed: true`, and promise "
            "a `service_standard`; where it is the company that starts it, write `initiation: proactive`.",
        )


@rule("TIM010", Severity.INFO, step=Step.DESIGN, harm=Harm.CUSTOMER, applies=runs_by_itself)
def missing_stop_condition(touchpoint: Touchpoint, audit: Context) -> Iterator[Problem]:
    """An automated touchpoint never stops by itself.

    Why: A machine does not notice that the customer has long done what the message asks for, or has an open complaint.
    Every automated series needs an end. So does what is sent on fixed days, where the plan itself knows of an event
    after which it is out of place: good wishes after a loss, tips after a cancellation.

    Bad:
        touchpoints:
          - id: weekly-tip  # <- TIM010
            name: Weekly tip
            type: nudge
            automation: automated
            timing:
              every: 1w

    Good:
        touchpoints:
          - id: weekly-tip
            name: Weekly tip
            type: nudge
            automation: automated
            timing:
              every: 1w
            stop_when:
              - feature used
    """
    if audit.fires("GOV007", touchpoint) or audit.fires("TIM014", touchpoint):
        raise NotApplicable
    ending = _ending(touchpoint, audit)
    if not audit.comes_back(touchpoint) and ending is None:
        raise NotApplicable
    if touchpoint.stop_when:
        return
    endless = any(
        timing.times is None and timing.until is None and (timing.repeats or audit.follows_up(touchpoint))
        for timing in touchpoint.timing
    )
    if endless:
        yield Problem(
            touchpoint.at("id"),
            "{name} runs automatically, and nothing ends it",
            name=touchpoint.name,
            help="Name in `stop_when` what ends it (goal reached, open complaint), or end a cadence with `times` or "
            "`until`.",
        )
    elif ending is not None:
        yield Problem(
            touchpoint.at("id"),
            "{name} is sent automatically, even after {event}",
            name=touchpoint.name,
            event=ending.name,
            id=ending.id,
            help="Write `stop_when: {id}` if it is out of place then, and what else ends it.",
        )


def _ending(touchpoint: Touchpoint, audit: Context) -> Event | None:
    """Return an event of the plan after which a later day of the touchpoint may be out of place."""
    if not any(day > 0 for segment in audit.serving(touchpoint) for day in audit.plan(segment).days(touchpoint)):
        return None
    return next(
        (
            event
            for event in audit.inventory.events
            if event.id in audit.waiting
            and event.id not in CONTRACT_EVENTS
            and ENDING.search(f"{event.id} {event.name}".casefold().replace("_", " "))
        ),
        None,
    )
