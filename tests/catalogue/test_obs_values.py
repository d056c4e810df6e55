"""Rules about metrics and verdicts take what was observed, where there is any."""

from __future__ import annotations

import pytest

from tests.inventories import findings
from tpaudit.messages import render

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


UNSEEN = """
touchpoints:
  - {id: reply, name: Reply to a ticket, tracked_as: [ticket_replied]}
# tpaudit.observed.json:
#   touchpoints: {reply: {customers: 0, due: 0, occurrences: 0}}
"""


@pytest.mark.parametrize(
    ("before", "after", "fires"),
    [
        ("", "", True),
        ("customers: 0", "customers: 10", False),
        ("due: 0", "due: 30", False),  # OBS001 judges what is due
        ("[ticket_replied]", "[{event: ticket_replied, means: outcome}]", False),
        ("name: Reply", "status: paused, name: Reply", False),
    ],
)
def test_a_name_that_the_data_do_not_know_is_as_good_as_none(before: str, after: str, *, fires: bool) -> None:
    text = UNSEEN.replace(before, after)
    assert codes(text.partition("# tpaudit")[0], "MET007") == []
    assert codes(text, "MET007") == ["MET007"] * fires


def test_what_is_tracked_under_no_event_is_shown_the_event_that_is_called_alike() -> None:
    text = """
touchpoints:
  - {id: welcome, name: Welcome mail}
  - {id: other, name: Other, tracked_as: [other]}
# tpaudit.observed.json:
#   unplanned: [{event: mail_sent / Welcome_Mail, occurrences: 70, customers: 17, share: 0.42, days: {count: 7}}]
#   touchpoints: {other: {customers: 12}}
"""
    (found,) = findings(text, "MET007")
    assert "mail_sent / Welcome_Mail" in render(found.help, "en")
    (found,) = findings(text.replace("Welcome_Mail", "Flash sale"), "MET007")
    assert "Flash" not in render(found.help, "en")
