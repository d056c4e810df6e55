"""tpaudit baseline: today's findings as known debt."""

from __future__ import annotations

from typing import Annotated

from typer import Option

from tpaudit.cli import options


def baseline(
    paths: options.Paths = None,
    *,
    file: Annotated[
        str | None,
        Option("--baseline", metavar="FILE", help="Its file; default: tpaudit.baseline.json beside the root."),
    ] = None,
    accept_new: Annotated[
        bool, Option("--accept-new", help="Accept findings that an existing baseline lacks.")
    ] = False,
    today: options.Today,
) -> int:
    """Accept today's findings as known debt. An existing baseline only shrinks.

    PATH: root files, folders, included files, or - for standard input;
    default: the nearest tpaudit.yaml, in this folder or above.

    \b
    Examples:
      tpaudit baseline
      tpaudit baseline --accept-new
    """
    from tpaudit.app.accept import accept
    from tpaudit.app.exit_codes import NOTHING
    from tpaudit.audit import Request
    from tpaudit.cli.place import where
    from tpaudit.cli.terminal import note, note_nothing, progress
    from tpaudit.messages import render
    from tpaudit.outputs.safe import terminal

    with progress() as shown:
        request = Request(today, progress=shown, where=where(paths), baseline=file)
        messages, code = accept(request, accept_new=accept_new)
    if code == NOTHING:
        note_nothing("en", paths)
    for message in messages:
        note(f"tpaudit: {terminal(render(message))}")
    return code
