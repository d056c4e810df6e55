"""Automatic fixes: from a finding's fix to a change of its file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from tpaudit.findings.finding import Finding
from tpaudit.inventory.inventory import Inventory
from tpaudit.loading.changes import Change, Remove, Rename, Set
from tpaudit.loading.documents import Document
from tpaudit.loading.places import Path, Place, Span


class Fixes(NamedTuple):
    """The changes by file, and how many findings they fix; `unsafe` counts those that need a choice."""

    changes: Mapping[str, Sequence[Change]]
    fixed: tuple[Finding, ...]
    unsafe: tuple[Finding, ...]


def fixes(inventory: Inventory, findings: Iterable[Finding], *, unsafe: bool) -> Fixes:
    """Return the changes that fix the findings; with `unsafe`, also those that choose one of several meanings."""
    documents = {document.file: document for document in inventory.documents}
    found: dict[str, dict[Path, Change]] = {}
    fixed: list[Finding] = []
    left: list[Finding] = []
    for finding in findings:
        document = documents.get(finding.location.file)
        if finding.fix is None or document is None:
            continue
        if not finding.fix.safe and not unsafe:
            left.append(finding)
            continue
        change = change_of(document, finding)
        if change is not None and change.path not in found.setdefault(document.file, {}):
            found[document.file][change.path] = change
            fixed.append(finding)
    changes = {file: tuple(_joined(documents[file], listed.values())) for file, listed in found.items() if listed}
    return Fixes(changes, tuple(fixed), tuple(left))


def change_of(document: Document, finding: Finding) -> Change | None:
    """Return the change that fixes a finding in its document; None if its place cannot be found again."""
    path = path_at(document.place, finding.location.span)
    if path is None or finding.fix is None:
        return None
    if finding.fix.action == "remove":
        # A list's entry is represented by its first key.
        whole = path[:-1] if path and isinstance(path[-1], str) and len(path) > 1 else path
        return Remove(whole)
    if finding.fix.action == "rename" or _is_a_key_of_a_table(finding, path):
        return Rename(path, str(finding.fix.value)) if path and isinstance(path[-1], str) else None
    return Set(path, finding.fix.value)


def _is_a_key_of_a_table(finding: Finding, path: Path) -> bool:
    """Whether an unregistered id is itself a key, like those of channels in a budget."""
    return finding.code == "INV005" and finding.message.values.get("given") == path[-1]


def path_at(place: Place, span: Span, above: Path = ()) -> Path | None:
    """Return the path of the key, else of the value, at a span."""
    if isinstance(place.inside, dict) and place.keys is not None:
        for key, inner in place.inside.items():
            if place.keys[key] == span:
                return (*above, key)
            found = path_at(inner, span, (*above, key)) if _may_hold(inner, span) else None
            if found is not None:
                return found
    elif place.inside is not None:
        for index, item in enumerate(place.inside):
            assert isinstance(item, Place)  # noqa: S101
            found = path_at(item, span, (*above, index)) if _may_hold(item, span) else None
            if found is not None:
                return found
    return above if place.span == span and place.inside is None else None


def _may_hold(place: Place, span: Span) -> bool:
    return place.span[:2] <= span[:2] and span[2:] <= place.span[2:]


def _joined(document: Document, changes: Iterable[Change]) -> Iterator[Change]:
    """Yield the changes; if all items of a list go, the list goes with its key."""
    listed = list(changes)
    gone: dict[Path, set[str | int]] = {}
    for change in listed:
        if isinstance(change, Remove) and change.path and isinstance(change.path[-1], int):
            gone.setdefault(change.path[:-1], set()).add(change.path[-1])
    whole = {path for path, items in gone.items() if len(items) == _length(document, path)}
    for change in listed:
        if not (isinstance(change, Remove) and change.path[:-1] in whole):
            yield change
    for path in whole:
        yield Remove(path)


def _length(document: Document, path: Path) -> int:
    value: object = document.value
    for step in path:
        value = value[step]  # type: ignore[index]  # the path was found in this very value
    return len(value) if isinstance(value, list) else 0
