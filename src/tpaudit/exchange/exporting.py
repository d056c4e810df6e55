"""An inventory as tables: a sheet of touchpoints, one for each registry, and one that explains the columns."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from tpaudit.exchange import cells
from tpaudit.exchange.matching import inherited_of
from tpaudit.exchange.registries import EXPLANATION, SHEETS, TOUCHPOINTS, entries_of, model_of, title
from tpaudit.exchange.tables.table import Cell
from tpaudit.exchange.tables.writing import Page
from tpaudit.fields import TEAMS_OWN, Entry
from tpaudit.findings.result import InventoryAudit
from tpaudit.inventory.inventory import Inventory
from tpaudit.inventory.schema.descriptions import description
from tpaudit.inventory.subject import Kind
from tpaudit.inventory.touchpoint import Touchpoint
from tpaudit.inventory.words import vocabulary
from tpaudit.loading.places import Path
from tpaudit.messages import Language, render, say, translate

ALWAYS = ("id", "name", "status", "type", "phase", "segments", "channel", "owner", "purpose", "timing")
"""Columns that are there even if empty, so that they can be filled in."""
_ALWAYS_OF = {"segments": ("id", "name", "customers", "touch_model"), "owners": ("id", "name", "role", "contact"),
              "events": ("id", "name"), "audiences": ("id", "name", "share")}  # fmt: skip


def touchpoints(audit: InventoryAudit, ids: Collection[str], language: Language) -> Page:
    """Return the sheet of touchpoints, with their findings as notes."""
    inventory = audit.inventory
    shown = [
        (touchpoint.id, inventory.origins[Kind.TOUCHPOINT, touchpoint.id])
        for touchpoint in inventory.touchpoints
        if touchpoint.id in ids
    ]
    entries = [origin.value for _, origin in shown if isinstance(origin.value, dict)]
    paths = cells.paths_in(entries, Touchpoint, ALWAYS)
    rows = []
    for _, origin in shown:
        entry: Mapping[str, Any] = origin.value if isinstance(origin.value, dict) else {}
        below = inherited_of(inventory, origin.file)
        rows.append(tuple(_cell(entry, below, path) for path in paths))
    headers = tuple(".".join(map(str, path)) for path in paths)
    numbers = {entry_id: number for number, (entry_id, _) in enumerate(shown)}
    return Page(
        title(TOUCHPOINTS, language),
        headers,
        tuple(rows),
        _notes(audit, numbers, paths, language),
        _choices(headers, Touchpoint, inventory),
    )


def _cell(entry: Mapping[str, Any], inherited: Mapping[str, Any], path: Path) -> Cell:
    own = cells.value_at(entry, path)
    return cells.shown(own if entry.get(str(path[0])) is not None else cells.value_at(inherited, path))


def _notes(
    audit: InventoryAudit, numbers: Mapping[str, int], paths: tuple[Path, ...], language: Language
) -> Mapping[tuple[int, int], str]:
    columns = {path: number for number, path in enumerate(paths)}
    notes: dict[tuple[int, int], list[str]] = {}
    for finding in audit.findings:
        row = numbers.get(finding.subject.id) if finding.subject.kind is Kind.TOUCHPOINT else None
        if row is None or finding.waived is not None:
            continue
        path = finding.path
        column = columns.get(path[:2], columns.get(path[:1], columns[("name",)]))
        notes.setdefault((row, column), []).append(f"{finding.code}: {render(finding.message, language)}")
    return {place: "\n".join(texts) for place, texts in notes.items()}


def registry(inventory: Inventory, key: str, language: Language) -> Page:
    """Return the sheet of a registry's entries as the files declare them."""
    entries = [entry for _, _, entry in entries_of(inventory, key)]
    model = model_of(key)
    paths = cells.paths_in(entries, model, _ALWAYS_OF[key])
    headers = tuple(".".join(map(str, path)) for path in paths)
    rows = tuple(tuple(cells.shown(cells.value_at(entry, path)) for path in paths) for entry in entries)
    return Page(title(SHEETS[key], language), headers, rows, {}, _choices(headers, model, inventory))


def explanation(sheets: tuple[Page, ...], language: Language) -> Page:
    """Return the sheet that says what each column holds."""
    rows: list[tuple[Cell, ...]] = []
    models: tuple[type[Entry], ...] = (Touchpoint, *map(model_of, SHEETS))
    for sheet, model in zip(sheets, models, strict=True):
        for number, header in enumerate(sheet.headers):
            about = _explained(header, model, language)
            rows.append((sheet.title, header, about, ", ".join(sheet.choices.get(number, ())[:40])))
    return Page(title(EXPLANATION, language), tuple(render(head, language) for head in _HEADS), tuple(rows), {}, {})


_HEADS = (say("Sheet"), say("Column"), say("What it holds"), say("What may stand there"))


def _explained(header: str, model: type[Entry], language: Language) -> str:
    if header.startswith(TEAMS_OWN):
        return render(say("The team's own; tpaudit reads nothing in it."), language)
    return translate(description(model, tuple(header.split("."))), language)


def _choices(headers: tuple[str, ...], model: type[Entry], inventory: Inventory) -> Mapping[int, tuple[str, ...]]:
    registries: Mapping[str, tuple[str, ...]] = {
        "type": tuple(vocabulary.TYPES),
        "phase": tuple(phase.id for phase in inventory.phases),
        "channel": tuple(channel.id for channel in inventory.channels),
        "owner": tuple(owner.id for owner in inventory.owners),
        "segments": tuple(segment.id for segment in inventory.segments),
    }
    found: dict[int, tuple[str, ...]] = {}
    for number, header in enumerate(headers):
        listed = registries.get(header, ()) if model is Touchpoint else ()
        words = listed or cells.choices(model, tuple(header.split(".")))
        if words:
            found[number] = words
    return found


def sheets(audit: InventoryAudit, ids: Collection[str], language: Language) -> tuple[Page, ...]:
    """Return all sheets of a workbook."""
    made = (touchpoints(audit, ids, language), *(registry(audit.inventory, key, language) for key in SHEETS))
    return (*made, explanation(made, language))
