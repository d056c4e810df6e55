"""PRS: how little reaches one person."""

from __future__ import annotations

from collections.abc import Iterator

from tpaudit.durations import Duration
from tpaudit.inventory.facts import is_human_touch, longest_allowed
from tpaudit.inventory.naming import who
from tpaudit.inventory.registries import Segment
from tpaudit.messages import Days, Message, say
from tpaudit.rules.context import Context
from tpaudit.rules.readiness import is_open
from tpaudit.rules.rule import Harm, NotApplicable, Problem, Step, rule
from tpaudit.schedule.figures import Silence
from tpaudit.schedule.plan import Person
from tpaudit.severity import Severity


def has_floor(segment: Segment) -> bool:
    """Whether it promises a number of contacts."""
    return segment.min_per_quarter is not None


def notices_silence(segment: Segment) -> bool:
    """Whether something says how long a silence may be."""
    return longest_allowed(segment) is not None


@rule("PRS003", Severity.WARNING, step=Step.DESIGN, harm=Harm.CHURN, applies=has_floor)
def missed_contact_floor(segment: Segment, audit: Context) -> Iterator[Problem]:
    """The main contact hears less from the company than the touch model promises.

    Why: The promise was part of the price. Who pays for being looked after and then hears nothing for a quarter
    remembers it at the renewal.

    Bad:
        segments:
          - id: enterprise
            min_per_quarter: 3  # <- PRS003
        touchpoints:
          - id: checkin-call
            name: Check-in call
            type: checkin
            channel: phone
            timing:
              every: 2mo

    Good:
        segments:
          - id: enterprise
            min_per_quarter: 3
        touchpoints:
          - id: checkin-call
            name: Check-in call
            type: checkin
            channel: phone
            timing:
              every: 3w
    """
    plan, floor = audit.plan(segment), segment.min_per_quarter or 0
    if not plan.complete_quarters or _is_unfinished(segment, audit):
        raise NotApplicable
    quarters = [quarter for quarter in plan.persons[0].quarters if quarter.complete]
    short = [quarter for quarter in quarters if quarter.sure < floor]
    if short:
        worst = min(short, key=lambda quarter: quarter.sure)
        yield Problem(
            segment.at("min_per_quarter"),
            "on days {start} to {end} {person} gets {load} {load:contact|contacts}; promised: {floor} ({count} of "
            "{quarters} {quarters:quarter|quarters} {count:falls|fall} short)",
            start=worst.start,
            end=worst.end,
            person=who(plan.persons[0].id, segment),
            load=worst.sure,
            floor=floor,
            measure=(-worst.sure, len(short)),
            count=len(short),
            quarters=len(quarters),
            help="Plan what is missing in these quarters, or promise less.",
        )


def _is_unfinished(segment: Segment, audit: Context) -> bool:
    """Whether something that would count for the main contact says no day yet, or waits for an undated event."""
    main = audit.plan(segment).persons[0].id
    return any(
        not touchpoint.transactional
        and touchpoint.form != "product"
        and touchpoint.initiation != "reactive"
        and main in audit.reached(touchpoint, segment)
        and is_open(touchpoint, segment, audit)
        for touchpoint in audit.inventory.in_segment(segment)
    )


@rule("PRS004", Severity.WARNING, step=Step.DESIGN, harm=Harm.CHURN, applies=notices_silence)
def long_silence(segment: Segment, audit: Context) -> Iterator[Problem]:
    """For a long time nothing helpful reaches one person.

    Why: Most customers who leave never complained: they heard nothing, forgot why they had bought, and did not renew.
    Only what adds value ends a silence; invoices and offers do not. A role that nothing ever reaches is a gap of
    another kind, which uncovered-stakeholder tells.

    Bad:
        segments:
          - id: enterprise  # <- PRS004
            touch_model: high_touch
        touchpoints:
          - id: business-review
            name: Business review
            type: business_review
            channel: video
            timing:
              every: 3mo

    Good:
        segments:
          - id: enterprise
            touch_model: high_touch
        touchpoints:
          - id: checkin-call
            name: Check-in call
            type: checkin
            channel: phone
            timing:
              every: 1mo
    """
    limit = longest_allowed(segment) or 0
    silences = [
        (silence, person)
        for person in audit.plan(segment).reached
        if person.same_as is None
        for silence in person.silences
        if silence.judged and silence.days > limit
    ]
    if silences:
        silence, person = max(silences, key=lambda stretch: (stretch[0].days, -stretch[0].start))
        others = len(silences) - 1
        yield Problem(
            segment.at("id"),
            "for {length}, from day {start} to day {end}, nothing that adds value reaches {person}; "
            "the limit is {limit}{rest}{others_only}",
            length=Days(silence.days),
            start=silence.start,
            end=silence.end,
            person=who(person.id, segment),
            limit=Days(limit),
            rest=say("; {others} more {others:silence is|silences are} too long", others=others) if others else "",
            others_only=_for_some(person, silence, audit),
            measure=(Days(silence.days), len(silences)),
            help="Plan something useful in between, such as a check-in or a report, or allow more in `max_silence`.",
        )


def _for_some(person: Person, silence: Silence, audit: Context) -> Message | str:
    """Return who alone gets something in the meantime."""
    some = tuple(
        dict.fromkeys(
            contact.audience or contact.touchpoint.name
            for contact in person.contacts
            if contact.adds_value and contact.share != 1 and silence.start < contact.day < silence.end
        )
    )
    named = tuple(
        audit.inventory.audience[audience_id].name if audience_id in audit.inventory.audience else audience_id
        for audience_id in some
    )
    return say("; it is shorter only for {some}", some=named) if named else ""


@rule("PRS009", Severity.WARNING, step=Step.DESIGN, harm=Harm.CHURN, applies=is_human_touch)
def human_silence(segment: Segment, audit: Context, *, max_gap: Duration = Duration(95, "d")) -> Iterator[Problem]:
    """For a long time no human being talks with the main contact.

    Why: A segment that is sold with human attention gets e-mails instead. Automated messages fill the calendar, but
    nobody hears what the customer has to say.

    Bad:
        segments:
          - id: enterprise  # <- PRS009
            touch_model: high_touch
        touchpoints:
          - id: newsletter
            name: Newsletter
            type: newsletter
            channel: email
            timing:
              every: 2w
          - id: business-review
            name: Business review
            type: business_review
            channel: video
            timing:
              every: 6mo

    Good:
        segments:
          - id: enterprise
            touch_model: high_touch
        touchpoints:
          - id: newsletter
            name: Newsletter
            type: newsletter
            channel: email
            timing:
              every: 2w
          - id: business-review
            name: Business review
            type: business_review
            channel: video
            timing:
              every: 3mo
    """
    plan, limit = audit.plan(segment), longest_allowed(segment)
    person = plan.persons[0]
    too_long = [silence for silence in person.human_silences if silence.judged and silence.days > max_gap.days]
    if too_long and audit.fires("PRS010", segment):
        raise NotApplicable
    if too_long and limit is not None and audit.fires("PRS004", segment):
        reported = {(silence.start, silence.end) for silence in person.silences if silence.days > limit}
        too_long = [silence for silence in too_long if (silence.start, silence.end) not in reported]
        if not too_long:
            raise NotApplicable
    if too_long:
        silence = max(too_long, key=lambda silence: (silence.days, -silence.start))
        yield Problem(
            segment.at("id"),
            "for {length}, from day {start} to day {end}, nobody talks with {person}; the limit is {limit}",
            measure=(Days(silence.days), len(too_long)),
            length=Days(silence.days),
            start=silence.start,
            end=silence.end,
            person=who(person.id, segment),
            limit=Days(max_gap.days),
            help="Plan a call or a meeting in between.",
        )
