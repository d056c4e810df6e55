"""What a change does: two sides audited and compared."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from tpaudit.app.inventories import for_root
from tpaudit.audit import Request
from tpaudit.diff import comparison, sides
from tpaudit.diff.comparison import Comparison, InventoryChange
from tpaudit.diff.uncommitted import uncommitted
from tpaudit.loading.discovery import Root
from tpaudit.loading.git import repository, revision
from tpaudit.loading.source import Folder
from tpaudit.messages import Language


def compare(request: Request, before: str, after: str | None) -> tuple[Comparison, Language, tuple[str, ...]]:
    """Return what a change does, the reader's language, and the errors of rules that crashed.

    `after` None: the work tree, unless `before` is a range.
    """
    before, after = sides.ends(before, after)
    where = request.where
    both = [
        sides.audited(pair, for_root(request, pair.after) if isinstance(pair.after, Root) else request, where.cwd)
        for pair in sides.between(before, after, where.paths, where.cwd)
    ]
    every = (comparison.compare(audited.before, audited.after) for audited in both)
    changes = tuple(comparison.limited(change, request.shown) for change in every)
    crashed = tuple(crash for audited in both for crash in audited.crashed)
    there = [side for audited in both for side in (audited.after, audited.before) if side is not None]
    language = request.language or (there[0].inventory.settings.language if there else "en")
    left_out = _left_out(changes, where.cwd) if after == sides.HEAD else 0
    return Comparison(before, after, request.today, changes, left_out), language, crashed


def _left_out(changes: Sequence[InventoryChange], cwd: Path) -> int:
    """Return how many files of the work tree differ from the last commit, if that is the side being compared."""
    there = repository(cwd)
    head = revision(there, sides.HEAD)
    return sum(
        uncommitted(change.after, Folder(there.top / (change.after.repository_folder or "")), head)
        for change in changes
        if change.after is not None
    )
