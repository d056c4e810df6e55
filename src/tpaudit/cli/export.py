"""tpaudit export: the touchpoints as a spreadsheet."""

from __future__ import annotations

from typing import Annotated

from typer import Argument

from tpaudit.cli import options


def export(
    file: Annotated[str, Argument(metavar="FILE", hidden=True)],
    paths: options.Paths = None,
    *,
    owner: options.Owners = None,
    phase: options.Phases = None,
    segment: options.Segments = None,
    channel: options.Channels = None,
    status: options.Statuses = None,
    tag: options.Tags = None,
    separator: options.Separator = None,
    today: options.Today,
    language: options.Language = None,
) -> int:
    """Write touchpoints as a spreadsheet that tpaudit import reads again.

    FILE: .xlsx with drop-downs and findings as notes, or .csv.
    PATH: root file or folder; default: the nearest tpaudit.yaml, in this
    folder or above.

    Edit it and run tpaudit import FILE: only what was edited changes.

    \b
    Examples:
      tpaudit export touchpoints.xlsx
      tpaudit export mine.csv --owner csm --language de
    """
    from pathlib import Path

    from tpaudit.app.check import check
    from tpaudit.app.exit_codes import FAILED, NOTHING, PASSED
    from tpaudit.app.exporting import export as write_file
    from tpaudit.audit import Request
    from tpaudit.cli.known import require
    from tpaudit.cli.place import where
    from tpaudit.cli.terminal import note, note_faults, note_nothing, progress
    from tpaudit.findings.filter import Filter
    from tpaudit.messages import render, say
    from tpaudit.outputs.safe import terminal

    with progress() as shown:
        result = check(Request(today, progress=shown, where=where(paths), language=language))
    if not result.inventories:
        note_nothing(result.language, paths)
        return NOTHING
    chosen = Filter(
        owner or (), phase or (), segment or (), channels=channel or (), statuses=status or (), tags=tag or ()
    )
    require(result, chosen)
    faulty = note_faults(((audited.inventory, audited.folder) for audited in result.inventories), language)
    dialect = options.dialect(separator, language)
    count = write_file(result, Path(file), chosen.takes, result.language, dialect)
    message = say("wrote {file} with {n} {n:touchpoint|touchpoints}", file=file, n=count)
    note(f"tpaudit: {terminal(render(message, result.language))}")
    return FAILED if faulty else PASSED
