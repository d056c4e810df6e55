"""The analyses on Spark: the same steps as views, in Spark's own words."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from tpaudit.loading.usage import UsageError
from tpaudit.messages import Code, say
from tpaudit.observed.answers import ordered, results
from tpaudit.observed.request import Files, Request, Results, Source
from tpaudit.observed.sources import changed, states
from tpaudit.observed.statements import core, dotted, identifier
from tpaudit.observed.tables import Tables
from tpaudit.observed.warehouse import SOURCE, WORDS, Relation, begin

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

KEPT = frozenset(("people", "facts", "life", "seen", "daily"))
"""The steps that are computed once and kept."""


def run(request: Request, tables: Tables, tell: Callable[[str], None]) -> Results:
    """Return the results of the analyses; master and configuration are left to Spark."""
    try:
        from pyspark.errors import PySparkException
        from pyspark.sql import SparkSession
    except ImportError:
        raise UsageError(
            say("--engine spark needs PySpark, which is not installed"),
            say("Install it with {command}.", command=Code("pip install 'tpaudit[spark]'")),
        ) from None
    try:
        session = SparkSession.builder.appName("tpaudit observe").getOrCreate()
    except (RuntimeError, PySparkException) as error:
        raise UsageError(
            say("Spark does not start: {why}", why=_first(error)), say("Install Java, and set JAVA_HOME if needed.")
        ) from error
    try:
        session.conf.set("spark.sql.session.timeZone", request.timezone)
        return _run(session, request, tables, tell)
    except PySparkException as error:
        raise UsageError(
            say("Spark cannot answer: {why}", why=_first(error)),
            say("Correct the sources and columns of {key}.", key=Code("observe")),
        ) from error


def _first(error: Exception) -> str:
    return (str(error).strip() or type(error).__name__).partition("\n")[0][:300]


def _run(session: SparkSession, request: Request, tables: Tables, tell: Callable[[str], None]) -> Results:
    sources = (request.events, request.customers)
    kept: list[DataFrame] = []
    names = (
        _relation(session, request.events, "tpaudit_events", kept),
        _relation(session, request.customers, "tpaudit_customers", kept),
    )
    broken, broken_customers = (_broken(session, one) for one in names)
    before = states(sources), _sizes(session, names)
    given = begin(request, tables, "spark", names)
    views: Mapping[str, str] = {**given.all, **core("spark").steps}
    for name, statement in views.items():
        tell(f"computing {name}")
        frame = session.sql(statement)
        if name in KEPT:
            kept.append(frame.cache())
        frame.createOrReplaceTempView(name)
        if name == "events_once":
            columns, given_customers = request.event_columns, request.customer_columns
            _readable(session, request.events, name, columns.time, WORDS["spark"].sec)
            for day in (given_customers.started, given_customers.ended):
                _readable(session, request.customers, names[1].name, day, WORDS["spark"].date)
    answers = {}
    for name, statement in {**core("spark").analyses, "source": SOURCE}.items():
        tell(f"computing {name}")
        answers[name] = ordered(tuple(row) for row in session.sql(statement).collect())
    for frame in kept:
        frame.unpersist()
    if (states(sources), _sizes(session, names)) != before:
        raise changed()
    found = results(answers)
    raw = found.raw._replace(broken=broken, broken_customers=broken_customers)
    return Results(raw, found.answers)


def _readable(session: SparkSession, source: Source, table: str, column: str | None, read: str) -> None:
    """Raise UsageError where texts that stand for times cannot be read, with their share."""
    if column is None:
        return
    name = identifier(column, "spark")
    text = f"NULLIF(TRIM(CAST({name} AS STRING)), '')"
    counted = f"SELECT COUNT_IF({text} IS NOT NULL AND ({read.format(x=name)}) IS NULL), COUNT({text}) FROM {table}"
    bad, total = session.sql(counted).collect()[0]
    if bad:
        raise UsageError(
            say(
                "{source}: {n} of {total} times in the column {column} cannot be read",
                source=source.shown,
                n=int(bad),
                total=int(total),
                column=column,
            ),
            say("Export them as {example}, or as seconds since 1970.", example=Code("2026-03-01T14:30:00Z")),
        )


def _broken(session: SparkSession, relation: Relation) -> int:
    """Return how many lines of a CSV source were set aside."""
    there = f"{relation.name}_broken"
    is_file = relation.name.startswith("tpaudit_")  # tables are called as users call them, between marks
    return session.table(there).count() if is_file and session.catalog.tableExists(there) else 0


def _sizes(session: SparkSession, relations: tuple[Relation, ...]) -> list[int]:
    """Return how many rows the tables have: what would tell that somebody writes to them."""
    return [session.table(relation.name).count() for relation in relations]


def _relation(session: SparkSession, source: Source, name: str, kept: list[DataFrame]) -> Relation:
    """Return the source as Spark knows it; what is kept in memory for it is added to `kept`."""
    if not isinstance(source, Files):
        table = dotted(source.name, "spark")
        return Relation(table, tuple(session.table(table).columns))
    session.catalog.dropTempView(f"{name}_broken")
    paths = [path.as_uri() for path in source.paths]
    reader = session.read
    match source.format:
        case "csv":
            whole = _csv(session, paths).cache()  # Spark counts broken lines only of what it has read whole
            kept.append(whole)
            whole.where(f"{_BROKEN} IS NOT NULL").createOrReplaceTempView(f"{name}_broken")
            frame = whole.where(f"{_BROKEN} IS NULL").drop(_BROKEN)
        case "json":
            frame = reader.json(paths)
        case _:
            frame = reader.parquet(*paths)
    frame.createOrReplaceTempView(name)
    return Relation(name, tuple(frame.columns))


_BROKEN = "_tpaudit_broken_line"


def _csv(session: SparkSession, paths: Sequence[str]) -> DataFrame:
    """Return the rows of CSV files, their columns matched by name; of lines with too few or too many, the line."""
    from pyspark.sql.types import StringType, StructField, StructType

    whole: DataFrame | None = None
    for path in paths:
        head = session.read.csv(path, header=True, inferSchema=False, escape='"', multiLine=True)
        schema = StructType([*head.schema.fields, StructField(_BROKEN, StringType())])
        frame = session.read.csv(
            path, schema=schema, header=True, escape='"', multiLine=True, columnNameOfCorruptRecord=_BROKEN
        )
        whole = frame if whole is None else whole.unionByName(frame, allowMissingColumns=True)
    assert whole is not None  # noqa: S101  a source has files
    return whole
