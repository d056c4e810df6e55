"""tpaudit diff: what a change does to the customer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from typer import Argument, Option

from tpaudit.cli import options

if TYPE_CHECKING:
    from tpaudit.diff.comparison import Comparison


def _template(comparison: Comparison) -> str | None:
    """Return what the root file says that links look like."""
    audits = (inventory.after for inventory in comparison.inventories)
    return next((audit.inventory.settings.links for audit in audits if audit is not None), None)


def diff(
    before: Annotated[str, Argument(metavar="REV", hidden=True)],
    after: Annotated[str | None, Argument(metavar="REV", hidden=True)] = None,
    *,
    path: Annotated[
        list[str] | None, Option("--path", metavar="PATH", help="The inventory; repeatable; default: as for check.")
    ] = None,
    format_: Annotated[
        options.DiffFormat, Option("--format", "-f", help="The format of the comparison.")
    ] = options.DiffFormat.TEXT,
    fail_on: Annotated[
        options.DiffFailOnName,
        Option(help="Fail on what the change makes worse: new (and grown) findings, grown ones alone, or never."),
    ] = options.DiffFailOnName.NEVER,
    owner: options.Owners = None,
    output: options.Output = None,
    links: options.Links = None,
    today: options.Today,
    language: options.Language = None,
    color: options.Color = options.ColorName.AUTO,
) -> int:
    """Say what a change does: touchpoints, contact pressure, findings.

    REV: a git revision; one alone is compared with the work tree. As for
    git diff, A..B compares A with B, and A...B where both parted with B; an
    end left out is HEAD.

    \b
    Examples:
      tpaudit diff origin/main
      tpaudit diff origin/main...
      tpaudit diff origin/main --fail-on new
      tpaudit diff v1.0 v1.1 --format markdown
    """
    from tpaudit.app.compare import compare
    from tpaudit.app.exit_codes import BROKEN, FAILED, NOTHING, PASSED
    from tpaudit.audit import Request
    from tpaudit.cli.destination import destination
    from tpaudit.cli.known import require_of
    from tpaudit.cli.linking import links as linked
    from tpaudit.cli.place import where
    from tpaudit.cli.terminal import deliver, is_colored, note, note_nothing, progress, width
    from tpaudit.findings.filter import Filter
    from tpaudit.outputs.diff import json as diff_json
    from tpaudit.outputs.diff import markdown as diff_markdown
    from tpaudit.outputs.diff import text as diff_text
    from tpaudit.outputs.safe import terminal

    format_, output = destination(output, format_)
    with progress() as shown:
        request = Request(today, progress=shown, where=where(path), language=language, shown=Filter(owner or ()))
        comparison, name, crashed = compare(request, before, after)
    sides = (side for change in comparison.inventories for side in (change.before, change.after) if side is not None)
    require_of([side.inventory for side in sides], request.shown)
    match format_:
        case options.DiffFormat.JSON:
            text = diff_json.document(comparison, name)
        case options.DiffFormat.MARKDOWN:
            text = diff_markdown.document(comparison, name, linked(links or _template(comparison)))
        case _:
            on_screen = output is None
            text = diff_text.document(
                comparison,
                name,
                width=width() if on_screen else None,
                color=on_screen and is_colored(color),
            )
    deliver(text, output)
    for crash in crashed:
        note(f"tpaudit: rule {terminal(crash)}")
    if not comparison.inventories:
        note_nothing(name, path)
        return NOTHING
    if crashed:
        return BROKEN
    return FAILED if comparison.fails(fail_on.value) else PASSED
