"""From loaded files to the inventory: validate each entry, complete it, check what it refers to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, TypeVar, cast

from tpaudit.fields import Entry, keys_of
from tpaudit.inventory import vocabulary, wording
from tpaudit.inventory.completion import complete
from tpaudit.inventory.files import IncludedFile, RootFile
from tpaudit.inventory.inventory import Inventory, Origin
from tpaudit.inventory.linking import check_circles, check_references
from tpaudit.inventory.registries import Channel, Discovery, Event, Owner, Phase, Segment
from tpaudit.inventory.site import DECISIVE, REGISTRIES, Site
from tpaudit.inventory.subject import Kind
from tpaudit.inventory.touchpoint import Defaults, Touchpoint
from tpaudit.inventory.validation import Raw, validate
from tpaudit.loading.documents import Document
from tpaudit.loading.faults import Fault, FaultPlace
from tpaudit.loading.load import Loaded
from tpaudit.loading.places import Place, span_of
from tpaudit.messages import say

MAX_TOUCHPOINTS = 50_000

BUILT_IN: Mapping[Kind, Mapping[str, Mapping[str, Any]]] = {
    Kind.PHASE: {
        phase: {"kind": phase, "name": phase.capitalize()} | dict(entry) for phase, entry in vocabulary.PHASES.items()
    },
    Kind.CHANNEL: vocabulary.CHANNELS,
    Kind.EVENT: vocabulary.EVENTS,
}
ROOT_KEYS = tuple(key for key in keys_of(RootFile) if key not in keys_of(IncludedFile))

Model = TypeVar("Model", bound=Entry)


def build(loaded: Loaded, root_file: str = "tpaudit.yaml") -> Inventory:
    """Return the inventory that the files describe, with every fault in them."""
    site = Site(list(loaded.faults), loaded.complete)
    head = _read_root(loaded.root, site) if loaded.root else RootFile.model_construct(tpaudit=1)
    defaults = _defaults(loaded.root, {}, site, is_root=True) if loaded.root else {}
    documents = (loaded.root, *loaded.included) if loaded.root else ()
    for document in documents:
        own_defaults = defaults if document is loaded.root else _defaults(document, defaults, site)
        for key, (kind, model) in REGISTRIES.items():
            _read_registry(document, key, kind, model, own_defaults, site)
    _complete(site, head)
    if loaded.complete:
        check_references(site, head, loaded.root)
    check_circles(site)
    channels: dict[str, Channel] = site.entries[Kind.CHANNEL]  # type: ignore[assignment]
    for touchpoint in site.entries[Kind.TOUCHPOINT].values():
        complete(touchpoint, channels)  # type: ignore[arg-type]
    return _inventory(site, head, documents, root_file)


def _inventory(site: Site, head: RootFile, documents: tuple[Document, ...], root_file: str) -> Inventory:
    def entries(kind: Kind, _model: type[Model]) -> tuple[Model, ...]:
        return tuple(site.entries[kind].values())  # type: ignore[arg-type]

    order = {document.file: place for place, document in enumerate(documents)}
    return Inventory(
        name=head.name or root_file,
        scope=head.scope,
        coordinator=head.coordinator,
        contact_budget=head.contact_budget,
        settings=head.audit,
        report=head.report,
        audience=head.audience,
        discovery=tuple(site.discovery),
        waivers=head.waive,
        touchpoints=entries(Kind.TOUCHPOINT, Touchpoint),
        phases=entries(Kind.PHASE, Phase),
        segments=entries(Kind.SEGMENT, Segment),
        owners=entries(Kind.OWNER, Owner),
        channels=entries(Kind.CHANNEL, Channel),
        events=entries(Kind.EVENT, Event),
        documents=documents,
        faults=tuple(sorted(site.faults, key=lambda fault: (order.get(fault.file, -1), fault.file, fault.span))),
        complete=site.complete,
        origins=site.origins,
        root_file=root_file,
    )


def _read_root(document: Document, site: Site) -> RootFile:
    value = document.value
    if not isinstance(value, dict):
        site.complete = False
        site.faults.append(_no_mapping(document, "tpaudit"))
        return RootFile.model_construct(tpaudit=1)
    raw = Raw(_head(value), document.place, (), document)
    head, faults = _validated_head(RootFile, raw)
    site.faults += faults
    site.complete &= not faults or not {"scope", "contact_budget", "include"} & {
        step for fault in faults for step in fault.path[:1]
    }
    return head


def _head(value: Mapping[str, Any]) -> dict[str, Any]:
    return {key: item for key, item in value.items() if key not in REGISTRIES and key not in ("defaults", "discovery")}


def _validated_head(model: type[Model], raw: Raw, root_keys: Iterable[str] = ()) -> tuple[Model, tuple[Fault, ...]]:
    """Validate what a file says besides its entries; every field of it has a default to fall back on."""
    entry, faults, touched = validate(model, raw, "file", root_keys)
    for name in touched:
        attribute = keys_of(model).get(name)
        if entry is not None and attribute is not None and attribute not in entry.__dict__:
            entry.__dict__[attribute] = model.model_fields[attribute].get_default(call_default_factory=True)
    return cast("Model", model.model_construct()) if entry is None else entry, faults


def _no_mapping(document: Document, key: str) -> Fault:
    return Fault(
        "INV003",
        document.file,
        document.place.span,
        say("the file holds {found} instead of keys and values", found=wording.described(document.value)),
        say("Begin it with keys such as {key}.", key=f"{key}:"),
        subject=("file", document.file),
    )


def _defaults(
    document: Document, inherited: Mapping[str, Any], site: Site, *, is_root: bool = False
) -> Mapping[str, Any]:
    """Return the fields that the file's touchpoints get where they leave them out; check the file's own keys."""
    value = document.value
    if not isinstance(value, dict):
        if value is not None:
            site.faults.append(_no_mapping(document, "touchpoints"))
            site.complete = False
        return inherited
    if not is_root:
        head = Raw(_head(value), document.place, (), document)
        _, faults, _ = validate(IncludedFile, head, "file", ROOT_KEYS)
        site.faults += faults
    _read_discovery(document, value, site)
    given = value.get("defaults")
    if given is None:
        return inherited
    place = _inside(document.place, "defaults")
    raw = Raw(given, place, ("defaults",), document)
    entry, faults, touched = validate(Defaults, raw, "file")
    site.faults += tuple(_below(fault, "defaults") for fault in faults)
    if entry is None or not isinstance(given, dict):
        site.complete = False
        return inherited
    known = keys_of(Defaults)
    return {**inherited, **{key: item for key, item in given.items() if key in known and key not in touched}}


def _below(fault: Fault, key: str) -> Fault:
    return Fault(
        fault.code, fault.file, fault.span, fault.message, fault.help, fault.subject, (key, *fault.path), fault.key,
        fault.related,
    )  # fmt: skip


def _read_discovery(document: Document, value: Mapping[str, Any], site: Site) -> None:
    for raw in _items(document, value, "discovery", site):
        entry, faults, touched = validate(Discovery, raw, "file")
        site.faults += tuple(_below(fault, "discovery") for fault in faults)
        if entry is not None and not touched:
            site.discovery.append(entry)


def _items(document: Document, value: Mapping[str, Any], key: str, site: Site) -> Iterator[Raw]:
    listed = value.get(key)
    if listed is None:
        return
    place = _inside(document.place, key)
    if not isinstance(listed, list):
        if key == "discovery" and isinstance(listed, dict):
            yield Raw(listed, place, (key,), document)
            return
        message, help_ = wording.faulty_value(key, {"type": "tuple_type", "input": listed})
        site.faults.append(
            Fault(
                "INV003",
                document.file,
                span_of(document.place, (key,)),
                message,
                help_,
                ("file", document.file),
                (key,),
            )
        )
        site.complete = False
        return
    for index, item in enumerate(listed):
        yield Raw(item, _inside(place, index), (key, index), document)


def _inside(place: Place, step: str | int) -> Place:
    inside = place.inside
    if isinstance(inside, Mapping):
        below: Place = inside.get(str(step), place)
        return below
    return inside[step] if inside is not None and isinstance(step, int) and step < len(inside) else place


def _read_registry(
    document: Document, key: str, kind: Kind, model: type[Entry], defaults: Mapping[str, Any], site: Site
) -> None:
    value = document.value
    if not isinstance(value, dict):
        return
    built_in = BUILT_IN.get(kind, {})
    entries = site.entries[kind]
    for raw in _items(document, value, key, site):
        if kind is Kind.TOUCHPOINT and len(entries) >= MAX_TOUCHPOINTS:
            site.faults.append(_too_many(document, raw))
            site.complete = False
            return
        given = raw.value
        inherits: Mapping[str, Any] = {}
        if isinstance(given, dict):
            inherits = defaults if kind is Kind.TOUCHPOINT else built_in.get(str(given.get("id")), {})
        full = raw
        if inherits:
            own = {name: item for name, item in given.items() if not _is_blank(item) or name not in inherits}
            full = Raw({**inherits, **own}, raw.place, raw.path, document)
        entry, faults, touched = validate(model, full, kind)
        site.faults += faults
        if kind not in (Kind.TOUCHPOINT, Kind.OWNER):
            site.complete &= not touched
        if entry is None:
            site.complete = False
            continue
        if kind is not Kind.TOUCHPOINT:
            _restore(entry, touched)
        elif touched & DECISIVE:
            site.complete = False
        _register(entry, Raw(given, raw.place, raw.path, document), kind, site)


def _restore(entry: Entry, touched: Iterable[str]) -> None:
    """Give a registry's entry its defaults back: what it decides is not judged anyway while it is faulty."""
    model = type(entry)
    for key in touched:
        name = keys_of(model).get(key)
        if name is not None and name not in entry.__dict__:
            entry.__dict__[name] = model.model_fields[name].get_default(call_default_factory=True)


def _is_blank(item: object) -> bool:
    return item is None or (isinstance(item, str) and not item.strip())


def _too_many(document: Document, raw: Raw) -> Fault:
    return Fault(
        "INV001",
        document.file,
        span_of(raw.place, ("id",)),
        say("the inventory has more than {limit} touchpoints; the rest is not read", limit=MAX_TOUCHPOINTS),
        say("Split it into several inventories, each with a root file of its own."),
        ("file", document.file),
        ("touchpoints",),
    )


def _register(entry: Entry, raw: Raw, kind: Kind, site: Site) -> None:
    entry_id: str = entry.__dict__["id"]
    first = site.origins.get((kind, entry_id))
    if first is not None:
        site.faults.append(
            Fault(
                "INV004",
                raw.document.file,
                span_of(raw.place, ("id",)),
                say("{id} is already the id of another {kind}", id=entry_id, kind=say(str(kind))),
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


def _complete(site: Site, head: RootFile) -> None:
    """Add what is built in or implied, and the names that entries leave out."""
    for kind, built_in in BUILT_IN.items():
        if kind is not Kind.PHASE:
            model = next(model for registered, model in REGISTRIES.values() if registered is kind)
            declared = site.entries[kind]
            site.entries[kind] = {
                one: declared.get(one) or model.model_validate(entry) for one, entry in built_in.items()
            } | declared
    site.entries[Kind.PHASE] = _phases(site.entries[Kind.PHASE], head.scope)
    if not site.entries[Kind.SEGMENT]:
        site.entries[Kind.SEGMENT] = {"all": Segment(id="all", name="all customers")}
    for kind in (Kind.PHASE, Kind.SEGMENT, Kind.OWNER, Kind.CHANNEL, Kind.EVENT):
        for entry_id, entry in site.entries[kind].items():
            if not entry.__dict__.get("name"):
                entry.__dict__["name"] = entry_id.replace("_", " ").capitalize() if kind in BUILT_IN else entry_id
    for phase in site.entries[Kind.PHASE].values():
        if phase.__dict__.get("kind") is None:
            phase.__dict__["kind"] = "other"
    _check_ids_of_events(site)


def _phases(declared: Mapping[str, Entry], scope: str) -> dict[str, Entry]:
    """Return the phases in the journey's order: an own phase stands behind the one that the files name before it."""
    order = list(vocabulary.PHASES_IN_SCOPE[scope])
    previous: str | None = None
    for phase in declared:
        if phase not in order:
            order.insert(order.index(previous) + 1 if previous else len(order), phase)
        previous = phase
    return {
        phase: declared.get(phase) or Phase.model_validate({"id": phase, **BUILT_IN[Kind.PHASE][phase]})
        for phase in order
    }


def _check_ids_of_events(site: Site) -> None:
    for touchpoint in [one for one in site.entries[Kind.TOUCHPOINT] if one in site.entries[Kind.EVENT]]:
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
