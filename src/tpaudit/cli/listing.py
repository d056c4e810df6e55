"""tpaudit list: the touchpoints, filtered."""

from __future__ import annotations

from typing import Annotated

from typer import Option

from tpaudit.cli import options


def listing(
    paths: options.Paths = None,
    *,
    owner: options.Owners = None,
    phase: options.Phases = None,
    segment: options.Segments = None,
    channel: Annotated[list[str] | None, Option(metavar="ID", help="Only touchpoints in this channel.")] = None,
    status: Annotated[list[str] | None, Option(metavar="STATUS", help="Only touchpoints of this status.")] = None,
    tag: Annotated[list[str] | None, Option(metavar="TAG", help="Only touchpoints with this tag.")] = None,
    audience: Annotated[list[str] | None, Option(metavar="WHO", help="Only what is meant for this audience.")] = None,
    missing: Annotated[
        list[str] | None, Option(metavar="FIELD", help="Only upcoming and live touchpoints without this field.")
    ] = None,
    format_: Annotated[
        options.TableFormat, Option("--format", "-f", help="The format of the list.")
    ] = options.TableFormat.TEXT,
    separator: options.Separator = None,
    language: options.Language = None,
    stdin_filename: options.StdinFilename = None,
) -> int:
    """List touchpoints: what is mine, and what is wrong with it.

    PATH: root files, folders, included files, or - for standard input;
    default: the nearest tpaudit.yaml, in this folder or above.

    \b
    Examples:
      tpaudit list --owner csm
      tpaudit list --phase onboarding --format csv
      tpaudit list --missing timing
    """
    from tpaudit.app.session import FAILED, NOTHING, PASSED, run
    from tpaudit.cli.asked import wanted, words
    from tpaudit.cli.known import require
    from tpaudit.cli.terminal import note_faults, note_nothing, progress, width, write
    from tpaudit.outputs import listing as output

    with progress() as shown:
        result = run(wanted(paths, language=language, stdin_filename=stdin_filename, progress=shown))
    if not result.inventories:
        note_nothing(result.language)
        return NOTHING
    chosen = output.Choice(
        owners=words(owner),
        phases=words(phase),
        segments=words(segment),
        channels=words(channel),
        statuses=words(status),
        tags=words(tag),
        audiences=tuple(audience or ()),
        missing=words(missing),
    )
    require(
        result,
        owners=chosen.owners,
        phases=chosen.phases,
        segments=chosen.segments,
        channels=chosen.channels,
        statuses=chosen.statuses,
        audiences=chosen.audiences,
        fields=chosen.missing,
    )
    faulty = note_faults((one.inventory, one.folder) for one in result.inventories)
    text = output.output(format_.value, result, chosen, width())
    write(options.spelt(text, separator, language) if format_ is options.TableFormat.CSV else text)
    return FAILED if faulty else PASSED
