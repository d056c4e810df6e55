"""What the editor offers to do about a finding: automatic fixes, the missing field, a waiver, retirement."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from tpaudit.exchange import renaming
from tpaudit.exchange.files import path_of, plan
from tpaudit.exchange.fixing import change_of
from tpaudit.findings.causes import ESSENTIAL
from tpaudit.findings.finding import Finding
from tpaudit.inventory.inventory import Inventory
from tpaudit.inventory.subject import Kind
from tpaudit.loading.changes import Change, Set
from tpaudit.loading.source import Folder
from tpaudit.loading.usage import UsageError
from tpaudit.lsp.project import State
from tpaudit.messages import Language, render, say
from tpaudit.rules.rule import UNWAIVABLE

CHOICES = 8
"""The most values that are offered for a field."""


class Action(NamedTuple):
    """An action, with the files that it changes, before and after."""

    title: str
    edits: tuple[tuple[Path, bytes, bytes], ...]
    fingerprint: str
    preferred: bool = False


def actions(
    state: State, fingerprints: Iterable[str], given: Mapping[str, bytes], language: Language
) -> Iterator[Action]:
    """Yield what can be done about these findings; what cannot be edited safely is not offered."""
    chosen = set(fingerprints)
    folder = Folder(state.root.path.parent, given)
    for finding in state.audit.findings:
        if finding.fingerprint in chosen:
            yield from _fixes(finding, state, folder, language)
            entry = path_of(state.inventory, finding.subject.kind, finding.subject.id)
            for title, change in _changes(finding, state.inventory, language) if entry is not None else ():
                edits = planned(state, folder, {entry[0]: [change]}) if entry is not None else ()
                if edits:
                    yield Action(title, edits, finding.fingerprint)


def renamed(
    state: State, given: Mapping[str, bytes], kind: Kind, old: str, new: str
) -> tuple[tuple[Path, bytes, bytes], ...]:
    """Return the files that name an id, before and after its rename; raise UsageError if it cannot be renamed."""
    found = renaming.kind_of(state.inventory, old, new, kind)
    return planned(state, Folder(state.root.path.parent, given), renaming.changes(state.inventory, found, old, new))


def planned(
    state: State, folder: Folder, changes: Mapping[str, Sequence[Change]]
) -> tuple[tuple[Path, bytes, bytes], ...]:
    """Return the files that change, before and after; none if a change cannot be made safely."""
    try:
        found = plan(folder, changes)
    except UsageError:
        return ()
    if found.refused:
        return ()
    return tuple((state.path(edit.file), edit.before, edit.after) for edit in found.edits)


def _fixes(finding: Finding, state: State, folder: Folder, language: Language) -> Iterator[Action]:
    """Yield the automatic fixes of the finding."""
    documents = (document for document in state.inventory.documents if document.file == finding.location.file)
    document = next(documents, None)
    change = change_of(document, finding) if document is not None else None
    if change is None or finding.fix is None or document is None:
        return
    edits = planned(state, folder, {document.file: [change]})
    if edits:
        value = "" if finding.fix.value is None else str(finding.fix.value)
        title = say("Write {value}", value=value) if finding.fix.action != "remove" else say("Delete it")
        yield Action(render(title, language), edits, finding.fingerprint, preferred=finding.fix.safe)


def _changes(finding: Finding, inventory: Inventory, language: Language) -> Iterator[tuple[str, Change]]:
    subject = finding.subject
    entry = path_of(inventory, subject.kind, subject.id)
    if entry is None:
        return
    _, path = entry
    field = ESSENTIAL.get(finding.code)
    if field is not None:
        for value, name in _choices(field, inventory):
            called = f" ({name})" if name and name != value else ""
            yield f"{field}: {value}{called}", Set((*path, field), value)
    if finding.code not in UNWAIVABLE and subject.kind in (
        Kind.TOUCHPOINT,
        Kind.PHASE,
        Kind.SEGMENT,
        Kind.OWNER,
        Kind.EVENT,
    ):
        raw = inventory.raw(subject.kind, subject.id)
        waived = raw.get("waive") if isinstance(raw, dict) else None
        item = {"rule": finding.code, "reason": render(say("Say here why this is accepted"), language)}
        title = render(say("Waive {rule} here, with a reason", rule=finding.code), language)
        if isinstance(waived, list):
            yield title, Set((*path, "waive", len(waived)), item)
        elif waived is None:
            yield title, Set((*path, "waive"), [item])
    if subject.kind is Kind.TOUCHPOINT:
        yield render(say("Retire this touchpoint"), language), Set((*path, "status"), "retired")


def _choices(field: str, inventory: Inventory) -> list[tuple[str, str]]:
    match field:
        case "owner":
            return [(owner.id, owner.name) for owner in inventory.owners[:CHOICES]]
        case "phase":
            return [(phase.id, "") for phase in inventory.phases[:CHOICES]]
        case "channel":
            used: dict[str, int] = {}
            for touchpoint in inventory.touchpoints:
                for channel in touchpoint.channel:
                    used[channel] = used.get(channel, 0) + 1
            often = sorted(used, key=lambda channel: -used[channel])
            return [(channel, "") for channel in (often or ["email", "phone", "video"])[:CHOICES]]
        case _:
            return []
