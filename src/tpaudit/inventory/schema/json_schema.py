"""The JSON Schema of the inventory format, for editors: made from the models, and as strict as a schema can be."""

from __future__ import annotations

import inspect
import json
from collections.abc import Iterable, Mapping
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin, get_type_hints

from pydantic import BeforeValidator, TypeAdapter
from pydantic_core import PydanticUndefined

from tpaudit.durations import Duration
from tpaudit.fields import TEAMS_OWN, Day, Entry, Measure, OneOrMany, Part, Proportion, Slug, Whole
from tpaudit.inventory import patterns
from tpaudit.inventory.files import IncludedFile, RootFile
from tpaudit.inventory.ranges import Cadence, Cadences, Durations
from tpaudit.inventory.schema.descriptions import descriptions
from tpaudit.inventory.schema.mixtures import BLANK, Schema, mixtures
from tpaudit.inventory.schema.offered import RuleWords, offer_rules
from tpaudit.inventory.timing import RHYTHMS, CompanyDate
from tpaudit.inventory.words import vocabulary
from tpaudit.inventory.words.explained import explained

_OWN: Schema = {f"^{TEAMS_OWN}": {"description": "The team's own."}}
_TEXT: Schema = {"type": "string"}
_NOTHING = r"^\s*$"
_NOT_BLANK: Schema = {"type": ["number", "boolean", "array", "object"]}
_SHARED: Mapping[str, tuple[Any, str]] = {
    "Date": (Day, "Write a day such as 2026-09-12."),
    "Duration": (Duration, "Write a number and m, h, d, bd (working days), w, mo or y, at most ten years: 7d."),
    "Id": (Slug, "Write lower-case letters, digits, hyphens and underscores, beginning with a letter or digit."),
    "Measure": (Measure, "Write a number, or a percentage such as 70%."),
    "Durations": (Durations, "Write a duration such as 7d, or a range such as 3d..5d."),
    "Cadence": (Cadence, "Write a cadence such as 1mo."),
    "Cadences": (Cadences, "Write a cadence such as 2w, or a range such as 1w..2w."),
    "CompanyDate": (CompanyDate, "Write a day of every year such as 05-15, or a date such as 2027-03-01."),
    "Share": (Proportion, "Write a share such as 0.4 or 40%."),
    "Part": (Part, "Write a share above 0, such as 0.4 or 40%."),
}
"""The types that many fields share: by the name of their definition, the type in the models, and its description."""

_EXAMPLES: Mapping[str, Iterable[str]] = {
    "phase": vocabulary.PHASES,
    "channel": vocabulary.CHANNELS,
    "Route.id": vocabulary.CHANNELS,
    "preferred_channels": vocabulary.CHANNELS,
    "avoided_channels": vocabulary.CHANNELS,
    "starts_with": vocabulary.EVENTS,
    "after": vocabulary.EVENTS,
    "before": vocabulary.EVENTS,
    "Window.from": ("0d", *vocabulary.CONTRACT_EVENTS),
    "Window.to": ("90d", *vocabulary.CONTRACT_EVENTS),
    "Timing.until": ("phase_end", "contract_end", "180d"),
    "Event.until": ("contract_end", "180d"),
    "role": vocabulary.ROLES,
    "dates": (*RHYTHMS, "05-15"),
}
"""The words that editors offer although others are allowed, by key, or by model and key."""


def as_text(rules: Iterable[RuleWords] = ()) -> str:
    """Return the schema as the text of a file."""
    return json.dumps(schema(rules), indent=2, ensure_ascii=False) + "\n"


def schema(rules: Iterable[RuleWords] = ()) -> Schema:
    """Return the schema of root files and included ones; `rules` are offered wherever a rule may be named.

    It is a single object, since editors explain and complete that better than a choice of two: the keys that
    belong to the root file need the key that marks it.
    """
    definitions: dict[str, Schema] = {"Blank": _blank()}
    for name, (kind, description) in _SHARED.items():
        # A comment, since editors would show a description in place of the field's own.
        definitions[name] = {"$comment": description, **_patterned(TypeAdapter(kind).json_schema(), description)}
    definitions["Duration"]["pattern"] = patterns.duration()
    root = _object(RootFile, definitions)
    offer_rules(definitions, tuple(rules))
    root.pop("required")
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "urn:tpaudit:inventory:1",
        **root,
        "title": "tpaudit inventory",
        "description": "An inventory of customer touchpoints: its root file, or a file that the root includes.",
        "type": ["object", "null"],
        "dependentRequired": {
            key: ["tpaudit"] for key in _fields(RootFile) if key not in _fields(IncludedFile) and key != "tpaudit"
        },
        "$defs": dict(sorted(definitions.items())),
    }


def _blank() -> Schema:
    # Expressed by what it is not, so that editors do not offer null.
    full: Schema = {"type": "string", "pattern": r"\S"}
    return {"$comment": "Nothing; counts as missing.", "not": {"anyOf": [_NOT_BLANK, full]}}


def _patterned(schema: Schema, message: str) -> Schema:
    """Return the schema with the message that editors show in place of a regular expression."""
    if "anyOf" in schema:
        return {**schema, "anyOf": [_patterned(option, message) for option in schema["anyOf"]]}
    return {**schema, "patternErrorMessage": message} if "pattern" in schema else schema


def _fields(model: type[Entry]) -> Mapping[str, str]:
    """Return the fields by their keys in files: a model's own before inherited ones."""
    names = [name for kind in model.__mro__ for name in inspect.get_annotations(kind) if name in model.model_fields]
    return {model.model_fields[name].alias or name: name for name in names}


def _object(model: type[Entry], definitions: dict[str, Schema]) -> Schema:
    """Return the schema of a mapping; those of the mappings inside it become definitions."""
    hints, texts = get_type_hints(model, include_extras=True), descriptions(model)
    properties: dict[str, Schema] = {}
    for key, name in _fields(model).items():
        field = model.model_fields[name]
        properties[key] = {
            "description": texts[name],
            **_value(_offered(key, _alternatives(hints[name], definitions)), required=field.is_required()),
            **_default(field.default),
            **_examples(model, key),
        }
    required = [key for key, name in _fields(model).items() if model.model_fields[name].is_required()]
    return {
        "title": model.__name__,
        "description": inspect.getdoc(model),
        "type": "object",
        "properties": properties,
        "patternProperties": _OWN,
        "additionalProperties": False,
        **({"required": required} if required else {}),
        **mixtures(model.__name__),
    }


def _value(alternatives: list[Schema], *, required: bool) -> Schema:
    """Return the schema of a key's value: first what is meant, then blank if it is optional."""
    if alternatives == [_TEXT]:
        return {"type": "string", "pattern": r"\S"} if required else _any([_TEXT, BLANK])
    if not required and [alternative.get("type") for alternative in alternatives] == ["array"]:
        # For a choice, validators only say that nothing fits; without it they name the very item.
        listed = {key: item for key, item in alternatives[0].items() if key != "type"}
        return {**listed, "not": {"type": ["number", "boolean", "object"]}, "pattern": _NOTHING}
    return _any(alternatives if required else [*alternatives, BLANK])


def _examples(model: type[Entry], key: str) -> Schema:
    examples = _EXAMPLES.get(f"{model.__name__}.{key}") or _EXAMPLES.get(key)
    return {"examples": list(examples)} if examples else {}


def _offered(key: str, alternatives: list[Schema]) -> list[Schema]:
    """Return the alternatives with the meanings of their choices, and with words for the items of lists."""
    words, examples = explained(key), list(_EXAMPLES.get(key, ()))
    found = []
    for alternative in alternatives:
        more: Schema = {}
        if "enum" in alternative and words:
            more = {"markdownEnumDescriptions": [words.get(choice, "") for choice in alternative["enum"]]}
        elif "items" in alternative and key == "dates":
            more = {"minItems": 1}
        elif "items" in alternative and examples:
            more = {"items": {**alternative["items"], "examples": examples}}
        found.append({**alternative, **more})
    return found


def _any(alternatives: list[Schema]) -> Schema:
    return alternatives[0] if len(alternatives) == 1 else {"anyOf": alternatives}


def _default(default: object) -> Schema:
    if default is PydanticUndefined or not isinstance(default, str | bool | Duration) or default == "":
        return {}
    return {"default": str(default) if isinstance(default, Duration) else default}


def _alternatives(kind: Any, definitions: dict[str, Schema]) -> list[Schema]:
    """Return the schemas of a field's type, one for each form that a file may use."""
    origin, parts = get_origin(kind), get_args(kind)
    shared = (
        "Id"
        if _is_id(kind)
        else next((name for name, (shared_kind, _) in _SHARED.items() if shared_kind == kind), None)
    )
    if shared is not None:
        return [{"$ref": f"#/$defs/{shared}"}]
    if origin in (Union, UnionType):
        return [
            alternative for part in parts if part is not NoneType for alternative in _alternatives(part, definitions)
        ]
    if origin is Annotated:
        return _annotated(kind, parts[0], parts[1:], definitions)
    if origin is tuple:
        return [{"type": "array", "items": _any(_alternatives(parts[0], definitions))}]
    if isinstance(origin, type) and issubclass(origin, Mapping):
        return [_mapping(parts[0], parts[1], definitions)]
    if origin is Literal:
        return [{"enum": list(parts)}]
    if isinstance(kind, type) and issubclass(kind, Entry):
        if kind.__name__ not in definitions:
            definitions[kind.__name__] = {}
            definitions[kind.__name__] = _object(kind, definitions)
        return [{"$ref": f"#/$defs/{kind.__name__}"}]
    return [TypeAdapter(kind).json_schema()] if kind is not Any else [{}]


def _annotated(kind: Any, plain: Any, notes: tuple[Any, ...], definitions: dict[str, Schema]) -> list[Schema]:
    if Whole in notes:
        return [TypeAdapter(Annotated[(plain, *(note for note in notes if note is not Whole))]).json_schema()]
    written = next((note.json_schema_input_type for note in notes if isinstance(note, BeforeValidator)), plain)
    written = next((note.written for note in notes if hasattr(note, "written")), written)
    if OneOrMany in notes:
        listed = _alternatives(plain, definitions)
        items = listed[0]["items"]
        return [*(items["anyOf"] if list(items) == ["anyOf"] else [items]), *listed]
    if written is not plain and written is not PydanticUndefined:
        return _alternatives(written, definitions)
    if get_origin(plain) in (tuple, Mapping, Union, UnionType):
        return _alternatives(plain, definitions)
    return [TypeAdapter(kind).json_schema()]


def _mapping(key: Any, value: Any, definitions: dict[str, Schema]) -> Schema:
    return {
        "type": "object",
        **({"propertyNames": {"$ref": "#/$defs/Id"}} if _is_id(key) else {"patternProperties": _OWN}),
        "additionalProperties": _value(_alternatives(value, definitions), required=False) if value is not Any else {},
    }


def _is_id(kind: Any) -> bool:
    return get_origin(kind) is Annotated and any(note in get_args(Slug) for note in get_args(kind)[1:])
