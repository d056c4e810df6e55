"""Today's findings, accepted as known debt."""

from __future__ import annotations

import os

from tpaudit.app.exit_codes import BROKEN, FAILED, NOTHING, PASSED
from tpaudit.app.inventories import audit_root, require_one
from tpaudit.audit import Request
from tpaudit.findings import baseline
from tpaudit.loading.faults import Fault
from tpaudit.loading.usage import UsageError
from tpaudit.messages import Message, say


def accept(request: Request, *, accept_new: bool) -> tuple[tuple[Message, ...], int]:
    """Write each inventory's baseline; return the message about it and the exit code, 1 where debt was refused."""
    where = request.where
    if "-" in where.paths:
        raise UsageError(
            say("a baseline belongs beside a root file, and standard input has none"), say("Name the root file.")
        )
    roots = where.roots()
    require_one(request, roots)
    whole = request._replace(use_baseline=False)
    messages: list[Message] = []
    code = PASSED if roots else NOTHING
    for root in roots:
        result, crashes = audit_root(root._replace(only=()), whole)
        if crashes:
            # What a rule could not judge must not count as fixed.
            return (*messages, *(say("rule {rule} crashed", rule=crash) for crash in crashes)), BROKEN
        faults = result.inventory.faults
        if faults:
            messages += map(_told, faults[:MOST_FAULTS])
            code = FAILED
        path = where.cwd / request.baseline if request.baseline is not None else root.baseline
        update = baseline.update(baseline.read(path, named=False), result, request.today, accept_new=accept_new)
        baseline.write(path, update.baseline)
        messages.append(
            say(
                "{path}: {kept} kept, {added} added, {dropped} fixed and dropped, {refused} refused",
                path=os.path.relpath(path, where.cwd),
                kept=update.kept,
                added=len(update.added),
                dropped=update.dropped,
                refused=len(update.refused),
            )
        )
        if update.refused:
            messages.append(say("new debt is accepted with --accept-new only; tpaudit check shows it"))
            code = FAILED
    return tuple(messages), code


MOST_FAULTS = 20
"""So many faults of files are told; tpaudit check tells them all."""


def _told(fault: Fault) -> Message:
    return say(
        "{file}:{line}: {code} {what}, which no baseline accepts",
        file=fault.file,
        line=str(fault.span.line),
        code=fault.code,
        what=fault.message,
    )
