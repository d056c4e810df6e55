"""PRS: how much reaches one person, against what is allowed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction

from tpaudit.inventory.naming import groups, who
from tpaudit.inventory.registries import Event, Segment
from tpaudit.inventory.subject import At, Kind
from tpaudit.messages import Message, Share, say
from tpaudit.rules.context import Context, sets_off_contacts
from tpaudit.rules.phrases import WITHIN, few, named, span, timings
from tpaudit.rules.rule import Harm, Problem, Step, Unit, rule
from tpaudit.schedule.figures import Burst, BurstWindow, Exceeded, Profile
from tpaudit.schedule.plan import Person, SegmentPlan
from tpaudit.severity import Severity


def has_budget(segment: Segment, audit: Context) -> bool:
    """Whether a contact budget holds for its customers."""
    plan = audit.plan(segment)
    return bool(plan.limits or plan.phase_limits or plan.channel_limits)


@rule("PRS001", Severity.WARNING, step=Step.DESIGN, harm=Harm.BLIND)
def missing_contact_budget(segment: Segment, audit: Context) -> Iterator[Problem]:
    """No contact budget says how many contacts are too many, or none for a channel in use.

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
        # One finding for all of them, also where some have a budget: else the first budget would make the others new.
        at_once = len(audit.inventory.segments) > 1
        yield Problem(
            At(Kind.INVENTORY, "", ("contact_budget",)) if at_once else segment.at("id"),
            "nothing says how many contacts are too many for {where}",
            where=groups([segment]),
            joined="where" if at_once else "",
            help="Set `contact_budget` for the segment or at the root, for instance `per_week: 2`.",
        )
        return
    unlimited = _without_limit(audit.plan(segment), audit)
    if unlimited:
        yield Problem(
            segment.at("id"),
            "the contact budget of {where} says nothing about {channels}",
            where=groups([segment]),
            measure=len(unlimited),
            channels=tuple(audit.inventory.channel[channel].name for channel in unlimited),
            help="Add a limit over all channels, for instance `per_week: 2`, or one for each channel in use.",
        )


def _without_limit(plan: SegmentPlan, audit: Context) -> tuple[str, ...]:
    """Return the channels that carry contacts though no limit holds for them."""
    if plan.limits or plan.phase_limits:
        return ()
    limited = {channel for channel, _ in plan.channel_limits}
    channels = (
        *(contact.channel for contact in plan.account.contacts),
        *(spread.channel for spread in plan.account.spread),
        *(step.channel for step in plan.account.steps),
    )
    used = dict.fromkeys(channel for channel in channels if channel is not None)
    return tuple(channel for channel in used if channel not in limited and audit.inventory.channel[channel].addressed)


@rule("PRS002", Severity.ERROR, step=Step.DESIGN, harm=Harm.CUSTOMER, applies=has_budget)
def exceeded_contact_budget(
    segment: Segment, audit: Context, *, min_audience: Fraction = Fraction(1, 100)
) -> Iterator[Problem]:
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
    for exceeded in plan.exceeding(min_audience):
        yield Problem(
            segment.at("id"),
            "{contacts} for {person} {days}, but the budget is {limit} {period}; {over}: {culprits}",
            of=f"{exceeded.channel or 'all'}/{exceeded.period}",
            related=timings(exceeded.culprits),
            involves=exceeded.culprits,
            measure=exceeded.measure,
            units=(Unit.OVER, Unit.COUNT),
            contacts=_contacts(exceeded, plan, audit),
            person=who(exceeded.person, segment),
            days=span(exceeded.start, exceeded.end),
            limit=exceeded.limit,
            period=WITHIN[exceeded.period],
            over=_over(exceeded, audit),
            culprits=few(touchpoint.name for touchpoint in exceeded.culprits),
            help="Drop, merge or move some of these touchpoints, or raise the budget if customers agree.",
        )


def _contacts(exceeded: Exceeded, plan: SegmentPlan, audit: Context) -> Message:
    """Return how many contacts it is, at least where nobody says how often events set off further ones."""
    contacts = say("{load} {load:contact|contacts}", load=exceeded.load)
    if exceeded.channel is not None:
        contacts = say(
            "{load} {load:contact|contacts} by {channel}",
            load=exceeded.load,
            channel=audit.inventory.channel[exceeded.channel].name,
        )
    unknown = any(
        step.per_quarter is None and exceeded.channel in (None, step.channel)
        for step in plan.person(exceeded.person).steps
    )
    return say("at least {contacts}", contacts=contacts) if unknown else contacts


def _over(exceeded: Exceeded, audit: Context) -> Message:
    """Return who is over the budget, in how many windows, and which other persons are."""
    parts = [say("{who} in {count} {count:window|windows}", who=_who(exceeded.profile, audit), count=exceeded.windows)]
    if exceeded.others:
        parts.append(say("{others} too", others=exceeded.others))
    if exceeded.wider is not None:
        wider = exceeded.wider
        parts.append(say("{who} with even {load}", who=_who(wider.profile, audit), load=wider.load))
    return say("over it: {parts}", parts=tuple(parts))


def _who(profile: Profile, audit: Context) -> Message:
    if profile.is_everyone:
        return say("every customer")
    if profile.touchpoint is not None:
        members = say("those whom {name} reaches", name=profile.touchpoint.name)
    else:
        audience = audit.inventory.audience.get(profile.audience or "")
        members = say("the audience {audience}", audience=audience.name if audience else profile.audience or "")
    if profile.share is None:
        return members
    return say("{members} (about {share})", members=members, share=Share(profile.share))


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
    for period in ("per_day", "per_week", "per_month"):
        over = [worst for bursts in segments.values() if (worst := _worst(bursts, period, fallback.get(period)))]
        if not over:
            continue
        plan, person, window, limit = max(over, key=lambda excess: excess[2].load - excess[3])
        yield Problem(
            event.place("id"),
            "{event} sets off {load} {load:contact|contacts} with {person} {period}, more than {limit}: {culprits}",
            of=period,
            segments=tuple(excess[0].segment.id for excess in over),
            related=timings(contact.touchpoint for contact in window.contacts),
            involves=tuple(contact.touchpoint for contact in window.contacts),
            measure=window.load - limit,
            units=Unit.OVER,
            event=event.name,
            load=window.load,
            person=who(person.id, plan.segment),
            period=WITHIN[period],
            limit=limit,
            culprits=few(say("{name} on day {day}", name=name, day=day) for name, day in named(window.contacts)),
            help="Let some of them wait longer, drop or merge some, or allow more in a `contact_budget`.",
        )


def _worst(
    bursts: Iterable[tuple[SegmentPlan, Person, Burst]], period: str, fallback: int | None
) -> tuple[SegmentPlan, Person, BurstWindow, Fraction] | None:
    """Return the person whom an event burdens most in a segment, where that is more than is allowed."""
    plan, person, burst = max(bursts, key=lambda candidate: candidate[2].worst[period].load)
    window = burst.worst[period]
    limit = plan.limits.get(period, None if fallback is None else Fraction(fallback))
    return (plan, person, window, limit) if limit is not None and window.load > limit else None
