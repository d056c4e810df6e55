"""tpaudit report: the report for planning the next quarter."""

from __future__ import annotations

from typing import Annotated

from typer import Option

from tpaudit.cli import options


def report(
    paths: options.Paths = None,
    *,
    format_: Annotated[
        options.ReportFormat, Option("--format", "-f", envvar="TPAUDIT_REPORT_FORMAT", help="The report's format.")
    ] = options.ReportFormat.HTML,
    output: options.Output = None,
    owner: Annotated[str | None, Option(metavar="ID", help="Only what concerns this owner.")] = None,
    segment: Annotated[str | None, Option(metavar="ID", help="Only what concerns this segment.")] = None,
    full: Annotated[
        bool, Option("--full", help="Print the registers too: every finding, infos among them, and the inventory.")
    ] = False,
    title: Annotated[str | None, Option(metavar="TEXT", help="The report's title; default: the root file's.")] = None,
    since: Annotated[
        str | None,
        Option(metavar="REV", envvar="TPAUDIT_SINCE", help="Show what has changed since this git revision."),
    ] = None,
    customers: Annotated[
        str | None,
        Option(
            metavar="FILE",
            help="A CSV file with id, segment and start of each customer: show each team's work by week. "
            "Nothing that identifies a customer is shown.",
        ),
    ] = None,
    baseline: options.BaselineFile = None,
    no_baseline: Annotated[
        bool, Option("--no-baseline", envvar="TPAUDIT_NO_BASELINE", help="Treat known debt like any other finding.")
    ] = False,
    links: options.Links = None,
    today: options.Today,
    language: options.Language = None,
    jobs: options.Jobs = 1,
    stdin_filename: options.StdinFilename = None,
) -> int:
    """Render the report for planning, as one HTML file or as Markdown.

    PATH: root files, folders, included files, or - for standard input;
    default: the nearest tpaudit.yaml, in this folder or above.

    \b
    Examples:
      tpaudit report --output audit.html
      tpaudit report --format markdown --language de --owner csm
    """
    from tpaudit.app.check import check, check_and_compare
    from tpaudit.app.customers import customers_of
    from tpaudit.app.exit_codes import BROKEN, FAILED, NOTHING, PASSED
    from tpaudit.audit import Request
    from tpaudit.cli.destination import destination
    from tpaudit.cli.known import require
    from tpaudit.cli.linking import links as linked
    from tpaudit.cli.place import here, where
    from tpaudit.cli.terminal import deliver, note_faults, note_nothing, progress
    from tpaudit.findings.filter import Filter
    from tpaudit.report import render

    format_, output = destination(output, format_)
    with progress() as shown:
        request = Request(
            today,
            progress=shown,
            where=where(paths, stdin_filename),
            language=language,
            baseline=baseline,
            use_baseline=not no_baseline,
            jobs=jobs,
        )
        result, comparison = (check(request), None) if since is None else check_and_compare(request, since)
        if not result.inventories:
            note_nothing(result.language, paths)
            return NOTHING
        require(result, Filter(owners=(owner,) if owner else (), segments=(segment,) if segment else ()))
        started = None if customers is None else customers_of(result, here(), customers)
        make = render.html if format_ is options.ReportFormat.HTML else render.markdown
        settings = result.inventories[0].inventory.settings
        text = make(
            result,
            title=title,
            owner=owner,
            segment=segment,
            comparison=comparison,
            full=full,
            customers=started,
            links=linked(links or settings.links),
        )
    faulty = note_faults(((audited.inventory, audited.folder) for audited in result.inventories), language)
    deliver(text, output)
    return BROKEN if result.crashed else FAILED if faulty else PASSED
