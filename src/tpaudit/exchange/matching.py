"""Which entry of an inventory a row of a table means, and ids for new entries."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from tpaudit.fields import SLUG
from tpaudit.inventory.inventory import Inventory
from tpaudit.inventory.subject import Kind
from tpaudit.inventory.words import meant
from tpaudit.inventory.words.vocabulary import EVENTS


class Matching:
    """Hands out entries by id, else by name, each once; rows without a match get new ids."""

    def __init__(self, inventory: Inventory | None) -> None:
        self._raws: dict[str, Mapping[str, Any]] = {}
        self._inherited: dict[str, Mapping[str, Any]] = {}
        if inventory is not None:
            taken = {entry_id for kind, entry_id in inventory.origins if kind in (Kind.TOUCHPOINT, Kind.EVENT)}
            for (kind, entry_id), origin in inventory.origins.items():
                if kind is Kind.TOUCHPOINT and isinstance(origin.value, dict):
                    self._raws[entry_id] = origin.value
            for entry_id in self._raws:
                self._inherited[entry_id] = inherited_of(inventory, inventory.origins[Kind.TOUCHPOINT, entry_id].file)
            taken |= set(inventory.event)
        else:
            taken = set(EVENTS)
        self._taken = taken
        self._left = dict.fromkeys(self._raws)

    def match(self, identity: tuple[str, str]) -> tuple[str, Mapping[str, Any] | None]:
        """Return the id for a row's id and name, and the entry as its file has it; None for a new one."""
        given, name = identity
        found = next((entry_id for entry_id in self._left if entry_id == given), None) or self._named(name, given)
        if found is not None:
            del self._left[found]
            return found, self._raws[found]
        slug = "" if given.isdigit() else given if re.match(SLUG, given) else meant.slug(given)
        base = slug or meant.slug(name) or "touchpoint"
        made, number = base, 2
        while made in self._taken or made in self._raws:
            made, number = f"{base}-{number}", number + 1
        self._taken.add(made)
        return made, None

    def _named(self, name: str, given: str) -> str | None:
        if given and given in self._raws:
            return None
        word = name.casefold().strip()
        return next(
            (
                entry_id
                for entry_id in self._left
                if word and str(self._raws[entry_id].get("name", "")).casefold().strip() == word
            ),
            None,
        )

    def inherited(self, entry_id: str) -> Mapping[str, Any]:
        """Return what an entry inherits from its file's `defaults`."""
        return self._inherited.get(entry_id, {})

    @property
    def left(self) -> tuple[str, ...]:
        """The entries that no row has matched."""
        return tuple(self._left)


def inherited_of(inventory: Inventory, file: str) -> Mapping[str, Any]:
    """Return what a file's touchpoints inherit from `defaults`: its own before the root's."""
    own = next((document.value for document in inventory.documents if document.file == file), None)
    return {**_defaults(inventory.documents[0].value if inventory.documents else None), **_defaults(own)}


def _defaults(value: object) -> Mapping[str, Any]:
    found = value.get("defaults") if isinstance(value, dict) else None
    return found if isinstance(found, dict) else {}
