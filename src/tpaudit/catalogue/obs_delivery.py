"""OBS: what really reaches customers, touchpoint by touchpoint."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import TYPE_CHECKING

from tpaudit.durations import Duration
from tpaudit.fields import Proportion
from tpaudit.inventory.naming import customers
from tpaudit.inventory.registries import Segment
from tpaudit.inventory.touchpoint import Touchpoint
from tpaudit.messages import Days, Share
from tpaudit.rules.context import Context
from tpaudit.rules.rule import Harm, NotApplicable, Problem, Step, Unit, rule
from tpaudit.rules.seen import is_observed
from tpaudit.severity import Severity

if TYPE_CHECKING:
    from tpaudit.observed.observation import SeenTouchpoint


def was_answered(touchpoint: Touchpoint, audit: Context) -> bool:
    """Whether the touchpoint promises an answer in time and the data tell of answers."""
    return _promise(touchpoint) is not None and any(seen.answers for _, seen in audit.seen(touchpoint))


def _due(touchpoint: Touchpoint, audit: Context, least: int) -> Iterator[tuple[Segment, SeenTouchpoint, Fraction]]:
    """Yield where it was due for enough customers, with the share of them for whom it is meant."""
    if audit.observation is None:
        return
    from tpaudit.observed.plan import share  # most inventories have nothing that was observed

    for segment, seen in audit.seen(touchpoint):
        meant = share(audit.inventory, segment, touchpoint)
        if meant and seen.due >= least:
            yield segment, seen, meant


@rule("OBS001", Severity.ERROR, step=Step.MEASUREMENT, harm=Harm.CUSTOMER, applies=is_observed)
def never_happens(
    touchpoint: Touchpoint, audit: Context, *, min_due: int = 30, min_share: Proportion = Fraction(1, 20)
) -> Iterator[Problem]:
    """A touchpoint is live on paper, and the data show that it practically never happens.

    Why: Somebody turned a workflow off, an export broke, a colleague left: the plan still counts on the touchpoint,
    and so does everybody who reads it. A promise that nobody keeps is worse than none.

    Bad:
        touchpoints:
          - id: welcome-mail
            name: Welcome e-mail
            channel: email
            timing:
              at: 0d
            tracked_as: [Welcome sent]  # <- OBS001
        # tpaudit.observed.json:
        #   touchpoints: {welcome-mail: {due: 400, reached: 0}}

    Good:
        touchpoints:
          - id: welcome-mail
            name: Welcome e-mail
            channel: email
            timing:
              at: 0d
            tracked_as: [Welcome sent]
        # tpaudit.observed.json:
        #   touchpoints: {welcome-mail: {due: 400, reached: 391}}
    """
    due = list(_due(touchpoint, audit, min_due))
    if not due:
        raise NotApplicable
    for segment, seen, meant in due:
        if seen.reached < seen.due * meant * min_share:
            yield Problem(
                touchpoint.at("tracked_as"),
                "{name} is live and was due for {due} {customers}, but {reached} got it",
                name=touchpoint.name,
                customers=customers(segment),
                due=seen.due,
                reached=seen.reached,
                of=segment.id,
                segments=(segment.id,),
                measure=seen.due - seen.reached,
                help="Find out why it is not sent, or correct `tracked_as`; if it was given up, set its `status`.",
            )


@rule("OBS004", Severity.WARNING, step=Step.MEASUREMENT, harm=Harm.CUSTOMER, applies=is_observed)
def really_late(touchpoint: Touchpoint, audit: Context, *, max_delay: Duration = Duration(7, "d")) -> Iterator[Problem]:
    """A touchpoint really happens much later than planned.

    Why: The first days decide. A kickoff that is planned for day 3 and held on day 12 finds a customer who has already
    begun without help, or has not begun at all, and every later step hangs on it.

    Bad:
        touchpoints:
          - id: kickoff-call
            name: Kickoff call
            channel: video
            timing:  # <- OBS004
              at: 3d
            tracked_as: [Kickoff held]
        # tpaudit.observed.json:
        #   touchpoints: {kickoff-call: {due: 400, drift: {count: 380, median: 9}}}

    Good:
        touchpoints:
          - id: kickoff-call
            name: Kickoff call
            channel: video
            timing:
              at: 3d
            tracked_as: [Kickoff held]
        # tpaudit.observed.json:
        #   touchpoints: {kickoff-call: {due: 400, drift: {count: 380, median: 1}}}
    """
    found = [(segment, seen.drift) for segment, seen in audit.seen(touchpoint)]
    drifts = [(segment, drift) for segment, drift in found if drift is not None and drift.median is not None]
    if not drifts:
        raise NotApplicable
    within = max((timing.within.days for timing in touchpoint.timing if timing.within is not None), default=None)
    allowed = max_delay.days if within is None else within
    for segment, drift in drifts:
        late = Fraction(str(drift.median))
        if late > allowed:
            yield Problem(
                touchpoint.at("timing"),
                "{name} happens {late} {late:day|days} later than planned for half of the {customers}; at most "
                "{allowed}",
                name=touchpoint.name,
                customers=customers(segment),
                late=late,
                allowed=Days(allowed),
                of=segment.id,
                segments=(segment.id,),
                measure=late,
                help="Find out what holds it up, or plan the day on which it really happens.",
            )


@rule("OBS005", Severity.WARNING, step=Step.MEASUREMENT, harm=Harm.CUSTOMER, applies=is_observed)
def low_coverage(
    touchpoint: Touchpoint, audit: Context, *, min_ratio: Proportion = Fraction(7, 10), min_due: int = 30
) -> Iterator[Problem]:
    """A touchpoint reaches far fewer customers than planned.

    Why: What every customer should get and half of them do is a lottery for customers, and averages hide it. The
    others are often those who would need it most: without an address, without consent, without anybody in charge.

    Bad:
        touchpoints:
          - id: training
            name: First training
            channel: video
            timing:
              at: 14d
            tracked_as: [Training held]  # <- OBS005
        # tpaudit.observed.json:
        #   touchpoints: {training: {due: 400, reached: 200}}

    Good:
        touchpoints:
          - id: training
            name: First training
            channel: video
            timing:
              at: 14d
            tracked_as: [Training held]
        # tpaudit.observed.json:
        #   touchpoints: {training: {due: 400, reached: 330}}
    """
    due = list(_due(touchpoint, audit, min_due))
    if not due or audit.fires("OBS001", touchpoint):
        raise NotApplicable
    for segment, seen, meant in due:
        got = Fraction(seen.reached, seen.due)
        if got < meant * min_ratio:
            yield Problem(
                touchpoint.at("tracked_as"),
                "{name} reaches {got} of the {customers} for whom it is due; planned: {meant}",
                name=touchpoint.name,
                customers=customers(segment),
                got=Share(got),
                meant=Share(meant),
                of=segment.id,
                segments=(segment.id,),
                measure=Share(meant - got),
                units=Unit.SHARE_SHORT,
                help="Find out who is left out and why; if it is not meant for everybody, state `reach` or `audience`.",
            )


@rule("OBS008", Severity.WARNING, step=Step.MEASUREMENT, harm=Harm.CUSTOMER, applies=was_answered)
def missed_service_standard(touchpoint: Touchpoint, audit: Context) -> Iterator[Problem]:
    """Customers wait longer for an answer than the service standard promises.

    Why: Customers forgive a mistake sooner than silence. A standard that one customer in ten does not get is not a
    standard, and they compare it with what sales promised.

    Bad:
        events:
          - id: ticket_opened
            tracked_as:
              - ticket_created
        touchpoints:
          - id: ticket-reply
            name: Answer to a ticket
            type: ticket_reply
            channel: email
            timing:
              at: 4h
              after: ticket_opened
            service_standard:  # <- OBS008
              first_response: 8h
            tracked_as:
              - event: ticket_answered
                means: answer
        # tpaudit.observed.json:
        #   touchpoints:
        #     ticket-reply: {answers: {waits: {count: 900, median: 300, high: 1500}, unanswered: 0}}

    Good:
        events:
          - id: ticket_opened
            tracked_as:
              - ticket_created
        touchpoints:
          - id: ticket-reply
            name: Answer to a ticket
            type: ticket_reply
            channel: email
            timing:
              at: 4h
              after: ticket_opened
            service_standard:
              first_response: 8h
            tracked_as:
              - event: ticket_answered
                means: answer
        # tpaudit.observed.json:
        #   touchpoints:
        #     ticket-reply: {answers: {waits: {count: 900, median: 100, high: 400}, unanswered: 0}}
    """
    promise = _promise(touchpoint)
    if promise is None:
        raise NotApplicable
    from tpaudit.observed.beside import length
    from tpaudit.observed.plan import minutes_of

    promised = minutes_of(promise)
    for segment, seen in audit.seen(touchpoint):
        if seen.answers is None or seen.answers.waits.median is None:
            continue
        high = seen.answers.waits.high
        never = high is None and seen.answers.unanswered * 10 > seen.answers.waits.count
        if never or (high is not None and high > promised):
            yield Problem(
                touchpoint.at("service_standard"),
                "{name}: more than one in ten {customers} gets no answer at all; promised within {promised}"
                if never
                else "{name}: nine of ten {customers} wait up to {high} for an answer; promised within {promised}",
                name=touchpoint.name,
                customers=customers(segment),
                promised=length(promised),
                high=length(high or 0),
                of=segment.id,
                segments=(segment.id,),
                measure=seen.answers.unanswered if never else int(high or 0),
                help="Give the team what it needs to keep the promise, or promise what it keeps today.",
            )


def _promise(touchpoint: Touchpoint) -> Duration | None:
    standard = touchpoint.service_standard
    return (standard and (standard.first_response or standard.resolution)) or None
