"""An id renamed wherever the inventory's files name it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from tpaudit.exchange.files import path_of
from tpaudit.fields import SLUG
from tpaudit.inventory.inventory import Inventory
from tpaudit.inventory.mentions import Mention, entries, mentions
from tpaudit.inventory.references import Reference
from tpaudit.inventory.subject import At, Kind
from tpaudit.inventory.words.choices import nearest
from tpaudit.loading.changes import Change, Rename, Set
from tpaudit.loading.places import Path
from tpaudit.loading.usage import UsageError
from tpaudit.messages import say

KINDS = (Kind.TOUCHPOINT, Kind.PHASE, Kind.SEGMENT, Kind.OWNER, Kind.CHANNEL, Kind.EVENT, Kind.AUDIENCE)
"""The kinds of entries whose ids can be renamed."""


def kind_of(inventory: Inventory, old: str, new: str, chosen: Kind | None) -> Kind:
    """Return the kind that the old id names; raise UsageError if it is none or ambiguous, or if the new id is taken."""
    found = [kind for kind in KINDS if (kind, old) in inventory.origins]
    if not inventory.owners and any(_naming(inventory, Kind.OWNER, old)):
        found.append(Kind.OWNER)
    if chosen is not None:
        found = [kind for kind in found if kind is chosen]
    if not found:
        entry_ids = [entry_id for kind, entry_id in inventory.origins if kind in KINDS and chosen in (None, kind)]
        similar = nearest(old, entry_ids)
        raise UsageError(
            say("no entry of the files has the id {id}", id=old),
            say("Did you mean {similar}?", similar=similar)
            if similar
            else say("What is built in keeps its id; tpaudit list shows those of touchpoints."),
        )
    if len(found) > 1:
        kinds = ", ".join(found)
        raise UsageError(
            say("{id} is the id of several: {kinds}", id=old, kinds=kinds),
            say("Say which with --kind {kind}.", kind=found[0]),
        )
    if not re.match(SLUG, new):
        raise UsageError(
            say("{given} cannot be an id", given=new),
            say("Ids are lower-case letters, digits, hyphens and underscores, and begin with a letter or digit."),
        )
    beside = (Kind.TOUCHPOINT, Kind.EVENT) if found[0] in (Kind.TOUCHPOINT, Kind.EVENT) else (found[0],)
    if any(_is_taken(inventory, kind, new) for kind in beside):
        raise UsageError(say("{id} is taken already", id=new), say("Choose another id."))
    return found[0]


def _is_taken(inventory: Inventory, kind: Kind, id: str) -> bool:  # noqa: A002  ids are called id
    return (kind, id) in inventory.origins or any((its, entry.id) == (kind, id) for its, entry in entries(inventory))


def changes(inventory: Inventory, kind: Kind, old: str, new: str) -> Mapping[str, Sequence[Change]]:
    """Return the changes by file: the entry's own id, and every reference to it."""
    found: dict[str, dict[Change, None]] = {}
    place = path_of(inventory, kind, old)
    if place is not None:
        file, path = place
        found.setdefault(file, {})[Set((*path, "id"), new)] = None
    for mention in _naming(inventory, kind, old):
        file, above, raw = _holder(inventory, mention.at)
        change = _change(raw, above, mention.reference, old, new)
        if change is not None:
            found.setdefault(file, {})[change] = None
    return {file: tuple(listed) for file, listed in found.items()}


def _naming(inventory: Inventory, kind: Kind, id: str) -> Iterator[Mention]:  # noqa: A002  ids are called id
    """Yield the references to entries of a kind, each with its entry's file, path and raw value."""
    for mention in mentions(inventory):
        reference = mention.reference
        if reference.given == id and kind in reference.refers.kinds and _is_meant(inventory, kind, reference):
            yield mention


def _is_meant(inventory: Inventory, kind: Kind, given: Reference) -> bool:
    """Whether a reference that may name several kinds means this one; ids are unique across such kinds."""
    others = [other for other in given.refers.kinds if other is not kind]
    return not any((other, given.given) in inventory.origins for other in others)


def _holder(inventory: Inventory, at: At) -> tuple[str, Path, object]:
    """Return the file, path and raw value of the mapping in which a place lies: an entry, `defaults`, or the root."""
    place = path_of(inventory, at.kind, at.id)
    if place is not None:
        return *place, inventory.raw(at.kind, at.id)
    if at.kind is Kind.FILE:
        document = next(document for document in inventory.documents if document.file == at.id)
        return at.id, ("defaults",), _at(document.value, ("defaults",))
    return inventory.root_file, (), inventory.raw(Kind.INVENTORY, "")


def _change(raw: object, above: Path, given: Reference, old: str, new: str) -> Change | None:
    """Return the change of a reference that the entry's file states; None if it is inherited.

    A file may write the id in place of the mapping that holds it, as in `leads_to: [kickoff]`.
    """
    for path in (_stated(raw, given.path), _stated(raw, given.path[:-1])):
        if path is None:
            continue
        holder, value = _at(raw, path[:-1]), _at(raw, path)
        if value == old:
            return Set((*above, *path), new)
        if path[-1] == old and isinstance(holder, dict):
            return Rename((*above, *path), new)
    return None


def _stated(raw: object, path: Path) -> Path | None:
    """Return a path in the file, without the index of a single value in place of a list; None if it does not exist."""
    value: Any = raw
    found: list[str | int] = []
    for step in path:
        if isinstance(step, int) and not isinstance(value, list):
            continue
        exists = step in value if isinstance(value, dict) else isinstance(value, list) and 0 <= int(step) < len(value)
        if not exists:
            return None
        value = value[step]
        found.append(step)
    return tuple(found) or None


def _at(raw: Any, path: Path) -> object:
    for step in path:
        raw = raw[step]
    return raw
