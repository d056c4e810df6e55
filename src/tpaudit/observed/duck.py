"""The built-in engine: DuckDB, locked down so that it reads the sources and nothing else."""

from __future__ import annotations

import os
import re
import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

from tpaudit.loading.usage import UsageError
from tpaudit.messages import Code, say
from tpaudit.observed import reading_sql as sql
from tpaudit.observed.request import Files, Raw, Request, Results, Source
from tpaudit.observed.sources import changed, states
from tpaudit.observed.statements import core, small_table
from tpaudit.observed.tables import Tables

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

MEMORY = "1800MB"
"""The memory limit; beyond it, DuckDB uses the disk."""
SMALL = 600_000_000
"""The size in bytes up to which a CSV source is kept in memory rather than read again."""
MANY_NAMES = 50_000
"""The number of distinct event names from which they are kept as texts."""


def run(request: Request, tables: Tables, tell: Callable[[str], None]) -> Results:
    """Return the results of the analyses; raise UsageError if the data cannot be read."""
    sources = (request.events, request.customers)
    before = states(sources)
    with connected(sources, request.timezone) as connection:
        results = _run(connection, request, tables, tell)
    if states(sources) != before:
        raise changed()
    return results


def _run(connection: DuckDBPyConnection, request: Request, tables: Tables, tell: Callable[[str], None]) -> Results:
    tell("reading customers")
    _customers(connection, request)
    tell("reading events")
    raw = _events(connection, request, tables.columns)
    for name, rows in tables.rows.items():
        connection.execute(f"CREATE TEMP TABLE {name} AS {small_table(name, rows, 'duckdb')}")
    answers = {}
    texts = core("duckdb")
    for name, statement in texts.steps.items():
        tell(f"computing {name}")
        made = _narrow(connection, statement) if name == "facts" else statement
        connection.execute(f"CREATE TEMP TABLE {name} AS {made}")
    for name, statement in texts.analyses.items():
        tell(f"computing {name}")
        answers[name] = tuple(tuple(row) for row in connection.execute(statement).fetchall())
    return Results(raw, answers)


def connection_errors() -> tuple[type[Exception], ...]:
    """Return the exceptions that DuckDB raises."""
    import duckdb

    return (duckdb.Error,)


def unknown_timezone(name: str) -> UsageError:
    """Return the error about an unknown time zone."""
    return UsageError(
        say("there is no timezone {given}", given=name), say("Name one as {example}.", example=Code("Europe/Berlin"))
    )


@contextmanager
def connected(sources: Sequence[Source], timezone: str = "UTC") -> Iterator[DuckDBPyConnection]:
    """Open DuckDB so that it can only read the sources' files and write to a folder of its own."""
    try:
        import duckdb
    except ImportError:
        raise UsageError(
            say("tpaudit observe needs DuckDB, which is not installed"),
            say("Install it with {command}.", command=Code("pip install 'tpaudit[observe]'")),
        ) from None
    folder = tempfile.mkdtemp(prefix="tpaudit-")
    paths = [str(path) for source in sources if isinstance(source, Files) for path in source.paths]
    settings: dict[str, str | bool | int | float | list[str]] = {
        "autoinstall_known_extensions": "false",
        "autoload_known_extensions": "false",
        "allow_community_extensions": "false",
        "memory_limit": MEMORY,
        "temp_directory": folder,
        "threads": str(os.cpu_count() or 1),
        "preserve_insertion_order": "false",
    }
    connection = duckdb.connect(config=settings)
    try:
        listed = ", ".join(sql.text(path) for path in paths)
        connection.execute(f"SET allowed_paths = [{listed}]")
        connection.execute("SET enable_external_access = false")
        try:
            connection.execute(f"SET TimeZone = {sql.text(timezone)}")
        except duckdb.Error as error:
            raise unknown_timezone(timezone) from error
        connection.execute("SET lock_configuration = true")
        yield connection
    except duckdb.OutOfMemoryException as error:
        raise UsageError(
            say("the data need more memory or disk than there is"), say("Observe a shorter time with `from`.")
        ) from error
    finally:
        connection.close()
        shutil.rmtree(folder, ignore_errors=True)


def types_of(connection: DuckDBPyConnection, source: Source) -> Mapping[str, str]:
    """Return the source's columns and their types; raise UsageError if it cannot be read."""
    if not isinstance(source, Files):
        raise UsageError(
            say("{source} is a table, and nothing says which engine it is in", source=source.shown),
            say("Name it with --engine, or print the queries with --sql."),
        )
    try:
        described = connection.execute(f"DESCRIBE SELECT * FROM {sql.scan(source)}").fetchall()
    except connection_errors() as error:
        raise _unreadable(source, error) from error
    return {str(row[0]): str(row[1]) for row in described}


def _unreadable(source: Source, error: Exception) -> UsageError:
    """Return what is wrong with a source in one line, taken from DuckDB's message."""
    text = str(error)
    line = re.search(r"(?:CSV Error on Line|at line|in line|Line):? (\d+)", text)
    first = text.partition("\n")[0].partition(": ")[2] or text.partition("\n")[0]
    first = re.sub(r'"?/[^\s"]*/', "", first)[:200].strip()
    if line is not None:
        return UsageError(
            say("{source} cannot be read: line {n}: {why}", source=source.shown, n=line[1], why=first),
            say("Correct that line, or export the data again."),
        )
    return UsageError(
        say("{source} cannot be read: {why}", source=source.shown, why=first), say("Export the data again.")
    )


def needed(name: str, types: Mapping[str, str], source: Source, key: str) -> str:
    """Return the expression for a column; raise UsageError if the source lacks it."""
    found = sql.column(name, types)
    if found is None:
        from tpaudit.inventory.words.choices import nearest

        similar = nearest(name, tuple(types))
        listed = ", ".join(list(types)[:12])
        raise UsageError(
            say("{source} has no column {column}, which {key} names", source=source.shown, column=name, key=Code(key)),
            say("Did you mean {similar}?", similar=similar)
            if similar
            else say("Its columns: {columns}.", columns=listed),
        )
    return found


def _customers(connection: DuckDBPyConnection, request: Request) -> None:
    columns, source, zone = request.customer_columns, request.customers, request.timezone
    types = types_of(connection, source)

    def told(name: str, key: str) -> str:
        return needed(name, types, source, f"observe.customers.{key}")

    def as_day(name: str, key: str) -> str:
        expression = told(name, key)
        return sql.seconds(expression, types.get(name, "VARCHAR"), zone)

    customer = sql.as_text(told(columns.customer, "customer"))
    segment = sql.as_text(told(columns.segment, "segment")) if columns.segment else "'all'"
    started = as_day(columns.started, "started") if columns.started else "NULL"
    ended = as_day(columns.ended, "ended") if columns.ended else "NULL"
    assert isinstance(source, Files)  # noqa: S101  types_of has refused tables
    select = f"SELECT {customer} AS customer, {segment} AS segment, {sql.gone(types)} AS gone, "
    select += f"CAST({started} AS BIGINT) AS started_at, CAST({ended} AS BIGINT) AS ended_at, "
    for key, name in (("started", columns.started), ("ended", columns.ended)):
        select += f"{sql.as_text(told(name, key)) if name else 'NULL'} AS {key}_text, "
    try:
        connection.execute(f"CREATE TEMP TABLE accounts AS {select} 1 AS here FROM {sql.scan(source)}")
    except connection_errors() as error:
        raise _unreadable(source, error) from error
    for key, name in (("started", columns.started), ("ended", columns.ended)):
        _readable(connection, "accounts", key, name, source)
    connection.execute(
        "CREATE TEMP TABLE customers_raw AS SELECT customer, segment, "
        f"{sql.day('started_at', zone)} AS started, {sql.day('ended_at', zone)} AS ended FROM accounts WHERE gone = 0"
    )
    connection.execute("DROP TABLE accounts")


def _readable(connection: DuckDBPyConnection, table: str, key: str, name: str | None, source: Source) -> None:
    """Raise UsageError if texts cannot be read as times, with the first such row and their share."""
    if name is None:
        return
    bad = f"{key}_text IS NOT NULL AND {key}_at IS NULL"
    row = connection.execute(f"SELECT COUNT(*) FILTER (WHERE {bad}), COUNT({key}_text) FROM {table}").fetchone()
    if row is None or not row[0]:
        return
    assert isinstance(source, Files)  # noqa: S101  tables are read by other engines
    types = types_of(connection, source)
    expression = needed(name, types, source, key)
    unread = f"{sql.seconds(expression, types.get(name, 'VARCHAR'), 'UTC')} IS NULL"
    numbered = f"SELECT ROW_NUMBER() OVER () AS n, {sql.as_text(expression)} IS NOT NULL AND {unread} AS bad"
    first = connection.execute(f"SELECT MIN(n) FROM ({numbered} FROM {sql.scan(source)}) WHERE bad").fetchone()
    raise UsageError(
        say(
            "{source}: {n} of {total} times in the column {column} cannot be read, first in row {row}",
            source=source.shown,
            n=int(row[0]),
            total=int(row[1]),
            column=name,
            row=int(first[0]) if first and first[0] is not None else 1,
        ),
        say("Export them as {example}, or as seconds since 1970.", example=Code("2026-03-01T14:30:00Z")),
    )


def _events(connection: DuckDBPyConnection, request: Request, metrics: Sequence[str]) -> Raw:
    columns, source, zone = request.event_columns, request.events, request.timezone
    types = types_of(connection, source)
    assert isinstance(source, Files)  # noqa: S101  types_of has refused tables

    def told(name: str, key: str) -> str:
        return needed(name, types, source, f"observe.events.{key}")

    who = [
        told(name, key)
        for name, key in ((columns.person_id, "person_id"), (columns.person, "person"))
        if name is not None
    ]
    known_as = ", ".join(sql.as_text(column) for column in who)
    selected = {
        "customer": sql.as_text(told(columns.customer, "customer")),
        "at_at": sql.seconds(told(columns.time, "time"), types.get(columns.time, "VARCHAR"), zone),
        "at_text": sql.as_text(told(columns.time, "time")),
        "event": sql.joined([told(name, "event") for name in columns.event]),
        "who": f"COALESCE({known_as}, '')" if who else "''",
        "deleted": sql.gone(types),
        "fingerprint": f"hash({', '.join(sql.quoted(name) for name in types)})",
    }
    for number, name in enumerate(metrics):
        found = sql.column(name, types)
        if found is None:
            raise UsageError(
                say("{source} has no column {column}, which a metric is taken from", source=source.shown, column=name),
                say("Correct {key} of that metric.", key=Code("from")),
            )
        selected[f"m{number}"] = sql.millionths(found)
    listed = ", ".join(f"{expression} AS {name}" for name, expression in selected.items())
    size = sum(path.stat().st_size for path in source.paths)
    kind = "VIEW" if source.format == "parquet" or size > SMALL else "TABLE"
    try:
        connection.execute(f"CREATE TEMP {kind} source AS SELECT {listed} FROM {sql.scan(source)}")
        row = connection.execute("SELECT COUNT(*), COUNT(DISTINCT fingerprint) FROM source").fetchone()
    except connection_errors() as error:
        raise _unreadable(source, error) from error
    assert row is not None  # noqa: S101  an aggregate has a row
    rows, distinct = int(row[0]), int(row[1])
    if types.get(columns.time, "VARCHAR") == "VARCHAR":
        _readable(connection, "source", "at", columns.time, source)
    once = "source" if rows == distinct else "(SELECT DISTINCT ON (fingerprint) * FROM source)"
    connection.execute(
        f"CREATE TEMP VIEW events_raw AS SELECT customer, event, who, deleted, at_at AS sec, {sql.day('at_at', zone)} "
        f"AS day FROM {once}"
    )
    _measures(connection, len(metrics), once, zone)
    if request.customer_columns.started_by is not None:
        _started(connection, request.customer_columns.started_by)
    broken = _broken(connection, source)
    return Raw(rows, rows - distinct, broken, _broken(connection, request.customers))


def _broken(connection: DuckDBPyConnection, source: Source) -> int:
    """Return how many lines of a CSV source were set aside, however often its files were read."""
    if not isinstance(source, Files) or source.format != "csv":
        return 0
    paths = ", ".join(sql.text(str(path)) for path in source.paths)
    row = connection.execute(
        "SELECT COUNT(DISTINCT (s.file_path, r.line)) FROM rejected AS r "
        f"JOIN rejected_scans AS s ON s.scan_id = r.scan_id AND s.file_id = r.file_id WHERE s.file_path IN ({paths})"
    ).fetchone()
    return 0 if row is None else int(row[0])


def _measures(connection: DuckDBPyConnection, metrics: int, once: str, zone: str) -> None:
    day = sql.day("at_at", zone)
    columns = "customer, event, {} AS day, {} AS metric, CAST({} AS BIGINT) AS millionths"
    selects = [
        f"SELECT {columns.format(day, number, f'm{number}')} FROM {once} WHERE deleted = 0" for number in range(metrics)
    ]
    none = f"SELECT {columns.format(day, 0, 'NULL')} FROM {once} WHERE FALSE"
    connection.execute(f"CREATE TEMP VIEW measures_raw AS {' UNION ALL '.join(selects) or none}")


def _started(connection: DuckDBPyConnection, event: str) -> None:
    """Set each customer's day 0 to the day of its first such event."""
    connection.execute("ALTER TABLE customers_raw RENAME TO accounts_raw")
    connection.execute(
        "CREATE TEMP TABLE customers_raw AS SELECT a.customer, a.segment, s.day AS started, a.ended "
        "FROM accounts_raw AS a LEFT JOIN (SELECT customer, MIN(day) AS day FROM events_raw "
        f"WHERE event = {sql.text(event)} AND deleted = 0 GROUP BY customer) AS s ON s.customer = a.customer"
    )


def _narrow(connection: DuckDBPyConnection, statement: str) -> str:
    """Return the statement with texts replaced by numbers into a list, which takes a tenth of the memory."""
    kept = []
    for column, given in (("name", "event"), ("who", "who")):
        connection.execute(
            f"CREATE TEMP TABLE {column}_given AS "
            f"SELECT DISTINCT {given} AS given FROM events_raw WHERE {given} IS NOT NULL LIMIT {MANY_NAMES + 1}"
        )
        row = connection.execute(f"SELECT COUNT(*) FROM {column}_given").fetchone()
        if row is not None and 0 < int(row[0]) <= MANY_NAMES:
            connection.execute(f"CREATE TYPE {column}_list AS ENUM (SELECT given FROM {column}_given)")
            kept.append(f"CAST({column} AS {column}_list) AS {column}")
    replaced = f" REPLACE ({', '.join(kept)})" if kept else ""
    return f"SELECT *{replaced} FROM ({statement})"
