"""Which fields of an inventory name other entries: declared once, on the field, and read by one walker."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from enum import Enum
from functools import cache
from types import UnionType
from typing import Annotated, Any, NamedTuple, Union, get_args, get_origin

from tpaudit.fields import SLUG, Entry
from tpaudit.inventory.subject import Kind
from tpaudit.loading.places import Path

looks_like_an_id = re.compile(SLUG).fullmatch


class Free(Enum):
    """Whether a field that names an entry may hold a text instead."""

    NO = "no"
    """An unregistered value is a fault."""
    UNLESS_NEAR = "unless near"
    """An unregistered value is a text, unless it is similar to an id."""
    UNLESS_ID = "unless id"
    """An unregistered value is a text, unless it has the form of an id or is similar to one."""
    YES = "yes"
    """An unregistered value is a text."""


class Refers:
    """Marks a field, or the items or keys of a field, that name entries by their ids.

    `kinds` are the registries that may hold the id. `words` need no registration; `only` tells which values are ids at
    all. `uses` says whether an entry named here counts as used.
    """

    def __init__(
        self,
        *kinds: Kind,
        words: tuple[str, ...] = (),
        only: Callable[[str], bool] | None = None,
        texts: Free = Free.NO,
        uses: bool = True,
    ) -> None:
        self.kinds = kinds
        self.words = words
        self.only = only
        self.texts = texts
        self.uses = uses

    def names(self, given: str) -> bool:
        """Whether the value is meant to name an entry, judging by the value alone."""
        if given in self.words or (self.only is not None and not self.only(given)):
            return False
        return self.texts is Free.NO or looks_like_an_id(given) is not None


class Reference(NamedTuple):
    """An id that an entry names."""

    path: Path
    """Its path in the entry, with keys as in the files."""
    given: str
    refers: Refers
    short: bool = False
    """Whether files may write the id in place of the mapping around it, without the last key."""


class _Named(NamedTuple):
    """What a field's type holds: ids, ids as keys, entries."""

    values: Refers | None = None
    keys: Refers | None = None
    model: type[Entry] | None = None

    def __or__(self, other: _Named) -> _Named:
        return _Named(self.values or other.values, self.keys or other.keys, self.model or other.model)


class _Field(NamedTuple):
    attribute: str
    key: str
    named: _Named


def references(entry: Entry) -> Iterator[Reference]:
    """Yield the ids that an entry names, in the order of its fields."""
    return _references(entry, ())


@cache
def keys_naming(model: type[Entry], kind: Kind) -> frozenset[str]:
    """Return the keys, at any depth of the model, under which files name entries of a kind."""
    found: set[str] = set()
    seen: set[type[Entry]] = set()
    waiting = [model]
    while waiting:
        current = waiting.pop()
        if current in seen:
            continue
        seen.add(current)
        for field in _fields(current):
            if field.named.values is not None and kind in field.named.values.kinds:
                found.add(field.key)
            if field.named.model is not None:
                waiting.append(field.named.model)
    return frozenset(found)


def refers_at(model: type[Entry], path: Path) -> Refers | None:
    """Return what the field at a path names, None if it names nothing."""
    keys = [step for step in path if isinstance(step, str)]
    current: type[Entry] | None = model
    found: _Named | None = None
    for key in keys:
        if current is None:
            return None if found is None else found.keys
        found = next((field.named for field in _fields(current) if field.key == key), None)
        if found is None:
            return None
        current = found.model if found.keys is None else None
    if found is not None and found.model is not None and found.model.shorthand:
        return refers_at(found.model, (found.model.shorthand,))
    return None if found is None else found.values


def _references(entry: Entry, above: Path) -> Iterator[Reference]:
    for attribute, key, named in _fields(type(entry)):
        value = getattr(entry, attribute)
        if not value:
            continue
        if isinstance(value, str):
            if named.values is not None and named.values.names(value):
                yield Reference((*above, key), value, named.values, key == entry.shorthand)
        else:
            yield from _in(value, named, (*above, key))


def _in(value: object, named: _Named, path: Path) -> Iterator[Reference]:
    """Yield the ids in a field's value: a text, a list, a table or an entry."""
    if isinstance(value, str):
        if named.values is not None and named.values.names(value):
            yield Reference(path, value, named.values)
    elif isinstance(value, tuple):
        for index, item in enumerate(value):
            yield from _in(item, named, (*path, index))
    elif isinstance(value, Mapping):
        for key, item in value.items():
            if named.keys is not None and named.keys.names(key):
                yield Reference((*path, key), key, named.keys)
            yield from _in(item, named, (*path, key))
    elif isinstance(value, Entry):
        yield from _references(value, path)


@cache
def _fields(model: type[Entry]) -> tuple[_Field, ...]:
    """Return the fields that name entries, directly or deeper down."""
    found = []
    for attribute, field in model.model_fields.items():
        named = _Named(_mark(field.metadata)) | _named(field.annotation)
        if named.values or named.keys or (named.model is not None and _fields(named.model)):
            found.append(_Field(attribute, field.alias or attribute, named))
    return tuple(found)


def _mark(notes: Any) -> Refers | None:
    return next((note for note in notes if isinstance(note, Refers)), None)


def _named(kind: Any) -> _Named:
    origin, parts = get_origin(kind), get_args(kind)
    if origin is Annotated:
        return _Named(_mark(parts[1:])) | _named(parts[0])
    if origin in (Union, UnionType) or origin is tuple:
        found = _Named()
        for part in parts:
            found |= _named(part)
        return found
    if isinstance(origin, type) and issubclass(origin, Mapping):
        return _Named(keys=_named(parts[0]).values, model=_named(parts[1]).model)
    return _Named(model=kind) if isinstance(kind, type) and issubclass(kind, Entry) else _Named()
