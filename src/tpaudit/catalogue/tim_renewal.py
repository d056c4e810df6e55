"""TIM: the talks about renewing the contract."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from math import ceil
from operator import itemgetter
from typing import NamedTuple

from tpaudit.durations import Duration, days_of
from tpaudit.inventory.naming import customers
from tpaudit.inventory.registries import Segment
from tpaudit.inventory.touchpoint import Touchpoint
from tpaudit.messages import Days
from tpaudit.rules.context import Context
from tpaudit.rules.phases import give_way_to_empty_phase, phases_of
from tpaudit.rules.phrases import here
from tpaudit.rules.readiness import is_untimed
from tpaudit.rules.rule import Harm, NotApplicable, Problem, Step, Unit, rule
from tpaudit.severity import Severity

RENEWED = days_of("6mo")
"""Shorter contracts are over before anybody talks about renewing them."""


def has_renewal(segment: Segment, audit: Context) -> bool:
    """Whether its contract is long enough to be renewed on purpose, and ends on a known day."""
    contract = segment.contract_length
    return contract is not None and contract.days >= RENEWED and bool(audit.contract_ends(segment))


def has_human_renewal(segment: Segment, audit: Context) -> bool:
    """Whether people look after its customers until such a renewal."""
    return segment.is_human_touch and has_renewal(segment, audit)


ENDS = ("contract_end", "renewal")
"""The events of the day on which one term ends and the next begins."""

ABOUT_RENEWAL = ("renewal_reminder", "renewal_notice", "contract_offer")
"""The types that speak of the renewal wherever they stand."""


class Word(NamedTuple):
    """A touchpoint about the renewal, so many days before the end of a term."""

    left: int
    touchpoint: Touchpoint


class Term(NamedTuple):
    """What comes about the renewal within a term, the first first."""

    end: int
    said: Sequence[Word]
    to_some: Sequence[Word]
    """The same, to a part of the customers only."""


def words(segment: Segment, audit: Context) -> list[Term]:
    """Return what comes about the renewal within each term.

    Of such a phase or type, or counted back from the contract's end: notices and offers too. Not applicable where a
    touchpoint of the phase does not say when it comes.
    """
    plan = audit.plan(segment)
    phases = frozenset(pair.phase.id for pair in phases_of("renewal", segment, audit))
    before_end = frozenset(event.id for event in audit.inventory.events if event.before in ENDS)
    days: list[tuple[int, Touchpoint]] = []
    for touchpoint in audit.inventory.in_segment(segment):
        if touchpoint.initiation == "reactive" or not audit.reached(touchpoint, segment):
            continue
        if touchpoint.phase in phases and is_untimed(touchpoint):
            raise NotApplicable
        if touchpoint.phase in phases or touchpoint.type in ABOUT_RENEWAL:
            days += ((day, touchpoint) for day in plan.days(touchpoint))
        else:
            first, last = plan.horizon
            days += (
                (day, touchpoint)
                for timing, own in zip(touchpoint.timing, plan.days_by_timing(touchpoint), strict=True)
                if timing.before in ENDS or timing.anchor in before_end
                for day in own
                if first <= day <= last
            )
    for spread in plan.account.spread:
        if spread.touchpoint.phase in phases and spread.per_quarter:
            step = ceil(91 / spread.per_quarter)
            days += (
                (day, spread.touchpoint) for start, end in spread.spans for day in range(start + step, end + 1, step)
            )
    days.sort(key=itemgetter(0))
    terms = []
    for begin, end in plan.terms:
        within = [Word(end - day, touchpoint) for day, touchpoint in days if begin <= day <= end]
        said = [word for word in within if _is_for_all(word.touchpoint, segment, audit)]
        terms.append(Term(end, said, [word for word in within if word not in said]))
    return terms


def _is_for_all(touchpoint: Touchpoint, segment: Segment, audit: Context) -> bool:
    """Whether it is meant for all customers of the segment."""
    if touchpoint.reach is not None:
        return touchpoint.reach == 1
    audience = audit.inventory.audience.get(touchpoint.audience or "")
    return touchpoint.audience is None or (audience is not None and audience.share_in(segment.id) == 1)


@rule("TIM007", Severity.WARNING, step=Step.DESIGN, harm=Harm.CHURN, applies=has_renewal)
def late_renewal_contact(
    segment: Segment, audit: Context, *, min_days: Duration = Duration(90, "d")
) -> Iterator[Problem]:
    """Nobody talks about the renewal early enough to change anything.

    Why: Most customers decide long before the contract ends. Three months leave time to solve what bothers them; in
    the last weeks a renewal call is only a negotiation about the price.
    Source: customer-success practice: renewal contact 90 days before the end (grade C)

    Bad:
        segments:
          - id: smb  # <- TIM007
            contract: 12mo
        touchpoints:
          - id: renewal-call
            name: Renewal call
            type: checkin
            phase: renewal
            channel: phone
            timing:
              at: 60d
              before: contract_end

    Good:
        segments:
          - id: smb
            contract: 12mo
        touchpoints:
          - id: renewal-call
            name: Renewal call
            type: checkin
            phase: renewal
            channel: phone
            timing:
              at: 90d
              before: contract_end
    """
    give_way_to_empty_phase("renewal", segment, audit)
    terms = words(segment, audit)
    term = min(terms, key=_how_early)
    if not term.said:
        yield Problem(
            segment.at("id"),
            "what is about the renewal on day {end} reaches only some {customers}"
            if term.to_some
            else "nothing that reaches {customers} is about the renewal on day {end}"
            if segment.renews
            else "nothing that reaches {customers} is about the end of the contract on day {end}",
            related=here({word.touchpoint.id: word.touchpoint for word in term.to_some}.values()),
            customers=customers(segment),
            end=term.end,
            min_days=str(min_days),
            measure=1,
            units=Unit.NEVER,
            help="Plan a contact with `at: {min_days}, before: contract_end`, or one in the renewal phase by then.",
        )
        return
    first = term.said[0]
    if first.left < min_days.days:
        yield Problem(
            segment.at("id"),
            "the first word about the renewal reaches {customers} {left} before the contract ends, less than {wanted}",
            related=here([first.touchpoint]),
            involves=(first.touchpoint,),
            measure=Days(-first.left),
            customers=customers(segment),
            left=Days(first.left),
            wanted=Days(min_days.days),
            help="Start the talks about the renewal at least {wanted} before the contract's end.",
        )


def _how_early(term: Term) -> int:
    return term.said[0].left if term.said else -1


@rule("TIM008", Severity.WARNING, step=Step.DESIGN, harm=Harm.CHURN, applies=has_human_renewal)
def incomplete_renewal_ladder(
    segment: Segment,
    audit: Context,
    *,
    rungs: tuple[Duration, ...] = (Duration(90, "d"), Duration(60, "d"), Duration(30, "d")),
    tolerance: Duration = Duration(10, "d"),
) -> Iterator[Problem]:
    """A step of the talks about the renewal is missing.

    Why: One early call is forgotten by the day of the signature. A ladder of contacts keeps the decision moving and
    shows in time when it stalls.
    Source: customer-success practice: reminders 90, 60 and 30 days before the end (grade C)

    Bad:
        segments:
          - id: smb  # <- TIM008
            touch_model: mid_touch
            contract: 12mo
        touchpoints:
          - id: renewal-call
            name: Renewal call
            type: checkin
            phase: renewal
            channel: phone
            timing:
              - at: 90d
                before: contract_end
              - at: 60d
                before: contract_end

    Good:
        segments:
          - id: smb
            touch_model: mid_touch
            contract: 12mo
        touchpoints:
          - id: renewal-call
            name: Renewal call
            type: checkin
            phase: renewal
            channel: phone
            timing:
              - at: 90d
                before: contract_end
              - at: 60d
                before: contract_end
              - at: 30d
                before: contract_end
    """
    give_way_to_empty_phase("renewal", segment, audit)
    if audit.fires("TIM007", segment):
        raise NotApplicable  # the first word comes before the steps
    terms = words(segment, audit)
    for rung in sorted(rungs, key=lambda rung: -rung.days):
        missed = [term.said for term in terms if not _reminds(term.said, rung.days, tolerance.days)]
        if missed:
            nearest = _farthest(missed, rung.days)
            yield Problem(
                segment.at("id"),
                "nothing reminds {customers} about {days} before the contract ends"
                if nearest is None
                else "nothing reminds {customers} about {days} before the contract ends; nearest is {name}, {left} "
                "before",
                of=str(rung),
                related=here([nearest.touchpoint] if nearest else []),
                involves=[nearest.touchpoint] if nearest else [],
                measure=(Days(abs(nearest.left - rung.days)) if nearest else rung.days, len(missed)),
                units=(Unit.DAYS if nearest else Unit.NEVER, Unit.COUNT),
                customers=customers(segment),
                days=Days(rung.days),
                name=nearest.touchpoint.name if nearest else "",
                left=Days(nearest.left if nearest else 0),
                rung=str(rung),
                tolerance=Days(tolerance.days),
                help="Plan one with `at: {rung}, before: contract_end`, or in the renewal phase, up to {tolerance} "
                "earlier or later.",
            )


def _farthest(missed: Iterable[Sequence[Word]], days: int) -> Word | None:
    """Return what is nearest to so many days before the end, of the term in which that is farthest; None: nothing."""
    nearest = [min(said, key=lambda word: abs(word.left - days), default=None) for said in missed]
    return max(nearest, key=lambda word: float("inf") if word is None else abs(word.left - days))


def _reminds(said: Iterable[Word], days: int, tolerance: int) -> bool:
    return any(abs(word.left - days) <= tolerance for word in said)
