from __future__ import annotations

import pytest

from tests.catalogue.answers import applicable, said, touchpoint
from tests.inventories import findings

UNMET = "experience: {expectation_met: false}"


def test_a_missed_expectation_needs_a_decision() -> None:
    assert said(touchpoint(UNMET), "EXP007") == [
        "The call does not meet what customers expect, and nobody has decided what to do"
    ]
    assert said(touchpoint(f"{UNMET}, decision: {{action: keep}}"), "EXP007") == []
    assert said(touchpoint(f"{UNMET}, decision: {{due: 2027-01-01}}"), "EXP007") != []
    assert said(touchpoint("experience: {expectation_met: true}"), "EXP007") == []


def test_expectations_nobody_spoke_of_are_not_judged() -> None:
    assert applicable(touchpoint("experience: {verdict: works}"), "EXP007") == 0


def test_broken_ones_are_told_once() -> None:
    text = touchpoint(
        "priority: high, phase: onboarding, experience: {verdict: broken, expectation_met: false, score: 2}"
    )
    for code in ("EXP007", "EXP008", "EXP009"):
        assert applicable(text, code) == 1
        assert applicable(text, code, "EXP004") == 0


def _phase(*touchpoints: str) -> str:
    rows = (
        f"  - {{id: t{n}, name: T{n}, phase: onboarding, priority: high, {fields}}}"
        for n, fields in enumerate(touchpoints)
    )
    return "touchpoints:\n" + "\n".join(rows)


def test_the_weakest_moment_is_named_where_it_stands() -> None:
    text = _phase("experience: {score: 5}", "experience: {score: 3}", "experience: {score: 4}")
    (finding,) = findings(text, "EXP008")
    assert said(text, "EXP008") == [
        "T1 is the weakest key moment of Onboarding with a score of 3, and nobody has decided what to do"
    ]
    assert finding.location.span.line == 3
    assert finding.subject.id == "onboarding"
    assert finding.path == ("experience", "score")


@pytest.mark.parametrize(
    "touchpoints",
    [
        ("experience: {score: 4}", "experience: {score: 5}"),
        ("experience: {score: 3}, decision: {action: improve}", "experience: {score: 3}, decision: {action: keep}"),
        ("experience: {score: 2}, decision: {action: improve}", "experience: {score: 3}"),
    ],
)
def test_weakest_moments_that_need_nothing_more(touchpoints: tuple[str, ...]) -> None:
    assert said(_phase(*touchpoints), "EXP008") == []
    assert applicable(_phase(*touchpoints), "EXP008") == 1


def test_of_equally_weak_moments_each_undecided_one_is_named() -> None:
    text = _phase(
        "experience: {score: 3}, decision: {action: improve}", "experience: {score: 3}", "experience: {score: 3}"
    )
    (finding,) = findings(text, "EXP008")
    assert finding.message.values["name"] == "T1"
    assert [related.subject.id for related in finding.related if related.subject] == ["t2"]


def test_equally_weak_moments_may_change_places() -> None:
    first = "{id: b, name: B, phase: onboarding, priority: high, experience: {score: 3}}"
    second = "{id: a, name: A, phase: onboarding, priority: high, experience: {score: 3}}"
    (finding,) = findings(f"touchpoints: [{first}, {second}]", "EXP008")
    (other,) = findings(f"touchpoints: [{second}, {first}]", "EXP008")
    assert finding.message == other.message
    assert finding.fingerprint == other.fingerprint


def test_the_weakest_moment_gives_way_to_its_own_finding() -> None:
    assert applicable(_phase("experience: {score: 2}"), "EXP008", "EXP009") == 0
    assert said(_phase("experience: {score: 2}"), "EXP008") != []


@pytest.mark.parametrize(
    "fields", ["phase: onboarding, experience: {score: 1}", "phase: onboarding, priority: high", "priority: high"]
)
def test_a_phase_without_scored_key_moments_is_not_judged(fields: str) -> None:
    assert applicable(touchpoint(fields), "EXP008") == 0


@pytest.mark.parametrize(("score", "negative"), [(1, True), (2, True), (3, False)])
def test_a_key_moment_is_negative_up_to_two(score: int, negative: bool) -> None:  # noqa: FBT001
    text = touchpoint(f"priority: critical, experience: {{score: {score}}}")
    expected = f"the key touchpoint The call scores {score} of 5 and no decision says by when it is fixed"
    assert said(text, "EXP009") == ([expected] if negative else [])


@pytest.mark.parametrize(
    ("decision", "answered"),
    [("action: keep, due: 2027-01-01", True), ("action: improve", False), ("due: 2027-01-01", False)],
)
def test_a_negative_key_moment_needs_a_decision_with_a_date(decision: str, answered: bool) -> None:  # noqa: FBT001
    text = touchpoint(f"priority: high, experience: {{score: 1}}, decision: {{{decision}}}")
    assert bool(said(text, "EXP009")) is not answered


@pytest.mark.parametrize(
    "fields", ["priority: low, experience: {score: 1}", "priority: high, experience: {verdict: works}"]
)
def test_only_scored_key_moments_can_be_negative(fields: str) -> None:
    assert applicable(touchpoint(fields), "EXP009") == 0


@pytest.mark.parametrize(
    ("fields", "judged"),
    [
        ("priority: high, initiation: reactive", True),
        ("priority: critical, form: human", True),
        ("priority: high, channel: phone", True),
        ("priority: high, form: digital", False),
        ("priority: medium, form: human", False),
    ],
)
def test_key_moments_with_people_need_a_recovery(fields: str, judged: bool) -> None:  # noqa: FBT001
    assert applicable(touchpoint(fields), "EXP010") == judged
    assert bool(said(touchpoint(fields), "EXP010")) is judged
    assert not said(touchpoint(f"{fields}, recovery: The lead calls"), "EXP010")
