"""What of a mapping's keys excludes or needs which others, as a JSON Schema says it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

Schema = dict[str, Any]

_BLANK: Schema = {"$ref": "#/$defs/Blank"}
_ANCHORS = ("after", "after_each", "before")
_TIMES = ("at", *_ANCHORS, "every", "until", "times", "per_quarter", "as_needed")


def mixtures(model: str) -> Schema:
    """Return the keywords that hold for a model besides its properties."""
    match model:
        case "Timing":
            return {"allOf": _timing()}
        case "Anchor":
            return {"allOf": [_says_something("at", "after", "before"), *_anchored()]}
        case "Event":
            return {"allOf": [*_anchored(), {"if": _given("at"), "then": _says_something("after", "before")}]}
        case _:
            return {}


def _timing() -> list[Schema]:
    return [
        _says_something(*_TIMES),
        _excludes("after", "after_each", "before"),
        _excludes("after_each", "before"),
        *(_excludes(key, *(other for other in _TIMES if other != key)) for key in ("per_quarter", "as_needed")),
        *(_needs(key, "at") for key in ("before", "after_each")),
        *(_needs(key, "every") for key in ("until", "times")),
        _excludes("every", "after_each", "before"),
        {"properties": {"as_needed": {"anyOf": [{"const": True}, _BLANK]}}},
    ]


def _anchored() -> list[Schema]:
    return [_excludes("after", "before"), _needs("before", "at")]


def _given(key: str) -> Schema:
    """Say that a key is there with more than nothing in it."""
    return {"required": [key], "properties": {key: {"not": _BLANK}}}


def _says_something(*keys: str) -> Schema:
    return {"anyOf": [_given(key) for key in keys]}


def _excludes(key: str, *others: str) -> Schema:
    return {"if": _given(key), "then": {"properties": _blank(others)}}


def _blank(keys: Iterable[str]) -> Schema:
    return dict.fromkeys(keys, _BLANK)


def _needs(key: str, other: str) -> Schema:
    return {"if": _given(key), "then": _given(other)}
