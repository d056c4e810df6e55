"""Tables from xlsx and ods files."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from typing import Any

from tpaudit.exchange.tables.package import Merge, looked_through
from tpaudit.exchange.tables.table import LISTS, Cell, Table, table_of
from tpaudit.loading.usage import UsageError
from tpaudit.messages import say


def sheets_missing() -> UsageError:
    """Return the error for missing spreadsheet libraries."""
    return UsageError(
        say("reading and writing workbooks needs libraries that are not installed"),
        say("Install them with {command}; CSV and Markdown need none.", command='pip install "tpaudit[sheets]"'),
    )


def read(file: str, data: bytes) -> tuple[Table, ...]:
    """Return the sheets of a workbook, merged cells filled, formulas as their last value; of hidden ones the name."""
    try:
        from python_calamine import CalamineError, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum
    except ImportError:
        raise sheets_missing() from None
    package = looked_through(file, data)
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(package.data))
        found: list[Table] = []
        for number, about in enumerate(book.sheets_metadata):
            if about.typ != SheetTypeEnum.WorkSheet:
                continue
            if about.name == LISTS:
                continue
            if about.visible != SheetVisibleEnum.Visible:
                found.append(Table(about.name, (), hidden=True))
                continue
            sheet = book.get_sheet_by_index(number)
            rows = [[_cell(value) for value in row] for row in sheet.to_python(skip_empty_area=False)]
            _fill(rows, _merged(sheet.merged_cell_ranges) or package.merges[number : number + 1])
            found.append(table_of(about.name, rows)._replace(hidden_rows=package.hidden_rows(about.name, number)))
    except (CalamineError, ValueError, OSError) as error:
        raise UsageError(
            say("{file} is not read: {why}", file=file, why=str(error)),
            say("Open it in a spreadsheet and save it as a new xlsx, ods or csv file."),
        ) from None
    return tuple(found)


def _cell(value: Any) -> Cell:
    if isinstance(value, bool):
        return value
    if isinstance(value, int | float):
        return int(value) if value == value // 1 and abs(value) < 1e15 else value
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time(0) else value.isoformat(" ", "minutes")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, timedelta):
        minutes = round(value.total_seconds() / 60)
        return f"{minutes}m"
    return re.sub(r"\r\n?", "\n", str(value)).strip()


def _merged(ranges: Any) -> tuple[tuple[Merge, ...], ...]:
    return (tuple((*first, *last) for first, last in ranges),) if ranges else ()


def _fill(rows: list[list[Cell]], merges: Iterable[Iterable[Merge]]) -> None:
    """Copy a merged range's first cell into its others; one across a whole row stays a heading."""
    for top, left, bottom, right in (merge for of_sheet in merges for merge in of_sheet):
        if top >= len(rows) or left >= len(rows[top]):
            continue
        value = rows[top][left]
        for row in rows[top : bottom + 1]:
            for column in range(left, min(right + 1, len(row))):
                if row[column] == "" and (bottom > top or right - left < _HEADING):
                    row[column] = value


_HEADING = 3
"""A cell merged with this many to its right is a heading."""
