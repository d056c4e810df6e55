"""OBS: what really happens twice, though retired, or in reverse order."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from tpaudit.fields import Proportion
from tpaudit.inventory.inventory import Inventory
from tpaudit.inventory.naming import customers
from tpaudit.inventory.touchpoint import Touchpoint
from tpaudit.messages import Share, say
from tpaudit.rules.context import Context
from tpaudit.rules.rule import Harm, NotApplicable, Problem, Reference, Step, rule
from tpaudit.rules.seen import is_observed
from tpaudit.severity import Severity


def has_observation(_: Inventory, audit: Context) -> bool:
    """Whether anybody has looked at what really happens."""
    return audit.observation is not None


def leads(touchpoint: Touchpoint, audit: Context) -> bool:
    """Whether it leads to another and the data tell of both."""
    return is_observed(touchpoint, audit) and any(seen.reversed for _, seen in audit.seen(touchpoint))


@rule("OBS009", Severity.WARNING, step=Step.MEASUREMENT, harm=Harm.CUSTOMER, applies=is_observed)
def doubled_touchpoint(
    touchpoint: Touchpoint, audit: Context, *, max_share: Proportion = Fraction(1, 50)
) -> Iterator[Problem]:
    """Customers get the same touchpoint more than once on a day.

    Why: Nothing says "we do not know you" as plainly as the same mail twice. It is usually two workflows that do the
    same, or a trigger that fires again: cheap to stop once somebody looks.

    Bad:
        touchpoints:
          - id: welcome-mail
            name: Welcome e-mail
            channel: email
            timing:
              at: 0d
            tracked_as: [Welcome sent]  # <- OBS009
        # tpaudit.observed.json:
        #   touchpoints: {welcome-mail: {due: 400, reached: 400, customers: 400, doubled: 80}}

    Good:
        touchpoints:
          - id: welcome-mail
            name: Welcome e-mail
            channel: email
            timing:
              at: 0d
            tracked_as: [Welcome sent]
        # tpaudit.observed.json:
        #   touchpoints: {welcome-mail: {due: 400, reached: 400, customers: 400, doubled: 0}}
    """
    seen_by = [(segment, seen) for segment, seen in audit.seen(touchpoint) if seen.customers]
    if not seen_by:
        raise NotApplicable
    for segment, seen in seen_by:
        part = Fraction(seen.doubled, seen.customers)
        if part > max_share:
            yield Problem(
                touchpoint.at("tracked_as"),
                "{name} comes more than once on the same day for {share} of the {customers} who get it",
                name=touchpoint.name,
                customers=customers(segment),
                share=Share(part),
                of=segment.id,
                segments=(segment.id,),
                measure=Share(part),
                help="Look for two workflows that send the same, or for a trigger that fires twice.",
            )


@rule("OBS010", Severity.WARNING, step=Step.MEASUREMENT, harm=Harm.CUSTOMER, applies=has_observation)
def happens_though_retired(inventory: Inventory, audit: Context) -> Iterator[Problem]:
    """A touchpoint that is retired, paused or only an idea still reaches customers.

    Why: Everybody believes that it is off, so nobody reads it any more: old prices, dead links and names of people who
    have left reach customers in the company's name.

    Bad:
        touchpoints:
          - id: old-newsletter
            name: Old newsletter
            status: retired  # <- OBS010
            tracked_as: [Newsletter 2019 sent]
        # tpaudit.observed.json:
        #   touchpoints: {old-newsletter: {customers: 120, occurrences: 300, recent: 25}}

    Good:
        touchpoints:
          - id: old-newsletter
            name: Old newsletter
            status: retired
            tracked_as: [Newsletter 2019 sent]
        # tpaudit.observed.json:
        #   touchpoints: {old-newsletter: {customers: 120, occurrences: 300, recent: 0}}
    """
    resting = [touchpoint for touchpoint in inventory.touchpoints if touchpoint.status not in ("live", "upcoming")]
    if not any(True for touchpoint in resting for _ in audit.seen(touchpoint)):
        raise NotApplicable
    for touchpoint in resting:
        where = [(segment, seen) for segment, seen in audit.seen(touchpoint) if seen.recent]
        if where:
            yield Problem(
                touchpoint.at("status"),
                "{name} is not live, and happened {n} {n:time|times} in the last 30 days observed",
                name=touchpoint.name,
                n=sum(seen.recent for _, seen in where),
                of=touchpoint.id,
                segments=tuple(segment.id for segment, _ in where),
                measure=sum(seen.recent for _, seen in where),
                involves=(touchpoint,),
                help="Turn it off where it is sent from, or correct its `status`.",
            )


@rule("OBS012", Severity.INFO, step=Step.MEASUREMENT, harm=Harm.CUSTOMER, applies=leads)
def really_reversed(
    touchpoint: Touchpoint, audit: Context, *, max_share: Proportion = Fraction(1, 10)
) -> Iterator[Problem]:
    """Customers get two touchpoints in the wrong order.

    Why: Whoever is asked how the training was before it was held, or gets the offer before the review that explains
    it, sees that nobody looks at the whole.

    Bad:
        touchpoints:
          - id: training
            name: Training
            tracked_as: [Training held]
            leads_to: survey  # <- OBS012
          - id: survey
            name: Survey about the training
            tracked_as: [Survey sent]
        # tpaudit.observed.json:
        #   touchpoints: {training: {reversed: [{later: survey, customers: 300, reversed: 90}]}}

    Good:
        touchpoints:
          - id: training
            name: Training
            tracked_as: [Training held]
            leads_to: survey
          - id: survey
            name: Survey about the training
            tracked_as: [Survey sent]
        # tpaudit.observed.json:
        #   touchpoints: {training: {reversed: [{later: survey, customers: 300, reversed: 9}]}}
    """
    for segment, seen in audit.seen(touchpoint):
        for reversal in seen.reversed:
            part = Fraction(reversal.reversed, reversal.customers) if reversal.customers else Fraction(0)
            later = audit.inventory.touchpoint.get(reversal.later)
            if part > max_share and later is not None:
                yield Problem(
                    touchpoint.at("leads_to"),
                    "{later} should come after {name}, and comes before it for {share} of the {customers} who get both",
                    name=touchpoint.name,
                    later=later.name,
                    customers=customers(segment),
                    share=Share(part),
                    of=f"{segment.id} {reversal.later}",
                    segments=(segment.id,),
                    measure=Share(part),
                    involves=(touchpoint, later),
                    related=(Reference(later.at("id"), say("the later touchpoint")),),
                    help="Let the second wait for the first: state `after` in its `timing`, and in the tool that "
                    "sends it.",
                )
