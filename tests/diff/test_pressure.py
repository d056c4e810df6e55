from __future__ import annotations

from fractions import Fraction

import pytest

from tests.inventories import audit_text
from tpaudit.diff.pressure import SegmentChange, segments
from tpaudit.messages import render

QUIET = """
segments:
  - id: smb
    name: SMB
    contract: 12mo
    contact_budget: {per_week: 2, channels: {email: {per_month: 2}}}
    max_silence: 400d
touchpoints:
  - {id: kickoff, name: kickoff, type: kickoff, phase: onboarding, channel: video, timing: {at: 1d}}
  - {id: tips, name: tips, type: nudge, phase: onboarding, channel: email, timing: {at: 3d}}
"""
SURVEY = "  - {id: survey, name: survey, type: survey, phase: onboarding, channel: phone, timing: {at: 5d}}\n"
LOUD = QUIET + SURVEY


def changed(before: str, after: str) -> SegmentChange:
    (segment,) = segments(audit_text(before), audit_text(after))
    return segment


def overloads(before: str, after: str) -> list[str]:
    return [render(overload.words) for overload in changed(before, after).changed_overloads]


def figures(before: str, after: str) -> list[str]:
    return [render(figure.words) for figure in changed(before, after).changed_figures]


def test_nothing_changes() -> None:
    same = changed(LOUD, LOUD)
    assert not same
    assert [overload.state for overload in same.overloads] == ["same"]
    assert render(same.overloads[0].words) == "worst week 3, budget 2: exceeded as before"
    assert same.figures


@pytest.mark.parametrize(
    ("before", "after", "words"),
    [
        (QUIET, LOUD, ["worst week 2 → 3, budget 2: now exceeded by kickoff, tips, survey"]),
        (LOUD, QUIET, ["worst week 3 → 2, budget 2: no longer exceeded"]),
        (
            LOUD,
            LOUD + SURVEY.replace("survey,", "more,", 2),
            ["worst week 3 → 4, budget 2: exceeded by more, by kickoff, tips, survey, more"],
        ),
        (
            LOUD + SURVEY.replace("survey,", "more,", 2),
            LOUD,
            ["worst week 4 → 3, budget 2: exceeded by less, by kickoff, tips, survey"],
        ),
        (
            LOUD,
            LOUD.replace("per_week: 2", "per_week: 1"),
            ["worst week 3, budget 2 → 1: exceeded by more, by kickoff, tips, survey"],
        ),
        (
            QUIET,
            QUIET.replace("per_week: 2", "per_week: 1"),
            ["worst week 2, budget 2 → 1: now exceeded by kickoff, tips"],
        ),
        (LOUD, LOUD.replace("per_week: 2", "per_week: 4"), ["worst week 3, budget 2 → 4: no longer exceeded"]),
        (LOUD, LOUD.replace("per_week: 2, ", ""), ["worst week 3, budget 2: no longer exceeded"]),
        (
            QUIET,
            QUIET.replace("{at: 3d}", "{at: 3d, every: 10d, times: 3}"),
            ["email, worst month 3, budget 2: now exceeded by tips"],
        ),
        (QUIET.replace("{at: 3d}", "{at: 3d, every: 10d, times: 3}"), QUIET, [
            "email, worst month, budget 2: no longer exceeded"]),
    ],
)  # fmt: skip
def test_budgets_in_words(before: str, after: str, words: list[str]) -> None:
    assert overloads(before, after) == words


def test_days_with_another_budget_are_not_compared() -> None:
    busy = QUIET.replace("per_week: 2,", "per_week: 2, phases: {onboarding: {per_week: 9}},")
    for number in range(4):
        busy += SURVEY.replace("survey,", f"s{number},", 2)
    late = busy
    for number in range(3):
        late += SURVEY.replace("survey,", f"l{number},", 2).replace("5d", "200d")
    assert overloads(busy, late) == ["worst week 3, budget 2: now exceeded by l0, l1, l2"]
    assert overloads(late, busy) == ["worst week, budget 2: no longer exceeded"]


def test_the_heaviest_culprits_are_named_and_the_others_counted() -> None:
    many = QUIET + "".join(SURVEY.replace("survey,", f"s{number},", 2) for number in range(5))
    assert overloads(QUIET, many)[0].endswith("by kickoff, tips, s0, s1, s2, 2 more")


def test_figures_in_words() -> None:
    assert figures(QUIET, LOUD) == [
        "contacts per customer and quarter: 0.5 → 0.75",
        "contacts per account and quarter: 0.5 → 0.75",
        "worst week: 2 → 3",
        "worst month: 2 → 3",
        "worst quarter: 2 → 3",
        "quarter 1: 2 → 3",
    ]
    (first, *_) = changed(QUIET, LOUD).figures
    assert (first.before, first.after, first.difference) == (Fraction(1, 2), Fraction(3, 4), Fraction(1, 4))


def test_silence_against_its_limit() -> None:
    short = QUIET.replace("max_silence: 400d", "max_silence: 300d")
    assert figures(QUIET, short) == ["longest silence: 362 days → 362 days, limit 300 days: now too long"]
    fixed = short + "  - {id: c, name: c, type: checkin, phase: adoption, channel: phone, timing: {at: 180d}}\n"
    assert "longest silence: 362 days → 185 days, limit 300 days: no longer too long" in figures(short, fixed)


def test_coverage_of_phases() -> None:
    change = changed(LOUD, LOUD.replace("phase: onboarding", "phase: adoption"))
    assert [render(cell.words) for cell in change.changed_coverage] == [
        "Onboarding: 3 → 0 touchpoints, now empty",
        "Adoption: 0 → 3 touchpoints",
    ]
    shorter = LOUD.replace("touchpoints:", "phases: [{id: renewal, segments: [other]}]\ntouchpoints:")
    other = shorter.replace("segments:\n", "segments:\n  - {id: other}\n")
    (_, smb) = segments(audit_text(other.replace("[other]", "[smb, other]")), audit_text(other))
    assert [render(cell.words) for cell in smb.changed_coverage] == ["Renewal no longer applies"]


def test_a_segment_on_one_side_only() -> None:
    more = LOUD.replace("segments:\n", "segments:\n  - {id: big, name: Big}\n")
    big, smb = segments(audit_text(LOUD), audit_text(more))
    assert (big.id, big.side, bool(big)) == ("big", "after", True)
    assert not smb
    assert [(segment.id, segment.side) for segment in segments(audit_text(more), audit_text(LOUD))] == [
        ("smb", "both"),
        ("big", "before"),
    ]
    assert [segment.side for segment in segments(None, audit_text(more))] == ["after", "after"]
    assert {figure.before for figure in big.figures} == {None}
