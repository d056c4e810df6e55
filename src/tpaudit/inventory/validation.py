"""From a file's raw entry to a model: every fault at its own key, and the rest of the entry kept."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from pydantic import ValidationError

from tpaudit.fields import Entry, keys_of
from tpaudit.inventory import wording
from tpaudit.loading.documents import Document
from tpaudit.loading.faults import Fault
from tpaudit.loading.places import Path, Place, span_of

Model = TypeVar("Model", bound=Entry)

GRANULAR = frozenset(
    ("content", "metrics", "experience", "impact", "feedback", "service_standard", "phone", "support", "decision")
)
"""Fields of which a part may be unknown while the rest is known; of others the whole becomes unknown."""


NAMING = ("id", "name", "rule", "to", "source", "family")
"""The keys that tell items of a list apart."""


@dataclass(frozen=True, slots=True)
class Raw:
    """An entry as the file has it, and where."""

    value: Any
    place: Place
    path: Path
    """The keys and indexes that lead to it from the top of its file."""
    document: Document


def subject_of(raw: Raw, kind: str) -> tuple[str, str]:
    """Return how findings name the entry: by kind and id where it has a usable one, else by its file."""
    entry_id = raw.value.get("id") if isinstance(raw.value, dict) else None
    return (kind, entry_id) if isinstance(entry_id, str) and entry_id else ("file", raw.document.file)


def validate(
    model: type[Model], raw: Raw, kind: str, root_keys: Iterable[str] = ()
) -> tuple[Model | None, tuple[Fault, ...], frozenset[str]]:
    """Return the entry without its faulty parts, the faults, and the names of the fields that they touch.

    None where the id is missing or faulty, or where the entry is no mapping at all. `root_keys` are unknown here, but
    known in the root file.
    """
    try:
        return model.model_validate(raw.value), (), frozenset()
    except ValidationError as error:
        errors: list[Mapping[str, Any]] = list(error.errors(include_url=False))
    faults = tuple(_fault(model, raw, kind, error, root_keys) for error in errors)
    paths = [_path(raw.value, error["loc"]) for error in errors if error["type"] != "extra_forbidden"]
    touched = frozenset(str(path[0]) for path in paths if path)
    if not isinstance(raw.value, dict) or "id" in touched:
        return None, faults, touched
    return _salvaged(model, raw.value, [_path(raw.value, error["loc"]) for error in errors], paths), faults, touched


def _salvaged(model: type[Model], value: dict[str, Any], broken: list[Path], unknown: list[Path]) -> Model | None:
    """Validate once more without the broken parts, and take the fields that are unknown out of the result."""
    attributes = keys_of(model)
    trimmed = dict(value)
    for path in broken:
        _trim(trimmed, path)
    for path in unknown:
        field = model.model_fields.get(attributes.get(str(path[0]), ""))
        if field is not None and field.is_required():
            trimmed[str(path[0])] = 1 if path[0] == "tpaudit" else value.get("id", "?")
    try:
        entry = model.model_validate(trimmed)
    except ValidationError as error:
        again = [_path(trimmed, one["loc"])[:1] for one in error.errors(include_url=False)]
        if not again or any(path in ((), ("id",)) or path[0] not in trimmed for path in again):
            return None
        return _salvaged(model, {key: item for key, item in trimmed.items() if (key,) not in again}, [], again)
    for path in unknown:
        _forget(entry, path)
    return entry


def _trim(value: dict[str, Any], path: Path) -> None:
    """Take the value at the path out of a raw entry; inner containers are copied before they are changed."""
    head, *tail = path
    key = str(head)
    if tail and key in GRANULAR:
        inner = value.get(key)
        if isinstance(inner, dict):
            value[key] = inner = dict(inner)
            _trim(inner, tuple(tail))
            return
        if isinstance(inner, list) and len(tail) > 1 and isinstance(tail[0], int) and isinstance(inner[tail[0]], dict):
            value[key] = items = list(inner)
            items[tail[0]] = item = dict(inner[tail[0]])
            _trim(item, tuple(tail[1:]))
            return
    value.pop(key, None)


def _forget(entry: Entry, path: Path) -> None:
    """Make reading the field at the path raise `Unknown`: in the finest part that still exists."""
    for depth, step in enumerate(path):
        if not isinstance(step, str):
            continue
        name = keys_of(type(entry)).get(step, step)
        inner = entry.__dict__.get(name)
        rest = path[depth + 1 :]
        if isinstance(inner, tuple) and rest and isinstance(rest[0], int) and len(inner) > rest[0]:
            inner = inner[rest[0]]
        if step in GRANULAR and any(isinstance(part, str) for part in rest) and isinstance(inner, Entry):
            entry = inner
            continue
        entry.__dict__.pop(name, None)
        return


def _path(value: Any, location: Iterable[str | int]) -> Path:
    """Return pydantic's location as a path in the file: without the parts that only the model knows."""
    path: list[str | int] = []
    for step in location:
        if isinstance(value, list) and isinstance(step, int) and step < len(value):
            value = value[step]
        elif isinstance(value, dict) and isinstance(step, str) and step != "[key]":
            value = value.get(step)
        else:
            continue
        path.append(step)
    return tuple(path)


def _fault(model: type[Entry], raw: Raw, kind: str, error: Mapping[str, Any], root_keys: Iterable[str]) -> Fault:
    path = _path(raw.value, error["loc"])
    context_key = error.get("ctx", {}).get("key") if str(error["type"]).startswith("timing_") else None
    if context_key:
        path = (*path, context_key)
    key = next((step for step in reversed(path) if isinstance(step, str)), kind)
    if error["type"] == "extra_forbidden":
        owner = _model_at(model, path[:-1])
        message, help_ = wording.unknown_key(
            key,
            keys_of(owner) if owner else (),
            root_only=len(path) == 1 and key in root_keys,
            flow=_is_cut_text(raw, path, error["input"]),
        )
    elif error["type"] == "missing":
        message, help_ = wording.missing(key)
        if len(path) == 1:
            path = ()
    else:
        message, help_ = wording.faulty_value(key, error)
    return Fault(
        code="INV003",
        file=raw.document.file,
        span=span_of(raw.place, path),
        message=message,
        help=help_,
        subject=subject_of(raw, kind),
        path=stable(raw.value, path),
        key=str(error["type"]) if path else key,
    )


def stable(value: Any, path: Iterable[str | int]) -> tuple[str, ...]:
    """Return a path in which list items are named by value, id or name instead of their index.

    What has no name leaves no trace, and so neither does one statement that becomes a list of one.
    """
    steps: list[str] = []
    for step in path:
        if step == 0 and not isinstance(value, list):
            continue
        value = (
            value[step]
            if isinstance(value, list) and isinstance(step, int) and step < len(value)
            else (value.get(step) if isinstance(value, dict) else None)
        )
        if isinstance(step, str):
            steps.append(step)
        elif isinstance(value, dict):
            named = next((value[key] for key in NAMING if key in value), None)
            steps += [f"[{named}]"] if named is not None else []
        else:
            steps.append(f"[{value}]")
    return tuple(steps)


def _model_at(model: type[Entry], path: Path) -> type[Entry] | None:
    """Return the model of the mapping at a path, found by the names of the fields on the way."""
    current: type[Entry] | None = model
    for step in path:
        if not isinstance(step, str) or current is None:
            continue
        name = keys_of(current).get(step)
        current = _model_in(current.model_fields[name].annotation) if name else None
    return current


def _model_in(annotation: Any) -> type[Entry] | None:
    if isinstance(annotation, type) and issubclass(annotation, Entry):
        return annotation
    for part in getattr(annotation, "__args__", ()):
        found = _model_in(part)
        if found is not None:
            return found
    return None


def _is_cut_text(raw: Raw, path: Path, value: object) -> bool:
    """Whether the unknown key is what a comma left over of a text in flow style: no value, inside braces."""
    if value is not None:
        return False
    span = span_of(raw.place, path)
    before = raw.document.line(span.line)[: span.column - 1]
    return before.count("{") > before.count("}")
