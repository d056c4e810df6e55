"""PRS: what comes together by chance, though the dated plan keeps every budget."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from tpaudit.inventory.naming import customers
from tpaudit.inventory.registries import Segment
from tpaudit.messages import Message, Share, Value, say
from tpaudit.rules.context import Context
from tpaudit.rules.phrases import WITHIN, few, timings
from tpaudit.rules.rule import Harm, NotApplicable, Problem, Step, Unit, rule
from tpaudit.schedule.figures import Budget, Contributor
from tpaudit.severity import Severity


def has_limits(segment: Segment, audit: Context) -> bool:
    """Whether a contact budget holds for its customers."""
    plan = audit.plan(segment)
    return bool(plan.limits or plan.phase_limits or plan.channel_limits)


@rule("PRS012", Severity.WARNING, step=Step.DESIGN, harm=Harm.CUSTOMER, applies=has_limits, worse_from=10)
def often_exceeded_budget(
    segment: Segment, audit: Context, *, max_share: Fraction = Fraction(3, 10)
) -> Iterator[Problem]:
    """The plan keeps the contact budget, but many customers exceed it when events happen to them.

    Why: What events set off comes on top of what everybody gets. One event in one customer is harmless; over a year of
    many customers it meets the full weeks. Simulated customers show how often.

    Bad:
        events:
          - id: usage_drop
            per_quarter: 3
        segments:
          - id: smb  # <- PRS012
            contact_budget:
              per_week: 1
        touchpoints:
          - id: tip
            name: Tip of the week
            type: nudge
            channel: email
            timing:
              every: 1w
          - id: rescue-call
            name: Rescue call
            type: health_alert
            channel: phone
            timing:
              at: 1d
              after: usage_drop

    Good:
        events:
          - id: usage_drop
            per_quarter: 3
        segments:
          - id: smb
            contact_budget:
              per_week: 4
        touchpoints:
          - id: tip
            name: Tip of the week
            type: nudge
            channel: email
            timing:
              every: 1w
          - id: rescue-call
            name: Rescue call
            type: health_alert
            channel: phone
            timing:
              at: 1d
              after: usage_drop
    """
    plan = audit.plan(segment)
    reported = {(exceeded.period, exceeded.channel) for exceeded in plan.exceeded}
    budgets = [
        budget for budget in plan.budgets if not budget.exceeded and (budget.period, budget.channel) not in reported
    ]
    if not budgets:
        raise NotApplicable
    for budget in budgets:
        if budget.share_over < max_share:
            continue
        contributors = plan.contributors(budget)
        percent = int(budget.share_over * 20 + Fraction(1, 2)) * 5
        yield Problem(
            segment.at("id"),
            "about {share} of {customers} get more than {limit} at some time, though the plan itself keeps to it; what "
            "contributes most: {contributors}",
            of=f"{budget.channel or 'all'}/{budget.period}",
            related=timings(contributor.touchpoint for contributor in contributors),
            involves=tuple(contributor.touchpoint for contributor in contributors[:SHOWN]),
            measure=percent,
            units=Unit.PERCENT,
            share=Share(Fraction(percent, 100)),
            customers=customers(segment),
            limit=_limit(budget, audit),
            contributors=few(dict.fromkeys(_name(contributor, audit) for contributor in contributors)),
            help="Let what events set off wait or replace something (`stop_when`), or raise the budget if customers "
            "agree.",
        )


SHOWN = 5
"""So many contributors are named."""


def _limit(budget: Budget, audit: Context) -> Message:
    if budget.limit is None:
        return say("the budget {period}", period=WITHIN[budget.period])
    if budget.channel is None:
        return say("{limit} {limit:contact|contacts} {period}", limit=budget.limit, period=WITHIN[budget.period])
    return say(
        "{limit} {limit:contact|contacts} by {channel} {period}",
        limit=budget.limit,
        channel=audit.inventory.channel[budget.channel].name,
        period=WITHIN[budget.period],
    )


def _name(contributor: Contributor, audit: Context) -> Value:
    name = contributor.touchpoint.name
    if contributor.event is None:
        return name
    return f"{name} ({audit.inventory.event[contributor.event].name})"
