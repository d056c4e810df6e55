from __future__ import annotations

import pytest

from tests.catalogue.answers import applicable, said, touchpoint
from tests.inventories import findings


def test_a_phase_with_metrics_needs_one_value() -> None:
    text = """
touchpoints:
  - {id: a, name: A, phase: onboarding, metrics: [{family: csat}, {family: nps}]}
  - {id: b, name: B, phase: onboarding, metrics: {family: adoption%s}}
"""
    assert said(text % "", "MET006") == ["Onboarding has 3 metrics and no measured value"]
    assert said(text % ", actual: 0", "MET006") == []


@pytest.mark.parametrize(
    "fields",
    ["phase: onboarding", "metrics: {family: csat}", "phase: onboarding, status: upcoming, metrics: {name: X}"],
)
def test_nothing_can_be_measured_without_live_metrics_in_the_phase(fields: str) -> None:
    assert applicable(touchpoint(fields), "MET006") == 0


def test_a_touchpoint_is_tracked_by_events() -> None:
    assert said(touchpoint("status: live"), "MET007") == [
        "The call is tracked under no event, so what happens cannot be compared with the plan"
    ]
    assert said(touchpoint("tracked_as: call_held"), "MET007") == []


def test_each_core_family_is_missed_on_its_own() -> None:
    found = findings(touchpoint("metrics: {family: csat}"), "MET008")
    assert sorted(said(touchpoint("metrics: {family: csat}"), "MET008")) == [
        "CES is measured nowhere",
        "NPS is measured nowhere",
        "conversion is measured nowhere",
    ]
    assert len({finding.fingerprint for finding in found}) == 3


def test_a_survey_measures_too_but_not_a_retired_one() -> None:
    text = touchpoint("status: %s, feedback: {instrument: nps}")
    assert "NPS is measured nowhere" not in said(text % "live", "MET008")
    assert applicable(text % "retired", "MET008") == 0


@pytest.mark.parametrize(
    ("metric", "message"),
    [
        ("family: csat", "The call: CSAT cannot be read without `scale`"),
        ("family: csat, scale: [1, 5]", None),
        ("family: ces", "The call: CES cannot be read without `scale`, `direction`"),
        ("family: ces, direction: higher_is_better", "The call: CES cannot be read without `scale`"),
        ("family: ces, scale: [1, 7]", "The call: CES cannot be read without `direction`"),
        ("family: ces, scale: [1, 7], direction: lower_is_better", None),
        ("family: nps", None),
        ("family: nps, actual: -100", None),
        ("family: nps, actual: -100.5", "The call: the `actual` -100.5 of NPS lies outside its scale of -100 to 100"),
        ("family: nps, target: 101", "The call: the `target` 101 of NPS lies outside its scale of -100 to 100"),
        (
            "family: nps, scale: [0, 10], target: 11",
            "The call: the `target` 11 of NPS lies outside its scale of 0 to 10",
        ),
        ("family: csat, scale: [1, 5], actual: 5, target: 1", None),
        (
            "family: csat, scale: [1, 5], actual: 80%",
            "The call: the `actual` 0.8 of CSAT lies outside its scale of 1 to 5",
        ),
        (
            "family: wait_time, scale: [0, 60], actual: 61",
            "The call: the `actual` 61 of waiting time lies outside its scale of 0 to 60",
        ),
    ],
)
def test_scores_are_read_on_their_scale(metric: str, message: str | None) -> None:
    assert said(touchpoint(f"metrics: {{{metric}}}"), "MET009") == ([message] if message else [])


def test_scales_are_asked_of_scores_only() -> None:
    assert applicable(touchpoint("metrics: {family: attendance, actual: 7}"), "MET009") == 0


@pytest.mark.parametrize(
    ("metric", "missed"),
    [
        ("family: attendance, target: 70%, actual: 70%", False),
        ("family: attendance, target: 70%, actual: 69.9%", True),
        ("family: wait_time, target: 20, actual: 20", False),
        ("family: wait_time, target: 20, actual: 21", True),
        ("family: nps, target: 20, actual: -5", True),
        ("family: attendance, direction: lower_is_better, target: 70, actual: 71", True),
        ("family: ces, direction: lower_is_better, target: 2, actual: 3", True),
        ("family: resolution, direction: lower_is_better, target: 8, actual: 9", True),
        ("name: Mood, direction: higher_is_better, target: 8, actual: 7", True),
    ],
)
def test_a_target_is_missed_in_its_direction(metric: str, missed: bool) -> None:  # noqa: FBT001
    assert bool(said(touchpoint(f"metrics: {{{metric}}}"), "MET010")) is missed


@pytest.mark.parametrize(
    "metric",
    [
        "family: ces, target: 2, actual: 3",
        "family: resolution, target: 8, actual: 9",
        "name: Mood, target: 8, actual: 7",
        "family: nps, actual: 7",
        "family: nps, target: 7",
        "family: csat, scale: [1, 5], target: 90, actual: 4.4",
        "family: nps, target: 20, actual: 1000",
    ],
)
def test_no_target_is_missed_without_direction_target_or_actual(metric: str) -> None:
    assert applicable(touchpoint(f"metrics: {{{metric}}}"), "MET010") == 0


MISSED = "metrics: [{family: csat}, {family: attendance, target: 70%, actual: 41%}]"


def test_a_missed_target_names_its_values_and_points_at_the_target() -> None:
    (finding,) = findings(touchpoint(MISSED), "MET010")
    assert said(touchpoint(MISSED), "MET010") == [
        "The call: attendance 41% misses its target 70%, and nobody has decided what to do"
    ]
    assert finding.path[-1] == "actual"
    assert len(finding.related) == 1


@pytest.mark.parametrize(
    ("decision", "answered"),
    [
        ("action: improve, owner: csm, due: 2027-01-31", True),
        ("action: keep, owner: csm, due: 2027-01-31", True),
        ("action: improve, owner: csm", False),
        ("action: improve, due: 2027-01-31", False),
        ("owner: csm, due: 2027-01-31", False),
    ],
)
def test_a_missed_target_is_answered_by_a_decision_with_owner_and_date(decision: str, answered: bool) -> None:  # noqa: FBT001
    assert bool(said(touchpoint(f"{MISSED}, decision: {{{decision}}}"), "MET010")) is not answered


def test_half_a_decision_is_not_called_none() -> None:
    assert said(touchpoint(f"{MISSED}, decision: {{action: improve}}"), "MET010") == [
        "The call: attendance 41% misses its target 70%, and the decision about it lacks `owner`, `due`"
    ]


def test_a_missed_target_gives_way_to_a_broken_touchpoint() -> None:
    text = touchpoint(f"{MISSED}, experience: {{verdict: broken}}")
    assert applicable(text, "MET010", "EXP004") == 0
    assert applicable(text, "MET010") == 1


def test_key_touchpoints_are_measured_by_what_customers_do() -> None:
    surveys = "metrics: [{family: csat}, {family: nps}]"
    assert said(touchpoint(f"priority: critical, {surveys}"), "MET011") == [
        "the key touchpoint The call is measured by surveys only (CSAT, NPS)"
    ]
    assert applicable(touchpoint(f"priority: low, {surveys}"), "MET011") == 0
    assert applicable(touchpoint("priority: high"), "MET011") == 0
    assert not said(touchpoint("priority: high, metrics: [{family: csat}, {name: Mood}]"), "MET011")
