"""PRS: how little reaches one person."""

from __future__ import annotations

from collections.abc import Iterator

from tpaudit.durations import Duration
from tpaudit.inventory.facts import is_human_touch, longest_allowed
from tpaudit.inventory.naming import who
from tpaudit.inventory.registries import Segment
from tpaudit.messages import Against, Days, say
from tpaudit.rules.context import Context
from tpaudit.rules.rule import Harm, NotApplicable, Problem, Step, rule
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
    if not plan.complete_quarters:
        raise NotApplicable
    quarters = [quarter for quarter in plan.persons[0].quarters if quarter.complete]
    short = [quarter for quarter in quarters if quarter.mean < floor]
    if short:
        worst = min(short, key=lambda quarter: quarter.mean)
        load = worst.mean
        yield Problem(
            segment.at("min_per_quarter"),
            "on days {start} to {end} {person} gets {load} {load:contact|contacts}; promised: {floor} ({count} of "
            "{quarters} {quarters:quarter|quarters} {count:falls|fall} short)",
            start=worst.start,
            end=worst.end,
            person=who(plan.persons[0].id, segment),
            load=say("at least {load}", load=Against(load, floor)) if plan.unknown_rates else Against(load, floor),
            floor=floor,
            count=len(short),
            quarters=len(quarters),
            help="Plan what is missing in these quarters, or promise less.",
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
        silence, person = max(silences, key=lambda one: (one[0].days, -one[0].start))
        others = len(silences) - 1
        yield Problem(
            segment.at("id"),
            "for {length}, from day {start} to day {end}, nothing that adds value reaches {person}; "
            "the limit is {limit}{rest}",
            length=Days(silence.days),
            start=silence.start,
            end=silence.end,
            person=who(person.id, segment),
            limit=Days(limit),
            rest=say("; {others} more {others:silence is|silences are} too long", others=others) if others else "",
            help="Plan something useful in between, such as a check-in or a report, or allow more in `max_silence`.",
        )


@rule("PRS009", Severity.WARNING, step=Step.DESIGN, harm=Harm.CHURN, applies=is_human_touch)
def human_silence(segment: Segment, audit: Context, *, max_gap: Duration = Duration(95, "d")) -> Iterator[Problem]:
    """For a long time no human being talks to one person about anything that helps.

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
    too_long = [
        (silence, person)
        for person in audit.plan(segment).reached
        if person.same_as is None
        for silence in person.human_silences
        if silence.judged and silence.days > max_gap.days
    ]
    if too_long and audit.fires("PRS004", segment):
        limit = longest_allowed(segment) or 0
        too_long = [
            (silence, person) for silence, person in too_long if silence.days <= limit or silence not in person.silences
        ]
        if not too_long:
            raise NotApplicable
    if too_long:
        silence, person = max(too_long, key=lambda one: (one[0].days, -one[0].start))
        yield Problem(
            segment.at("id"),
            "for {length}, from day {start} to day {end}, no talk that adds value reaches {person}; the limit is "
            "{limit}",
            length=Days(silence.days),
            start=silence.start,
            end=silence.end,
            person=who(person.id, segment),
            limit=Days(max_gap.days),
            help="Plan a call or a meeting in between that helps the customer; talks that sell do not count.",
        )
