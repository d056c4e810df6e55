"""Which keys of a mapping exclude or need each other, in JSON Schema."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from tpaudit.inventory.registries import EVENT_ANCHORING
from tpaudit.inventory.timing import EXCLUDES, NEEDS, STATEMENT

Schema = dict[str, Any]

BLANK: Schema = {"$ref": "#/$defs/Blank"}

_ANCHOR = ("at", "after", "before")


def mixtures(model: str) -> Schema:
    """Return a model's schema keywords, apart from its properties."""
    match model:
        case "Timing":
            never_false: Schema = {"properties": {"as_needed": {"anyOf": [{"const": True}, BLANK]}}}
            return {"allOf": [_one_of(STATEMENT), *_beside_each_other(STATEMENT), never_false]}
        case "Anchor":
            return {"allOf": [_one_of(_ANCHOR), *_beside_each_other(_ANCHOR)]}
        case "Event":
            anchored: Schema = {"if": _given("at"), "then": _one_of(("after", "before", "every"))}
            return {"allOf": [*_beside_each_other(EVENT_ANCHORING), anchored]}
        case _:
            return {}


def _beside_each_other(keys: Iterable[str]) -> list[Schema]:
    all_keys = tuple(keys)
    excluded = {key: [other for other in EXCLUDES.get(key, ()) if other in all_keys] for key in all_keys}
    return [
        *({"if": _given(key), "then": _blank(others)} for key, others in excluded.items() if others),
        *({"if": _given(key), "then": _given(NEEDS[key])} for key in all_keys if key in NEEDS),
    ]


def _given(key: str) -> Schema:
    """Return the schema of a mapping that has a key with a value that is not blank."""
    return {"required": [key], "properties": {key: {"not": BLANK}}}


def _one_of(keys: Iterable[str]) -> Schema:
    return {"anyOf": [_given(key) for key in keys]}


def _blank(keys: Iterable[str]) -> Schema:
    return {"properties": dict.fromkeys(keys, BLANK)}
