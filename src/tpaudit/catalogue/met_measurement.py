"""MET: what is measured, and what follows from it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from tpaudit.inventory.facts import has_touchpoints, is_measured
from tpaudit.inventory.inventory import Inventory
from tpaudit.inventory.metrics import (
    SURVEYED,
    figure,
    identity,
    is_in_shares,
    is_on_scale,
    label,
    misses_target,
    scale_of,
)
from tpaudit.inventory.registries import Phase
from tpaudit.inventory.subject import At, Kind
from tpaudit.inventory.touchpoint import Decision, Metric, Touchpoint
from tpaudit.inventory.words.choices import nearest
from tpaudit.inventory.words.terms import FAMILY, each, term
from tpaudit.messages import Code, codes, say
from tpaudit.rules.context import Context
from tpaudit.rules.rule import Harm, NotApplicable, Problem, Reference, Step, Unit, Woken, rule
from tpaudit.severity import Severity

CORE = (*SURVEYED, "conversion")
"""The families that compare touchpoints of every kind."""


def is_measured_key(touchpoint: Touchpoint) -> bool:
    """Whether it is a key touchpoint with a metric."""
    return touchpoint.key and is_measured(touchpoint)


def is_live_and_measured(touchpoint: Touchpoint) -> bool:
    """Whether customers meet it already, and it has a metric."""
    return touchpoint.status == "live" and is_measured(touchpoint)


@rule(
    "MET006",
    Severity.INFO,
    step=Step.MEASUREMENT,
    harm=Harm.BLIND,
    woken_by=Woken(("metrics.actual",), of=is_live_and_measured),
)
def unmeasured_phase(phase: Phase, audit: Context) -> Iterator[Problem]:
    """A phase has metrics, but not one measured value.

    Why: Metrics that nobody has read yet steer nothing. A whole phase without a result is a part of the journey about
    which everybody in the meeting is guessing. Only what is live can have been measured.

    Bad:
        phases:
          - id: onboarding  # <- MET006
        touchpoints:
          - id: kickoff-call
            name: Kickoff call
            phase: onboarding
            metrics:
              - family: attendance

    Good:
        phases:
          - id: onboarding
        touchpoints:
          - id: kickoff-call
            name: Kickoff call
            phase: onboarding
            metrics:
              - family: attendance
                actual: 82%
    """
    # What is not live yet cannot have been measured.
    live = [touchpoint for touchpoint in audit.inventory.in_phase(phase) if touchpoint.status == "live"]
    metrics = [metric for touchpoint in live for metric in audit.metrics(touchpoint)]
    if not metrics:
        raise NotApplicable
    if all(metric.actual is None for metric in metrics):
        yield Problem(
            phase.at("id"),
            "{phase} has {count} {count:metric|metrics} and no measured value",
            phase=phase.name,
            count=len(metrics),
            help="Enter the latest result of at least one metric in `actual`, with its day in `measured_on`.",
        )


@rule("MET007", Severity.INFO, step=Step.MEASUREMENT, harm=Harm.BLIND, woken_by=Woken(("tracked_as",)))
def untracked_touchpoint(touchpoint: Touchpoint, audit: Context) -> Iterator[Problem]:
    """Nobody can look up whether the touchpoint really happens: it has no event, or none that the data know.

    Why: A plan says what should reach the customer; only the events in CRM, CDP or product analytics say what did.
    Without their names the two can never be compared, and a workflow that died in spring is found in autumn. A name
    that the data do not know is as good as none.

    Bad:
        touchpoints:
          - id: welcome-mail  # <- MET007
            name: Welcome e-mail

    Good:
        touchpoints:
          - id: welcome-mail
            name: Welcome e-mail
            tracked_as:
              - Welcome Email Sent
    """
    if not touchpoint.tracked_as:
        event = _alike(touchpoint, audit)
        yield Problem(
            touchpoint.at("id"),
            "{name} is tracked under no event, so what happens cannot be compared with the plan",
            name=touchpoint.name,
            event=event,
            help="The data have {event}, which nobody planned: if that is it, name it in `tracked_as`."
            if event
            else "Name its events in CRM, CDP or product analytics in `tracked_as`.",
        )
    elif _is_never_seen(touchpoint, audit):
        yield Problem(
            touchpoint.at("tracked_as"),
            "{name} is tracked as {events}, which the observed data show for no group of customers",
            name=touchpoint.name,
            events=tuple(tracked.event for tracked in touchpoint.tracked_as if tracked.means == "contact"),
            help="Correct the event's name in `tracked_as`, or say in `status` that it does not happen any more.",
        )


def _is_never_seen(touchpoint: Touchpoint, audit: Context) -> bool:
    """Whether a live one was observed and never came, and no other rule judges it because it is due on no day."""
    seen = [observed for _, observed in audit.seen(touchpoint)]
    is_contact = any(tracked.means == "contact" for tracked in touchpoint.tracked_as)
    return (
        touchpoint.status == "live"
        and is_contact
        and bool(seen)
        and all(
            observed.customers == observed.due == 0 and observed.answers is None and not observed.metrics
            for observed in seen
        )
    )


def _alike(touchpoint: Touchpoint, audit: Context) -> str:
    """Return the event that nobody planned and that is called most like it; blank without any."""
    segments = audit.observation.segments if audit.observation is not None else {}
    events = {_plain(unplanned.event): unplanned.event for seen in segments.values() for unplanned in seen.unplanned}
    return events.get(nearest(_plain(touchpoint.name), events) or nearest(_plain(touchpoint.id), events), "")


def _plain(name: str) -> str:
    """Return the name without what tells its system: of `mail_sent / Welcome v4` the last part, in plain words."""
    return re.sub(r"[\W_]+", " ", name.rpartition(" / ")[2]).casefold().strip()


@rule("MET008", Severity.INFO, step=Step.MEASUREMENT, harm=Harm.BLIND, applies=has_touchpoints)
def uncovered_core_metric(inventory: Inventory, _: Context) -> Iterator[Problem]:
    """Satisfaction, recommendation, effort or conversion is measured nowhere on the journey.

    Why: Attendance and clicks tell how a single touchpoint does; CSAT, NPS, CES and conversion can be compared across
    all of them. Each answers another question: were they pleased, would they recommend us, was it easy, did they act?

    Bad:
        tpaudit: 1  # <- MET008
        touchpoints:
          - id: kickoff-call
            name: Kickoff call
            metrics:
              - family: csat

    Good:
        tpaudit: 1
        touchpoints:
          - id: kickoff-call
            name: Kickoff call
            metrics:
              - family: csat
              - family: ces
          - id: relationship-survey
            name: Relationship survey
            feedback:
              instrument: nps
          - id: upgrade-offer
            name: Upgrade offer
            metrics:
              - family: conversion
    """
    measured = {metric.family for touchpoint in inventory.active for metric in touchpoint.metrics}
    surveyed = {touchpoint.feedback.instrument for touchpoint in inventory.active if touchpoint.feedback is not None}
    for family in CORE:
        if family not in measured and family not in surveyed:
            yield Problem(
                At(Kind.INVENTORY, ""),
                "{family} is measured nowhere",
                family=term(FAMILY, family),
                word=family,
                of=family,
                help="Add a metric of the family `{word}`, or `feedback` with this `instrument`, to a touchpoint "
                "where the answer would change something."
                if family in SURVEYED
                else "Add a metric of the family `{word}` to a touchpoint where the answer would change something.",
            )


def has_scored_metric(touchpoint: Touchpoint) -> bool:
    """Whether a metric is a customer's score or has a scale."""
    return any(metric.family in SURVEYED or metric.scale is not None for metric in touchpoint.metrics)


@rule("MET009", Severity.WARNING, step=Step.MEASUREMENT, harm=Harm.BLIND, applies=has_scored_metric)
def missing_scale(touchpoint: Touchpoint, _: Context) -> Iterator[Problem]:
    """A score cannot be read: its scale or direction is missing, or its value lies outside the scale.

    Why: A CSAT of 4.2 is excellent of 5 and poor of 10. A high CES is good on today's scale and was bad on the older
    one, so without direction half of the readers draw the wrong conclusion.

    Bad:
        touchpoints:
          - id: kickoff-call
            name: Kickoff call
            metrics:
              - family: ces  # <- MET009
              - family: csat
                scale: [1, 5]
                actual: 7  # <- MET009

    Good:
        touchpoints:
          - id: kickoff-call
            name: Kickoff call
            metrics:
              - family: ces
                scale: [1, 7]
                direction: higher_is_better
              - family: csat
                scale: [1, 5]
                actual: 4.2
              - family: nps
                actual: -20
    """
    for index, metric in enumerate(touchpoint.metrics):
        missing = _missing_of_score(metric)
        if missing:
            yield Problem(
                touchpoint.at("metrics", index),
                "{name}: {metric} cannot be read without {missing}",
                of=identity(metric),
                metric=label(metric),
                name=touchpoint.name,
                missing=codes(missing),
                measure=len(missing),
                help="Add `scale: [lowest, highest]` and, for `ces`, `direction: higher_is_better` or "
                "`lower_is_better`.",
            )
        yield from _outside_scale(touchpoint, index, metric)


def _missing_of_score(metric: Metric) -> tuple[str, ...]:
    needed: Mapping[str, tuple[str, ...]] = {"csat": ("scale",), "ces": ("scale", "direction")}
    return tuple(field for field in needed.get(metric.family or "", ()) if getattr(metric, field) is None)


def _outside_scale(touchpoint: Touchpoint, index: int, metric: Metric) -> Iterator[Problem]:
    scale = scale_of(metric)
    for field, value in (("target", metric.target), ("actual", metric.actual)):
        if scale is not None and value is not None and not is_on_scale(metric, value):
            yield Problem(
                touchpoint.at("metrics", index, field),
                "{name}: the {field} {value} of {metric} lies outside its scale of {low} to {high}",
                name=touchpoint.name,
                field=Code(field),
                value=figure(metric, value),
                of=identity(metric),
                metric=label(metric),
                low=figure(metric, scale[0]),
                high=figure(metric, scale[1]),
                measure=max(scale[0] - value, value - scale[1]),
                units=Unit.OVER,
                help="Correct the value or the scale; a percentage such as `80%` counts as 0.8.",
            )


@rule("MET010", Severity.WARNING, step=Step.MEASUREMENT, harm=Harm.CUSTOMER)
def missed_target_without_decision(touchpoint: Touchpoint, audit: Context) -> Iterator[Problem]:
    """A metric misses its target, and no decision with owner and due date answers it.

    Why: Measuring changes nothing; deciding does. A target that is missed quarter after quarter without an answer
    teaches everyone that targets do not matter.

    Bad:
        touchpoints:
          - id: kickoff-call
            name: Kickoff call
            metrics:
              - family: attendance
                target: 70%
                actual: 41%  # <- MET010

    Good:
        touchpoints:
          - id: kickoff-call
            name: Kickoff call
            metrics:
              - family: attendance
                target: 70%
                actual: 41%
            decision:
              action: improve
              owner: csm
              due: 2027-01-31
    """
    metrics = audit.metrics(touchpoint)
    missed = {index: misses_target(metric) for index, metric in enumerate(metrics)}
    if all(miss is None for miss in missed.values()) or audit.fires("EXP004", touchpoint):
        raise NotApplicable
    decision = touchpoint.decision or Decision.empty()
    missing = tuple(key for key in ("action", "owner", "due") if getattr(decision, key) is None)
    if not missing:
        return
    for index, metric in enumerate(metrics):
        if missed[index] and metric.actual is not None and metric.target is not None:
            yield Problem(
                touchpoint.at("metrics", index, "actual"),
                "{name}: {metric} {actual} misses its target {target}, and nobody has decided what to do"
                if decision.action is None
                else "{name}: {metric} {actual} misses its target {target}, and the decision about it lacks {missing}",
                of=identity(metric),
                name=touchpoint.name,
                metric=label(metric),
                actual=figure(metric, metric.actual),
                target=figure(metric, metric.target),
                measure=abs(metric.target - metric.actual),
                units=Unit.SHARE_SHORT if is_in_shares(metric) else Unit.SHORT,
                missing=codes(missing),
                related=(Reference(touchpoint.at("metrics", index, "target"), say("the target")),),
                help="Decide whether to keep, improve, merge or cut it, and write it down in `decision` with `action`, "
                "`owner` and `due`.",
            )


@rule("MET011", Severity.INFO, step=Step.MEASUREMENT, harm=Harm.BLIND, applies=is_measured_key)
def survey_only_measurement(touchpoint: Touchpoint, _: Context) -> Iterator[Problem]:
    """A key touchpoint is measured by surveys only.

    Why: Few answer surveys, and those who are about to leave answer least. What customers do (attend, adopt, buy, come
    back) is known of every one of them.

    Bad:
        touchpoints:
          - id: kickoff-call
            name: Kickoff call
            priority: high
            metrics:  # <- MET011
              - family: csat

    Good:
        touchpoints:
          - id: kickoff-call
            name: Kickoff call
            priority: high
            metrics:
              - family: csat
              - family: attendance
    """
    families = tuple(dict.fromkeys(metric.family for metric in touchpoint.metrics))
    if all(family in SURVEYED for family in families):
        yield Problem(
            touchpoint.at("metrics"),
            "the key touchpoint {name} is measured by surveys only ({families})",
            name=touchpoint.name,
            families=each(FAMILY, (family for family in families if family is not None)),
            help="Add a metric of what customers do: `attendance`, `engagement`, `adoption`, `resolution`, "
            "`conversion` or `revenue`.",
        )
