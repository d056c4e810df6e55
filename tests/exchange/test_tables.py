"""Files become tables, and hostile ones are refused before a parser for workbooks sees them."""

from __future__ import annotations

import io
import time
import zipfile

import pytest

from tests.exchange.sheets import packed, replaced, xlsx
from tpaudit.exchange.tables import package
from tpaudit.exchange.tables.reading import tables
from tpaudit.exchange.tables.table import Table, address
from tpaudit.loading.usage import UsageError


class TestCsv:
    @pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
    @pytest.mark.parametrize("separator", [";", ",", "\t"])
    def test_recognises_encoding_and_separator(self, encoding: str, separator: str) -> None:
        text = f'Maßnahme{separator}Zweck\n"Größe{separator} prüfen"{separator}für später\n'

        (table,) = tables("a.csv", text.encode(encoding))

        assert table.rows == (("Maßnahme", "Zweck"), (f"Größe{separator} prüfen", "für später"))

    def test_takes_the_guard_of_formulas_away(self) -> None:
        (table,) = tables("a.csv", b"a;b\n'=1+1;x\n")

        assert table.rows[1] == ("=1+1", "x")

    def test_lets_a_first_line_say_the_separator(self) -> None:
        assert tables("a.csv", b"sep=,\na,b;c\n")[0].rows == (("a", "b;c"),)

    def test_fills_short_rows(self) -> None:
        assert tables("a.csv", b"a;b;c\n1;2;3\n4\n")[0].rows[2] == ("4", "", "")


def test_markdown_tables_with_the_heading_above_them() -> None:
    text = (
        "# Plan\n\ntext | with a mark\n\n## Onboarding\n| Name | Kanal |\n| --- | :-: |\n| **A** \\| B | [Mail](x) |\n"
    )

    (table,) = tables("a.md", text.encode())

    assert table == Table("Onboarding", (("Name", "Kanal"), ("A | B", "Mail")))


class TestWorkbooks:
    def test_reads_sheets_and_fills_merged_cells(self) -> None:
        data = xlsx({"One": [["Phase", "x"], ["Start", 1], ["", 2.5]], "Two": [["a"]]}, {"One": [(1, 0, 2, 0)]})

        assert tables("a.xlsx", data) == (
            Table("One", (("Phase", "x"), ("Start", 1), ("Start", 2.5))),
            Table("Two", (("a",),)),
        )

    def test_leaves_headings_over_a_whole_row_alone(self) -> None:
        data = xlsx({"One": [["Start", "", "", ""], ["a", "b", "c", "d"]]}, {"One": [(0, 0, 0, 3)]})

        assert tables("a.xlsx", data)[0].rows[0] == ("Start", "", "", "")

    def test_reads_the_last_value_of_a_formula(self) -> None:
        data = xlsx({"One": [["=1+1", "x"]]})

        changed = replaced(data, _SHEET, b"<f>1+1</f><v>0</v>", b"<f>1+1</f><v>2</v>")

        assert tables("a.xlsx", changed)[0].rows == ((2, "x"),)


_SHEET = "xl/worksheets/sheet1.xml"


class TestHostile:
    def test_the_farthest_corner(self) -> None:
        with pytest.raises(UsageError, match="more than"):
            tables("a.xlsx", _far("XFD1048576"))

    @pytest.mark.parametrize("cell", ["A20001", "GS1"])
    def test_one_row_or_column_too_many(self, cell: str) -> None:
        with pytest.raises(UsageError, match="more than"):
            tables("a.xlsx", _far(cell))

    @pytest.mark.parametrize("cell", ["A20000", "GR1"])
    def test_the_last_row_and_column(self, cell: str) -> None:
        assert tables("a.xlsx", _far(cell))[0].rows

    def test_a_row_repeated_a_million_times(self) -> None:
        content = _ods('<table:table-row table:number-rows-repeated="1048576"><table:table-cell office:value-type='
                       '"string"><text:p>x</text:p></table:table-cell></table:table-row>')  # fmt: skip

        with pytest.raises(UsageError, match="more than"):
            tables("a.ods", packed({"content.xml": content}))

    @pytest.mark.parametrize("part", [_SHEET, "xl/workbook.xml", "xl/sharedStrings.xml"])
    def test_a_document_type(self, part: str) -> None:
        bomb = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]>'
        data = replaced(xlsx({"One": [["x"]]}), part, b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>', bomb)

        with pytest.raises(UsageError, match="document type"):
            tables("a.xlsx", data)

    def test_a_package_that_unpacks_without_end(self) -> None:
        started = time.monotonic()

        with pytest.raises(UsageError, match="64 MiB unpacked"):
            tables("a.xlsx", packed({_SHEET: b" " * (package.MAX_UNPACKED + 1)}))

        assert time.monotonic() - started < 10

    def test_a_package_that_lies_about_its_size(self) -> None:
        data = bytearray(packed({"xl/workbook.xml": b"<a>" + b" " * 100_000 + b"</a>"}))
        for signature, offset in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
            at = bytes(data).index(signature) + offset
            data[at : at + 4] = (10).to_bytes(4, "little")

        with pytest.raises(UsageError, match="not a whole workbook"):
            tables("a.xlsx", bytes(data))

    @pytest.mark.parametrize("data", [b"", b"PK\x03\x04", b"\xd0\xcf\x11\xe0 old", xlsx({"One": [["x"]]})[:-200]])
    def test_what_is_not_a_whole_workbook(self, data: bytes) -> None:
        with pytest.raises(UsageError, match="not a whole workbook"):
            tables("a.xlsx", data)

    def test_a_part_that_is_not_xml(self) -> None:
        with pytest.raises(UsageError, match="not a whole workbook"):
            tables("a.xlsx", replaced(xlsx({"One": [["x"]]}), _SHEET, b"</worksheet>", b""))

    def test_an_unknown_format(self) -> None:
        with pytest.raises(UsageError, match="not in a format"):
            tables("a.pdf", b"")

    def test_macros_and_pictures_do_not_reach_the_parser(self) -> None:
        with zipfile.ZipFile(io.BytesIO(xlsx({"One": [["x"]]}))) as book:
            parts = {name: book.read(name) for name in book.namelist()}

        assert tables("a.xlsm", packed({**parts, "xl/vbaProject.bin": b"evil"}))[0].rows == (("x",),)


def _far(cell: str) -> bytes:
    return replaced(xlsx({"One": [["x"]]}), _SHEET, b'<c r="A1"', f'<c r="{cell}"'.encode())


def _ods(rows: str) -> bytes:
    names = "".join(
        f' xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "table", "text")
    )
    table = f'<table:table table:name="T">{rows}</table:table>'
    inside = f"<office:body><office:spreadsheet>{table}</office:spreadsheet></office:body>"
    return f"<office:document-content{names}>{inside}</office:document-content>".encode()


@pytest.mark.parametrize(
    ("row", "column", "name"), [(0, 0, "A1"), (13, 1, "B14"), (0, 25, "Z1"), (0, 26, "AA1"), (0, 701, "ZZ1")]
)
def test_addresses(row: int, column: int, name: str) -> None:
    assert address(row, column) == name


def test_brackets_without_end_in_a_table_of_markdown_cost_no_time() -> None:
    started = time.process_time()
    read = tables("plan.md", f"| name | purpose |\n| --- | --- |\n| {'[' * 100_000} | [a](b) |\n".encode())
    assert read
    assert time.process_time() - started < 5


def test_a_file_that_is_too_large_is_named() -> None:
    with pytest.raises(UsageError) as refused:
        tables("plan.csv", b"name\n" * 20_001)
    assert refused.value.message.values["name"] == "plan.csv"
