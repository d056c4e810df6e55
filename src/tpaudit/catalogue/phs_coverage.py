"""PHS: what a journey usually has, and this one lacks."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType

from tpaudit.inventory.facts import covers_whole_journey
from tpaudit.inventory.inventory import Inventory
from tpaudit.inventory.naming import customers
from tpaudit.inventory.subject import At, Kind
from tpaudit.inventory.words.terms import TYPE, each
from tpaudit.inventory.words.vocabulary import TYPES
from tpaudit.messages import Message, codes, say
from tpaudit.rules.context import Context
from tpaudit.rules.rule import Harm, NotApplicable, Problem, SegmentPhase, Step, rule
from tpaudit.severity import Severity

EXPECTED: Mapping[str, tuple[tuple[str, ...], ...]] = MappingProxyType(
    {
        "onboarding": (
            ("welcome",),
            ("training",),
            ("implementation_checkin", "checkin", "follow_up"),
            ("milestone", "nudge"),
        ),
        "adoption": (
            ("feature_education", "use_case"),
            ("value_report", "value_summary"),
            ("community_invite", "event"),
        ),
        "retention": (("checkin", "follow_up"), ("executive_sponsor",), ("health_alert", "alert")),
        "expansion": (("upgrade_prompt", "cross_sell"), ("proposal", "whitespace_review")),
        "renewal": (
            ("renewal_reminder", "reminder"),
            ("value_summary", "value_report"),
            ("negotiation", "contract_offer"),
        ),
        "advocacy": (("referral_ask", "case_study", "review_request"),),
        "support": (("ticket_reply",), ("documentation", "troubleshooting_guide"), ("feature_request", "bug_fix")),
        "delivery": (("shipping_notice",),),
        "win_back": (("win_back",),),
    }
)
"""By kind of phase: groups of types; a journey usually has one type of each group."""

AFTER_SALES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "paper": ("invoice", "order_confirmation"),
        "complaint": ("complaint",),
        "return": ("return", "warranty"),
        "delay": ("incident_notice", "reminder", "account_update"),
        "cancellation": ("cancellation",),
        "answer": ("ticket_reply", "consultation", "checkin"),
    }
)
"""What customers need after the purchase, each with the types that are it."""

NEEDS: Mapping[str, Message] = MappingProxyType(
    {
        "paper": say("an invoice or an order"),
        "complaint": say("a complaint"),
        "return": say("a return or a refund, though something is delivered"),
        "delay": say("a delay or a failed payment"),
        "cancellation": say("a cancellation"),
        "answer": say("a question: no ticket, no consultation, no check-in"),
    }
)

WORDS = {
    "return": re.compile(r"\brefund|\breturn(s|ed|ing)?\b|erstattung|rückgabe|retour"),
    "delay": re.compile(
        r"\bdelay|\blate\b|overdue|payment fail|failed payment|dunning|verspät|verzöger|mahnung|zahlung"
    ),
}
"""How touchpoints of other types say that they are about it, in English and German."""


@rule("PHS007", Severity.INFO, step=Step.DESIGN, harm=Harm.CHURN)
def missing_expected_touchpoint(
    pair: SegmentPhase, audit: Context, *, expected: Mapping[str, tuple[tuple[str, ...], ...]] = EXPECTED
) -> Iterator[Problem]:
    """A segment lacks a kind of touchpoint that such a phase usually has.

    Why: Most gaps are not seen because nobody looks for what is not there. The list shows what other teams do in this
    phase; leaving something out is fine where it is decided. What an earlier phase lacks as well is told there.

    Bad:
        scope: own
        phases:
          - id: advocacy  # <- PHS007
        touchpoints:
          - id: community
            name: Community
            phase: advocacy

    Good:
        scope: own
        phases:
          - id: advocacy
        touchpoints:
          - id: review-request
            name: Request for a review
            type: review_request
            phase: advocacy
    """
    usual = [group for group in expected.get(pair.phase.kind or "", ()) if not _is_spared(group, pair)]
    if not usual:
        raise NotApplicable
    earlier = {frozenset(group) for kind in _kinds_before(pair, audit) for group in expected.get(kind, ())}
    groups = [group for group in usual if frozenset(group) not in earlier]
    if not groups or audit.finds_empty(pair):
        raise NotApplicable
    present = audit.types[pair.segment.id]
    for group in groups:
        if not any(kind in present for kind in group):
            yield Problem(
                pair.at("id"),
                "no touchpoint for {customers} is of {count:the type|any of the types} {types}, usual in the phase "
                "{phase}",
                of=" ".join(group),
                customers=customers(pair.segment),
                count=len(group),
                types=each(TYPE, group),
                words=codes(group),
                phase=pair.phase.name,
                help="Plan one, or give an existing one its `type` ({words}); this rule's option `expected` says what "
                "is usual.",
            )


def _kinds_before(pair: SegmentPhase, audit: Context) -> Iterator[str]:
    """Yield the kinds of the segment's earlier phases, which miss first what both of them expect."""
    for phase in audit.inventory.phases:
        if phase.id == pair.phase.id:
            return
        if audit.inside(SegmentPhase(pair.segment, phase)) and phase.id in audit.plan(pair.segment).phase_windows:
            yield phase.kind or ""


def _is_spared(group: Iterable[str], pair: SegmentPhase) -> bool:
    """Whether the segment's customers are not looked after by people, as the group would need."""
    by_people = all(touchpoint_type in TYPES and TYPES[touchpoint_type].form == "human" for touchpoint_type in group)
    return by_people and not pair.segment.is_human_touch


@rule("PHS008", Severity.WARNING, step=Step.DESIGN, harm=Harm.BLIND, applies=covers_whole_journey)
def uncovered_purchase_stage(inventory: Inventory, _: Context) -> Iterator[Problem]:
    """Nothing is planned before, during or after the purchase.

    Why: The experience of a customer begins with the first advert and does not end with the invoice. A stage without
    touchpoints is one that others shape: competitors, review sites, chance.

    Bad:
        scope: full  # <- PHS008
        touchpoints:
          - id: advert
            name: Advert
            phase: awareness
          - id: welcome
            name: Welcome e-mail
            phase: onboarding

    Good:
        scope: full
        touchpoints:
          - id: advert
            name: Advert
            phase: awareness
          - id: offer
            name: Offer
            phase: purchase
          - id: welcome
            name: Welcome e-mail
            phase: onboarding
    """
    covered = [phase.stage for phase in inventory.phases if inventory.in_phase(phase)]
    for stage, when in (
        ("before_purchase", say("before")),
        ("during_purchase", say("during")),
        ("after_purchase", say("after")),
    ):
        if stage not in covered:
            yield Problem(
                At(Kind.INVENTORY, "", ("scope",)),
                "no touchpoint belongs to a phase {when} the purchase",
                of=stage,
                when=when,
                stage=stage,
                help="Add what customers meet {when} the purchase, or set the `stage` of your own phases to `{stage}`.",
            )


@rule("PHS009", Severity.INFO, step=Step.DESIGN, harm=Harm.BLIND)
def uncovered_after_sales(inventory: Inventory, audit: Context) -> Iterator[Problem]:
    """One of the plain necessities after the purchase is missing from the inventory.

    Why: Invoices, returns and answers to questions are contacts too, and often the only ones that every customer has.
    Nobody maps them because no team is proud of them, and so nobody fixes them.

    Bad:
        tpaudit: 1
        touchpoints:  # <- PHS009
          - id: invoice
            name: Invoice
            type: invoice
          - id: ticket-reply
            name: Reply to a ticket
            type: ticket_reply
          - id: payment-reminder
            name: Reminder of a payment
            type: reminder
          - id: goodbye
            name: Cancellation
            type: cancellation

    Good:
        tpaudit: 1
        touchpoints:
          - id: invoice
            name: Invoice
            type: invoice
          - id: ticket-reply
            name: Reply to a ticket
            type: ticket_reply
          - id: payment-reminder
            name: Reminder of a payment
            type: reminder
          - id: goodbye
            name: Cancellation
            type: cancellation
          - id: complaint-call
            name: Complaint
            type: complaint
    """
    for need, group in AFTER_SALES.items():
        if need == "return" and not _delivers(inventory):
            continue
        if not _has_type(inventory, *group) and not _is_spoken_of(need, inventory, audit):
            yield Problem(
                At(Kind.INVENTORY, "", ("touchpoints",)),
                "after the purchase, no touchpoint is about {need}",
                of=need,
                need=NEEDS[need],
                words=codes(group),
                help="Add what your customers meet then, with the `type` that fits: {words}.",
            )


def _delivers(inventory: Inventory) -> bool:
    """Whether something is sent that can come back."""
    return _has_type(inventory, "shipping_notice", "packaging") or any(
        phase.kind == "delivery" and inventory.in_phase(phase) for phase in inventory.phases
    )


def _is_spoken_of(need: str, inventory: Inventory, audit: Context) -> bool:
    """Whether a touchpoint waits for the event of that name, or says in its name that it is about it."""
    if need in audit.waiting:
        return True
    words = WORDS.get(need)
    return words is not None and any(
        words.search(f"{touchpoint.id} {touchpoint.name}".casefold()) for touchpoint in inventory.active
    )


@rule("PHS010", Severity.INFO, step=Step.DESIGN, harm=Harm.BLIND, applies=covers_whole_journey)
def missing_loss_followup(inventory: Inventory, _: Context) -> Iterator[Problem]:
    """Nobody asks those who did not buy, or who left.

    Why: Those who stay tell you what is good enough; only those who go tell you what is not. They are asked least, and
    have the least reason to be polite.

    Bad:
        scope: full  # <- PHS010
        touchpoints:
          - id: demo
            name: Demo
            type: demo

    Good:
        scope: full
        touchpoints:
          - id: demo
            name: Demo
            type: demo
          - id: loss-call
            name: Call after a lost deal
            type: win_loss
    """
    if not _has_type(inventory, "win_loss", "exit_interview"):
        yield Problem(
            At(Kind.INVENTORY, "", ("scope",)),
            "no touchpoint asks lost prospects or customers why",
            help="Add a conversation of `type: win_loss` after lost deals, or of `type: exit_interview` after "
            "cancellations.",
        )


@rule("PHS011", Severity.INFO, step=Step.DESIGN, harm=Harm.CUSTOMER, applies=covers_whole_journey)
def missing_inquiry_response(inventory: Inventory, _: Context) -> Iterator[Problem]:
    """Nobody promises when an inquiry is answered.

    Why: Whoever asks is about to decide, and usually asks several companies. A late answer is one that the others have
    already given.

    Bad:
        scope: full  # <- PHS011
        touchpoints:
          - id: web-inquiry
            name: Inquiry on the website
            type: inquiry

    Good:
        scope: full
        touchpoints:
          - id: web-inquiry
            name: Inquiry on the website
            type: inquiry
            service_standard:
              first_response: 4h
    """
    inquiries = [touchpoint for touchpoint in inventory.active if touchpoint.type == "inquiry"]
    if not any(
        touchpoint.service_standard is not None and touchpoint.service_standard.first_response
        for touchpoint in inquiries
    ):
        yield Problem(
            At(Kind.INVENTORY, "", ("scope",)),
            "no inquiry promises when the first answer comes",
            help="Add the inquiry as a touchpoint of `type: inquiry`, and promise a `first_response` in its "
            "`service_standard`.",
        )


def _has_type(inventory: Inventory, *types: str) -> bool:
    return any(touchpoint.type in types for touchpoint in inventory.active)
