"""GOV: whether reviews and decisions keep the day that was promised."""

from __future__ import annotations

from collections.abc import Iterator

from tpaudit.inventory.touchpoint import Touchpoint
from tpaudit.inventory.words.terms import ACTION, term
from tpaudit.rules.context import Context
from tpaudit.rules.rule import Harm, Problem, Step, rule
from tpaudit.severity import Severity


def has_review_date(touchpoint: Touchpoint) -> bool:
    """Whether somebody promised to review it."""
    return touchpoint.review_by is not None


def has_due_change(touchpoint: Touchpoint) -> bool:
    """Whether somebody promised to change or end it by a day."""
    decision = touchpoint.decision
    return decision is not None and decision.due is not None and decision.action in ("cut", "merge", "improve")


@rule("GOV004", Severity.WARNING, step=Step.ORGANISATION, harm=Harm.PAPER, applies=has_review_date)
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


@rule("GOV005", Severity.WARNING, step=Step.ORGANISATION, harm=Harm.CUSTOMER, applies=has_due_change)
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
