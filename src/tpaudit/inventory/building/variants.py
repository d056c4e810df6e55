"""A touchpoint's variants in segments."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tpaudit.inventory.building.completion import complete
from tpaudit.inventory.subject import At
from tpaudit.inventory.touchpoint import Touchpoint, Varying
from tpaudit.inventory.words.vocabulary import Form


class VariedTouchpoint(Touchpoint):
    """A touchpoint in a segment: what `per_segment` says replaces what the touchpoint says."""

    _segment: str = ""
    _own: frozenset[str] = frozenset()

    def __getattr__(self, name: str) -> Any:
        # Entries have a `__getattr__` of their own, which hides Pydantic's private attributes.
        if name in type(self).__private_attributes__:
            return (self.__pydantic_private__ or {})[name]
        return super().__getattr__(name)

    def at(self, *path: str | int) -> At:
        """Name the place of one of its fields: below `per_segment` if it is stated there."""
        below = ("per_segment", self._segment) if path and path[0] in self._own else ()
        return super().at(*below, *path)


def varied(touchpoint: Touchpoint, segment: str, media: Mapping[str, Form]) -> Touchpoint:
    """Return the touchpoint's variant in the segment; `media` has the channels whose medium is known."""
    given: Varying = touchpoint.per_segment[segment]
    own = given.model_fields_set
    variant = VariedTouchpoint.model_construct(touchpoint.model_fields_set | own, id=touchpoint.id, name="")
    variant.__dict__.clear()
    variant.__dict__.update(touchpoint.__dict__)
    variant.__dict__.update((name, given.__dict__[name]) for name in own)
    inherited = frozenset(path for path in touchpoint.unknown if path.partition(".")[0] not in own)
    variant.__dict__["unknown"] = inherited | given.unknown
    keys = (type(given).model_fields[name].alias or name for name in own)
    variant._segment, variant._own = segment, frozenset(keys)
    complete(variant, media)
    return variant
