"""From a file's name and bytes to its tables."""

from __future__ import annotations

from tpaudit.exchange.tables import texts, workbook
from tpaudit.exchange.tables.table import Table
from tpaudit.loading.usage import UsageError
from tpaudit.messages import say

_FORMATS = {
    ".xlsx": workbook.read,
    ".xlsm": workbook.read,
    ".ods": workbook.read,
    ".csv": texts.read_csv,
    ".tsv": texts.read_csv,
    ".txt": texts.read_csv,
    ".md": texts.read_markdown,
    ".markdown": texts.read_markdown,
}


def tables(file: str, data: bytes) -> tuple[Table, ...]:
    """Return the tables of a file, whose name tells the format."""
    suffix = "." + file.rpartition(".")[2].lower()
    read = _FORMATS.get(suffix)
    if read is None:
        raise UsageError(
            say("{file} is not in a format that can be read", file=file),
            say("Save it as xlsx, ods, csv or Markdown (md)."),
        )
    return read(file, data)
