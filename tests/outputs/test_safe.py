"""Texts made safe: nothing that a text holds steers a terminal, a runner, a page or a spreadsheet."""

from __future__ import annotations

import json
import xml.etree.ElementTree as ET
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token

from tpaudit.outputs import safe

TEXTS = st.text(st.characters(exclude_categories=())) | st.text("\n\t\r\x1b\x9b:#[]()<>`*_|~!@/.-+1a \\&$ \u2028\u202e")


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain", "plain"),
        ("Grüße, 客户, 👩‍💻", "Grüße, 客户, 👩‍💻"),
        ("a\x1b[31mb", r"a\x1b[31mb"),
        ("a\nb\tc\rd", r"a\nb\tc\rd"),
        ("\x9b2J\x7f\x85", r"\x9b2J\x7f\x85"),
        ("user\u202egpj.exe", r"user\u202egpj.exe"),
        ("\u200e\u200f\u061c\u2066\u2069", r"\u200e\u200f\u061c\u2066\u2069"),
        ("\u2028\u2029\ufeff", r"\u2028\u2029\ufeff"),
        ("\udc80 \U000e0041", r"\udc80 \U000e0041"),
        ("[red]not markup[/red] :bug:", "[red]not markup[/red] :bug:"),
    ],
)
def test_a_terminal_gets_what_could_steer_it_in_visible_form(text: str, shown: str) -> None:
    assert safe.terminal(text) == shown


@given(TEXTS)
def test_what_a_terminal_gets_is_one_line_without_controls_and_stays_as_it_is(text: str) -> None:
    shown = safe.terminal(text)
    assert len(shown.splitlines()) <= 1
    assert not any(ord(character) < 32 or 0x7F <= ord(character) < 0xA0 for character in shown)
    assert safe.terminal(shown) == shown
    shown.encode()


@pytest.mark.parametrize(
    ("output", "defused"),
    [
        ("::error::x", ": :error::x"),
        ("a\n \t::warning file=x::y\n", "a\n \t: :warning file=x::y\n"),
        ("\u00a0::debug::x", "\u00a0: :debug::x"),
        ("\x1b[1m::error::x", "\x1b[1m: :error::x"),
        ("a ##[error]x", "a # #[error]x"),
        ("##vso[task.setvariable]x", "# #vso[task.setvariable]x"),
        ("## tpaudit: 3 errors", "## tpaudit: 3 errors"),
        ("std::vector a::b", "std::vector a::b"),
    ],
)
def test_no_line_is_a_command_for_the_runner(output: str, defused: str) -> None:
    assert safe.workflow(output) == defused


@given(TEXTS)
def test_no_text_is_a_command_for_the_runner(text: str) -> None:
    defused = safe.workflow(text)
    assert "##[" not in defused
    assert not any(line.lstrip().startswith("::") for line in defused.split("\n"))


def test_messages_of_workflow_commands_keep_their_lines() -> None:
    assert safe.command_message("100%\nsure: yes, really\r") == r"100%25%0Asure: yes, really\r"


def test_properties_of_workflow_commands_are_one_value() -> None:
    assert safe.command_property("a,b:c%\n::error::") == r"a%2Cb%3Ac%25\n%3A%3Aerror%3A%3A"


@given(TEXTS)
def test_workflow_commands_hold_no_line_of_their_own(text: str) -> None:
    assert len(safe.command_message(text).splitlines()) <= 1
    assert not set(safe.command_property(text)) & set(":,\r\n")


@pytest.mark.parametrize(
    "text",
    [
        "# heading",
        "- item",
        "+ item",
        "12. item",
        "1) item",
        "> quote",
        "***",
        "===",
        "---",
        "| a | b |",
        "`code`",
        "*a* _b_ **c** __d__ ~~e~~",
        "[a](https://example.com) ![b](c.png) [d][e] [^1]",
        "<b>x</b> <!-- c --> <https://example.com> &amp; &#64;",
        "https://example.com www.example.com http://a.b ftp://a.b",
        "me@example.com mailto:me@example.com",
        "a\\",
        "    code",
        "a\n\n# b\n\n- c",
        "a  \nb",
    ],
)
def test_markdown_shows_the_text_and_does_nothing(text: str) -> None:
    assert shown_by_markdown(safe.markdown(text)) == " ".join(text.split())


@given(TEXTS)
def test_markdown_shows_any_text_and_does_nothing(text: str) -> None:
    expected = safe.terminal(" ".join(text.split()))
    assert shown_by_markdown(safe.markdown(text)) == expected
    assert shown_by_markdown("- " + safe.markdown(text)).strip() == expected.strip()
    assert table_cell(safe.markdown(text)) == expected.strip()


@given(TEXTS)
def test_code_in_markdown_shows_any_text(text: str) -> None:
    expected = safe.terminal(" ".join(text.split())).strip()
    assert table_cell(safe.markdown_code(text)).strip() == expected


@pytest.mark.parametrize(
    "text", ["@all", "#123", "GH-12", "!7", "owner/repo#9", ":bug:", ":+1:", "~label", "%12", "$5"]
)
def test_what_is_sought_after_markdown_is_parted(text: str) -> None:
    assert text not in safe.markdown(text)
    assert text not in shown_by_markdown(safe.markdown(text), joiners=True)


@pytest.mark.parametrize("text", ["due 2026-11-22, 5.75 or 66%", "snake_case", "a - b", "e.g. at 10:30", "C# & C++"])
def test_ordinary_text_stays_readable_in_markdown(text: str) -> None:
    assert safe.markdown(text).replace("&amp;", "&") == text


@given(TEXTS)
def test_xml_holds_any_text(text: str) -> None:
    element = ET.Element("a", {"b": safe.xml(text)})
    element.text = safe.xml(text)
    document = safe.xml_document(ET.tostring(element, encoding="unicode"))
    read = ET.fromstring(document)  # noqa: S314  our own
    assert read.get("b") == safe.xml(text)
    assert (read.text or "") == safe.xml(text).replace("\r\n", "\n").replace("\r", "\n")
    assert safe.workflow(document) == document


@given(st.recursive(TEXTS, lambda inner: st.lists(inner) | st.dictionaries(TEXTS, inner)))
def test_json_means_the_same_and_steers_nothing(value: object) -> None:
    document = safe.json_document(json.dumps(value, ensure_ascii=False, indent=2))
    assert json.loads(document) == value
    assert safe.workflow(document) == document
    assert all(safe.terminal(line) == line for line in document.split("\n"))


@pytest.mark.parametrize(
    ("text", "cell"),
    [
        ("=1+1", "'=1+1"),
        ("+49 30", "'+49 30"),
        ("-x", "'-x"),
        ("@SUM(A1)", "'@SUM(A1)"),
        (" =1", "' =1"),
        ("\t=1", "'\\t=1"),
        ("\r=1", "'\\r=1"),
        ("＝1", "'＝1"),
        ('plain, "quoted" - text', 'plain, "quoted" - text'),
        ("::error::x", ": :error::x"),
    ],
)
def test_spreadsheets_take_cells_for_text(text: str, cell: str) -> None:
    assert safe.csv_cell(text) == cell


def shown_by_markdown(source: str, *, joiners: bool = False) -> str:
    """Return what a reader sees, and fail where Markdown found anything but text."""
    tokens = [token for token in flat(parser().parse(source)) if token.type not in _FRAME]
    assert all(token.type == "text" for token in tokens), [token.type for token in tokens]
    text = "".join(token.content for token in tokens)
    return text if joiners else text.replace("\N{WORD JOINER}", "")


def table_cell(source: str) -> str:
    """Return what a reader sees in a cell of a table that has a second one."""
    tokens = parser().parse(f"| {source} | end |\n| --- | --- |\n")
    cells = [token for token in tokens if token.type == "inline"]
    assert len(cells) == 2, source
    assert cells[1].content == "end"
    children = cells[0].children or []
    assert all(token.type in ("text", "text_special", "code_inline") for token in children)
    return "".join(token.content for token in children).replace("\N{WORD JOINER}", "")


def parser() -> MarkdownIt:
    """Return a parser that knows tables, strikethrough and HTML, as GitHub's does."""
    return MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])


def flat(tokens: list[Token]) -> list[Token]:
    """Return the tokens with those inside of them."""
    return [
        child
        for token in tokens
        for child in (token.children if token.type == "inline" and token.children else [token])
    ]


_FRAME = (
    "paragraph_open", "paragraph_close", "bullet_list_open", "bullet_list_close", "list_item_open", "list_item_close",
    "inline",
)  # fmt: skip


def test_blank_lines_in_front_of_a_command_cost_no_time() -> None:
    started = process_time()
    assert safe.xml_document("\n" * 50_000 + " ::error::x") == "\n" * 50_000 + " &#58;:error::x"
    assert safe.workflow("\r\n" * 50_000 + "::error::x").endswith("\n: :error::x")
    assert process_time() - started < 1
