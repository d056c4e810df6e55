"""OBS: how much and how little customers really get."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from tpaudit.fields import Proportion
from tpaudit.inventory.registries import Segment
from tpaudit.messages import Days, Share
from tpaudit.rules.context import Context
from tpaudit.rules.rule import Harm, NotApplicable, Problem, Step, rule
from tpaudit.severity import Severity


def has_budget_seen(segment: Segment, audit: Context) -> bool:
    """Whether the data tell how many customers are over a budget."""
    seen = audit.observed(segment)
    return seen is not None and bool(seen.budgets)


def has_silence_seen(segment: Segment, audit: Context) -> bool:
    """Whether the segment says how long a silence may be, and the data tell of silences."""
    seen = audit.observed(segment)
    return seen is not None and seen.silence is not None and segment.max_silence is not None


@rule("OBS003", Severity.ERROR, step=Step.MEASUREMENT, harm=Harm.CUSTOMER, applies=has_budget_seen)
def really_over_budget(
    segment: Segment, audit: Context, *, tolerance: Proportion = Fraction(1, 10)
) -> Iterator[Problem]:
    """Many customers get more than the contact budget allows, although the plan keeps it.

    Why: The plan is quiet and the inbox is not. Campaigns that nobody planned, teams that do not see each other's
    mails and reminders that were never switched off add up where only the customer sees all of them.

    Bad:
        segments:
          - id: all
            contact_budget:  # <- OBS003
              per_week: 2
        # tpaudit.observed.json:
        #   budgets: [{period: per_week, customers: 400, over: 152, worst_day: 41}]

    Good:
        segments:
          - id: all
            contact_budget:
              per_week: 2
        # tpaudit.observed.json:
        #   budgets: [{period: per_week, customers: 400, over: 30}]
    """
    seen = audit.observed(segment)
    if seen is None:
        raise NotApplicable
    from tpaudit.observed.beside import budget_label
    from tpaudit.observed.plan import figures

    planned = figures(audit.plan(segment))
    for budget in seen.budgets:
        key = (budget.period, budget.channel)
        expected = planned.over.get(key, Fraction(0))
        really = Fraction(budget.over, budget.customers) if budget.customers else Fraction(0)
        # A limit that the inventory no longer has is nobody's promise.
        if key in planned.limits and really > expected + tolerance:
            yield Problem(
                segment.at("contact_budget"),
                "{budget}: {share} of the customers really are, {planned} by the plan",
                budget=budget_label(audit.inventory, budget, planned.limits[key]),
                share=Share(really),
                planned=Share(expected),
                of=f"{budget.period} {budget.channel or ''}".strip(),
                segments=(segment.id,),
                measure=Share(really),
                help="Look at what nobody planned and at what comes twice; then cut, or put it into the plan."
                if budget.worst_day is None
                else "Begin with what reaches customers around day {day}: most of them go over there.",
                day=budget.worst_day or 0,
            )


@rule("OBS006", Severity.WARNING, step=Step.MEASUREMENT, harm=Harm.CHURN, applies=has_silence_seen)
def real_silence(segment: Segment, audit: Context, *, tolerance: Proportion = Fraction(1, 10)) -> Iterator[Problem]:
    """Many customers hear nothing useful for longer than the segment allows.

    Why: The plan ends a silence with a mail or a call that does not always come. Customers who hear nothing for months
    do not complain; they compare prices.

    Bad:
        segments:
          - id: all
            max_silence: 60d  # <- OBS006
        # tpaudit.observed.json:
        #   silence: {longer_than: 60, customers: 300, over: 120, spread: {count: 300}}

    Good:
        segments:
          - id: all
            max_silence: 60d
        # tpaudit.observed.json:
        #   silence: {longer_than: 60, customers: 300, over: 12, spread: {count: 300}}
    """
    seen = audit.observed(segment)
    if seen is None or seen.silence is None or segment.max_silence is None:
        raise NotApplicable
    allowed = segment.max_silence.days
    if seen.silence.longer_than != allowed or not seen.silence.customers:
        raise NotApplicable  # it was observed for another limit
    part = Fraction(seen.silence.over, seen.silence.customers)
    if part > tolerance:
        yield Problem(
            segment.at("max_silence"),
            "{share} of the customers heard nothing useful for more than {allowed}",
            share=Share(part),
            allowed=Days(allowed),
            segments=(segment.id,),
            measure=Share(part),
            help="Look for what should have ended the silence and did not happen: low-coverage and never-happens "
            "name it.",
        )
