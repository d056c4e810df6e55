"""All syntax faults of a file in one run: an entry with a fault is set aside, and the rest is still read."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from tpaudit.loading.documents import Document, read_document
from tpaudit.loading.encoding import decode, split_lines
from tpaudit.loading.events import broken, events_of, kinds
from tpaudit.loading.faults import Fault
from tpaudit.loading.limits import MIB

MAX_SYNTAX_FAULTS = 20
_MOST_READ_AGAIN = 20 * MIB

# Texts, which `re` compiles when they are first used: most files are sound.
_SECTION = r"(?!---|\.\.\.|%|- |-$)[^\s#]"
_ITEM = r"( *)-(?: |$|\w)"
_LOOKS_LIKE_A_KEY = r"\s*(?:- +)?[A-Za-z_][\w-]*:(?:\s|$)"
_KEY_OF_A_ROOT = r"[\"']?tpaudit\b"


def read_around_faults(file: str, data: bytes) -> tuple[Document | None, tuple[Fault, ...]]:
    """Return a file's document without the faulty entries, None if it cannot be parsed, and all its faults.

    At most 20 entries are set aside, fewer in a large file, since each means reading the file again.
    """
    document, faults = read_document(file, data)
    if document is not None or not any(_is_syntax(fault) for fault in faults):
        return document, faults
    text, _ = decode(file, data)
    assert text is not None  # noqa: S101  what cannot be decoded has no syntax
    original = split_lines(text)
    lines = list(original)
    found: list[Fault] = []
    rounds = max(min(MAX_SYNTAX_FAULTS, _MOST_READ_AGAIN // max(len(data), 1)), 1)
    for rounds_left in reversed(range(rounds)):
        cause = _true_cause(file, lines, next(fault for fault in faults if _is_syntax(fault)))
        found += [fault for fault in faults if not _is_syntax(fault) and fault not in found] + [cause]
        aside = _entry_with(cause, lines) if rounds_left else None
        if aside is None or not any(lines[aside.start : aside.stop]):
            break
        lines[aside.start : aside.stop] = [""] * len(aside)
        document, faults = read_document(file, "\n".join(lines).encode("utf-8", "surrogatepass"))
        if document is not None or not any(_is_syntax(fault) for fault in faults):
            found += [fault for fault in faults if fault not in found]
            break
    if document is not None and document.value is None:
        document = None
    if document is not None:
        document = document._replace(lines=original, whole=False)
    return document, tuple(sorted(found, key=lambda fault: fault.span))


def _is_syntax(fault: Fault) -> bool:
    return fault.key.startswith("syntax:")


def _true_cause(file: str, lines: Sequence[str], fault: Fault) -> Fault:
    """Return the fault, or else the quote left open far above it, which swallowed keys on the way.

    The parser stops only at the next text's opening quote, which closes it.
    """
    if fault.key == "syntax:quote":
        return fault
    opened = _swallower(lines)
    if opened is None:
        return fault
    from tpaudit.loading.syntax import unclosed_quote  # most files are sound

    return unclosed_quote(file, tuple(lines), opened)


def _swallower(lines: Sequence[str]) -> tuple[int, int] | None:
    """Return the start of the last quoted text before the parser stopped, if it seems to contain keys."""
    next_event = events_of("\n".join(lines))
    scalar = kinds().scalar
    last: Any = None
    try:
        while True:
            event = next_event()
            if type(event) is scalar:
                last = event
    except Exception as error:
        if broken(error) is None:
            raise
    if last is None or last.style not in ("'", '"'):
        return None
    start, end = last.start_mark, last.end_mark
    swallowed = any(re.match(_LOOKS_LIKE_A_KEY, lines[row]) for row in range(start.line + 1, end.line + 1))
    return (start.line, start.column) if swallowed else None


def _entry_with(fault: Fault, lines: Sequence[str]) -> range | None:
    """Return the lines of the list item, or else of the section, that contains a fault; None if there is neither."""
    if fault.key == "syntax:conflict":
        return None
    row = min(fault.span.line, *(place.span.line for place in fault.related), fault.span.line) - 1
    top = next((above for above in range(row, -1, -1) if re.match(_SECTION, lines[above])), None)
    if top is None:
        return None
    end = next((below for below in range(row + 1, len(lines)) if re.match(_SECTION, lines[below])), len(lines))
    marks = [(below, len(found[1])) for below in range(top + 1, end) if (found := re.match(_ITEM, lines[below]))]
    items = [below for below, indentation in marks if indentation == marks[0][1]]
    start = max((item for item in items if item <= row), default=None)
    if start is not None:
        return range(start, next((item for item in items if item > row), end))
    if re.match(_KEY_OF_A_ROOT, lines[top]) or lines[top].lstrip().startswith(("{", "[")):
        return None
    return range(top, end)
