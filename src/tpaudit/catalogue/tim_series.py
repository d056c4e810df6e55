"""TIM: what follows what, and what never comes to an end."""

from __future__ import annotations

from collections.abc import Iterator

from tpaudit.inventory.naming import groups
from tpaudit.inventory.registries import Segment
from tpaudit.inventory.touchpoint import Touchpoint
from tpaudit.messages import Days, Message, say
from tpaudit.rules.context import Context
from tpaudit.rules.phrases import some
from tpaudit.rules.rule import Harm, NotApplicable, Problem, Reference, Step, rule
from tpaudit.severity import Severity

SPARED = (
    "newsletter",
    "value_report",
    "value_summary",
    "business_review",
    "checkin",
    "executive_sponsor",
    "training",
    "event",
    "appointment",
    "survey",
    "follow_up",
)
"""Types that are meant to come for as long as the customer stays, or with what they follow."""

REMINDING = ("reminder", "renewal_reminder", "follow_up", "request", "checkin", "nudge", "health_alert")
"""Types that ask once more for what is open."""

NOTHING = ("none", "nothing", "no action", "keine", "keiner", "nichts", "n/a", "-")
"""How people write that there is nothing to do."""

LOOPING = ("renewal", "advocacy", "support")
"""The kinds of phase from which a journey begins again."""


def is_outreach(touchpoint: Touchpoint) -> bool:
    """Whether the company approaches customers with it."""
    return touchpoint.initiation == "proactive" and not touchpoint.transactional and touchpoint.form != "product"


@rule("TIM014", Severity.WARNING, step=Step.DESIGN, harm=Harm.CUSTOMER, applies=is_outreach)
def endless_outreach(touchpoint: Touchpoint, audit: Context, *, spared: tuple[str, ...] = SPARED) -> Iterator[Problem]:
    """The company goes on approaching customers, and nothing ends it.

    Why: A letter every two weeks to customers who do not answer comes for years to those who have left, complained or
    long since done what it asks for. Whether a person or a system sends it, somebody has to say when it is enough.

    Bad:
        touchpoints:
          - id: wake-up-letter  # <- TIM014
            name: Letter to customers who do not answer
            type: health_alert
            phase: retention
            channel: email
            audience: those who have not answered for 60 days
            timing:
              every: 2w

    Good:
        touchpoints:
          - id: wake-up-letter
            name: Letter to customers who do not answer
            type: health_alert
            phase: retention
            channel: email
            audience: those who have not answered for 60 days
            timing:
              every: 2w
              times: 3
            stop_when:
              - the customer answers
    """
    if audit.fires("GOV007", touchpoint):
        raise NotApplicable
    why = _endless(touchpoint, audit, spared)
    if why is None:
        raise NotApplicable
    if not touchpoint.stop_when:
        yield Problem(
            touchpoint.at("id"),
            "{name} {why}, and nothing ends it",
            name=touchpoint.name,
            why=why,
            help="Name in `stop_when` what ends it (the customer answers, the goal is reached, a complaint is open), "
            "or end a cadence with `times` or `until`.",
        )


def _endless(touchpoint: Touchpoint, audit: Context, spared: tuple[str, ...]) -> Message | None:
    """Return in which way it goes on for ever, None where it does not."""
    if touchpoint.audience is None and touchpoint.type in spared:
        return None
    if any(
        (timing.every is not None or (touchpoint.audience is not None and timing.per_quarter is not None))
        and timing.times is None
        and timing.until is None
        for timing in touchpoint.timing
    ):
        phase = touchpoint.phase or ""
        if not all(audit.windows(segment, phase) for segment in audit.serving(touchpoint)):
            return say("comes back again and again")
    if audit.follows_up(touchpoint):
        return say("comes after others that the same event set off")
    return None


def asks_for_something(touchpoint: Touchpoint, audit: Context) -> bool:
    """Whether the plan waits for what the customer is asked to do there."""
    if touchpoint.type == "request":
        return True
    action = (touchpoint.customer_action or "").strip().casefold()
    if not action or action.startswith(NOTHING):
        return False
    return bool(touchpoint.leads_to) or touchpoint.id in audit.waiting


@rule("TIM015", Severity.INFO, step=Step.DESIGN, harm=Harm.CUSTOMER, applies=asks_for_something)
def unchased_request(touchpoint: Touchpoint, audit: Context) -> Iterator[Problem]:
    """The plan waits for something that the customer is asked once, and nobody reminds of it.

    Why: Many of those whom you ask mean to do it and forget it. Where the next step hangs on what they do, one
    forgotten form stops the whole journey, and nobody notices.

    Bad:
        touchpoints:
          - id: data-request  # <- TIM015
            name: Request for the data
            type: request
            timing:
              at: 3d

    Good:
        touchpoints:
          - id: data-request
            name: Request for the data
            type: request
            timing:
              at: 3d
          - id: data-reminder
            name: Reminder of the data
            type: reminder
            timing:
              at: 5d
              after: data-request
    """
    if touchpoint.recovery is None and not _is_chased(touchpoint, audit):
        yield Problem(
            touchpoint.at("id"),
            "{name} asks customers for something, and nobody reminds those who do not do it",
            name=touchpoint.name,
            help="Plan a touchpoint of `type: reminder` that is timed `after` it, or say in `recovery` what happens "
            "when nothing comes.",
        )


def _is_chased(touchpoint: Touchpoint, audit: Context) -> bool:
    """Whether it is repeated, or something later asks for the same."""
    if len(touchpoint.timing) > 1 or any(timing.repeats for timing in touchpoint.timing):
        return True
    by_id = audit.inventory.touchpoint
    behind = [
        *audit.waiting.get(touchpoint.id, ()),
        *(by_id[lead.to] for lead in touchpoint.leads_to if by_id[lead.to].active),
    ]
    if any(other.type in REMINDING for other in behind):
        return True
    return any(
        other.phase == touchpoint.phase and _comes_later(other, touchpoint, audit)
        for other in audit.of_type.get("reminder", ())
    )


def _comes_later(other: Touchpoint, touchpoint: Touchpoint, audit: Context) -> bool:
    """Whether it comes later in a segment that both serve; after something without a day, anything does."""
    for segment in audit.serving(touchpoint):
        if not audit.inventory.serves(other, segment):
            continue
        days, later = audit.plan(segment).days(touchpoint), audit.plan(segment).days(other)
        if later and (not days or max(later) > min(days)):
            return True
    return False


def leads_somewhere(touchpoint: Touchpoint) -> bool:
    """Whether it says what follows it."""
    return bool(touchpoint.leads_to)


@rule("TIM016", Severity.WARNING, step=Step.DESIGN, harm=Harm.CUSTOMER, applies=leads_somewhere)
def wrong_order(touchpoint: Touchpoint, audit: Context) -> Iterator[Problem]:
    """A touchpoint leads to another one that comes before it.

    Why: The customer is reminded of what has not arrived yet, or invited to what is over. Each of the two dates looks
    right on its own; only side by side they cannot be. A renewal may lead back to an earlier phase: there the journey
    begins again.

    Bad:
        touchpoints:
          - id: access-data
            name: Access data by post
            timing:
              at: 7d
            leads_to:
              - first-login  # <- TIM016
          - id: first-login
            name: Help with the first login
            timing:
              at: 5d

    Good:
        touchpoints:
          - id: access-data
            name: Access data by post
            timing:
              at: 7d
            leads_to:
              - first-login
          - id: first-login
            name: Help with the first login
            timing:
              at: 9d
    """
    judged = False
    for index, lead in enumerate(touchpoint.leads_to):
        other = audit.inventory.touchpoint[lead.to]
        wrong: list[tuple[Segment, int, int]] = []
        for segment in audit.serving(touchpoint):
            days, others = (_in_first_term(end, segment, audit) for end in (touchpoint, other))
            if not other.active or not days or not others or not audit.inventory.serves(other, segment):
                continue
            judged = True
            if max(others) < min(days) and not _begins_again(touchpoint, other, audit):
                wrong.append((segment, min(days), max(others)))
        if wrong:
            _, day, other_day = max(wrong, key=lambda found: found[1] - found[2])
            yield Problem(
                touchpoint.at("leads_to", index),
                "{name} on {days} leads to {other}, which comes before it, on {others} ({where})",
                segments=tuple(segment.id for segment, _, _ in wrong),
                related=(Reference(other.at("timing"), say("{name} is timed here", name=other.name)),),
                involves=(touchpoint, other),
                measure=Days(day - other_day),
                name=touchpoint.name,
                days=some((day,)),
                other=other.name,
                others=some((other_day,)),
                where=groups(segment for segment, _, _ in wrong),
                help="Tie {other} to it with `after` in its `timing`, or turn the two around.",
            )
    if not judged:
        raise NotApplicable


def _in_first_term(touchpoint: Touchpoint, segment: Segment, audit: Context) -> tuple[int, ...]:
    """Return its days until the contract first ends: what comes back with each term would hide the order."""
    days, ends = audit.plan(segment).days(touchpoint), audit.contract_ends(segment)
    return tuple(day for day in days if not ends or day <= ends[0]) or days


def _begins_again(touchpoint: Touchpoint, other: Touchpoint, audit: Context) -> bool:
    """Whether it leads from the end of a journey to the beginning of the next one."""
    phase, target = (audit.inventory.phase.get(end.phase or "") for end in (touchpoint, other))
    if phase is None or target is None or phase.kind not in LOOPING:
        return False
    order = [phase.id for phase in audit.inventory.phases]
    return order.index(target.id) < order.index(phase.id)
