"""Checks of a workbook before it is parsed: its size, its entities, and the number of its cells."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, NamedTuple
from xml.parsers import expat

from tpaudit.exchange.tables.table import MAX_COLUMNS, MAX_ROWS, too_large
from tpaudit.loading.usage import UsageError
from tpaudit.messages import Message, say

MAX_UNPACKED = 64 * 1024 * 1024
"""The largest unpacked size of a workbook, in bytes."""
_MAX_PARTS = 2_000
_CHUNK = 1 << 16

Merge = tuple[int, int, int, int]
"""A merged range: first row and column, last row and column, all from 0 and inclusive."""


class Package(NamedTuple):
    """A workbook that was checked, packed anew from what was read."""

    data: bytes
    merges: tuple[tuple[Merge, ...], ...]
    """The merged cells of each sheet of an ods file."""
    hidden: Mapping[str, tuple[int, ...]] = MappingProxyType({})
    """Hidden rows, from 0, by the name of a sheet of an xlsx file, or by the number of one of an ods file."""

    def hidden_rows(self, name: str, number: int) -> tuple[int, ...]:
        """Return the rows that a sheet does not show."""
        return self.hidden.get(name) or self.hidden.get(str(number), ())


def looked_through(file: str, data: bytes) -> Package:
    """Return the workbook; raise UsageError if it is broken, too large or not written by a spreadsheet.

    The parser gets only what has been unpacked here: a package can lie about its sizes.
    """
    parts = _parts(file, data)
    packed = io.BytesIO()
    merges: tuple[tuple[Merge, ...], ...] = ()
    hidden: dict[str, tuple[int, ...]] = {}
    named: dict[str, str] = {}
    targets: dict[str, str] = {}
    cells = 0
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_STORED) as target:
        for name, content in parts.items():
            if name.lower().endswith((".xml", ".rels")):
                look = _Sheet(file, name)
                _parse(file, name, content, look)
                merges = tuple(map(tuple, look.merges)) if name == "content.xml" else merges
                hidden |= {f"{name}{number or ''}": tuple(rows) for number, rows in enumerate(look.hidden) if rows}
                named |= look.named
                targets |= look.targets if name == "xl/_rels/workbook.xml.rels" else {}
                cells += sum(rows * columns for rows, columns in look.extents)
                if cells > MAX_ROWS * MAX_COLUMNS:
                    raise too_large(file)
            target.writestr(zipfile.ZipInfo(name), content)
    by_sheet = {
        sheet: hidden[part]
        for sheet, id_ in named.items()
        if (part := "xl/" + targets.get(id_, "").removeprefix("/xl/")) in hidden
    }
    by_number = {
        str(number): hidden[part] for number in range(len(merges)) if (part := f"content.xml{number + 1}") in hidden
    }
    return Package(packed.getvalue(), merges, MappingProxyType({**by_sheet, **by_number}))


def _parts(file: str, data: bytes) -> dict[str, bytes]:
    parts: dict[str, bytes] = {}
    size = 0
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            if len(package.infolist()) > _MAX_PARTS:
                raise _refused(file, say("it has more than {count} parts", count=_MAX_PARTS))
            for info in package.infolist():
                if info.is_dir():
                    continue
                if info.flag_bits & 1:
                    raise _refused(file, say("it is protected by a password"))
                with package.open(info) as part:
                    chunks = []
                    while chunk := part.read(_CHUNK):
                        size += len(chunk)
                        if size > MAX_UNPACKED:
                            raise _refused(
                                file, say("it is larger than {limit} MiB unpacked", limit=MAX_UNPACKED >> 20)
                            )
                        chunks.append(chunk)
                parts[info.filename] = b"".join(chunks)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError, NotImplementedError, ValueError) as error:
        raise _refused(file, say("it is not a whole workbook: {why}", why=str(error))) from None
    return parts


def _refused(file: str, why: Message) -> UsageError:
    return UsageError(
        say("{file} is not read: {why}", file=file, why=why),
        say("Open it in a spreadsheet and save it as a new xlsx, ods or csv file."),
    )


class _Sheet:
    """Counts the cells of a part while its elements are parsed."""

    def __init__(self, file: str, name: str) -> None:
        self.file = file
        self.name = name
        self.extents: list[tuple[int, int]] = [(0, 0)]
        self.merges: list[list[Merge]] = []
        self.row = self.column = 0
        self.rows = self.columns = 1
        self.at = (0, 0)
        self.hidden: list[list[int]] = [[]]
        self.named: dict[str, str] = {}
        self.targets: dict[str, str] = {}

    def start(self, tag: str, given: Mapping[str, str]) -> None:
        element = tag.rpartition(":")[2]
        self._name(element, given)
        if element == "row":
            self._xlsx_row(given)
        elif element == "c" and self.name.startswith("xl/worksheets"):
            self._xlsx_cell(given)
        elif element == "table-row":
            self.rows, self.column = _count(given, "number-rows-repeated"), 0
            if given.get("table:visibility") in ("collapse", "filter") and self.rows <= MAX_ROWS:
                self.hidden[-1] += range(self.row, self.row + self.rows)
        elif element in ("table-cell", "covered-table-cell"):
            self._ods_cell(given)
        elif element == "table":
            self.row = self.column = 0
            self.merges.append([])
            self.hidden.append([])
            self.extents.append((0, 0))
        elif element in ("v", "is", "p"):
            self._fill()

    def _name(self, element: str, given: Mapping[str, str]) -> None:
        if element == "sheet" and "name" in given:
            self.named[given["name"]] = given.get("r:id", "")
        elif element == "Relationship":
            self.targets[given.get("Id", "")] = given.get("Target", "")

    def end(self, tag: str) -> None:
        if tag.rpartition(":")[2] == "table-row":
            self.row += self.rows

    def _xlsx_row(self, given: Mapping[str, str]) -> None:
        number = given.get("r", "")
        self.row = int(number) - 1 if re.fullmatch("[0-9]{1,9}", number) else self.row + 1
        self.column = -1
        if given.get("hidden") in ("1", "true"):
            self.hidden[-1].append(self.row)

    def _xlsx_cell(self, given: Mapping[str, str]) -> None:
        found = re.fullmatch(r"([A-Za-z]{1,7})([0-9]{1,9})", given.get("r", ""))
        if found:
            self.row, self.column = int(found[2]) - 1, _column(found[1])
        else:
            self.column += 1
        self.at, self.rows, self.columns = (self.row, self.column), 1, 1

    def _ods_cell(self, given: Mapping[str, str]) -> None:
        self.columns = _count(given, "number-columns-repeated")
        self.at = (self.row, self.column)
        self.column += self.columns
        down, across = _count(given, "number-rows-spanned"), _count(given, "number-columns-spanned")
        if self.merges and (down > 1 or across > 1):
            self.merges[-1].append((*self.at, self.at[0] + down - 1, self.at[1] + across - 1))
        if any(name.endswith("value-type") for name in given):
            self._fill()

    def _fill(self) -> None:
        rows, columns = self.at[0] + self.rows, self.at[1] + self.columns
        if rows > MAX_ROWS or columns > MAX_COLUMNS:
            raise too_large(self.file)
        self.extents[-1] = (max(rows, self.extents[-1][0]), max(columns, self.extents[-1][1]))


def _count(given: Mapping[str, str], name: str) -> int:
    text = next((value for key, value in given.items() if key.endswith(name)), "1")
    return int(text) if re.fullmatch("[0-9]{1,9}", text) else 1


def _column(letters: str) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - 64
    return number - 1


def _parse(file: str, name: str, content: bytes, look: _Sheet) -> None:
    parser = expat.ParserCreate()

    def refuse(*_given: Any) -> None:
        raise _refused(file, say("its part {name} declares a document type, which no spreadsheet does", name=name))

    parser.StartDoctypeDeclHandler = refuse
    parser.StartElementHandler = look.start
    parser.EndElementHandler = look.end
    try:
        parser.Parse(content, True)  # noqa: FBT003  that it is the last chunk
    except expat.ExpatError as error:
        raise _refused(file, say("it is not a whole workbook: {why}", why=f"{name}: {error}")) from None
