"""CHN: the mix of channels, as a segment's customers and the whole journey see it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction

from tpaudit.inventory.facts import covers_whole_journey
from tpaudit.inventory.inventory import Inventory
from tpaudit.inventory.naming import customer, customers
from tpaudit.inventory.registries import Segment
from tpaudit.inventory.subject import At, Kind
from tpaudit.inventory.touchpoint import Touchpoint
from tpaudit.messages import Share, say
from tpaudit.rules.context import Context
from tpaudit.rules.rule import Harm, NotApplicable, Problem, Reference, Step, rule
from tpaudit.schedule.measuring.load import through
from tpaudit.schedule.plan import SegmentPlan
from tpaudit.severity import Severity

SHOWN = 5
"""So many places are named where there may be any number."""


def has_preferences(segment: Segment) -> bool:
    """Whether the preferred or avoided channels of its customers are known."""
    return bool(segment.preferred_channels or segment.avoided_channels)


@rule("CHN002", Severity.INFO, step=Step.DESIGN, harm=Harm.CUSTOMER)
def concentrated_channel(
    segment: Segment, audit: Context, *, max_share: Fraction = Fraction(3, 5), min_contacts: int = 10
) -> Iterator[Problem]:
    """One channel carries most of the contacts.

    Why: Customers stop noticing what always comes the same way, and those who do not use that channel hear nothing at
    all. The ideal number of contacts in one channel also falls as the others rise, so a mix is read more.
    Source: Godfrey, Seiders and Voss, Journal of Marketing 2011, as reported in the press (grade A)

    Bad:
        segments:
          - id: smb  # <- CHN002
        touchpoints:
          - id: newsletter
            name: Newsletter
            type: newsletter
            channel: email
            timing:
              every: 1mo

    Good:
        segments:
          - id: smb
        touchpoints:
          - id: newsletter
            name: Newsletter
            type: newsletter
            channel: email
            timing:
              every: 2mo
          - id: tips
            name: Tips
            type: nudge
            channel: in_app
            timing:
              every: 2mo
    """
    weights = _weight_by_channel(audit.plan(segment))
    total = sum(weights.values(), Fraction(0))
    if total < min_contacts or not total:
        raise NotApplicable
    for channel, weight in weights.items():
        if channel is not None and weight / total > max_share:
            yield Problem(
                segment.at("id"),
                "{channel} carries {weight} of the {total} {total:contact|contacts} with {customer}, more than "
                "{max_share}",
                of=channel,
                measure=Share(weight / total),
                channel=audit.inventory.channel[channel].name,
                weight=weight,
                total=total,
                customer=customer(segment),
                max_share=Share(max_share),
                help="Move some of them to channels that these customers use as well, or merge some.",
            )


def _weight_by_channel(plan: SegmentPlan) -> Mapping[str | None, Fraction]:
    """Return the contacts of the period by channel, dated and expected, each once however many people it reaches."""
    channels = dict.fromkeys(step.channel for part in plan.account for step in part)
    account = plan.account_load
    return {channel: account.only(through(channel)).mean(*plan.period) for channel in channels}


@rule("CHN003", Severity.WARNING, step=Step.DESIGN, harm=Harm.CUSTOMER, applies=has_preferences)
def ignored_channel_preference(segment: Segment, audit: Context) -> Iterator[Problem]:
    """A channel that customers do not want is used, or one that they like is not.

    Why: They told you how they want to be reached. Ignoring it costs more than never having asked. What they start
    themselves goes through the channel that they choose.

    Bad:
        segments:
          - id: smb
            avoided_channels:
              - sms  # <- CHN003
        touchpoints:
          - id: reminder
            name: Appointment reminder
            channel: sms

    Good:
        segments:
          - id: smb
            avoided_channels:
              - sms
        touchpoints:
          - id: reminder
            name: Appointment reminder
            channel: email
    """
    users: dict[str, list[Touchpoint]] = {}
    for touchpoint in audit.inventory.in_segment(segment):
        for channel in touchpoint.channel:
            users.setdefault(channel, []).append(touchpoint)
    for index, channel in enumerate(segment.avoided_channels):
        sent = [touchpoint for touchpoint in users.get(channel, ()) if touchpoint.initiation != "reactive"]
        if sent:
            yield Problem(
                segment.at("avoided_channels", index),
                "{customers} do not want {channel}, but {count} {count:touchpoint uses|touchpoints use} it",
                customers=customers(segment),
                channel=audit.inventory.channel[channel].name,
                count=len(sent),
                measure=len(sent),
                involves=sent,
                related=tuple(
                    Reference(touchpoint.at("channel"), say("{name} uses it", name=touchpoint.name))
                    for touchpoint in sent[:SHOWN]
                ),
                help="Move these touchpoints to another channel, or leave this segment out of them.",
            )
    for index, channel in enumerate(segment.preferred_channels):
        if channel not in users:
            yield Problem(
                segment.at("preferred_channels", index),
                "{customers} like {channel}, but no touchpoint uses it",
                customers=customers(segment),
                channel=audit.inventory.channel[channel].name,
                help="Move a touchpoint that matters to them there, or correct the preference.",
            )


@rule("CHN005", Severity.INFO, step=Step.DESIGN, harm=Harm.BLIND, applies=covers_whole_journey)
def one_sided_journey(inventory: Inventory, _: Context) -> Iterator[Problem]:
    """The whole journey happens online only, or offline only.

    Why: Customers move between the two without thinking about it: they read a review, call, and order in the shop. A
    map with one side only usually leaves out what other departments do.

    Bad:
        scope: full  # <- CHN005
        touchpoints:
          - id: advert
            name: Advert
            channel: advertising

    Good:
        scope: full
        touchpoints:
          - id: advert
            name: Advert
            channel: advertising
          - id: fair
            name: Trade fair
            channel: event
    """
    carried = [touchpoint for touchpoint in inventory.active if touchpoint.channel]
    contexts = tuple(
        dict.fromkeys(inventory.channel[channel].context for touchpoint in carried for channel in touchpoint.channel)
    )
    if not contexts:
        raise NotApplicable
    if len(contexts) == 1:
        online = contexts == ("online",)
        yield Problem(
            At(Kind.INVENTORY, "", ("scope",)),
            "the whole journey of {count} {count:touchpoint|touchpoints} is {side}",
            count=len(carried),
            side=say("online") if online else say("offline"),
            missing=say("offline: calls, meetings, letters, fairs, shops") if online else say("online"),
            help="Add what happens {missing}, or narrow the `scope` down.",
        )


@rule("CHN007", Severity.INFO, step=Step.DESIGN, harm=Harm.CUSTOMER)
def single_support_channel(segment: Segment, audit: Context) -> Iterator[Problem]:
    """Customers get support through one channel only.

    Why: When that channel is down, or does not suit the customer or the urgency, there is no help at all. What they
    cannot ask you, they ask others in public.

    Bad:
        segments:
          - id: smb  # <- CHN007
        touchpoints:
          - id: ticket-reply
            name: Reply to a ticket
            type: ticket_reply
            phase: support
            channel: support_ticket

    Good:
        segments:
          - id: smb
        touchpoints:
          - id: ticket-reply
            name: Reply to a ticket
            type: ticket_reply
            phase: support
            channel:
              - support_ticket
              - phone
    """
    helping = [touchpoint for touchpoint in audit.inventory.in_segment(segment) if _is_support(touchpoint, audit)]
    channels = tuple(dict.fromkeys(channel for touchpoint in helping for channel in touchpoint.channel))
    if not channels:
        raise NotApplicable
    if len(channels) == 1:
        yield Problem(
            segment.at("id"),
            "{customers} get support through {channel} only",
            customers=customers(segment),
            channel=audit.inventory.channel[channels[0]].name,
            related=tuple(
                Reference(touchpoint.at("channel"), say("{name} uses it", name=touchpoint.name))
                for touchpoint in helping[:SHOWN]
            ),
            help="Offer a second way that suits other customers and other emergencies: phone, chat, a knowledge base.",
        )


def _is_support(touchpoint: Touchpoint, audit: Context) -> bool:
    """Whether a customer who needs help starts it."""
    phase = audit.inventory.phase.get(touchpoint.phase or "")
    helps = touchpoint.type == "ticket_reply" or (phase is not None and phase.kind == "support")
    return helps and touchpoint.initiation == "reactive"
