"""INV: whether the inventory is complete and hangs together."""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping

from tpaudit.inventory.facts import is_key
from tpaudit.inventory.inventory import Inventory
from tpaudit.inventory.mentions import Registered, entries, used
from tpaudit.inventory.subject import At, Kind
from tpaudit.inventory.touchpoint import Touchpoint
from tpaudit.inventory.words.terms import PRIORITY, SOURCE, each, term
from tpaudit.inventory.words.vocabulary import CONTRACT_EVENTS
from tpaudit.messages import Message, say
from tpaudit.rules.context import Context
from tpaudit.rules.rule import Harm, NotApplicable, Problem, Step, rule
from tpaudit.severity import Severity

SOURCES = ("csm_interviews", "campaigns", "ticket_types", "workflows", "product_analytics")
"""Where a team finds its touchpoints; each knows some that the others don't."""

LOOPING = ("renewal", "advocacy", "support")
"""The kinds of phase from which a journey begins again."""


@rule("INV007", Severity.INFO, step=Step.DESIGN, harm=Harm.PAPER)
def unused_entry(inventory: Inventory, _: Context) -> Iterator[Problem]:
    """A segment, owner, channel, event or audience is declared, and nothing uses it.

    Why: Dead entries make an inventory look richer than it is. An owner of nothing or a segment that nobody serves is
    either a leftover or a gap that somebody believes to be filled.

    Bad:
        channels:
          - id: partner_portal  # <- INV007
            name: Partner portal
        touchpoints:
          - id: kickoff-call
            name: Kickoff call
            channel: video

    Good:
        channels:
          - id: partner_portal
            name: Partner portal
        touchpoints:
          - id: kickoff-call
            name: Kickoff call
            channel: partner_portal
    """
    in_use = used(inventory)
    for kind, entry in entries(inventory):
        word = _UNUSED.get(kind)
        if word is None or not inventory.declared(kind, entry.id) or _is_used(kind, entry, inventory, in_use):
            continue
        yield Problem(
            At(kind, entry.id, ("id",)),
            "nothing uses the {kind} {id}",
            of=f"{kind} {entry.id}",
            kind=word,
            id=entry.id,
            help="Delete the entry, or name it where it belongs.",
        )


_UNUSED: Mapping[Kind, Message] = {
    Kind.SEGMENT: say("segment"),
    Kind.OWNER: say("owner"),
    Kind.CHANNEL: say("channel"),
    Kind.EVENT: say("event"),
    Kind.AUDIENCE: say("audience"),
}
"""What is only there to be named."""


def _is_used(kind: Kind, entry: Registered, inventory: Inventory, in_use: Container[tuple[Kind, str]]) -> bool:
    if (kind, entry.id) in in_use:
        return True
    match kind:
        case Kind.SEGMENT:
            return any(not touchpoint.segments for touchpoint in inventory.touchpoints)
        case Kind.OWNER:
            return entry.name in inventory.readers
        case Kind.EVENT:
            return entry.id in CONTRACT_EVENTS  # they date the contract itself
    return False


@rule("INV010", Severity.INFO, step=Step.DESIGN, harm=Harm.BLIND)
def incomplete_discovery(inventory: Inventory, _: Context, *, required: tuple[str, ...] = SOURCES) -> Iterator[Problem]:
    """The touchpoints were not looked for in every source that knows some.

    Why: Each source sees a part only: people know their calls, the campaign tool its e-mails, the help desk what
    customers ask, the product what they do. Teams that map for the first time find 40 to 60 touchpoints that nobody
    had written down.
    Source: Lincoln Murphy, an anecdote from customer-success practice (grade C)

    Bad:
        discovery:  # <- INV010
          - source: csm_interviews
          - source: campaigns
          - source: ticket_types
          - source: workflows

    Good:
        discovery:
          - source: csm_interviews
          - source: campaigns
          - source: ticket_types
          - source: workflows
          - source: product_analytics
    """
    searched = frozenset(discovery.source for discovery in inventory.discovery)
    missing = tuple(source for source in required if source not in searched)
    if missing:
        yield Problem(
            At(Kind.INVENTORY, "", ("discovery",)),
            "touchpoints have not been looked for in {missing}",
            missing=each(SOURCE, missing),
            measure=len(missing),
            help="Search these sources too, and note each under `discovery` with `source`, `direction` and `done_on`.",
        )


@rule("INV011", Severity.INFO, step=Step.DESIGN, harm=Harm.BLIND)
def one_directional_discovery(inventory: Inventory, audit: Context) -> Iterator[Problem]:
    """The touchpoints were not looked for both bottom-up and top-down.

    Why: Asking the people who do the work shows what happens, but not what is missing; walking along the journey shows
    what should happen, but not what really does. Only both together show the gaps.

    Bad:
        discovery:  # <- INV011
          - source: csm_interviews
            direction: bottom_up

    Good:
        discovery:
          - source: csm_interviews
            direction: bottom_up
          - source: journey_workshop
            direction: top_down
    """
    if not inventory.discovery and audit.fires("INV010", inventory):
        raise NotApplicable
    taken = frozenset(discovery.direction for discovery in inventory.discovery)
    ways = (("bottom_up", say("from the people who do the work")), ("top_down", say("from the plan of the journey")))
    missing = tuple(way for direction, way in ways if direction not in taken)
    if missing:
        yield Problem(
            At(Kind.INVENTORY, "", ("discovery",)),
            "touchpoints have not been looked for starting {missing}",
            missing=missing,
            measure=len(missing),
            help="Do it in the other direction too, and note it under `discovery` with `direction: bottom_up` for "
            "interviews and systems, `direction: top_down` for a workshop along the journey.",
        )


@rule("INV012", Severity.INFO, step=Step.DESIGN, harm=Harm.BLIND)
def suspiciously_small_inventory(inventory: Inventory, _: Context, *, min_touchpoints: int = 40) -> Iterator[Problem]:
    """The inventory has fewer touchpoints than companies usually have.

    Why: A team that maps for the first time finds 40 to 60 touchpoints that were never written down. A much shorter
    list is more often incomplete than lean: what is missing in it still reaches customers.
    Source: Lincoln Murphy, an anecdote from customer-success practice (grade C)

    Bad:
        tpaudit: 1  # <- INV012
        name: Acme Cloud

    Good:
        tpaudit: 1
        name: Acme Cloud
        audit:
          options:
            suspiciously-small-inventory:
              min_touchpoints: 1
        touchpoints:
          - id: kickoff-call
            name: Kickoff call
    """
    count = len(inventory.active)
    if count < min_touchpoints:
        yield Problem(
            At(Kind.INVENTORY, ""),
            "{count} {count:touchpoint is|touchpoints are} in use, fewer than the {expected} of a usual company",
            count=count,
            measure=-count,
            expected=min_touchpoints,
            help="Look through campaigns, ticket types, workflows and invoices for more; where the list is complete, "
            "waive the rule in the root file and say why.",
        )


@rule("INV013", Severity.INFO, step=Step.DESIGN, harm=Harm.PAPER, applies=is_key)
def isolated_touchpoint(touchpoint: Touchpoint, audit: Context) -> Iterator[Problem]:
    """A key touchpoint stands alone: nothing leads to it, and it leads nowhere.

    Why: Customers experience a journey, not a list. A moment that matters and is tied to nothing before or after it
    comes as a surprise, and its success is not followed up.

    Bad:
        touchpoints:
          - id: kickoff-call  # <- INV013
            name: Kickoff call
            priority: high
          - id: training
            name: First training

    Good:
        touchpoints:
          - id: kickoff-call
            name: Kickoff call
            priority: high
            leads_to:
              - training
          - id: training
            name: First training
    """
    leads = touchpoint.leads_to or touchpoint.id in audit.led_from
    waits = any(timing.anchor is not None for timing in touchpoint.timing)
    if not leads and not waits and touchpoint.id not in audit.anchors:
        yield Problem(
            touchpoint.at("id"),
            "{name} has {priority} priority, but nothing leads to it and it leads nowhere",
            name=touchpoint.name,
            priority=term(PRIORITY, touchpoint.priority),
            help="Say under `leads_to` what follows it, name it there in what comes before, or tie its `timing` to an "
            "event or another touchpoint, or that of another one to it.",
        )


@rule("INV014", Severity.INFO, step=Step.DESIGN, harm=Harm.PAPER)
def linear_journey(inventory: Inventory, audit: Context) -> Iterator[Problem]:
    """Nothing leads from renewal, advocacy or support back to an earlier phase.

    Why: A customer's journey is a loop: who renews is onboarded to what is new, who asks for help needs training, who
    recommends you deserves more attention. A journey that only runs forward loses sight of its customers at the end.

    Bad:
        scope: own
        phases:  # <- INV014
          - id: onboarding
          - id: renewal
        touchpoints:
          - id: training
            name: Training
            phase: onboarding
          - id: renewal-call
            name: Renewal call
            phase: renewal

    Good:
        scope: own
        phases:
          - id: onboarding
          - id: renewal
        touchpoints:
          - id: training
            name: Training
            phase: onboarding
          - id: renewal-call
            name: Renewal call
            phase: renewal
            leads_to:
              - training
    """
    late = tuple(phase for phase in inventory.phases if phase.kind in LOOPING and audit.applies(phase))
    if not late:
        raise NotApplicable
    order = {phase.id: place for place, phase in enumerate(inventory.phases)}
    for phase in late:
        for touchpoint in inventory.in_phase(phase):
            following = [lead.to for lead in touchpoint.leads_to]
            following += [waiting.id for waiting in audit.waiting.get(touchpoint.id, ())]
            for other in following:
                target = inventory.touchpoint[other]
                if target.active and target.phase is not None and order[target.phase] < order[phase.id]:
                    return
    yield Problem(
        At(Kind.INVENTORY, "", ("phases",)),
        "nothing leads from {phases} back to an earlier phase",
        phases=tuple(phase.name for phase in late),
        help="Say under `leads_to` where the journey goes on: from a renewal to the training for what is new, from a "
        "ticket to the guide that would have spared it; or tie the `timing` of the one to the other.",
    )
