"""The inventory as rules see it: reading what is faulty in the files raises `Unknown`, so that nobody judges it.

A default in place of a faulty value would be believed: what has a misspelt owner would count as having none. Entries
that are sound are the same ones, so that a veil costs nothing where nothing is faulty.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, TypeVar

from tpaudit.fields import Entry
from tpaudit.inventory.inventory import Inventory

Model = TypeVar("Model", bound=Entry)


def veiled_inventory(inventory: Inventory) -> Inventory:
    """Return the inventory with its faulty touchpoints and owners veiled; those of other registries hold defaults."""
    if not inventory.faults:
        return inventory
    return replace(
        inventory,
        touchpoints=tuple(map(veiled, inventory.touchpoints)),
        owners=tuple(map(veiled, inventory.owners)),
        variants={key: veiled(variant) for key, variant in inventory.variants.items()},
    )


def veiled(entry: Model) -> Model:
    """Return the entry without what is unknown, at any depth; the entry itself where all is known."""
    if not entry.unknown:
        return entry
    veil = entry.model_copy(update={name: _seen(value) for name, value in entry.__dict__.items()})
    for path in entry.unknown:
        veil.__dict__.pop(path, None)
    return veil


def _seen(value: Any) -> Any:
    """Return a field's value with the entries in it veiled."""
    if isinstance(value, Entry):
        return veiled(value)
    if type(value) is tuple:
        return tuple(map(_seen, value))
    if isinstance(value, Mapping):
        return {key: _seen(item) for key, item in value.items()}
    return value
