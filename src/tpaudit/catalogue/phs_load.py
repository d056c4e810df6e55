"""PHS: how much happens in a phase, compared with what it bears."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction
from itertools import groupby
from types import MappingProxyType
from typing import NamedTuple

from tpaudit.durations import Duration
from tpaudit.inventory.naming import customers, who
from tpaudit.inventory.registries import Phase, Segment
from tpaudit.messages import Against, Days, say
from tpaudit.rules.context import Context
from tpaudit.rules.readiness import is_open, may_come_by
from tpaudit.rules.rule import Harm, NotApplicable, Problem, Reference, SegmentPhase, Step, Unit, rule
from tpaudit.schedule.contact import Contact, Span
from tpaudit.schedule.figures import PERIODS
from tpaudit.schedule.plan import SegmentPlan
from tpaudit.severity import Severity

WEEK = PERIODS["per_week"]

MAX_PER_WEEK: Mapping[str, int] = MappingProxyType({"onboarding": 3, "other": 2})
"""The contacts in a week that a person bears where nobody has decided on a budget, by kind of phase."""

SHOWN = 5
"""So many culprits are named."""


@rule("PHS003", Severity.WARNING, step=Step.DESIGN, harm=Harm.CUSTOMER)
def overloaded_phase(
    pair: SegmentPhase,
    audit: Context,
    *,
    max_touchpoints: int = 15,
    max_per_week: Mapping[str, int] = MAX_PER_WEEK,
) -> Iterator[Problem]:
    """A phase holds more than a customer can follow.

    Why: Every team adds what it thinks important, and nobody takes anything away. Customers then stop reading, and miss
    what matters together with the rest. Marketing suites stop at about three messages in seven days.
    Source: frequency-capping examples in the documentation of Adobe, Kaireon and Klaviyo (grade B)

    Bad:
        scope: own
        phases:
          - id: onboarding  # <- PHS003
            max_touchpoints: 1
        touchpoints:
          - id: welcome
            name: Welcome e-mail
            phase: onboarding
          - id: greeting
            name: Greeting from the founder
            phase: onboarding

    Good:
        scope: own
        phases:
          - id: onboarding
            max_touchpoints: 1
        touchpoints:
          - id: welcome
            name: Welcome e-mail with a greeting from the founder
            phase: onboarding
    """
    touchpoints, phase = audit.inside(pair), pair.phase
    if not touchpoints:
        raise NotApplicable
    limit = phase.max_touchpoints or max_touchpoints
    if len(touchpoints) > limit:
        yield Problem(
            pair.at("id"),
            "{phase} holds {count} {count:touchpoint|touchpoints} for {customers}, more than {limit}",
            of="touchpoints",
            phase=phase.name,
            count=len(touchpoints),
            measure=len(touchpoints) - limit,
            units=Unit.OVER,
            customers=customers(pair.segment),
            limit=limit,
            help="Merge, move or cut some; where all of them are needed, raise the phase's `max_touchpoints`.",
        )
    plan = audit.plan(pair.segment)
    worst = _worst_week(plan, phase)
    bearable = max_per_week.get(phase.kind or "other", max_per_week["other"])
    if worst is not None and worst.load > bearable and not _has_weekly_budget(plan, worst):
        yield Problem(
            pair.at("id"),
            "{load} {load:contact reaches|contacts reach} {person} in the worst week of {phase}, days {start} to "
            "{end}; {bearable} {bearable:is|are} bearable",
            of="week",
            load=worst.load,
            measure=worst.load - bearable,
            units=Unit.OVER,
            involves=tuple(contact.touchpoint for contact in worst.contacts),
            person=who(worst.person, pair.segment),
            phase=phase.name,
            start=worst.start,
            end=worst.end,
            bearable=bearable,
            related=tuple(
                Reference(
                    contact.touchpoint.at("timing"),
                    say("{name} on day {day}", name=contact.touchpoint.name, day=contact.day),
                )
                for contact in worst.contacts[:SHOWN]
            ),
            help="Spread them over more weeks, merge some, or decide on a `per_week` limit in a `contact_budget`.",
        )


class _Week(NamedTuple):
    """What every customer gets of a phase within a week."""

    load: int
    person: str
    start: int
    end: int
    contacts: tuple[Contact, ...]
    """The first of each touchpoint."""


def _worst_week(plan: SegmentPlan, phase: Phase) -> _Week | None:
    """Return the worst week of the phase's own touchpoints, the earliest of several; None for ongoing phases."""
    weeks = [
        _worst_of(plan, phase, person.id, window)
        for person in plan.different_persons
        for window in plan.phase_windows[phase.id] or ()
    ]
    return max(weeks, key=lambda week: week.load, default=None)


def _worst_of(plan: SegmentPlan, phase: Phase, person: str, window: Span) -> _Week:
    """Return the fullest week between two days; all of the time where it is shorter."""
    first, last = window
    length = min(WEEK, last - first + 1)
    days = range(first, last - length + 2)
    own = plan.load(person).only(lambda means: means.touchpoint.phase == phase.id)
    counts = own.sure.counts(days, length, up=False)
    load = max(counts)
    start = days[counts.index(load)]
    end = start + length - 1
    contacts: dict[str, Contact] = {}
    for contact in plan.person(person).contacts:
        if start <= contact.day <= end and contact.touchpoint.phase == phase.id and contact.share == 1:
            contacts.setdefault(contact.touchpoint.id, contact)
    return _Week(load, person, start, end, tuple(contacts.values()))


def _has_weekly_budget(plan: SegmentPlan, week: _Week) -> bool:
    """Whether a day of the week has a limit, be it the segment's or that of a phase."""
    limited = (
        window
        for phase, period in plan.phase_limits
        if period == "per_week"
        for window in plan.phase_windows.get(phase) or ()
    )
    return "per_week" in plan.limits or any(start <= week.end and week.start <= end for start, end in limited)


@rule("PHS005", Severity.INFO, step=Step.DESIGN, harm=Harm.CUSTOMER)
def misshaped_frequency(segment: Segment, audit: Context) -> Iterator[Problem]:
    """Another phase after the purchase is denser than onboarding.

    Why: Onboarding is meant to be the densest phase: the customer is curious, has questions and expects to be guided.
    Contacts that come only later come when the habits are already there, good or bad.

    Bad:
        segments:
          - id: smb  # <- PHS005
        touchpoints:
          - id: welcome
            name: Welcome e-mail
            type: welcome
            phase: onboarding
            timing:
              at: 0d
          - id: tips
            name: Tips
            type: nudge
            phase: adoption
            timing:
              every: 1w

    Good:
        segments:
          - id: smb
        touchpoints:
          - id: setup-steps
            name: Setup steps
            type: nudge
            phase: onboarding
            timing:
              every: 1w
          - id: tips
            name: Tips
            type: nudge
            phase: adoption
            timing:
              every: 1mo
    """
    plan = audit.plan(segment)
    paces = [(pace, phase) for phase in audit.inventory.phases if (pace := _pace(phase, plan, audit)) is not None]
    first = [(pace, phase) for pace, phase in paces if phase.kind == "onboarding"]
    others = [(pace, phase) for pace, phase in paces if phase.kind != "onboarding"]
    if not first or not others or not any(pace for pace, _ in paces):
        raise NotApplicable
    (first_pace, onboarding), (pace, densest) = (
        max(part, key=lambda candidate: candidate[0]) for part in (first, others)
    )
    if pace > first_pace:
        yield Problem(
            segment.at("id"),
            "{densest} brings {person} {pace} {pace:contact|contacts} a week, {onboarding} only {first_pace}",
            densest=densest.name,
            person=who(plan.most_contacted, segment),
            pace=Against(pace, first_pace),
            measure=pace - first_pace,
            units=Unit.OVER,
            onboarding=onboarding.name,
            first_pace=Against(first_pace, pace),
            help="Bring forward what helps the customer to start, or thin the other phase out.",
        )


def _pace(phase: Phase, plan: SegmentPlan, audit: Context) -> Fraction | None:
    """Return the contacts per week on a phase's days within the horizon; what is in renewal already is left out."""
    windows = plan.phase_windows.get(phase.id)
    if not windows or phase.kind == "renewal" or phase.stage not in (None, "after_purchase"):
        return None
    renewals = (plan.phase_windows.get(other.id) or () for other in audit.inventory.phases if other.kind == "renewal")
    apart = [window for some in renewals for window in some if phase.kind != "onboarding"]
    first, last = plan.horizon
    days = sorted(
        {
            day
            for start, end in windows
            for day in range(max(start, first), min(end, last) + 1)
            if not any(begins <= day <= ends for begins, ends in apart)
        }
    )
    load = plan.load(plan.most_contacted)
    return sum((load.mean(*run) for run in _runs(days)), Fraction(0)) * WEEK / len(days) if days else None


def _runs(days: Iterable[int]) -> Iterator[tuple[int, int]]:
    """Yield the first and the last of days that follow each other without a gap."""
    for _, run in groupby(enumerate(days), lambda numbered: numbered[1] - numbered[0]):
        follow = [day for _, day in run]
        yield follow[0], follow[-1]


@rule("PHS006", Severity.WARNING, step=Step.DESIGN, harm=Harm.CHURN)
def late_first_contact(
    segment: Segment, audit: Context, *, first_days: Duration = Duration(7, "d")
) -> Iterator[Problem]:
    """In its first days the customer hears nothing.

    Why: Right after the decision doubts are greatest and attention is highest. A company that is silent in the first
    week looks as if it had got what it wanted.
    Source: customer-success practice: a kickoff in the first week (grade C)

    Bad:
        segments:
          - id: smb  # <- PHS006
        touchpoints:
          - id: training
            name: Training
            timing:
              at: 20d

    Good:
        segments:
          - id: smb
        touchpoints:
          - id: training
            name: Training
            timing:
              at: 5d
    """
    if audit.fires("TIM004", segment):
        raise NotApplicable
    plan, touchpoints = audit.plan(segment), audit.inventory.in_segment(segment)
    for_all = [touchpoint for touchpoint in touchpoints if touchpoint.reach is None and touchpoint.audience is None]
    earliest = min((day for touchpoint in for_all for day in plan.days(touchpoint)), default=None)
    if (earliest is None or earliest > first_days.days) and any(
        touchpoint.initiation != "reactive"
        and is_open(touchpoint, segment, audit)
        and (touchpoint.type == "welcome" or may_come_by(first_days.days, touchpoint, segment, audit))
        for touchpoint in touchpoints
    ):
        raise NotApplicable  # it may be the first contact, if only it said when
    if earliest is None:
        yield Problem(
            segment.at("id"),
            "no day is planned on which {customers} hear from you",
            customers=customers(segment),
            measure=plan.period[1] + 1,
            units=Unit.NEVER,
            help="Greet them on day 0: with a welcome, a confirmation or a call.",
        )
    elif earliest > first_days.days:
        yield Problem(
            segment.at("id"),
            "{customers} hear nothing in the first {first_days}: the first contact is on day {earliest}",
            customers=customers(segment),
            earliest=earliest,
            measure=earliest,
            first_days=Days(first_days.days),
            help="Greet them on day 0: with a welcome, a confirmation or a call.",
        )
