"""The width of text on a terminal, and source lines with a marker under the relevant part."""

from __future__ import annotations

from typing import NamedTuple
from unicodedata import category, east_asian_width

from tpaudit.loading.places import Span
from tpaudit.outputs.safe import terminal

TAB = "    "
_CUT = "…"


def cells(text: str) -> int:
    """Return how many columns of a terminal the text takes."""
    return len(text) if text.isascii() else sum(map(_width, text))


def shortened(text: str, width: int) -> str:
    """Return the text cut to a number of columns, with a mark where something is missing; unchanged if it fits."""
    return text if cells(text) <= width else f"{_cut(text, width - 1)[0].rstrip()}{_CUT}"


def _width(character: str) -> int:
    if category(character) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if east_asian_width(character) in "WF" else 1


class Excerpt(NamedTuple):
    """A source line for a terminal, and the columns of its marker."""

    text: str
    marker: int
    length: int


def excerpt(source: str, span: Span, width: int) -> Excerpt:
    """Return the line at which the span begins, cut around the marker to at most `width` columns."""
    start = min(span.column - 1, len(source))
    end = span.end_column - 1 if span.end_line == span.line else len(source)
    end = max(start + 1, min(end, len(source)))
    first = 0 if end <= width and cells(_shown(source[:end])) < width - 1 else _lead(source, start, width // 3)
    shown, taken = _cut(source[first:], width - 2)
    cut = _CUT if first else ""
    before = cells(_shown(source[first:start])) + len(cut)
    marked = cells(_shown(source[start : min(end, first + taken)]))
    more = _CUT if first + taken < len(source.rstrip()) else ""
    return Excerpt(f"{cut}{shown.rstrip()}{more}", before, max(1, marked))


def _lead(source: str, start: int, width: int) -> int:
    """Return where the visible part of a cut line starts: a little before the marker."""
    first = start
    while first > 0 and (width := width - cells(_shown(source[first - 1]))) >= 0:
        first -= 1
    return first


def _cut(source: str, width: int) -> tuple[str, int]:
    """Return as much of the text as fits, and how many characters of it that is."""
    if len(source) <= width and source.isascii() and source.isprintable():
        return source, len(source)
    parts: list[str] = []
    for taken, character in enumerate(source):
        part = _shown(character)
        width -= cells(part)
        if width < 0:
            return "".join(parts), taken
        parts.append(part)
    return "".join(parts), len(source)


def _shown(text: str) -> str:
    return terminal(text.replace("\t", TAB))
