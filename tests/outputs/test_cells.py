"""Source lines with a marker: it stands under what is meant, whatever the line holds."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tpaudit.loading.places import Span
from tpaudit.outputs.cells import cells, excerpt


def marked(source: str, start: int, end: int, width: int = 80) -> tuple[str, str]:
    """Return the line and the marker under it."""
    shown = excerpt(source, Span(1, start, 1, end), width)
    return shown.text, " " * shown.marker + "^" * shown.length


@pytest.mark.parametrize(
    ("text", "width"), [("abc", 3), ("äöü", 3), ("客户", 4), ("e\u0301", 1), ("👍", 2), ("", 0), ("a\u200db", 2)]
)
def test_width_on_a_terminal(text: str, width: int) -> None:
    assert cells(text) == width


@pytest.mark.parametrize(
    ("source", "start", "end", "text", "marker"),
    [
        ("  - id: x", 5, 7, "  - id: x", "    ^^"),
        ("客户: x", 1, 3, "客户: x", "^^^^"),
        ("客户: x", 5, 6, "客户: x", "      ^"),
        ("a:\tx", 4, 5, "a:    x", "      ^"),
        ("a: \x1b[31mx", 9, 10, r"a: \x1b[31mx", "           ^"),
        ("id:   ", 1, 3, "id:", "^^"),
        ("id", 3, 3, "id", "  ^"),
        ("id", 9, 12, "id", "  ^"),
        ("", 1, 1, "", "^"),
    ],
)
def test_the_marker_stands_under_what_is_meant(source: str, start: int, end: int, text: str, marker: str) -> None:
    assert marked(source, start, end) == (text, marker)


def test_a_place_of_several_lines_is_marked_to_the_end_of_the_first() -> None:
    shown = excerpt("purpose: |", Span(1, 10, 3, 5), 80)
    assert (shown.text, shown.marker, shown.length) == ("purpose: |", 9, 1)


def test_long_lines_are_cut_around_the_marker() -> None:
    source = "".join(f"{number:04}," for number in range(200))
    text, marker = marked(source, 501, 505, 60)
    assert text.startswith("…")
    assert text.endswith("…")
    assert len(text) <= 60
    assert text[marker.index("^") :].startswith("0100")
    assert marker.count("^") == 4


def test_long_lines_are_cut_at_the_end_where_the_marker_is_near_the_beginning() -> None:
    assert marked("id: " + "x" * 100, 1, 3, 20) == ("id: " + "x" * 14 + "…", "^^")


def test_a_marker_ends_where_the_line_is_cut() -> None:
    text, marker = marked("x" * 200, 1, 201, 40)
    assert len(text) <= 40
    assert len(marker) <= len(text)


@given(st.text(max_size=200), st.integers(1, 210), st.integers(1, 210), st.integers(20, 120))
def test_nothing_is_wider_than_asked_and_the_marker_lies_on_it(source: str, start: int, end: int, width: int) -> None:
    shown = excerpt(source, Span(1, start, 1, max(start, end)), width)
    assert cells(shown.text) <= width
    assert shown.marker <= width
    assert shown.length >= 1


def test_a_line_of_ten_megabytes_is_cut_at_once() -> None:
    shown = excerpt("x" * 10_000_000, Span(1, 9_000_000, 1, 9_000_010), 100)
    assert cells(shown.text) <= 100
