"""GOV: whether exceptions, reviews, decisions and consent are kept in order."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from types import MappingProxyType

from tpaudit.inventory.subject import At, Kind
from tpaudit.inventory.terms import ACTION, term
from tpaudit.inventory.touchpoint import Touchpoint
from tpaudit.messages import Message, say
from tpaudit.rules.context import Context
from tpaudit.rules.rule import Problem, Step, rule
from tpaudit.settings import Severity

LOOKS_AT: Mapping[Kind, Message] = MappingProxyType(
    {
        Kind.TOUCHPOINT: say("touchpoints"),
        Kind.PHASE: say("phases"),
        Kind.SEGMENT: say("segments"),
        Kind.SEGMENT_PHASE: say("phases in segments"),
        Kind.OWNER: say("owners"),
        Kind.EVENT: say("events"),
        Kind.INVENTORY: say("the inventory (`waive` at the root)"),
    }
)
"""Where rules can be waived, by what they are about."""


def waives(touchpoint: Touchpoint) -> bool:
    """Whether something is accepted there."""
    return bool(touchpoint.waive)


def has_review_date(touchpoint: Touchpoint) -> bool:
    """Whether somebody promised to review it."""
    return touchpoint.review_by is not None


def has_due_change(touchpoint: Touchpoint) -> bool:
    """Whether somebody promised to change or end it by a day."""
    decision = touchpoint.decision
    return decision is not None and decision.due is not None and decision.action in ("cut", "merge", "improve")


def sells(touchpoint: Touchpoint) -> bool:
    """Whether it sells."""
    return touchpoint.value == "commercial"


def sells_to_a_person(touchpoint: Touchpoint, audit: Context) -> bool:
    """Whether it sells, in a channel that reaches one known person."""
    return sells(touchpoint) and audit.is_addressed(touchpoint)


def keeps_selling(touchpoint: Touchpoint, audit: Context) -> bool:
    """Whether a machine sells again and again, or whenever an event happens."""
    return (
        sells(touchpoint)
        and touchpoint.initiation == "proactive"
        and touchpoint.automation == "automated"
        and audit.comes_back(touchpoint)
    )


def unused_waiver_problem(at: At, rule: str) -> Problem:
    """Return the finding about a waiver that waives nothing."""
    return Problem(
        at,
        "{rule} is waived, but finds nothing here",
        rule=rule,
        help="Remove the waiver: what it excused has been mended.",
    )


def misplaced_waiver_problem(at: At, rule: str, scope: Kind) -> Problem:
    """Return the finding about a waiver where the rule never finds anything."""
    return Problem(
        at,
        "{rule} is waived where the rule never looks",
        rule=rule,
        subjects=LOOKS_AT[scope],
        help="Move the waiver to what the rule is about: {subjects}.",
    )


def expired_waiver_problem(at: At, rule: str, until: date) -> Problem:
    """Return the finding about a waiver whose time is over."""
    return Problem(
        at,
        "the waiver of {rule} ended on {until}, and its findings count again",
        rule=rule,
        until=until,
        help="Mend what {rule} finds, or decide anew how long to accept it and why.",
    )


def unknown_rule_problem(at: At, given: str, nearest: str) -> Problem:
    """Return the finding about a waiver that names no rule."""
    if nearest:
        return Problem(at, "there is no rule {given} to waive", given=given, nearest=nearest, help="Write {nearest}.")
    return Problem(
        at,
        "there is no rule {given} to waive",
        given=given,
        help="Write the code or the name of a rule, as `tpaudit rules` lists them.",
    )


def unwaivable_rule_problem(at: At, rule: str) -> Problem:
    """Return the finding about a waiver of a rule that holds for everybody."""
    return Problem(
        at,
        "{rule} cannot be waived",
        rule=rule,
        help="Remove the waiver and mend what {rule} finds: it keeps the rest of the audit from being right.",
    )


@rule("GOV001", Severity.WARNING, step=Step.ORGANISATION, applies=waives)
def unused_waiver(_touchpoint: Touchpoint, _: Context) -> Iterator[Problem]:
    """A waiver excuses something that is not wrong, or that its rule never looks at.

    Why: Left behind after the repair, it would silently excuse the same fault when it comes back. The list of waivers
    is worth reading only as long as each one is needed.

    Bad:
        touchpoints:
          - id: kickoff-call
            name: Kickoff call
            owner: csm
            waive:
              - rule: missing-owner  # <- GOV001
                reason: The team is being formed

    Good:
        touchpoints:
          - id: kickoff-call
            name: Kickoff call
            waive:
              - rule: missing-owner
                reason: The team is being formed
    """
    yield from ()  # found where waivers are settled, when all other rules have answered


@rule("GOV002", Severity.WARNING, step=Step.ORGANISATION, applies=waives)
def expired_waiver(_touchpoint: Touchpoint, _: Context) -> Iterator[Problem]:
    """A waiver was for a time that is over.

    Why: Somebody accepted a fault until a day, and that day has passed. Either it was meant to be mended by now, or
    somebody has to accept it again.

    Bad:
        touchpoints:
          - id: kickoff-call
            name: Kickoff call
            waive:
              - rule: missing-owner
                reason: The team is being formed
                until: 2026-09-30  # <- GOV002

    Good:
        touchpoints:
          - id: kickoff-call
            name: Kickoff call
            waive:
              - rule: missing-owner
                reason: The team is being formed
                until: 2027-03-31
    """
    yield from ()  # found where waivers are settled, when all other rules have answered


@rule("GOV003", Severity.ERROR, step=Step.ORGANISATION, applies=waives)
def unknown_rule_in_waiver(_touchpoint: Touchpoint, _: Context) -> Iterator[Problem]:
    """A waiver names a rule that does not exist, or one that cannot be waived.

    Why: It excuses nothing, while everybody who reads it believes that it does.

    Bad:
        touchpoints:
          - id: kickoff-call
            name: Kickoff call
            waive:
              - rule: mising-owner  # <- GOV003
                reason: The team is being formed

    Good:
        touchpoints:
          - id: kickoff-call
            name: Kickoff call
            waive:
              - rule: missing-owner
                reason: The team is being formed
    """
    yield from ()  # found where waivers are settled, when all other rules have answered


@rule("GOV004", Severity.WARNING, step=Step.ORGANISATION, applies=has_review_date)
def overdue_review(touchpoint: Touchpoint, audit: Context) -> Iterator[Problem]:
    """A touchpoint was to be reviewed, and the day has passed.

    Why: Touchpoints outlive what they were made for. A review that is put off quietly is how an inventory becomes a
    museum.

    Bad:
        touchpoints:
          - id: kickoff-call
            name: Kickoff call
            review_by: 2026-10-31  # <- GOV004

    Good:
        touchpoints:
          - id: kickoff-call
            name: Kickoff call
            review_by: 2026-10-31
            reviewed_on: 2026-11-04
    """
    due, reviewed = touchpoint.review_by, touchpoint.reviewed_on
    if due is not None and due < audit.today and (reviewed is None or reviewed < due):
        yield Problem(
            touchpoint.at("review_by"),
            "{name} was to be reviewed by {due}, and has not been since",
            name=touchpoint.name,
            due=due,
            help="Review it, note the day in `reviewed_on`, and set the next `review_by`.",
        )


@rule("GOV005", Severity.WARNING, step=Step.ORGANISATION, applies=has_due_change)
def overdue_decision(touchpoint: Touchpoint, audit: Context) -> Iterator[Problem]:
    """A decision was to be carried out, and the day has passed.

    Why: A decision that nobody carries out is worse than none: everyone believes that the problem is taken care of,
    except the customers who still have it.

    Bad:
        touchpoints:
          - id: fax-survey
            name: Survey by fax
            decision:
              action: cut
              due: 2026-10-31  # <- GOV005

    Good:
        touchpoints:
          - id: fax-survey
            name: Survey by fax
            status: retired
            decision:
              action: cut
              due: 2026-10-31
    """
    decision, reviewed = touchpoint.decision, touchpoint.reviewed_on
    if decision is None or decision.due is None or decision.due >= audit.today:
        return
    open_ended = touchpoint.status == "live" and decision.action in ("cut", "merge")
    unimproved = decision.action == "improve" and (reviewed is None or reviewed < decision.due)
    if open_ended or unimproved:
        yield Problem(
            touchpoint.at("decision", "due"),
            "the decision about {name} ({action}) was due on {due}, and nothing shows that it was carried out",
            name=touchpoint.name,
            action=term(ACTION, decision.action),
            due=decision.due,
            help="Carry it out and set `status: retired`, or `reviewed_on` after an improvement; or agree on a new "
            "day.",
        )


@rule("GOV006", Severity.WARNING, step=Step.ORGANISATION, applies=sells_to_a_person)
def missing_consent(touchpoint: Touchpoint, _: Context) -> Iterator[Problem]:
    """A person gets advertising, and nobody says on what ground.

    Why: Who sells to a known person needs their consent or another legal ground. Without one written down nobody can
    answer the customer who asks why they get it.

    Bad:
        touchpoints:
          - id: spring-offer  # <- GOV006
            name: Spring offer
            type: campaign
            channel: email

    Good:
        touchpoints:
          - id: spring-offer
            name: Spring offer
            type: campaign
            channel: email
            consent: opt_in
    """
    if touchpoint.consent is None:
        yield Problem(
            touchpoint.at("id"),
            "{name} sells to known persons, and no ground for contacting them is given",
            name=touchpoint.name,
            help="Set `consent`: `opt_in`, `legitimate_interest`, `contract` or `not_needed`, after asking whoever "
            "knows the law for your customers.",
        )


@rule("GOV007", Severity.WARNING, step=Step.ORGANISATION, applies=keeps_selling)
def missing_suppression(touchpoint: Touchpoint, _: Context) -> Iterator[Problem]:
    """An automated offer goes on, whatever has happened to the customer in the meantime.

    Why: The customer has already bought, waits for an answer to a complaint, or negotiates the renewal, and then the
    offer arrives. It tells them that the company does not know them.

    Bad:
        touchpoints:
          - id: upgrade-offer  # <- GOV007
            name: Upgrade offer
            type: upgrade_prompt
            automation: automated
            timing:
              every: 1mo

    Good:
        touchpoints:
          - id: upgrade-offer
            name: Upgrade offer
            type: upgrade_prompt
            automation: automated
            timing:
              every: 1mo
            stop_when:
              - upgrade bought
              - complaint open
    """
    if not touchpoint.stop_when:
        yield Problem(
            touchpoint.at("id"),
            "{name} goes on selling, and nothing holds it back",
            name=touchpoint.name,
            help="Name in `stop_when` what holds it back: goal reached, open complaint, renewal talks.",
        )


@rule("GOV008", Severity.WARNING, step=Step.ORGANISATION, applies=sells)
def disguised_promotion(touchpoint: Touchpoint, _: Context) -> Iterator[Problem]:
    """An offer is declared as part of a transaction, and so escapes the contact budget.

    Why: To the customer it is advertising all the same, and so it is to the law. What sells counts as a contact, or the
    budget means nothing.

    Bad:
        touchpoints:
          - id: accessories
            name: Accessories for your order
            type: cross_sell
            transactional: true  # <- GOV008

    Good:
        touchpoints:
          - id: accessories
            name: Accessories for your order
            type: cross_sell
    """
    if touchpoint.transactional:
        yield Problem(
            touchpoint.at("transactional" if "transactional" in touchpoint.model_fields_set else "value"),
            "{name} sells, but counts as transactional and so escapes the contact budget",
            name=touchpoint.name,
            help="Set `transactional: false`, or give it the value that it really has.",
        )
