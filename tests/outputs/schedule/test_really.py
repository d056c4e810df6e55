"""What was observed stands in a column beside the plan's figures."""

from __future__ import annotations

from tests.cli.running import EXAMPLES, tpaudit


def _overview(*arguments: str) -> list[str]:
    lines = tpaudit("schedule", EXAMPLES / "coffee-club", "--segment", "home", *arguments).out.splitlines()
    return lines[3 : lines.index("", 3)]


def test_real_figures_stand_beside_the_planned() -> None:
    head, often, week, over, silence = (" ".join(line.split()) for line in _overview())
    assert head == "really planned"
    assert often == "contacts a quarter 5.9 (3 to 11) 5"
    assert week == "fullest week 2 of 3, days 0–6"
    assert over == "over the budget week: 30% week: no customer"
    assert silence == "longest silence 32 days, 3% over 75 days 31 days of 75 (days 30–61)"


def test_the_columns_are_aligned_and_speak_german() -> None:
    lines = _overview("--language", "de")
    assert lines[0].split() == ["wirklich", "geplant"]
    column = lines[0].index("geplant")
    assert [line[column - 1] for line in lines[1:]] == [" "] * 4
    assert "wirklich" not in tpaudit("schedule", EXAMPLES / "minimal", "--language", "de").out
