"""PRS: whether anybody ever talks with a customer."""

from __future__ import annotations

from collections.abc import Iterator

from tpaudit.inventory.naming import customers
from tpaudit.inventory.registries import Segment
from tpaudit.inventory.touchpoint import Touchpoint
from tpaudit.rules.context import Context
from tpaudit.rules.phases import phases_of
from tpaudit.rules.phrases import here
from tpaudit.rules.readiness import is_untimed
from tpaudit.rules.rule import Harm, NotApplicable, Problem, Step, rule
from tpaudit.severity import Severity


def is_worth_a_talk(segment: Segment) -> bool:
    """Whether customers have a contract, and are meant to be looked after by more than a machine."""
    return segment.touch_model not in (None, "tech_touch") and segment.contract_length is not None


@rule("PRS010", Severity.WARNING, step=Step.DESIGN, harm=Harm.CHURN, applies=is_worth_a_talk)
def nobody_talks(segment: Segment, audit: Context) -> Iterator[Problem]:
    """Nobody talks with the customer in the whole time, or not before the talk that sells the renewal.

    Why: Whoever hears a voice for the first time when the invoice for another year is due knows what it is about. What
    bothers a customer is said in a talk, seldom in a reply to an e-mail.

    Bad:
        segments:
          - id: smb  # <- PRS010
            touch_model: low_touch
        touchpoints:
          - id: newsletter
            name: Newsletter
            type: newsletter
            channel: email
            timing:
              every: 1mo

    Good:
        segments:
          - id: smb
            touch_model: low_touch
        touchpoints:
          - id: newsletter
            name: Newsletter
            type: newsletter
            channel: email
            timing:
              every: 1mo
          - id: checkin-call
            name: Check-in call
            type: checkin
            channel: phone
            timing:
              at: 60d
    """
    plan = audit.plan(segment)
    first, last = plan.period
    dated = [
        contact.touchpoint
        for contact in plan.account.contacts
        if contact.talk and contact.share == 1 and first <= contact.day <= last
    ]
    spread = [spread.touchpoint for spread in plan.account.spread if spread.talk and spread.share == 1]
    selling = [touchpoint for touchpoint in dated if _sells_the_renewal(touchpoint, segment, audit)]
    if spread or (dated and dated[0] not in selling):
        return
    if any(_is_open_talk(touchpoint, audit) for touchpoint in audit.inventory.in_segment(segment)):
        raise NotApplicable
    if not dated:
        yield Problem(
            segment.at("id"),
            "nobody talks with {customers} in the whole time that the plan covers",
            customers=customers(segment),
            help="Plan at least one call or meeting, early enough to learn what bothers them.",
        )
    else:
        yield Problem(
            segment.at("id"),
            "nobody talks with {customers} before {name}, which is about the renewal",
            customers=customers(segment),
            name=dated[0].name,
            related=here([dated[0]]),
            involves=(dated[0],),
            help="Plan a call or meeting before it in which nothing is sold.",
        )


def _sells_the_renewal(touchpoint: Touchpoint, segment: Segment, audit: Context) -> bool:
    """Whether it is about the renewal: by its phase, its type, or counted back from the contract's end."""
    phases = {pair.phase.id for pair in phases_of("renewal", segment, audit)}
    return (
        touchpoint.phase in phases
        or touchpoint.type == "negotiation"
        or any(timing.before == "contract_end" for timing in touchpoint.timing)
    )


def _is_open_talk(touchpoint: Touchpoint, audit: Context) -> bool:
    """Whether it will be a talk, and does not say when."""
    silent = touchpoint.channel and all(channel in ("webinar", "event") for channel in touchpoint.channel)
    addressed = not touchpoint.channel or audit.is_addressed(touchpoint)
    return touchpoint.form == "human" and not silent and addressed and is_untimed(touchpoint)
