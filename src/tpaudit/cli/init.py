"""tpaudit init: a first inventory."""

from __future__ import annotations

from typing import Annotated

from typer import Argument


def init(
    folder: Annotated[str, Argument(metavar="DIR", hidden=True)] = ".",
) -> int:
    """Write a commented starter inventory and its schema. Nothing is overwritten.

    DIR: the folder, made if need be; default: this one.

    \b
    Examples:
      tpaudit init
      tpaudit init touchpoints
    """
    from tpaudit.cli.terminal import note
    from tpaudit.outputs.safe import terminal
    from tpaudit.starter.starting import start

    for written in start(folder):
        note(f"tpaudit: wrote {terminal(str(written))}")
    note("Now run: tpaudit check" if folder == "." else f"Now run: tpaudit check {terminal(folder)}")
    return 0
