"""The SQL of the analyses, by dialect: steps that build on each other, and analyses that return whole numbers."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from tpaudit.observed.tables import COLUMNS, TEXTS, Row

DIALECTS = ("duckdb", "spark", "postgres", "snowflake", "bigquery", "trino", "databricks", "redshift", "clickhouse")
"""The dialects in which the analyses exist."""

_HEADING = re.compile(r"^-- (step|analysis): (\w+)\n", re.MULTILINE)
_WORD = re.compile(r"\w+")


class Core(NamedTuple):
    """The analyses in one dialect."""

    steps: Mapping[str, str]
    analyses: Mapping[str, str]


@cache
def core(dialect: str) -> Core:
    """Return the analyses in a dialect."""
    return parsed((files("tpaudit.observed") / "sql" / f"{dialect}.sql").read_text(encoding="utf-8"))


def parsed(text: str) -> Core:
    """Return the statements of a file, split at their headings."""
    found: dict[str, dict[str, str]] = {"step": {}, "analysis": {}}
    parts = _HEADING.split(text)[1:]
    for kind, name, statement in zip(parts[::3], parts[1::3], parts[2::3], strict=True):
        found[kind][name] = "\n".join(line for line in statement.strip().split("\n") if not line.startswith("--"))
    return Core(found["step"], found["analysis"])


def identifier(name: str, dialect: str) -> str:
    """Return a column's or table's name, quoted so that it can only be a name."""
    if dialect in ("spark", "databricks"):
        return "`" + name.replace("`", "``") + "`"
    if dialect in ("bigquery", "clickhouse"):
        return "`" + name.replace("\\", "\\\\").replace("`", "\\`") + "`"
    if dialect == "snowflake" and re.fullmatch(r"[a-z_][a-z0-9_]*", name):
        return name  # a quoted name would no longer match the upper-case one that exists
    return '"' + name.replace('"', '""') + '"'


def dotted(name: str, dialect: str) -> str:
    """Return a table's name with its schema: `crm.events`."""
    return ".".join(identifier(part, dialect) for part in name.split("."))


def literal(value: int | str, dialect: str) -> str:
    """Return a value, quoted so that it can only be a value."""
    if isinstance(value, int):
        return str(value)
    if dialect in ("spark", "databricks", "bigquery", "clickhouse", "snowflake"):
        return "'" + _controlled(value.replace("\\", "\\\\").replace("'", "\\'")) + "'"
    return "'" + value.replace("\0", "").replace("'", "''") + "'"


def _controlled(text: str) -> str:
    return text.replace("\0", "").replace("\n", "\\n").replace("\r", "\\r")


def small_table(name: str, rows: Iterable[Row], dialect: str) -> str:
    """Return a SELECT that yields the rows of a small table, also if it has none."""
    columns = COLUMNS[name]
    found = tuple(rows)
    if not found:
        empty = tuple("" if column in TEXTS else 0 for column in columns)
        return f"{_united(columns, (empty,), dialect)} WHERE 1 = 0"
    if dialect in ("duckdb", "spark", "postgres", "snowflake", "trino", "databricks"):
        listed = ",\n  ".join(f"({', '.join(literal(cell, dialect) for cell in row)})" for row in found)
        named = ", ".join(f"column{n} AS {column}" for n, column in enumerate(columns, start=1))
        if dialect == "snowflake":
            return f"SELECT {named} FROM (VALUES\n  {listed}\n)"
        return f"SELECT * FROM (VALUES\n  {listed}\n) AS t({', '.join(columns)})"
    return _united(columns, found, dialect)


def _united(columns: tuple[str, ...], rows: Iterable[Row], dialect: str) -> str:
    selects = []
    for row in rows:
        cells = ", ".join(f"{_typed(cell, dialect)} AS {column}" for cell, column in zip(row, columns, strict=True))
        selects.append(f"SELECT {cells}")
    return "\nUNION ALL\n".join(selects)


def _typed(cell: int | str, dialect: str) -> str:
    text = literal(cell, dialect)
    # Redshift would give texts in a SELECT an unknown type.
    return f"CAST({text} AS VARCHAR(2000))" if dialect == "redshift" and isinstance(cell, str) else text


def single(name: str, given: Mapping[str, str], dialect: str) -> str:
    """Return one SELECT for an analysis, after the steps that it needs; `given` has the tables they begin with."""
    statements = {**given, **core(dialect).steps}
    analysis = core(dialect).analyses[name]
    needed: set[str] = set()
    waiting = [analysis]
    while waiting:
        for word in _WORD.findall(waiting.pop()):
            if word in statements and word not in needed:
                needed.add(word)
                waiting.append(statements[word])
    listed = ",\n".join(f"{step} AS (\n{text}\n)" for step, text in statements.items() if step in needed)
    return f"WITH {listed}\n{analysis}"
