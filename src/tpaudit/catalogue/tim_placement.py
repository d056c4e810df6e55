"""TIM: whether what is planned ever reaches a customer."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from tpaudit.inventory.naming import anchor_name, by_name, customers, groups
from tpaudit.inventory.registries import Event, Segment
from tpaudit.inventory.timing import Timing
from tpaudit.inventory.touchpoint import Touchpoint
from tpaudit.messages import say
from tpaudit.rules.chains import and_others, hangs_on_the_lost, is_told_at, lost_too, lost_with
from tpaudit.rules.context import Context, sets_off_contacts
from tpaudit.rules.phrases import some, span
from tpaudit.rules.rule import Harm, NotApplicable, Problem, Reference, Step, rule
from tpaudit.schedule.plan import Dropped, SegmentPlan, Unplaced
from tpaudit.severity import Severity

ANCHORING = ("after", "after_each", "before", "before_each", "until")
"""The keys of a timing that name what it is tied to."""


def waits(touchpoint: Touchpoint) -> bool:
    """Whether one of its timings is tied to something, or hangs on its phase."""
    return any(
        timing.anchor or timing.until or (touchpoint.phase and _hangs_on_phase(timing))
        for version in (touchpoint, *touchpoint.per_segment.values())
        for timing in version.timing
    )


def _hangs_on_phase(timing: Timing) -> bool:
    """Whether it comes only where its phase has days: a rate, dates, or a cadence that begins with the phase."""
    return timing.per_quarter is not None or timing.dates is not None or timing.every is not None


def is_dated(touchpoint: Touchpoint) -> bool:
    """Whether one of its timings means days that can be counted, or dates that may be days."""
    return any(
        timing.has_days or timing.named_dates
        for version in (touchpoint, *touchpoint.per_segment.values())
        for timing in version.timing
    )


@rule("TIM011", Severity.ERROR, step=Step.DESIGN, harm=Harm.CUSTOMER, applies=waits)
def unreachable_anchor(touchpoint: Touchpoint, audit: Context) -> Iterator[Problem]:
    """A touchpoint waits for something that never comes in a segment that it serves.

    Why: Customers of that segment never receive it, while the plan looks complete: before a contract's end that a
    segment without contracts does not have, after a touchpoint that only other segments get. Touchpoints that wait for
    one of these in turn are counted with it.

    Bad:
        segments:
          - id: free
            contract: none
        touchpoints:
          - id: renewal-call
            name: Renewal call
            timing:
              - at: 90d
                before: contract_end  # <- TIM011

    Good:
        segments:
          - id: free
            contract: none
          - id: paying
            contract: 12mo
        touchpoints:
          - id: renewal-call
            name: Renewal call
            segments:
              - paying
            timing:
              - at: 90d
                before: contract_end
    """
    lost: dict[tuple[int, str], list[tuple[Segment, Unplaced]]] = {}
    out_of_phase: list[tuple[Segment, Unplaced]] = []
    told_elsewhere = False
    for segment, unplaced in audit.unplaced.get(touchpoint.id, ()):
        if unplaced.anchor is None:
            continue
        if unplaced.kind == "phase":
            if not _is_left_out(segment, touchpoint, audit):
                out_of_phase.append((segment, unplaced))
        elif is_told_at(unplaced.anchor, segment, audit):
            told_elsewhere = True
        else:
            lost.setdefault((unplaced.index, unplaced.anchor), []).append((segment, unplaced))
    if told_elsewhere and not (lost or out_of_phase):
        raise NotApplicable
    others = lost_with(touchpoint, audit) if lost or out_of_phase else ()
    for (index, anchor), places in lost.items():
        version = places[0][1].touchpoint
        timing = version.timing[index]
        key = next((key for key in ANCHORING if getattr(timing, key) == anchor), "until")
        yield Problem(
            version.at("timing", index, key),
            "{name} waits for {anchor}, which never comes for {where}: {reason}",
            of=anchor,
            related=lost_too(others),
            segments=tuple(segment.id for segment, _ in places),
            measure=len(places),
            name=touchpoint.name,
            anchor=anchor_name(anchor, audit.inventory),
            where=groups(segment for segment, _ in places),
            reason=and_others(by_name(places[0][1].reason, audit.inventory), others),
            help="Say in the `timing` of {anchor} on which day or after which event it comes there, tie this one to "
            "something else, or leave these segments out of its `segments`."
            if anchor in audit.inventory.touchpoint
            else "Tie it to something that has a day or happens there, or leave these segments out of `segments`.",
        )
    tied = any(timing.anchor or timing.until for version in audit.versions(touchpoint) for timing in version.timing)
    if not (tied or out_of_phase):
        raise NotApplicable
    if out_of_phase:
        segments = tuple({segment.id: segment for segment, _ in out_of_phase}.values())
        yield Problem(
            touchpoint.at("phase"),
            "{name} does not come as planned for {where}: {reason}",
            of=touchpoint.phase or "",
            related=lost_too(others),
            segments=tuple(segment.id for segment in segments),
            name=touchpoint.name,
            where=groups(segments),
            reason=and_others(by_name(out_of_phase[0][1].reason, audit.inventory), others),
            help="Give it a phase that has days there, count it from something else with `after`, or leave these "
            "segments out of its `segments`.",
        )


def _is_left_out(segment: Segment, touchpoint: Touchpoint, audit: Context) -> bool:
    """Whether its phase leaves the segment out on purpose, and applies to others that it serves."""
    chosen = audit.inventory.phase[touchpoint.phase or ""].segments
    serving = {other.id for other in audit.serving(touchpoint)}
    return bool(chosen) and segment.id not in chosen and not serving.isdisjoint(chosen)


@rule("TIM012", Severity.ERROR, step=Step.DESIGN, harm=Harm.CUSTOMER, applies=is_dated)
def never_scheduled(touchpoint: Touchpoint, audit: Context) -> Iterator[Problem]:
    """A touchpoint has a date on which it reaches nobody.

    Why: Its days lie after the journey ends, or before the contract begins for whose end it waits, so no customer gets
    it, although everyone who reads the inventory believes so. Touchpoints that are counted from it are lost with it.

    Bad:
        touchpoints:
          - id: anniversary
            name: Anniversary card
            timing:  # <- TIM012
              at: 10y

    Good:
        touchpoints:
          - id: anniversary
            name: Anniversary card
            timing:
              at: 1y
    """
    if audit.is_set_off(touchpoint) or audit.fires("TIM011", touchpoint):
        raise NotApplicable
    early = [(segment, lost) for segment, lost in audit.dropped.get(touchpoint.id, ()) if lost.reason == "term"]
    if early:
        yield _before_its_term(touchpoint, early)
        return
    if touchpoint.id not in audit.never:
        return
    if hangs_on_the_lost(touchpoint, audit):
        raise NotApplicable  # told at what it waits for
    others = lost_with(touchpoint, audit)
    plans = [audit.plan(segment) for segment in audit.serving(touchpoint)]
    plan, days = next(
        ((plan, days) for plan in plans if (days := plan.placed.get(touchpoint.id) or _behind(touchpoint, plan))),
        (None, ()),
    )
    if plan is None:
        yield Problem(
            touchpoint.at("timing"),
            "{name} never happens: {lost}",
            name=touchpoint.name,
            lost=and_others(say("its cadence ends before it begins"), others),
            related=lost_too(others),
            help="Let it begin earlier or end later, or retire it.",
        )
        return
    lost = say(
        "its {days} {count:lies|lie} outside the journey of {customers}, days {start} to {end}",
        days=some(days),
        count=len(days),
        start=0 if all(timing.dates for timing in touchpoint.timing) else plan.horizon[0],
        end=plan.horizon[1],
        customers=customers(plan.segment),
    )
    yield Problem(
        touchpoint.at("timing"),
        "{name} never happens: {lost}",
        name=touchpoint.name,
        lost=and_others(lost, others),
        related=lost_too(others),
        help="Move it into the journey, or retire it; the segment's `horizon` says how far the schedule looks.",
    )


def _behind(touchpoint: Touchpoint, plan: SegmentPlan) -> tuple[int, ...]:
    """Return the first and the last of the days beyond the horizon, where a cadence or dates leave no other."""
    lost = (drop for drop in plan.dropped if drop.touchpoint.id == touchpoint.id and drop.reason == "horizon")
    return tuple(sorted({day for drop in lost for day in (drop.first, drop.last)}))


def _before_its_term(touchpoint: Touchpoint, early: Sequence[tuple[Segment, Dropped]]) -> Problem:
    """Return that days lie before the term begins for whose end the touchpoint waits."""
    first = early[0][1]
    return Problem(
        touchpoint.at("timing"),
        "{name} does not come {days} for {where}: the contract does not run so long before its end",
        segments=tuple(segment.id for segment, _ in early),
        measure=sum(lost.days for _, lost in early),
        name=touchpoint.name,
        days=span(first.first, first.last),
        where=groups(segment for segment, _ in early),
        help="Shorten the distance for these segments (`per_segment`), or leave them out.",
    )


@rule("TIM013", Severity.INFO, step=Step.DESIGN, harm=Harm.BLIND, applies=sets_off_contacts)
def unknown_rate(event: Event, audit: Context) -> Iterator[Problem]:
    """Contacts wait for an event, and nobody says how often it happens.

    Why: What an event sets off is contact pressure too. As long as its rate is unknown, every load in the schedule is
    only "at least" that high.

    Bad:
        events:
          - id: trial_used_up  # <- TIM013
            name: Trial used up
        touchpoints:
          - id: offer-call
            name: Offer call
            type: follow_up
            channel: phone
            timing:
              at: 1d
              after: trial_used_up

    Good:
        events:
          - id: trial_used_up
            name: Trial used up
            per_quarter: 0.5
        touchpoints:
          - id: offer-call
            name: Offer call
            type: follow_up
            channel: phone
            timing:
              at: 1d
              after: trial_used_up
    """
    unknown = [(plan, burst) for plan, _, burst in audit.bursts[event.id] if event.id in plan.unknown_rates]
    if unknown:
        waiting = {contact.touchpoint.id: contact.touchpoint for _, burst in unknown for contact in burst.contacts}
        yield Problem(
            event.place("id"),
            "{count} {count:touchpoint waits|touchpoints wait} for {event}, and nobody says how often it happens",
            segments=tuple(dict.fromkeys(plan.segment.id for plan, _ in unknown)),
            related=[
                Reference(touchpoint.at("timing"), say("{name} waits for it", name=touchpoint.name))
                for touchpoint in list(waiting.values())[:10]
            ],
            event=event.name,
            count=len(waiting),
            measure=len(waiting),
            involves=waiting.values(),
            help="Write in `per_quarter` how often it happens to one customer in a quarter; a rough count is enough.",
        )
