"""What entries refer to: unknown ids and circles, found once all files are read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from tpaudit.fields import Entry, is_blank, keys_of
from tpaudit.inventory.building.circles import Node, circles
from tpaudit.inventory.building.references import SUGGESTIONS, Dangling, Registries, dangling
from tpaudit.inventory.building.site import DECISIVE, Site
from tpaudit.inventory.building.validation import Raw, stable, subject_of
from tpaudit.inventory.files import RootFile
from tpaudit.inventory.registries import Event, Phase, Segment
from tpaudit.inventory.subject import Kind
from tpaudit.inventory.touchpoint import Touchpoint
from tpaudit.loading.documents import Document
from tpaudit.loading.faults import Fault
from tpaudit.loading.places import span_of
from tpaudit.messages import say

_ANCHORING = ("at", "after", "before")
"""The fields of an event that say together when it is."""


class _Loose(NamedTuple):
    """A reference that leads nowhere, and where it stands."""

    reference: Dangling
    raw: Raw
    subject: tuple[str, str]
    prefix: tuple[str, ...] = ()


def check_references(site: Site, head: RootFile, root: Document | None) -> None:
    """Find the ids that nobody knows, and make the fields unknown that name them.

    Where some entries could not be read, nothing is said: they may be the ones that are meant.
    """
    registries = _registries(site)
    loose = [*_in_entries(site, registries), *_in_defaults(site, registries)]
    if root is not None:
        raw = Raw(root.value, root.place, root)
        in_root = tuple(dangling(head, registries))
        site.complete &= not any(reference.path[0] == "contact_budget" for reference in in_root)
        loose += [_Loose(reference, raw, (Kind.INVENTORY, "")) for reference in in_root]
    if site.readable:
        site.faults += (_unknown_reference(one, suggest=number < SUGGESTIONS) for number, one in enumerate(loose))


def _registries(site: Site) -> Registries:
    return Registries(
        phases=site.entries[Kind.PHASE],
        segments=site.entries[Kind.SEGMENT],
        roles=dict.fromkeys(role for segment in site.every(Segment) for role in segment.stakeholders),
        owners=site.entries[Kind.OWNER],
        channels=site.entries[Kind.CHANNEL],
        events=site.entries[Kind.EVENT],
        touchpoints=site.entries[Kind.TOUCHPOINT],
    )


def _in_entries(site: Site, registries: Registries) -> Iterator[_Loose]:
    """Yield the loose references that the entries state themselves, and loosen those that they inherit too."""
    for (kind, entry_id), raw in site.raws.items():
        entry = site.entries[kind][entry_id]
        for reference in tuple(dangling(entry, registries)):
            site.complete &= not _loosen(entry, kind, reference)
            if not is_blank(raw.value.get(reference.path[0])):
                yield _Loose(reference, raw, subject_of(raw, kind))


def _in_defaults(site: Site, registries: Registries) -> Iterator[_Loose]:
    for defaults, raw in site.defaults:
        for reference in dangling(defaults, registries):
            yield _Loose(reference, raw, (Kind.FILE, raw.document.file), ("defaults",))


def _loosen(entry: Entry, kind: Kind, reference: Dangling) -> bool:
    """Make the field unknown that names what is not there; return whether much else hangs on it."""
    top = str(reference.path[0])
    if kind is not Kind.TOUCHPOINT:
        _drop(entry, _ANCHORING if kind is Kind.EVENT else (top,))
        return True
    if top in ("feedback", "decision"):
        entry.__dict__[top].__dict__.pop(reference.path[1], None)
    else:
        entry.__dict__.pop(keys_of(type(entry))[top], None)
    return top in DECISIVE


def _drop(entry: Entry, fields: Iterable[str]) -> None:
    for field in fields:
        entry.__dict__[field] = type(entry).model_fields[field].get_default(call_default_factory=True)


def _unknown_reference(loose: _Loose, *, suggest: bool) -> Fault:
    reference, raw = loose.reference, loose.raw
    similar = reference.nearest(own=loose.subject[1]) if suggest else ""
    registry = f"{reference.kind.template.split()[0]}s"  # what is registered stands under its plural
    return Fault(
        "INV005",
        raw.document.file,
        span_of(raw.place, reference.path),
        say("there is no {meant} {given}", meant=reference.kind, given=reference.given),
        say("Did you mean {similar}? Else register it under {registry}.", similar=similar, registry=registry)
        if similar
        else say("Correct the id, or register it under {registry}.", registry=registry),
        loose.subject,
        (*loose.prefix, *stable(raw.value, reference.path)),
        key=reference.given,
    )


def check_circles(site: Site) -> None:
    """Find the timings that wait for each other, and make them unknown."""
    found = circles(
        site.every(Touchpoint),
        site.every(Event),
        site.every(Phase),
        (segment.starts_with for segment in site.every(Segment)),
    )
    site.complete &= not found
    site.faults += (_circular(site, circle) for circle in found)
    for name, entry_id in dict.fromkeys(node for circle in found for node in circle):
        entry = site.entries[Kind(name)][entry_id]
        match name:
            case "touchpoint":
                entry.__dict__.pop("timing", None)
            case "phase":
                _drop(entry, ("window",))
            case _:
                _drop(entry, _ANCHORING)


_TIMED_BY = {"touchpoint": "timing", "phase": "window", "event": "after"}


def _circular(site: Site, circle: tuple[Node, ...]) -> Fault:
    """Return the fault at the first touchpoint of the circle, or at the first of its events that a file names."""
    kind, entry_id = min(circle, key=lambda node: (node[0] != "touchpoint", (Kind(node[0]), node[1]) not in site.raws))
    place = circle.index((kind, entry_id))
    names = tuple(name for _, name in (*circle[place:], *circle[: place + 1]))
    raw = site.raws[(Kind(kind), entry_id)]
    path = (_TIMED_BY[kind],) if _TIMED_BY[kind] in raw.value else ("before",)
    return Fault(
        "INV006",
        raw.document.file,
        span_of(raw.place, path),
        say("the timings wait for each other: {circle}", circle=" -> ".join(names)),
        say("Tie one of them to an event that has a date, or to the segment's start."),
        (Kind(kind), entry_id),
        path,
    )
