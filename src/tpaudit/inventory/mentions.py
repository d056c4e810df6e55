"""Where the inventory's files name entries by their ids."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain
from typing import NamedTuple

from tpaudit.fields import Entry, is_blank
from tpaudit.inventory.audiences import Audience
from tpaudit.inventory.inventory import Inventory
from tpaudit.inventory.references import Reference, references
from tpaudit.inventory.registries import Channel, Event, Owner, Phase, Segment
from tpaudit.inventory.subject import At, Kind
from tpaudit.inventory.touchpoint import Touchpoint

Registered = Touchpoint | Phase | Segment | Owner | Channel | Event | Audience


class Mention(NamedTuple):
    """A place that names an entry by its id."""

    at: At
    """The place: for a file's `defaults` a place in the file, for the root's own keys one in the inventory."""
    reference: Reference


def mentions(inventory: Inventory) -> Iterator[Mention]:
    """Yield every place that names an entry: in the root, defaults and entries, inherited ones once."""
    if inventory.root is not None:
        yield from (
            Mention(At(Kind.INVENTORY, "", reference.path), reference) for reference in references(inventory.root)
        )
    for file, defaults in inventory.defaults:
        for reference in references(defaults):
            yield Mention(At(Kind.FILE, file, ("defaults", *reference.path)), reference)
    for kind, entry in entries(inventory):
        raw = inventory.raw(kind, entry.id)
        own = raw if isinstance(raw, dict) else {}
        for reference in references(entry):
            if not is_blank(own.get(str(reference.path[0]))):
                yield Mention(At(kind, entry.id, reference.path), reference)


def mentions_of(inventory: Inventory, kind: Kind, id: str) -> Iterator[At]:  # noqa: A002  ids are called id everywhere
    """Yield the places that name an entry."""
    for at, reference in mentions(inventory):
        if reference.given == id and kind in reference.refers.kinds:
            yield at


def target(inventory: Inventory, reference: Reference) -> At | None:
    """Return the entry that a reference names, None if the files do not declare it."""
    kinds = (kind for kind in reference.refers.kinds if inventory.declared(kind, reference.given))
    return next((At(kind, reference.given, ("id",)) for kind in kinds), None)


def used(inventory: Inventory) -> frozenset[tuple[Kind, str]]:
    """Return what is in use because something names it."""
    every: Iterator[Entry] = (entry for _, entry in entries(inventory))
    root: tuple[Entry, ...] = () if inventory.root is None else (inventory.root,)
    return frozenset(
        (kind, reference.given)
        for entry in chain(root, every)
        for reference in references(entry)
        if reference.refers.uses
        for kind in reference.refers.kinds
    )


def entries(inventory: Inventory) -> Iterator[tuple[Kind, Registered]]:
    """Yield all entries of the registries with what they are."""
    for kind, registry in (
        (Kind.PHASE, inventory.phases),
        (Kind.SEGMENT, inventory.segments),
        (Kind.OWNER, inventory.owners),
        (Kind.CHANNEL, inventory.channels),
        (Kind.EVENT, inventory.events),
        (Kind.AUDIENCE, inventory.audiences),
        (Kind.TOUCHPOINT, inventory.touchpoints),
    ):
        for entry in registry:
            yield kind, entry
