"""TEL: how calls are answered and led."""

from __future__ import annotations

from collections.abc import Iterator

from tpaudit.inventory.facts import is_human_touch
from tpaudit.inventory.naming import customers
from tpaudit.inventory.registries import Segment
from tpaudit.inventory.service import Phone
from tpaudit.inventory.touchpoint import Touchpoint
from tpaudit.messages import codes
from tpaudit.rules.context import Context
from tpaudit.rules.rule import Harm, Problem, Step, rule
from tpaudit.severity import Severity

VOICES = ("phone", "video")
"""Channels in which customers are heard."""


def is_by_phone(touchpoint: Touchpoint) -> bool:
    """Whether it is a call."""
    return "phone" in touchpoint.channel


def is_call_from_customer(touchpoint: Touchpoint) -> bool:
    """Whether customers call; who has asked to be called back waits for no free line."""
    return is_by_phone(touchpoint) and touchpoint.initiation == "reactive" and touchpoint.type != "consultation"


@rule("TEL001", Severity.WARNING, step=Step.ORGANISATION, harm=Harm.CUSTOMER, applies=is_call_from_customer)
def incomplete_phone_service(touchpoint: Touchpoint, _: Context) -> Iterator[Problem]:
    """Customers call, and nobody decided how long they wait or who answers.

    Why: On the phone every second is felt, and every wrong transfer means telling the story again. A usual aim is to
    answer 80 % of calls within 20 seconds.
    Source: call-centre convention, not a standard (grade C)

    Bad:
        touchpoints:
          - id: hotline  # <- TEL001
            name: Hotline
            type: ticket_reply
            channel: phone

    Good:
        touchpoints:
          - id: hotline
            name: Hotline
            type: ticket_reply
            channel: phone
            phone:
              wait_target: 20s
              routing: By product, then by language
    """
    phone = touchpoint.phone or Phone.empty()
    missing = _missing(("wait_target", phone.wait_target), ("routing", phone.routing))
    if missing:
        yield Problem(
            touchpoint.at("id"),
            "customers call {name}, and {missing} {count:is|are} not settled",
            name=touchpoint.name,
            missing=codes(missing),
            measure=len(missing),
            count=len(missing),
            help="Add {missing} under `phone`: how soon a call is answered, and how it reaches the right person.",
        )


def _missing(*entries: tuple[str, object]) -> tuple[str, ...]:
    return tuple(key for key, value in entries if value is None)


@rule("TEL002", Severity.INFO, step=Step.ORGANISATION, harm=Harm.PAPER, applies=is_by_phone)
def incomplete_phone_practice(touchpoint: Touchpoint, _: Context) -> Iterator[Problem]:
    """Calls are made or taken, and nobody settled how they are led and what may be decided in them.

    Why: A call is as good as the person who leads it that day, unless there is a guide, somebody who listens and
    learns, and the authority to solve a problem while the customer is on the line.

    Bad:
        touchpoints:
          - id: check-in  # <- TEL002
            name: Check-in call
            channel: phone
            phone:
              recording: true

    Good:
        touchpoints:
          - id: check-in
            name: Check-in call
            channel: phone
            phone:
              script: Five questions for a check-in
              recording: true
              analysed_by: Team lead
              decision_authority: Credit notes up to 500 euros
    """
    phone = touchpoint.phone or Phone.empty()
    missing = (
        *_missing(("script", phone.script), ("recording", phone.recording)),
        *(_missing(("analysed_by", phone.analysed_by)) if phone.recording else ()),
        *_missing(("decision_authority", phone.decision_authority)),
    )
    if missing:
        yield Problem(
            touchpoint.at("id"),
            "{name} leaves open {missing}",
            name=touchpoint.name,
            missing=codes(missing),
            measure=len(missing),
            help="Add {missing} under `phone`; `recording: false` is an answer.",
        )


@rule("TEL003", Severity.INFO, step=Step.ORGANISATION, harm=Harm.CHURN, applies=is_human_touch)
def absent_voice(segment: Segment, audit: Context) -> Iterator[Problem]:
    """Customers who are promised human attention never hear a voice.

    Why: Doubts are heard in a voice long before they are written in an e-mail. A segment that is looked after by people
    needs calls. A channel of your own counts like the built-in ones of its context and medium.

    Bad:
        segments:
          - id: enterprise  # <- TEL003
            touch_model: high_touch
        touchpoints:
          - id: check-in
            name: Check-in
            channel: email

    Good:
        segments:
          - id: enterprise
            touch_model: high_touch
        touchpoints:
          - id: check-in
            name: Check-in
            channel: phone
    """
    touchpoints = audit.inventory.in_segment(segment)
    used = frozenset(channel for touchpoint in touchpoints for channel in touchpoint.channel)
    if not any(audit.is_like(channel, VOICES) for channel in used):
        yield Problem(
            segment.at("id"),
            "no touchpoint for {customers} is a phone or video call",
            customers=customers(segment),
            help="Plan calls by phone or video, for instance for check-ins.",
        )
