"""MET: by which numbers a touchpoint is judged."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType

from tpaudit.inventory.facts import is_measured
from tpaudit.inventory.metrics import SURVEYED, identity, label
from tpaudit.inventory.touchpoint import Metric, Touchpoint
from tpaudit.inventory.words.terms import FAMILY, TYPE, each, term
from tpaudit.messages import codes, say
from tpaudit.rules.context import Context
from tpaudit.rules.rule import Harm, NotApplicable, Problem, Reference, Step, Woken, rule
from tpaudit.severity import Severity

SUIT_ALL = (*SURVEYED, "effort", "retention", "revenue", "time_to_value")

SUITABLE: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        touchpoint_type: families
        for types, families in (
            ("kickoff checkin business_review event appointment", ("attendance", "adoption", "time_to_value")),
            ("welcome newsletter nudge campaign value_report", ("engagement", "conversion", "adoption", "opt_out")),
            ("ticket_reply complaint bug_fix", ("resolution", "wait_time")),
            ("training feature_education", ("adoption", "attendance", "engagement")),
            ("upgrade_prompt cross_sell proposal cart_reminder win_back", ("conversion", "revenue")),
        )
        for touchpoint_type in types.split()
    }
)


def needs_metric(touchpoint: Touchpoint) -> bool:
    """Whether it is meant to achieve something that a number can show."""
    return touchpoint.key or touchpoint.value in ("adds_value", "commercial")


@rule("MET001", Severity.WARNING, step=Step.KPIS, harm=Harm.BLIND, woken_by=Woken(("metrics",)), applies=needs_metric)
def missing_metric(touchpoint: Touchpoint, _: Context) -> Iterator[Problem]:
    """No metric tells whether the touchpoint achieves anything.

    Why: What is not measured cannot be improved and cannot be cut either: every planning round ends in opinions. One
    honest number is enough to start with.

    Bad:
        touchpoints:
          - id: kickoff-call  # <- MET001
            name: Kickoff call
            type: kickoff

    Good:
        touchpoints:
          - id: kickoff-call
            name: Kickoff call
            type: kickoff
            metrics:
              - family: attendance
    """
    if not touchpoint.metrics:
        yield Problem(
            touchpoint.at("id"),
            "{name} has no metric",
            name=touchpoint.name,
            help="Add the one number that shows whether it works under `metrics`: `attendance` for meetings, "
            "`engagement` for messages, `resolution` for support, `adoption` for training, `conversion` for offers.",
        )


@rule("MET002", Severity.WARNING, step=Step.KPIS, harm=Harm.BLIND, applies=is_measured)
def unsuitable_metric(
    touchpoint: Touchpoint, _: Context, *, suitable: Mapping[str, tuple[str, ...]] = SUITABLE
) -> Iterator[Problem]:
    """None of the touchpoint's metrics can show whether a touchpoint of its type works.

    Why: A review that is judged by e-mail clicks, or a support reply by attendance, is steered by a number that has
    nothing to do with what customers come for. People then optimise the number.

    Bad:
        touchpoints:
          - id: business-review
            name: Business review
            type: business_review
            metrics:  # <- MET002
              - family: engagement

    Good:
        touchpoints:
          - id: business-review
            name: Business review
            type: business_review
            metrics:
              - family: attendance
    """
    families = tuple(dict.fromkeys(metric.family for metric in touchpoint.metrics if metric.family))
    suiting = suitable.get(touchpoint.type or "", ())
    if not families or not suiting:
        raise NotApplicable
    if not any(family in suiting or family in SUIT_ALL for family in families):
        yield Problem(
            touchpoint.at("metrics"),
            "{name} is judged by {families}, which does not suit the type {type}",
            name=touchpoint.name,
            families=each(FAMILY, families),
            type=term(TYPE, touchpoint.type),
            suiting=codes(suiting),
            for_all=codes(SUIT_ALL),
            help="Add a metric of a family that suits the type ({suiting}), or of one that suits all: {for_all}.",
        )


@rule("MET003", Severity.WARNING, step=Step.KPIS, harm=Harm.BLIND, applies=is_measured)
def missing_target(touchpoint: Touchpoint, _: Context) -> Iterator[Problem]:
    """A metric has no target.

    Why: Without a target every result is fine, and nobody notices when it is not. A number becomes a KPI by the value
    that was promised.

    Bad:
        touchpoints:
          - id: kickoff-call
            name: Kickoff call
            metrics:  # <- MET003
              - family: attendance

    Good:
        touchpoints:
          - id: kickoff-call
            name: Kickoff call
            metrics:
              - family: attendance
                target: 70%
    """
    aimless = [(index, metric) for index, metric in enumerate(touchpoint.metrics) if metric.target is None]
    if aimless:
        yield Problem(
            touchpoint.at("metrics"),
            "{name}: nothing says which value {metrics} should reach",
            related=_these(touchpoint, aimless),
            measure=len(aimless),
            metrics=tuple(label(metric) for _, metric in aimless),
            name=touchpoint.name,
            help="Write the value that you want to reach in `target`, as a number or in percent.",
        )


def _these(touchpoint: Touchpoint, metrics: Sequence[tuple[int, Metric]]) -> tuple[Reference, ...]:
    """Point at these metrics, where there are several."""
    return tuple(
        Reference(touchpoint.at("metrics", index), say("{metric} stands here", metric=label(metric)))
        for index, metric in (metrics if len(touchpoint.metrics) > 1 else ())
    )


@rule(
    "MET004",
    Severity.INFO,
    step=Step.KPIS,
    harm=Harm.BLIND,
    woken_by=Woken(("metrics.instrument",)),
    applies=is_measured,
)
def missing_instrument(touchpoint: Touchpoint, _: Context) -> Iterator[Problem]:
    """Nobody knows with what a metric is measured.

    Why: A KPI without an instrument is a wish. When the meeting comes, each team brings a number from its own system,
    and the hour is spent on whose number is right.

    Bad:
        touchpoints:
          - id: kickoff-call
            name: Kickoff call
            metrics:  # <- MET004
              - family: attendance

    Good:
        touchpoints:
          - id: kickoff-call
            name: Kickoff call
            metrics:
              - family: attendance
                instrument: calendar report
    """
    bare = [(index, metric) for index, metric in enumerate(touchpoint.metrics) if metric.instrument is None]
    if bare:
        yield Problem(
            touchpoint.at("metrics"),
            "{name}: nothing says how {metrics} {count:is|are} measured",
            related=_these(touchpoint, bare),
            measure=len(bare),
            metrics=tuple(label(metric) for _, metric in bare),
            count=len(bare),
            name=touchpoint.name,
            help="Name the report, survey or system that the number comes from in `instrument`.",
        )


def says_how_key_is_measured(touchpoint: Touchpoint) -> bool:
    """Whether it is a key touchpoint with a metric that says whether it is automated."""
    return touchpoint.key and any(metric.automated is not None for metric in touchpoint.metrics)


@rule("MET005", Severity.INFO, step=Step.KPIS, harm=Harm.PAPER, applies=says_how_key_is_measured)
def manual_measurement(touchpoint: Touchpoint, _: Context) -> Iterator[Problem]:
    """A key touchpoint's metric is measured by hand.

    Why: What has to be counted by hand is counted before the meeting, if at all. The touchpoints that matter most
    should raise their hand themselves when they fail.

    Bad:
        touchpoints:
          - id: kickoff-call
            name: Kickoff call
            priority: high
            metrics:
              - family: attendance
                automated: false  # <- MET005

    Good:
        touchpoints:
          - id: kickoff-call
            name: Kickoff call
            priority: high
            metrics:
              - family: attendance
                automated: true
    """
    for index, metric in enumerate(touchpoint.metrics):
        if metric.automated is False:
            yield Problem(
                touchpoint.at("metrics", index, "automated"),
                "the key touchpoint {name}: {metric} is measured by hand",
                of=identity(metric),
                metric=label(metric),
                name=touchpoint.name,
                help="Let the system that already knows it report the number, and set `automated: true`.",
            )
