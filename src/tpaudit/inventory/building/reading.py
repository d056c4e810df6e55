"""What a file says besides its entries: the root's own keys, the defaults, and where the entries stand."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from tpaudit.fields import is_blank, keys_of
from tpaudit.inventory.building.inheritance import Inherited
from tpaudit.inventory.building.site import REGISTRIES, Site
from tpaudit.inventory.building.validation import Raw, restore, validate
from tpaudit.inventory.files import IncludedFile, RootFile
from tpaudit.inventory.registries import Discovery
from tpaudit.inventory.subject import Kind
from tpaudit.inventory.touchpoint import Defaults
from tpaudit.loading.documents import Document
from tpaudit.loading.faults import Fault
from tpaudit.loading.places import place_at, span_of
from tpaudit.messages import say

_ROOT_KEYS = tuple(key for key in keys_of(RootFile) if key not in keys_of(IncludedFile))
_HARMLESS = frozenset(("tpaudit", "name", "audit", "report", "waive"))
"""Root keys that no rule depends on: a fault in one of them does not keep rules from judging."""


def read_root(document: Document, site: Site) -> RootFile:
    """Return the root file's own keys, with defaults for faulty ones."""
    value = document.value
    if not isinstance(value, dict):
        _refuse(document, "tpaudit", site)
        return RootFile.model_construct(tpaudit=1)
    validated = validate(RootFile, Raw(_head(value), document.place, document), "file")
    site.faults += validated.faults
    site.complete &= validated.touched <= _HARMLESS
    site.readable &= not validated.touched & {"include", "scope"}
    head = validated.entry or RootFile.model_construct(tpaudit=1)
    restore(head)
    return head


def hidden_kinds(value: Mapping[str, Any], allowed: Iterable[str]) -> tuple[Kind, ...]:
    """Return the kinds of entries below misspelt keys of a file, of which some are therefore missing."""
    keys = tuple(allowed)
    unknown = [str(key) for key in value if key not in keys]
    if not unknown:
        return ()
    from tpaudit.inventory.words.wording import key_meant  # most files are sound

    slips = (key_meant(key, keys) for key in unknown)
    return tuple(REGISTRIES[key][0] for key in slips if key in REGISTRIES)


def read_file(document: Document, inherited: Inherited, site: Site, *, is_root: bool) -> Inherited:
    """Check a file's own keys, and return what its touchpoints inherit."""
    value = document.value
    if not isinstance(value, dict):
        if value is not None and not is_root:
            _refuse(document, "touchpoints", site)
        return inherited
    hidden = hidden_kinds(value, keys_of(RootFile if is_root else IncludedFile))
    site.hidden.update(hidden)
    site.complete &= not hidden
    if not is_root:
        head = Raw(_head(value), document.place, document)
        site.faults += validate(IncludedFile, head, "file", _ROOT_KEYS).faults
    _read_discovery(document, site)
    return _read_defaults(document, inherited, site)


def items(document: Document, key: str, site: Site) -> Iterator[Raw]:
    """Yield the entries below a file's key."""
    listed = document.value.get(key) if isinstance(document.value, dict) else None
    if is_blank(listed):
        return
    place = place_at(document.place, (key,))
    if key == "discovery" and isinstance(listed, dict):
        yield Raw(listed, place, document)
        return
    if not isinstance(listed, list):
        from tpaudit.inventory.words.wording import faulty_value

        message, help_ = faulty_value(key, {"type": "tuple_type", "input": listed})
        span = span_of(document.place, (key,))
        site.faults.append(Fault("INV003", document.file, span, message, help_, ("file", document.file), (key,)))
        site.complete = site.readable = False
        return
    for index, item in enumerate(listed):
        yield Raw(item, place_at(place, (index,)), document)


def _head(value: Mapping[str, Any]) -> dict[str, Any]:
    return {key: item for key, item in value.items() if key not in REGISTRIES and key not in ("defaults", "discovery")}


def _refuse(document: Document, key: str, site: Site) -> None:
    """Report that the whole file is not a mapping."""
    from tpaudit.inventory.words.wording import described

    message = say("the file holds {found} instead of keys and values", found=described(document.value))
    help_ = say("Begin it with keys such as {key}.", key=f"{key}:")
    site.faults.append(Fault("INV003", document.file, document.place.span, message, help_, ("file", document.file)))
    site.complete = site.readable = False


def _read_discovery(document: Document, site: Site) -> None:
    for raw in items(document, "discovery", site):
        validated = validate(Discovery, raw, "file")
        site.faults += tuple(_below(fault, "discovery") for fault in validated.faults)
        site.complete &= not validated.faults
        if validated.entry is not None and not validated.unknown:
            site.discovery.append(validated.entry)


def _read_defaults(document: Document, inherited: Inherited, site: Site) -> Inherited:
    given = document.value.get("defaults") if isinstance(document.value, dict) else None
    if is_blank(given):
        return inherited
    raw = Raw(given, place_at(document.place, ("defaults",)), document)
    validated = validate(Defaults, raw, "file")
    site.faults += tuple(_below(fault, "defaults") for fault in validated.faults)
    if validated.entry is None:
        site.complete = False
        return inherited
    site.defaults.append((validated.entry, raw))
    return inherited.replaced_by(validated)


def _below(fault: Fault, key: str) -> Fault:
    return fault._replace(path=(key, *fault.path))
