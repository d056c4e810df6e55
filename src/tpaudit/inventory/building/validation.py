"""From a file's raw entry to a model, with every fault at its own key and the rest of the entry kept."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Generic, NamedTuple, TypeVar, get_args

from pydantic import ValidationError
from pydantic.fields import FieldInfo

from tpaudit.fields import Entry, is_blank, keys_of, model_in
from tpaudit.inventory.references import Refers, refers_at
from tpaudit.loading.documents import Document
from tpaudit.loading.faults import Fault
from tpaudit.loading.limits import MAX_FAULTS, untold
from tpaudit.loading.places import Path, Place, place_at, span_of

Model = TypeVar("Model", bound=Entry)

GRANULAR = frozenset(
    ("content", "metrics", "experience", "impact", "feedback", "service_standard", "phone", "support", "decision",
     "audit", "report")
)  # fmt: skip
"""Fields that may be partly unknown; others become unknown as a whole."""


NAMING = ("id", "name", "rule", "to", "source", "family")
"""The keys that identify the items of a list."""


class Raw(NamedTuple):
    """A raw entry of a file, and its place."""

    value: Any
    place: Place
    document: Document


class Validated(NamedTuple, Generic[Model]):
    """The result of validating an entry."""

    entry: Model | None
    """None if the id is missing or faulty, or if the entry is not a mapping."""
    sound: Mapping[str, Any]
    """The raw entry without its faulty parts."""
    faults: tuple[Fault, ...] = ()
    unknown: tuple[Path, ...] = ()
    """The paths of values that are there but unknown."""
    unsettled: tuple[tuple[Fault, str, Refers], ...] = ()
    """Faults of values that cannot be ids, with what they should name."""

    @property
    def touched(self) -> frozenset[str]:
        """The keys of the fields that are wholly or partly unknown."""
        return frozenset(str(path[0]) for path in self.unknown)


def subject_of(raw: Raw, kind: str) -> tuple[str, str]:
    """Return how findings name the entry: by kind and id if it has a usable one, else by its file."""
    entry_id = raw.value.get("id") if isinstance(raw.value, dict) and kind != "file" else None
    return (kind, entry_id) if isinstance(entry_id, str) and entry_id else ("file", raw.document.file)


def validate(model: type[Model], raw: Raw, kind: str, root_keys: Iterable[str] = ()) -> Validated[Model]:
    """Return the entry without its faulty parts, and the faults.

    `root_keys` are allowed in the root file but not here. Beyond `MAX_FAULTS`, whole fields are faulty and one fault
    stands for all.
    """
    try:
        return Validated(model.model_validate(raw.value), raw.value)
    except ValidationError as error:
        found = _errors(error)
    errors, more = found[:MAX_FAULTS], found[MAX_FAULTS:]
    faults = tuple(_fault(model, raw, kind, error, root_keys) for error in errors)
    unsettled = tuple(
        (fault, error["input"], refers)
        for fault, error in zip(faults, errors, strict=True)
        if error["type"] == "string_pattern_mismatch"
        and (refers := refers_at(model, _path(raw.value, error))) is not None
    )
    if more:
        faults += (untold(raw.document.file, span_of(raw.place, _path(raw.value, more[0])), "INV003"),)
    if not isinstance(raw.value, dict):
        return Validated(None, {}, faults)
    broken = [_path(raw.value, error) for error in errors]
    unknown = tuple(path for path, error in zip(broken, errors, strict=True) if _hides(error, path))
    fields = dict.fromkeys(
        path[:1] for error in more if len(path := _path(raw.value, error)) > 1 or _hides(error, path)
    )
    broken += [_path(raw.value, error)[:1] for error in more]
    unknown += tuple(path for path in fields if path)
    entry, sound = _salvaged(model, raw.value, broken, unknown)
    return Validated(entry, sound, faults, unknown, unsettled)


def _errors(error: ValidationError) -> list[Mapping[str, Any]]:
    return list(error.errors(include_url=False))


def _hides(error: Mapping[str, Any], path: Path) -> bool:
    """Whether the fault makes a field unknown; an unknown key does only if its mapping is one value."""
    return error["type"] != "extra_forbidden" or (len(path) > 1 and path[0] not in GRANULAR)


def _salvaged(
    model: type[Model], value: Mapping[str, Any], broken: Iterable[Path], unknown: Iterable[Path]
) -> tuple[Model | None, dict[str, Any]]:
    """Validate without the faulty parts until nothing is faulty, and remove what is unknown from the result."""
    sound, gone = dict(value), list(unknown)
    for path in broken:
        _trim(sound, path)
    while True:
        try:
            entry = model.model_validate(sound | _placeholders(model, sound, gone))
        except ValidationError as error:
            again = [_path(sound, fault)[:1] for fault in _errors(error)]
            if any(path in ((), ("id",)) or path[0] not in sound for path in again):
                return None, sound
            gone += again
            for path in again:
                sound.pop(str(path[0]), None)
            continue
        for path in gone:
            if path != ("name",):  # the name, shown in every finding, falls back to the id
                forget(entry, path)
        return entry, sound


def _placeholders(model: type[Entry], sound: Mapping[str, Any], gone: Iterable[Path]) -> dict[str, Any]:
    """Return values for the required fields that are unknown; without an id there is nothing to salvage."""
    fields, attributes = model.model_fields, keys_of(model)
    missing = [str(path[0]) for path in gone if str(path[0]) not in sound and str(path[0]) != "id"]
    required = [key for key in missing if key in attributes and fields[attributes[key]].is_required()]
    return {key: 1 if key == "tpaudit" else sound.get("id", "?") for key in required}


def _trim(value: dict[str, Any], path: Path) -> None:
    """Remove the value at the path from a raw entry, copying inner containers before they are changed."""
    if not path:
        return
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


def forget(entry: Entry, path: Path) -> str:
    """Make the field at the path unknown, in the finest part that still exists, and return how the entry lists it."""
    name = keys_of(type(entry)).get(str(path[0]), str(path[0]))
    inner, rest, listed = entry.__dict__.get(name), path[1:], name
    if isinstance(inner, tuple) and rest:
        index, rest = (rest[0], rest[1:]) if isinstance(rest[0], int) else (0, rest)
        inner = inner[index] if len(inner) > index else None
        listed = f"{name}.{index}"
    if path[0] in GRANULAR and rest and isinstance(inner, Entry):
        listed = f"{listed}.{forget(inner, rest)}"
        _list(entry, listed)
        return listed
    hide(entry, name)
    return name


def hide(entry: Entry, name: str) -> None:
    """Give a field its default, and list it among those that are unknown."""
    leave_out(entry, name)
    _list(entry, name)


def _list(entry: Entry, path: str) -> None:
    entry.__dict__["unknown"] = entry.unknown | {path}


def leave_out(entry: Entry, name: str) -> None:
    """Give a field its default, as if the file left it out; what is required keeps the value that stands in for it."""
    field = type(entry).model_fields[name]
    if not field.is_required():
        entry.__dict__[name] = field.get_default(call_default_factory=True)


def restore(entry: Entry) -> None:
    """Make an entry that no rule is asked about as if its unknown fields were left out."""
    entry.__dict__.pop("unknown", None)
    for name in type(entry).model_fields:
        inner = entry.__dict__[name]
        if isinstance(inner, Entry):
            restore(inner)


def _path(value: Any, error: Mapping[str, Any]) -> Path:
    """Return an error's path in the file: down to the guilty key, without parts that only the model has."""
    path: list[str | int] = []
    for step in error["loc"]:
        if isinstance(value, list) and isinstance(step, int) and step < len(value):
            value = value[step]
        elif isinstance(value, dict) and isinstance(step, str) and step != "[key]":
            value = value.get(step)
        else:
            continue
        path.append(step)
    guilty = error["ctx"]["key"] if str(error["type"]).startswith("timing_") else ""
    return (*path, guilty) if guilty else tuple(path)


def _fault(model: type[Entry], raw: Raw, kind: str, error: Mapping[str, Any], root_keys: Iterable[str]) -> Fault:
    from tpaudit.inventory.words import wording  # most files are sound
    from tpaudit.inventory.words.fixing import fix_of_fault

    path = _path(raw.value, error)
    key = next((step for step in reversed(path) if isinstance(step, str)), model.__name__.lower())
    if error["type"] == "extra_forbidden":
        owner = _model_at(model, path[:-1])
        message, help_ = wording.unknown_key(
            key,
            keys_of(owner) if owner else (),
            root_only=len(path) == 1 and key in root_keys,
            flow=error["input"] is None and _is_in_flow_style(raw, path[:-1]),
            below=_knowing_below(owner, key) if owner else (),
            above=any(key in keys_of(around) for around in _models_above(model, path[:-1])),
        )
    elif error["type"] == "missing":
        message, help_ = wording.missing(key, error["input"])
    else:
        message, help_ = wording.faulty_value(key, _with_both_bounds(model, path, error), _keys_to_name(model, path))
    at_entry = error["type"] == "missing" and len(path) == 1
    return Fault(
        code="INV003",
        file=raw.document.file,
        span=span_of(raw.place, () if at_entry else path),
        message=message,
        help=help_,
        subject=subject_of(raw, kind),
        path=() if at_entry else stable(raw.value, path),
        key=key if at_entry or not path else str(error["type"]),
        fix=fix_of_fault(str(error["type"]), key, error["input"], help_),
    )


def written(value: Any, path: Path) -> Path:
    """Return a path without the steps that a file's shorthand leaves out."""
    steps: list[str | int] = []
    for step in path:
        if isinstance(step, int):
            if not isinstance(value, list) or step >= len(value):
                continue
            value = value[step]
        else:
            if not isinstance(value, dict) or step not in value:
                continue
            value = value[step]
        steps.append(step)
    return tuple(steps)


def stable(value: Any, path: Iterable[str | int]) -> tuple[str, ...]:
    """Return a path in which list items are named by value, id or name instead of their index.

    Unnamed items leave no trace, and so a single statement and a list of one have the same path.
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
            named = next((value[key] for key in NAMING if not is_blank(value.get(key))), None)
            steps += [f"[{named}]"] if named is not None else []
        else:
            steps.append(f"[{value}]")
    return tuple(steps)


def _model_at(model: type[Entry], path: Path) -> type[Entry] | None:
    """Return the model of the mapping at a path, found by the names of the fields on the way."""
    current: type[Entry] | None = model
    for step in path:
        name = keys_of(current).get(step) if isinstance(step, str) and current is not None else None
        if current is not None and name is not None:
            current = model_in(current.model_fields[name].annotation)
    return current


def _models_above(model: type[Entry], path: Path) -> Iterator[type[Entry]]:
    """Yield the models of the mappings around the one at a path."""
    inner = _model_at(model, path)
    for length in range(len(path)):
        around = _model_at(model, path[:length])
        if around is not None and around is not inner:
            yield around


def _knowing_below(model: type[Entry], key: str) -> tuple[str, ...]:
    """Return the model's keys whose own model has a key."""
    inner = {outer: model_in(model.model_fields[name].annotation) for outer, name in keys_of(model).items()}
    return tuple(outer for outer, below in inner.items() if below is not None and key in keys_of(below))


_MOST_NAMED = 12
"""The most keys that are named."""


def _keys_to_name(model: type[Entry], path: Path) -> tuple[str, ...]:
    """Return the keys to name for a value that should be a mapping: those that it needs, else all if they are few."""
    owner = _model_at(model, path)
    if owner is None:
        return ()
    needed = tuple(key for key, name in keys_of(owner).items() if owner.model_fields[name].is_required())
    return needed or (tuple(keys_of(owner)) if len(keys_of(owner)) <= _MOST_NAMED else ())


def _with_both_bounds(model: type[Entry], path: Path, error: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return the error with both bounds of a range, since Pydantic names only the one that was exceeded."""
    owner = _model_at(model, path[:-1])
    name = keys_of(owner).get(str(path[-1])) if owner is not None and path else None
    if owner is None or name is None or error["type"] not in ("greater_than_equal", "less_than_equal"):
        return error
    bounds = {
        bound: getattr(note, bound)
        for note in _notes(owner.model_fields[name])
        for bound in ("ge", "le")
        if hasattr(note, bound)
    }
    return {**error, "ctx": bounds | dict(error["ctx"])}


def _notes(field: FieldInfo) -> Iterator[object]:
    """Yield the annotations of the field's type and of its alternatives."""
    yield from field.metadata
    for part in get_args(field.annotation):
        for note in getattr(part, "__metadata__", ()):
            yield from getattr(note, "metadata", (note,))


def _is_in_flow_style(raw: Raw, path: Path) -> bool:
    """Whether the mapping at the path is in braces, where a comma splits a text."""
    span = place_at(raw.place, path).span
    return raw.document.line(span.line)[span.column - 1 :].startswith("{")
