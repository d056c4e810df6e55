"""EXP: how customers experience the touchpoints today."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from fractions import Fraction

from tpaudit.durations import Duration
from tpaudit.inventory.facts import experience, has_decision
from tpaudit.inventory.inventory import Inventory
from tpaudit.inventory.subject import At, Kind
from tpaudit.inventory.touchpoint import Touchpoint
from tpaudit.inventory.words.terms import VERDICT, term
from tpaudit.messages import Days, Share, say
from tpaudit.rules.context import Context
from tpaudit.rules.phrases import SHOWN
from tpaudit.rules.rule import Harm, NotApplicable, Problem, Reference, Step, Unit, Woken, rule
from tpaudit.severity import Severity


def verdict(touchpoint: Touchpoint) -> str | None:
    """Return the touchpoint's verdict, None if it is unknown."""
    stated = experience(touchpoint).verdict
    return None if stated == "unknown" else stated


def is_live(touchpoint: Touchpoint) -> bool:
    """Whether customers meet it already."""
    return touchpoint.status == "live"


def is_assessed(touchpoint: Touchpoint) -> bool:
    """Whether somebody said how it is experienced."""
    return verdict(touchpoint) is not None


def is_live_and_assessed(touchpoint: Touchpoint) -> bool:
    """Whether customers meet it and somebody said how they like it."""
    return is_live(touchpoint) and is_assessed(touchpoint)


@rule(
    "EXP001",
    Severity.INFO,
    step=Step.MEASUREMENT,
    harm=Harm.BLIND,
    woken_by=Woken(("experience.verdict",)),
    applies=is_live,
)
def missing_assessment(touchpoint: Touchpoint, audit: Context) -> Iterator[Problem]:
    """Nobody has said how customers experience the touchpoint.

    Why: A team that maps for the first time finds that about half of its touchpoints do not work and a fifth annoy
    (anecdotal, Lincoln Murphy). Until each has a verdict, nobody knows which half.
    Source: Lincoln Murphy, from practice (grade C)

    Bad:
        touchpoints:
          - id: welcome-mail  # <- EXP001
            name: Welcome e-mail

    Good:
        touchpoints:
          - id: welcome-mail
            name: Welcome e-mail
            experience:
              verdict: works
    """
    if audit.fires("EXP006", audit.inventory):
        raise NotApplicable
    if not is_assessed(touchpoint):
        yield Problem(
            touchpoint.at("id"),
            "nobody has assessed how customers experience {name}",
            name=touchpoint.name,
            help="Rate it in `experience: verdict` as `works`, `neutral`, `broken` or `annoying`, with evidence and "
            "date.",
        )


@rule("EXP002", Severity.WARNING, step=Step.MEASUREMENT, harm=Harm.BLIND, applies=is_assessed)
def assessment_without_evidence(touchpoint: Touchpoint, _: Context) -> Iterator[Problem]:
    """The verdict on the touchpoint rests on nothing but an opinion.

    Why: Teams like what they built. A verdict that no customer was asked for keeps the annoying alive and cuts the
    useful; a survey, a metric or five interviews turn it into knowledge.

    Bad:
        touchpoints:
          - id: welcome-mail
            name: Welcome e-mail
            experience:
              verdict: works  # <- EXP002

    Good:
        touchpoints:
          - id: welcome-mail
            name: Welcome e-mail
            experience:
              verdict: works
              evidence: interview
    """
    evidence = experience(touchpoint).evidence
    if evidence is None:
        yield Problem(
            touchpoint.at("experience", "verdict"),
            'nothing supports the verdict "{verdict}" on {name}',
            verdict=term(VERDICT, verdict(touchpoint)),
            name=touchpoint.name,
            help="Say in `evidence` what it rests on: `survey`, `metric` or `interview`.",
        )
    elif evidence == "assumption":
        yield Problem(
            touchpoint.at("experience", "evidence"),
            'the verdict "{verdict}" on {name} is an assumption',
            verdict=term(VERDICT, verdict(touchpoint)),
            name=touchpoint.name,
            help="Ask a few customers or look at a metric, then replace `assumption` by `survey`, `metric` or "
            "`interview`.",
        )


def _judged_on(touchpoint: Touchpoint, audit: Context) -> date | None:
    """Return the day of the verdict; where it rests on metrics that tpaudit observes, their latest day if later."""
    stated = experience(touchpoint).assessed_on
    if stated is None or experience(touchpoint).evidence != "metric":
        return stated
    measured = (metric.measured_on for metric in audit.metrics(touchpoint) if metric.measured_from is not None)
    return max((stated, *(day for day in measured if day is not None)))


@rule("EXP003", Severity.WARNING, step=Step.MEASUREMENT, harm=Harm.BLIND, applies=is_assessed, worse_from=1)
def stale_assessment(
    touchpoint: Touchpoint, audit: Context, *, max_age: Duration = Duration(180, "d")
) -> Iterator[Problem]:
    """The verdict on the touchpoint is old, or nobody knows how old it is.

    Why: Customers, product and competitors move on; a verdict from before the last two releases describes another
    product. Half a year is also the rhythm in which a relationship survey may be repeated.
    Source: OCX Cognition on the rhythm of relationship surveys (grade C)

    Bad:
        touchpoints:
          - id: welcome-mail
            name: Welcome e-mail
            experience:
              verdict: works
              assessed_on: 2025-11-03  # <- EXP003

    Good:
        touchpoints:
          - id: welcome-mail
            name: Welcome e-mail
            experience:
              verdict: works
              assessed_on: 2026-09-14
    """
    assessed_on = _judged_on(touchpoint, audit)
    if assessed_on is None:
        yield Problem(
            touchpoint.at("experience", "verdict"),
            'nobody knows since when the verdict "{verdict}" on {name} holds',
            verdict=term(VERDICT, verdict(touchpoint)),
            name=touchpoint.name,
            help="Write the day of the verdict in `assessed_on`.",
        )
        return
    age = (audit.today - assessed_on).days
    if age > max_age.days:
        yield Problem(
            touchpoint.at("experience", "assessed_on"),
            'the verdict "{verdict}" on {name} is {age} old, more than {limit}',
            verdict=term(VERDICT, verdict(touchpoint)),
            name=touchpoint.name,
            measure=-assessed_on.toordinal(),
            units=Unit.DATE,
            age=Days(age),
            limit=Days(max_age.days),
            help="Assess it again and update `verdict`, `evidence` and `assessed_on`.",
        )


@rule("EXP004", Severity.ERROR, step=Step.MEASUREMENT, harm=Harm.CUSTOMER, applies=is_live_and_assessed)
def broken_and_live(touchpoint: Touchpoint, _: Context) -> Iterator[Problem]:
    """The touchpoint is known to be broken or annoying, and it goes on.

    Why: Customers meet it every day, and the company knows. Knowing and doing nothing costs more trust than the fault
    itself: fix it, merge it, or stop it.

    Bad:
        touchpoints:
          - id: tip-of-the-day
            name: Tip of the day
            experience:
              verdict: annoying  # <- EXP004

    Good:
        touchpoints:
          - id: tip-of-the-day
            name: Tip of the day
            experience:
              verdict: annoying
            decision:
              action: cut
    """
    rated = verdict(touchpoint)
    if rated in ("broken", "annoying") and not touchpoint.decided:
        kept = touchpoint.decision is not None and touchpoint.decision.action == "keep"
        yield Problem(
            touchpoint.at("experience", "verdict"),
            "{name} is rated {verdict} and live, and {decision}",
            name=touchpoint.name,
            verdict=term(VERDICT, rated),
            decision=say("the decision is to keep it") if kept else say("nobody has decided what to do"),
            help="Decide to improve, merge or cut it, with owner and due date in `decision`, or pause it now.",
        )


@rule("EXP005", Severity.WARNING, step=Step.MEASUREMENT, harm=Harm.CUSTOMER)
def annoying_share(
    inventory: Inventory, _: Context, *, max_share: Fraction = Fraction(1, 5), min_assessed: int = 5
) -> Iterator[Problem]:
    """Too many of the assessed touchpoints annoy customers, and nobody has decided what to do.

    Why: Every annoying contact uses up attention that the next useful one needs. About one touchpoint in five is what
    teams find when they look for the first time; more than that is not the starting point but a habit.
    Source: Lincoln Murphy, from practice (grade C)

    Bad:
        tpaudit: 1  # <- EXP005
        audit:
          options:
            annoying-share:
              min_assessed: 1
        touchpoints:
          - id: tip-of-the-day
            name: Tip of the day
            experience:
              verdict: annoying

    Good:
        tpaudit: 1
        audit:
          options:
            annoying-share:
              min_assessed: 1
        touchpoints:
          - id: tip-of-the-day
            name: Tip of the day
            experience:
              verdict: annoying
            decision:
              action: cut
    """
    assessed = [touchpoint for touchpoint in inventory.active if is_assessed(touchpoint)]
    if len(assessed) < max(1, min_assessed):
        raise NotApplicable
    annoying = [
        touchpoint for touchpoint in assessed if verdict(touchpoint) == "annoying" and not has_decision(touchpoint)
    ]
    share = Fraction(len(annoying), len(assessed))
    if share > max_share:
        yield Problem(
            At(Kind.INVENTORY, ""),
            "{count} of {total} assessed {total:touchpoint|touchpoints} {count:annoys|annoy} customers, and nothing is "
            "decided about {count:it|them}: {share} instead of at most {limit}",
            measure=Share(share),
            involves=annoying,
            count=len(annoying),
            total=len(assessed),
            share=Share(share),
            limit=Share(max_share),
            related=[
                Reference(touchpoint.at("experience", "verdict"), say("{name} annoys", name=touchpoint.name))
                for touchpoint in annoying[:SHOWN]
            ],
            help="Cut, merge or improve the annoying ones first, before anything new is planned.",
        )


@rule(
    "EXP006", Severity.INFO, step=Step.MEASUREMENT, harm=Harm.BLIND, woken_by=Woken(("experience.verdict",), of=is_live)
)
def unassessed_inventory(
    inventory: Inventory, _: Context, *, max_share: Fraction = Fraction(1, 2)
) -> Iterator[Problem]:
    """Of most live touchpoints nobody knows how customers experience them.

    Why: With the greater part unknown, every statement about the journey is a guess about a minority. A first verdict
    takes a minute a touchpoint; start with the key ones.

    Bad:
        tpaudit: 1  # <- EXP006
        touchpoints:
          - id: welcome-mail
            name: Welcome e-mail

    Good:
        tpaudit: 1
        touchpoints:
          - id: welcome-mail
            name: Welcome e-mail
            experience:
              verdict: works
    """
    live = [touchpoint for touchpoint in inventory.active if is_live(touchpoint)]
    if not live:
        raise NotApplicable
    unassessed = sum(not is_assessed(touchpoint) for touchpoint in live)
    share = Fraction(unassessed, len(live))
    if share > max_share:
        yield Problem(
            At(Kind.INVENTORY, ""),
            "{count} of {total} live {total:touchpoint|touchpoints} {count:is|are} not assessed, {share} instead of "
            "at most {limit}",
            count=unassessed,
            total=len(live),
            share=Share(share),
            measure=Share(share),
            limit=Share(max_share),
            help="Sit down with their owners and give each a verdict under `experience`, the key ones first.",
        )
