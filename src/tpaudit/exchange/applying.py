"""From what was understood of tables to a new inventory's file, or to edits of an inventory's files."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from tpaudit.exchange import spelling
from tpaudit.exchange.importing import ImportedEntry, Remark, Understood
from tpaudit.fields import TEAMS_OWN, keys_of
from tpaudit.inventory.building.build import build
from tpaudit.inventory.inventory import Inventory
from tpaudit.inventory.subject import Kind
from tpaudit.inventory.touchpoint import Touchpoint
from tpaudit.inventory.words.vocabulary import PHASES, PHASES_IN_SCOPE
from tpaudit.loading.changes import Change, Remove, Set
from tpaudit.loading.load import load
from tpaudit.loading.places import Path
from tpaudit.loading.source import Folder

_KEYS = tuple(keys_of(Touchpoint))


class Doubtful(NamedTuple):
    """A field of an entry that the format refuses."""

    id: str
    path: Path


def entry_of(imported: ImportedEntry, name: str = "") -> dict[str, Any]:
    """Return a new entry for its file: id and name, then the fields in the format's order."""
    entry: dict[str, Any] = {"id": imported.id, "name": name or imported.id}
    for path, value in imported.fields.items():
        holder = entry
        for step in path[:-1]:
            holder = holder.setdefault(str(step), {})
        holder[str(path[-1])] = value
    order = {"id": 0, "name": 1, **{key: number + 2 for number, key in enumerate(_KEYS) if key not in ("id", "name")}}
    return dict(sorted(entry.items(), key=lambda item: (order.get(item[0], len(order)), item[0])))


def fresh(understood: Understood, title: str, comment: str) -> str:
    """Return a root file with everything that was understood; `comment` stands above it."""
    phases = {value for imported in understood.entries for path, value in imported.fields.items() if path == ("phase",)}
    before_sale = phases & (set(PHASES) - set(PHASES_IN_SCOPE["post_sale"]))
    root: dict[str, Any] = {"tpaudit": 1, "name": title, **({"scope": "full"} if before_sale else {})}
    for registry in ("phases", "segments", "owners", "channels"):
        entries = understood.registered.get(registry, {})
        listed = [
            {"id": entry_id, "name": name}
            for entry_id, name in entries.items()
            if registry != "phases" or entry_id not in PHASES
        ]
        if listed:
            root[registry] = listed
    root["touchpoints"] = [entry_of(imported) for imported in understood.entries]
    lines = [f"# {line}" for line in comment.split("\n")]
    for key, value in root.items():
        lines += ["", f"{key}:"] if isinstance(value, list) else []
        if isinstance(value, list):
            for item in value:
                lines += spelling.item(item, 2, deeper=2)
                lines += [""] if key == "touchpoints" else []
        else:
            lines += spelling.entry(key, value, 0, deeper=2)
    return "\n".join(lines).rstrip("\n") + "\n"


def changes(inventory: Inventory, understood: Understood) -> Mapping[str, Sequence[Change]]:
    """Return the changes of an inventory's files, by file."""
    found: dict[str, list[Change]] = {}
    where = _places(inventory)
    for imported in understood.entries:
        if not imported.new:
            file, path = where[imported.id]
            found.setdefault(file, []).extend(_edits(path, imported))
    home, counts = _home(inventory), _lengths(inventory)
    for imported in understood.entries:
        if imported.new:
            file = home.get(str(imported.fields.get(("phase",), "")), home[""])
            found.setdefault(file, []).append(Set(("touchpoints", counts.get(file, 0) + 1_000_000), entry_of(imported)))
    root = inventory.documents[0].file
    for registry, entries in understood.registered.items():
        kept = _new(inventory, registry, entries)
        file = next(
            (
                document.file
                for document in inventory.documents
                if isinstance(document.value, dict) and document.value.get(registry)
            ),
            root,
        )
        found.setdefault(file, []).extend(
            Set((registry, 1_000_000), {"id": entry_id, "name": name}) for entry_id, name in kept
        )
    return {file: listed for file, listed in found.items() if listed}


def _new(inventory: Inventory, registry: str, entries: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    if registry == "owners" and not inventory.owners:
        return  # any owner is accepted
    for entry_id, name in entries.items():
        if registry == "phases" and entry_id in PHASES and entry_id in PHASES_IN_SCOPE[inventory.scope]:
            continue
        yield entry_id, name


def _edits(path: Path, imported: ImportedEntry) -> Iterator[Change]:
    for field, value in imported.fields.items():
        first = str(field[0])
        before = _KEYS[: _KEYS.index(first)] if first in _KEYS else ()
        yield Set((*path, *field), value, ("id", "name", *before) if len(field) == 1 and before else ())
    for field in imported.removed:
        yield Remove((*path, *field))


def _places(inventory: Inventory) -> Mapping[str, tuple[str, Path]]:
    found: dict[str, tuple[str, Path]] = {}
    for document in inventory.documents:
        listed = document.value.get("touchpoints") if isinstance(document.value, dict) else None
        for index, entry in enumerate(listed if isinstance(listed, list) else ()):
            if isinstance(entry, dict) and isinstance(entry.get("id"), str):
                found.setdefault(entry["id"], (document.file, ("touchpoints", index)))
    return found


def _lengths(inventory: Inventory) -> Mapping[str, int]:
    return Counter(origin.file for (kind, _), origin in inventory.origins.items() if kind is Kind.TOUCHPOINT)


def _home(inventory: Inventory) -> Mapping[str, str]:
    """Return the file with most of a phase's touchpoints by phase, and under "" the file with most touchpoints."""
    counts: dict[str, Counter[str]] = {}
    for touchpoint in inventory.touchpoints:
        file = inventory.origins[Kind.TOUCHPOINT, touchpoint.id].file
        for phase in (touchpoint.phase or "", ""):
            counts.setdefault(phase, Counter())[file] += 1
    home = {phase: max(found, key=lambda file: (found[file], file)) for phase, found in counts.items()}
    return {"": inventory.documents[0].file, **home}


def doubtful(folder: Folder, root_file: str, understood: Understood) -> tuple[Doubtful, ...]:
    """Return the fields that were set but that the format refuses, found by reading the result."""
    inventory = build(load(folder, root_file), root_file)
    imported = {entry.id: entry for entry in understood.entries}
    found: dict[Doubtful, None] = {}
    for fault in inventory.faults:
        kind, entry_id = fault.subject
        entry = imported.get(entry_id) if kind == Kind.TOUCHPOINT else None
        if entry is not None and fault.path:
            paths = [path for path in entry.fields if path[0] == fault.path[0]]
            exact = [path for path in paths if path == tuple(fault.path[: len(path)])]
            found |= dict.fromkeys(Doubtful(entry_id, path) for path in exact or paths)
    return tuple(found)


def demoted(understood: Understood, faulty: Sequence[Doubtful]) -> Understood:
    """Return what was understood, with the fields that the format refuses turned into texts under `x-` keys."""
    by_id: dict[str, list[Path]] = {}
    for doubt in faulty:
        by_id.setdefault(doubt.id, []).append(doubt.path)
    entries, unread, unchanged = [], list(understood.unread), list(understood.unchanged)
    for imported in understood.entries:
        fields = dict(imported.fields)
        for path in by_id.get(imported.id, ()):
            value = fields.pop(path)
            remark = imported.given.get(path) or Remark("", imported.id, str(value), ".".join(map(str, path)), None)
            key = TEAMS_OWN + "-".join(map(str, path)).removeprefix(TEAMS_OWN)
            if imported.kept.get(key) != remark.cell:
                fields[(key,)] = remark.cell
            unread.append(remark)
        if imported.new or fields or imported.removed:
            entries.append(imported._replace(fields=fields))
        else:
            unchanged.append(imported.id)
    faulty_cells = {(remark.sheet, remark.at, remark.field) for remark in unread}
    guesses = tuple(guess for guess in understood.guesses if (guess.sheet, guess.at, guess.field) not in faulty_cells)
    return understood._replace(
        entries=tuple(entries), guesses=guesses, unread=tuple(unread), unchanged=tuple(unchanged)
    )
