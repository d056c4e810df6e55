"""OBS: whether plan and data know of each other."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction
from itertools import takewhile

from tpaudit.durations import Duration
from tpaudit.fields import Proportion
from tpaudit.inventory.inventory import Inventory
from tpaudit.inventory.registries import Event, Segment
from tpaudit.inventory.subject import At, Kind
from tpaudit.inventory.touchpoint import Touchpoint
from tpaudit.messages import Days, Share, say
from tpaudit.observed.ignoring import is_ignored
from tpaudit.rules.context import Context
from tpaudit.rules.rule import Harm, NotApplicable, Problem, Reference, Step, Unit, rule
from tpaudit.severity import Severity


def is_watched(segment: Segment, audit: Context) -> bool:
    """Whether the data tell of its customers."""
    return audit.observed(segment) is not None


def is_seen(event: Event, audit: Context) -> bool:
    """Whether the data tell how often it happens."""
    return _seen(event, audit)[1] > 0


def is_kept(_: Inventory, audit: Context) -> bool:
    """Whether somebody has looked at what really happens."""
    return audit.observation is not None


def is_tracked(touchpoint: Touchpoint) -> bool:
    """Whether the data know it under some name."""
    return bool(touchpoint.tracked_as)


@rule("OBS002", Severity.WARNING, step=Step.MEASUREMENT, harm=Harm.BLIND, applies=is_watched)
def undocumented_touchpoint(
    segment: Segment, audit: Context, *, min_share: Proportion = Fraction(1, 20)
) -> Iterator[Problem]:
    """Customers get something that no touchpoint of the inventory stands for.

    Why: Companies know of a third of their touchpoints and customers meet all of them. What nobody wrote down has no
    owner, no budget and no reason, and still speaks in the company's name.

    Bad:
        segments:
          - id: all  # <- OBS002
        # tpaudit.observed.json:
        #   unplanned:
        #     - {event: flash_sale_sent, occurrences: 700, customers: 170, share: 0.42, days: {count: 7}}

    Good:
        segments:
          - id: all
        observe:
          ignore:
            - page_view
        # tpaudit.observed.json:
        #   unplanned:
        #     - {event: page_view, occurrences: 9000, customers: 390, share: 0.97, days: {count: 9}}
    """
    seen = audit.observed(segment)
    if seen is None:
        raise NotApplicable
    observe = audit.inventory.observe
    for unplanned in seen.unplanned:
        part = Fraction(str(unplanned.share))
        if part >= min_share and not is_ignored(unplanned.event, observe.ignore if observe is not None else ()):
            yield Problem(
                segment.at("id"),
                "{event} reached {share} of the customers, and no touchpoint here is tracked as it",
                event=unplanned.event,
                share=Share(part),
                of=unplanned.event,
                segments=(segment.id,),
                measure=Share(part),
                help="Add it as a touchpoint (tpaudit observe --draft writes entries), name it in `tracked_as` of the "
                "one that it is, or in `observe.ignore` if customers do not notice it.",
            )


def _seen(event: Event, audit: Context) -> tuple[int, int]:
    """Return how often it happened, and on how many days of customers it was looked for."""
    segments = audit.observation.segments.values() if audit.observation is not None else ()
    happened = [segment.events[event.id] for segment in segments if event.id in segment.events]
    return sum(event.occurrences for event in happened), sum(event.customer_days for event in happened)


@rule("OBS007", Severity.INFO, step=Step.MEASUREMENT, harm=Harm.PAPER, applies=is_seen)
def wrong_rate(
    event: Event, audit: Context, *, max_difference: Proportion = Fraction(1, 3), min_days: int = 910
) -> Iterator[Problem]:
    """An event really happens more or less often than the inventory says, or the inventory does not say how often.

    Why: What the event sets off is multiplied by its rate: contacts, hours of the team, pressure on customers. With a
    rate that somebody once guessed all of these are guesses.

    Bad:
        events:
          - id: ticket_opened
            per_quarter: 0.2  # <- OBS007
            tracked_as:
              - ticket_created
        # tpaudit.observed.json:
        #   events:
        #     ticket_opened: {occurrences: 240, customers: 150, customer_days: 36400, per_quarter: 0.6}

    Good:
        events:
          - id: ticket_opened
            per_quarter: 0.6
            tracked_as:
              - ticket_created
        # tpaudit.observed.json:
        #   events:
        #     ticket_opened: {occurrences: 240, customers: 150, customer_days: 36400, per_quarter: 0.6}
    """
    times, days = _seen(event, audit)
    if days < min_days:
        raise NotApplicable
    really = Fraction(round(Fraction(times * 91, days) * 100), 100)
    stated = event.per_quarter
    if stated is None:
        yield Problem(
            event.place("id"),
            "{name} really happens {really} times per customer and quarter; nobody has said how often",
            name=event.name,
            really=really,
            value=f"per_quarter: {float(really):g}",
            help="Write {value} (tpaudit observe --write does).",
        )
    elif abs(really - stated) > stated * max_difference:
        yield Problem(
            event.place("per_quarter"),
            "{name} really happens {really} times per customer and quarter, not {stated}",
            name=event.name,
            really=really,
            stated=stated,
            measure=abs(really - stated),
            value=f"per_quarter: {float(really):g}",
            help="Write {value} (tpaudit observe --write does).",
        )


@rule("OBS011", Severity.INFO, step=Step.MEASUREMENT, harm=Harm.BLIND, applies=is_kept, worse_from=1)
def stale_observation(_: Inventory, audit: Context, *, max_age: Duration = Duration(100, "d")) -> Iterator[Problem]:
    """It is long ago that anybody looked at what really happens.

    Why: Workflows die quietly and campaigns come by the week. Figures of last spring beside today's plan tell of
    neither.

    Bad:
        tpaudit: 1  # <- OBS011
        # tpaudit.observed.json:
        #   observed_on: 2026-03-01

    Good:
        tpaudit: 1
        # tpaudit.observed.json:
        #   observed_on: 2026-11-01
    """
    observation = audit.observation
    if observation is None:
        raise NotApplicable
    age = (audit.today - observation.observed_on).days
    if age > max_age.days:
        yield Problem(
            At(Kind.INVENTORY, ""),
            "what really happens was last observed {age} ago, on {day}",
            age=Days(age),
            day=observation.observed_on,
            measure=-observation.observed_on.toordinal(),
            units=Unit.DATE,
            help="Run tpaudit observe with today's data, once a quarter or in a scheduled job.",
        )


@rule("OBS013", Severity.INFO, step=Step.MEASUREMENT, harm=Harm.PAPER, applies=is_tracked)
def ambiguous_tracking(touchpoint: Touchpoint, audit: Context) -> Iterator[Problem]:
    """Several touchpoints of a segment are tracked as the same event.

    Why: When the event happens, nobody can tell which of them it was. tpaudit takes the one whose planned day is
    nearest, which is a guess: a late one passes for an early other.

    Bad:
        touchpoints:
          - id: welcome-mail
            name: Welcome e-mail
            tracked_as: [mail_sent]
          - id: tips-mail
            name: Tips
            tracked_as: [mail_sent]  # <- OBS013

    Good:
        touchpoints:
          - id: welcome-mail
            name: Welcome e-mail
            tracked_as: [mail_sent / Welcome]
          - id: tips-mail
            name: Tips
            tracked_as: [mail_sent / Tips]
    """
    for index, tracked in enumerate(touchpoint.tracked_as):
        others = _before(touchpoint, audit.tracked.get((tracked.event, tracked.means), ()))
        if others:
            yield Problem(
                touchpoint.at("tracked_as", index),
                "{name} is tracked as {event}, and so {n:is|are} {others}",
                name=touchpoint.name,
                event=tracked.event,
                n=len(others),
                others=tuple(other.name for other in others),
                of=tracked.event,
                involves=(touchpoint, *others),
                related=(Reference(others[0].at("tracked_as"), say("the same event")),),
                help="Name a column in `observe.events.event` that tells them apart, such as the campaign's name.",
            )


def _before(touchpoint: Touchpoint, tracked: Iterable[Touchpoint]) -> Sequence[Touchpoint]:
    """Return those before it in the files that serve a segment that it serves."""
    own = set(touchpoint.segments)
    before = takewhile(lambda other: other.id != touchpoint.id, tracked)
    return [other for other in before if not own or not other.segments or own & set(other.segments)]
