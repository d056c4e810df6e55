"""The bars of `tpaudit schedule`: how long they are, where the budget's mark stands, and what is left out."""

from __future__ import annotations

import pytest

from tests.inventories import inventory_of
from tpaudit.outputs.schedule.bars import BESIDE, BLOCK, MARK, MOST_WEEKS, SOME, WIDEST, bars
from tpaudit.schedule.schedule import build

WEEKLY = "touchpoints: [{id: tip, name: Tip, type: nudge, channel: email, timing: {every: 1w, at: 0d, times: 3}}]"


def drawn(text: str, width: int | None = None) -> list[str]:
    """Return the lines about the first person of the only segment."""
    (plan,) = build(inventory_of(text)).segments
    return [line.text.strip() for line in bars(plan, plan.persons[0], width, "en")]


def budget(limit: int, text: str = WEEKLY) -> str:
    return f"segments: [{{id: smb, contract: 12mo, contact_budget: {{per_week: {limit}}}}}]\n{text}"


def bar(line: str) -> str:
    return "".join(sign for sign in line if sign in (BLOCK, SOME, MARK, " ")).strip(" ")


def test_a_bar_without_a_budget_has_no_mark() -> None:
    lines = drawn("segments: [{id: smb, contract: 12mo}]\n" + WEEKLY)
    assert lines[0] == "Each week's highest load of 7 days for a customer"
    assert lines[1].split() == ["week", "1", BLOCK * WIDEST, "1"]
    assert not any(MARK in line for line in lines)


def test_the_mark_stands_where_the_budget_ends() -> None:
    lines = drawn(budget(2))
    assert lines[0].endswith("for a customer; │ is the budget")
    assert lines[1].split() == ["week", "1", BLOCK * (WIDEST // 2), MARK, "1"]


def test_what_exceeds_the_budget_lies_behind_the_mark() -> None:
    twice = WEEKLY.replace("every: 1w", "every: 3d")
    lines = drawn(budget(2, twice))
    assert lines[1].split() == ["week", "1", BLOCK * 32 + MARK + BLOCK * 16, "3", "over", "2"]
    assert not any("over" in line for line in lines[4:])


def test_a_budget_that_is_just_met_is_not_exceeded() -> None:
    lines = drawn(budget(1))
    assert lines[1].split() == ["week", "1", BLOCK * WIDEST + MARK, "1"]


def test_the_smallest_load_and_the_smallest_excess_are_seen() -> None:
    rare = "  - {id: rare, name: Rare, type: nudge, channel: email, reach: 0.001, timing: {at: 100d}}"
    many = WEEKLY.replace("every: 1w", "every: 1d").replace("times: 3", "times: 7").replace("[{", "\n  - {").rstrip("]")
    lines = drawn("segments: [{id: smb, contract: 12mo}]\n" + many + "\n" + rare)
    assert [bar(line) for line in lines if line.startswith("week 15")] == [SOME * 7]  # one of seven
    over = drawn(budget(7, many + "\n" + rare.replace("100d", "3d").replace("reach: 0.001, ", "")))
    assert over[1].split()[2].endswith(MARK + BLOCK * 6)


@pytest.mark.parametrize(("width", "columns"), [(None, WIDEST), (200, WIDEST), (60, 60 - BESIDE), (20, 10)])
def test_bars_are_as_long_as_the_width_allows(width: int | None, columns: int) -> None:
    assert len(bar(drawn("segments: [{id: smb, contract: 12mo}]\n" + WEEKLY, width)[1])) == columns


def test_weeks_without_a_contact_have_no_bar_and_a_plan_without_one_draws_nothing() -> None:
    lines = drawn("segments: [{id: smb, contract: 12mo}]\n" + WEEKLY)
    assert lines[10].split() == ["week", "10", "0"]
    assert drawn("segments: [{id: smb, contract: 12mo}]\ntouchpoints: []") == []


def test_ten_years_are_drawn_whole() -> None:
    lines = drawn("segments: [{id: smb, contract: none, horizon: 10y}]\n" + WEEKLY)
    assert sum(line.startswith("week ") for line in lines) == MOST_WEEKS
    assert not any("not shown" in line for line in lines)
