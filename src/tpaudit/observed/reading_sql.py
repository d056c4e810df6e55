"""How DuckDB reads a source: the SELECT over its files, and its columns as texts, times and flags."""

from __future__ import annotations

from collections.abc import Container, Mapping, Sequence

from tpaudit.observed.request import Files
from tpaudit.observed.statements import identifier, literal

DELETED = ("is_deleted", "_fivetran_deleted", "_is_deleted", "is_child")
"""Columns of known exports that mark deleted rows, or rows that repeat another row's meeting."""
CURRENT = ("_fivetran_active", "is_current")
"""Columns of known exports that mark a row's current version."""

YES = ("'true'", "'1'", "'t'", "'yes'", "'y'")
NO = ("'false'", "'0'", "'f'", "'no'", "'n'")


def quoted(name: str) -> str:
    """Return a column's name, quoted so that it can only be a name."""
    return identifier(name, "duckdb")


def text(value: str) -> str:
    """Return a text, quoted so that it can only be a value."""
    return literal(value, "duckdb")


def scan(files: Files) -> str:
    """Return the table function that reads the files."""
    paths = f"[{', '.join(text(str(path)) for path in files.paths)}]"
    match files.format:
        case "csv":
            # In one scan DuckDB sets broken lines aside or matches columns by name, but not both.
            scans = [
                f"read_csv({text(str(path))}, all_varchar = true, header = true, store_rejects = true, "
                "rejects_scan = 'rejected_scans', rejects_table = 'rejected')"
                for path in files.paths
            ]
            united = " UNION ALL BY NAME ".join(f"SELECT * FROM {scan}" for scan in scans)
            return scans[0] if len(scans) == 1 else f"({united})"
        case "json":
            return f"read_json({paths}, format = 'newline_delimited', union_by_name = true, sample_size = 20480)"
        case _:
            return f"read_parquet({paths}, union_by_name = true)"


def column(name: str, types: Mapping[str, str]) -> str | None:
    """Return the expression for a column, or for a nested one by its path, `data.id`; None if it does not exist."""
    if name in types:
        return quoted(name)
    head, dot, rest = name.partition(".")
    if dot and types.get(head, "").startswith("STRUCT"):
        return quoted(head) + "." + ".".join(quoted(part) for part in rest.split("."))
    return None


def as_text(expression: str) -> str:
    """Return a column's value as text; blank counts as missing."""
    return f"NULLIF(TRIM(CAST({expression} AS VARCHAR)), '')"


def joined(expressions: Sequence[str]) -> str:
    """Return several columns as one name, `mail_sent / Welcome v4`, leaving out missing parts."""
    if len(expressions) == 1:
        return as_text(expressions[0])
    return f"NULLIF(CONCAT_WS(' / ', {', '.join(as_text(expression) for expression in expressions)}), '')"


def seconds(expression: str, kind: str, timezone: str) -> str:
    """Return a time as seconds since 1970 in UTC; NULL if it cannot be read.

    Times without a zone are local ones; numbers are seconds, milliseconds or microseconds by their size.
    """
    if kind == "VARCHAR":
        stamp = f"TRIM({expression})"
        return (
            f"CASE WHEN regexp_full_match({stamp}, '[0-9]{{9,11}}([.][0-9]+)?') "
            f"THEN CAST(FLOOR(TRY_CAST({stamp} AS DOUBLE)) AS BIGINT) "
            f"WHEN regexp_full_match({stamp}, '[0-9]{{12,14}}') THEN TRY_CAST({stamp} AS BIGINT) // 1000 "
            f"WHEN regexp_full_match({stamp}, '[0-9]{{15,17}}') THEN TRY_CAST({stamp} AS BIGINT) // 1000000 "
            f"WHEN regexp_matches({stamp}, ':[0-9.]+ ?(Z|z|UTC|[+-][0-9]{{2}}(:?[0-9]{{2}})?)$') "
            f"THEN {_floored(f'TRY_CAST({stamp} AS TIMESTAMPTZ)')} "
            f"ELSE {_local(f'TRY_CAST({stamp} AS TIMESTAMP)', timezone)} END"
        )
    if kind == "TIMESTAMP WITH TIME ZONE":
        return _floored(expression)
    if kind == "DATE" or kind.startswith("TIMESTAMP"):
        return _local(f"CAST({expression} AS TIMESTAMP)", timezone)
    number = f"TRY_CAST({expression} AS DOUBLE)"
    return (
        f"CASE WHEN {number} < 1e11 THEN CAST(FLOOR({number}) AS BIGINT) "
        f"WHEN {number} < 1e14 THEN CAST(FLOOR({number} / 1e3) AS BIGINT) "
        f"WHEN {number} < 1e17 THEN CAST(FLOOR({number} / 1e6) AS BIGINT) "
        f"WHEN {number} < 1e19 THEN CAST(FLOOR({number} / 1e9) AS BIGINT) END"
    )


def _floored(stamp: str) -> str:
    return f"CAST(FLOOR(EPOCH({stamp})) AS BIGINT)"


def _local(stamp: str, timezone: str) -> str:
    return _floored(stamp) if timezone == "UTC" else _floored(f"timezone({text(timezone)}, {stamp})")


def day(sec: str, timezone: str) -> str:
    """Return the local day of a second, counted from 1970-01-01."""
    if timezone == "UTC":
        return f"CAST(FLOOR({sec} / 86400.0) AS INTEGER)"
    return f"(CAST(timezone({text(timezone)}, to_timestamp({sec})) AS DATE) - DATE '1970-01-01')"


def gone(columns: Container[str], dialect: str = "duckdb", text: str = "VARCHAR") -> str:
    """Return 1 where a row is marked as deleted or outdated, else 0; `text` is the dialect's type of texts."""
    marks = [(name, YES) for name in DELETED if name in columns] + [(name, NO) for name in CURRENT if name in columns]
    said = [f"LOWER(CAST({identifier(name, dialect)} AS {text})) IN ({', '.join(words)})" for name, words in marks]
    return f"CASE WHEN {' OR '.join(said)} THEN 1 ELSE 0 END" if said else "0"


def millionths(expression: str) -> str:
    """Return a metric's value in millionths: a number, or yes or no; NULL if it is neither."""
    given = f"LOWER({as_text(expression)})"
    number = f"TRY_CAST({given} AS DOUBLE)"
    return (
        f"CASE WHEN {given} IN ({', '.join(YES)}) THEN 1000000 WHEN {given} IN ({', '.join(NO)}) THEN 0 "
        f"WHEN ABS({number}) < 1e12 THEN CAST(ROUND({number} * 1e6) AS BIGINT) END"
    )
