"""Changes to a file's values, at paths as in `places`."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Any, Literal, NamedTuple

from tpaudit.loading.places import Path


class Set(NamedTuple):
    """Set the value at a path: it replaces what is there, or becomes a new key or a new item at a list's end.

    Mappings and lists are compared with what is there, and only differences are touched. A new key goes behind the
    last of the keys in `after` that the mapping has, else at its end. An item's index at or above the list's length
    appends, in the order of the changes; missing mappings on the way are created.
    """

    path: Path
    value: object
    after: tuple[str, ...] = ()


class Remove(NamedTuple):
    """Remove a key or a list item with everything in it."""

    path: Path


class Rename(NamedTuple):
    """Give the key at the path's end another name."""

    path: Path
    key: str


Change = Set | Remove | Rename


class Fix(NamedTuple):
    """A correction at a place: another name for the key, another value, or removal of the entry.

    `safe` is False if somebody has to choose, since the value may mean something else.
    """

    action: Literal["rename", "replace", "remove"]
    value: object = None
    safe: bool = True


def changed(value: object, changes: Sequence[Change]) -> object:
    """Return a copy of a document's value with the changes made; all paths are those of the value as given."""
    top = [_copy(value)]
    for change in changes:
        if isinstance(change, Set):
            _set(top, (0, *change.path), _copy(change.value))
    for change in changes:
        if isinstance(change, Rename):
            _rename(_at(top, (0, *change.path[:-1])), change)
    # From the end, so that an index still means what it meant.
    removed = {change.path: change for change in changes if isinstance(change, Remove)}
    for path in sorted(removed, key=lambda path: [(step if isinstance(step, int) else -1) for step in path])[::-1]:
        holder: Any = _at(top, (0, *path[:-1]))
        del holder[path[-1]]
    return top[0]


def same(left: object, right: object) -> bool:
    """Whether two values are equal in type and content, the order of keys aside."""
    if type(left) is not type(right):
        return False
    if isinstance(left, dict) and isinstance(right, dict):
        return left.keys() == right.keys() and all(same(left[key], right[key]) for key in left)
    if isinstance(left, list) and isinstance(right, list):
        return len(left) == len(right) and all(map(same, left, right))
    return left == right or (left != left and right != right)


def _copy(value: object) -> object:
    # Not copy.deepcopy: what aliases share must not stay shared.
    if isinstance(value, dict):
        return {key: _copy(item) for key, item in value.items()}
    return [_copy(item) for item in value] if isinstance(value, list | tuple) else value


def _set(holder: Any, path: Path, value: object) -> None:
    for step, following in pairwise(path):
        inner = holder.get(step) if isinstance(holder, dict) else holder[step] if _has(holder, step) else None
        if inner is None:
            inner = [] if isinstance(following, int) else {}
            _put(holder, step, inner)
        holder = inner
    _put(holder, path[-1], value)


def _put(holder: Any, step: str | int, value: object) -> None:
    if isinstance(holder, list) and not _has(holder, step):
        holder.append(value)
    else:
        holder[step] = value


def _has(holder: Any, step: str | int) -> bool:
    return isinstance(step, int) and step < len(holder)


def _at(holder: Any, path: Path) -> Any:
    for step in path:
        holder = holder[step]
    return holder


def _rename(holder: Any, change: Rename) -> None:
    old = change.path[-1]
    if change.key in holder and change.key != old:
        raise KeyError(change.key)
    items = [(change.key if key == old else key, item) for key, item in holder.items()]
    holder.clear()
    holder.update(items)
