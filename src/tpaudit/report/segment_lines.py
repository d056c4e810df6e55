"""The lines beside a segment's bars: budgets and who is over them, the first word about renewal, talks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from tpaudit.catalogue.tim_renewal import has_renewal, words
from tpaudit.findings.result import InventoryAudit
from tpaudit.messages import Days, Message, Value, rounded, say
from tpaudit.outputs.frequency import between
from tpaudit.outputs.schedule.whom import over
from tpaudit.report.words import WHEN, Names
from tpaudit.rules.context import Context
from tpaudit.rules.rule import NotApplicable
from tpaudit.schedule.plan import SegmentPlan

_HALF = Fraction(1, 2)


@dataclass(frozen=True, slots=True)
class BudgetLine:
    """A budget and how many customers are over it at some time."""

    what: Value
    """When they are over it, and the channel if it is a channel's budget."""
    limit: Fraction | None
    who: Message
    everybody: bool
    """Whether every customer is over it."""
    share: Fraction


def budget_lines(plan: SegmentPlan, names: Names) -> tuple[BudgetLine, ...]:
    """Return the budgets that hold in a segment."""
    lines = []
    for budget in plan.budgets:
        what: Value = WHEN[budget.period]
        if budget.channel is not None:
            what = say("{period} ({channel})", channel=names.channel(budget.channel), period=what)
        lines.append(BudgetLine(what, budget.limit, over(budget), budget.exceeded, budget.share_over))
    return tuple(lines)


def first_quarter(plan: SegmentPlan) -> Value | None:
    """Return the contacts of the first quarter if they differ from the mean by half, else None."""
    quarters = plan.headline.quarters
    if len(quarters) < 2:
        return None
    first, mean = quarters[0], plan.contacts_per_quarter.mean
    if abs(first.mean - mean) < mean * _HALF:
        return None
    return whole(first.sure, first.most)


def on_average(plan: SegmentPlan) -> Fraction | None:
    """Return the mean per quarter if customers get different numbers, None if all get the same."""
    figures = plan.contacts_per_quarter
    return None if figures.sure == figures.mean == figures.most else _whole(figures.mean)


def whole(sure: Fraction, most: Fraction) -> Value:
    """Return a number of contacts as people say it: whole from 10 on, with one decimal below."""
    return between(_whole(sure), _whole(most))


def _whole(number: Fraction) -> Fraction:
    return rounded(number, 0 if number >= 10 else 1)


def renewal(plan: SegmentPlan, audit: InventoryAudit, today: date) -> Days | Message | None:
    """Return how long before the contract ends the first contact about it comes; None without renewals."""
    context = Context(audit.inventory, audit.schedule, today, lambda *_: False)
    if not audit.inventory.complete or not has_renewal(plan.segment, context):
        return None
    try:
        talks = words(plan.segment, context)[0].said
    except NotApplicable:
        return None  # a touchpoint about it has no timing
    return Days(talks[0].left) if talks else say("never")
