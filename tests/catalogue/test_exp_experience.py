from __future__ import annotations

import pytest

from tests.catalogue.answers import applicable, said, touchpoint
from tests.inventories import findings


@pytest.mark.parametrize("experience", ["", "experience: {score: 3}", "experience: {verdict: unknown}"])
def test_live_touchpoints_need_a_verdict(experience: str) -> None:
    assert said(touchpoint(experience), "EXP001") == ["nobody has assessed how customers experience The call"]


def test_what_is_not_live_cannot_be_assessed() -> None:
    assert applicable(touchpoint("status: upcoming"), "EXP001") == 0


def test_single_touchpoints_are_not_listed_where_most_are_unassessed() -> None:
    assert applicable(touchpoint("status: live"), "EXP001", "EXP006") == 0
    assert said(touchpoint("experience: {verdict: works}"), "EXP001", "EXP006") == []
    assert applicable(touchpoint("experience: {verdict: works}"), "EXP001", "EXP006") == 1


@pytest.mark.parametrize(
    ("experience", "messages"),
    [
        ("verdict: works", ['nothing supports the verdict "works" on The call']),
        ("verdict: broken, evidence: assumption", ['the verdict "broken" on The call is an assumption']),
        ("verdict: works, evidence: survey", []),
        ("verdict: works, evidence: metric", []),
        ("verdict: works, evidence: interview", []),
    ],
)
def test_a_verdict_needs_evidence(experience: str, messages: list[str]) -> None:
    assert said(touchpoint(f"experience: {{{experience}}}"), "EXP002") == messages


@pytest.mark.parametrize("code", ["EXP002", "EXP003", "EXP004"])
@pytest.mark.parametrize("experience", ["verdict: unknown", "score: 2", "evidence: assumption"])
def test_without_verdict_there_is_nothing_to_question(code: str, experience: str) -> None:
    assert applicable(touchpoint(f"experience: {{{experience}}}"), code) == 0


@pytest.mark.parametrize(
    ("assessed_on", "messages"),
    [
        ("2026-05-26", []),
        ("2026-05-25", ['the verdict "works" on The call is 181 days old, more than 180 days']),
        ("2026-12-24", []),
    ],
)
def test_a_verdict_holds_for_half_a_year(assessed_on: str, messages: list[str]) -> None:
    text = touchpoint(f"experience: {{verdict: works, assessed_on: {assessed_on}}}")
    assert said(text, "EXP003") == messages


def test_the_age_of_verdicts_can_be_set() -> None:
    text = touchpoint("experience: {verdict: works, assessed_on: 2026-11-14}")
    assert not said(text, "EXP003")
    assert said("audit: {options: {EXP003: {max_age: 1w}}}\n" + text, "EXP003")


def test_a_verdict_without_date_is_stale() -> None:
    (finding,) = findings(touchpoint("experience: {verdict: works}"), "EXP003")
    assert finding.path == ("experience", "verdict")


@pytest.mark.parametrize(
    ("fields", "messages"),
    [
        ("experience: {verdict: broken}", ["The call is rated broken and live, and nobody has decided what to do"]),
        (
            "experience: {verdict: annoying}, decision: {action: keep}",
            ["The call is rated annoying and live, and the decision is to keep it"],
        ),
        (
            "experience: {verdict: annoying}, decision: {reason: later}",
            ["The call is rated annoying and live, and nobody has decided what to do"],
        ),
        ("experience: {verdict: annoying}, decision: {action: cut}", []),
        ("experience: {verdict: neutral}", []),
    ],
)
def test_broken_and_annoying_ones_need_a_change(fields: str, messages: list[str]) -> None:
    assert said(touchpoint(fields), "EXP004") == messages


def test_broken_plans_may_wait() -> None:
    assert applicable(touchpoint("status: upcoming, experience: {verdict: broken}"), "EXP004") == 0


def _rated(*verdicts: str) -> str:
    rows = (f"  - {{id: t{n}, name: T{n}, experience: {{verdict: {verdict}}}}}" for n, verdict in enumerate(verdicts))
    return "touchpoints:\n" + "\n".join(rows)


def test_a_fifth_may_annoy_and_no_more() -> None:
    assert said(_rated("annoying", *["works"] * 4), "EXP005") == []
    assert said(_rated("annoying", *["works"] * 4, "unknown"), "EXP005") == []
    text = _rated("annoying", "works", "works", "annoying", "broken")
    assert said(text, "EXP005") == [
        "2 of 5 assessed touchpoints annoy customers, and nothing is decided about them: 40% instead of at most 20%"
    ]
    (finding,) = findings(text, "EXP005")
    assert [related.subject.id for related in finding.related if related.subject] == ["t0", "t3"]


def test_no_more_than_ten_culprits_are_named() -> None:
    (finding,) = findings(_rated(*["annoying"] * 12), "EXP005")
    assert len(finding.related) == 10


@pytest.mark.parametrize(("assessed", "judged"), [(4, 0), (5, 1)])
def test_few_verdicts_are_no_share(assessed: int, judged: int) -> None:
    text = _rated(*["annoying"] * assessed, "unknown")
    assert applicable(text, "EXP005") == len(said(text, "EXP005")) == judged


def test_what_is_decided_about_annoys_no_longer() -> None:
    text = _rated("annoying", "annoying", "works", "works", "works")
    assert len(said(text, "EXP005")) == 1
    decided = text.replace("verdict: annoying}", "verdict: annoying}, decision: {action: improve}", 1)
    assert said(decided, "EXP005") == []


def test_the_share_of_annoying_ones_can_be_set() -> None:
    assert not said(
        "audit: {options: {annoying-share: {max_share: 0.5, min_assessed: 2}}}\n" + _rated("annoying", "works"),
        "EXP005",
    )


def test_half_of_the_live_ones_may_be_unassessed_and_no_more() -> None:
    assert said(_rated("works", "unknown"), "EXP006") == []
    assert said(_rated("works", "unknown", "unknown"), "EXP006") == [
        "2 of 3 live touchpoints are not assessed, 66% instead of at most 50%"
    ]


def test_only_live_ones_count_as_unassessed() -> None:
    assert applicable(touchpoint("status: upcoming"), "EXP006") == 0
