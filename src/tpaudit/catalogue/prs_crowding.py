"""PRS: how close together contacts come."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from itertools import pairwise
from operator import itemgetter

from tpaudit.durations import Duration
from tpaudit.inventory.naming import who
from tpaudit.inventory.registries import Segment
from tpaudit.inventory.touchpoint import Touchpoint
from tpaudit.messages import Days, Value
from tpaudit.rules.context import Context
from tpaudit.rules.phrases import few, named, timings
from tpaudit.rules.rule import Harm, NotApplicable, Problem, Step, Unit, rule
from tpaudit.schedule.contact import Contact
from tpaudit.schedule.plan import Person
from tpaudit.severity import Severity


def has_spacing(segment: Segment) -> bool:
    """Whether it says how far apart contacts in one channel must be."""
    return segment.min_spacing is not None


@rule("PRS005", Severity.WARNING, step=Step.DESIGN, harm=Harm.CUSTOMER, applies=has_spacing)
def tight_spacing(segment: Segment, audit: Context) -> Iterator[Problem]:
    """Two contacts in one channel follow each other too closely.

    Why: The second message arrives before the first was read, and devalues both. Marketing suites keep 16 hours between
    two e-mails and 24 hours between two messages on the phone.
    Source: examples in Klaviyo's documentation (grade B)

    Bad:
        segments:
          - id: smb  # <- PRS005
            min_spacing: 3d
        touchpoints:
          - id: welcome
            name: Welcome e-mail
            type: welcome
            channel: email
            timing:
              at: 0d
          - id: first-tip
            name: First tip
            type: nudge
            channel: email
            timing:
              at: 2d

    Good:
        segments:
          - id: smb
            min_spacing: 3d
        touchpoints:
          - id: welcome
            name: Welcome e-mail
            type: welcome
            channel: email
            timing:
              at: 0d
          - id: first-tip
            name: First tip
            type: nudge
            channel: email
            timing:
              at: 3d
    """
    closest: dict[str, list[tuple[int, Contact, Contact, Person]]] = {}
    for person in audit.plan(segment).different_persons:
        chosen = [contact for contact in person.contacts if not is_generated(contact, segment)]
        for channel in dict.fromkeys(contact.channel for contact in chosen if contact.channel is not None):
            own = [contact for contact in chosen if contact.channel == channel]
            for first, second in _neighbours(own):
                if _is_closer(first, second, segment):
                    closest.setdefault(channel, []).append((_minutes(first, second), first, second, person))
    for channel, pairs in closest.items():
        gap, first, second, person = min(pairs, key=lambda pair: (pair[0], pair[1].day))
        yield Problem(
            segment.at("id"),
            "{first} on day {first_day} and {second} on day {second_day} reach {person} by {channel}, closer than "
            "{spacing} ({count} such {count:pair|pairs})",
            of=channel,
            related=timings((first.touchpoint, second.touchpoint)),
            involves=tuple(contact.touchpoint for pair in pairs for contact in pair[1:3]),
            measure=(sum(1 for pair in pairs if pair[3] is person), -gap),
            units=(Unit.COUNT, Unit.MINUTES),
            first=first.touchpoint.name,
            first_day=first.day,
            second=second.touchpoint.name,
            second_day=second.day,
            person=who(person.id, segment),
            channel=audit.inventory.channel[channel].name,
            spacing=_length(segment),
            count=sum(1 for pair in pairs if pair[3] is person),
            help="Move one of them, send it through another channel, or make one message of both.",
        )


def _length(segment: Segment) -> Value:
    spacing = segment.min_spacing
    if spacing is None:
        return ""
    return str(spacing) if spacing.unit in ("m", "h") else Days(spacing.days)


def is_generated(contact: Contact, segment: Segment) -> bool:
    """Whether its day follows from a cadence without `at` or from a default: the tool's choice, not the author's."""
    timing = contact.touchpoint.timing[contact.timing]
    if timing.every is not None and timing.at is None:
        return True
    defaults = {"go_live": "go_live", "first_contact": "sales_cycle"}
    return timing.anchor in defaults and defaults[timing.anchor] not in segment.model_fields_set


def _neighbours(contacts: list[Contact]) -> Iterator[tuple[Contact, Contact]]:
    """Yield what follows each other for every customer, and for the members of each audience."""
    sure = [contact for contact in contacts if contact.share == 1]
    yield from pairwise(sure)
    for audience in dict.fromkeys(contact.audience for contact in contacts if contact.share != 1):
        both = [contact for contact in contacts if contact.share == 1 or contact.audience == audience]
        yield from (
            pair for pair in pairwise(both) if audience is not None and any(contact.share != 1 for contact in pair)
        )


def _minutes(first: Contact, second: Contact) -> int:
    return (second.day - first.day) * 1440 + second.minute - first.minute


def _is_closer(first: Contact, second: Contact, segment: Segment) -> bool:
    spacing = segment.min_spacing
    if spacing is None:
        return False
    if spacing.unit in ("m", "h"):
        return _minutes(first, second) < spacing.minutes
    return second.day - first.day < spacing.days


@rule("PRS006", Severity.WARNING, step=Step.DESIGN, harm=Harm.CUSTOMER)
def crowded_day(segment: Segment, audit: Context, *, max_per_day: int = 2) -> Iterator[Problem]:
    """Several contacts reach one person on one day.

    Why: Three teams that each write on day 1 look like three companies that do not talk to each other. The customer
    answers none of them.

    Bad:
        segments:
          - id: smb  # <- PRS006
        touchpoints:
          - id: welcome
            name: Welcome e-mail
            channel: email
            timing:
              at: 1d
          - id: first-tip
            name: First tip
            channel: in_app
            timing:
              at: 1d
          - id: kickoff-call
            name: Kickoff call
            channel: phone
            timing:
              at: 1d

    Good:
        segments:
          - id: smb
        touchpoints:
          - id: welcome
            name: Welcome e-mail
            channel: email
            timing:
              at: 1d
          - id: first-tip
            name: First tip
            channel: in_app
            timing:
              at: 4d
          - id: kickoff-call
            name: Kickoff call
            channel: phone
            timing:
              at: 1d
    """
    plan = audit.plan(segment)
    if "per_day" in plan.limits:
        raise NotApplicable
    budgeted = [
        window
        for phase, period in plan.phase_limits
        if period == "per_day"
        for window in plan.phase_windows.get(phase) or ()
    ]
    crowded: list[tuple[int, int, Person, list[Contact]]] = []
    for person in plan.different_persons:
        for day, contacts in _by_day(person, segment).items():
            if len(contacts) > max_per_day and not any(start <= day <= end for start, end in budgeted):
                crowded.append((len(contacts), day, person, contacts))
    if crowded:
        count, day, person, culprits = max(crowded, key=lambda crowd: (crowd[0], -crowd[1]))
        yield Problem(
            segment.at("id"),
            "{count} {count:contact reaches|contacts reach} {person} on day {day}, more than {max_per_day}: "
            "{culprits} ({days} such {days:day|days})",
            related=timings(contact.touchpoint for contact in culprits),
            involves=tuple(contact.touchpoint for contact in culprits),
            measure=(count, sum(1 for crowd in crowded if crowd[2] is person)),
            count=count,
            person=who(person.id, segment),
            day=day,
            max_per_day=max_per_day,
            culprits=few(name for name, _ in named(culprits)),
            days=sum(1 for crowd in crowded if crowd[2] is person),
            help="Spread them over several days (`at` says on which day a cadence begins), or set `contact_budget: "
            "per_day` if that many are right.",
        )


def _by_day(person: Person, segment: Segment) -> Mapping[int, list[Contact]]:
    """Return what one customer gets on each day: what all get, and what the fullest audience gets on purpose."""
    chosen: dict[int, list[Contact]] = {}
    for contact in person.contacts:
        if not is_generated(contact, segment):
            chosen.setdefault(contact.day, []).append(contact)
    days: dict[int, list[Contact]] = {}
    for day, contacts in chosen.items():
        some = Counter(contact.audience for contact in contacts if contact.share != 1 and contact.audience)
        fullest = some.most_common(1)[0][0] if some else None
        days[day] = [
            contact
            for contact in contacts
            if contact.share == 1 or (fullest is not None and contact.audience == fullest)
        ]
    return days


@rule("PRS007", Severity.WARNING, step=Step.DESIGN, harm=Harm.CUSTOMER)
def survey_pressure(segment: Segment, audit: Context, *, min_gap: Duration = Duration(90, "d")) -> Iterator[Problem]:
    """One person is surveyed again too soon.

    Why: Who is asked all the time stops answering, and those who still do are the angry and the enthusiastic ones. A
    relationship survey every 180 days and a transactional one every 90 are the most that people put up with.
    Source: OCX Cognition, practitioner advice (grade C)

    Bad:
        segments:
          - id: smb  # <- PRS007
        touchpoints:
          - id: nps
            name: NPS survey
            type: survey
            channel: email
            timing:
              every: 2mo

    Good:
        segments:
          - id: smb
        touchpoints:
          - id: nps
            name: NPS survey
            type: survey
            channel: email
            timing:
              every: 6mo
    """
    plan = audit.plan(segment)
    surveyed: dict[str, list[tuple[int, Touchpoint]]] = {person.id: [] for person in plan.persons}
    for survey in _surveys(segment, audit):
        for person in audit.reached(survey, segment):
            surveyed[person] += ((day, survey) for day in plan.days(survey))
    if not any(surveyed.values()):
        raise NotApplicable
    close = [
        (later - day, day, first, second, person)
        for person, surveys in surveyed.items()
        for (day, first), (later, second) in pairwise(sorted(surveys, key=itemgetter(0)))
        if later - day < min_gap.days and _may_meet(first, second)
    ]
    if close:
        gap, day, first, second, person = min(close, key=lambda pair: pair[:2])
        yield Problem(
            segment.at("id"),
            "{first} on day {day} and {second} on day {later} ask {person}, less than {min_gap} apart ({count} "
            "such {count:pair|pairs})",
            related=timings((first, second)),
            involves=(first, second),
            measure=(sum(1 for pair in close if pair[4] == person), Days(-gap)),
            first=first.name,
            day=day,
            second=second.name,
            later=day + gap,
            person=who(person, segment),
            min_gap=Days(min_gap.days),
            count=sum(1 for pair in close if pair[4] == person),
            help="Ask less often, ask both things in one survey, or ask another stakeholder.",
        )


def _may_meet(first: Touchpoint, second: Touchpoint) -> bool:
    """Whether both are meant for the same customers, as far as anybody knows."""
    return None in (first.audience, second.audience) or first.audience == second.audience


def _surveys(segment: Segment, audit: Context) -> Iterator[Touchpoint]:
    """Yield the surveys with which the company approaches one person; to be asked tires, counted in a budget or not."""
    for touchpoint in audit.inventory.in_segment(segment):
        to_one_person = not touchpoint.channel or audit.is_addressed(touchpoint)
        if touchpoint.type == "survey" and touchpoint.initiation == "proactive" and to_one_person:
            yield touchpoint
