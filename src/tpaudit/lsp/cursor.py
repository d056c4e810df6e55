"""What is at the cursor, told from the lines alone: while somebody types, the file is often not valid YAML."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

_LINE = re.compile(
    r"(?P<spaces> *)(?P<dashes>(?:- +|-$)*)"
    r"(?:(?P<quote>[\"']?)(?P<key>[\w-]+)(?P=quote)\s*:(?:\s+|$)(?P<value>.*)|(?P<text>.*))"
)
_WORD = re.compile(r"[\w./-]*")
_FLOW = re.compile(r"[\"']?(?P<key>[\w-]+)[\"']?\s*:(?=\s|$)|(?P<mark>[{}\[\],])")


class Cursor(NamedTuple):
    """A place in a file."""

    keys: tuple[str, ...]
    """The keys from the top of the file down to here, list items left out."""
    word: str
    """The word under the cursor."""
    start: int
    """Its first column, from 0."""
    is_value: bool
    """Whether the cursor is after the last key, in its value."""


def cursor(lines: Sequence[str], row: int, column: int) -> Cursor:
    """Return what is at a line and column, both from 0."""
    line = lines[row] if row < len(lines) else ""
    start = column - len((re.search(r"[\w./-]*$", line[:column]) or [""])[0])
    found = _WORD.match(line, start)
    word = found[0] if found else ""
    own = _LINE.match(line)
    assert own is not None  # noqa: S101  the pattern matches any line
    keys = _above(lines, row, own)
    if own["key"] is not None:
        keys = (*keys, own["key"])
        if column <= own.end("key"):
            return Cursor(keys, word, start, is_value=False)
    behind = own.start("value") if own["key"] is not None else own.end("dashes")
    return Cursor((*keys, *_flow_keys(line[behind:column])), word, start, is_value=True)


def _flow_keys(text: str) -> list[str]:
    """Return the keys between brackets that enclose the end of a text."""
    open_keys: list[str | None] = []
    key: str | None = None
    for found in _FLOW.finditer(text):
        match found["mark"]:
            case None:
                key = found["key"]
            case "{" | "[":
                open_keys.append(key)
                key = None
            case ",":
                key = None
            case _ if open_keys:
                key = open_keys.pop()
    return [enclosing for enclosing in (*open_keys, key) if enclosing is not None]


def _above(lines: Sequence[str], row: int, own: re.Match[str]) -> tuple[str, ...]:
    """Return the keys that enclose a line, each further left or in the column of its list's hyphens."""
    keys: list[str] = []
    column, in_list = len(own["spaces"]), bool(own["dashes"])
    for above in range(row - 1, -1, -1):
        if column == 0 and not in_list:
            break
        line = _LINE.match(lines[above])
        if line is None or not lines[above].strip() or lines[above].lstrip().startswith("#"):
            continue
        dash, inside = len(line["spaces"]), line.end("dashes")
        opens = line["key"] is not None and (
            inside < column or (in_list and inside == column and not line["dashes"] and not line["value"].strip())
        )
        if opens:
            keys.append(line["key"])
        if line["dashes"] and (opens or dash < column):
            column, in_list = dash, True
        elif opens:
            column, in_list = inside, False
    return tuple(reversed(keys))
