"""The Typer application: one command a file, none loaded before it is called."""

from __future__ import annotations

from collections.abc import Sequence
from importlib import import_module
from typing import Annotated

import typer

COMMANDS = ("init", "check", "report", "schedule", "list", "diff", "baseline", "rules", "explain", "schema")


def app(arguments: Sequence[str]) -> typer.Typer:
    """Return the application: with the one command that the arguments begin with, else with all of them.

    To load a command and to work its options out takes a while, and one is enough.
    """
    made = typer.Typer(
        name="tpaudit",
        help="Audit customer touchpoints that are kept in YAML.",
        rich_markup_mode=None,
        pretty_exceptions_enable=False,
        no_args_is_help=True,
        context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 80},
    )
    made.callback()(options)
    named = [word for word in arguments[:1] if word in COMMANDS]
    for command in named or COMMANDS:
        name = _MODULES.get(command, command)
        made.command(command)(getattr(import_module(f"tpaudit.cli.{name}"), name))
    return made


_MODULES = {"list": "listing"}
"""By command: the module and function, where they have another name."""


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
