"""JSON whose long lists are generated while they are written, so that no output is ever in memory as a whole."""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import islice

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
        yield _spelt(value).replace("\n", indent)
    elif isinstance(value, dict):
        for number, (key, item) in enumerate(value.items()):
            yield f"{',' if number else '{'}{deeper}{_spelt(key)}: "
            yield from _chunks(item, deeper)
        yield f"{indent}}}"
    elif isinstance(value, list):
        for number, item in enumerate(value):
            yield f"{',' if number else '['}{deeper}"
            yield from _chunks(item, deeper)
        yield f"{indent}]"


def _items(items: Iterator[object], indent: str) -> Iterator[str]:
    before = "["
    while batch := list(islice(items, _BATCH)):
        # Strings contain no line feeds, since those are escaped.
        yield before + _spelt(batch).removeprefix("[").removesuffix("\n]").replace("\n", indent)
        before = ","
    yield "[]" if before == "[" else f"{indent}]"


def _holds_iterator(value: object) -> bool:
    if isinstance(value, dict):
        return any(map(_holds_iterator, value.values()))
    return isinstance(value, Iterator) or (isinstance(value, list) and any(map(_holds_iterator, value)))


def _spelt(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2)
