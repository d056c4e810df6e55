"""tpaudit rename: change an id wherever it is named."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from typer import Argument, Option

from tpaudit.cli import options


class KindName(StrEnum):
    """The kinds of entries that have ids."""

    TOUCHPOINT = "touchpoint"
    PHASE = "phase"
    SEGMENT = "segment"
    OWNER = "owner"
    CHANNEL = "channel"
    EVENT = "event"
    AUDIENCE = "audience"


def rename(
    old: Annotated[str, Argument(metavar="OLD", hidden=True)],
    new: Annotated[str, Argument(metavar="NEW", hidden=True)],
    paths: options.Paths = None,
    *,
    kind: Annotated[KindName | None, Option(help="What is renamed, where several have the id.")] = None,
    diff: Annotated[bool, Option("--diff", help="Show how the files would change, and write nothing.")] = False,
    today: options.Today,
    language: options.PlainLanguage = None,
) -> int:
    """Rename an id in all files, the baseline included.

    OLD, NEW: the ids. PATH: root file or folder; default: the nearest
    tpaudit.yaml, in this folder or above.

    Comments and everything else stay as they are; where that cannot be,
    nothing is written.

    \b
    Examples:
      tpaudit rename kickoff kickoff-call
      tpaudit rename support service --kind owner --diff
    """
    from tpaudit.app.renaming import outcome
    from tpaudit.app.renaming import rename as rename_id
    from tpaudit.audit import Request
    from tpaudit.cli.place import where
    from tpaudit.cli.terminal import note, progress, write
    from tpaudit.exchange.files import difference
    from tpaudit.inventory.subject import Kind
    from tpaudit.messages import render
    from tpaudit.outputs.safe import terminal

    with progress() as shown:
        request = Request(today, progress=shown, where=where(paths))
        renamed = rename_id(request, old, new, Kind(kind.value) if kind else None, write=not diff)
    if diff:
        write("\n".join(map(terminal, difference(renamed.edits).split("\n"))))
    note(f"tpaudit: {terminal(render(outcome(renamed, old, new, written=not diff), language or 'en'))}")
    return 0
