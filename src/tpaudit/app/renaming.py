"""Renaming an id in all files of an inventory, its baseline included."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import replace
from typing import NamedTuple

from tpaudit.app.inventories import audit_root
from tpaudit.audit import Request, audit
from tpaudit.exchange import files, renaming
from tpaudit.exchange.files import FileEdit
from tpaudit.findings import baseline
from tpaudit.findings.finding import Finding
from tpaudit.findings.fingerprint import fingerprint
from tpaudit.inventory.building.build import build
from tpaudit.inventory.subject import Kind
from tpaudit.loading.discovery import Root
from tpaudit.loading.load import load
from tpaudit.loading.source import Folder
from tpaudit.loading.usage import UsageError
from tpaudit.messages import Message, say


class Renamed(NamedTuple):
    """What a rename does: how many places it changes, and the edits of the files."""

    kind: Kind
    places: int
    edits: tuple[FileEdit, ...]


def rename(request: Request, old: str, new: str, kind: Kind | None, *, write: bool) -> Renamed:
    """Rename an id wherever the files name it: everywhere, or nowhere if that cannot be done safely."""
    roots = request.where.roots()
    if len(roots) != 1:
        raise UsageError(
            say("a rename is for one inventory, and there are {n}", n=len(roots)), say("Name the one that is meant.")
        )
    root = roots[0]
    inventory = build(load(root.folder(), root.path.name), root.path.name)
    if inventory.faults:
        raise UsageError(
            say(
                "the files have {n} {n:fault|faults} that may hide where {id} is named", n=len(inventory.faults), id=old
            ),
            say("Run tpaudit check and correct them first."),
        )
    meant = renaming.kind_of(inventory, old, new, kind)
    changes = renaming.changes(inventory, meant, old, new)
    planned = files.plan(root.folder(), changes)
    if planned.refused:
        refused = planned.refused[0]
        raise UsageError(
            say("{file}:{line} cannot be changed safely: {why}", file=refused.file, line=str(refused.span.line),
                why=refused.reason),
            say("Nothing was written; write that place differently, and run the command again."),
        )  # fmt: skip
    after = {edit.file: edit.after for edit in planned.edits}
    faults = build(load(Folder(root.path.parent, after), root.path.name), root.path.name).faults
    if faults:
        raise UsageError(say("the files would be faulty: {what}", what=faults[0].message), say("Nothing was written."))
    edits = (*planned.edits, *_baseline(request, root, after, meant, {old: new}))
    if write:
        files.save(edits)
    return Renamed(meant, sum(map(len, changes.values())), edits)


def _baseline(
    request: Request, root: Root, after: Mapping[str, bytes], kind: Kind, renames: Mapping[str, str]
) -> tuple[FileEdit, ...]:
    """Return the baseline's edit: findings keep their identity under the new id."""
    if not os.path.lexists(root.baseline):
        return ()
    accepted = baseline.read(root.baseline, named=False)
    if accepted is None:
        return ()
    whole = request._replace(use_baseline=False, waivers=False)
    was, _ = audit_root(root, whole)
    now, _ = audit(Folder(root.path.parent, after), root.path.name, whole)
    there = {finding.fingerprint for finding in now.findings}
    moved = {
        finding.fingerprint: identity
        for finding in was.findings
        if (identity := _identity(finding, kind, renames)) in there
    }
    old, new = next(iter(renames.items()))
    debts = tuple(
        replace(
            debt,
            fingerprint=moved.get(debt.fingerprint, debt.fingerprint),
            subject=_subject(debt.subject, kind, old, new),
        )
        for debt in accepted.debts
    )
    before = root.baseline.read_bytes()
    changed = baseline.text(baseline.Baseline(tuple(sorted(debts, key=lambda debt: debt.order)))).encode()
    return (FileEdit(root.baseline.name, root.baseline, before, changed),) if changed != before else ()


def _subject(text: str, kind: Kind, old: str, new: str) -> str:
    """Return a debt's subject, such as `touchpoint kickoff`, with the new id."""
    named, _, entry_id = text.partition(" ")
    if named == kind and entry_id == old:
        return f"{named} {new}"
    if named == Kind.SEGMENT_PHASE and kind in (Kind.SEGMENT, Kind.PHASE):
        return f"{named} {_pair(entry_id, kind, old, new)}"
    return text


def _pair(entry_id: str, kind: Kind, old: str, new: str) -> str:
    segment, _, phase = entry_id.partition("/")
    if kind is Kind.SEGMENT:
        return f"{new if segment == old else segment}/{phase}"
    return f"{segment}/{new if phase == old else phase}"


def _identity(finding: Finding, kind: Kind, renames: Mapping[str, str]) -> str:
    """Return the fingerprint that a finding has under the new id."""
    old, new = next(iter(renames.items()))
    subject = finding.subject.id
    if finding.subject.kind is kind:
        subject = renames.get(subject, subject)
    elif finding.subject.kind is Kind.SEGMENT_PHASE and kind in (Kind.SEGMENT, Kind.PHASE):
        subject = _pair(subject, kind, old, new)
    path = tuple(new if step == old else step.replace(f"[{old}]", f"[{new}]") for step in finding.path)
    words = finding.of.split(" ")
    discriminator = finding.of if old not in words else " ".join(sorted(renames.get(word, word) for word in words))
    return fingerprint(finding.code, finding.subject.kind, subject, path, discriminator)


def outcome(renamed: Renamed, old: str, new: str, *, written: bool) -> Message:
    """Return the message about a rename."""
    listed = ", ".join(edit.file for edit in renamed.edits)
    if written:
        template = say("{old} is {new} now: {places} {places:place|places} in {files}")
    else:
        template = say("{old} would be {new}: {places} {places:place|places} in {files}")
    return say(template.template, old=old, new=new, places=renamed.places, files=listed)
