"""What an entry inherits: from the files' `defaults`, or from the built-in entry with the same id."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, NamedTuple

from tpaudit.fields import Entry, is_blank
from tpaudit.inventory.building.validation import Validated, forget
from tpaudit.inventory.touchpoint import Defaults
from tpaudit.loading.places import Path


class Inherited(NamedTuple):
    """Inherited values, and which of them are faulty and so unknown wherever they are inherited."""

    values: Mapping[str, Any] = MappingProxyType({})
    unknown: tuple[Path, ...] = ()

    def replaced_by(self, defaults: Validated[Defaults]) -> Inherited:
        """Return the values with an included file's defaults replacing those of the same name."""
        own = {key: item for key, item in defaults.sound.items() if not is_blank(item)}
        kept = [path for path in self.unknown if path[0] not in own and path[0] not in defaults.touched]
        values = {key: item for key, item in self.values.items() if key not in defaults.touched}
        return Inherited({**values, **own}, (*kept, *defaults.unknown))

    def completed(self, given: Any) -> Any:
        """Return a raw entry, completed with the values that it leaves out."""
        if not self.values or not isinstance(given, dict):
            return given
        own = {key: item for key, item in given.items() if key not in self.values or not is_blank(item)}
        return {**self.values, **own}

    def hide(self, entry: Entry, given: Mapping[str, Any]) -> frozenset[str]:
        """Make faulty inherited values unknown in the entry; return the keys of those fields."""
        hidden = [path for path in self.unknown if is_blank(given.get(str(path[0])))]
        for path in hidden:
            forget(entry, path)
        return frozenset(str(path[0]) for path in hidden)
