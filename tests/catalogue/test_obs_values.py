"""Rules about metrics and verdicts take what was observed, where there is any."""

from __future__ import annotations

import pytest

from tests.inventories import findings

KICKOFF = """
phases:
  - id: onboarding
touchpoints:
  - id: kickoff
    name: Kickoff
    phase: onboarding
    metrics:
      - {name: Attendance, family: attendance, target: 70%, from: {column: attended}}
    tracked_as: [Kickoff held]
"""
SEEN = """
# tpaudit.observed.json:
#   touchpoints: {kickoff: {metrics: [{metric: Attendance, value: 0.41, count: 300}]}}
"""


def codes(text: str, *select: str) -> list[str]:
    return [finding.code for finding in findings(text, *select)]


def test_a_value_that_was_observed_measures_the_phase() -> None:
    assert codes(KICKOFF, "MET006") == ["MET006"]
    assert codes(KICKOFF + SEEN, "MET006") == []


@pytest.mark.parametrize(("value", "missed"), [("0.69", True), ("0.7", False)])
def test_a_value_that_was_observed_can_miss_the_target(value: str, *, missed: bool) -> None:
    assert codes(KICKOFF, "MET010") == []
    assert codes(KICKOFF + SEEN.replace("0.41", value), "MET010") == ["MET010"] * missed


def test_a_verdict_on_metrics_is_as_old_as_what_was_observed() -> None:
    verdict = "    experience: {verdict: works, evidence: metric, assessed_on: 2025-01-01}\n"
    text = KICKOFF + verdict
    assert codes(text, "EXP003") == ["EXP003"]
    assert codes(text.replace("metric, assessed", "survey, assessed") + SEEN, "EXP003") == ["EXP003"]
    assert codes(text + SEEN, "EXP003") == []
