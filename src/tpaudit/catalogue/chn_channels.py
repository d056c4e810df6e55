"""CHN: through what a touchpoint reaches the customer, and to whom it hands over."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType

from tpaudit.inventory.naming import owner_name
from tpaudit.inventory.touchpoint import Touchpoint
from tpaudit.inventory.words.terms import TYPE, language, term
from tpaudit.inventory.words.vocabulary import CHANNELS
from tpaudit.messages import codes, say
from tpaudit.rules.context import Context
from tpaudit.rules.phrases import part
from tpaudit.rules.rule import Harm, NotApplicable, Problem, Reference, Step, rule
from tpaudit.severity import Severity

SUITABLE: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        touchpoint_type: channels
        for types, channels in (
            ("business_review whitespace_review executive_sponsor kickoff", ("video", "in_person", "phone")),
            ("negotiation", ("video", "in_person", "phone", "email")),
            ("training", ("webinar", "video", "in_person", "in_app", "event")),
            ("nudge feature_education", ("in_app", "email", "push", "sms", "messenger")),
            ("ticket_reply", ("support_ticket", "chat", "phone", "email", "messenger")),
            ("password_reset", ("email", "sms")),
        )
        for touchpoint_type in types.split()
    }
)
"""The channels through which a type can do its work."""


def has_channel(touchpoint: Touchpoint) -> bool:
    """Whether it says through what it reaches the customer."""
    return bool(touchpoint.channel)


@rule("CHN001", Severity.ERROR, step=Step.DESIGN, harm=Harm.PAPER)
def missing_channel(touchpoint: Touchpoint, audit: Context) -> Iterator[Problem]:
    """Nobody says through which channel the touchpoint reaches the customer.

    Why: Without a channel nobody can tell whether the customer is reached at all, whether they like being reached in
    that way, and how much else already comes the same way.

    Bad:
        touchpoints:
          - id: welcome  # <- CHN001
            name: Welcome message

    Good:
        touchpoints:
          - id: welcome
            name: Welcome message
            channel: email
    """
    segments = audit.lacking(touchpoint, lambda touchpoint: not touchpoint.routes)
    if segments is not None:
        yield Problem(
            touchpoint.at("id"),
            "{name} has no channel",
            segments=segments,
            measure=part(touchpoint, segments, audit),
            name=touchpoint.name,
            help="Name in `channel` what carries it: `email`, `phone`, `video`, `in_app` …, or a channel of your own.",
        )


@rule("CHN004", Severity.WARNING, step=Step.DESIGN, harm=Harm.CUSTOMER, applies=has_channel)
def unsuitable_channel(
    touchpoint: Touchpoint, audit: Context, *, suitable: Mapping[str, tuple[str, ...]] = SUITABLE
) -> Iterator[Problem]:
    """None of the touchpoint's channels suits what it is for.

    Why: A business review by e-mail is a report, and training by text message is a link. The channel decides whether
    the customer can ask back, and whether they are reached where they need it. What a channel of your own is good
    for, you know best.

    Bad:
        touchpoints:
          - id: business-review
            name: Business review
            type: business_review
            channel: email  # <- CHN004

    Good:
        touchpoints:
          - id: business-review
            name: Business review
            type: business_review
            channel: video
    """
    suiting = suitable.get(touchpoint.type or "")
    if not suiting:
        raise NotApplicable
    if not any(channel in suiting or channel not in CHANNELS for channel in touchpoint.channel):
        yield Problem(
            touchpoint.at("channel"),
            "{name} goes through {channels}, which does not suit the type {type}",
            name=touchpoint.name,
            channels=tuple(audit.inventory.channel[channel].name for channel in touchpoint.channel),
            type=term(TYPE, touchpoint.type),
            suiting=codes(suiting),
            help="Use one of {suiting}, or allow it in this rule's option `suitable`.",
        )


def is_human(touchpoint: Touchpoint) -> bool:
    """Whether people meet or talk."""
    return touchpoint.form == "human"


@rule("CHN006", Severity.WARNING, step=Step.DESIGN, harm=Harm.CUSTOMER, applies=is_human)
def missing_handoff(touchpoint: Touchpoint, audit: Context) -> Iterator[Problem]:
    """The customer passes from one person to the next, and nobody says how.

    Why: Customers are lost between teams, not within them. Where nothing is agreed, the customer tells the whole story
    once more, or nobody calls at all.

    Bad:
        touchpoints:
          - id: closing
            name: Contract signed
            type: negotiation
            owner: sales
            leads_to:
              - kickoff-call  # <- CHN006
          - id: kickoff-call
            name: Kickoff call
            type: kickoff
            owner: csm

    Good:
        touchpoints:
          - id: closing
            name: Contract signed
            type: negotiation
            owner: sales
            leads_to:
              - to: kickoff-call
                handoff: Joint call, notes in the CRM
          - id: kickoff-call
            name: Kickoff call
            type: kickoff
            owner: csm
    """
    crossings = [
        (index, lead, other)
        for index, lead in enumerate(touchpoint.leads_to)
        if _passes(touchpoint, other := audit.inventory.touchpoint[lead.to])
    ]
    if not crossings:
        raise NotApplicable
    for index, lead, other in crossings:
        if lead.handoff is None:
            yield Problem(
                touchpoint.at("leads_to", index),
                "{name} ({owner}) leads to {other} ({other_owner}), and nothing says how the customer is handed over",
                name=touchpoint.name,
                owner=owner_name(touchpoint.owner or "", audit.inventory),
                other=other.name,
                other_owner=owner_name(other.owner or "", audit.inventory),
                related=(Reference(other.at("owner"), say("{other} is owned here", other=other.name)),),
                help="Write it as `to` with a `handoff`: who tells whom what, and where it is noted.",
            )


def _passes(touchpoint: Touchpoint, other: Touchpoint) -> bool:
    """Whether customers come from one owner's talk to another owner's."""
    if not is_human(other):
        return False
    meet = (
        not touchpoint.segments
        or not other.segments
        or any(segment in other.segments for segment in touchpoint.segments)
    )
    return other.active and None not in (touchpoint.owner, other.owner) and touchpoint.owner != other.owner and meet


@rule("CHN008", Severity.INFO, step=Step.DESIGN, harm=Harm.CUSTOMER)
def uncovered_language(touchpoint: Touchpoint, audit: Context) -> Iterator[Problem]:
    """The content does not exist in a language of the customers whom it is meant for.

    Why: Whoever gets a message in a foreign language skips it, or misses the one line that matters. In your figures it
    looks like a lack of interest. Languages are tags as in BCP 47: de covers de-AT, and de-AT is understood where only
    de is asked for, but pt-BR does not stand in for pt-PT.

    Bad:
        segments:
          - id: enterprise
            languages:
              - en
              - de
        touchpoints:
          - id: welcome
            name: Welcome e-mail
            content:
              languages: en  # <- CHN008

    Good:
        segments:
          - id: enterprise
            languages:
              - en
              - de
        touchpoints:
          - id: welcome
            name: Welcome e-mail
            content:
              languages:
                - en
                - de
    """
    languages = touchpoint.content.languages if touchpoint.content is not None else ()
    spoken = [(segment, language) for segment in audit.serving(touchpoint) for language in segment.languages]
    if not languages or not spoken:
        raise NotApplicable
    covered = tuple(_subtags(language) for language in languages)
    missed = [
        (segment, language)
        for segment, language in spoken
        if not any(_is_understood(tags, _subtags(language)) for tags in covered)
    ]
    if missed:
        segments = tuple(dict.fromkeys(segment.id for segment, _ in missed))
        yield Problem(
            touchpoint.at("content", "languages"),
            "{name} exists in {languages}, but customers of {where} speak {missing} too",
            segments=segments,
            measure=len(missed),
            name=touchpoint.name,
            languages=tuple(language(tag) for tag in languages),
            where=tuple(audit.inventory.segment[segment].name for segment in segments),
            missing=tuple(dict.fromkeys(language(tag) for _, tag in missed)),
            help="Translate it into {missing}, or leave these segments out.",
        )


def _subtags(language: str) -> tuple[str, ...]:
    """Return the parts of a language tag, however it is capitalised: de-AT, de_at."""
    return tuple(language.strip().casefold().replace("_", "-").split("-"))


def _is_understood(written: tuple[str, ...], spoken: tuple[str, ...]) -> bool:
    """Whether one tag is the other with something left open, such as the country or the script."""
    return all(left == right for left, right in zip(written, spoken, strict=False))
