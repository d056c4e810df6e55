"""FBK: where on the journey customers are heard."""

from __future__ import annotations

from collections.abc import Iterator

from tpaudit.durations import Duration
from tpaudit.inventory.facts import has_touchpoints, promises_service
from tpaudit.inventory.inventory import Inventory
from tpaudit.inventory.metrics import SURVEYED
from tpaudit.inventory.naming import customers
from tpaudit.inventory.registries import Phase, Segment
from tpaudit.inventory.subject import At, Kind
from tpaudit.inventory.touchpoint import Touchpoint
from tpaudit.inventory.words.terms import ASKS, each
from tpaudit.messages import Days
from tpaudit.rules.context import Context
from tpaudit.rules.rule import Harm, NotApplicable, Problem, Step, rule
from tpaudit.schedule.plan import SegmentPlan
from tpaudit.severity import Severity

ASKING = ("win_loss", "exit_interview", "review_request")
"""Types of touchpoints in which the customer is asked for an opinion."""

UNASKED = ("awareness", "delivery", "win_back", "other")
"""The kinds of phase in which nobody has to ask."""


def listens(touchpoint: Touchpoint) -> bool:
    """Whether the customer is asked anything there."""
    return touchpoint.is_survey or touchpoint.feedback is not None or touchpoint.type in ASKING


@rule("FBK001", Severity.WARNING, step=Step.MEASUREMENT, harm=Harm.BLIND)
def phase_without_listening(phase: Phase, audit: Context) -> Iterator[Problem]:
    """In a whole phase the company talks and never asks.

    Why: Each phase disappoints in its own way. What goes wrong in a phase in which nobody asks is first heard of in the
    next one, at the renewal, or from a competitor.

    Bad:
        phases:
          - id: onboarding  # <- FBK001
        touchpoints:
          - id: kickoff-call
            name: Kickoff call
            phase: onboarding

    Good:
        phases:
          - id: onboarding
        touchpoints:
          - id: kickoff-call
            name: Kickoff call
            phase: onboarding
            feedback:
              instrument: csat
    """
    touchpoints = audit.inventory.in_phase(phase)
    if not touchpoints or phase.kind in UNASKED:
        raise NotApplicable
    if any(listens(touchpoint) for touchpoint in touchpoints):
        return
    # In support the customer speaks anyway; a service standard shows that somebody listens.
    is_support = phase.kind == "support"
    if is_support and any(promises_service(touchpoint) for touchpoint in touchpoints):
        return
    yield Problem(
        phase.at("id"),
        "{phase} has {count} {count:touchpoint, which does not ask|touchpoints, and none of them asks} the customer "
        "anything",
        phase=phase.name,
        count=len(touchpoints),
        help="Add a survey (`type: survey`) to this phase, or `feedback` to one of its touchpoints, or promise a "
        "`service_standard` where customers ask for help."
        if is_support
        else "Add a survey (`type: survey`) or a conversation such as `type: exit_interview` to this phase, or "
        "`feedback` to one of its touchpoints.",
    )


def is_key_with_aim(touchpoint: Touchpoint) -> bool:
    """Whether it is a key touchpoint that is meant to help or to sell."""
    return touchpoint.key and touchpoint.value in ("adds_value", "commercial")


@rule("FBK002", Severity.WARNING, step=Step.MEASUREMENT, harm=Harm.BLIND, applies=is_key_with_aim)
def unheard_key_touchpoint(touchpoint: Touchpoint, audit: Context) -> Iterator[Problem]:
    """Customers are never asked how a key touchpoint was for them.

    Why: The company believes that its key moments go well; the customer knows. One question right after is cheaper than
    any guess.

    Bad:
        touchpoints:
          - id: kickoff-call  # <- FBK002
            name: Kickoff call
            type: kickoff
            priority: high

    Good:
        touchpoints:
          - id: kickoff-call
            name: Kickoff call
            type: kickoff
            priority: high
          - id: kickoff-survey
            name: Two questions about the kickoff
            type: survey
            timing:
              at: 1d
              after: kickoff-call
    """
    if listens(touchpoint) or any(metric.family in SURVEYED for metric in touchpoint.metrics):
        return
    by_id = audit.inventory.touchpoint
    led_to = [by_id[lead.to] for lead in touchpoint.leads_to if lead.to in by_id]
    followers = (*audit.waiting.get(touchpoint.id, ()), *led_to)
    if not any(follower.active and follower.is_survey for follower in followers):
        yield Problem(
            touchpoint.at("id"),
            "nobody asks customers how the key touchpoint {name} was for them",
            name=touchpoint.name,
            help="Add `feedback`, or a metric of the family `csat`, `nps` or `ces`, or name a survey in `leads_to` or "
            "tie the `timing` of one to it.",
        )


SHORTEST = Duration(6, "mo")
"""A contract shorter than that ends before there is much to ask."""


@rule("FBK006", Severity.WARNING, step=Step.MEASUREMENT, harm=Harm.BLIND)
def unclosed_cycle(segment: Segment, audit: Context, *, last_days: Duration = Duration(120, "d")) -> Iterator[Problem]:
    """No survey closes the contract's cycle.

    Why: A customer cycle ends with feedback and starts again: what the year was worth is the first thing to know before
    the next one is offered. Customers who are not asked before the renewal answer with it.

    Bad:
        segments:
          - id: smb  # <- FBK006
        touchpoints:
          - id: onboarding-survey
            name: Survey after onboarding
            type: survey
            timing:
              at: 80d

    Good:
        segments:
          - id: smb
        touchpoints:
          - id: year-survey
            name: Survey before the renewal
            type: survey
            timing:
              at: 100d
              before: contract_end
    """
    plan = audit.plan(segment)
    contract_end = plan.first_day("contract_end")
    length = segment.contract_length
    if length is None or length.days < SHORTEST.days or contract_end is None:
        raise NotApplicable
    first = contract_end - last_days.days
    surveys = [
        touchpoint
        for touchpoint in audit.inventory.in_segment(segment)
        if touchpoint.is_survey and audit.reached(touchpoint, segment)
    ]
    if not any(_happens_from(first, survey, plan) for survey in surveys):
        yield Problem(
            segment.at("id"),
            "no survey asks {customers} in the last {limit} of the contract or after it",
            customers=customers(segment),
            limit=Days(last_days.days),
            help="Time a survey (`type: survey`, or `feedback` by `nps`, `csat` or `ces`) shortly before "
            "`contract_end` or after it, or give it a cadence or a rate that runs until then.",
        )


def _happens_from(first: int, touchpoint: Touchpoint, plan: SegmentPlan) -> bool:
    """Whether it happens on this day or later: on a date, or at a rate that still runs then."""
    if any(day >= first for day in plan.days(touchpoint)):
        return True
    window = plan.window(touchpoint.phase or "")
    return any(timing.per_quarter for timing in touchpoint.timing) and (window is None or window[1] >= first)


@rule("FBK007", Severity.INFO, step=Step.MEASUREMENT, harm=Harm.BLIND, applies=has_touchpoints)
def missing_churn_feedback(inventory: Inventory, audit: Context) -> Iterator[Problem]:
    """Customers who leave are not asked why.

    Why: Those who leave know best what is wrong, and have no reason to be polite. Each one who goes unasked is replaced
    at full price by one who will meet the same problem.

    Bad:
        tpaudit: 1  # <- FBK007
        touchpoints:
          - id: kickoff-call
            name: Kickoff call

    Good:
        tpaudit: 1
        touchpoints:
          - id: exit-interview
            name: Exit interview
            type: exit_interview
    """
    is_asked = any(
        touchpoint.type == "exit_interview"
        or (touchpoint.feedback is not None and touchpoint.feedback.instrument == "churn")
        for touchpoint in inventory.active
    ) or any(touchpoint.is_survey for touchpoint in audit.waiting.get("cancellation", ()))
    if not is_asked:
        yield Problem(
            At(Kind.INVENTORY, ""),
            "customers who leave are not asked why",
            help="Add a touchpoint of `type: exit_interview`, `feedback` with `instrument: churn`, or a survey timed "
            "`after: cancellation`.",
        )


@rule("FBK008", Severity.INFO, step=Step.MEASUREMENT, harm=Harm.BLIND)
def narrow_feedback(inventory: Inventory, _: Context) -> Iterator[Problem]:
    """Customers are not asked about the product, the service and the whole.

    Why: Product, service and the whole are judged apart: people love the software and hate the support, or the other
    way round. Whoever asks about one of them only, fixes the wrong one.

    Bad:
        tpaudit: 1  # <- FBK008
        touchpoints:
          - id: relationship-survey
            name: Relationship survey
            feedback:
              instrument: nps
              asks:
                - overall

    Good:
        tpaudit: 1
        touchpoints:
          - id: relationship-survey
            name: Relationship survey
            feedback:
              instrument: nps
              asks:
                - overall
                - product
                - service
    """
    feedbacks = [touchpoint.feedback for touchpoint in inventory.active if touchpoint.feedback is not None]
    if not feedbacks:
        raise NotApplicable
    topics = {topic for feedback in feedbacks for topic in feedback.asks}
    missing = tuple(topic for topic in ASKS if topic not in topics)
    if missing:
        yield Problem(
            At(Kind.INVENTORY, ""),
            "no feedback asks about {missing}",
            missing=each(ASKS, missing),
            measure=len(missing),
            help="Extend `asks` where it fits: `product`, `service` and `overall` should each be asked somewhere.",
        )
