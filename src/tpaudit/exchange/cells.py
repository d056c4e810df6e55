"""An entry's fields as the cells of a row, and back: what tpaudit exports, it reads back exactly."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Annotated, Any, Literal, get_args, get_origin

from tpaudit.exchange.spelling import in_flow
from tpaudit.exchange.tables.table import Cell
from tpaudit.fields import TEAMS_OWN, Entry, keys_of, model_in
from tpaudit.inventory.words import meant
from tpaudit.loading.documents import read_document
from tpaudit.loading.places import Path
from tpaudit.loading.scalars import plain

_UNSPLIT = re.compile(r"[,;\n\"'\[\]{}#]|: ")


def shown(value: object) -> Cell:
    """Return a file's value as a cell shows it: lists with commas, mappings without braces."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float | str):
        return value
    if isinstance(value, Mapping):
        return in_flow(value)[1:-1] if value else "{}"
    assert isinstance(value, list | tuple)  # noqa: S101  a file has nothing else
    texts = [str(item) for item in value]
    if any(
        isinstance(item, Mapping | list | tuple) or _UNSPLIT.search(text)
        for item, text in zip(value, texts, strict=True)
    ):
        return in_flow(value)
    return ", ".join(texts) if texts else "[]"


def says(cell: Cell, value: object) -> bool:
    """Whether a cell still says the same as the file, however a spreadsheet has reformatted it."""
    kept = shown(value)
    if _plain(cell) == _plain(kept):
        return True
    if isinstance(value, str) and isinstance(cell, str):
        return bool(meant.day(cell)) and meant.day(cell) == value
    if isinstance(value, int | float) and not isinstance(value, bool):
        return _number(cell) == float(value)
    return False


def _plain(cell: Cell) -> str:
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, float) and cell == cell // 1:
        cell = int(cell)
    return re.sub(r"\s+", " ", str(cell)).strip()


def _number(cell: Cell) -> float | None:
    text = str(cell).strip().replace(",", ".")
    found = re.fullmatch(r"(-?[0-9.]+)\s*(%?)", text)
    try:
        return float(found[1]) / (100 if found[2] else 1) if found else None
    except ValueError:
        return None


def read(cell: Cell, model: type[Entry], path: Path) -> object:
    """Return the value that a cell of an exported column stands for."""
    types = tuple(_types(model, path))
    text = _plain(cell) if not isinstance(cell, str) else cell.strip()
    if any(isinstance(kind, type) and issubclass(kind, Entry) for kind in types) or text[:1] in "[{" or not types:
        found = _flow(text)
        if found is not None:
            return found
    if tuple in types:
        items = [part.strip() for part in re.split(r"[,\n;]", text) if part.strip()]
        return items[0] if len(items) == 1 else items
    if str in types:
        return text
    number = _number(text) if "," in text and "%" not in text else None
    if number is not None:
        return int(number) if number == int(number) else number
    return plain(text.lower() if text.lower() in ("true", "false", "wahr", "falsch") else text)


def _flow(text: str) -> object:
    """Return the list or mapping that a text states in YAML, with or without braces; None if it states neither."""
    for written in (text, "{" + text + "}"):
        if written[:1] not in "[{":
            continue
        document, faults = read_document("cell", written.encode())
        if document is not None and not faults and isinstance(document.value, dict | list):
            if isinstance(document.value, dict) and written != text and None in document.value.values():
                continue  # not a mapping, but words between braces
            return document.value
    return None


def _types(model: type[Entry], path: Path) -> Iterator[object]:
    """Yield the plain types that the format allows at a path."""
    current: type[Entry] | None = model
    for number, step in enumerate(path):
        name = keys_of(current).get(str(step)) if current is not None else None
        if current is None or name is None:
            return
        parts = list(_parts(current.model_fields[name].annotation))
        if number == len(path) - 1:
            yield from parts
        current = next((part for part in parts if isinstance(part, type) and issubclass(part, Entry)), None)


def _parts(annotation: Any) -> Iterator[object]:
    origin = get_origin(annotation)
    if origin is Annotated:
        yield from _parts(get_args(annotation)[0])
    elif origin is None:
        yield annotation
    else:
        if origin is tuple:
            yield tuple
        for part in get_args(annotation):
            if isinstance(part, str):
                yield str
            elif part is not Ellipsis and part is not type(None):
                yield from _parts(part)


def choices(model: type[Entry], path: Path) -> tuple[str, ...]:
    """Return the words that a field chooses from; none if it may hold others too."""
    kinds = list(_types(model, path))
    if tuple in kinds or not any(kind is str for kind in kinds):
        return ("true", "false") if kinds == [bool] else ()
    return _literal(model, path)


def _literal(model: type[Entry], path: Path) -> tuple[str, ...]:
    for step in path[:-1]:
        inner = model_in(model.model_fields[keys_of(model)[str(step)]].annotation)
        if inner is None:
            return ()
        model = inner
    return _words(model.model_fields[keys_of(model)[str(path[-1])]].annotation)


def _words(annotation: Any) -> tuple[str, ...]:
    if get_origin(annotation) is Literal:
        return tuple(map(str, get_args(annotation)))
    found = [words for part in get_args(annotation) if (words := _words(part))]
    return found[0] if len(found) == 1 else ()


def paths_in(entries: Sequence[Mapping[str, Any]], model: type[Entry], always: Sequence[str]) -> tuple[Path, ...]:
    """Return the columns that entries need: fields in the format's order, mappings with one column for each key."""
    found: dict[Path, None] = {(key,): None for key in always}
    order = {key: number for number, key in enumerate(keys_of(model))}
    used: dict[Path, None] = {}
    for entry in entries:
        for key, value in entry.items():
            if isinstance(value, dict) and value and key not in _WHOLE and _is_entry(model, key):
                used |= dict.fromkeys((key, inner) for inner in value)
            elif value is not None:
                used[(key,)] = None
    flat = {path[0] for path in used if len(path) > 1}
    split = sorted(
        (path for path in used if len(path) > 1 or path[0] not in flat),
        key=lambda path: (str(path[0]).startswith(TEAMS_OWN), order.get(str(path[0]), len(order)), str(path[0])),
    )
    return tuple(found | dict.fromkeys(split))


_WHOLE = frozenset(("timing", "per_segment", "contact_budget", "window", "share"))
"""Mappings that a cell shows as a whole."""


def _is_entry(model: type[Entry], key: str) -> bool:
    return any(isinstance(kind, type) and issubclass(kind, Entry) for kind in _types(model, (key,)))


def value_at(entry: Mapping[str, Any], path: Path) -> object:
    """Return an entry's value at a column's path."""
    value: Any = entry
    for step in path:
        value = value.get(step) if isinstance(value, dict) else None
    return value
