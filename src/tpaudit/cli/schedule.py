"""tpaudit schedule: contact pressure, bursts and silences."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Annotated

from typer import Option

from tpaudit.cli import options

if TYPE_CHECKING:
    from tpaudit.inventory.inventory import Inventory
    from tpaudit.messages import Language
    from tpaudit.schedule.plan import Schedule


def schedule(
    paths: options.Paths = None,
    *,
    segment: Annotated[str | None, Option(metavar="ID", help="Only this segment.")] = None,
    diary: Annotated[bool, Option("--diary", help="One customer's time, day by day; needs --segment.")] = False,
    format_: Annotated[
        options.ScheduleFormat, Option("--format", "-f", help="The format of the schedule; ics is a calendar.")
    ] = options.ScheduleFormat.TEXT,
    start: Annotated[
        str | None, Option(metavar="DATE", help="The date of day 0, such as 2026-09-01; a calendar needs it.")
    ] = None,
    owner: Annotated[
        str | None, Option(metavar="ID", help="In a calendar: this owner's first quarter, over all segments.")
    ] = None,
    separator: options.Separator = None,
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
      tpaudit schedule --owner csm --start 2027-01-11 --format ics > csm.ics
    """
    from tpaudit.app.exit_codes import FAILED, NOTHING, PASSED
    from tpaudit.app.forecast import forecast
    from tpaudit.audit import Request
    from tpaudit.cli.day import today
    from tpaudit.cli.place import where
    from tpaudit.cli.terminal import is_colored, note_faults, note_nothing, progress, width, write
    from tpaudit.outputs.schedule import formats as schedules

    with progress() as shown:
        request = Request(today(), progress=shown, where=where(paths, stdin_filename), language=language)
        plans = forecast(request, segment, diary=diary)
    if not plans:
        note_nothing(language)
        return NOTHING
    faulty = note_faults(((one.inventory, one.folder) for one in plans), language)
    name = language or plans[0].inventory.settings.language
    # What cannot be read would look like a plan without contacts.
    readable = [plan for plan in plans if plan.inventory.complete or format_ is not options.ScheduleFormat.TEXT]
    pairs = [(one.inventory, one.schedule) for one in readable]
    if format_ is options.ScheduleFormat.ICS:
        write(_calendar(pairs, segment, owner, start, name, diary=diary))
        return FAILED if faulty else PASSED
    chunks = schedules.output(format_.value, pairs, segment, diary, name, width(), is_colored(color))
    if format_ is options.ScheduleFormat.TEXT and not diary:
        from itertools import chain

        from tpaudit.outputs.observed.text import beside_plan

        seen = [(one.inventory, one.schedule, one.observation) for one in readable if one.observation is not None]
        beside = [beside_plan(*one, segment, name, width(), color=is_colored(color)) for one in seen]
        chunks = chain(chunks, (f"\n{text}" for text in beside if text))
    write(options.spelt(chunks, separator, language) if format_ is options.ScheduleFormat.CSV else chunks)
    return FAILED if faulty else PASSED


def _calendar(
    plans: Sequence[tuple[Inventory, Schedule]],
    segment: str | None,
    owner: str | None,
    start: str | None,
    language: Language,
    *,
    diary: bool,
) -> str:
    from tpaudit.cli.day import moment
    from tpaudit.exchange.calendar import Wanted, calendar
    from tpaudit.loading.usage import UsageError
    from tpaudit.messages import say

    if start is None:
        raise UsageError(say("a calendar needs the date of day 0"), say("Name it with --start, such as 2027-01-11."))
    if owner is None and not diary:
        raise UsageError(
            say("a calendar shows one segment's diary or one owner's quarter"),
            say("Name it with --segment and --diary, or with --owner."),
        )
    try:
        day = date.fromisoformat(start)
    except ValueError:
        raise UsageError(say("{given} is not a date", given=start), say("Write --start as 2027-01-11.")) from None
    return calendar(plans, Wanted(segment, owner, day, moment()), language).decode()
