"""The Typer application: one command per file, loaded only when it is called."""

from __future__ import annotations

import os
from collections.abc import Sequence
from enum import StrEnum
from importlib import import_module
from typing import Annotated

import typer

COMPLETE = "_TPAUDIT_COMPLETE"
"""The variable in which a shell passes a completion request."""
COMMANDS = (
    "init", "check", "report", "schedule", "observe", "list", "diff", "baseline", "import", "export", "rename", "rules",
    "explain", "schema", "lsp",
)  # fmt: skip


def app(arguments: Sequence[str]) -> typer.Typer:
    """Return the application with the command that the arguments begin with, else with all commands.

    Loading a command and working out its options takes a while, so only the one needed is loaded.
    """
    made = typer.Typer(
        name="tpaudit",
        help="Audit customer touchpoints that are kept in YAML.\n\nBegin with tpaudit init, then run tpaudit check.",
        rich_markup_mode=None,
        pretty_exceptions_enable=False,
        no_args_is_help=True,
        add_completion=False,
        context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 80},
    )
    made.callback(invoke_without_command=True)(options)
    if COMPLETE in os.environ:
        from typer.completion import completion_init  # type: ignore[attr-defined]

        completion_init()
    named = [word for word in arguments[:1] if word in COMMANDS]
    for command in named or COMMANDS:
        name = MODULES.get(command, command)
        made.command(command)(getattr(import_module(f"tpaudit.cli.{name}"), name))
    return made


MODULES = {"list": "listing", "import": "import_"}
"""The module and function of a command, if they have another name."""


class Shell(StrEnum):
    """The shells that can complete tpaudit's words."""

    BASH = "bash"
    ZSH = "zsh"
    FISH = "fish"
    POWERSHELL = "powershell"
    PWSH = "pwsh"


def options(
    *,
    version: Annotated[bool, typer.Option("--version", "-V", help="Show the version and leave.")] = False,
    install_completion: Annotated[
        Shell | None,
        typer.Option(metavar="SHELL", help="Let bash, zsh, fish, powershell or pwsh complete words for you."),
    ] = None,
    show_completion: Annotated[
        Shell | None, typer.Option(metavar="SHELL", help="Print what that would install.")
    ] = None,
) -> None:
    """Audit customer touchpoints that are kept in YAML."""
    if version:
        from tpaudit import __version__

        typer.echo(f"tpaudit {__version__}")
    elif install_completion:
        from typer.completion import install  # type: ignore[attr-defined]

        _, path = install(shell=install_completion.value, prog_name="tpaudit", complete_var=COMPLETE)
        typer.echo(f"tpaudit: wrote {path}; open a new terminal to use it", err=True)
    elif show_completion:
        from typer.completion import get_completion_script  # type: ignore[attr-defined]

        typer.echo(get_completion_script(prog_name="tpaudit", complete_var=COMPLETE, shell=show_completion.value))
    else:
        return
    raise typer.Exit


USAGE_ERROR = typer.BadParameter.__mro__[2]
"""What Typer raises for a wrong command line, wherever this version of it keeps the class."""
ABORTED = typer.Abort
