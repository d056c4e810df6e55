"""PRS: how much reaches one person, against what is allowed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from types import MappingProxyType

from tpaudit.inventory.naming import customer, who
from tpaudit.inventory.registries import Event, Segment
from tpaudit.messages import Against, Message, say
from tpaudit.rules.context import Context, sets_off_contacts
from tpaudit.rules.phrases import few, named, span, timings
from tpaudit.rules.rule import Harm, Problem, Step, rule
from tpaudit.schedule.figures import Burst, Exceeded
from tpaudit.schedule.plan import Person, SegmentPlan
from tpaudit.severity import Severity

WITHIN: Mapping[str, Message] = MappingProxyType(
    {
        "per_day": say("on one day"),
        "per_week": say("within 7 days"),
        "per_month": say("within 30 days"),
        "per_quarter": say("within 91 days"),
    }
)


def has_budget(segment: Segment, audit: Context) -> bool:
    """Whether a contact budget holds for its customers."""
    plan = audit.plan(segment)
    return bool(plan.limits or plan.phase_limits or plan.channel_limits)


@rule("PRS001", Severity.WARNING, step=Step.DESIGN, harm=Harm.BLIND)
def missing_contact_budget(segment: Segment, audit: Context) -> Iterator[Problem]:
    """No contact budget says how many contacts are too many.

    Why: Every team adds its own messages and nobody adds them up. A budget turns "it feels like a lot" into a limit
    that the schedule can be held against.

    Bad:
        segments:
          - id: smb  # <- PRS001

    Good:
        segments:
          - id: smb
            contact_budget:
              per_week: 2
    """
    if not has_budget(segment, audit):
        yield Problem(
            segment.at("id"),
            "nothing says how many contacts {customer} may get",
            customer=customer(segment),
            help="Set `contact_budget` for the segment or at the root, for instance `per_week: 2`.",
        )


@rule("PRS002", Severity.ERROR, step=Step.DESIGN, harm=Harm.CUSTOMER, applies=has_budget)
def exceeded_contact_budget(segment: Segment, audit: Context) -> Iterator[Problem]:
    """More contacts reach one person than the contact budget allows.

    Why: Too many messages are not read but silenced: people unsubscribe, filter, stop answering, and miss what matters.
    Per three months about 3 phone, 3-4 e-mail and 9-10 postal contacts are welcome; more irritates.
    Source: Godfrey, Seiders, Voss, Journal of Marketing 2011, for consumers, as reported in the press (grade A)

    Bad:
        segments:
          - id: smb  # <- PRS002
            contact_budget:
              per_week: 2
        touchpoints:
          - id: daily-tip
            name: Daily tip
            type: nudge
            channel: email
            timing:
              every: 1d
              times: 5

    Good:
        segments:
          - id: smb
            contact_budget:
              per_week: 2
        touchpoints:
          - id: weekly-tip
            name: Weekly tip
            type: nudge
            channel: email
            timing:
              every: 1w
              times: 5
    """
    plan = audit.plan(segment)
    for exceeded in plan.exceeded:
        channel = exceeded.channel
        yield Problem(
            segment.at("id"),
            "{contacts} for {person} {days}, but the budget is {limit} {period}, exceeded {extent}: {culprits}",
            of=f"{channel or 'all'}/{exceeded.period}",
            related=timings(exceeded.culprits),
            measure=(exceeded.load - exceeded.limit, exceeded.windows),
            involves=exceeded.culprits,
            contacts=_contacts(exceeded, plan, audit),
            person=who(exceeded.person, segment),
            days=span(exceeded.start, exceeded.end),
            limit=exceeded.limit,
            period=WITHIN[exceeded.period],
            extent=_extent(exceeded),
            culprits=few(touchpoint.name for touchpoint in exceeded.culprits),
            help="Drop, merge or move some of these touchpoints, or raise the budget if customers agree.",
        )


def _contacts(exceeded: Exceeded, plan: SegmentPlan, audit: Context) -> Message:
    over = Against(Fraction(exceeded.load), exceeded.limit)
    load = say("at least {load}", load=over) if plan.unknown_rates else over
    if exceeded.channel is None:
        return say("{load} {load:contact|contacts}", load=load)
    return say(
        "{load} {load:contact|contacts} by {channel}", load=load, channel=audit.inventory.channel[exceeded.channel].name
    )


def _extent(exceeded: Exceeded) -> Message:
    windows = say("in {count} {count:window|windows}", count=exceeded.windows)
    return (
        say("{windows}, and for {others} too", windows=windows, others=exceeded.others) if exceeded.others else windows
    )


@rule("PRS008", Severity.WARNING, step=Step.DESIGN, harm=Harm.CUSTOMER, applies=sets_off_contacts)
def burst_after_event(
    event: Event, audit: Context, *, max_per_day: int = 3, max_per_week: int = 5
) -> Iterator[Problem]:
    """One event sets off a burst of contacts.

    Why: Each reaction makes sense alone, and each belongs to another workflow. Together they hit the customer at once,
    in the very moment in which something happened to them.

    Bad:
        contact_budget:
          per_day: 1
        events:
          - id: usage_drop  # <- PRS008
        touchpoints:
          - id: alert-mail
            name: Alert e-mail
            channel: email
            timing:
              at: 1d
              after: usage_drop
          - id: alert-call
            name: Alert call
            channel: phone
            timing:
              at: 1d
              after: usage_drop

    Good:
        contact_budget:
          per_day: 1
        events:
          - id: usage_drop
        touchpoints:
          - id: alert-mail
            name: Alert e-mail
            channel: email
            timing:
              at: 1d
              after: usage_drop
          - id: alert-call
            name: Alert call
            channel: phone
            timing:
              at: 4d
              after: usage_drop
    """
    fallback: Mapping[str, int] = {"per_day": max_per_day, "per_week": max_per_week}
    segments: dict[str, list[tuple[SegmentPlan, Person, Burst]]] = {}
    for plan, person, burst in audit.bursts[event.id]:
        segments.setdefault(plan.segment.id, []).append((plan, person, burst))
    for bursts in segments.values():
        for period in ("per_day", "per_week", "per_month"):
            plan, person, burst = max(bursts, key=lambda one: one[2].worst[period].load)
            worst, limit = burst.worst[period], plan.limits.get(period, fallback.get(period))
            if limit is None or worst.load <= limit:
                continue
            culprits = worst.contacts
            yield Problem(
                event.place("id"),
                "{event} sets off {load} {load:contact|contacts} with {person} {period}, more than {limit}: {culprits}",
                of=f"{plan.segment.id}/{period}",
                segments=(plan.segment.id,),
                related=timings(contact.touchpoint for contact in culprits),
                event=event.name,
                load=worst.load,
                person=who(person.id, plan.segment),
                period=WITHIN[period],
                limit=limit,
                culprits=few(say("{name} on day {day}", name=name, day=day) for name, day in named(culprits)),
                help="Let some of them wait longer, drop or merge some, or allow more in a `contact_budget`.",
            )
