"""PRS: whether what different events set off can meet in one customer."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import combinations
from typing import NamedTuple

from tpaudit.inventory.naming import owner_name, who
from tpaudit.inventory.registries import Segment
from tpaudit.inventory.touchpoint import Touchpoint
from tpaudit.messages import Value, say
from tpaudit.rules.context import Context
from tpaudit.rules.phrases import WITHIN, few, timings
from tpaudit.rules.rule import Harm, NotApplicable, Problem, Step, rule
from tpaudit.schedule.plan import Person, SegmentPlan
from tpaudit.severity import Severity


class Play(NamedTuple):
    """A series for one person that an event or a membership sets off."""

    id: str
    touchpoints: tuple[Touchpoint, ...]
    within: dict[str, int]
    """The most of its contacts in a window, by period."""


@rule("PRS011", Severity.WARNING, step=Step.DESIGN, harm=Harm.CUSTOMER)
def unordered_plays(
    segment: Segment, audit: Context, *, min_plays: int = 4, max_per_day: int = 3, max_per_week: int = 5
) -> Iterator[Problem]:
    """Series that different events set off can meet in one customer, and none of them waits for another.

    Why: Each workflow behaves well alone. The customer whose usage drops in the week of an open ticket and a late
    payment is in three of them at once, and no budget of a single one notices.

    Bad:
        segments:
          - id: smb  # <- PRS011
            contact_budget:
              per_week: 2
        touchpoints:
          - id: usage-mail
            name: Help after a drop of usage
            type: alert
            channel: email
            timing:
              - at: 1d
                after: usage_drop
              - at: 4d
                after: usage_drop
          - id: incident-mail
            name: News about an incident
            type: alert
            channel: email
            timing:
              - at: 1h
                after: incident
              - at: 2d
                after: incident

    Good:
        segments:
          - id: smb
            contact_budget:
              per_week: 2
        touchpoints:
          - id: usage-mail
            name: Help after a drop of usage
            type: alert
            channel: email
            timing:
              - at: 1d
                after: usage_drop
              - at: 4d
                after: usage_drop
            stop_when:
              - incident
          - id: incident-mail
            name: News about an incident
            type: alert
            channel: email
            timing:
              - at: 1h
                after: incident
              - at: 2d
                after: incident
    """
    plan = audit.plan(segment)
    fallback = {"per_day": max_per_day, "per_week": max_per_week}
    worst: Problem | None = None
    judged = False
    for person in plan.different_persons:
        plays = _that_can_meet(_plays(person), audit)
        if len(plays) < 2:
            continue
        judged = True
        worst = worst or _problem(segment, plan, person, plays, min_plays, fallback, audit)
    if not judged:
        raise NotApplicable
    if worst is not None:
        yield worst


def _plays(person: Person) -> list[Play]:
    """Return what undated events and audiences set off for the person, of two contacts and more."""
    plays = [
        Play(
            burst.event,
            tuple({step.touchpoint.id: step.touchpoint for step in burst.contacts}.values()),
            {period: window.load for period, window in burst.worst.items()},
        )
        for burst in person.bursts
        if len(burst.contacts) > 1
    ]
    audiences: dict[str, list[tuple[int, Touchpoint]]] = {}
    for contact in person.contacts:
        if contact.audience is not None and contact.share != 1:
            audiences.setdefault(contact.audience, []).append((contact.day, contact.touchpoint))
    for audience, contacts in audiences.items():
        if len(contacts) > 1:
            days = [day for day, _ in contacts]
            within = {
                period: max(sum(day <= other < day + length for other in days) for day in days)
                for period, length in (("per_day", 1), ("per_week", 7), ("per_month", 30))
            }
            plays.append(
                Play(audience, tuple({touchpoint.id: touchpoint for _, touchpoint in contacts}.values()), within)
            )
    return plays


def _that_can_meet(plays: list[Play], audit: Context) -> list[Play]:
    """Return the plays without those of audiences that exclude each other; of each group the fullest stays."""
    groups: dict[str, Play] = {}
    for play in plays:
        audience = audit.inventory.audience.get(play.id)
        group = audience.one_of if audience is not None else None
        key = play.id if group is None else f"one_of/{group}"  # no id has a slash
        if key not in groups or play.within["per_week"] > groups[key].within["per_week"]:
            groups[key] = play
    return list(groups.values())


def _problem(
    segment: Segment,
    plan: SegmentPlan,
    person: Person,
    plays: list[Play],
    min_plays: int,
    fallback: dict[str, int],
    audit: Context,
) -> Problem | None:
    """Return that the person's plays can meet: many of them, or two that are together more than is allowed."""
    if _are_ordered(plays):
        return None
    period, first, second, limit = max(
        (
            (period, play, other, plan.limits.get(period, fallback.get(period)))
            for play, other in combinations(plays, 2)
            for period in ("per_day", "per_week", "per_month")
        ),
        key=lambda pair: (pair[3] is not None, _together(pair) - (pair[3] or 0), _together(pair)),
    )
    load = _together((period, first, second, limit))
    if len(plays) < min_plays and (limit is None or load <= limit):
        return None
    touchpoints = tuple({touchpoint.id: touchpoint for play in plays for touchpoint in play.touchpoints}.values())
    owners = dict.fromkeys(touchpoint.owner for touchpoint in touchpoints if touchpoint.owner is not None)
    return Problem(
        segment.at("id"),
        "{count} series can meet in one customer, and few wait for another: {plays}; two of them bring {person} up to "
        "{load} {load:contact|contacts} {period}{owners}",
        related=timings((*first.touchpoints, *second.touchpoints)),
        involves=touchpoints,
        measure=(load, len(plays)),
        count=len(plays),
        plays=few(_name(play.id, audit) for play in plays),
        person=who(person.id, segment),
        load=load,
        period=WITHIN[period],
        owners=say("; owners: {owners}", owners=tuple(owner_name(owner, audit.inventory) for owner in owners))
        if owners
        else "",
        help="Decide which goes first, and name its event, or its first touchpoint, in the `stop_when` of the others.",
    )


def _together(pair: tuple[str, Play, Play, Fraction | int | None]) -> int:
    """Return the most that two series bring within a period."""
    period, first, second, _ = pair
    return first.within[period] + second.within[period]


def _are_ordered(plays: list[Play]) -> bool:
    """Whether at least half of the touchpoints name another play in `stop_when`: its event, or one of it."""
    waiting = total = 0
    for play in plays:
        others = [other for other in plays if other.id != play.id]
        ids = {other.id for other in others} | {touchpoint.id for other in others for touchpoint in other.touchpoints}
        for touchpoint in play.touchpoints:
            total += 1
            waiting += any(stop in ids for stop in touchpoint.stop_when)
    return 2 * waiting >= total


def _name(play: str, audit: Context) -> Value:
    inventory = audit.inventory
    entry = inventory.event.get(play) or inventory.audience.get(play)
    return entry.name if entry is not None else play
