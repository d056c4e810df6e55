"""Entries as plain values under the keys of the files, so that they can be compared and shown field by field."""

from __future__ import annotations

from collections.abc import Collection, Hashable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import Enum
from fractions import Fraction
from math import isfinite
from typing import Any

from tpaudit.durations import Duration
from tpaudit.fields import Entry, keys_of
from tpaudit.inventory.ranges import Range
from tpaudit.inventory.timing import MonthDay
from tpaudit.messages import Message, Value, say


class Mark(Enum):
    """A stand-in for a value that is not known."""

    FAULTY = "faulty"
    """The field is there, but what the file says is faulty."""


Plain = str | bool | int | float | Fraction | date | Mark | tuple["Plain", ...] | Mapping[str, "Plain"]

_NAMES = ("id", "name", "to", "rule", "source", "family")
"""The keys that identify the items of a list; the first one that an item has is used."""
_LONGEST = 200


@dataclass(frozen=True, slots=True)
class Change:
    """A field, or an item of a list, that differs; None means it is missing."""

    path: tuple[str, ...]
    """Keys as the files write them; items of lists by name."""
    before: Plain | None
    after: Plain | None
    implied: bool = False
    """Whether neither side states it, since it is derived from something else that changed."""

    @property
    def words(self) -> Message:
        """The change in words."""
        field = ".".join(self.path)
        if self.before is None:
            return say("{field}: {after} added", field=field, after=shown(self.after))
        if self.after is None:
            return say("{field}: {before} removed", field=field, before=shown(self.before))
        words = say("{field}: {before} → {after}", field=field, before=shown(self.before), after=shown(self.after))
        return say("{change} (implied)", change=words) if self.implied else words


def plain(entry: Entry) -> Mapping[str, Plain]:
    """Return an entry's fields by their keys, without the empty ones."""
    fields: dict[str, Plain] = {}
    for key, name in keys_of(type(entry)).items():
        value = Mark.FAULTY if name in entry.unknown else _of(entry.__dict__[name])
        if value is not None and value != () and value != {}:
            fields[key] = value
    return fields


def _of(value: Any) -> Plain | None:
    match value:
        case Entry():
            fields = plain(value)
            return fields.get(value.shorthand) if value.shorthand and _says_nothing_else(value) else fields
        case Range():
            return str(value) if value.is_range else _of(value.low)
        case MonthDay():
            return str(value)
        case Duration():
            return str(value)
        case Mapping():
            pairs = ((str(key), _of(item)) for key, item in value.items())
            return {key: item for key, item in pairs if item is not None}
        case tuple() | list():
            return tuple(item for item in map(_of, value) if item is not None)
        case Enum():
            return str(value.value)
        case float() if not isfinite(value):
            return Mark.FAULTY  # a rule's option, which is kept as the file has it: no number that there is
        case str() | bool() | int() | float() | Fraction() | date() | None:
            return value
        case _:
            return str(value)


def _says_nothing_else(entry: Entry) -> bool:
    """Whether all fields have their defaults, except the one that may stand alone."""
    return all(
        entry.__dict__.get(name) == field.default
        for name, field in type(entry).model_fields.items()
        if name != entry.shorthand
    )


def frozen(value: Plain | None) -> Hashable:
    """Return a hashable form that is equal for equal values, whatever the order of keys."""
    if isinstance(value, Mapping):
        return tuple(sorted((key, frozen(item)) for key, item in value.items()))
    if isinstance(value, tuple):
        return tuple(map(frozen, value))
    # True is 1 to Python, and a word may look like a number.
    return type(value).__name__, str(value)


def shown(value: Plain | None) -> Value:
    """Return a value as sentences show it: words as in the files, numbers and dates in the reader's format."""
    match value:
        case None:
            return say("nothing")
        case Mark():
            return say("a faulty value")
        case bool():
            return "true" if value else "false"
        case str():
            return value if len(value) <= _LONGEST else f"{value[:_LONGEST]}…"
        case tuple():
            return tuple(map(shown, value))
        case Mapping():
            return tuple(say("{key}: {value}", key=key, value=shown(item)) for key, item in value.items())
        case float():
            return Fraction(str(value))
        case _:
            return value


def changes(
    before: Mapping[str, Plain],
    after: Mapping[str, Plain],
    *,
    ordered: Collection[str] = (),
    implied: Collection[str] = (),
) -> tuple[Change, ...]:
    """Return how two entries differ, field by field, the name first.

    The order of a list matters for the fields in `ordered` only. `implied` are fields that neither side states.
    """
    keys = sorted(dict.fromkeys((*before, *after)), key=lambda key: key != "name")
    found: list[Change] = []
    for key in keys:
        was, now = before.get(key), after.get(key)
        if key in implied:
            found += [Change((key,), was, now, implied=True)] if frozen(was) != frozen(now) else []
        elif key in ordered and isinstance(was, tuple) and isinstance(now, tuple) and _same_items(was, now):
            found += [Change((key,), was, now)] if was != now else []
        else:
            found += _different((key,), was, now)
    return tuple(found)


def _same_items(before: tuple[Plain, ...], after: tuple[Plain, ...]) -> bool:
    left_before, left_after = _unequal(before, after)
    return not left_before and not left_after


def _different(path: tuple[str, ...], before: Plain | None, after: Plain | None) -> Iterator[Change]:
    if frozen(before) == frozen(after):
        return
    if isinstance(before, Mapping) and isinstance(after, Mapping):
        for key in dict.fromkeys((*before, *after)):
            yield from _different((*path, key), before.get(key), after.get(key))
    elif isinstance(before, tuple | None) and isinstance(after, tuple | None):
        yield from _in_lists(path, before or (), after or ())
    else:
        yield Change(path, before, after)


def _in_lists(path: tuple[str, ...], before: tuple[Plain, ...], after: tuple[Plain, ...]) -> Iterator[Change]:
    was, now = _unequal(before, after)
    names = {name: item for item in now if (name := _name(item)) is not None}
    again = {name: item for item in was if (name := _name(item)) in names and name is not None}
    for name, item in again.items():
        yield from _different((*path, name), item, names[name])
    paired = {id(item) for name in again for item in (again[name], names[name])}
    was, now = ([item for item in items if id(item) not in paired] for items in (was, now))
    if len(was) == len(now) == 1:
        yield from _different(path, was[0], now[0])
        return
    for item in was:
        yield Change(path, item, None)
    for item in now:
        yield Change(path, None, item)


def _unequal(before: tuple[Plain, ...], after: tuple[Plain, ...]) -> tuple[list[Plain], list[Plain]]:
    """Return the items that one list has more of than the other, each as many times as the surplus."""
    return _without(before, after), _without(after, before)


def _without(items: tuple[Plain, ...], others: tuple[Plain, ...]) -> list[Plain]:
    left: dict[Hashable, int] = {}
    for other in map(frozen, others):
        left[other] = left.get(other, 0) + 1
    rest = []
    for item in items:
        key = frozen(item)
        if left.get(key):
            left[key] -= 1
        else:
            rest.append(item)
    return rest


def _name(item: Plain) -> str | None:
    if not isinstance(item, Mapping):
        return None
    return next((name for key in _NAMES if isinstance(name := item.get(key), str)), None)
