"""Workbooks for tests."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence

Rows = Sequence[Sequence[object]]


def xlsx(sheets: Mapping[str, Rows], merged: Mapping[str, Sequence[tuple[int, int, int, int]]] | None = None) -> bytes:
    """Return a workbook; `merged` has ranges by sheet, each with its value in the first cell."""
    import xlsxwriter  # type: ignore[import-untyped]

    target = io.BytesIO()
    book = xlsxwriter.Workbook(target, {"in_memory": True})
    for name, rows in sheets.items():
        sheet = book.add_worksheet(name)
        for number, row in enumerate(rows):
            for column, cell in enumerate(row):
                sheet.write(number, column, cell)
        for top, left, bottom, right in (merged or {}).get(name, ()):
            sheet.merge_range(top, left, bottom, right, rows[top][left])
    book.close()
    return target.getvalue()


def packed(parts: Mapping[str, bytes]) -> bytes:
    """Return a zip file with these parts."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return target.getvalue()


def replaced(workbook: bytes, part: str, old: bytes, new: bytes) -> bytes:
    """Return the workbook with a text in one of its parts replaced."""
    with zipfile.ZipFile(io.BytesIO(workbook)) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    assert old in parts[part]
    return packed({**parts, part: parts[part].replace(old, new)})
