"""Automatic fixes, applied to the inventory's files."""

from __future__ import annotations

from typing import NamedTuple

from tpaudit.app.inventories import for_root
from tpaudit.audit import Request, audit
from tpaudit.exchange import files, fixing
from tpaudit.exchange.edits import Refused
from tpaudit.exchange.files import FileEdit
from tpaudit.findings.finding import Finding
from tpaudit.loading.discovery import Root
from tpaudit.loading.source import Folder
from tpaudit.loading.usage import UsageError
from tpaudit.messages import Message, say

_PASSES = 6
"""How many times the files are read again, since a fix may uncover another fault."""


class Fixed(NamedTuple):
    """What was fixed: the edits, how many findings, how many need a choice, and what could not be changed."""

    edits: tuple[FileEdit, ...]
    fixed: int
    unsafe: int
    refused: tuple[Refused, ...]

    @property
    def outcome(self) -> Message:
        """The sentence about it."""
        if self.unsafe:
            return say(
                "{fixed} fixed; {unsafe} more {unsafe:has|have} a fix that somebody must choose: --unsafe-fixes",
                fixed=self.fixed,
                unsafe=self.unsafe,
            )
        return say("{fixed} fixed", fixed=self.fixed)


def fix(request: Request, *, unsafe: bool, write: bool) -> tuple[Fixed, ...]:
    """Apply the automatic fixes to each inventory, and return what was done."""
    if "-" in request.where.paths:
        raise UsageError(say("standard input cannot be fixed in place"), say("Name the files."))
    done = tuple(_fixed(root, request, unsafe=unsafe) for root in request.where.roots())
    if write:
        files.save([edit for fixed_root in done for edit in fixed_root.edits])
    return done


def _fixed(root: Root, request: Request, *, unsafe: bool) -> Fixed:
    contents: dict[str, bytes] = {}
    before: dict[str, FileEdit] = {}
    refused: dict[object, Refused] = {}
    count = left = 0
    for _ in range(_PASSES):
        folder = Folder(root.path.parent, contents)
        result, _crashed = audit(folder, root.path.name, for_root(request, root)._replace(progress=None))
        findings: list[Finding] = [finding for finding in result.findings if finding.waived is None]
        found = fixing.fixes(result.inventory, findings, unsafe=unsafe)
        left = len(found.unsafe)
        planned = files.plan(folder, found.changes)
        refused |= {(refusal.file, refusal.change.path): refusal for refusal in planned.refused}
        if not planned.edits:
            break
        count += len(found.fixed) - len(planned.refused)
        for edit in planned.edits:
            first = before.get(edit.file, edit)
            before[edit.file] = first._replace(after=edit.after)
            contents[edit.file] = edit.after
    return Fixed(tuple(before.values()), count, left, tuple(refused.values()))
