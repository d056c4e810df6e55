"""STK: whether the people who decide in an account are reached, each with what concerns them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from tpaudit.inventory.naming import customers, groups
from tpaudit.inventory.registries import Segment
from tpaudit.inventory.touchpoint import Touchpoint
from tpaudit.messages import Value, say
from tpaudit.rules.context import Context
from tpaudit.rules.readiness import is_untimed
from tpaudit.rules.rule import Harm, NotApplicable, Problem, Step, rule
from tpaudit.severity import Severity

BELOW_ROLE = (None, "none", "segment", "account")
"""Personalization that does not tell one person of an account from another."""
MANY_ROLES = 3
CHANNEL_MIX = (("phone", "messenger"), ("email",), ("webinar", "video"), ("in_person", "event"))


def names_stakeholders(segment: Segment) -> bool:
    """Whether it names the people of an account."""
    return bool(segment.stakeholders)


def is_high_touch_account(segment: Segment) -> bool:
    """Whether it names the people of an account, and these get the most attention."""
    return names_stakeholders(segment) and segment.touch_model == "high_touch"


@rule("STK001", Severity.WARNING, step=Step.MARKETING, harm=Harm.CHURN, applies=names_stakeholders)
def uncovered_stakeholder(segment: Segment, audit: Context) -> Iterator[Problem]:
    """A role in the account is reached by nothing, or the main contact through one channel only.

    Why: Several people decide about a renewal. If the champion leaves and nobody knows the decision maker, the account
    is lost with one resignation.

    Bad:
        segments:
          - id: enterprise
            stakeholders:
              - champion
              - decision_maker  # <- STK001
        touchpoints:
          - id: check-in
            name: Check-in call
            type: checkin
            channel: phone
            timing:
              every: 1mo
          - id: newsletter
            name: Newsletter
            type: newsletter
            channel: email
            timing:
              every: 1mo

    Good:
        segments:
          - id: enterprise
            stakeholders:
              - champion
              - decision_maker
        touchpoints:
          - id: check-in
            name: Check-in call
            type: checkin
            channel: phone
            stakeholders: all
            timing:
              every: 1mo
          - id: newsletter
            name: Newsletter
            type: newsletter
            channel: email
            stakeholders: all
            timing:
              every: 1mo
    """
    channels = _channels(segment, audit)
    places: dict[str, int] = {}
    for place, role in enumerate(segment.stakeholders):
        places.setdefault(role, place)
    for role, place in places.items():
        through = channels.get(role)
        at = segment.at("stakeholders", place)
        if through is None:
            yield Problem(
                at,
                "no contact reaches {role} of {segment}",
                of=role,
                role=role,
                segment=segment.name,
                help="Name {role} in the `stakeholders` of touchpoints that concern them.",
            )
        elif place == 0 and len(through) == 1 and None not in through:
            yield Problem(
                at,
                "{role} of {segment}, the main contact, is reached by {channel} only",
                of=role,
                role=role,
                segment=segment.name,
                channel=audit.inventory.channel[next(iter(through)) or ""].name,
                help="Reach {role} through a second channel as well.",
            )


def _channels(segment: Segment, audit: Context) -> Mapping[str, frozenset[str | None]]:
    """Return, for each role that anything reaches, through which channels: whoever is invited takes part."""
    reaching: dict[str, set[str | None]] = {}
    for touchpoint in audit.inventory.in_segment(segment):
        if touchpoint.initiation == "reactive" and not touchpoint.transactional:
            continue
        ways: set[str | None] = {
            channel for channel in touchpoint.channel if audit.inventory.channel[channel].addressed
        }
        if touchpoint.channel and not ways:
            continue
        inviting = (
            invitation
            for invitation in audit.led_from.get(touchpoint.id, ())
            if audit.inventory.serves(invitation, segment)
        )
        invited = [invitation for invitation in inviting if invitation.stakeholders]
        for invitation in invited if invited and not touchpoint.stakeholders else (touchpoint, *invited):
            for role in audit.reached(invitation, segment):
                reaching.setdefault(role, set()).update({None} if is_untimed(touchpoint) else ways or {None})
    return {role: frozenset(ways) for role, ways in reaching.items()}


@rule("STK002", Severity.INFO, step=Step.MARKETING, harm=Harm.CUSTOMER)
def same_content_for_stakeholders(touchpoint: Touchpoint, audit: Context) -> Iterator[Problem]:
    """Three roles or more get the same content.

    Why: The decision maker asks what it is worth, the end user how it works, the champion how to defend it. One text
    for all of them answers none of these questions.

    Bad:
        segments:
          - id: enterprise
            stakeholders:
              - decision_maker
              - champion
              - end_user
        touchpoints:
          - id: newsletter
            name: Newsletter
            stakeholders: all
            content:
              topic: What is new
              personalization: account  # <- STK002

    Good:
        segments:
          - id: enterprise
            stakeholders:
              - decision_maker
              - champion
              - end_user
        touchpoints:
          - id: newsletter
            name: Newsletter
            stakeholders: all
            content:
              topic: What is new
              personalization: role
    """
    content = touchpoint.content
    roles = max((_roles(touchpoint, segment) for segment in audit.serving(touchpoint)), key=len, default=())
    if content is None or len(roles) < MANY_ROLES:
        raise NotApplicable
    if content.personalization in BELOW_ROLE:
        yield Problem(
            touchpoint.at("content", "personalization"),
            "{name} says the same to {roles}",
            name=touchpoint.name,
            roles=roles,
            measure=len(roles),
            help="Write a version for each role and set `personalization: role`, or send it to fewer of them.",
        )


def _roles(touchpoint: Touchpoint, segment: Segment) -> tuple[str, ...]:
    if touchpoint.stakeholders == ("all",):
        return segment.stakeholders
    return tuple(role for role in segment.stakeholders if role in touchpoint.stakeholders)


@rule("STK003", Severity.INFO, step=Step.MARKETING, harm=Harm.CHURN, applies=is_high_touch_account)
def narrow_channel_mix(
    segment: Segment, audit: Context, *, mix: tuple[tuple[str, ...], ...] = CHANNEL_MIX
) -> Iterator[Problem]:
    """High-touch customers are not reached in all the ways in which people work together.

    Why: A call solves what an e-mail would draw out, a meeting builds the trust that a call lives on. Who knows an
    account through one kind of channel knows one side of it. A channel of your own counts like the built-in ones of its
    context and medium.

    Bad:
        segments:
          - id: enterprise  # <- STK003
            touch_model: high_touch
            stakeholders:
              - champion
        touchpoints:
          - id: check-in
            name: Check-in
            channel:
              - phone
              - email
              - video

    Good:
        segments:
          - id: enterprise
            touch_model: high_touch
            stakeholders:
              - champion
        touchpoints:
          - id: check-in
            name: Check-in
            channel:
              - phone
              - email
              - video
          - id: visit
            name: Visit
            channel: in_person
    """
    used = frozenset(channel for touchpoint in audit.inventory.in_segment(segment) for channel in touchpoint.channel)
    missing = tuple(
        _one_of(group, audit) for group in mix if not any(audit.is_like(channel, group) for channel in used)
    )
    if missing:
        yield Problem(
            segment.at("id"),
            "{customers} are not reached by {missing}",
            customers=customers(segment),
            missing=missing,
            measure=len(missing),
            help="Plan a touchpoint in each of the missing channels; of two joined by an or one is enough.",
        )


def _one_of(channels: tuple[str, ...], audit: Context) -> Value:
    """Return the channels, one of which is enough, as a message names them."""
    registered = audit.inventory.channel
    names = tuple(registered[channel].name if channel in registered else channel for channel in channels)
    return say("{one} or {other}", one=names[:-1], other=names[-1]) if len(names) > 1 else names


def names_roles(touchpoint: Touchpoint) -> bool:
    """Whether it is meant for certain roles."""
    return bool(touchpoint.stakeholders) and touchpoint.stakeholders != ("all",)


@rule("STK004", Severity.WARNING, step=Step.MARKETING, harm=Harm.CUSTOMER, applies=names_roles)
def reaches_nobody(touchpoint: Touchpoint, audit: Context) -> Iterator[Problem]:
    """A touchpoint is meant for roles that a segment which it serves does not have.

    Why: Nobody in these accounts ever gets it, while the plan counts them as served. A role is missing in the segment,
    or the segment is one too many.

    Bad:
        segments:
          - id: enterprise
            stakeholders:
              - champion
              - engineer
          - id: smb
            stakeholders:
              - champion
        touchpoints:
          - id: api-course
            name: Course for engineers
            segments:
              - enterprise
              - smb
            stakeholders:  # <- STK004
              - engineer

    Good:
        segments:
          - id: enterprise
            stakeholders:
              - champion
              - engineer
          - id: smb
            stakeholders:
              - champion
        touchpoints:
          - id: api-course
            name: Course for engineers
            segments:
              - enterprise
            stakeholders:
              - engineer
    """
    named = [segment for segment in audit.serving(touchpoint) if segment.stakeholders]
    if not touchpoint.segments:  # where it is for everybody, the roles themselves say for whom
        named = [] if any(audit.reached(touchpoint, segment) for segment in named) else named
    if not named and touchpoint.segments:
        raise NotApplicable
    missed = [segment for segment in named if not audit.reached(audit.inventory.as_in(touchpoint, segment), segment)]
    if missed:
        yield Problem(
            touchpoint.at("stakeholders"),
            "{name} is meant for {roles}, and reaches nobody of {where}",
            segments=tuple(segment.id for segment in missed),
            measure=len(missed),
            name=touchpoint.name,
            roles=touchpoint.stakeholders,
            where=groups(missed),
            help="Name a role that these customers have, add the role to their `stakeholders`, or leave them out of "
            "`segments`.",
        )
