"""tpaudit observe: what really happened, beside the plan."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from typer import Option

from tpaudit.cli import options


class Dialect(StrEnum):
    """The dialects in which `--sql` prints the analyses."""

    DUCKDB = "duckdb"
    SPARK = "spark"
    POSTGRES = "postgres"
    SNOWFLAKE = "snowflake"
    BIGQUERY = "bigquery"
    TRINO = "trino"
    DATABRICKS = "databricks"
    REDSHIFT = "redshift"
    CLICKHOUSE = "clickhouse"


def observe(
    paths: options.Paths = None,
    *,
    events: Annotated[
        list[str] | None, Option("--events", metavar="SOURCE", help="The events: files or a table; repeatable.")
    ] = None,
    customers: Annotated[
        list[str] | None, Option("--customers", metavar="SOURCE", help="The customers; repeatable.")
    ] = None,
    output: Annotated[
        str | None,
        Option("--output", "-o", metavar="FILE", help="Where the figures go; default: beside the root file."),
    ] = None,
    guess: Annotated[
        str | None, Option("--guess", metavar="SOURCE", help="Look at a source and print the section to paste.")
    ] = None,
    draft: Annotated[
        str | None, Option("--draft", metavar="FILE", help="Write entries for what nobody planned to a new file.")
    ] = None,
    write: Annotated[
        bool, Option("--write", help="Fill rates of events and values of metrics into the inventory's files.")
    ] = False,
    diff: Annotated[bool, Option("--diff", help="Show what --write would change.")] = False,
    sql: Annotated[
        Dialect | None, Option("--sql", metavar="DIALECT", help="Print a query for each analysis instead.")
    ] = None,
    from_: Annotated[
        str | None, Option("--from", metavar="FOLDER", help="Read the results of those queries from a folder.")
    ] = None,
    engine: Annotated[
        str | None,
        Option(
            "--engine", metavar="ENGINE", help="Where to compute: duckdb, spark or postgres://...; default: duckdb."
        ),
    ] = None,
    today: options.Today,
    language: options.Language = None,
    color: options.Color = options.ColorName.AUTO,
) -> int:
    """Lay what customers really got beside the plan.

    Reads events and customers as `observe` in the root file says, prints both
    figures, and writes tpaudit.observed.json beside the root file: aggregates
    only, no customer. check, report, schedule and diff read it.

    PATH: root files, folders or included files; default: the nearest
    tpaudit.yaml, in this folder or above.

    \b
    Examples:
      tpaudit observe
      tpaudit observe --guess exports/events.csv
      tpaudit observe --events exports/events.csv --write --diff
    """
    from tpaudit.app.observing import ObserveOptions, observed
    from tpaudit.cli.place import here
    from tpaudit.cli.terminal import is_colored, note, note_nothing, progress, width
    from tpaudit.cli.terminal import write as write_out
    from tpaudit.messages import render
    from tpaudit.observed.section import Given
    from tpaudit.outputs.safe import terminal

    options = ObserveOptions(
        paths=tuple(paths or ()),
        cwd=here(),
        today=today,
        given=Given(tuple(events or ()), tuple(customers or ())),
        output=output,
        guess=guess,
        draft=draft,
        write=write,
        diff=diff,
        sql=sql.value if sql is not None else None,
        folder=from_,
        engine=engine,
        language=language,
        width=width(),
        color=is_colored(color),
    )
    with progress() as shown:
        outcome = observed(options, shown or _nobody)
    if outcome is None:
        note_nothing(options.language, paths)
        return 3
    write_out(outcome.text)
    for message in outcome.notes:
        note(terminal(f"tpaudit: {render(message, outcome.language)}"))
    return outcome.code


def _nobody(_step: str) -> None:
    """Ignore the step: nobody is watching."""
