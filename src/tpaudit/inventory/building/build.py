"""From loaded files to the inventory: validate each entry, complete it, check what it refers to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from tpaudit.fields import Entry
from tpaudit.inventory.audiences import Audience
from tpaudit.inventory.building.completion import complete
from tpaudit.inventory.building.inheritance import Inherited
from tpaudit.inventory.building.linking import check_circles, check_references
from tpaudit.inventory.building.reading import items, read_file, read_root
from tpaudit.inventory.building.site import DECISIVE, KINDS, REGISTRIES, Site
from tpaudit.inventory.building.validation import Raw, restore, validate
from tpaudit.inventory.building.validity import check_validity
from tpaudit.inventory.building.variants import varied
from tpaudit.inventory.files import RootFile
from tpaudit.inventory.inventory import Inventory, Origin
from tpaudit.inventory.registries import Channel, Event, Owner, Phase, Segment
from tpaudit.inventory.subject import Kind
from tpaudit.inventory.touchpoint import Touchpoint
from tpaudit.inventory.words import terms, vocabulary
from tpaudit.loading.documents import Document, no_garbage_collection
from tpaudit.loading.faults import Fault, FaultPlace
from tpaudit.loading.limits import MAX_FAULTS, too_many_faults
from tpaudit.loading.load import Loaded
from tpaudit.loading.places import Span, span_of
from tpaudit.messages import Message, render, say

MAX_ENTRIES: Mapping[Kind, int] = {
    Kind.TOUCHPOINT: 50_000,
    Kind.SEGMENT: 1_000,
    Kind.PHASE: 100,
    Kind.OWNER: 10_000,
    Kind.CHANNEL: 10_000,
    Kind.EVENT: 10_000,
    Kind.AUDIENCE: 1_000,
}
"""The most entries of each kind that are read, faulty ones included; segments and phases multiply."""

BUILT_IN: Mapping[Kind, Mapping[str, Mapping[str, Any]]] = {
    Kind.PHASE: {phase: {"kind": phase} | dict(entry) for phase, entry in vocabulary.PHASES.items()},
    Kind.CHANNEL: vocabulary.CHANNELS,
    Kind.EVENT: vocabulary.EVENTS,
}

_BUILT_IN_NAMES: Mapping[Kind, terms.Terms] = {
    Kind.PHASE: terms.PHASE_NAME,
    Kind.CHANNEL: terms.CHANNEL_NAME,
    Kind.EVENT: terms.EVENT_NAME,
}

_NAMES: Mapping[Kind, Message] = {
    Kind.TOUCHPOINT: say("touchpoint"),
    Kind.PHASE: say("phase"),
    Kind.SEGMENT: say("segment"),
    Kind.OWNER: say("owner"),
    Kind.CHANNEL: say("channel"),
    Kind.EVENT: say("event"),
    Kind.AUDIENCE: say("audience"),
}


def build(loaded: Loaded, root_file: str = "tpaudit.yaml") -> Inventory:
    """Return the inventory that the files describe, with every fault in them."""
    with no_garbage_collection():
        return _build(loaded, root_file)


def _build(loaded: Loaded, root_file: str) -> Inventory:
    site = Site(list(loaded.faults), complete=loaded.complete, readable=loaded.complete)
    documents = (loaded.root, *loaded.included) if loaded.root else ()
    head = read_root(loaded.root, site) if loaded.root else RootFile.model_construct(tpaudit=1)
    common = Inherited()
    for document in documents:
        inherited = read_file(document, common, site, is_root=document is loaded.root)
        common = inherited if document is loaded.root else common
        for key in REGISTRIES:
            _read_registry(document, key, inherited, site)
    _complete(site, head)
    check_references(site, head, loaded.root)
    check_circles(site)
    check_validity(site, head, loaded.root)
    channels = {
        channel: entry.__dict__["medium"]
        for channel, entry in site.entries[Kind.CHANNEL].items()
        if (Kind.CHANNEL, channel) not in site.faulty
    }
    variants: dict[tuple[str, str], Touchpoint] = {}
    for touchpoint in site.every(Touchpoint):
        complete(touchpoint, channels)
        for segment in touchpoint.per_segment:
            variants[touchpoint.id, segment] = varied(touchpoint, segment, channels)
    return _inventory(site, head, documents, root_file, loaded.broken, variants)


def _inventory(
    site: Site,
    head: RootFile,
    documents: tuple[Document, ...],
    root_file: str,
    broken: Mapping[str, tuple[str, ...]],
    variants: Mapping[tuple[str, str], Touchpoint],
) -> Inventory:
    order = {document.file: place for place, document in enumerate(documents)}
    return Inventory(
        name=head.name or root_file,
        scope=head.scope,
        coordinator=head.coordinator,
        contact_budget=head.contact_budget,
        settings=head.audit,
        report=head.report,
        readers=head.audience,
        discovery=tuple(site.discovery),
        waivers=head.waive,
        touchpoints=tuple(site.every(Touchpoint)),
        phases=tuple(site.every(Phase)),
        segments=tuple(site.every(Segment)),
        owners=tuple(site.every(Owner)),
        channels=tuple(site.every(Channel)),
        events=tuple(site.every(Event)),
        audiences=tuple(site.every(Audience)),
        observe=head.observe,
        variants=variants,
        root=head,
        defaults=tuple((raw.document.file, defaults) for defaults, raw in site.defaults),
        documents=documents,
        faults=_once(sorted(site.faults, key=lambda fault: (order.get(fault.file, -1), fault.file, fault.span))),
        complete=site.complete,
        origins=site.origins,
        root_file=root_file,
        broken=broken,
    )


def _once(faults: Iterable[Fault]) -> tuple[Fault, ...]:
    """Drop repeated faults at one place: what entries share through aliases and merges is wrong only once."""
    first: dict[tuple[str, str, Span, str], Fault] = {}
    for fault in faults:
        first.setdefault((fault.code, fault.file, fault.span, render(fault.message)), fault)
    return tuple(first.values())


def _read_registry(document: Document, key: str, inherited: Inherited, site: Site) -> None:
    kind, model = REGISTRIES[key]
    left = MAX_FAULTS
    for raw in items(document, key, site):
        site.read[kind] += 1
        if site.read[kind] > MAX_ENTRIES[kind]:
            site.faults.append(_too_many(document, key, raw))
            site.complete = site.readable = False
            return
        lent = inherited if kind is Kind.TOUCHPOINT else _built_in(kind, raw.value)
        validated = validate(model, Raw(lent.completed(raw.value), raw.place, document), kind)
        site.faults += validated.faults[:left]
        if len(validated.faults) > left:
            site.faults.append(too_many_faults(document.file, validated.faults[left].span, "INV003"))
            site.complete = site.readable = False
            return
        left -= len(validated.faults)
        site.unsettled += validated.unsettled
        entry, touched = validated.entry, validated.touched
        if entry is None:
            site.complete = False
            continue
        if kind is Kind.TOUCHPOINT:
            touched |= lent.hide(entry, raw.value)
            site.complete &= not touched & DECISIVE
        elif kind is not Kind.OWNER and validated.faults:
            site.complete = False
            restore(entry)
        _register(entry, raw, kind, site, is_faulty=bool(validated.faults))


def _built_in(kind: Kind, given: object) -> Inherited:
    """Return the values inherited from the built-in entry with the same id."""
    entry_id = given.get("id") if isinstance(given, dict) else None
    return Inherited(BUILT_IN.get(kind, {}).get(str(entry_id), {}))


def _too_many(document: Document, key: str, raw: Raw) -> Fault:
    kind, _ = REGISTRIES[key]
    return Fault(
        "INV001",
        document.file,
        span_of(raw.place, ("id",)),
        say("the inventory has more than {limit} {key}; the rest is not read", limit=MAX_ENTRIES[kind], key=key),
        say("Split it into several inventories, each with a root file of its own."),
        ("file", document.file),
        (key,),
    )


def _register(entry: Entry, raw: Raw, kind: Kind, site: Site, *, is_faulty: bool) -> None:
    entry_id: str = entry.__dict__["id"]
    first = site.origins.get((kind, entry_id))
    if first is not None:
        site.faults.append(
            Fault(
                "INV004",
                raw.document.file,
                _own_span(raw, first),
                say("{id} is already the id of another {kind}", id=entry_id, kind=_NAMES[kind]),
                say("Give one of them another id; only the first is audited."),
                (kind, entry_id),
                ("id",),
                related=(FaultPlace(first.file, span_of(first.place, ("id",)), say("the first is here")),),
            )
        )
        return
    site.entries[kind][entry_id] = entry
    site.origins[(kind, entry_id)] = Origin(raw.document.file, raw.place, raw.value)
    site.raws[(kind, entry_id)] = raw
    if is_faulty:
        site.faulty.add((kind, entry_id))


def _own_span(raw: Raw, first: Origin) -> Span:
    """Return the place of an entry's id, or the entry itself if it took another one's id through an alias."""
    span = span_of(raw.place, ("id",))
    if (raw.document.file, span) != (first.file, span_of(first.place, ("id",))):
        return span
    whole, head = raw.place.span, span_of(raw.place, ())
    return head if whole[:2] <= head[:2] and head[2:] <= whole[2:] else whole


def _complete(site: Site, head: RootFile) -> None:
    """Add what is built in or implied, and names that entries leave out."""
    models: tuple[type[Entry], ...] = (Channel, Event)
    for model in models:
        kind = KINDS[model]
        declared = site.entries[kind]
        site.entries[kind] = {
            entry_id: declared.get(entry_id) or model.model_validate(entry)
            for entry_id, entry in BUILT_IN[kind].items()
        } | declared
    site.entries[Kind.PHASE] = _phases(site.entries[Kind.PHASE], head.scope)
    for kind in (Kind.PHASE, Kind.SEGMENT, Kind.OWNER, Kind.CHANNEL, Kind.EVENT, Kind.AUDIENCE):
        for entry_id, entry in site.entries[kind].items():
            if not entry.__dict__.get("name"):
                entry.__dict__["name"] = _implied_name(kind, entry_id)
    if not site.entries[Kind.SEGMENT]:
        everybody = Segment(id="all")
        everybody.__dict__["name"] = terms.EVERYBODY
        site.entries[Kind.SEGMENT] = {everybody.id: everybody}
    for phase in site.entries[Kind.PHASE].values():
        if phase.__dict__.get("kind") is None:
            phase.__dict__["kind"] = "other"
    _check_ids_of_events(site)


def _implied_name(kind: Kind, entry_id: str) -> str:
    if kind not in _BUILT_IN_NAMES:
        return entry_id
    return _BUILT_IN_NAMES[kind].get(entry_id) or entry_id.replace("_", " ").capitalize()


def _phases(declared: Mapping[str, Entry], scope: str) -> dict[str, Entry]:
    """Return the phases in the journey's order.

    Built-in phases keep their own order, except in scope own; the team's own come after the one that the files name
    before them, or before the next one if they come first.
    """
    built_in = [] if scope == "own" else [
        phase for phase in vocabulary.PHASES if phase in vocabulary.PHASES_IN_SCOPE[scope] or phase in declared
    ]  # fmt: skip
    order = list(built_in)
    place = next((order.index(phase) for phase in declared if phase in built_in), len(order))
    for phase in declared:
        if phase in built_in:
            place = order.index(phase) + 1
        else:
            order.insert(place, phase)
            place += 1
    return {
        phase: declared.get(phase) or Phase.model_validate({"id": phase, **BUILT_IN[Kind.PHASE][phase]})
        for phase in order
    }


def _check_ids_of_events(site: Site) -> None:
    for touchpoint in [
        touchpoint_id for touchpoint_id in site.entries[Kind.TOUCHPOINT] if touchpoint_id in site.entries[Kind.EVENT]
    ]:
        raw = site.raws[(Kind.TOUCHPOINT, touchpoint)]
        event = site.origins.get((Kind.EVENT, touchpoint))
        related = (FaultPlace(event.file, span_of(event.place, ("id",)), say("the event is here")),) if event else ()
        site.faults.append(
            Fault(
                "INV004",
                raw.document.file,
                span_of(raw.place, ("id",)),
                say("{id} is the id of an event too, so that timings could mean either", id=touchpoint),
                say("Give the touchpoint another id."),
                (Kind.TOUCHPOINT, touchpoint),
                ("id",),
                key="event",
                related=related,
            )
        )
