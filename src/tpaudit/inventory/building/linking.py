"""References between entries: unknown ids and circles, found once all files are read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from tpaudit.fields import Entry, is_blank
from tpaudit.inventory.building.circles import circles
from tpaudit.inventory.building.references import SUGGESTIONS, Dangling, Registries, dangling
from tpaudit.inventory.building.site import DECISIVE, Site
from tpaudit.inventory.building.validation import Raw, forget, hide, leave_out, stable, subject_of, written
from tpaudit.inventory.files import RootFile
from tpaudit.inventory.references import Reference
from tpaudit.inventory.registries import EVENT_ANCHORING, Event, Phase, Segment
from tpaudit.inventory.subject import Kind
from tpaudit.inventory.touchpoint import Touchpoint
from tpaudit.inventory.waiting import Node
from tpaudit.loading.documents import Document
from tpaudit.loading.faults import Fault
from tpaudit.loading.limits import MAX_FAULTS, untold
from tpaudit.loading.places import span_of
from tpaudit.messages import say


class _Loose(NamedTuple):
    """A reference that leads nowhere, and its place."""

    dangling: Dangling
    raw: Raw
    subject: tuple[str, str]
    prefix: tuple[str, ...] = ()


def check_references(site: Site, head: RootFile, root: Document | None) -> None:
    """Report unknown ids, and make the fields that name them unknown.

    If some entries could not be read, nothing is reported, since they may be the ones that are meant.
    """
    registries = registries_of(site)
    loose = [*_in_entries(site, registries), *_in_defaults(site, registries)]
    if root is not None:
        raw = Raw(root.value, root.place, root)
        in_root = tuple(dangling(head, registries))
        site.complete &= not any(missing.reference.path[0] == "contact_budget" for missing in in_root)
        loose += [_Loose(missing, raw, (Kind.INVENTORY, "")) for missing in in_root]
    if site.readable:
        site.faults += _unknown_references((item for item in loose if not item.dangling.hidden), registries)
    _say_what_was_meant(site, registries)


def registries_of(site: Site) -> Registries:
    """Return the ids that references may name."""
    roles = dict.fromkeys(role for segment in site.every(Segment) for role in segment.stakeholders)
    entries: dict[Kind, Mapping[str, object]] = {**site.entries, Kind.STAKEHOLDER: roles}
    hidden = site.hidden | ({Kind.STAKEHOLDER} if Kind.SEGMENT in site.hidden else set())
    return Registries(entries, frozenset(hidden))


def _in_entries(site: Site, registries: Registries) -> Iterator[_Loose]:
    """Yield the loose references that entries state themselves; make inherited ones unknown too."""
    for (kind, entry_id), raw in site.raws.items():
        entry = site.entries[kind][entry_id]
        for missing in tuple(dangling(entry, registries)):
            site.complete &= not _loosen(entry, kind, missing.reference)
            if not is_blank(raw.value.get(missing.reference.path[0])):
                yield _Loose(missing, raw, subject_of(raw, kind))


def _in_defaults(site: Site, registries: Registries) -> Iterator[_Loose]:
    for defaults, raw in site.defaults:
        for missing in dangling(defaults, registries):
            yield _Loose(missing, raw, (Kind.FILE, raw.document.file), ("defaults",))


def _loosen(entry: Entry, kind: Kind, reference: Reference) -> bool:
    """Make the field with a loose reference unknown; return whether much else depends on it."""
    top = str(reference.path[0])
    if kind is not Kind.TOUCHPOINT:
        for name in EVENT_ANCHORING if kind is Kind.EVENT else (top,):
            leave_out(entry, name)
        return True
    forget(entry, reference.path[:2] if top in ("feedback", "decision") else (top,))
    return top in DECISIVE


def _unknown_references(references: Iterable[_Loose], registries: Registries) -> Iterator[Fault]:
    """Yield the faults of loose references, for each file up to a limit, and that there are more."""
    found: Counter[str] = Counter()
    for number, loose in enumerate(references):
        file = loose.raw.document.file
        found[file] += 1
        if found[file] <= MAX_FAULTS:
            yield _unknown_reference(loose, registries, suggest=number < SUGGESTIONS)
        elif found[file] == MAX_FAULTS + 1:
            yield untold(file, span_of(loose.raw.place, loose.dangling.reference.path), "INV005")


def _unknown_reference(loose: _Loose, registries: Registries, *, suggest: bool) -> Fault:
    from tpaudit.inventory.words.fixing import fix_of_reference  # most references are sound

    reference, raw = loose.dangling.reference, loose.raw
    path = written(raw.value, reference.path) if reference.short else reference.path
    advice = registries.advice(reference.given, reference.refers.kinds, loose.subject[1], suggest=suggest)
    return Fault(
        "INV005",
        raw.document.file,
        span_of(raw.place, path),
        say("there is no {meant} {given}", meant=loose.dangling.kind, given=reference.given),
        advice,
        loose.subject,
        (*loose.prefix, *stable(raw.value, path)),
        key=reference.given,
        fix=fix_of_reference(reference.given, advice),
    )


def _say_what_was_meant(site: Site, registries: Registries) -> None:
    """Add the remedies that need the registries, such as for a name in place of an id."""
    if not site.unsettled:
        return
    from tpaudit.inventory.words.fixing import fix_of_reference

    places = {id(fault): place for place, fault in enumerate(site.faults)}
    for number, (fault, given, refers) in enumerate(site.unsettled):
        help_ = registries.instead_of(given, refers, suggest=number < SUGGESTIONS)
        if help_ is not None and "," not in given:  # several ids in a text should become a list
            site.faults[places[id(fault)]] = fault._replace(help=help_, fix=fix_of_reference(given, help_))


def check_circles(site: Site) -> None:
    """Report timings that wait for each other, and make them unknown."""
    found, entangled = circles(site.every(Touchpoint), site.every(Event), site.every(Phase), site.every(Segment))
    site.complete &= not entangled
    site.faults += (_circular(site, circle) for circle in found)
    for kind, entry_id in entangled:
        entry = site.entries[kind][entry_id]
        match kind:
            case Kind.TOUCHPOINT:
                for varying in (entry, *entry.__dict__["per_segment"].values()):
                    hide(varying, "timing")
            case Kind.PHASE:
                leave_out(entry, "window")
            case _:
                for name in EVENT_ANCHORING:
                    leave_out(entry, name)


_TIMED_BY: Mapping[Kind, tuple[str, ...]] = {
    Kind.TOUCHPOINT: ("timing", "per_segment"),
    Kind.PHASE: ("window",),
    Kind.EVENT: ("after", "before", "until"),
}
"""The keys that may make an entry wait, by its kind."""


def _circular(site: Site, circle: tuple[Node, ...]) -> Fault:
    """Return the fault at the first touchpoint of the circle, or at its first event that a file declares."""
    kind, entry_id = min(circle, key=lambda node: (node.kind is not Kind.TOUCHPOINT, node not in site.raws))
    place = circle.index(Node(kind, entry_id))
    names = tuple(name for _, name in (*circle[place:], *circle[: place + 1]))
    raw = site.raws[kind, entry_id]
    path = (next((key for key in _TIMED_BY[kind] if key in raw.value), "id"),)
    return Fault(
        "INV006",
        raw.document.file,
        span_of(raw.place, path),
        say("the timings wait for each other: {circle}", circle=" -> ".join(names)),
        say("Tie one of them to an event that has a date, or to the segment's start."),
        (kind, entry_id),
        path,
    )
