"""From bytes to text: UTF-8 and the characters that YAML allows."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from itertools import islice

from tpaudit.loading.faults import Fault
from tpaudit.loading.limits import MAX_FILE_BYTES, too_large
from tpaudit.loading.places import START, Span
from tpaudit.messages import say

_LINE_END = re.compile(r"\r\n|\r|\n")
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufeff\ufffe\uffff]")
_MOST_SHOWN = 20

# UTF-32 goes first: its little-endian mark starts with that of UTF-16.
_MARKS = (
    (codecs.BOM_UTF32_LE, "UTF-32"),
    (codecs.BOM_UTF32_BE, "UTF-32"),
    (codecs.BOM_UTF16_LE, "UTF-16"),
    (codecs.BOM_UTF16_BE, "UTF-16"),
)


def decode(file: str, data: bytes) -> tuple[str | None, tuple[Fault, ...]]:
    """Return the text of a file, or the faults that keep it from being read as text."""
    if len(data) > MAX_FILE_BYTES:
        return None, (too_large(file),)
    if encoding := other_encoding(data):
        return None, (_foreign(file, encoding),)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        readable = data[: error.start].decode("utf-8-sig", errors="replace")
        return None, (_not_utf8(file, point(readable, len(readable)), data[error.start]),)
    faults = tuple(_forbidden(file, text))
    return (None, faults) if faults else (text, ())


def legible(data: bytes) -> tuple[str, ...]:
    """Return the lines of a faulty file for display: what is not text is replaced, and UTF-16 left out."""
    return () if other_encoding(data) else split_lines(data.decode("utf-8-sig", errors="replace"))


def point(text: str, index: int) -> Span:
    """Return the place of one character."""
    line, column = 1, index + 1
    for end in _LINE_END.finditer(text, 0, index):
        line, column = line + 1, index - end.end() + 1
    return Span(line, column, line, column + 1)


def split_lines(text: str) -> tuple[str, ...]:
    """Return the lines as YAML 1.2 and editors count them."""
    return tuple(text.replace("\r\n", "\n").replace("\r", "\n").split("\n"))


def other_encoding(data: bytes) -> str | None:
    """Return the name of the encoding that a file has instead of UTF-8, where its first bytes tell."""
    for mark, name in _MARKS:
        if data.startswith(mark):
            return name
    # Without a byte order mark, every second byte of mostly Latin text is zero.
    start = data[:64]
    if len(start) >= 4 and start.count(0) * 5 >= len(start) * 2 and (not any(start[1::2]) or not any(start[::2])):
        return "UTF-16"
    return None


def _foreign(file: str, encoding: str) -> Fault:
    return Fault(
        code="INV001",
        file=file,
        span=START,
        message=say("{file} is encoded as {encoding}, not as UTF-8", file=file, encoding=encoding),
        help=say("Save it as UTF-8."),
        subject=("file", file),
        key="encoding",
    )


def _not_utf8(file: str, span: Span, byte: int) -> Fault:
    return Fault(
        code="INV001",
        file=file,
        span=span,
        message=say("{file} is not UTF-8: byte {byte} is not allowed here", file=file, byte=f"0x{byte:02x}"),
        help=say("Save the file as UTF-8; it looks like an older encoding such as Windows-1252."),
        subject=("file", file),
        key="encoding",
    )


def _forbidden(file: str, text: str) -> Iterator[Fault]:
    for found in islice(_FORBIDDEN.finditer(text), _MOST_SHOWN):
        character = f"U+{ord(found.group()):04X}"
        yield Fault(
            code="INV002",
            file=file,
            span=point(text, found.start()),
            message=say("the invisible character {character} is not allowed in YAML", character=character),
            help=say("Delete it; inside a double-quoted text it can be written as an escape such as \\x07."),
            subject=("file", file),
            key=f"character:{character}",
        )
