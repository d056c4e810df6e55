"""The Markdown parses back to the cells that it was made from, whatever they hold."""

from __future__ import annotations

import re

import pytest
from markdown_it import MarkdownIt
from markdown_it.token import Token

from tests.report.audits import HOSTILE, example, hostile, of
from tpaudit.outputs import safe
from tpaudit.report.render import markdown
from tpaudit.report.view import view

PARSER = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
ALLOWED = re.compile(r"</?(details|summary)>")


def tokens(text: str) -> list[Token]:
    """Return all tokens, the inline ones after their block."""
    return [inner for token in PARSER.parse(text) for inner in (token, *(token.children or ()))]


def tables(text: str) -> list[list[list[str]]]:
    """Return the text of each cell of each table."""
    found: list[list[list[str]]] = []
    for token in PARSER.parse(text):
        match token.type:
            case "table_open":
                found.append([])
            case "tr_open":
                found[-1].append([])
            case "inline" if found and found[-1] and token.level > 3:
                found[-1][-1].append("".join(child.content for child in token.children or ()))
    return found


def plain(text: str) -> str:
    """Return a text as a reader of the Markdown sees it; word joiners are not seen."""
    return text.replace("\u2060", "")


def shown(text: str) -> str:
    """Return what a cell shows of a text of the inventory."""
    return safe.terminal(" ".join(text.split()))


@pytest.fixture(scope="module")
def report() -> str:
    """The report of the hostile inventory."""
    return markdown(hostile(), full=True)


def test_hostile_names_come_back_whole(report: str) -> None:
    (inventory,) = [table for table in tables(report) if table[0][0] == "Touchpoint" and "Timing" in table[0]]
    names = [plain(row[0]) for row in inventory[1:]]
    assert names == [shown(text) for text in (*HOSTILE, *HOSTILE)]


def test_every_row_has_its_columns(report: str) -> None:
    for table in tables(report):
        assert {len(row) for row in table} == {len(table[0])}, table[0]


def test_nothing_in_it_does_anything(report: str) -> None:
    for token in tokens(report):
        assert token.type not in {"link_open", "image", "s_open"}, token
        if token.type in {"html_block", "html_inline"}:
            left = ALLOWED.sub("", token.content)
            assert "<" not in left, token.content
    assert "\u202e" not in report


@pytest.mark.parametrize("name", ["b2b-saas", "retail", "minimal"])
def test_examples_have_all_sections(name: str) -> None:
    text = markdown(example(name))
    heads = [line for line in text.splitlines() if line.startswith("## ")]
    assert [head[3] for head in heads[1:]] == list("1234567")
    assert all(len({len(row) for row in table}) == 1 for table in tables(text))


def test_same_input_same_bytes() -> None:
    assert markdown(example("b2b-saas")) == markdown(example("b2b-saas"))


def test_bars_of_blocks_have_the_length_of_their_load() -> None:
    (segment, *_) = view(example("b2b-saas")).chapters[0].pressure.segments
    text = markdown(example("b2b-saas"))
    table = next(table for table in tables(text) if table[0][0] == "Week")
    full = max(week.mean for week in segment.weeks)
    for row, week in zip(table[1:], segment.weeks, strict=True):
        assert len(row[3]) == -(-round(week.mean / full * 160) // 8)


def test_several_inventories_have_a_chapter_each() -> None:
    text = markdown(of(example("b2b-saas").inventories[0], example("minimal").inventories[0]))
    assert len([line for line in text.splitlines() if line.startswith("# ")]) == 3
