"""PHS: what each phase of the journey holds, and whose view it takes."""

from __future__ import annotations

from collections.abc import Iterator

from tpaudit.inventory.inventory import Inventory
from tpaudit.inventory.naming import groups
from tpaudit.inventory.registries import Phase
from tpaudit.inventory.subject import At, Kind
from tpaudit.inventory.touchpoint import Touchpoint
from tpaudit.messages import say
from tpaudit.rules.context import Context
from tpaudit.rules.rule import Harm, NotApplicable, Problem, Reference, SegmentPhase, Step, rule
from tpaudit.severity import Severity

MIRRORING = 3
"""Fewer phases than that look like teams by chance."""


def holds_touchpoints(phase: Phase, audit: Context) -> bool:
    """Whether anything happens in the phase, and not only when customers need help."""
    return phase.kind != "support" and bool(audit.inventory.in_phase(phase))


def is_declared(phase: Phase, audit: Context) -> bool:
    """Whether the files describe the phase themselves."""
    return audit.inventory.declared(Kind.PHASE, phase.id)


@rule("PHS001", Severity.ERROR, step=Step.DESIGN, harm=Harm.PAPER)
def missing_phase(touchpoint: Touchpoint, _: Context) -> Iterator[Problem]:
    """The touchpoint belongs to no phase of the journey.

    Why: Without a phase it appears on no map, counts in no phase's load and fills no gap. Whoever plans a phase does
    not know that the customer gets this too.

    Bad:
        touchpoints:
          - id: welcome  # <- PHS001
            name: Welcome e-mail

    Good:
        touchpoints:
          - id: welcome
            name: Welcome e-mail
            phase: onboarding
    """
    if touchpoint.phase is None:
        yield Problem(
            touchpoint.at("id"),
            "{name} belongs to no phase",
            name=touchpoint.name,
            help="Name in `phase` where in the journey it happens; what happens all along belongs to a phase without a "
            "window, such as `retention` or `support`.",
        )


@rule("PHS002", Severity.WARNING, step=Step.DESIGN, harm=Harm.CHURN)
def empty_phase(pair: SegmentPhase, audit: Context) -> Iterator[Problem]:
    """Nothing happens in a phase.

    Why: A phase without touchpoints is a time in which the customer is alone with the product. Gaps are where
    customers decide to leave, and the first that the company hears of it is the cancellation.

    Bad:
        scope: own
        phases:
          - id: onboarding
          - id: adoption  # <- PHS002
        touchpoints:
          - id: welcome
            name: Welcome e-mail
            phase: onboarding

    Good:
        scope: own
        phases:
          - id: onboarding
          - id: adoption
        touchpoints:
          - id: welcome
            name: Welcome e-mail
            phase: onboarding
          - id: tips
            name: Tips for daily use
            phase: adoption
    """
    if audit.inside(pair):
        return
    in_others = pair.phase.id in audit.filled
    yield Problem(
        pair.phase.at("id"),
        "nothing happens in the phase {phase} for {where}" if in_others else "nothing happens in the phase {phase}",
        phase=pair.phase.name,
        where=groups([pair.segment]),
        joined="where",
        help="Plan at least one touchpoint for them there, or limit the phase to others with its `segments`."
        if in_others
        else "Plan at least one touchpoint there, or leave the phase out: with `scope: own` only your own count.",
    )


@rule("PHS004", Severity.WARNING, step=Step.DESIGN, harm=Harm.CHURN, applies=holds_touchpoints)
def reactive_only_phase(phase: Phase, audit: Context) -> Iterator[Problem]:
    """In a phase, everything is started by the customer.

    Why: Who only answers meets the customers who complain, and never those who give up quietly. Outside support, a
    phase needs at least one moment that the company begins.

    Bad:
        scope: own
        phases:
          - id: adoption  # <- PHS004
        touchpoints:
          - id: help-pages
            name: Help pages
            type: documentation
            phase: adoption

    Good:
        scope: own
        phases:
          - id: adoption
        touchpoints:
          - id: help-pages
            name: Help pages
            type: documentation
            phase: adoption
          - id: tips
            name: Tips for daily use
            type: nudge
            phase: adoption
    """
    touchpoints = audit.inventory.in_phase(phase)
    if all(touchpoint.initiation == "reactive" for touchpoint in touchpoints):
        yield Problem(
            phase.at("id"),
            "in the phase {phase} the customer has to start everything: {count} {count:touchpoint|touchpoints}, none "
            "of them from you",
            count=len(touchpoints),
            phase=phase.name,
            help="Add a touchpoint with which you make the first move, such as a check-in or a tip.",
        )


@rule("PHS012", Severity.INFO, step=Step.DESIGN, harm=Harm.PAPER, applies=is_declared)
def missing_customer_goal(phase: Phase, _: Context) -> Iterator[Problem]:
    """Nobody says what the customer wants to reach in a phase.

    Why: A phase is over when the customer is where they wanted to be, not when our calendar says so. Without their
    goal, the touchpoints in it can only serve ours.

    Bad:
        phases:
          - id: onboarding  # <- PHS012

    Good:
        phases:
          - id: onboarding
            customer_goal: First value within a month
    """
    if phase.customer_goal is None:
        yield Problem(
            phase.at("id"),
            "the phase {phase} has no goal of the customer",
            phase=phase.name,
            help="Write under `customer_goal`, in the customer's words, what they want to have reached at its end.",
        )


@rule("PHS013", Severity.INFO, step=Step.DESIGN, harm=Harm.PAPER)
def phases_mirror_teams(inventory: Inventory, _: Context) -> Iterator[Problem]:
    """The phases show how the company is organised, not how the customer moves.

    Why: Customers do not know your departments. Where every phase is one team's, each hand-over between teams falls
    into a gap of the journey, and nobody has planned it.

    Bad:
        scope: own
        phases:  # <- PHS013
          - id: selling
          - id: introducing
          - id: helping
        touchpoints:
          - id: demo
            name: Demo
            phase: selling
            owner: sales
          - id: training
            name: Training
            phase: introducing
            owner: services
          - id: ticket-reply
            name: Reply to a ticket
            phase: helping
            owner: support

    Good:
        scope: own
        phases:
          - id: choosing
          - id: starting
          - id: using
        touchpoints:
          - id: demo
            name: Demo
            phase: choosing
            owner: sales
          - id: training
            name: Training
            phase: starting
            owner: services
          - id: ticket-reply
            name: Reply to a ticket
            phase: using
            owner: support
          - id: tips
            name: Tips for daily use
            phase: using
            owner: services
    """
    owners = {phase.name: _owners(inventory, phase) for phase in inventory.phases if inventory.in_phase(phase)}
    names = frozenset(word.casefold() for owner in inventory.owners for word in (owner.id, owner.name))
    namesakes = [phase for phase in inventory.phases if names & {phase.id.casefold(), phase.name.casefold()}]
    if len(inventory.phases) < MIRRORING:
        raise NotApplicable
    single = [of_phase[0] for of_phase in owners.values() if len(of_phase) == 1]
    if MIRRORING <= len(owners) == len(single) == len(frozenset(single)):
        pairs = zip(owners, single, strict=True)
        yield Problem(
            At(Kind.INVENTORY, "", ("phases",)),
            "each phase belongs to another owner throughout: {pairs}",
            pairs=tuple(say("{phase} to {owner}", phase=phase, owner=owner or "") for phase, owner in pairs),
            help="Cut the journey where the customer's situation changes, and let teams share a phase.",
        )
    elif len(namesakes) >= MIRRORING:
        yield Problem(
            At(Kind.INVENTORY, "", ("phases",)),
            "the phases {phases} are named like owners",
            phases=tuple(phase.name for phase in namesakes),
            related=tuple(
                Reference(phase.at("id"), say("an owner is called {phase} too", phase=phase.name))
                for phase in namesakes
            ),
            help="Name each phase after what the customer does or wants in it.",
        )


def _owners(inventory: Inventory, phase: Phase) -> tuple[str | None, ...]:
    """Return the different owners of a phase's touchpoints; two where one of them has none."""
    owners = tuple(dict.fromkeys(touchpoint.owner for touchpoint in inventory.in_phase(phase)))
    return (None, None) if owners == (None,) else owners
