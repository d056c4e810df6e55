"""The sheets beside the touchpoints: segments, owners, events and audiences, out and in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from tpaudit.exchange import cells
from tpaudit.exchange.tables.table import Table
from tpaudit.fields import Entry
from tpaudit.inventory import registries
from tpaudit.inventory.inventory import Inventory
from tpaudit.loading.changes import Change, Set
from tpaudit.messages import Language, Message, say, translate

TOUCHPOINTS = say("Touchpoints")
EXPLANATION = say("Explanation")
SHEETS: Mapping[str, Message] = {
    "segments": say("Segments"),
    "owners": say("Owners"),
    "events": say("Events"),
    "audiences": say("Audiences"),
}
"""The sheets' titles, by key of the file."""
_LANGUAGES: tuple[Language, ...] = ("en", "de")


def title(message: Message, language: Language) -> str:
    """Return a sheet's title in the reader's language."""
    return translate(message.template, language)


def registry_of(name: str) -> str | None:
    """Return the key of an exported sheet: empty for the explanations, None for any other sheet."""
    for key, message in SHEETS.items():
        if name in {title(message, language) for language in _LANGUAGES}:
            return key
    return "" if name in {title(EXPLANATION, language) for language in _LANGUAGES} else None


def model_of(key: str) -> type[Entry]:
    """Return the model of a registry's entries."""
    models: Mapping[str, str] = {"segments": "Segment", "owners": "Owner", "events": "Event", "audiences": "Audience"}
    found: type[Entry] = getattr(registries, models[key], registries.Owner)
    return found


def entries_of(inventory: Inventory, key: str) -> tuple[tuple[str, int, Mapping[str, Any]], ...]:
    """Return a registry's raw entries, with file and index."""
    return tuple(
        (document.file, index, entry)
        for document in inventory.documents
        if isinstance(document.value, dict) and isinstance(document.value.get(key), list)
        for index, entry in enumerate(document.value[key])
        if isinstance(entry, dict) and "id" in entry
    )


def registry_changes(inventory: Inventory, tables: Sequence[Table]) -> dict[str, list[Change]]:
    """Return the changes that the sheets of an export make to the registries, by file."""
    found: dict[str, list[Change]] = {}
    for table in tables:
        key = registry_of(table.name)
        if key and table.rows:
            for file, change in _changes(inventory, key, table):
                found.setdefault(file, []).append(change)
    return found


def _changes(inventory: Inventory, key: str, table: Table) -> Iterator[tuple[str, Change]]:
    headers = [str(header) for header in table.rows[0]]
    if "id" not in headers:
        return
    model, present = (
        model_of(key),
        {str(entry["id"]): (file, index, entry) for file, index, entry in entries_of(inventory, key)},
    )
    root = inventory.documents[0].file
    for row in table.rows[1:]:
        entry_id = str(row[headers.index("id")]).strip()
        if not entry_id:
            continue
        file, index, entry = present.get(entry_id, (root, -1, {}))
        new: dict[str, Any] = {"id": entry_id}
        for header, cell in zip(headers, row, strict=True):
            path = tuple(header.split("."))
            if header in ("", "id") or cell == "" or cells.says(cell, cells.value_at(entry, path)):
                continue
            value = cells.read(cell, model, path)
            if index >= 0:
                yield file, Set((key, index, *path), value)
            else:
                holder = new
                for step in path[:-1]:
                    holder = holder.setdefault(step, {})
                holder[path[-1]] = value
        if index < 0:
            yield root, Set((key, 1_000_000), new)
