"""A table of texts and numbers, wherever it came from."""

from __future__ import annotations

from typing import NamedTuple

from tpaudit.loading.usage import UsageError
from tpaudit.messages import say

MAX_ROWS, MAX_COLUMNS = 20_000, 200
"""More is not an inventory; a cell in the farthest corner would make a parser allocate everything in between."""

LISTS = "tpaudit lists"
"""The hidden sheet of an export that holds its long lists of choices."""

Cell = str | int | float | bool
"""A cell's content: dates are texts such as 2027-03-01, an empty cell is an empty text."""


class Table(NamedTuple):
    """A sheet: all `rows` are equally long; the name is empty if the file has none."""

    name: str
    rows: tuple[tuple[Cell, ...], ...]
    hidden_rows: tuple[int, ...] = ()
    """Rows, from 0, that the sheet does not show."""
    hidden: bool = False
    """Whether the whole sheet is hidden; its rows are left out then."""


def address(row: int, column: int) -> str:
    """Return a cell's name as spreadsheets show it, such as B14; row and column from 0."""
    return f"{letters(column)}{row + 1}"


def letters(column: int) -> str:
    """Return a column's letters; from 0."""
    name = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(65 + rest) + name
    return name


def table_of(name: str, rows: list[list[Cell]], file: str = "") -> Table:
    """Return the table with its rows padded to equal length; refuse one that is too large."""
    width = max((len(row) for row in rows), default=0)
    if len(rows) > MAX_ROWS or width > MAX_COLUMNS:
        raise too_large(name or file)
    return Table(name, tuple((*row, *[""] * (width - len(row))) for row in rows))


def too_large(name: str) -> UsageError:
    """Return the refusal of a table with too many cells."""
    return UsageError(
        say(
            "the table {name} has more than {rows} rows or {columns} columns",
            name=name,
            rows=MAX_ROWS,
            columns=MAX_COLUMNS,
        ),
        say("Delete what is empty or belongs to something else, or save the part that is meant as a file of its own."),
    )
