"""Places in the protocol's terms: lines from 0, columns in UTF-16 code units."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from lsprotocol import types

from tpaudit.loading.places import Span


def units(text: str) -> int:
    """Return the length of a text in UTF-16 code units."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


def position(line: int, column: int, lines: Sequence[str]) -> types.Position:
    """Return a place given in code points from 1; past the end of its line, the end."""
    text = lines[line - 1] if 0 < line <= len(lines) else ""
    return types.Position(max(line - 1, 0), units(text[: column - 1]))


def column_of(text: str, character: int) -> int:
    """Return the column in code points, from 0, of a place given in UTF-16 code units."""
    if text.isascii():
        return min(character, len(text))
    return len(text.encode("utf-16-le", "surrogatepass")[: character * 2].decode("utf-16-le", "replace"))


def range_of(span: Span, lines: Sequence[str]) -> types.Range:
    """Return the range of a span."""
    return types.Range(position(span.line, span.column, lines), position(span.end_line, span.end_column, lines))


def differing(before: str, after: str) -> types.TextEdit | None:
    """Return the edit of whole lines that turns one text into the other; None if they are equal."""
    if before == after:
        return None
    old, new = before.splitlines(keepends=True), after.splitlines(keepends=True)
    first = next((row for row, (a, b) in enumerate(zip(old, new, strict=False)) if a != b), min(len(old), len(new)))
    last = 0
    while last < min(len(old), len(new)) - first and old[-1 - last] == new[-1 - last]:
        last += 1
    end = len(old) - last
    if end == len(old) and old and not old[-1].endswith(("\n", "\r")):
        stop = types.Position(end - 1, units(old[-1]))
        start = types.Position(first, 0) if first < end else stop
        return types.TextEdit(types.Range(start, stop), "".join(new[first:] if first < end else new[first - 1 :]))
    return types.TextEdit(
        types.Range(types.Position(first, 0), types.Position(end, 0)), "".join(new[first : len(new) - last])
    )


def uri_of(path: Path) -> str:
    """Return the URI of a file."""
    return path.as_uri()
