"""tpaudit check: the audit, and the gate in CI."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from typer import Option

from tpaudit.cli import options
from tpaudit.severity import Severity, down_to

if TYPE_CHECKING:
    from tpaudit.audit import Request

FORMATS = "text, concise, json, sarif, github, gitlab, junit, markdown"


def formats() -> list[str]:
    """Return the formats, for shell completion."""
    return FORMATS.split(", ")


def check(
    paths: options.Paths = None,
    *,
    format_: Annotated[
        str,
        Option(
            "--format",
            "-f",
            metavar="FORMAT",
            envvar="TPAUDIT_FORMAT",
            help="One of text, concise, json, sarif, github, gitlab, junit, markdown.",
            autocompletion=formats,
        ),
    ] = "text",
    output: Annotated[
        list[str] | None,
        Option(
            "--output",
            "-o",
            metavar="[FORMAT=]FILE",
            envvar="TPAUDIT_OUTPUT",
            help="Write to this file, not to standard output; with FORMAT=, a further format. Repeatable.",
        ),
    ] = None,
    select: options.Select = None,
    ignore: options.Ignore = None,
    owner: options.Owners = None,
    phase: options.Phases = None,
    segment: options.Segments = None,
    fail_on: options.FailOn = None,
    show: Annotated[
        Severity | None,
        Option(
            envvar="TPAUDIT_SHOW",
            help="Show findings down to this severity; default: warning where people read, else info.",
        ),
    ] = None,
    expand: Annotated[
        bool, Option("--expand", envvar="TPAUDIT_EXPAND", help="Show every finding with its source line.")
    ] = False,
    since: options.Since = None,
    baseline: options.BaselineFile = None,
    no_baseline: options.NoBaseline = False,
    no_waivers: options.NoWaivers = False,
    today: options.Today,
    language: options.Language = None,
    color: options.Color = options.ColorName.AUTO,
    suppressed: Annotated[
        bool,
        Option(
            "--suppressed",
            envvar="TPAUDIT_SUPPRESSED",
            help="In SARIF, keep what is waived or known from the baseline, marked as suppressed.",
        ),
    ] = False,
    statistics: Annotated[
        bool, Option("--statistics", envvar="TPAUDIT_STATISTICS", help="Add counts by rule, family and maturity step.")
    ] = False,
    quiet: options.Quiet = False,
    links: options.Links = None,
    fix: Annotated[
        bool, Option("--fix", help="First correct in the files what corrects itself: misspelt words, stale waivers.")
    ] = False,
    unsafe_fixes: Annotated[
        bool, Option("--unsafe-fixes", help="With --fix or --diff: also where one of several meanings is chosen.")
    ] = False,
    diff: Annotated[bool, Option("--diff", help="Show what --fix would change, and change nothing.")] = False,
    jobs: options.Jobs = 1,
    stdin_filename: options.StdinFilename = None,
) -> int:
    """Audit inventories; the exit code says whether they pass.

    PATH: root files, folders, included files, or - for standard input;
    default: the nearest tpaudit.yaml, in this folder or above.

    Exit codes: 0 passed, 1 findings at or above --fail-on,
    2 command line, environment or internal error, 3 nothing checked.

    \b
    Examples:
      tpaudit check
      tpaudit check examples/b2b-saas --show info
      tpaudit check --since origin/main --format github
      tpaudit check --output sarif=audit.sarif --output junit=audit.xml
      tpaudit check --diff
    """
    from tpaudit.app.check import check as audited
    from tpaudit.app.exit_codes import exit_code
    from tpaudit.audit import Request
    from tpaudit.cli.delivering import closing, deliver, files, named, takes_all
    from tpaudit.cli.known import require, require_rules
    from tpaudit.cli.linking import links as linked
    from tpaudit.cli.place import where
    from tpaudit.cli.terminal import is_colored, note, note_nothing, progress, width, write
    from tpaudit.findings.filter import Filter
    from tpaudit.outputs.check.options import Options

    form = named(format_)
    outputs = files(output or (), form)
    with progress() as shown:
        request = Request(
            today,
            select=select,
            ignore=ignore,
            waivers=not no_waivers,
            shown=Filter(owner or (), phase or (), segment or ()),
            progress=shown,
            where=where(paths, stdin_filename),
            fail_on=fail_on,
            language=language,
            since=since,
            baseline=baseline,
            use_baseline=not no_baseline,
            jobs=jobs,
        )
        if diff:
            return _difference(request, unsafe=unsafe_fixes)
        if fix:
            _fix(request, unsafe=unsafe_fixes)
        result = audited(request)
    require_rules(result, (*(select or ()), *(ignore or ())))
    require(result, request.shown)
    settings = result.inventories[0].inventory.settings if result.inventories else None
    level = show or (settings.show if settings is not None else None)
    look = Options(
        show=down_to(level) if level is not None else None,
        suppressed=suppressed or (settings is not None and settings.suppressed),
        expand=expand or (settings is not None and settings.expand),
        statistics=statistics or (settings is not None and settings.statistics),
        quiet=quiet,
        width=width(),
        color=is_colored(color),
        links=linked(links or (settings.links if settings is not None else None)),
    )
    if not result.inventories:
        note_nothing(result.language, paths)
    delivered = deliver(result, form, outputs, look)
    if not takes_all(output or ()):
        write(delivered)
    last = closing(result, form)
    if last:
        note(last)
    return exit_code(result)


def _fix(request: Request, *, unsafe: bool) -> None:
    from tpaudit.app.fixing import fix
    from tpaudit.cli.terminal import note
    from tpaudit.messages import render, say
    from tpaudit.outputs.safe import terminal

    for fixed in fix(request, unsafe=unsafe, write=True):
        note(f"tpaudit: {terminal(render(fixed.outcome, request.language or 'en'))}")
        for refused in fixed.refused:
            place = say("{file}:{line} cannot be changed safely: {why}", file=refused.file, line=str(refused.span.line),
                        why=refused.reason)  # fmt: skip
            note(f"tpaudit: {terminal(render(place, request.language or 'en'))}")


def _difference(request: Request, *, unsafe: bool) -> int:
    """Show what would be fixed; return 1 if anything would, as check does with findings."""
    from tpaudit.app.fixing import fix
    from tpaudit.cli.terminal import write
    from tpaudit.exchange.files import difference
    from tpaudit.outputs.safe import terminal

    edits = [edit for fixed in fix(request, unsafe=unsafe, write=False) for edit in fixed.edits]
    if edits:
        write("\n".join(map(terminal, difference(edits).split("\n"))))
    return 1 if edits else 0
