"""Tables from CSV and Markdown."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator

from tpaudit.exchange.tables.table import Cell, Table, table_of
from tpaudit.loading.usage import UsageError
from tpaudit.messages import say

_SEPARATORS = ";,\t|"
_MAX_BYTES = 64 * 1024 * 1024
_RULE = re.compile(r"\|?\s*:?-+:?\s*(\|\s*:?-+:?\s*)*\|?")
_GUARDED = re.compile(r"(?:^|(?<=[;,\t\n]))'(?=\s*[=+\-@\t\r＝＋－＠])")


def read_csv(file: str, data: bytes) -> tuple[Table, ...]:
    """Return the one table of a CSV file; encoding and separator are recognised."""
    return (table_of("", [list(cells) for _, cells in lines_of_csv(file, data)], file),)


def lines_of_csv(file: str, data: bytes) -> Iterator[tuple[int, list[str]]]:
    """Yield the lines of a CSV file with the number at which each begins; encoding and separator are recognised."""
    text = decoded(file, data)
    first, _, rest = text.partition("\n")
    declared = re.fullmatch(r"sep=(.)\r?", first)
    separator = declared[1] if declared else _separator(text)
    reader = csv.reader(io.StringIO(rest if declared else text, newline=""), delimiter=separator, strict=False)
    number = 2 if declared else 1
    before = number - 1
    try:
        for line in reader:
            yield number, [_cell(cell) for cell in line]
            number = before + reader.line_num + 1
    except csv.Error as error:
        raise UsageError(
            say("{file} is not read: {why}", file=f"{file}:{number}", why=str(error)),
            say("Open it in a spreadsheet and save it as a new xlsx, ods or csv file."),
        ) from None


def read_markdown(file: str, data: bytes) -> tuple[Table, ...]:
    """Return the tables of a Markdown file, each with the heading above it as its name."""
    tables: list[Table] = []
    heading = ""
    rows: list[list[Cell]] = []
    for line in [*decoded(file, data).splitlines(), ""]:
        if "|" in line and line.strip():
            if not _RULE.fullmatch(line.strip()):
                rows.append([_plain(cell) for cell in _split(line)])
            continue
        if len(rows) > 1:
            tables.append(table_of(heading, rows))
        rows = []
        found = re.match(r"#{1,6}\s+(.*?)\s*#*$", line)
        heading = found[1] if found else heading
    return tuple(tables)


def decoded(file: str, data: bytes) -> str:
    """Return the text of a file in UTF-8, UTF-16 with its mark, or Windows-1252."""
    if len(data) > _MAX_BYTES:
        raise UsageError(
            say("{file} is larger than {limit} MiB", file=file, limit=_MAX_BYTES >> 20),
            say("Save the part that is meant as a file of its own."),
        )
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", errors="replace").replace("\0", "")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("cp1252", errors="replace")
    return text.replace("\0", "")


def _separator(text: str) -> str:
    """Return the separator that splits the lines most evenly, ignoring quoted text."""
    sample = re.sub(r'"[^"]*"', "", text[:20_000])
    lines = [line for line in sample.splitlines() if line.strip()][:30]

    def evenness(separator: str) -> tuple[int, int]:
        counts = [line.count(separator) for line in lines]
        usual = max(set(counts), key=lambda count: (counts.count(count), count), default=0)
        return (counts.count(usual) if usual else 0, usual)

    return max(_SEPARATORS, key=evenness) if lines else ","


def _cell(text: str) -> str:
    return _GUARDED.sub("", re.sub(r"\r\n?", "\n", text).strip())


def _split(line: str) -> list[str]:
    inner = line.strip().removeprefix("|")
    cells = re.split(r"(?<!\\)\|", inner)
    return cells[:-1] if line.strip().endswith("|") else cells


def _plain(cell: str) -> str:
    text = re.sub(r"<br\s*/?>", "\n", cell.strip().replace("\\|", "|"))
    text = re.sub(r"\[([^][]*)\]\([^()]*\)", r"\1", text)
    return re.sub(r"(\*\*|__|`)(.+?)\1", r"\2", text)
