"""Columns in which a mark says that their header holds: segments, channels or weeks side by side, an x below them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from tpaudit.exchange.reading import channels, headers, values
from tpaudit.exchange.reading.timings import timing
from tpaudit.exchange.reading.values import Nameable
from tpaudit.exchange.tables.table import Cell, address
from tpaudit.fields import TEAMS_OWN

MARKS = frozenset(("x", "✓", "✔", "✅", "•", "●", "■", "ja", "yes", "y", "j"))
_NO_MARKS = frozenset(("", "-", "–", "no", "nein", "n"))
_SEGMENT = re.compile(
    r"smb|smes?|mid[- ]?market|enterprise|corporate|key accounts?|kmu|mittelstand|(?:groß|gross|klein|[abc]-)kunden|"
    r"(?:tier|segment|klasse) ?[0-9a-d]|strategic|self[- ]service|startups?|premium|standard|basic|free|pro"
)
_TIME = re.compile(
    r"(?:woche|week|wk|kw|tag|day|monat|month|m|w|d|t|q|quartal|quarter) ?\+?[0-9]{1,3}|[0-9]{1,3}\.? ?(?:tage|days|"
    r"wochen|weeks|monate|months|quartal|quarter|monat|woche)"
)


class Marked(NamedTuple):
    """Columns that together say one field."""

    field: str
    headers: Mapping[int, str]
    """By number of the column."""

    def said(self, row: Sequence[Cell]) -> tuple[str, str] | None:
        """Return the number of the first marked column as letters' place, and what the marked headers say together."""
        hit = [number for number in self.headers if _is_marked(row[number])]
        return (str(hit[0]), "; ".join(self.headers[number] for number in hit)) if hit else None


def is_time(header: object) -> bool:
    """Whether a header is a day, a week or a month, as on a time line."""
    return isinstance(header, str) and _TIME.fullmatch(header.strip().casefold()) is not None


def marked(
    names: Sequence[str], above: Sequence[Cell], below: Sequence[Sequence[Cell]], fields: Sequence[str], known: Nameable
) -> Marked | None:
    """Return the columns below which there are only marks, if their headers, or one above them, tell what they mean."""
    found = {
        number: name
        for number, name in enumerate(names)
        if name and _is_open(fields[number]) and _holds_marks([row[number] for row in below])
    }
    if len(found) < 2:
        return None
    groups = {headers.field_of(above[number], {}) for number in found} if above else set()
    field = groups.pop() if len(groups) == 1 else ""
    if field not in ("segments", "channel", "stakeholders", "timing"):
        field = _meaning(list(found.values()), known)
    return Marked(field, found) if field and field not in fields else None


def _is_open(field: str) -> bool:
    return not field or field.startswith(TEAMS_OWN) or field in (headers.NAME, "channel", "segments", "timing")


def _holds_marks(cells: Sequence[Cell]) -> bool:
    said = [str(cell).strip().casefold() for cell in cells]
    return any(cell in MARKS for cell in said) and all(cell in MARKS or cell in _NO_MARKS for cell in said)


def _is_marked(cell: Cell) -> bool:
    return str(cell).strip().casefold() in MARKS


def _meaning(names: Sequence[str], known: Nameable) -> str:
    """Return the field of which the headers are values."""
    words = [name.strip().casefold() for name in names]
    if all(map(is_time, words)) and all(timing(word).timings for word in words):
        return "timing"
    if all(word in known.segments or _SEGMENT.fullmatch(word) for word in words):
        return "segments"
    if all(word in known.channels or word in channels.WORDS for word in words):
        return "channel"
    return ""


def is_summary(name: str) -> bool:
    """Whether a row's name says that it sums up the others, or explains them."""
    word = " ".join(name.casefold().split()).rstrip(":")
    return (
        word in _SUMS
        or re.match(
            r"[*†]|(?:notes?|hinweise?|legende?|legend|anmerkung|quelle|source|stand) ?:", name.strip().casefold()
        )
        is not None
    )


_SUMS = frozenset(
    ("summe", "total", "gesamt", "gesamtsumme", "sum", "zwischensumme", "subtotal", "anzahl", "durchschnitt", "average",
     "grand total", "mittelwert", "gesamtergebnis", "totals", "insgesamt", "ergebnis")
)  # fmt: skip


def places(row: int, filled: Sequence[int], cells: Sequence[Cell]) -> tuple[str, str]:
    """Return where what is left out begins, and what it says."""
    return address(row, filled[0]), " | ".join(
        str(cells[number]) for number in filled if not values.is_nothing(cells[number])
    )
