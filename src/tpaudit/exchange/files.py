"""Edits of an inventory's files: planned, shown as a difference, and written together."""

from __future__ import annotations

import difflib
import os
import pathlib
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from tpaudit.exchange.edits import Refused, edited
from tpaudit.inventory.inventory import Inventory
from tpaudit.inventory.subject import Kind
from tpaudit.loading.changes import Change
from tpaudit.loading.encoding import split_lines
from tpaudit.loading.places import Path
from tpaudit.loading.source import Folder, Unreadable
from tpaudit.loading.usage import UsageError
from tpaudit.writing import replace_together


class FileEdit(NamedTuple):
    """A file below the root's folder, before and after."""

    file: str
    path: pathlib.Path
    before: bytes
    after: bytes


class Plan(NamedTuple):
    """What will be written, and what could not be changed safely."""

    edits: tuple[FileEdit, ...]
    refused: tuple[Refused, ...]


def plan(folder: Folder, changes: Mapping[str, Sequence[Change]]) -> Plan:
    """Return the edits of the files below a folder, without unchanged files."""
    edits: list[FileEdit] = []
    refused: list[Refused] = []
    for file, file_changes in changes.items():
        before = folder.read(file)
        if isinstance(before, Unreadable):
            raise UsageError(before.reason, before.help)
        result = edited(file, before, file_changes)
        refused += result.refused
        if result.data != before:
            edits.append(FileEdit(file, pathlib.Path(os.path.realpath(folder.path / file)), before, result.data))
    return Plan(tuple(edits), tuple(refused))


def difference(edits: Sequence[FileEdit]) -> str:
    """Return the edits as a unified difference."""
    lines: list[str] = []
    for edit in edits:
        before, after = (split_lines(data.decode("utf-8-sig")) for data in (edit.before, edit.after))
        lines += difflib.unified_diff(before, after, f"a/{edit.file}", f"b/{edit.file}", lineterm="", n=2)
    return "\n".join(lines)


def save(edits: Sequence[FileEdit]) -> None:
    """Write all files or none."""
    replace_together({edit.path: (edit.before, edit.after) for edit in edits})


def path_of(inventory: Inventory, kind: Kind, id: str) -> tuple[str, Path] | None:  # noqa: A002  ids are called id
    """Return the file that declares an entry and its path there; None if no file does."""
    origin = inventory.origins.get((kind, id))
    if origin is None:
        return None
    document = next(document for document in inventory.documents if document.file == origin.file)
    key = f"{kind}s"
    listed = document.place.inside.get(key) if isinstance(document.place.inside, dict) else None
    for index, place in enumerate(listed.inside if listed is not None and isinstance(listed.inside, list) else ()):
        if place is origin.place:
            return origin.file, (key, index)
    return None
