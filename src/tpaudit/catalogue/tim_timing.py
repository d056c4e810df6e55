"""TIM: what each touchpoint says about when it happens."""

from __future__ import annotations

from collections.abc import Iterator

from tpaudit.durations import days_of
from tpaudit.inventory.naming import groups
from tpaudit.inventory.registries import Segment
from tpaudit.inventory.touchpoint import Touchpoint
from tpaudit.inventory.words import terms
from tpaudit.messages import Message, Value, say
from tpaudit.rules.context import Context
from tpaudit.rules.phrases import some
from tpaudit.rules.rule import Harm, NotApplicable, Problem, Step, rule
from tpaudit.severity import Severity

RECURRING = ("business_review", "checkin", "value_report", "newsletter")
"""Types that do their work by coming back."""

LONG_PHASE = days_of("6mo")


def is_sent(touchpoint: Touchpoint, audit: Context) -> bool:
    """Whether the company starts it and it reaches one known person."""
    return touchpoint.initiation == "proactive" and audit.is_addressed(touchpoint)


def is_reactive(touchpoint: Touchpoint) -> bool:
    """Whether the customer starts it."""
    return touchpoint.initiation == "reactive"


def runs_by_itself(touchpoint: Touchpoint, audit: Context) -> bool:
    """Whether a machine sends something useful or commercial again and again, or whenever an event happens."""
    return (
        touchpoint.initiation == "proactive"
        and touchpoint.value in ("adds_value", "commercial")
        and touchpoint.automation == "automated"
        and audit.comes_back(touchpoint)
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
def missing_timing(touchpoint: Touchpoint, _: Context) -> Iterator[Problem]:
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
    if not touchpoint.timing:
        yield Problem(
            touchpoint.at("id"),
            "{name} does not say when it reaches the customer",
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
    plans = [audit.plan(segment) for segment in audit.serving(touchpoint)]
    days = max((len(plan.placed.get(touchpoint.id, ())) for plan in plans), default=0)
    phase = touchpoint.phase or ""
    windows = [plan.phase_windows[phase] for plan in plans if phase in plan.phase_windows]
    if not days or not any(window is None or window[1] - window[0] > LONG_PHASE for window in windows):
        raise NotApplicable
    if days == 1 and not any(timing.repeats for timing in touchpoint.timing):
        yield Problem(
            touchpoint.at("timing"),
            "{name} is dated but never comes back, although its phase {phase} goes on",
            name=touchpoint.name,
            phase=audit.inventory.phase[phase].name,
            help="Give it a cadence, such as `every: 3mo`, or a rate, such as `per_quarter: 1`.",
        )


@rule("TIM003", Severity.WARNING, step=Step.DESIGN, harm=Harm.PAPER)
def timing_outside_phase(touchpoint: Touchpoint, audit: Context) -> Iterator[Problem]:
    """A touchpoint happens outside its phase.

    Why: Who plans a phase counts on what is in it. A touchpoint of onboarding that comes when onboarding is over is
    missing there, and in the way later.

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
    outside: dict[tuple[tuple[int, ...], tuple[int, int]], list[Segment]] = {}
    judged = False
    phase = touchpoint.phase or ""
    for segment in audit.serving(touchpoint):
        plan = audit.plan(segment)
        window = plan.phase_windows.get(phase)
        days = plan.days(touchpoint)
        if window is None or not days:
            continue
        judged = True
        start, end = window
        beyond = tuple(day for day in days if not start <= day <= end)
        if beyond:
            outside.setdefault((beyond, window), []).append(segment)
    if not judged:
        raise NotApplicable
    if outside:
        where: tuple[Value, ...] = tuple(
            say(
                "{days} for {where}, where the phase lasts from day {start} to day {end}",
                days=some(days),
                where=groups(segments),
                start=start,
                end=end,
            )
            for (days, (start, end)), segments in outside.items()
        )
        yield Problem(
            touchpoint.at("timing"),
            "{name} happens outside its phase {phase}: {where}",
            segments=tuple(segment.id for segments in outside.values() for segment in segments),
            name=touchpoint.name,
            phase=audit.inventory.phase[phase].name,
            where=where,
            help="Move it into the phase, end a cadence with `until: phase_end`, give it the phase to which it "
            "belongs, or widen the phase's `window`.",
        )


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
    Every automated series needs an end.

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
    if audit.fires("GOV007", touchpoint):
        raise NotApplicable
    endless = any(
        timing.times is None and timing.until is None and (timing.repeats or audit.is_set_off(touchpoint))
        for timing in touchpoint.timing
    )
    if endless and not touchpoint.stop_when:
        yield Problem(
            touchpoint.at("id"),
            "{name} runs automatically, and nothing ends it",
            name=touchpoint.name,
            help="Name in `stop_when` what ends it (goal reached, open complaint), or end a cadence with `times` or "
            "`until`.",
        )
