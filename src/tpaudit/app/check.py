"""Audits of a work tree, on their own or compared with a git revision."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from tpaudit.app.inventories import Result, audit_root, for_root, require_one, together
from tpaudit.audit import Request
from tpaudit.findings.result import Audit, Compared
from tpaudit.loading.discovery import Root
from tpaudit.loading.usage import UsageError
from tpaudit.messages import say

if TYPE_CHECKING:
    from tpaudit.diff.comparison import Comparison, InventoryChange
    from tpaudit.diff.sides import Pair


def check(request: Request) -> Audit:
    """Return the audit; raise UsageError if the command line or the environment is at fault."""
    if request.since is not None:
        return together(_since(request.since, request)[0], request)
    roots = request.where.roots()
    require_one(request, roots)
    return together(_each(roots, request), request)


def check_and_compare(request: Request, since: str) -> tuple[Audit, Comparison]:
    """Return the audit with its findings compared to a revision, and what has changed since."""
    from tpaudit.diff.comparison import Comparison

    results, changes = _since(since, request)
    return together(results, request), Comparison(since, None, request.today, changes)


def _each(roots: Sequence[Root], request: Request) -> list[Result]:
    if request.jobs < 2 or len(roots) < 2:
        return [audit_root(root, request) for root in roots]
    from concurrent.futures import ProcessPoolExecutor
    from concurrent.futures.process import BrokenProcessPool

    # Neither streams nor functions travel to other processes.
    alone = request._replace(where=request.where._replace(stdin=None), progress=None)
    try:
        with ProcessPoolExecutor(min(request.jobs, len(roots))) as pool:
            return list(pool.map(audit_root, roots, [alone] * len(roots)))
    except BrokenProcessPool as error:
        raise UsageError(
            say("a process that audited an inventory was ended from outside, perhaps for want of memory"),
            say("Run fewer at once: --jobs 1."),
        ) from error


def _since(name: str, request: Request) -> tuple[list[Result], tuple[InventoryChange, ...]]:
    """Audit both sides of each inventory, and mark findings as new, unchanged or fixed."""
    from tpaudit.diff import sides
    from tpaudit.diff.comparison import compare
    from tpaudit.diff.touching import placed
    from tpaudit.findings.since import marked

    where = request.where
    roots = sides.todays(where.paths, where.cwd, lambda there: where._replace(paths=tuple(there)).roots(all_hold=False))
    require_one(request, roots)
    results: list[Result] = []
    changes = []
    for pair in sides.since(name, roots, where.paths, where.cwd):
        of_root = for_root(request, pair.after) if isinstance(pair.after, Root) else request
        audited = sides.audited(pair, of_root, where.cwd)
        changed = compare(audited.before, audited.after)
        changes.append(changed)
        marked_audit = placed(marked(audited.before, audited.after, of_root.shown.shows, changed.renames), changed)
        results.append((replace(marked_audit, compared=_compared(name, pair, changed)), audited.crashed))
    return results, tuple(changes)


def _compared(name: str, pair: Pair, change: InventoryChange) -> Compared:
    """Return what the inventory was compared with, and what a reader of the comparison has to know."""
    from tpaudit.diff.touching import owners
    from tpaudit.diff.uncommitted import uncommitted
    from tpaudit.loading.git import revision

    commit = pair.before.revision.commit if pair.before is not None else revision(pair.repository, name).commit
    if change.after is None or not isinstance(pair.after, Root):
        return Compared(name, commit)
    head = revision(pair.repository, "HEAD")
    return Compared(name, commit, owners(change), uncommitted(change.after, pair.after.folder(), head))
