"""Where entries are defined and named, and what a rename of their ids changes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from tpaudit.inventory.inventory import Inventory
from tpaudit.inventory.mentions import entries, mentions_of
from tpaudit.inventory.subject import At, Kind
from tpaudit.loading.places import Span


class Spot(NamedTuple):
    """A stretch of a file."""

    file: str
    span: Span


def definition(inventory: Inventory, kind: Kind, id: str) -> Spot | None:  # noqa: A002  ids are called id everywhere
    """Return where the files declare an entry; None if it is built in or implied."""
    if not inventory.declared(kind, id):
        return None
    return Spot(*inventory.locate(At(kind, id, ("id",))))


def references(inventory: Inventory, kind: Kind, id: str) -> Iterator[Spot]:  # noqa: A002
    """Yield the places that name an entry, its own id left out."""
    for at in mentions_of(inventory, kind, id):
        file, span = inventory.locate(at)
        yield Spot(file, _word(inventory, file, span, id))


def _word(inventory: Inventory, file: str, span: Span, id_: str) -> Span:
    """Return the span of the id itself in a reference located by its key."""
    line = inventory.line(file, span.line)
    start = line.find(id_, span.column - 1)
    if start < 0:
        return span
    return Span(span.line, start + 1, span.line, start + 1 + len(id_))


def symbols(inventory: Inventory) -> Iterator[tuple[Kind, str, str, Spot]]:
    """Yield kind, id, name and place of every entry that the files declare."""
    for kind, entry in entries(inventory):
        spot = definition(inventory, kind, entry.id)
        if spot is not None:
            yield kind, entry.id, entry.name, spot
