"""Which entries of two inventories were added, removed, renamed or changed, and how."""

from __future__ import annotations

from collections.abc import Collection, Container, Hashable, Iterable, Mapping
from dataclasses import dataclass

from tpaudit.diff.plain import Change, Plain, changes, frozen, plain
from tpaudit.fields import Entry
from tpaudit.inventory.inventory import Inventory
from tpaudit.inventory.references import keys_naming
from tpaudit.inventory.subject import Kind

_DERIVED = ("form", "initiation", "planned", "value", "transactional")
"""Fields of a touchpoint that are derived from others if the files leave them out."""
_ORDERED: Mapping[str, tuple[str, ...]] = {"touchpoints": ("channel",), "segments": ("stakeholders",)}
"""Lists whose order matters: a touchpoint's first channel, a segment's main contact."""


@dataclass(frozen=True, slots=True)
class Named:
    """An entry that is on one side only."""

    id: str
    name: str
    fields: Mapping[str, Plain]


@dataclass(frozen=True, slots=True)
class Renamed:
    """An entry with another id and the same content; `changes` are references that changed with others' ids."""

    before: str
    after: str
    name: str
    changes: tuple[Change, ...] = ()


@dataclass(frozen=True, slots=True)
class Changed:
    """An entry that says something else now."""

    id: str
    name: str
    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class Entries:
    """What became of the entries of one registry, in the order of the files."""

    registry: str
    added: tuple[Named, ...] = ()
    removed: tuple[Named, ...] = ()
    renamed: tuple[Renamed, ...] = ()
    changed: tuple[Changed, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.added or self.removed or self.renamed or self.changed)


def touchpoints(before: Inventory | None, after: Inventory | None) -> Entries:
    """Return what became of the touchpoints; a reference to a renamed one does not count as a change."""
    was: dict[str, Entry] = {} if before is None else {touchpoint.id: touchpoint for touchpoint in before.touchpoints}
    now: dict[str, Entry] = {} if after is None else {touchpoint.id: touchpoint for touchpoint in after.touchpoints}
    renames = _renames(was, now)
    back = {new: old for old, new in renames.items()}
    found = _compared("touchpoints", was, now, renames)
    renamed = tuple(
        Renamed(back[new], new, _name(now[new]), _changes("touchpoints", was[back[new]], now[new], renames, ("id",)))
        for new in now
        if new in back
    )
    return Entries("touchpoints", found.added, found.removed, renamed, found.changed)


def registries(before: Inventory, after: Inventory, renames: Mapping[str, str]) -> tuple[Entries, ...]:
    """Return what became of phases, segments, owners, channels, events and audiences, as far as they differ."""
    every = ("phases", "segments", "owners", "channels", "events", "audiences")
    compared = (_compared(kind, _by_id(before, kind), _by_id(after, kind), renames) for kind in every)
    return tuple(entries for entries in compared if entries)


def root(before: Inventory, after: Inventory) -> tuple[Change, ...]:
    """Return what changed in the root file's own keys: its name, scope, budget, settings, waivers and so on."""
    return changes(_root(before), _root(after))


def _by_id(inventory: Inventory, registry: str) -> Mapping[str, Entry]:
    entries: Iterable[Entry] = getattr(inventory, registry)
    return {entry.__dict__["id"]: entry for entry in entries}


def _compared(
    registry: str, before: Mapping[str, Entry], after: Mapping[str, Entry], renames: Mapping[str, str]
) -> Entries:
    changed = (
        Changed(entry_id, _name(entry), _changes(registry, before[entry_id], entry, renames))
        for entry_id, entry in after.items()
        if entry_id in before and before[entry_id].__dict__ != entry.__dict__
    )
    new = tuple(renames.values()) if registry == "touchpoints" else ()
    old = tuple(renames) if registry == "touchpoints" else ()
    return Entries(
        registry,
        added=_only(after, before, new),
        removed=_only(before, after, old),
        changed=tuple(entry for entry in changed if entry.changes),
    )


def _only(these: Mapping[str, Entry], others: Mapping[str, Entry], renamed: Collection[str]) -> tuple[Named, ...]:
    return tuple(
        Named(entry_id, _name(entry), plain(entry))
        for entry_id, entry in these.items()
        if entry_id not in others and entry_id not in renamed
    )


def _changes(
    registry: str, before: Entry, after: Entry, renames: Mapping[str, str], but: Collection[str] = ()
) -> tuple[Change, ...]:
    was = {key: value for key, value in _with_new_ids(before, renames).items() if key not in but}
    now = {key: value for key, value in plain(after).items() if key not in but}
    stated = before.model_fields_set | after.model_fields_set
    implied = [name for name in _DERIVED if name not in stated] if registry == "touchpoints" else ()
    return changes(was, now, ordered=_ORDERED.get(registry, ()), implied=implied)


def _renames(before: Mapping[str, Entry], after: Mapping[str, Entry]) -> Mapping[str, str]:
    """Return new ids by old ones, for touchpoints that differ in nothing else, in file order."""
    gone = {entry_id: entry for entry_id, entry in before.items() if entry_id not in after}
    come = {entry_id: entry for entry_id, entry in after.items() if entry_id not in before}
    # Ids that may have been renamed all look the same here, so that renamed entries may refer to each other.
    old, new = dict.fromkeys(gone, "*"), dict.fromkeys(come, "*")
    candidates: dict[Hashable, list[str]] = {}
    for entry_id, entry in come.items():
        candidates.setdefault(_content(entry, new), []).append(entry_id)
    renames = {}
    for entry_id, entry in gone.items():
        same = candidates.get(_content(entry, old))
        if same:
            renames[entry_id] = same.pop(0)
    return renames


def _content(entry: Entry, ids: Mapping[str, str]) -> Hashable:
    """Return what an entry says besides its id, with other ids in its references."""
    fields = _with_new_ids(entry, ids)
    return frozen({key: value for key, value in fields.items() if key != "id"})


def _with_new_ids(entry: Entry, ids: Mapping[str, str]) -> Mapping[str, Plain]:
    """Return an entry's fields with other ids for the touchpoints that it names."""
    fields, keys = plain(entry), keys_naming(type(entry), Kind.TOUCHPOINT)
    return {key: _with_new_id(key, value, ids, keys) for key, value in fields.items()} if ids else fields


def _with_new_id(key: str, value: Plain, ids: Mapping[str, str], keys: Container[str]) -> Plain:
    if isinstance(value, Mapping):
        return {inner: _with_new_id(inner, item, ids, keys) for inner, item in value.items()}
    if isinstance(value, tuple):
        return tuple(_with_new_id(key, item, ids, keys) for item in value)
    return ids.get(value, value) if isinstance(value, str) and key in keys else value


def _name(entry: Entry) -> str:
    return str(entry.__dict__.get("name") or entry.__dict__["id"])


def _root(inventory: Inventory) -> Mapping[str, Plain]:
    fields: dict[str, Plain] = {"name": inventory.name, "scope": inventory.scope}
    if inventory.coordinator:
        fields["coordinator"] = inventory.coordinator
    if inventory.contact_budget is not None:
        fields["contact_budget"] = plain(inventory.contact_budget)
    fields["audit"] = plain(inventory.settings)
    if inventory.observe is not None:
        fields["observe"] = plain(inventory.observe)
    fields["report"] = plain(inventory.report)
    fields["audience"] = inventory.readers
    fields["discovery"] = tuple(map(plain, inventory.discovery))
    fields["waive"] = tuple(map(plain, inventory.waivers))
    return {key: value for key, value in fields.items() if value not in ((), {})}
