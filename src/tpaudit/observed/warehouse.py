"""How the analyses begin in a warehouse: the source's tables, in each dialect, in the form that the steps need."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple

from tpaudit.loading.usage import UsageError
from tpaudit.messages import Code, say
from tpaudit.observed.reading_sql import NO, YES, gone
from tpaudit.observed.request import Request, Source, Table
from tpaudit.observed.statements import core, dotted, identifier, literal, single, small_table
from tpaudit.observed.tables import Tables


class Words(NamedTuple):
    """A dialect's expressions; `{x}` is a column, `{zone}` a time zone."""

    text: str
    """The type of texts."""
    sec: str
    """A time as seconds since 1970."""
    day: str
    """A time as days since 1970, in the time zone."""
    date: str
    """A date as days since 1970."""
    number: str
    """A number, NULL if it is not one."""


_POSTGRES = Words(
    text="TEXT",
    sec="CAST(FLOOR(EXTRACT(EPOCH FROM CAST({x} AS TIMESTAMPTZ))) AS BIGINT)",
    day="(CAST(CAST({x} AS TIMESTAMPTZ) AT TIME ZONE {zone} AS DATE) - DATE '1970-01-01')",
    date="(CAST({x} AS DATE) - DATE '1970-01-01')",
    number="CASE WHEN CAST({x} AS TEXT) ~ '^ *-?[0-9]+([.][0-9]+)? *$' "
    "THEN CAST(CAST({x} AS TEXT) AS DOUBLE PRECISION) END",
)
_SPARK = Words(
    text="STRING",
    sec="COALESCE(CASE WHEN CAST({x} AS STRING) RLIKE '^[0-9]{{9,11}}$' "
    "THEN TRY_CAST(CAST({x} AS STRING) AS BIGINT) WHEN CAST({x} AS STRING) RLIKE '^[0-9]{{12,14}}$' "
    "THEN CAST(FLOOR(TRY_CAST(CAST({x} AS STRING) AS BIGINT) / 1000) AS BIGINT) END, "
    "UNIX_TIMESTAMP(TRY_CAST({x} AS TIMESTAMP)))",
    day="DATEDIFF(CAST(CONVERT_TIMEZONE('UTC', {zone}, CAST(CONVERT_TIMEZONE(CURRENT_TIMEZONE(), 'UTC', "
    "CAST(COALESCE(CASE WHEN CAST({x} AS STRING) RLIKE '^[0-9]{{9,11}}$' "
    "THEN TIMESTAMP_SECONDS(TRY_CAST(CAST({x} AS STRING) AS BIGINT)) "
    "WHEN CAST({x} AS STRING) RLIKE '^[0-9]{{12,14}}$' "
    "THEN TIMESTAMP_MILLIS(TRY_CAST(CAST({x} AS STRING) AS BIGINT)) END, TRY_CAST({x} AS TIMESTAMP)) "
    "AS TIMESTAMP_NTZ)) AS TIMESTAMP_NTZ)) AS DATE), DATE '1970-01-01')",
    date="DATEDIFF(TRY_CAST({x} AS DATE), DATE '1970-01-01')",
    number="TRY_CAST({x} AS DOUBLE)",
)
WORDS: Mapping[str, Words] = MappingProxyType(
    {
        "duckdb": Words(
            text="VARCHAR",
            sec="CAST(FLOOR(EPOCH(CAST({x} AS TIMESTAMPTZ))) AS BIGINT)",
            day="(CAST(timezone({zone}, CAST({x} AS TIMESTAMPTZ)) AS DATE) - DATE '1970-01-01')",
            date="(CAST({x} AS DATE) - DATE '1970-01-01')",
            number="TRY_CAST({x} AS DOUBLE)",
        ),
        "spark": _SPARK,
        "databricks": _SPARK,
        "postgres": _POSTGRES,
        "redshift": _POSTGRES._replace(text="VARCHAR(2000)"),
        "snowflake": Words(
            text="VARCHAR",
            sec="DATE_PART(EPOCH_SECOND, {x})",
            day="DATEDIFF(DAY, DATE '1970-01-01', CAST(CONVERT_TIMEZONE({zone}, {x}) AS DATE))",
            date="DATEDIFF(DAY, DATE '1970-01-01', CAST({x} AS DATE))",
            number="TRY_TO_DOUBLE(CAST({x} AS VARCHAR))",
        ),
        "bigquery": Words(
            text="STRING",
            sec="UNIX_SECONDS(TIMESTAMP({x}))",
            day="UNIX_DATE(DATE(TIMESTAMP({x}), {zone}))",
            date="UNIX_DATE(DATE({x}))",
            number="SAFE_CAST({x} AS FLOAT64)",
        ),
        "trino": Words(
            text="VARCHAR",
            sec="CAST(FLOOR(TO_UNIXTIME(CAST({x} AS TIMESTAMP WITH TIME ZONE))) AS BIGINT)",
            day="DATE_DIFF('day', DATE '1970-01-01', "
            "CAST(CAST({x} AS TIMESTAMP WITH TIME ZONE) AT TIME ZONE {zone} AS DATE))",
            date="DATE_DIFF('day', DATE '1970-01-01', CAST({x} AS DATE))",
            number="TRY_CAST({x} AS DOUBLE)",
        ),
        "clickhouse": Words(
            text="Nullable(String)",
            sec="CAST(toUnixTimestamp({x}) AS Nullable(Int64))",
            day="CAST(toDate({x}, {zone}) AS Nullable(Int32))",
            date="CAST(toDate({x}) AS Nullable(Int32))",
            number="toFloat64OrNull(toString({x}))",
        ),
    }
)
YES_OR_NO = (
    f"CASE WHEN {{x}} IN ({', '.join(YES)}) THEN 1000000 WHEN {{x}} IN ({', '.join(NO)}) THEN 0 ELSE {{other}} END"
)


class Relation(NamedTuple):
    """A table or view of the engine."""

    name: str
    columns: tuple[str, ...] = ()
    """Its columns, where they are known; some say which rows are deleted or outdated."""
    numbers: tuple[str, ...] = ()
    """Those of PostgreSQL's that hold numbers: times in them count from 1970."""


class Begin(NamedTuple):
    """The tables that the steps begin with, each as a SELECT."""

    raw: Mapping[str, str]
    small: Mapping[str, str]

    @property
    def all(self) -> Mapping[str, str]:
        """Both tables, by name."""
        return {**self.raw, **self.small}


def begin(request: Request, tables: Tables, dialect: str, relations: tuple[Relation, Relation] | None = None) -> Begin:
    """Return the tables with which the steps begin; `relations`: events and customers as the engine knows them."""
    events, customers = relations or relations_of(request, dialect)
    raw = {
        "events_all": f"SELECT * FROM {events.name}",
        "events_once": "SELECT DISTINCT * FROM events_all",
        "events_raw": _events(request, events, dialect),
        "measures_raw": _measures(request, tables.columns, events, dialect),
        "customers_raw": _customers(request, customers, dialect),
    }
    return Begin(raw, {name: small_table(name, rows, dialect) for name, rows in tables.rows.items()})


SOURCE = (
    "SELECT a.n, b.distinct_n FROM (SELECT COUNT(*) AS n FROM events_all) AS a "
    "CROSS JOIN (SELECT COUNT(*) AS distinct_n FROM events_once) AS b"
)


def queries(request: Request, tables: Tables, dialect: str) -> Mapping[str, str]:
    """Return one SELECT for each analysis."""
    given = begin(request, tables, dialect).all
    made = {name: single(name, given, dialect) for name in core(dialect).analyses}
    made["source"] = (
        f"WITH events_all AS (\n{given['events_all']}\n),\nevents_once AS (\n{given['events_once']}\n)\n{SOURCE}"
    )
    if dialect == "clickhouse":
        # Otherwise ClickHouse would fill what a join does not find with zeros and blanks.
        made = {name: f"{query}\nSETTINGS join_use_nulls = 1" for name, query in made.items()}
    return made


def relations_of(request: Request, dialect: str) -> tuple[Relation, Relation]:
    """Return the tables of events and customers, of whose columns nothing is known."""
    return Relation(_table(request.events, dialect)), Relation(_table(request.customers, dialect))


def _table(source: Source, dialect: str) -> str:
    if not isinstance(source, Table):
        raise UsageError(
            say("{source} is a file, and the data are to be read where they live", source=source.shown),
            say("Name a table, such as {example}.", example=Code("table:crm.events")),
        )
    return dotted(source.name, dialect)


def _text(column: str, dialect: str) -> str:
    cast = f"CAST({identifier(column, dialect)} AS {WORDS[dialect].text})"
    return f"NULLIF(TRIM({cast}), '')"


def _time(column: str, relation: Relation, dialect: str) -> str:
    """Return a column of times; numbers are seconds, milliseconds or microseconds by their size."""
    name = identifier(column, dialect)
    if column not in relation.numbers:
        return name
    return (
        f"TO_TIMESTAMP(CASE WHEN {name} < 1e11 THEN {name} WHEN {name} < 1e14 THEN {name} / 1e3 ELSE {name} / 1e6 END)"
    )


def _joined(columns: Sequence[str], dialect: str) -> str:
    if len(columns) == 1:
        return _text(columns[0], dialect)
    whole = f"COALESCE({_text(columns[0], dialect)}, '')"
    for column in columns[1:]:
        part = _text(column, dialect)
        whole = (
            f"CASE WHEN {part} IS NULL THEN {whole} WHEN {whole} = '' THEN {part} ELSE {whole} || ' / ' || {part} END"
        )
    return f"NULLIF({whole}, '')"


def _events(request: Request, relation: Relation, dialect: str) -> str:
    columns, words = request.event_columns, WORDS[dialect]
    time = _time(columns.time, relation, dialect)
    who = [_text(part, dialect) for part in (columns.person_id, columns.person) if part is not None]
    zone = literal(request.timezone, dialect)
    return (
        f"SELECT {_text(columns.customer, dialect)} AS customer, {_joined(columns.event, dialect)} AS event, "
        f"{'COALESCE(' + ', '.join(who) + ', ' + _empty(dialect) + ')' if who else _empty(dialect)} AS who, "
        f"{gone(relation.columns, dialect, words.text)} AS deleted, "
        f"{words.sec.format(x=time)} AS sec, {words.day.format(x=time, zone=zone)} AS day "
        "FROM events_once"
    )


def _empty(dialect: str) -> str:
    return "CAST('' AS VARCHAR(200))" if dialect == "redshift" else "''"


def _measures(request: Request, metrics: Sequence[str], relation: Relation, dialect: str) -> str:
    words, columns = WORDS[dialect], request.event_columns
    day = words.day.format(x=_time(columns.time, relation, dialect), zone=literal(request.timezone, dialect))
    whole = "BIGINT" if dialect != "clickhouse" else "Nullable(Int64)"
    head = f"SELECT {_text(columns.customer, dialect)} AS customer, {_joined(columns.event, dialect)} AS event, "
    head += f"{day} AS day"

    there = f"{gone(relation.columns, dialect, words.text)} = 0"

    def value(name: str) -> str:
        number = words.number.format(x=identifier(name, dialect))
        other = f"CAST(ROUND({number} * 1000000) AS {whole})"
        return YES_OR_NO.format(x=f"LOWER({_text(name, dialect)})", other=other)

    selects = [
        f"{head}, {n} AS metric, CAST({value(name)} AS {whole}) AS millionths FROM events_once WHERE {there}"
        for n, name in enumerate(metrics)
    ]
    none = f"{head}, 0 AS metric, CAST(NULL AS {whole}) AS millionths FROM events_once WHERE 1 = 0"
    return "\nUNION ALL\n".join(selects) or none


def _customers(request: Request, relation: Relation, dialect: str) -> str:
    columns, words = request.customer_columns, WORDS[dialect]

    def day(name: str | None) -> str:
        return "CAST(NULL AS INTEGER)" if name is None else words.date.format(x=_time(name, relation, dialect))

    whence = f"FROM {relation.name} WHERE {gone(relation.columns, dialect, words.text)} = 0"
    segment = _text(columns.segment, dialect) if columns.segment else "'all'"
    head = f"SELECT {_text(columns.customer, dialect)} AS customer, {segment} AS segment, "
    if columns.started_by is None:
        return f"{head}{day(columns.started)} AS started, {day(columns.ended)} AS ended {whence}"
    event = literal(columns.started_by, dialect)
    return (
        f"SELECT a.customer, a.segment, s.day AS started, a.ended FROM ({head}{day(columns.ended)} AS ended "
        f"{whence}) AS a LEFT JOIN (SELECT customer, MIN(day) AS day FROM events_raw WHERE event = {event} "
        "AND deleted = 0 GROUP BY customer) AS s ON s.customer = a.customer"
    )
