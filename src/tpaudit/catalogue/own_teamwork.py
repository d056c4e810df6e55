"""OWN: how owners share the work on one journey."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Iterable, Iterator, Mapping

from tpaudit.durations import Duration
from tpaudit.inventory.facts import is_key
from tpaudit.inventory.naming import owner_name, who
from tpaudit.inventory.registries import Phase, Segment
from tpaudit.inventory.touchpoint import Touchpoint
from tpaudit.inventory.words.terms import PRIORITY, term
from tpaudit.messages import say
from tpaudit.rules.context import Context
from tpaudit.rules.rule import Harm, NotApplicable, Problem, Reference, Step, Woken, rule
from tpaudit.schedule.contact import Contact
from tpaudit.schedule.plan import Person
from tpaudit.severity import Severity

DELICATE = ("onboarding", "renewal")
"""The kinds of phase in which customers begin, or decide to stay."""


def is_anybodys(phase: Phase, audit: Context) -> bool:
    """Whether the phase exists for any segment."""
    return audit.applies(phase)


@rule("OWN005", Severity.INFO, step=Step.ORGANISATION, harm=Harm.PAPER, applies=is_anybodys)
def missing_phase_coordinator(phase: Phase, audit: Context) -> Iterator[Problem]:
    """Nobody holds the threads of the phase together.

    Why: Each touchpoint has its owner, but the customer goes through all of them. Where nobody looks at the phase as a
    whole, it has gaps and repetitions that no single owner sees.

    Bad:
        scope: own
        phases:
          - id: onboarding  # <- OWN005

    Good:
        scope: own
        phases:
          - id: onboarding
            coordinator: csm
    """
    if phase.coordinator is None and audit.inventory.coordinator is None:
        yield Problem(
            phase.at("id"),
            "nobody coordinates the phase {phase}",
            phase=phase.name,
            help="Name an owner in the phase's `coordinator`, or in the root file's for all phases.",
        )


@rule(
    "OWN006",
    Severity.INFO,
    step=Step.ORGANISATION,
    harm=Harm.PAPER,
    woken_by=Woken(("contributors", "informed")),
    applies=is_key,
)
def uninformed_teams(touchpoint: Touchpoint, _: Context) -> Iterator[Problem]:
    """A key touchpoint is known to its owner alone.

    Why: What happens in the moments that matter concerns more teams than one. Customers expect that whoever they speak
    to next knows about it.

    Bad:
        touchpoints:
          - id: kickoff-call  # <- OWN006
            name: Kickoff call
            priority: critical

    Good:
        touchpoints:
          - id: kickoff-call
            name: Kickoff call
            priority: critical
            informed:
              - support
    """
    if not touchpoint.contributors and not touchpoint.informed:
        yield Problem(
            touchpoint.at("id"),
            "{name} has {priority} priority, but nobody contributes to it and nobody is informed",
            name=touchpoint.name,
            priority=term(PRIORITY, touchpoint.priority),
            help="Name who helps under `contributors`, and who needs to know how it went under `informed`.",
        )


@rule("OWN007", Severity.INFO, step=Step.ORGANISATION, harm=Harm.PAPER)
def single_team_phase(phase: Phase, audit: Context, *, min_touchpoints: int = 3) -> Iterator[Problem]:
    """One team does everything in a phase, and no other contributes.

    Why: Onboarding is not the onboarding team's alone: product, support and marketing know things that the customer
    needs then. A phase in one hand tends to show the company's structure instead of the customer's way.

    Bad:
        scope: own
        phases:
          - id: onboarding  # <- OWN007
        owners:
          - id: csm
          - id: product
        defaults:
          phase: onboarding
          owner: csm
        touchpoints:
          - id: welcome
            name: Welcome
          - id: kickoff
            name: Kickoff
          - id: training
            name: Training
          - id: checkin
            name: Check-in

    Good:
        scope: own
        phases:
          - id: onboarding
        owners:
          - id: csm
          - id: product
        defaults:
          phase: onboarding
          owner: csm
        touchpoints:
          - id: welcome
            name: Welcome
          - id: kickoff
            name: Kickoff
          - id: training
            name: Training
            contributors:
              - product
          - id: checkin
            name: Check-in
    """
    touchpoints = audit.inventory.in_phase(phase)
    owner = touchpoints[0].owner if touchpoints else None
    others = [owner_id for owner_id in (*audit.inventory.owner, *audit.owned) if owner_id != owner]
    if len(touchpoints) <= min_touchpoints or not others:
        raise NotApplicable
    if owner is not None and all(
        touchpoint.owner == owner and not touchpoint.contributors for touchpoint in touchpoints
    ):
        yield Problem(
            phase.at("id"),
            "all {count} touchpoints of {phase} belong to {owner}, and no other team contributes",
            count=len(touchpoints),
            phase=phase.name,
            owner=owner_name(owner, audit.inventory),
            help="Name under `contributors` who else helps, or hand touchpoints to teams that know more about them.",
        )


@rule("OWN008", Severity.WARNING, step=Step.ORGANISATION, harm=Harm.CUSTOMER)
def crowded_ownership(
    segment: Segment, audit: Context, *, owners: int = 3, window: Duration = Duration(14, "d")
) -> Iterator[Problem]:
    """While customers begin or decide to stay, several owners contact the same person within a short time.

    Why: Each team sees its own one e-mail; the customer sees all of them, from people who seem not to know of each
    other. Nobody exceeds a budget, and it still looks like a company without a plan.

    Bad:
        segments:
          - id: smb  # <- OWN008
        touchpoints:
          - id: welcome
            name: Welcome e-mail
            type: welcome
            owner: marketing
            timing:
              at: 0d
          - id: kickoff
            name: Kickoff call
            type: kickoff
            owner: csm
            timing:
              at: 3d
          - id: training
            name: Training
            type: training
            owner: services
            timing:
              at: 10d

    Good:
        segments:
          - id: smb
        touchpoints:
          - id: welcome
            name: Welcome e-mail
            type: welcome
            owner: csm
            timing:
              at: 0d
          - id: kickoff
            name: Kickoff call
            type: kickoff
            owner: csm
            timing:
              at: 3d
          - id: training
            name: Training
            type: training
            owner: services
            timing:
              at: 10d
    """
    persons = audit.plan(segment).different_persons
    contacts_of = {person.id: _in_delicate_phases(person, segment, audit) for person in persons}
    stretches = [
        (person, stretch) for person in persons if (stretch := _most_crowded(contacts_of[person.id], window.days))
    ]
    if not stretches:
        raise NotApplicable
    person, stretch = max(stretches, key=lambda found: len(_by_owner(found[1])))
    contacts = _by_owner(stretch)
    if len(contacts) >= owners:
        yield Problem(
            segment.at("id"),
            "{count} {count:owner contacts|owners contact} {person} within days {start} to {end}: {owners}",
            count=len(contacts),
            person=who(person.id, segment),
            start=stretch[0].day,
            end=stretch[-1].day,
            owners=tuple(owner_name(owner, audit.inventory) for owner in contacts),
            related=tuple(
                Reference(
                    contact.touchpoint.at("owner"),
                    say("{name} on day {day}", name=contact.touchpoint.name, day=contact.day),
                )
                for contact in contacts.values()
            ),
            measure=len(contacts),
            involves=tuple(contact.touchpoint for contact in contacts.values()),
            help="Let one owner speak for the others, or move what can wait to a quieter time.",
        )


def _by_owner(contacts: tuple[Contact, ...]) -> Mapping[str, Contact]:
    """Return each owner's first contact."""
    first: dict[str, Contact] = {}
    for contact in contacts:
        first.setdefault(contact.touchpoint.owner or "", contact)
    return first


def _in_delicate_phases(person: Person, segment: Segment, audit: Context) -> tuple[Contact, ...]:
    """Return the person's contacts with an owner in phases in which customers begin or decide to stay."""
    phases = [phase.id for phase in audit.inventory.phases if phase.kind in DELICATE]
    windows = [window for phase in phases for window in audit.windows(segment, phase)]
    ongoing = {phase for phase in phases if not audit.windows(segment, phase)}
    reached = {contact.touchpoint.id for contact in person.contacts}
    owned = {
        touchpoint.id
        for touchpoint in audit.inventory.in_segment(segment)
        if touchpoint.id in reached and touchpoint.owner is not None
    }
    return tuple(
        contact
        for contact in person.contacts
        if contact.touchpoint.id in owned
        and (contact.touchpoint.phase in ongoing or any(start <= contact.day <= end for start, end in windows))
    )


def _most_crowded(contacts: Iterable[Contact], days: int) -> tuple[Contact, ...]:
    """Return the contacts of the stretch of so many days with the most owners, the earliest of several."""
    worst: tuple[Contact, ...] = ()
    most = 0
    stretch: deque[Contact] = deque()
    owners: Counter[str] = Counter()
    for contact in contacts:
        owner = contact.touchpoint.owner or ""
        stretch.append(contact)
        owners[owner] += 1
        while contact.day - stretch[0].day >= max(1, days):
            gone = stretch.popleft().touchpoint.owner or ""
            owners[gone] -= 1
            if not owners[gone]:
                del owners[gone]
        if len(owners) > most:
            worst, most = tuple(stretch), len(owners)
    return worst
