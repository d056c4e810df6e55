"""Two files of aggregates compared."""

from __future__ import annotations

import json
from datetime import date

from tests.inventories import audit_text
from tpaudit.diff.comparison import Comparison, compare
from tpaudit.diff.reality import really
from tpaudit.messages import render
from tpaudit.outputs.diff import json as as_json
from tpaudit.outputs.diff import markdown, text

PLAN = """
touchpoints:
  - {id: kickoff, name: Kickoff, channel: video, timing: {at: 3d}, tracked_as: [Kickoff held]}
"""
BEFORE = """
# tpaudit.observed.json:
#   touchpoints: {kickoff: {due: 400, reached: 200, customers: 200}}
#   unplanned: [{event: flash sale, occurrences: 700, customers: 170, share: 0.42, days: {count: 700}}]
"""
AFTER = """
# tpaudit.observed.json:
#   touchpoints: {kickoff: {due: 400, reached: 300, customers: 300}}
#   unplanned: [{event: surprise, occurrences: 70, customers: 40, share: 0.1, days: {count: 70}}]
"""
SAID = [
    "All customers, Kickoff reaches 75% of those for whom it is due, before 50%",
    "All customers, nobody planned surprise, which now reaches 10%",
    "All customers, flash sale is planned now, or no longer happens",
]


def test_what_happens_otherwise_is_told() -> None:
    before, after = audit_text(PLAN + BEFORE), audit_text(PLAN + AFTER)
    assert [render(change.words) for change in really(before, after)] == SAID
    assert [change.tendency for change in really(before, after)] == ["better", "worse", "better"]


def test_less_than_five_points_is_no_difference() -> None:
    before, after = audit_text(PLAN + BEFORE), audit_text(PLAN + BEFORE.replace("reached: 200", "reached: 219"))
    assert really(before, after) == ()


def test_where_one_side_was_not_observed_nothing_is_told() -> None:
    assert really(audit_text(PLAN), audit_text(PLAN + AFTER)) == ()
    assert really(None, audit_text(PLAN + AFTER)) == ()


def test_every_format_tells_it() -> None:
    change = compare(audit_text(PLAN + BEFORE), audit_text(PLAN + AFTER))
    comparison = Comparison("HEAD", None, date(2026, 11, 22), (change,))
    assert bool(comparison)
    assert all(sentence in text.document(comparison) for sentence in SAID)
    assert "nobody planned surprise, which now reaches 10%" in markdown.document(comparison)
    reported = json.loads(as_json.document(comparison))["inventories"][0]["really"]
    assert [change["message"] for change in reported] == SAID
