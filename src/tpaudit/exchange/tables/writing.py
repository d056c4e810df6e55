"""Writing sheets to a workbook or CSV file."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime
from typing import Any, NamedTuple

from tpaudit.exchange.tables.table import LISTS, Cell, letters
from tpaudit.exchange.tables.workbook import sheets_missing

_LONGEST_LIST = 255
"""The longest drop-down, in characters altogether; longer lists go to a hidden sheet."""
_FROZEN = 2
"""Columns that stay in view when scrolling: id and name."""
_ROWS_TO_COME = 200
"""How many rows below the last one have drop-downs too."""
_FORMULA = re.compile(r"(?:^|(?<=[;,\t\n]))(?=\s*[=+\-@\t\r＝＋－＠])")


class Page(NamedTuple):
    """A sheet to write: headers, rows, notes by row and column below the headers, choices by column."""

    title: str
    headers: Sequence[str]
    rows: Sequence[Sequence[Cell]]
    notes: Mapping[tuple[int, int], str]
    choices: Mapping[int, Sequence[str]]


class Dialect(NamedTuple):
    """How CSV is written: its separator, and whether it has a byte order mark and decimal commas."""

    separator: str = ","
    german: bool = False


def workbook(pages: Sequence[Page], today: date) -> bytes:
    """Return an xlsx file; every text is written as a text, whatever it looks like."""
    try:
        import xlsxwriter  # type: ignore[import-untyped]
    except ImportError:
        raise sheets_missing() from None
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    # Without a fixed day the same inventory would give different bytes every second.
    book.set_properties({"created": datetime(today.year, today.month, today.day, tzinfo=UTC).replace(tzinfo=None)})
    bold = book.add_format({"bold": True, "bg_color": "#E8EEF4", "border": 1, "valign": "top"})
    wrapped = book.add_format({"text_wrap": True, "valign": "top"})
    lists = _Lists()
    for page in pages:
        sheet = book.add_worksheet(page.title)
        _fill(sheet, page, bold, wrapped)
        last = len(page.rows) + _ROWS_TO_COME
        for column, words in page.choices.items():
            sheet.data_validation(1, column, last, column, _validation(words, lists))
    if lists.columns:
        hidden = book.add_worksheet(LISTS)
        hidden.very_hidden()
        for column, words in enumerate(lists.columns):
            for number, word in enumerate(words):
                hidden.write_string(number, column, word)
    book.close()
    return target.getvalue()


def _fill(sheet: Any, page: Page, bold: Any, wrapped: Any) -> None:
    sheet.freeze_panes(1, _FROZEN if len(page.headers) > _FROZEN else 0)
    for column, header in enumerate(page.headers):
        sheet.write_string(0, column, header, bold)
        sheet.set_column(column, column, _width(header, [row[column] for row in page.rows]))
    for number, row in enumerate(page.rows, start=1):
        for column, cell in enumerate(row):
            if not isinstance(cell, str):
                sheet.write_number(number, column, cell, wrapped)
            elif cell:
                sheet.write_string(number, column, cell, wrapped)
    for (row_number, column), text in page.notes.items():
        sheet.write_comment(row_number + 1, column, text, {"author": "tpaudit", "x_scale": 2})
    if page.rows:
        sheet.autofilter(0, 0, len(page.rows), len(page.headers) - 1)


class _Lists:
    """The lists that are too long for a cell's own drop-down."""

    def __init__(self) -> None:
        self.columns: list[Sequence[str]] = []

    def place(self, words: Sequence[str]) -> str:
        if words not in self.columns:
            self.columns.append(words)
        column = letters(self.columns.index(words))
        return f"='{LISTS}'!${column}$1:${column}${len(words)}"


def _validation(words: Sequence[str], lists: _Lists) -> dict[str, Any]:
    short = len(",".join(words)) <= _LONGEST_LIST and not any("," in word for word in words)
    # A list may hold several of the words, so other texts are allowed.
    return {"validate": "list", "source": list(words) if short else lists.place(words), "error_type": "information",
            "show_error": False}  # fmt: skip


def _width(header: str, cells: Sequence[Cell]) -> int:
    longest = max((len(line) for cell in cells for line in str(cell).split("\n")), default=0)
    return max(8, min(48, max(len(header), longest) + 2))


def as_csv(headers: Sequence[str], rows: Sequence[Sequence[Cell]], dialect: Dialect) -> bytes:
    """Return a CSV file; what a spreadsheet would take for a formula is guarded by an apostrophe."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=dialect.separator, lineterminator="\r\n" if dialect.german else "\n")
    writer.writerow(headers)
    for row in rows:
        writer.writerow([_spelt(cell, dialect) for cell in row])
    return out.getvalue().encode("utf-8-sig" if dialect.german else "utf-8", "backslashreplace")


def respelt(chunks: Iterable[str], dialect: Dialect) -> Iterator[str]:
    """Yield CSV that was written with commas, converted to another dialect."""
    if dialect.german:
        yield "\ufeff"
    rows = csv.reader(line for chunk in chunks for line in chunk.splitlines(keepends=True))
    for row in rows:
        out = io.StringIO()
        cells = [_DECIMAL.sub(r"\1,\2", cell) if dialect.german else cell for cell in row]
        csv.writer(out, delimiter=dialect.separator, lineterminator="\r\n" if dialect.german else "\n").writerow(cells)
        yield out.getvalue()


_DECIMAL = re.compile(r"^(-?[0-9]+)\.([0-9]+)$")


def _spelt(cell: Cell, dialect: Dialect) -> str:
    if isinstance(cell, str):
        return _FORMULA.sub("'", cell)
    return str(cell).replace(".", ",") if dialect.german else str(cell)
