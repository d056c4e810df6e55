"""The report's section on what really happened."""

from __future__ import annotations

import pytest

from tests.inventories import audit_text
from tests.outputs.audits import of
from tpaudit.report.reality import reality
from tpaudit.report.render import html, markdown
from tpaudit.report.words import names

PLAN = """
segments:
  - id: all
    contact_budget: {per_week: 2}
touchpoints:
  - {id: kickoff, name: Kickoff <call>, channel: video, timing: {at: 3d}, tracked_as: [Kickoff held]}
  - {id: old, name: Old mail, status: retired, tracked_as: [Old sent]}
"""
SEEN = """
# tpaudit.observed.json:
#   contacts: {basis: account, mean: 2.5, spread: {count: 800, low: 1, median: 2, high: 5}, histogram: {'2': 800},
#     quarters: [{from: 0, to: 91, mean: 4.5, spread: {count: 400}}]}
#   budgets: [{period: per_week, customers: 400, over: 152, worst_day: 41, over_on_worst_day: 60}]
#   touchpoints:
#     kickoff: {due: 400, reached: 200, customers: 210, drift: {count: 200, low: 2, median: 9, high: 15}}
#     old: {customers: 12, occurrences: 15, recent: 3}
#   unplanned:
#     - {event: 'mail | <b>Sale</b>', occurrences: 700, customers: 170, share: 0.42, days: {count: 700, median: 64}}
"""


def test_without_a_file_of_aggregates_there_is_no_section() -> None:
    audit = audit_text(PLAN)
    assert reality(audit, names(audit.inventory), None) is None
    assert "What really happened" not in html(of(audit))


def test_planned_and_real_stand_beside_each_other() -> None:
    audit = audit_text(PLAN + SEEN)
    section = reality(audit, names(audit.inventory), None)
    assert section is not None
    (segment,) = section.segments
    kickoff, old = segment.touchpoints
    assert (kickoff.beside.is_low, kickoff.beside.due) == (True, 400)
    assert kickoff.strip is not None
    assert kickoff.strip.start < kickoff.strip.middle < kickoff.strip.end
    assert kickoff.strip.is_late
    assert old.beside.meant is None
    assert (segment.bars[0].planned_height, segment.bars[0].really_height) == (21, 96)


@pytest.mark.parametrize("language", ["en", "de"])
def test_both_formats_say_it_in_both_languages(language: str) -> None:
    audit = of(audit_text(PLAN + SEEN))
    title = {"en": "What really happened", "de": "Was wirklich geschah"}[language]
    page, text = html(audit, language=language), markdown(audit, language=language)  # type: ignore[arg-type]
    assert f'aria-labelledby="reality-h">\n<h2 id="reality-h">{title}</h2>' in page
    assert f"## {title}" in text
    assert "<b>Sale</b>" not in page
    assert "mail | &lt;b&gt;Sale&lt;/b&gt;" in page
    assert "`mail \\| <b>Sale</b>`" in text


def test_another_segment_shows_nothing_of_it() -> None:
    audit = audit_text(PLAN + SEEN)
    section = reality(audit, names(audit.inventory), "other")
    assert section is not None
    assert section.segments == ()
