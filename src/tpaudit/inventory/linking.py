"""What entries refer to: unknown ids and circles, found once all files are read."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from tpaudit.fields import Entry
from tpaudit.inventory import wording
from tpaudit.inventory.circles import Node, circles
from tpaudit.inventory.files import RootFile
from tpaudit.inventory.references import SUGGESTIONS, Dangling, Registries, dangling
from tpaudit.inventory.registries import Segment
from tpaudit.inventory.site import DECISIVE, Site
from tpaudit.inventory.subject import Kind
from tpaudit.inventory.validation import Raw, stable, subject_of
from tpaudit.loading.documents import Document
from tpaudit.loading.faults import Fault
from tpaudit.loading.places import span_of
from tpaudit.messages import say


def check_references(site: Site, head: RootFile, root: Document | None) -> None:
    segments: Iterable[Segment] = site.entries[Kind.SEGMENT].values()  # type: ignore[assignment]
    registries = Registries(
        phases=site.entries[Kind.PHASE],
        segments=site.entries[Kind.SEGMENT],
        roles=dict.fromkeys(role for segment in segments for role in segment.stakeholders),
        owners=site.entries[Kind.OWNER],
        channels=site.entries[Kind.CHANNEL],
        events=site.entries[Kind.EVENT],
        touchpoints=site.entries[Kind.TOUCHPOINT],
    )
    suggested = 0
    for (kind, entry_id), raw in site.raws.items():
        entry = site.entries[kind].get(entry_id)
        if entry is None:
            continue
        for loose in dangling(entry, registries):
            similar = loose.nearest() if suggested < SUGGESTIONS else ""
            suggested += 1
            site.faults.append(_unknown_reference(raw, kind, loose.path, loose.given, loose.kind, similar))
            site.complete &= not _loosen(entry, kind, loose)
    if root is not None:
        _check_root_references(site, head, registries, root)


def _loosen(entry: Entry, kind: Kind, loose: Dangling) -> bool:
    """Make the field unknown that names what is not there; return whether much else hangs on it."""
    top = str(loose.path[0])
    if kind is not Kind.TOUCHPOINT:
        _drop(entry, top)
        return True
    if top in ("feedback", "decision"):
        entry.__dict__[top].__dict__.pop(loose.path[1], None)
    else:
        entry.__dict__.pop(top, None)
    return top in DECISIVE


def _drop(entry: Entry, field: str) -> None:
    entry.__dict__[field] = type(entry).model_fields[field].get_default(call_default_factory=True)


def _check_root_references(site: Site, head: RootFile, registries: Registries, root: Document) -> None:
    raw = Raw(root.value, root.place, (), root)
    named: list[tuple[tuple[str | int, ...], str, Any, Mapping[str, object]]] = []
    if head.coordinator and registries.owners:
        named.append((("coordinator",), head.coordinator, say("owner"), registries.owners))
    if head.contact_budget is not None:
        named += [(("contact_budget", "channels", one), one, say("channel"), registries.channels)
                  for one in head.contact_budget.channels]  # fmt: skip
        named += [(("contact_budget", "phases", one), one, say("phase"), registries.phases)
                  for one in head.contact_budget.phases]  # fmt: skip
    for index, waiver in enumerate(head.waive):
        for key, registry in (
            ("segment", registries.segments),
            ("phase", registries.phases),
            ("event", registries.events),
        ):
            given = getattr(waiver, key)
            if given:
                named.append((("waive", index, key), given, say(key), registry))
    for path, given, kind, registry in named:
        if given not in registry:
            site.faults.append(
                _unknown_reference(raw, Kind.INVENTORY, path, given, kind, wording.nearest(given, registry))
            )


def _unknown_reference(
    raw: Raw, kind: Kind, path: tuple[str | int, ...], given: str, meant: Any, similar: str
) -> Fault:
    help_ = (
        say("Did you mean {similar}? Else register it.", similar=similar)
        if similar
        else say("Correct the id, or register it.")
    )
    return Fault(
        "INV005",
        raw.document.file,
        span_of(raw.place, path),
        say("there is no {meant} {given}", meant=meant, given=given),
        help_,
        subject_of(raw, kind) if kind is not Kind.INVENTORY else ("inventory", ""),
        stable(raw.value, path),
        key=given,
    )


def check_circles(site: Site) -> None:
    found = circles(
        site.entries[Kind.TOUCHPOINT].values(),  # type: ignore[arg-type]
        site.entries[Kind.EVENT].values(),  # type: ignore[arg-type]
        site.entries[Kind.PHASE].values(),  # type: ignore[arg-type]
    )
    for circle in found:
        site.complete = False
        site.faults += _circular(site, circle)
        for name, entry_id in circle:
            entry = site.entries[Kind(name)].get(entry_id)
            if entry is None:
                continue
            if name == "touchpoint":
                entry.__dict__.pop("timing", None)
            else:
                for key in ("window",) if name == "phase" else ("at", "after", "before"):
                    _drop(entry, key)


def _circular(site: Site, circle: tuple[Node, ...]) -> tuple[Fault, ...]:
    start = next((node for node in circle if node[0] == "touchpoint"), circle[0])
    place = circle.index(start)
    names = tuple(name for _, name in (*circle[place:], *circle[:place], start))
    kind = Kind(start[0])
    raw = site.raws.get((kind, start[1]))
    if raw is None:
        return ()
    path = ("timing",) if kind is Kind.TOUCHPOINT else ("window",) if kind is Kind.PHASE else ("after",)
    return (
        Fault(
            "INV006",
            raw.document.file,
            span_of(raw.place, path),
            say("the timings wait for each other: {circle}", circle=" -> ".join(names)),
            say("Tie one of them to an event that has a date, or to the segment's start."),
            (kind, start[1]),
            path,
        ),
    )
