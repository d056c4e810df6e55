"""GOV: whether what is sent to many minds what has happened to single ones, and treats like cases alike."""

from __future__ import annotations

from collections.abc import Iterator

from tpaudit.inventory.inventory import Inventory
from tpaudit.inventory.subject import At, Kind
from tpaudit.inventory.touchpoint import Touchpoint
from tpaudit.messages import Code, Value, say
from tpaudit.rules.cases import is_case
from tpaudit.rules.context import Context
from tpaudit.rules.phrases import SHOWN
from tpaudit.rules.rule import Harm, NotApplicable, Problem, Reference, Step, rule
from tpaudit.severity import Severity


def asks_or_sells_by_itself(touchpoint: Touchpoint, audit: Context) -> bool:
    """Whether it sells, asks for a review or surveys, and comes by machine or again and again."""
    asks = touchpoint.value == "commercial" or touchpoint.type in ("review_request", "survey")
    return (
        asks
        and touchpoint.initiation == "proactive"
        and (touchpoint.automation == "automated" or any(timing.repeats for timing in touchpoint.timing))
        and audit.open_cases != ()
        and not _closes_a_case(touchpoint, audit)
    )


def _closes_a_case(touchpoint: Touchpoint, audit: Context) -> bool:
    """Whether it follows from a case itself, as the question does how it was solved."""
    cases = {case.id for case in audit.open_cases}
    anchors = {timing.anchor for timing in touchpoint.timing if timing.anchor is not None}
    return any(source.id in cases for source in audit.led_from.get(touchpoint.id, ())) or any(
        anchor in cases or is_case(anchor) for anchor in anchors
    )


@rule("GOV009", Severity.WARNING, step=Step.ORGANISATION, harm=Harm.CUSTOMER, applies=asks_or_sells_by_itself)
def promotion_during_complaint(touchpoint: Touchpoint, audit: Context) -> Iterator[Problem]:
    """An offer or a survey goes out even to customers who have a complaint, a case or a return open.

    Why: Whoever waits for help and gets an offer instead, or is asked whether they would recommend you, learns that
    nobody has listened. The plan knows of these cases: it only has to say that they come first.

    Bad:
        touchpoints:
          - id: complaint-call
            name: Answer to a complaint
            type: complaint
          - id: upgrade-offer  # <- GOV009
            name: Upgrade offer
            type: upgrade_prompt
            automation: automated

    Good:
        touchpoints:
          - id: complaint-call
            name: Answer to a complaint
            type: complaint
          - id: upgrade-offer
            name: Upgrade offer
            type: upgrade_prompt
            automation: automated
            stop_when:
              - complaint-call
    """
    cases = audit.open_cases
    case_ids = {case.id for case in cases}
    if not any(stop in case_ids or is_case(stop) for stop in touchpoint.stop_when):
        yield Problem(
            touchpoint.at("id"),
            "{name} goes out whatever is open, though the plan knows of {case}",
            name=touchpoint.name,
            case=cases[0].name,
            id=Code(cases[0].id),
            help="Name in `stop_when` what has to be settled first, such as {id}.",
        )


def has_channels(inventory: Inventory) -> bool:
    """Whether anything says through what it reaches customers."""
    return any(touchpoint.routes for touchpoint in inventory.active)


@rule("GOV010", Severity.INFO, step=Step.ORGANISATION, harm=Harm.PAPER, applies=has_channels)
def inconsistent_consent(inventory: Inventory, _: Context) -> Iterator[Problem]:
    """Of like touchpoints some state a ground for contacting customers, and others another or none.

    Why: For the same customers, channel and aim one ground holds. Where each team writes down another, nobody knows
    which one is meant, and none of them convinces whoever asks.

    Bad:
        touchpoints:  # <- GOV010
          - id: spring-offer
            name: Spring offer
            type: campaign
            channel: email
            consent: opt_in
          - id: autumn-offer
            name: Autumn offer
            type: campaign
            channel: email
            consent: legitimate_interest

    Good:
        touchpoints:
          - id: spring-offer
            name: Spring offer
            type: campaign
            channel: email
            consent: opt_in
          - id: autumn-offer
            name: Autumn offer
            type: campaign
            channel: email
            consent: opt_in
    """
    groups: dict[tuple[str, str, str], dict[str, Touchpoint]] = {}
    for segment in inventory.segments:
        for touchpoint in inventory.in_segment(segment):
            if touchpoint.initiation != "proactive" or touchpoint.value is None:
                continue
            for route in touchpoint.routes:
                if inventory.channel[route.id].addressed:
                    like = groups.setdefault((route.id, segment.id, touchpoint.value), {})
                    like.setdefault(touchpoint.consent_in(route) or "", touchpoint)
    if not groups:
        raise NotApplicable
    most: dict[str, int] = {}
    for (channel, *_rest), like in groups.items():
        most[channel] = max(most.get(channel, 0), len(like))
    reported: set[str] = set()
    for (channel, *_rest), like in groups.items():
        if len(like) == most[channel] > 1 and channel not in reported:
            reported.add(channel)
            yield Problem(
                At(Kind.INVENTORY, "", ("touchpoints",)),
                "for like touchpoints by {channel} different grounds are given: {grounds}",
                of=channel,
                related=tuple(
                    Reference(
                        touchpoint.at("consent" if ground else "id"), say("{name} stands here", name=touchpoint.name)
                    )
                    for ground, touchpoint in list(like.items())[:SHOWN]
                ),
                involves=like.values(),
                measure=most[channel],
                channel=inventory.channel[channel].name,
                grounds=tuple(_ground(ground, touchpoint) for ground, touchpoint in like.items()),
                help="Agree on one ground for each channel, group of customers and aim, and write it in `consent`.",
            )


def _ground(ground: str, touchpoint: Touchpoint) -> Value:
    return say("{ground} ({name})", ground=Code(ground) if ground else say("none"), name=touchpoint.name)
