"""OWN: whether the customer keeps the person who knows them when it counts."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from tpaudit.durations import Duration
from tpaudit.inventory.naming import customers, owner_name
from tpaudit.inventory.registries import Segment
from tpaudit.inventory.touchpoint import Touchpoint
from tpaudit.messages import Days, say
from tpaudit.rules.context import Context
from tpaudit.rules.rule import Harm, NotApplicable, Problem, Reference, Step, rule
from tpaudit.severity import Severity

LEADING = ("kickoff", "checkin", "business_review", "negotiation")
"""The types in which somebody leads or reviews the relationship."""

INTRODUCING = "introduction"
"""The type with which somebody new begins."""


class Led(NamedTuple):
    """A talk of somebody who leads the relationship, or who is introduced, on its day."""

    day: int
    touchpoint: Touchpoint
    owner: str


@rule("OWN009", Severity.WARNING, step=Step.ORGANISATION, harm=Harm.CHURN)
def owner_change_at_renewal(
    segment: Segment, audit: Context, *, within: Duration = Duration(60, "d"), leading: tuple[str, ...] = LEADING
) -> Iterator[Problem]:
    """Shortly before the contract ends somebody new takes over the customer, without a hand-off.

    Why: The talks about a renewal live on what somebody knows about the customer. Whoever comes new in the last weeks
    asks once more what was answered long ago, just when the customer decides.

    Bad:
        segments:
          - id: enterprise  # <- OWN009
        touchpoints:
          - id: checkin-call
            name: Check-in call
            type: checkin
            owner: csm
            timing:
              every: 1mo
              until: 300d
          - id: renewal-talk
            name: Renewal talk
            type: negotiation
            owner: sales
            timing:
              at: 45d
              before: contract_end

    Good:
        segments:
          - id: enterprise
        touchpoints:
          - id: checkin-call
            name: Check-in call
            type: checkin
            owner: csm
            timing:
              every: 1mo
              until: 300d
            leads_to:
              - to: renewal-talk
                handoff: Joint call, goals and open points in the CRM
          - id: renewal-talk
            name: Renewal talk
            type: negotiation
            owner: sales
            timing:
              at: 45d
              before: contract_end
    """
    ends = audit.contract_ends(segment)
    led = _led(segment, audit, frozenset((*leading, INTRODUCING)))
    if not ends or not led:
        raise NotApplicable
    judged = False
    for end in ends:
        before = [talk for talk in led if talk.day < end - within.days]
        if not before:
            continue
        judged = True
        earlier_owners = {earlier.owner for earlier in before}
        late = [talk for talk in led if end - within.days <= talk.day <= end]
        changed = next(
            (
                talk
                for talk in late
                if _is_new(talk, earlier_owners) and not _is_handed_over(talk, earlier_owners, audit)
            ),
            None,
        )
        if changed is not None:
            yield _problem(segment, audit, before[-1], changed, end)
            return
    if not judged:
        raise NotApplicable


def _led(segment: Segment, audit: Context, types: frozenset[str]) -> list[Led]:
    plan = audit.plan(segment)
    return sorted(
        (
            Led(day, touchpoint, touchpoint.owner)
            for touchpoint in audit.inventory.in_segment(segment)
            if touchpoint.type in types and touchpoint.owner is not None and audit.reached(touchpoint, segment)
            for day in plan.days(touchpoint)
        ),
        key=lambda led: led.day,
    )


def _is_new(led: Led, earlier_owners: set[str]) -> bool:
    """Whether the customer has not met its owner, or is told so."""
    return led.owner not in earlier_owners or led.touchpoint.type == INTRODUCING


def _is_handed_over(led: Led, earlier_owners: set[str], audit: Context) -> bool:
    """Whether those who know the customer hand over, or take part."""
    touchpoint = led.touchpoint
    if any(owner != led.owner and owner in earlier_owners for owner in touchpoint.contributors):
        return True
    return any(
        lead.to == touchpoint.id and lead.handoff is not None
        for other in audit.led_from.get(touchpoint.id, ())
        for lead in other.leads_to
    )


def _problem(segment: Segment, audit: Context, last: Led, changed: Led, end: int) -> Problem:
    touchpoint = changed.touchpoint
    return Problem(
        segment.at("id"),
        "{name} brings {customers} somebody new ({owner}) {left} before the contract ends, and nothing says how they "
        "are handed over"
        if changed.day < end
        else "{name} brings {customers} somebody new ({owner}) on the day on which the contract ends, and nothing "
        "says how they are handed over",
        related=(
            Reference(touchpoint.at("owner"), say("{name} is owned here", name=touchpoint.name)),
            Reference(
                last.touchpoint.at("owner"),
                say(
                    "until then {owner} leads: {name}",
                    owner=owner_name(last.owner, audit.inventory),
                    name=last.touchpoint.name,
                ),
            ),
        ),
        involves=(touchpoint, last.touchpoint),
        name=touchpoint.name,
        customers=customers(segment),
        owner=owner_name(changed.owner, audit.inventory),
        left=Days(end - changed.day),
        measure=Days(changed.day - end),
        help="Change before the last months or after the renewal; or let a touchpoint of the one who knows the "
        "customer lead to it (`leads_to`) with a `handoff`.",
    )
