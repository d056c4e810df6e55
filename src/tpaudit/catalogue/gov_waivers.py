"""GOV: whether exceptions, reviews, decisions and consent are kept in order."""

from __future__ import annotations

from collections.abc import Iterator

from tpaudit.inventory.touchpoint import Touchpoint
from tpaudit.rules.context import Context
from tpaudit.rules.rule import Harm, Problem, Step, rule
from tpaudit.severity import Severity


def waives(touchpoint: Touchpoint) -> bool:
    """Whether something is accepted there."""
    return bool(touchpoint.waive)


@rule("GOV001", Severity.WARNING, step=Step.ORGANISATION, harm=Harm.PAPER, applies=waives)
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


@rule("GOV002", Severity.WARNING, step=Step.ORGANISATION, harm=Harm.PAPER, applies=waives)
def expired_waiver(_touchpoint: Touchpoint, _: Context) -> Iterator[Problem]:
    """A waiver was for a time that is over.

    Why: Somebody accepted a fault until a day, and that day has passed. Either it was meant to be fixed by now, or
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


@rule("GOV003", Severity.ERROR, step=Step.ORGANISATION, harm=Harm.PAPER, applies=waives)
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
