"""Importing a file: from its tables to what will be written, so that it can be shown before."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import NamedTuple

from tpaudit.exchange import applying, files
from tpaudit.exchange.edits import Refused
from tpaudit.exchange.files import FileEdit
from tpaudit.exchange.importing import Understood, understood
from tpaudit.exchange.matching import Matching
from tpaudit.exchange.reading.layout import Sheet, sheet_of
from tpaudit.exchange.reading.values import Nameable
from tpaudit.exchange.registries import registry_changes, registry_of
from tpaudit.exchange.tables.reading import tables
from tpaudit.fields import keys_of, model_in
from tpaudit.inventory.building.build import build
from tpaudit.inventory.inventory import Inventory
from tpaudit.inventory.mentions import Registered
from tpaudit.inventory.touchpoint import Touchpoint
from tpaudit.inventory.words.vocabulary import CHANNELS, PHASES
from tpaudit.loading.changes import Change
from tpaudit.loading.discovery import ROOT_NAMES, Root
from tpaudit.loading.load import load
from tpaudit.loading.source import Folder
from tpaudit.loading.usage import UsageError
from tpaudit.messages import say


class Brought(NamedTuple):
    """What importing a file does: how its sheets were read, what was understood, and what will be written."""

    sheets: tuple[Sheet, ...]
    skipped: tuple[str, ...]
    understood: Understood
    names: Mapping[str, str]
    """Names of entries by id."""
    only_here: tuple[str, ...]
    """Touchpoints of the inventory that no row matches."""
    edits: tuple[FileEdit, ...]
    refused: tuple[Refused, ...]
    hidden: tuple[str, ...] = ()
    """Sheets that the workbook does not show, and that were not read."""
    created: Path | None = None
    """The root file that will be created, if there is no inventory yet."""


def bring(file: str, data: bytes, root: Root | None, folder: Path, columns: Mapping[str, str], comment: str) -> Brought:
    """Return what importing a table file does to an inventory, or to a folder without one."""
    inventory = build(load(root.folder(), root.path.name), root.path.name) if root is not None else None
    if inventory is not None and not inventory.documents:
        raise UsageError(
            say("{file} cannot be read: {why}", file=inventory.root_file, why=inventory.faults[0].message),
            say("Run tpaudit check and correct it first."),
        )
    nameable, keys = nameable_in(inventory), {**_exact_keys(), **_asked(columns)}
    given = tables(file, data)
    registries = {} if inventory is None else registry_changes(inventory, given)
    others = [table for table in given if registry_of(table.name) is None and not table.hidden]
    read = [(table.name, sheet_of(table, nameable, keys)) for table in others]
    sheets = tuple(sheet for _, sheet in read if sheet is not None and sheet.rows)
    skipped = tuple(name for name, sheet in read if sheet is None or not sheet.rows)
    if not sheets and not registries:
        raise UsageError(
            say("in {file} no table of touchpoints is recognised", file=file),
            say("It needs a row of headers such as Touchpoint, Phase, Channel, Owner and Timing; "
                "--map \"header=field\" says what is not recognised."),
        )  # fmt: skip
    matching = Matching(inventory)
    found = understood(sheets, nameable, matching)
    for _ in range(3):
        brought = _planned(found, root, inventory, folder, registries, comment, file)
        target = {edit.file: edit.after for edit in brought.edits}
        place, name = (root.path.parent, root.path.name) if root is not None else (folder, ROOT_NAMES[0])
        faulty = applying.doubtful(Folder(place, target), name, found)
        if not faulty:
            break
        found = applying.demoted(found, faulty)
    names = {entry.id: str(entry.fields.get(("name",), "")) for entry in found.entries}
    hidden = tuple(table.name for table in given if table.hidden and registry_of(table.name) is None)
    return brought._replace(sheets=sheets, skipped=skipped, hidden=hidden, names=names, only_here=matching.left)


def _planned(
    found: Understood,
    root: Root | None,
    inventory: Inventory | None,
    folder: Path,
    registries: Mapping[str, list[Change]],
    comment: str,
    file: str,
) -> Brought:
    if root is None or inventory is None:
        target = folder / ROOT_NAMES[0]
        text = applying.fresh(found, Path(file).stem, comment)
        made = FileEdit(ROOT_NAMES[0], target, b"", text.encode())
        return Brought((), (), found, {}, (), (made,), (), created=target)
    changes_by_file = {file: list(listed) for file, listed in registries.items()}
    for name, listed in applying.changes(inventory, found).items():
        changes_by_file.setdefault(name, []).extend(listed)
    planned = files.plan(root.folder(), changes_by_file)
    return Brought((), (), found, {}, (), planned.edits, planned.refused)


def nameable_in(inventory: Inventory | None) -> Nameable:
    """Return what cells may name: ids and names in lower case."""
    if inventory is None:
        return Nameable(phases={phase: phase for phase in PHASES}, channels={channel: channel for channel in CHANNELS})

    def ids(entries: Iterable[Registered]) -> dict[str, str]:
        named = {entry.name.casefold(): entry.id for entry in entries}
        return {**named, **{entry.id.casefold(): entry.id for entry in entries}}

    return Nameable(
        phases=ids(inventory.phases),
        segments=ids(inventory.segments),
        owners=ids(inventory.owners),
        channels=ids(inventory.channels),
        audiences=ids(inventory.audiences),
        touchpoints=ids(inventory.touchpoints),
    )


def _exact_keys() -> dict[str, str]:
    return dict(zip(exact_keys(), exact_keys(), strict=True))


def exact_keys() -> list[str]:
    """Return the format's own column names: fields, and those of the mappings in them, with a dot between."""
    found = []
    for key, name in keys_of(Touchpoint).items():
        found.append(key)
        inner = model_in(Touchpoint.model_fields[name].annotation)
        if inner is not None:
            found += [f"{key}.{below}" for below in keys_of(inner)]
    return found


def _asked(columns: Mapping[str, str]) -> dict[str, str]:
    exact = exact_keys()
    for header, field in columns.items():
        if field not in exact and not field.startswith("x-"):
            from tpaudit.inventory.words.choices import nearest

            similar = nearest(field, exact)
            raise UsageError(
                say("{header} is mapped to {field}, which is not a field", header=header, field=field),
                say("Did you mean {similar}?", similar=similar)
                if similar
                else say("Fields are listed by tpaudit explain touchpoint."),
            )
    return {header.strip().casefold(): field for header, field in columns.items()}
