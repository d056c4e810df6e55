"""The Typer application: one command a file, none loaded before it is called."""

from __future__ import annotations

from typing import Annotated

import typer

from tpaudit.cli import baseline, check, diff, explain, init, listing, report, rules, schedule, schema

app = typer.Typer(
    name="tpaudit",
    help="Audit customer touchpoints that are kept in YAML.",
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    no_args_is_help=True,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 80},
)
app.command("init")(init.init)
app.command("check")(check.check)
app.command("report")(report.report)
app.command("schedule")(schedule.schedule)
app.command("list")(listing.listing)
app.command("diff")(diff.diff)
app.command("baseline")(baseline.baseline)
app.command("rules")(rules.rules)
app.command("explain")(explain.explain)
app.command("schema")(schema.schema)


@app.callback()
def options(
    *, version: Annotated[bool, typer.Option("--version", "-V", help="Show the version and leave.")] = False
) -> None:
    """Audit customer touchpoints that are kept in YAML."""
    if version:
        from tpaudit import __version__

        typer.echo(f"tpaudit {__version__}")
        raise typer.Exit


USAGE_ERROR = typer.BadParameter.__mro__[2]
"""What Typer raises where the command line is wrong, wherever this version of it keeps the class."""
ABORTED = typer.Abort
