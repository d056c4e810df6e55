"""The analyses on Spark: the same steps as views, in Spark's own words."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from tpaudit.loading.usage import UsageError
from tpaudit.messages import Code, say
from tpaudit.observed.answers import ordered, results
from tpaudit.observed.request import Files, Request, Results, Source
from tpaudit.observed.sources import changed, states
from tpaudit.observed.statements import core, dotted
from tpaudit.observed.tables import Tables
from tpaudit.observed.warehouse import SOURCE, Relation, begin

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

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
    names = (
        _relation(session, request.events, "tpaudit_events"),
        _relation(session, request.customers, "tpaudit_customers"),
    )
    before = states(sources), _sizes(session, names)
    given = begin(request, tables, "spark", names)
    views: Mapping[str, str] = {**given.all, **core("spark").steps}
    kept = []
    for name, statement in views.items():
        tell(f"computing {name}")
        frame = session.sql(statement)
        if name in KEPT:
            kept.append(frame.cache())
        frame.createOrReplaceTempView(name)
    answers = {}
    for name, statement in {**core("spark").analyses, "source": SOURCE}.items():
        tell(f"computing {name}")
        answers[name] = ordered(tuple(row) for row in session.sql(statement).collect())
    for frame in kept:
        frame.unpersist()
    if (states(sources), _sizes(session, names)) != before:
        raise changed()
    return results(answers)


def _sizes(session: SparkSession, relations: tuple[Relation, ...]) -> list[int]:
    """Return how many rows the tables have: what would tell that somebody writes to them."""
    return [session.table(relation.name).count() for relation in relations]


def _relation(session: SparkSession, source: Source, name: str) -> Relation:
    """Return the source as Spark knows it."""
    if not isinstance(source, Files):
        table = dotted(source.name, "spark")
        return Relation(table, tuple(session.table(table).columns))
    paths = [path.as_uri() for path in source.paths]
    reader = session.read
    match source.format:
        case "csv":
            frame = reader.csv(paths, header=True, inferSchema=False, escape='"', multiLine=True)
        case "json":
            frame = reader.json(paths)
        case _:
            frame = reader.parquet(*paths)
    frame.createOrReplaceTempView(name)
    return Relation(name, tuple(frame.columns))
