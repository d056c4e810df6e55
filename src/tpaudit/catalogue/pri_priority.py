"""PRI: which touchpoints matter most."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from tpaudit.inventory.facts import is_key
from tpaudit.inventory.inventory import Inventory
from tpaudit.inventory.subject import At, Kind
from tpaudit.inventory.touchpoint import Touchpoint
from tpaudit.inventory.words.terms import PRIORITY, term
from tpaudit.messages import Share
from tpaudit.rules.context import Context
from tpaudit.rules.rule import Harm, NotApplicable, Problem, Step, Woken, rule
from tpaudit.severity import Severity


@rule("PRI001", Severity.INFO, step=Step.KPIS, harm=Harm.PAPER, woken_by=Woken(("priority",)))
def unprioritized_inventory(
    inventory: Inventory, _: Context, *, max_share: Fraction = Fraction(1, 2)
) -> Iterator[Problem]:
    """Most touchpoints have no priority.

    Why: Nobody can care for all touchpoints alike. Without priorities the loudest complaint decides what is improved,
    and the moments that decide about renewal wait in line with the newsletter.

    Bad:
        tpaudit: 1  # <- PRI001
        touchpoints:
          - id: kickoff-call
            name: Kickoff call

    Good:
        tpaudit: 1
        touchpoints:
          - id: kickoff-call
            name: Kickoff call
            priority: critical
    """
    if not inventory.active:
        raise NotApplicable
    unprioritized = sum(touchpoint.priority is None for touchpoint in inventory.active)
    share = Fraction(unprioritized, len(inventory.active))
    if share > max_share:
        yield Problem(
            At(Kind.INVENTORY, ""),
            "{count} of {total} {total:touchpoint|touchpoints} {count:has|have} no priority, {share} instead of at "
            "most {limit}",
            count=unprioritized,
            total=len(inventory.active),
            share=Share(share),
            measure=Share(share),
            limit=Share(max_share),
            help="Set `priority` to `critical`, `high`, `medium` or `low`, first where customers decide to stay or go.",
        )


@rule("PRI002", Severity.INFO, step=Step.KPIS, harm=Harm.PAPER)
def inflated_priority(
    inventory: Inventory,
    _: Context,
    *,
    max_share: Fraction = Fraction(2, 5),
    min_touchpoints: int = 10,
) -> Iterator[Problem]:
    """So many touchpoints are critical or high that the word means nothing.

    Why: If everything is important, nothing is. Key touchpoints get support processes, recovery plans and decisions
    with due dates; a team can do that for a few.

    Bad:
        tpaudit: 1  # <- PRI002
        audit:
          options:
            inflated-priority:
              min_touchpoints: 2
        touchpoints:
          - id: kickoff-call
            name: Kickoff call
            priority: critical
          - id: tip-of-the-day
            name: Tip of the day
            priority: high

    Good:
        tpaudit: 1
        audit:
          options:
            inflated-priority:
              min_touchpoints: 2
        touchpoints:
          - id: kickoff-call
            name: Kickoff call
            priority: critical
          - id: tip-of-the-day
            name: Tip of the day
            priority: low
          - id: newsletter
            name: Newsletter
            priority: low
    """
    total = len(inventory.active)
    if total < max(1, min_touchpoints):
        raise NotApplicable
    key = sum(touchpoint.key for touchpoint in inventory.active)
    share = Fraction(key, total)
    if share > max_share:
        yield Problem(
            At(Kind.INVENTORY, ""),
            "{count} of {total} {total:touchpoint|touchpoints} {count:has|have} critical or high priority, {share} "
            "instead of at most {limit}",
            count=key,
            total=total,
            share=Share(share),
            measure=Share(share),
            limit=Share(max_share),
            help="Keep `critical` and `high` for the moments in which customers decide to stay, buy more or leave.",
        )


@rule("PRI003", Severity.INFO, step=Step.KPIS, harm=Harm.PAPER, woken_by=Woken(("impact",)), applies=is_key)
def unfounded_priority(touchpoint: Touchpoint, _: Context) -> Iterator[Problem]:
    """A key touchpoint does not say what it has an impact on.

    Why: A priority without a reason is the opinion of whoever edited the file last. What the touchpoint does for
    satisfaction, retention or revenue makes it possible to agree, and to change one's mind later.

    Bad:
        touchpoints:
          - id: kickoff-call
            name: Kickoff call
            priority: high  # <- PRI003

    Good:
        touchpoints:
          - id: kickoff-call
            name: Kickoff call
            priority: high
            impact:
              retention: 5
    """
    impact = touchpoint.impact
    if impact is None or not (impact.satisfaction or impact.retention or impact.revenue):
        yield Problem(
            touchpoint.at("priority"),
            "{name} has {priority} priority, but nothing says what it has an impact on",
            name=touchpoint.name,
            priority=term(PRIORITY, touchpoint.priority),
            help="Rate `impact: satisfaction`, `retention` or `revenue` from 1 to 5, or lower the priority.",
        )
