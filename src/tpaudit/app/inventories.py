"""The inventories that a request means, audited one by one."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from tpaudit.audit import Request, audit
from tpaudit.findings.result import Audit, InventoryAudit
from tpaudit.loading.discovery import Root, folder_as_seen, folder_in_repository
from tpaudit.loading.usage import UsageError
from tpaudit.messages import say

if TYPE_CHECKING:
    from tpaudit.findings.measures import Accepted

Result = tuple[InventoryAudit, tuple[str, ...]]
"""An audit, and the errors of rules that crashed."""


def audit_root(root: Root, request: Request) -> Result:
    """Return the audit of one inventory, compared with its baseline."""
    folder = root.path.parent
    return audit(
        root.folder(),
        root.path.name,
        for_root(request, root),
        folder=folder_as_seen(folder, request.where.cwd),
        repository_folder=folder_in_repository(folder),
    )


def for_root(request: Request, root: Root) -> Request:
    """Return the request for one root, with its baseline's findings and the files that the command line names."""
    return request._replace(known=_known(root, request), shown=request.shown._replace(files=root.only))


def _known(root: Root, request: Request) -> Mapping[str, Accepted] | None:
    if not request.use_baseline:
        return None
    path = request.where.cwd / request.baseline if request.baseline else root.baseline
    if request.baseline is None and not os.path.lexists(path):
        return None
    from tpaudit.findings import baseline

    found = baseline.read(path, named=request.baseline is not None)
    return found.known if found is not None else None


def require_one(request: Request, roots: Sequence[Root]) -> None:
    """Raise UsageError if one baseline is named for several inventories: each has debt of its own."""
    if request.baseline is not None and len(roots) > 1:
        raise UsageError(
            say("--baseline names one file for {n} inventories", n=len(roots)), say("Name one inventory as well.")
        )


def together(results: Sequence[Result], request: Request) -> Audit:
    """Return the audits of all inventories as one."""
    audits = tuple(result for result, _ in results)
    return Audit(
        inventories=audits,
        today=request.today,
        language=request.language or (audits[0].inventory.settings.language if audits else "en"),
        fail_on={result.root: request.fail_on or result.inventory.settings.fail_on for result in audits},
        crashed=tuple(crash for _, crashes in results for crash in crashes),
    )
