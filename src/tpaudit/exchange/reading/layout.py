"""How a table is laid out: where its headers are, what its columns mean, and which rows are entries."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from tpaudit.exchange.reading import channels, headers, values
from tpaudit.exchange.reading.headers import ID, NAME
from tpaudit.exchange.reading.marks import MARKS, Marked, is_summary, is_time, marked, places
from tpaudit.exchange.reading.values import Nameable
from tpaudit.exchange.tables.table import Cell, Table, address, letters
from tpaudit.fields import TEAMS_OWN

_LOOKED_AT = 25
"""How many rows are searched for the headers."""
_OF_A_MATRIX = 3
"""A row with at least this many phases or channels is the head of a matrix."""


class Column(NamedTuple):
    """What a column was read as: its number from 0, header, field, and the first value in it."""

    number: int
    header: str
    field: str
    example: str
    exact: bool = False
    """Whether the header is the format's own key, as in tpaudit's exports."""
    is_mark: bool = False
    """Whether a mark below the header says that it holds."""


class Given(NamedTuple):
    """A cell of an entry: its address and content."""

    at: str
    cell: Cell
    exact: bool = False


class Row(NamedTuple):
    """An entry in the table: its cells by field."""

    number: int
    cells: Mapping[str, Given]


class Sheet(NamedTuple):
    """A table that was understood; a matrix has no columns."""

    name: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    matrix: bool = False
    header_row: int = 0
    left_out: tuple[tuple[str, str], ...] = ()
    """What no touchpoint was made of: the address of its first cell, and what stands there."""
    hidden_rows: tuple[int, ...] = ()
    """The numbers, from 1, of hidden rows, which are read too."""


def sheet_of(table: Table, nameable: Nameable, keys: Mapping[str, str]) -> Sheet | None:
    """Return the table as entries; None if no headers are recognised."""
    found = _header(table, keys)
    matrix = _matrix(table, nameable)
    if matrix is not None and (found is None or found[1] < _OF_A_MATRIX):
        return matrix
    if found is None:
        return None
    at = found[0]
    columns, marks = _columns(table, at, keys, nameable)
    left_out: list[tuple[str, str]] = []
    rows = tuple(_rows(table, at, columns, marks, nameable, left_out))
    read = {row.number for row in rows}
    hidden = tuple(number + 1 for number in table.hidden_rows if number in read)
    return Sheet(table.name, columns, rows, header_row=at, left_out=(*_above(table, at), *left_out), hidden_rows=hidden)


def _above(table: Table, at: int) -> Iterator[tuple[str, str]]:
    """Yield the rows above the headers."""
    for number, row in enumerate(table.rows[:at]):
        filled = [position for position, cell in enumerate(row) if cell != "" and cell not in row[:position]]
        if filled:
            yield places(number, filled, row)


def _header(table: Table, keys: Mapping[str, str]) -> tuple[int, int] | None:
    """Return the row of the headers and how many of them were recognised."""
    best: tuple[int, int] | None = None
    for number, row in enumerate(table.rows[:_LOOKED_AT]):
        fields = {headers.field_of(cell, keys) for cell in row if isinstance(cell, str) and cell and len(cell) < 60}
        count = len(fields - {""}) + (sum(map(is_time, row)) >= _OF_A_MATRIX)
        if count >= 2 and (best is None or count > best[1]):
            best = number, count
    return best


def _columns(
    table: Table, at: int, keys: Mapping[str, str], nameable: Nameable
) -> tuple[tuple[Column, ...], Marked | None]:
    above = table.rows[at - 1] if at else ()
    below = table.rows[at + 1 :]
    row = [
        header if header != "" or not _example(number, below) else _stand_in(above, number)
        for number, header in enumerate(table.rows[at])
    ]
    fields = headers.fields_of(list(row), keys)
    marks = marked([str(header).strip() for header in row], above, below, fields, nameable)
    for number in marks.headers if marks is not None else ():
        fields[number] = ""
    if NAME not in fields and ID not in fields:
        named = _most_like_names(fields, below)
        if named is not None:
            fields[named] = NAME
    for number in marks.headers if marks is not None else ():
        fields[number] = marks.field if marks is not None else ""
    columns = (
        Column(
            number,
            str(header),
            field,
            _example(number, below),
            str(header).strip() in keys,
            is_mark=marks is not None and number in marks.headers,
        )
        for number, (header, field) in enumerate(zip(row, fields, strict=True))
        if field and _example(number, below)
    )
    return tuple(columns), marks


def _stand_in(above: Sequence[Cell], number: int) -> str:
    """Return what a column without header is called: as the heading above it, else by its letter."""
    group = str(above[number]).strip() if number < len(above) else ""
    return group or f"column {letters(number)}"


def _most_like_names(fields: Sequence[str], rows: Sequence[Sequence[Cell]]) -> int | None:
    """Return the column of unknown meaning with the most distinct texts."""
    counts = {
        number: len({row[number] for row in rows if isinstance(row[number], str) and row[number]})
        for number, field in enumerate(fields)
        if not field or field.startswith(TEAMS_OWN)
    }
    best = max(counts, key=lambda number: (counts[number], -number), default=None)
    return best if best is not None and counts[best] else None


def _example(column: int, rows: Sequence[Sequence[Cell]]) -> str:
    return next((str(row[column]) for row in rows if row[column] != ""), "")


def _rows(
    table: Table,
    at: int,
    columns: Sequence[Column],
    marks: Marked | None,
    nameable: Nameable,
    left_out: list[tuple[str, str]],
) -> Iterator[Row]:
    fields = [column.field for column in columns]
    around = _around(table.name, fields, nameable)
    heading: dict[str, Given] = {}
    phases = [column.number for column in columns if column.field == "phase"]
    blank = sum(1 for row in table.rows[at + 1 :] for number in phases if row[number] == "")
    falls = bool(phases) and blank * 2 > len(table.rows) - at - 1
    last: Given | None = None
    for number, row in enumerate(table.rows[at + 1 :], start=at + 1):
        filled = [position for position, cell in enumerate(row) if cell != ""]
        if not filled or tuple(row) == table.rows[at]:
            continue
        if len(filled) == 1 and len(columns) > 2 and not phases:
            phase = _as_phase(str(row[filled[0]]), nameable)
            if phase:
                heading = {"phase": Given(address(number, filled[0]), row[filled[0]])}
                continue
        cells = {
            column.field: Given(address(number, column.number), row[column.number], column.exact)
            for column in columns
            if row[column.number] != "" and not column.is_mark
        }
        said = marks.said(row) if marks is not None else None
        if said is not None and marks is not None:
            cells[marks.field] = Given(address(number, int(said[0])), said[1])
        if falls:
            last = cells.get("phase", last)
            cells.setdefault("phase", last) if last is not None else None
        name = str(cells[NAME].cell) if NAME in cells else ""
        if cells.keys() & {NAME, ID} and not is_summary(name):
            yield Row(number, {**around, **heading, **cells})
        else:
            left_out.append(places(number, filled, row))


def _around(name: str, fields: Sequence[str], nameable: Nameable) -> dict[str, Given]:
    """Return what the sheet's name says about all its entries: their phase or segment."""
    if "phase" not in fields and _as_phase(name, nameable):
        return {"phase": Given("", name)}
    found = re.fullmatch(r"(?:segment|kundensegment)\s*:?\s*(.+)", name, re.IGNORECASE)
    if "segments" not in fields and (name.casefold() in nameable.segments or found):
        return {"segments": Given("", found[1] if found else name)}
    return {}


def _as_phase(text: str, nameable: Nameable) -> str:
    """Return the id of the phase that a heading means, if it is known."""
    read = values.phase(text, nameable) if text else None
    if read is None:
        return ""
    is_known = read.value in nameable.phases.values() or str(read.value) in values.PHASE_WORDS
    return str(read.value) if is_known else ""


def _is_channel(text: str, nameable: Nameable) -> bool:
    word = text.strip().casefold()
    if word in MARKS:
        return False
    return word in nameable.channels or word in channels.WORDS


def _matrix(table: Table, nameable: Nameable) -> Sheet | None:
    """Return the entries of a table with phases across and channels down, or the other way round."""
    for number, row in enumerate(table.rows[:_LOOKED_AT]):
        heads = {position: str(cell) for position, cell in enumerate(row) if cell != "" and position > 0}
        across = "phase" if _mostly(heads.values(), lambda text: bool(_as_phase(text, nameable))) else ""
        if not across and _mostly(heads.values(), lambda text: _is_channel(text, nameable)):
            across = "channel"
        if not across:
            continue
        labels = [str(line[0]) for line in table.rows[number + 1 :] if line[0] != ""]
        down = _meaning_of(labels, across, nameable)
        rows = tuple(_crossing(table, number, heads, across, down))
        left_out = (*_above(table, number), *_beside(table, number, heads))
        return Sheet(table.name, (), rows, matrix=True, header_row=number, left_out=left_out) if rows else None
    return None


def _beside(table: Table, at: int, heads: Mapping[int, str]) -> Iterator[tuple[str, str]]:
    """Yield the contents of columns without a header."""
    for number, row in enumerate(table.rows[at + 1 :], start=at + 1):
        filled = [place for place, cell in enumerate(row) if place and place not in heads and cell != ""]
        if filled:
            yield places(number, filled, row)


def _mostly(texts: Iterable[str], is_so: Callable[[str], bool]) -> bool:
    found = list(texts)
    hits = sum(map(is_so, found))
    return hits >= _OF_A_MATRIX and hits * 2 > len(found)


def _meaning_of(labels: Sequence[str], across: str, nameable: Nameable) -> str:
    if across == "channel":
        return "phase"
    if sum(_is_channel(label, nameable) for label in labels) * 2 >= len(labels):
        return "channel"
    if any(label.casefold() in nameable.segments for label in labels):
        return "segments"
    return "owner" if any(label.casefold() in nameable.owners for label in labels) else f"{TEAMS_OWN}row"


def _crossing(table: Table, at: int, heads: Mapping[int, str], across: str, down: str) -> Iterator[Row]:
    label: Given | None = None
    for number, row in enumerate(table.rows[at + 1 :], start=at + 1):
        label = Given(address(number, 0), row[0]) if row[0] != "" else label
        for position, head in heads.items():
            if position >= len(row) or values.is_nothing(row[position]):
                continue
            for name in values.lines(row[position]):
                cells = {NAME: Given(address(number, position), name), across: Given(address(at, position), head)}
                yield Row(number, cells if label is None else {**cells, down: label})
