"""tpaudit schedule: contact pressure, bursts and silences."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Annotated

from typer import Option

from tpaudit.cli import options

if TYPE_CHECKING:
    from tpaudit.app.forecast import Planned
    from tpaudit.inventory.inventory import Inventory
    from tpaudit.messages import Language
    from tpaudit.outputs.schedule.diary import DiaryRequest
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
    audience: Annotated[
        list[str] | None, Option(metavar="WHO", help="In the diary: the customer is a member of this audience.")
    ] = None,
    event: Annotated[
        list[str] | None, Option(metavar="NAME=DAY", help="In the diary: this happens to the customer on that day.")
    ] = None,
    output: options.Output = None,
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
      tpaudit schedule --segment smb --diary --start 2027-01-04
      tpaudit schedule --segment smb --diary --event health_drop=20
      tpaudit schedule --format csv > contacts.csv
      tpaudit schedule --owner csm --start 2027-01-11 --format ics > csm.ics
    """
    from tpaudit.app.exit_codes import FAILED, NOTHING, PASSED
    from tpaudit.app.forecast import forecast
    from tpaudit.audit import Request
    from tpaudit.cli.day import today
    from tpaudit.cli.destination import destination
    from tpaudit.cli.place import where
    from tpaudit.cli.terminal import deliver, is_colored, note_faults, note_nothing, progress, width
    from tpaudit.loading.usage import UsageError
    from tpaudit.messages import say
    from tpaudit.outputs.schedule import formats as schedules

    format_, output = destination(output, format_)
    with progress() as shown:
        request = Request(today(), progress=shown, where=where(paths, stdin_filename), language=language)
        plans = forecast(request, segment, diary=diary)
    if not plans:
        note_nothing(language, paths)
        return NOTHING
    faulty = note_faults(((plan.inventory, plan.folder) for plan in plans), language)
    name = language or plans[0].inventory.settings.language
    # An unreadable inventory would look like a plan without contacts.
    readable = [plan for plan in plans if plan.inventory.complete or format_ is not options.ScheduleFormat.TEXT]
    pairs = [(plan.inventory, plan.schedule) for plan in readable]
    if (audience or event) and not (diary and format_ is options.ScheduleFormat.TEXT):
        raise UsageError(
            say("--audience and --event are for one customer's diary"), say("Name it with --segment and --diary.")
        )
    if format_ is options.ScheduleFormat.ICS:
        deliver(_calendar(pairs, segment, owner, start, name, diary=diary), output)
        return FAILED if faulty else PASSED
    shown_diary = _asked(readable, segment, audience, event, start) if diary else None
    seen = tuple(plan.observation for plan in readable)
    columns, colored = (width(), is_colored(color)) if output is None else (None, False)
    chunks = schedules.output(format_.value, pairs, segment, shown_diary, name, columns, colored, seen)
    deliver(options.spelt(chunks, separator, language) if format_ is options.ScheduleFormat.CSV else chunks, output)
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
    from tpaudit.exchange.calendar import CalendarRequest, calendar
    from tpaudit.loading.usage import UsageError
    from tpaudit.messages import say

    day = _date(start)
    if day is None:
        raise UsageError(say("a calendar needs the date of day 0"), say("Name it with --start, such as 2027-01-11."))
    if owner is None and not diary:
        raise UsageError(
            say("a calendar shows one segment's diary or one owner's quarter"),
            say("Name it with --segment and --diary, or with --owner."),
        )
    return calendar(plans, CalendarRequest(segment, owner, day, moment()), language).decode()


def _date(start: str | None) -> date | None:
    from tpaudit.loading.usage import UsageError
    from tpaudit.messages import say

    try:
        return date.fromisoformat(start) if start is not None else None
    except ValueError:
        raise UsageError(say("{given} is not a date", given=start or ""), say("Write --start as 2027-01-11.")) from None


def _asked(
    plans: Sequence[Planned],
    segment: str | None,
    audiences: list[str] | None,
    events: list[str] | None,
    start: str | None,
) -> DiaryRequest:
    """Return of whom the diary is; raise UsageError where no inventory knows an audience or an event."""
    from tpaudit.cli.known import require_in
    from tpaudit.outputs.schedule.diary import DiaryRequest
    from tpaudit.schedule.customer import Customer

    inventories = [plan.inventory for plan in plans]
    happening = tuple(map(_event, events or ()))
    require_in(inventories, audiences=audiences or (), events=[name for name, _ in happening])
    _require_undated(plans, segment, [name for name, _ in happening])
    _require_together(inventories, list(dict.fromkeys(audiences or ())))
    return DiaryRequest(Customer(frozenset(audiences or ()), happening), _date(start))


def _require_together(inventories: Sequence[Inventory], audiences: Sequence[str]) -> None:
    """Raise UsageError where nobody can be a member of all of the audiences."""
    from tpaudit.loading.usage import UsageError
    from tpaudit.messages import say

    for inventory in inventories:
        member_of: dict[str, str] = {}
        for audience in audiences:
            group = inventory.audience[audience].one_of if audience in inventory.audience else None
            if group is not None and member_of.setdefault(group, audience) != audience:
                raise UsageError(
                    say("nobody is in both {first} and {second}", first=member_of[group], second=audience),
                    say("Name one of them: both are `one_of: {group}`.", group=group),
                )


def _event(given: str) -> tuple[str, int]:
    from tpaudit.loading.usage import UsageError
    from tpaudit.messages import say

    name, _, day = given.rpartition("=")
    number = day.strip().removeprefix("-")
    if not name or not (number.isascii() and number.isdecimal() and len(number) <= 5):
        raise UsageError(
            say("--event {given} names no event and day", given=given), say("Write it as --event cart_abandoned=20.")
        )
    return name.strip(), int(day)


def _require_undated(plans: Sequence[Planned], segment: str | None, events: Sequence[str]) -> None:
    from tpaudit.loading.usage import UsageError
    from tpaudit.messages import say

    for event in events:
        for planned in plans:
            for plan in (plan for plan in planned.schedule.segments if segment in (None, plan.segment.id)):
                roots = {step.event for steps in plan.steps.values() for step in steps}
                declared = planned.inventory.event.get(event)
                if event in plan.event_days and event not in roots:
                    raise UsageError(
                        say("{event} has days of its own in {segment}", event=event, segment=plan.segment.id),
                        say("--event is for what nobody can date, such as cart_abandoned."),
                    )
                after = declared.after if declared is not None else None
                if after is not None and event not in roots and after in roots:
                    raise UsageError(
                        say("{event} follows {root}", event=event, root=after),
                        say("Name {root} with --event.", root=after),
                    )
