"""CAT: what kind of touchpoint it is, and whether the kinds are balanced."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from tpaudit.inventory.facts import promises_service
from tpaudit.inventory.inventory import Inventory
from tpaudit.inventory.naming import customers
from tpaudit.inventory.registries import Segment
from tpaudit.inventory.subject import At, Kind
from tpaudit.inventory.touchpoint import Touchpoint
from tpaudit.inventory.words.terms import FORM, INITIATION, TYPE, term
from tpaudit.inventory.words.vocabulary import TYPES
from tpaudit.messages import Share, codes
from tpaudit.rules.context import Context
from tpaudit.rules.phrases import part
from tpaudit.rules.rule import Harm, NotApplicable, Problem, Step, Woken, rule
from tpaudit.severity import Severity

EXPECTED_FORMS = ("human", "digital", "product", "administrative")
ANSWERED = ("chat", "email", "phone", "support_ticket")
"""Channels in which customers wait for an answer."""
FRICTION = ("effort", "ces", "wait_time", "resolution")
"""The families of metrics that show how hard it is for the customer."""


def contradicts_type(touchpoint: Touchpoint) -> bool:
    """Whether it is started by the other side than its type."""
    of_type = TYPES[touchpoint.type or "other"].initiation
    return of_type is not None and touchpoint.initiation not in (None, of_type)


def says_how_it_starts(touchpoint: Touchpoint) -> bool:
    """Whether it says itself who starts it, or that nobody planned it."""
    return "initiation" in touchpoint.model_fields_set or is_declared_unplanned(touchpoint)


def is_declared_unplanned(touchpoint: Touchpoint) -> bool:
    """Whether it declares itself unplanned."""
    return "planned" in touchpoint.model_fields_set and touchpoint.planned is False


def keeps_customers_waiting(touchpoint: Touchpoint) -> bool:
    """Whether a customer who starts it waits for a person's answer: not where a machine gives it, or a link is it."""
    if touchpoint.initiation != "reactive" or touchpoint.automation == "automated":
        return False
    by_itself = "form" in touchpoint.model_fields_set and touchpoint.form in ("digital", "product")
    return touchpoint.form == "human" or (not by_itself and any(channel in ANSWERED for channel in touchpoint.channel))


def is_unwelcome_work(touchpoint: Touchpoint) -> bool:
    """Whether customers have to do it, and often or at a moment that matters."""
    return touchpoint.value == "necessary" and (touchpoint.initiation == "reactive" or touchpoint.key)


@rule("CAT001", Severity.INFO, step=Step.DESIGN, harm=Harm.PAPER)
def missing_category(touchpoint: Touchpoint, _: Context) -> Iterator[Problem]:
    """A touchpoint does not say of what kind it is.

    Why: Human or digital, started by us or by the customer, helpful or selling: every overview of the journey is cut
    along these lines, and what has no category is missing in all of them.

    Bad:
        touchpoints:
          - id: meetup  # <- CAT001
            name: Meetup

    Good:
        touchpoints:
          - id: meetup
            name: Meetup
            type: event
    """
    missing = tuple(
        key
        for key, value in (
            ("form", touchpoint.form),
            ("initiation", touchpoint.initiation),
            ("value", touchpoint.value),
        )
        if value is None
    )
    if missing:
        yield Problem(
            touchpoint.at("id"),
            "{name} does not say its {missing}",
            name=touchpoint.name,
            missing=codes(missing),
            measure=len(missing),
            help="Give it a `type`, which implies them, or set {missing}.",
        )


@rule("CAT002", Severity.ERROR, step=Step.DESIGN, harm=Harm.PAPER, applies=says_how_it_starts)
def contradictory_initiation(touchpoint: Touchpoint, _: Context) -> Iterator[Problem]:
    """What a touchpoint says about who starts it contradicts itself.

    Why: What we start has a calendar and adds to the contact pressure, what customers start has a service standard. A
    touchpoint that is declared as the wrong one is planned and measured as what it is not.

    Bad:
        touchpoints:
          - id: ticket-reply
            name: Reply to a ticket
            type: ticket_reply
            initiation: proactive  # <- CAT002
          - id: check-in
            name: Check-in call
            type: checkin
            planned: false  # <- CAT002
            timing:
              every: 1mo

    Good:
        touchpoints:
          - id: ticket-reply
            name: Reply to a ticket
            type: ticket_reply
          - id: check-in
            name: Check-in call
            type: checkin
            timing:
              every: 1mo
    """
    if "initiation" in touchpoint.model_fields_set and contradicts_type(touchpoint):
        yield Problem(
            touchpoint.at("initiation"),
            "{name} is declared {initiation}, which touchpoints of type {type} are not",
            name=touchpoint.name,
            initiation=term(INITIATION, touchpoint.initiation),
            type=term(TYPE, touchpoint.type),
            help="Remove `initiation`, or give it the type that fits.",
        )
    if is_declared_unplanned(touchpoint) and any(timing.repeats for timing in touchpoint.timing):
        yield Problem(
            touchpoint.at("planned"),
            "{name} is declared as not planned, but comes back regularly by its timing",
            name=touchpoint.name,
            help="Remove `planned: false`, or the cadence from `timing`.",
        )


@rule("CAT003", Severity.WARNING, step=Step.DESIGN, harm=Harm.CUSTOMER, applies=keeps_customers_waiting)
def missing_service_standard(touchpoint: Touchpoint, audit: Context) -> Iterator[Problem]:
    """Customers wait for an answer, and nobody promised when it comes.

    Why: A touchpoint that customers start cannot be scheduled; its quality is how fast and how well it is answered.
    Without a standard every answer is fast enough, and nobody sees when it is not.

    Bad:
        touchpoints:
          - id: ticket-reply  # <- CAT003
            name: Reply to a ticket
            type: ticket_reply

    Good:
        touchpoints:
          - id: ticket-reply
            name: Reply to a ticket
            type: ticket_reply
            service_standard:
              first_response: 4h
              resolution: 3d
    """
    segments = audit.lacking(touchpoint, lambda touchpoint: not promises_service(touchpoint))
    if segments is not None:
        yield Problem(
            touchpoint.at("id"),
            "{name} promises customers nothing about how soon they get an answer",
            segments=segments,
            measure=part(touchpoint, segments, audit),
            name=touchpoint.name,
            help="Set in `service_standard` a time to the `first_response` or to the `resolution`, or the `playbook` "
            "that says how it is done.",
        )


@rule("CAT004", Severity.INFO, step=Step.DESIGN, harm=Harm.BLIND)
def uncovered_form(inventory: Inventory, _: Context) -> Iterator[Problem]:
    """The inventory has no touchpoint of a form that every company has.

    Why: Teams list what they do themselves. Invoices, the product's own screens or the calls of another team are
    touchpoints too: the customer does not know the organisation chart.

    Bad:
        touchpoints:  # <- CAT004
          - id: check-in
            name: Check-in call
            type: checkin
          - id: newsletter
            name: Newsletter
            type: newsletter
          - id: app-login
            name: Login
            type: login

    Good:
        touchpoints:
          - id: check-in
            name: Check-in call
            type: checkin
          - id: newsletter
            name: Newsletter
            type: newsletter
          - id: app-login
            name: Login
            type: login
          - id: invoice
            name: Invoice
            type: invoice
    """
    forms = frozenset(touchpoint.form for touchpoint in inventory.active)
    if not forms:
        raise NotApplicable
    for form in EXPECTED_FORMS:
        if form not in forms:
            yield Problem(
                At(Kind.INVENTORY, "", ("touchpoints",)),
                "no touchpoint has the form {word}",
                of=form,
                word=term(FORM, form),
                form=form,
                help="Look for them in other teams, and list them with a `type` that implies it or with `form: "
                "{form}`.",
            )


@rule("CAT005", Severity.INFO, step=Step.DESIGN, harm=Harm.CUSTOMER)
def high_necessary_share(
    segment: Segment, audit: Context, *, max_share: Fraction = Fraction(1, 2)
) -> Iterator[Problem]:
    """Most touchpoints of a segment exist because they must, not because they help.

    Why: Invoices, reminders and password resets cost the customer time and build nothing. A relationship that consists
    of paperwork for the most part is an exchange of paper.

    Bad:
        segments:
          - id: smb  # <- CAT005
        touchpoints:
          - id: invoice
            name: Invoice
            type: invoice
          - id: reminder
            name: Payment reminder
            type: reminder
          - id: newsletter
            name: Newsletter
            type: newsletter

    Good:
        segments:
          - id: smb
        touchpoints:
          - id: invoice
            name: Invoice
            type: invoice
          - id: newsletter
            name: Newsletter
            type: newsletter
    """
    touchpoints = audit.inventory.in_segment(segment)
    if not touchpoints:
        raise NotApplicable
    necessary = sum(1 for touchpoint in touchpoints if touchpoint.value == "necessary")
    share = Fraction(necessary, len(touchpoints))
    if share > max_share:
        yield Problem(
            segment.at("id"),
            "{necessary} of {count} {count:touchpoint|touchpoints} for {customers} ({share}) {necessary:is|are} merely "
            "necessary, more than {max_share}",
            necessary=necessary,
            count=len(touchpoints),
            customers=customers(segment),
            share=Share(share),
            measure=Share(share),
            max_share=Share(max_share),
            help="Drop or merge some of them, or let them help: an invoice can show what the money was good for.",
        )


@rule(
    "CAT006", Severity.INFO, step=Step.DESIGN, harm=Harm.BLIND, woken_by=Woken(("metrics",)), applies=is_unwelcome_work
)
def unmeasured_friction(touchpoint: Touchpoint, _: Context) -> Iterator[Problem]:
    """Nobody measures how hard a necessary touchpoint is for the customer.

    Why: What must be cannot delight, but it can annoy. All that one can do is to make it easy, and that takes a number
    for the effort.

    Bad:
        touchpoints:
          - id: password-reset  # <- CAT006
            name: Password reset
            type: password_reset

    Good:
        touchpoints:
          - id: password-reset
            name: Password reset
            type: password_reset
            metrics:
              - family: effort
    """
    if not any(metric.family in FRICTION for metric in touchpoint.metrics):
        yield Problem(
            touchpoint.at("id"),
            "{name} is necessary, and nobody measures how hard it is for the customer",
            name=touchpoint.name,
            families=codes(FRICTION),
            help="Add a metric of one of the families {families}.",
        )


@rule("CAT007", Severity.INFO, step=Step.DESIGN, harm=Harm.CUSTOMER)
def missing_reply_path(segment: Segment, audit: Context) -> Iterator[Problem]:
    """The company contacts the customers of a segment, and they have no way to answer.

    Why: 82 % of B2B customers contact the company after a proactive outreach. Where no touchpoint takes their answers,
    they end up with whoever they find, or nowhere. Pages to read take no answers.
    Source: Gartner press release, April 2022 (grade A)

    Bad:
        segments:
          - id: smb  # <- CAT007
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
        touchpoints:
          - id: newsletter
            name: Newsletter
            type: newsletter
            channel: email
            timing:
              every: 1mo
          - id: customer-inquiry
            name: Answer to an inquiry
            type: inquiry
            channel: email
    """
    if not audit.plan(segment).account:
        raise NotApplicable
    if not any(_takes_answers(touchpoint, audit) for touchpoint in audit.inventory.in_segment(segment)):
        yield Problem(
            segment.at("id"),
            "{customers} are contacted, but no touchpoint takes their answers",
            customers=customers(segment),
            help="List the reactive touchpoint through which they answer, such as `type: inquiry` or `ticket_reply`.",
        )


def _takes_answers(touchpoint: Touchpoint, audit: Context) -> bool:
    """Whether a customer can start it and reaches somebody through it, not only something to read."""
    reached = touchpoint.form == "human" or not touchpoint.channel or audit.is_addressed(touchpoint)
    return touchpoint.initiation == "reactive" and touchpoint.form != "product" and reached
