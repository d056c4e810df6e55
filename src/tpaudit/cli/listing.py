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
    channel: options.Channels = None,
    status: options.Statuses = None,
    tag: options.Tags = None,
    audience: Annotated[list[str] | None, Option(metavar="WHO", help="Only what is meant for this audience.")] = None,
    missing: Annotated[
        list[str] | None,
        Option(
            metavar="FIELD",
            help="Only upcoming and live touchpoints without this field.",
            callback=options.words,
        ),
    ] = None,
    format_: Annotated[
        options.TableFormat, Option("--format", "-f", help="The format of the list.")
    ] = options.TableFormat.TEXT,
    output: options.Output = None,
    separator: options.Separator = None,
    today: options.Today,
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
    from tpaudit.app.check import check
    from tpaudit.app.exit_codes import FAILED, NOTHING, PASSED
    from tpaudit.audit import Request
    from tpaudit.cli.destination import destination
    from tpaudit.cli.known import require
    from tpaudit.cli.place import where
    from tpaudit.cli.terminal import deliver, note_faults, note_nothing, progress, width
    from tpaudit.findings.filter import Filter
    from tpaudit.outputs import listing

    format_, output = destination(output, format_)
    with progress() as shown:
        request = Request(today, progress=shown, where=where(paths, stdin_filename), language=language)
        result = check(request)
    if not result.inventories:
        note_nothing(result.language, paths)
        return NOTHING
    chosen = Filter(
        owner or (),
        phase or (),
        segment or (),
        channels=channel or (),
        statuses=status or (),
        tags=tag or (),
        audiences=audience or (),
        missing=missing or (),
    )
    require(result, chosen)
    faulty = note_faults((audited.inventory, audited.folder) for audited in result.inventories)
    text = listing.output(format_.value, result, chosen, width() if output is None else None)
    deliver(options.spelt(text, separator, language) if format_ is options.TableFormat.CSV else text, output)
    return FAILED if faulty else PASSED
