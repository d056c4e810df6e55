"""TIM: the talks about renewing the contract."""

from __future__ import annotations

from collections.abc import Container, Iterator
from math import inf

from tpaudit.durations import Duration, days_of
from tpaudit.inventory.naming import customers
from tpaudit.inventory.registries import Segment
from tpaudit.inventory.touchpoint import Touchpoint
from tpaudit.messages import Days
from tpaudit.rules.context import Context
from tpaudit.rules.phases import give_way_to_empty_phase, phases_of
from tpaudit.rules.phrases import here
from tpaudit.rules.rule import Harm, NotApplicable, Problem, Step, rule
from tpaudit.schedule.contact import Contact
from tpaudit.schedule.plan import SegmentPlan
from tpaudit.severity import Severity

RENEWED = days_of("6mo")
"""Shorter contracts are over before anybody talks about renewing them."""


def has_renewal(segment: Segment, audit: Context) -> bool:
    """Whether its contract is long enough to be renewed on purpose, and ends on a known day."""
    contract = segment.contract_length
    return contract is not None and contract.days >= RENEWED and "contract_end" in audit.plan(segment).event_days


def renewal_contacts(segment: Segment, audit: Context) -> tuple[Contact, ...]:
    """Return the contacts about the renewal, up to its day: of such a phase, or dated back from the contract's end."""
    plan = audit.plan(segment)
    end, contacts = plan.event_days["contract_end"][0], plan.account.contacts
    phases = frozenset(pair.phase.id for pair in phases_of("renewal", segment, audit))
    before_end = frozenset(event.id for event in audit.inventory.events if event.before == "contract_end")
    touchpoints = {contact.touchpoint.id: contact.touchpoint for contact in contacts}
    begins = {one.id: _begins(one, plan, before_end) for one in touchpoints.values() if one.phase not in phases}
    return tuple(contact for contact in contacts if begins.get(contact.touchpoint.id, -inf) <= contact.day <= end)


def _begins(touchpoint: Touchpoint, plan: SegmentPlan, before_end: Container[str]) -> float:
    """Return the day before which it is not about the renewal: of several timings, some may have nothing to do with it.

    Infinite where none is dated back from the contract's end, or from an event that is.
    """
    days: list[int] = []
    for timing in touchpoint.timing:
        anchor, at = timing.anchor or "", timing.at.low.days if timing.at else 0
        if anchor in plan.event_days and (timing.before == "contract_end" or anchor in before_end):
            days.append(plan.event_days[anchor][0] + (-at if timing.before else at))
    return min(days, default=inf)


@rule("TIM007", Severity.WARNING, step=Step.DESIGN, harm=Harm.CHURN, applies=has_renewal)
def late_renewal_contact(
    segment: Segment, audit: Context, *, min_days: Duration = Duration(90, "d")
) -> Iterator[Problem]:
    """Nobody talks about the renewal early enough to change anything.

    Why: Most customers decide long before the contract ends. Three months leave time to solve what bothers them; in
    the last weeks a renewal call is only a negotiation about the price.
    Source: customer-success practice: renewal contact 90 days before the end (grade C)

    Bad:
        segments:
          - id: smb  # <- TIM007
            contract: 12mo
        touchpoints:
          - id: renewal-call
            name: Renewal call
            type: checkin
            phase: renewal
            channel: phone
            timing:
              at: 60d
              before: contract_end

    Good:
        segments:
          - id: smb
            contract: 12mo
        touchpoints:
          - id: renewal-call
            name: Renewal call
            type: checkin
            phase: renewal
            channel: phone
            timing:
              at: 90d
              before: contract_end
    """
    give_way_to_empty_phase("renewal", segment, audit)
    end = audit.plan(segment).event_days["contract_end"][0]
    contacts = renewal_contacts(segment, audit)
    if not contacts:
        yield Problem(
            segment.at("id"),
            "no contact with {customers} prepares the renewal on day {end}",
            customers=customers(segment),
            end=end,
            min_days=str(min_days),
            help="Plan a contact with `at: {min_days}, before: contract_end`, or one in the renewal phase by then.",
        )
    elif contacts[0].day > end - min_days.days:
        yield Problem(
            segment.at("id"),
            "the first contact with {customers} about the renewal is {left} before the contract ends, less than "
            "{wanted}",
            related=here([contacts[0].touchpoint]),
            customers=customers(segment),
            left=Days(end - contacts[0].day),
            wanted=Days(min_days.days),
            help="Start the talks about the renewal at least {wanted} before the contract's end.",
        )


@rule("TIM008", Severity.WARNING, step=Step.DESIGN, harm=Harm.CHURN, applies=has_renewal)
def incomplete_renewal_ladder(
    segment: Segment,
    audit: Context,
    *,
    rungs: tuple[Duration, ...] = (Duration(90, "d"), Duration(60, "d"), Duration(30, "d")),
    tolerance: Duration = Duration(10, "d"),
) -> Iterator[Problem]:
    """A step of the talks about the renewal is missing.

    Why: One early call is forgotten by the day of the signature. A ladder of contacts keeps the decision moving and
    shows in time when it stalls.
    Source: customer-success practice: reminders 90, 60 and 30 days before the end (grade C)

    Bad:
        segments:
          - id: smb  # <- TIM008
            contract: 12mo
        touchpoints:
          - id: renewal-call
            name: Renewal call
            type: checkin
            phase: renewal
            channel: phone
            timing:
              - at: 90d
                before: contract_end
              - at: 60d
                before: contract_end

    Good:
        segments:
          - id: smb
            contract: 12mo
        touchpoints:
          - id: renewal-call
            name: Renewal call
            type: checkin
            phase: renewal
            channel: phone
            timing:
              - at: 90d
                before: contract_end
              - at: 60d
                before: contract_end
              - at: 30d
                before: contract_end
    """
    give_way_to_empty_phase("renewal", segment, audit)
    end = audit.plan(segment).event_days["contract_end"][0]
    left = [end - contact.day for contact in renewal_contacts(segment, audit)]
    if not left and audit.fires("TIM007", segment):
        raise NotApplicable  # no contact at all is one gap, not one for each rung
    lower_rungs = sorted(rungs, key=lambda rung: rung.days, reverse=True)[1:]  # the first one is TIM007's
    for rung in lower_rungs:
        if not any(abs(days - rung.days) <= tolerance.days for days in left):
            yield Problem(
                segment.at("id"),
                "no contact reminds {customers} about {days} before the contract ends",
                of=str(rung),
                customers=customers(segment),
                days=Days(rung.days),
                rung=str(rung),
                tolerance=Days(tolerance.days),
                help="Plan one with `at: {rung}, before: contract_end`, or in the renewal phase, up to {tolerance} "
                "earlier or later.",
            )
