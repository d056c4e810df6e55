"""JSON whose long lists are generated while they are written, so that no output is ever in memory as a whole."""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import islice
from json.encoder import encode_basestring

from tpaudit.outputs.safe import json_document

Part = dict[str, object]
"""A part of a document: an object of JSON."""
_BATCH = 500
"""How many items of a long list are encoded at once: few enough to be small, enough to be quick."""


def json_chunks(value: object) -> Iterator[str]:
    """Yield a JSON document that ends with a line feed, indented by two; an iterator in it is a list.

    The items of an iterator contain no further iterators.
    """
    yield from map(json_document, _chunks(value, "\n"))
    yield "\n"


def _chunks(value: object, indent: str) -> Iterator[str]:
    deeper = f"{indent}  "
    if isinstance(value, Iterator):
        yield from _items(value, indent)
    elif not _holds_iterator(value):
        yield _spelt(value, indent)
    elif isinstance(value, dict):
        for number, (key, item) in enumerate(value.items()):
            yield f"{',' if number else '{'}{deeper}{encode_basestring(key)}: "
            yield from _chunks(item, deeper)
        yield f"{indent}}}"
    elif isinstance(value, list):
        for number, item in enumerate(value):
            yield f"{',' if number else '['}{deeper}"
            yield from _chunks(item, deeper)
        yield f"{indent}]"


def _items(items: Iterator[object], indent: str) -> Iterator[str]:
    before, deeper = "[", f"{indent}  "
    while batch := list(islice(items, _BATCH)):
        yield before + ",".join([f"{deeper}{_spelt(item, deeper)}" for item in batch])
        before = ","
    yield "[]" if before == "[" else f"{indent}]"


def _holds_iterator(value: object) -> bool:
    if isinstance(value, dict):
        return any(map(_holds_iterator, value.values()))
    return isinstance(value, Iterator) or (isinstance(value, list) and any(map(_holds_iterator, value)))


def _spelt(value: object, indent: str) -> str:
    """Return a value as `json.dumps` writes it with an indent, which takes several times as long: token by token."""
    if isinstance(value, str):
        return encode_basestring(value)
    if isinstance(value, dict):
        deeper = f"{indent}  "
        items = [f"{deeper}{encode_basestring(key)}: {_spelt(item, deeper)}" for key, item in value.items()]
        return f"{{{','.join(items)}{indent}}}" if items else "{}"
    if isinstance(value, list):
        deeper = f"{indent}  "
        items = [f"{deeper}{_spelt(item, deeper)}" for item in value]
        return f"[{','.join(items)}{indent}]" if items else "[]"
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value) if type(value) is int else json.dumps(value)
