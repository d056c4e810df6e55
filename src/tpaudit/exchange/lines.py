"""Stretches of text to replace, and whole lines to remove."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from tpaudit.exchange.text import Text


class Splice(NamedTuple):
    """A stretch of text, by offsets, and what takes its place."""

    start: int
    end: int
    new: str


def end_before(text: Text, start: int) -> str:
    """Return the line end before an offset."""
    return "\r\n" if text.text[:start].endswith("\r\n") else text.text[start - 1 : start]


def without_lines(text: Text, first: int, last: int) -> Iterator[Splice]:
    """Yield the removal of whole lines; their comments stay, each on a line of its own."""
    indent = re.match(r"[ ]*", text.document.lines[first - 1])
    kept = [line for line in range(first, last + 1) if line in text.comments]
    for line in kept:
        start, comment = text.starts[line - 1], text.comments[line]
        if text.document.lines[line - 1][:comment].strip():
            yield Splice(start, start + comment, indent.group() if indent else "")
    for before, line in zip([first - 1, *kept], [*kept, last + 1], strict=True):
        if line - before < 2:
            continue
        start = text.starts[before]
        if line - 1 < len(text.starts):
            yield Splice(start, text.starts[line - 1], "")
        else:
            yield Splice(start - len(end_before(text, start)), len(text.text), "")
