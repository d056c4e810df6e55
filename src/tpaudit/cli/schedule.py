"""tpaudit schedule: contact pressure, bursts and silences."""

from __future__ import annotations

from typing import Annotated

from typer import Option

from tpaudit.cli import options


def schedule(
    paths: options.Paths = None,
    *,
    segment: Annotated[str | None, Option(metavar="ID", help="Only this segment.")] = None,
    diary: Annotated[bool, Option("--diary", help="One customer's time, day by day; needs --segment.")] = False,
    format_: Annotated[
        options.TableFormat, Option("--format", "-f", help="The format of the schedule.")
    ] = options.TableFormat.TEXT,
    language: options.Language = None,
    color: options.Color = options.ColorName.AUTO,
    stdin_filename: options.StdinFilename = None,
) -> int:
    """Forecast what each customer will receive.

    PATH: root files, folders, included files, or - for standard input;
    default: the nearest tpaudit.yaml, in this folder or above.

    \b
    Examples:
      tpaudit schedule
      tpaudit schedule --segment smb --diary
      tpaudit schedule --format csv > contacts.csv
    """
    from tpaudit.app.session import NOTHING, PASSED, planned
    from tpaudit.cli.asked import wanted
    from tpaudit.cli.terminal import is_colored, note_faults, note_nothing, progress, width, write
    from tpaudit.outputs.schedule import formats as schedules

    with progress() as shown:
        asked = wanted(paths, language=language, stdin_filename=stdin_filename, progress=shown)
        plans = planned(asked, segment, diary=diary)
    if not plans:
        note_nothing(asked.language)
        return NOTHING
    note_faults(plans)
    name = options.language_of(language) if language else plans[0][0].settings.language
    write(schedules.output(format_.value, plans, segment, diary, name, width(), is_colored(color)))
    return PASSED
