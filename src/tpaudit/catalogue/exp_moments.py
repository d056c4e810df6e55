"""EXP: the moments that decide what customers remember."""

from __future__ import annotations

from collections.abc import Iterator

from tpaudit.inventory.facts import experience, has_decision
from tpaudit.inventory.registries import Phase
from tpaudit.inventory.touchpoint import Touchpoint
from tpaudit.messages import say
from tpaudit.rules.context import Context
from tpaudit.rules.phrases import SHOWN
from tpaudit.rules.rule import Harm, NotApplicable, Problem, Reference, Step, Woken, rule
from tpaudit.severity import Severity

WEAK = 3
"""Up to this score the weakest moment of a phase needs an answer."""


def says_whether_expectation_is_met(touchpoint: Touchpoint) -> bool:
    """Whether somebody said if customers get what they expect."""
    return experience(touchpoint).expectation_met is not None


@rule("EXP007", Severity.WARNING, step=Step.MEASUREMENT, harm=Harm.CUSTOMER, applies=says_whether_expectation_is_met)
def unmet_expectation(touchpoint: Touchpoint, audit: Context) -> Iterator[Problem]:
    """Customers expect something else of the touchpoint, and nothing was decided.

    Why: People judge a contact by what they expected of it, not by what it cost to make. An expectation that is known
    to be missed can be met or corrected; left alone it is a broken promise.

    Bad:
        touchpoints:
          - id: data-import
            name: Help with the data import
            experience:
              expectation_met: false  # <- EXP007

    Good:
        touchpoints:
          - id: data-import
            name: Help with the data import
            experience:
              expectation_met: false
            decision:
              action: improve
    """
    if audit.fires("EXP004", touchpoint):
        raise NotApplicable
    if not experience(touchpoint).expectation_met and not has_decision(touchpoint):
        yield Problem(
            touchpoint.at("experience", "expectation_met"),
            "{name} does not meet what customers expect, and nobody has decided what to do",
            name=touchpoint.name,
            help="Change what is done or what is promised, and write that down in `decision`.",
        )


@rule("EXP008", Severity.WARNING, step=Step.MEASUREMENT, harm=Harm.CUSTOMER)
def unaddressed_weakest_moment(phase: Phase, audit: Context) -> Iterator[Problem]:
    """Nothing was decided about the weakest key moment of a phase.

    Why: A journey is remembered by its weakest moment, not by its average; polishing what already works does not help
    the customer who is stuck at this one.

    Bad:
        touchpoints:
          - id: data-import
            name: Help with the data import
            phase: onboarding
            priority: high
            experience:
              score: 3  # <- EXP008

    Good:
        touchpoints:
          - id: data-import
            name: Help with the data import
            phase: onboarding
            priority: high
            experience:
              score: 3
            decision:
              action: improve
    """
    scored = [
        (points, touchpoint)
        for touchpoint in audit.inventory.in_phase(phase)
        if touchpoint.key and (points := experience(touchpoint).score) is not None
    ]
    if not scored:
        raise NotApplicable
    lowest = min(points for points, _ in scored)
    unaddressed = [touchpoint for points, touchpoint in scored if points == lowest and not has_decision(touchpoint)]
    if lowest > WEAK or not unaddressed:
        return
    untold = [touchpoint for touchpoint in unaddressed if not _told_by_others(touchpoint, audit)]
    if not untold:
        raise NotApplicable
    weakest, *others = sorted(untold, key=lambda touchpoint: touchpoint.id)  # whatever their order in the files
    yield Problem(
        weakest.at("experience", "score"),
        "{name} is the weakest key moment of {phase} with a score of {score}, and nobody has decided what to do",
        name=weakest.name,
        phase=phase.name,
        score=lowest,
        measure=-lowest,
        involves=(weakest, *others),
        related=[
            Reference(touchpoint.at("experience", "score"), say("{name} scores as low", name=touchpoint.name))
            for touchpoint in others[: SHOWN - 1]
        ],
        help="Decide what becomes of it, and write that down in its `decision`.",
    )


def _told_by_others(touchpoint: Touchpoint, audit: Context) -> bool:
    return audit.fires("EXP004", touchpoint) or audit.fires("EXP009", touchpoint)


def is_scored_key(touchpoint: Touchpoint) -> bool:
    """Whether it is a key touchpoint with a score."""
    return touchpoint.key and experience(touchpoint).score is not None


@rule("EXP009", Severity.ERROR, step=Step.MEASUREMENT, harm=Harm.CUSTOMER, applies=is_scored_key)
def negative_key_moment(touchpoint: Touchpoint, audit: Context) -> Iterator[Problem]:
    """Customers experience a key touchpoint badly, and no decision with a due date answers it.

    Why: This is where customers decide whether to stay. A bad key moment needs a day by which it is fixed; "we are
    aware of it" is not one.

    Bad:
        touchpoints:
          - id: kickoff-call
            name: Kickoff call
            priority: critical
            experience:
              score: 2  # <- EXP009

    Good:
        touchpoints:
          - id: kickoff-call
            name: Kickoff call
            priority: critical
            experience:
              score: 2
            decision:
              action: improve
              due: 2026-12-31
    """
    if audit.fires("EXP004", touchpoint):
        raise NotApplicable
    points = experience(touchpoint).score
    decision = touchpoint.decision
    answered = decision is not None and decision.action is not None and decision.due is not None
    if points is not None and points < WEAK and not answered:
        yield Problem(
            touchpoint.at("experience", "score"),
            "the key touchpoint {name} scores {score} of 5 and no decision says by when it is fixed",
            name=touchpoint.name,
            score=points,
            measure=-points,
            help="Decide what to do about it: `decision` with `action` and `due`, and the `owner` who does it.",
        )


def is_key_with_people(touchpoint: Touchpoint) -> bool:
    """Whether it is a key touchpoint in which people answer or meet the customer."""
    return touchpoint.key and (touchpoint.initiation == "reactive" or touchpoint.form == "human")


@rule(
    "EXP010",
    Severity.INFO,
    step=Step.MEASUREMENT,
    harm=Harm.CUSTOMER,
    woken_by=Woken(("recovery",)),
    applies=is_key_with_people,
)
def missing_recovery(touchpoint: Touchpoint, _: Context) -> Iterator[Problem]:
    """Nobody knows what happens when a key touchpoint fails.

    Why: Calls are missed, replies come late, people have bad days. A customer whose problem is put right quickly stays;
    one who meets improvised excuses tells others.

    Bad:
        touchpoints:
          - id: kickoff-call  # <- EXP010
            name: Kickoff call
            type: kickoff
            priority: high

    Good:
        touchpoints:
          - id: kickoff-call
            name: Kickoff call
            type: kickoff
            priority: high
            recovery: The team lead calls within one working day and offers two new dates
    """
    if touchpoint.recovery is None:
        yield Problem(
            touchpoint.at("id"),
            "nobody knows what happens when the key touchpoint {name} fails",
            name=touchpoint.name,
            help="Write in `recovery` who does what, and how soon, when it goes wrong.",
        )
