"""Compiles catalogues: from the text of a ``.po`` file to the bytes that gettext reads.

The build hook loads this file alone, so that it needs nothing but the standard library.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator

MAGIC = 0x950412DE
"""The first word of a ``.mo`` file, as GNU gettext defines it."""

_LINE = re.compile(r'(?:(msgid|msgstr) )?"(.*)"')
_ESCAPED = re.compile(r"\\(.)")
_MEANING = {"n": "\n", "t": "\t", "r": "\r"}


def compile_catalogue(text: str) -> bytes:
    """Return the catalogue as a ``.mo`` file without hash table; untranslated and fuzzy messages are left out.

    Raise ValueError, with the line's number, for anything but comments, ``msgid`` and ``msgstr``.
    """
    entries = sorted(
        (message_id.encode(), translation.encode()) for message_id, translation in _entries(text) if translation
    )
    header = struct.Struct("<7I")
    originals, translations = header.size, header.size + 8 * len(entries)
    place = translations + 8 * len(entries)
    tables: list[bytes] = []
    texts: list[bytes] = []
    for side in (0, 1):
        for entry in entries:
            tables.append(struct.pack("<2I", len(entry[side]), place))
            texts.append(entry[side] + b"\0")
            place += len(texts[-1])
    return b"".join((header.pack(MAGIC, 0, len(entries), originals, translations, 0, place), *tables, *texts))


def _entries(text: str) -> Iterator[tuple[str, str]]:
    """Yield each message with its translation."""
    parts: dict[str, list[str]] = {}
    key, fuzzy = "", False
    for number, line in enumerate((*text.splitlines(), ""), 1):
        if not line:
            if "msgstr" in parts and not fuzzy:
                yield _joined(parts["msgid"]), _joined(parts["msgstr"])
            parts, key, fuzzy = {}, "", False
        elif line.startswith("#"):
            fuzzy |= line.startswith("#,") and "fuzzy" in line
        else:
            match = _LINE.fullmatch(line)
            if match is None or not (match[1] or key):
                raise ValueError(f"line {number}: neither msgid nor msgstr: {line[:80]}")
            key = match[1] or key
            parts.setdefault(key, []).append(match[2])


def _joined(lines: list[str]) -> str:
    return _ESCAPED.sub(lambda match: _MEANING.get(match[1], match[1]), "".join(lines))
