"""What has to be decided first, by the formula that the report states."""

from __future__ import annotations

import re

import pytest

from tests.inventories import inventory_of
from tests.report.audits import example, of_text
from tpaudit.messages import render
from tpaudit.report.decisions import FORMULA, PRIORITY_POINTS, SEVERITY_POINTS, TOPICS, Topic, reach_points
from tpaudit.report.view import view

BROKEN = """
segments: [{id: a, customers: 900}, {id: b, customers: 100}]
touchpoints:
  - {id: low, name: Low, segments: [b], purpose: Say what changed this month, owner: x,
     experience: {verdict: broken, evidence: survey, assessed_on: 2026-11-01}, priority: low}
  - {id: high, name: High, segments: [a], purpose: Say what changed this month, owner: x,
     experience: {verdict: broken, evidence: survey, assessed_on: 2026-11-01}, priority: critical}
  - {id: nobody, name: Nobody, purpose: Say what changed this month}
"""


def test_points_add_up_as_the_formula_says() -> None:
    actions = {(a.subject, a.topic): a for a in view(of_text(BROKEN)).chapters[0].decisions.actions}
    high, low, nobody = (
        actions[key] for key in (("high", Topic.MOMENT), ("low", Topic.MOMENT), ("nobody", Topic.NOBODY))
    )
    assert (high.points.topic, high.points.severity, high.points.priority, high.points.reach) == (8, 6, 4, 3)
    assert (low.points.topic, low.points.severity, low.points.priority, low.points.reach) == (8, 6, 0, 1)
    assert (nobody.points.topic, nobody.points.severity, nobody.points.priority, nobody.points.reach) == (2, 6, 0, 3)
    assert high.points.total == 21
    assert high.rank < low.rank < nobody.rank


def test_formula_states_every_number() -> None:
    text = render(FORMULA)
    stated = [int(number) for number in re.findall(r"\d+", text)]
    points = [points for _, points, _ in TOPICS.values()] + [n for n in SEVERITY_POINTS.values() if n]
    points += PRIORITY_POINTS.values()
    assert set(points) <= set(stated)


@pytest.mark.parametrize("name", ["b2b-saas", "retail", "minimal"])
def test_ranks_are_by_points(name: str) -> None:
    actions = view(example(name)).chapters[0].decisions.actions
    assert [action.rank for action in actions] == list(range(1, len(actions) + 1))
    totals = [action.points.total for action in actions]
    assert totals == sorted(totals, reverse=True)


@pytest.mark.parametrize(("concerned", "points"), [((), 3), (("a", "b"), 3), (("a",), 3), (("b",), 1), (("gone",), 0)])
def test_reach_is_the_share_of_customers(concerned: tuple[str, ...], points: int) -> None:
    segments = inventory_of("segments: [{id: a, customers: 900}, {id: b, customers: 100}]").segments
    assert reach_points(concerned, segments) == points


def test_reach_without_numbers_is_the_share_of_segments() -> None:
    segments = inventory_of("segments: [{id: a, customers: 900}, {id: b}, {id: c}]").segments
    assert reach_points(("a",), segments) == 1
    assert reach_points(("a", "b"), segments) == 2


def test_each_owner_has_a_list_of_all_their_actions() -> None:
    section = view(example("b2b-saas")).chapters[0].decisions
    assert sum(len(item.actions) for item in section.owners) == len(section.actions)
    assert all(action.owner == item.owner for item in section.owners for action in item.actions)


def test_waived_findings_ask_for_nothing() -> None:
    text = """
touchpoints:
  - {id: a, name: A, purpose: Say what changed this month, waive: {rule: OWN001, reason: Pilot}}
"""
    actions = view(of_text(text)).chapters[0].decisions.actions
    assert not any(finding.code == "OWN001" for action in actions for finding in action.findings)
