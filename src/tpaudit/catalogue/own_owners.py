"""OWN: who answers for a touchpoint."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from types import MappingProxyType

from tpaudit.inventory.registries import Owner
from tpaudit.inventory.touchpoint import Touchpoint
from tpaudit.inventory.words.terms import ROLE, TYPE, term
from tpaudit.messages import Share, codes, say
from tpaudit.rules.context import Context
from tpaudit.rules.phrases import part
from tpaudit.rules.rule import Harm, NotApplicable, Problem, Reference, Step, rule
from tpaudit.rules.workload import occurrences_over_all_customers
from tpaudit.severity import Severity

VAGUE = ("tbd", "todo", "team", "all", "everyone", "anyone", "n/a", "alle", "jeder", "offen")
"""Owners that are nobody."""

EXPECTED: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        touchpoint_type: roles
        for types, roles in (
            ("business_review executive_sponsor", ("csm", "account_management", "leadership")),
            ("ticket_reply troubleshooting_guide bug_fix", ("support", "product", "services")),
            ("invoice", ("finance", "operations")),
            ("campaign advertising press", ("marketing", "sales")),
            ("negotiation", ("sales", "account_management", "csm")),
        )
        for touchpoint_type in types.split()
    }
)
"""The roles that usually answer for a type."""


def has_unregistered_owner(touchpoint: Touchpoint, audit: Context) -> bool:
    """Whether its owner is not registered."""
    return not audit.inventory.owners and touchpoint.owner is not None


@rule("OWN001", Severity.ERROR, step=Step.DESIGN, harm=Harm.PAPER)
def missing_owner(touchpoint: Touchpoint, audit: Context) -> Iterator[Problem]:
    """Nobody answers for the touchpoint.

    Why: A touchpoint without an accountable owner is nobody's job: it is not improved when it annoys customers and not
    noticed when it stops.

    Bad:
        touchpoints:
          - id: kickoff-call  # <- OWN001
            name: Kickoff call

    Good:
        touchpoints:
          - id: kickoff-call
            name: Kickoff call
            owner: csm
    """
    segments = audit.lacking(touchpoint, lambda touchpoint: touchpoint.owner is None)
    if segments is not None:
        yield Problem(
            touchpoint.at("id"),
            "nobody owns {name}",
            segments=segments,
            measure=part(touchpoint, segments, audit),
            name=touchpoint.name,
            help="Name the one accountable role in `owner`, or set `defaults: owner` for a whole file.",
        )


@rule("OWN002", Severity.ERROR, step=Step.DESIGN, harm=Harm.PAPER, applies=has_unregistered_owner)
def vague_owner(touchpoint: Touchpoint, _: Context, *, vague: tuple[str, ...] = VAGUE) -> Iterator[Problem]:
    """The owner is a word for nobody in particular.

    Why: What everybody owns, nobody does. When a customer complains about it, there is no one who has to answer. Owners
    that are registered may be called as they like.

    Bad:
        touchpoints:
          - id: kickoff-call
            name: Kickoff call
            owner: everyone  # <- OWN002

    Good:
        touchpoints:
          - id: kickoff-call
            name: Kickoff call
            owner: csm
    """
    if touchpoint.owner in {word.casefold() for word in vague}:
        yield Problem(
            touchpoint.at("owner"),
            "{name} is owned by {owner}, which is nobody in particular",
            name=touchpoint.name,
            owner=touchpoint.owner or "",
            help="Name exactly one role or team that answers for it, and register it under `owners`.",
        )


@rule("OWN003", Severity.INFO, step=Step.DESIGN, harm=Harm.PAPER)
def mismatched_owner_role(
    touchpoint: Touchpoint, audit: Context, *, expected: Mapping[str, tuple[str, ...]] = EXPECTED
) -> Iterator[Problem]:
    """The owner has another role than those who usually answer for such a touchpoint.

    Why: Whoever reviews the business needs a mandate, whoever answers tickets needs the knowledge and the tools. The
    wrong team can only pass on what the customer says.

    Bad:
        owners:
          - id: growth
            role: marketing
        touchpoints:
          - id: business-review
            name: Business review
            type: business_review
            owner: growth  # <- OWN003

    Good:
        owners:
          - id: success
            role: csm
        touchpoints:
          - id: business-review
            name: Business review
            type: business_review
            owner: success
    """
    owner = audit.inventory.owner.get(touchpoint.owner or "")
    roles = expected.get(touchpoint.type or "")
    if owner is None or owner.role is None or not roles:
        raise NotApplicable
    if owner.role.casefold() not in {role.casefold() for role in roles}:
        yield Problem(
            touchpoint.at("owner"),
            "{name} is of type {type}, but its owner {owner} has the role {role}",
            name=touchpoint.name,
            type=term(TYPE, touchpoint.type),
            owner=owner.name,
            role=term(ROLE, owner.role),
            roles=codes(roles),
            related=(Reference(owner.at("role"), say("the role of {owner}", owner=owner.name)),),
            help="Give it to an owner of one of the roles {roles}, or allow the role in this rule's option `expected`.",
        )


@rule("OWN004", Severity.WARNING, step=Step.ORGANISATION, harm=Harm.CUSTOMER)
def overloaded_owner(owner: Owner, audit: Context) -> Iterator[Problem]:
    """An owner's touchpoints take more hours than the owner has.

    Why: A plan that does not fit into the working week is not carried out, and nobody decides what falls off: it is
    whatever comes last in the quarter, often the customers who do not complain.

    Bad:
        segments:
          - id: enterprise
            customers: 100
        owners:
          - id: csm
            capacity: 300h  # <- OWN004
        touchpoints:
          - id: business-review
            name: Business review
            owner: csm
            effort: 4h
            timing:
              every: 3mo

    Good:
        segments:
          - id: enterprise
            customers: 100
        owners:
          - id: csm
            capacity: 450h
        touchpoints:
          - id: business-review
            name: Business review
            owner: csm
            effort: 4h
            timing:
              every: 3mo
    """
    work = [
        (touchpoint, occurrences * touchpoint.effort.working_hours)
        for touchpoint in audit.owned.get(owner.id, ())
        if touchpoint.effort is not None and (occurrences := occurrences_over_all_customers(touchpoint, audit))
    ]
    if owner.capacity is None or not work:
        raise NotApplicable
    needed, capacity = sum((hours for _, hours in work), Fraction(0)), owner.capacity.working_hours
    if needed > capacity:
        heaviest = sorted(work, key=lambda part: -part[1])[:3]
        yield Problem(
            owner.at("capacity"),
            "{owner} has {capacity} {capacity:hour|hours} a quarter, but the touchpoints of this owner take {needed}",
            owner=owner.name,
            capacity=capacity,
            needed=needed,
            measure=Share(needed / capacity) if capacity else needed,
            involves=tuple(touchpoint for touchpoint, _ in heaviest),
            heaviest=tuple(touchpoint.name for touchpoint, _ in heaviest),
            related=tuple(
                Reference(touchpoint.at("effort"), say("{hours} {hours:hour|hours} a quarter", hours=hours))
                for touchpoint, hours in heaviest
            ),
            help="Automate, shorten or hand over what takes most ({heaviest}), or raise the capacity.",
        )
