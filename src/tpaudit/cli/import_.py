"""tpaudit import: a spreadsheet becomes an inventory, or changes one."""

from __future__ import annotations

from typing import Annotated

from typer import Argument, Option

from tpaudit.cli import options


def import_(
    file: Annotated[str, Argument(metavar="FILE", hidden=True)],
    folder: Annotated[str | None, Argument(metavar="DIR", hidden=True)] = None,
    *,
    write: Annotated[bool, Option("--write", help="Write the files; without it only show what would be.")] = False,
    columns: Annotated[
        str | None, Option(metavar="FILE", help="A file with a line header=field for each column not recognised.")
    ] = None,
    map_: Annotated[
        list[str] | None, Option("--map", metavar="HEADER=FIELD", help="What a column means; repeatable.")
    ] = None,
    diff: Annotated[bool, Option("--diff", help="Show how the files change.")] = False,
    language: options.PlainLanguage = None,
) -> int:
    """Read a spreadsheet with touchpoints, and show what was read as what.

    FILE: xlsx, ods, csv or Markdown (md).
    DIR: the inventory's folder, or where a new one begins; default: here.

    Nothing is written without --write. Touchpoints are updated by id or
    name; nothing is deleted, and an empty cell changes nothing.

    \b
    Examples:
      tpaudit import touchpoints.xlsx
      tpaudit import plan.csv journey --map "Wann=timing" --write
    """
    from tpaudit.app.importing import imported
    from tpaudit.cli.place import here
    from tpaudit.cli.terminal import write as put
    from tpaudit.exchange.files import difference
    from tpaudit.outputs.exchange.imported import output
    from tpaudit.outputs.safe import terminal

    spoken = language or "en"
    brought = imported(here(), file, folder, columns, map_ or (), spoken, write=write)
    if diff and brought.edits:
        put("\n".join(map(terminal, difference(brought.edits).split("\n"))))
    put(output(brought, spoken, written=write))
    return 1 if brought.refused else 0
