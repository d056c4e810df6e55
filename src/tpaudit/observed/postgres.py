"""The analyses on PostgreSQL: the same steps as temporary tables, in PostgreSQL's own words."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from tpaudit.loading.usage import UsageError
from tpaudit.messages import Code, say
from tpaudit.observed.answers import ordered, results
from tpaudit.observed.request import Request, Results
from tpaudit.observed.statements import core, literal
from tpaudit.observed.tables import Tables
from tpaudit.observed.warehouse import SOURCE, Relation, begin, relations_of

if TYPE_CHECKING:
    from psycopg import Cursor

_NUMBERS = frozenset((20, 21, 23, 700, 701, 1700))
"""The numbers of PostgreSQL's own types for numbers."""


def run(address: str, request: Request, tables: Tables, tell: Callable[[str], None]) -> Results:
    """Return the results of the analyses; passwords and whatever the address leaves out are left to the driver."""
    try:
        import psycopg
    except ImportError:
        raise UsageError(
            say("--engine postgres needs psycopg, which is not installed"),
            say("Install it with {command}.", command=Code("pip install 'tpaudit[postgres]'")),
        ) from None
    named = relations_of(request, "postgres")
    texts = core("postgres")
    try:
        with psycopg.connect(address) as connection, connection.cursor() as cursor:
            # One snapshot for all statements: what others write meanwhile is not seen.
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
            cursor.execute(f"SET TIME ZONE {literal(request.timezone, 'postgres')}".encode())
            events, customers = (_with_columns(cursor, table) for table in named)
            given = begin(request, tables, "postgres", (events, customers))
            for name, statement in {**given.all, **texts.steps}.items():
                tell(f"computing {name}")
                cursor.execute(f"CREATE TEMPORARY TABLE {name} AS\n{statement}".encode())
                cursor.execute(f"ANALYZE {name}".encode())
            answers = {}
            for name, statement in {**texts.analyses, "source": SOURCE}.items():
                tell(f"computing {name}")
                cursor.execute(statement.encode())
                answers[name] = ordered(cursor.fetchall())
            connection.rollback()
    except psycopg.Error as error:
        why = (str(error).strip() or type(error).__name__).partition("\n")[0][:300]
        raise UsageError(
            say("PostgreSQL cannot answer: {why}", why=why),
            say("Correct the address, or the tables and columns of {key}.", key=Code("observe")),
        ) from error
    return results(answers)


def _with_columns(cursor: Cursor, relation: Relation) -> Relation:
    cursor.execute(f"SELECT * FROM {relation.name} LIMIT 0".encode())
    described = cursor.description or ()
    return relation._replace(
        columns=tuple(column.name for column in described),
        numbers=tuple(column.name for column in described if column.type_code in _NUMBERS),
    )
