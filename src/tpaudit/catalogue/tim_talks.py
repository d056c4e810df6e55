"""TIM: the talks that customers count on: kickoff, first check-in, business reviews."""

from __future__ import annotations

from collections.abc import Iterator

from tpaudit.durations import Duration
from tpaudit.inventory.facts import is_human_touch
from tpaudit.inventory.naming import customers
from tpaudit.inventory.registries import Segment
from tpaudit.inventory.touchpoint import Touchpoint
from tpaudit.messages import Days
from tpaudit.rules.context import Context
from tpaudit.rules.phases import give_way_to_empty_phase, phases_of
from tpaudit.rules.phrases import here
from tpaudit.rules.readiness import is_open, is_untimed, may_come_by
from tpaudit.rules.rule import Harm, NotApplicable, Problem, Step, Unit, rule
from tpaudit.schedule.plan import SegmentPlan
from tpaudit.severity import Severity


def is_high_touch(segment: Segment) -> bool:
    """Whether its customers get the most attention."""
    return segment.touch_model == "high_touch"


def first_day(plan: SegmentPlan) -> int:
    """Return the day on which the contract starts, day 0 where there is none."""
    return plan.first_day("contract_start") or 0


def of_type(kind: str, segment: Segment, audit: Context) -> tuple[Touchpoint, ...]:
    """Return the touchpoints of a type that reach somebody in the segment."""
    return tuple(
        touchpoint
        for touchpoint in audit.inventory.in_segment(segment)
        if touchpoint.type == kind and audit.reached(touchpoint, segment)
    )


OTHER_TALKS = ("kickoff", "training")
"""The types of talks in which nobody asks how it goes."""


def _could_talk(touchpoint: Touchpoint) -> bool:
    """Whether somebody could ask there how it goes."""
    return touchpoint.form == "human" and touchpoint.type not in OTHER_TALKS and not touchpoint.transactional


@rule("TIM004", Severity.WARNING, step=Step.DESIGN, harm=Harm.CHURN, applies=is_human_touch)
def late_kickoff(segment: Segment, audit: Context, *, max_day: Duration = Duration(7, "d")) -> Iterator[Problem]:
    """The relationship starts without a kickoff in the first week.

    Why: In the first days customers decide whether they bought the right thing and whether somebody cares. A kickoff
    that comes weeks later meets a customer who has found their own, often worse, way.
    Source: customer-success practice: kickoff in the first week (grade C)

    Bad:
        segments:
          - id: enterprise  # <- TIM004
            touch_model: high_touch
        touchpoints:
          - id: kickoff-call
            name: Kickoff call
            type: kickoff
            phase: onboarding
            timing:
              at: 10d

    Good:
        segments:
          - id: enterprise
            touch_model: high_touch
        touchpoints:
          - id: kickoff-call
            name: Kickoff call
            type: kickoff
            phase: onboarding
            timing:
              at: 3d
    """
    if not phases_of("onboarding", segment, audit):
        raise NotApplicable
    give_way_to_empty_phase("onboarding", segment, audit)
    plan = audit.plan(segment)
    kickoffs = of_type("kickoff", segment, audit)
    if kickoffs and all(is_open(kickoff, segment, audit) for kickoff in kickoffs):
        raise NotApplicable  # that it has no timing is told there
    first = min((day - first_day(plan) for kickoff in kickoffs for day in plan.days(kickoff)), default=None)
    if first is None:
        yield Problem(
            segment.at("id"),
            "{customers} get no kickoff that has a day",
            related=here(kickoffs),
            customers=customers(segment),
            measure=plan.period[1] + 1,
            units=Unit.NEVER,
            max_day=Days(max_day.days),
            help="Plan a touchpoint of `type: kickoff` within the first {max_day} of the contract.",
        )
    elif first > max_day.days:
        yield Problem(
            segment.at("id"),
            "the kickoff with {customers} is on day {first}, later than day {max_day}",
            related=here(kickoffs),
            customers=customers(segment),
            first=first,
            max_day=max_day.days,
            measure=first,
            involves=kickoffs,
            help="Move the kickoff to day {max_day} or earlier.",
        )


@rule("TIM005", Severity.WARNING, step=Step.DESIGN, harm=Harm.CHURN, applies=is_human_touch)
def late_first_checkin(segment: Segment, audit: Context, *, max_day: Duration = Duration(30, "d")) -> Iterator[Problem]:
    """Nobody talks to new customers in their first month, apart from kickoff and training.

    Why: Problems of the first weeks are small and easily solved, if somebody asks. A kickoff sets expectations and a
    training answers questions; only a check-in finds out how it is going.
    Source: customer-success practice: first check-in by day 30 (grade C)

    Bad:
        segments:
          - id: enterprise  # <- TIM005
            touch_model: high_touch
        touchpoints:
          - id: checkin-call
            name: Check-in call
            type: checkin
            phase: onboarding
            channel: phone
            timing:
              at: 45d

    Good:
        segments:
          - id: enterprise
            touch_model: high_touch
        touchpoints:
          - id: checkin-call
            name: Check-in call
            type: checkin
            phase: onboarding
            channel: phone
            timing:
              at: 25d
    """
    give_way_to_empty_phase("onboarding", segment, audit)
    plan = audit.plan(segment)
    talks = [
        contact
        for contact in plan.account.contacts
        if contact.human and contact.touchpoint.type not in OTHER_TALKS and contact.day >= first_day(plan)
    ]
    first_month = first_day(plan) + max_day.days
    if not any(talk.day <= first_month for talk in talks) and any(
        _could_talk(touchpoint)
        and is_open(touchpoint, segment, audit)
        and may_come_by(first_month, touchpoint, segment, audit)
        for touchpoint in audit.inventory.in_segment(segment)
    ):
        raise NotApplicable
    if not talks:
        yield Problem(
            segment.at("id"),
            "apart from kickoff and training, no talk with {customers} has a day",
            customers=customers(segment),
            measure=plan.period[1] + 1,
            units=Unit.NEVER,
            max_day=max_day.days,
            help="Plan a call or meeting, such as a `type: checkin`, by day {max_day}.",
        )
        return
    first = talks[0].day - first_day(plan)
    if first > max_day.days:
        yield Problem(
            segment.at("id"),
            "apart from kickoff and training, the first talk with {customers} is on day {first}, later than "
            "day {max_day}",
            related=here([talks[0].touchpoint]),
            customers=customers(segment),
            first=first,
            max_day=max_day.days,
            measure=first,
            involves=(talks[0].touchpoint,),
            help="Move it to day {max_day} or earlier, or plan a check-in before it.",
        )


@rule("TIM006", Severity.WARNING, step=Step.DESIGN, harm=Harm.CHURN, applies=is_high_touch)
def irregular_business_review(
    segment: Segment,
    audit: Context,
    *,
    max_gap: Duration = Duration(3, "mo"),
    tolerance: Duration = Duration(14, "d"),
) -> Iterator[Problem]:
    """High-touch customers get no business review every quarter.

    Why: The review is where decision makers see what they got for their money. Who skips a quarter learns at the
    renewal what has changed in the meantime. Reviews that are planned at a rate are regular as they are.
    Source: customer-success practice: a business review every quarter (grade C)

    Bad:
        segments:
          - id: enterprise  # <- TIM006
            touch_model: high_touch
        touchpoints:
          - id: business-review
            name: Business review
            type: business_review
            timing:
              every: 6mo

    Good:
        segments:
          - id: enterprise
            touch_model: high_touch
        touchpoints:
          - id: business-review
            name: Business review
            type: business_review
            timing:
              every: 3mo
    """
    plan = audit.plan(segment)
    reviews = of_type("business_review", segment, audit)
    if any(is_untimed(review) for review in reviews) or any(
        spread.touchpoint.type == "business_review" for spread in plan.account.spread
    ):
        raise NotApplicable  # told there; or regular by itself, without days to measure
    start, end = first_day(plan), plan.period[1]
    days = sorted({day for review in reviews for day in plan.days(review) if start <= day <= end})
    if not days:
        yield Problem(
            segment.at("id"),
            "{customers} get no business review that has a day",
            related=here(reviews),
            customers=customers(segment),
            max_gap=str(max_gap),
            measure=(end - start, 1),
            units=(Unit.NEVER, Unit.COUNT),
            help="Plan a touchpoint of `type: business_review` with `every: {max_gap}`, or with `per_quarter: 1`.",
        )
        return
    stretches = list(zip([start, *days], [*days, end], strict=True))
    gaps = [(after, before) for after, before in stretches if before - after > max_gap.days + tolerance.days]
    if gaps:
        after, before = max(gaps, key=lambda gap: gap[1] - gap[0])
        yield Problem(
            segment.at("id"),
            "{customers} get no business review for {gap}, from day {after} to day {before} ({count} "
            "{count:gap|gaps} of more than {limit})",
            related=here(reviews),
            customers=customers(segment),
            gap=Days(before - after),
            after=after,
            before=before,
            count=len(gaps),
            measure=(Days(before - after), len(gaps)),
            involves=reviews,
            limit=Days(max_gap.days + tolerance.days),
            max_gap=str(max_gap),
            help="Plan the reviews with `every: {max_gap}` from the contract's start to its end.",
        )
