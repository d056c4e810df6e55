"""tpaudit export: the touchpoints as a spreadsheet."""

from __future__ import annotations

from typing import Annotated

from typer import Argument, Option

from tpaudit.cli import options


def export(
    file: Annotated[str, Argument(metavar="FILE", hidden=True)],
    paths: options.Paths = None,
    *,
    owner: options.Owners = None,
    phase: options.Phases = None,
    segment: options.Segments = None,
    channel: Annotated[list[str] | None, Option(metavar="ID", help="Only touchpoints in this channel.")] = None,
    status: Annotated[list[str] | None, Option(metavar="STATUS", help="Only touchpoints of this status.")] = None,
    tag: Annotated[list[str] | None, Option(metavar="TAG", help="Only touchpoints with this tag.")] = None,
    separator: options.Separator = None,
    today: options.Today = None,
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

    from tpaudit.app.exporting import export as write_file
    from tpaudit.app.session import NOTHING, PASSED, run
    from tpaudit.cli.asked import wanted, words
    from tpaudit.cli.known import require
    from tpaudit.cli.terminal import note, note_nothing, progress
    from tpaudit.messages import render, say
    from tpaudit.outputs.listing import Choice
    from tpaudit.outputs.safe import terminal

    with progress() as shown:
        result = run(wanted(paths, today=today, language=language, progress=shown))
    if not result.inventories:
        note_nothing(result.language)
        return NOTHING
    chosen = Choice(words(owner), words(phase), words(segment), words(channel), words(status), words(tag))
    require(
        result,
        owners=chosen.owners,
        phases=chosen.phases,
        segments=chosen.segments,
        channels=chosen.channels,
        statuses=chosen.statuses,
    )
    dialect = options.dialect(separator, language)
    count = write_file(result, Path(file), chosen.takes, result.language, dialect)
    said = say("wrote {file} with {n} {n:touchpoint|touchpoints}", file=file, n=count)
    note(f"tpaudit: {terminal(render(said, result.language))}")
    return PASSED
