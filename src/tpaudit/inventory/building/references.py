"""Every id that an entry names: is it registered? What is not makes its field unknown."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from tpaudit.fields import Entry
from tpaudit.inventory.files import RootFile
from tpaudit.inventory.registries import ContactBudget, Event, Phase, Segment
from tpaudit.inventory.timing import Timing
from tpaudit.inventory.touchpoint import Defaults
from tpaudit.inventory.words import meant
from tpaudit.inventory.words.wording import nearest
from tpaudit.loading.places import Path
from tpaudit.messages import Message, say

SUGGESTIONS = 20
"""So many unknown ids get a suggestion; looking for one is slow."""


class Registries(NamedTuple):
    """The ids that may be named, by what they are."""

    phases: Mapping[str, object]
    segments: Mapping[str, object]
    roles: Mapping[str, object]
    owners: Mapping[str, object]
    channels: Mapping[str, object]
    events: Mapping[str, object]
    touchpoints: Mapping[str, object]

    @property
    def anchors(self) -> tuple[Mapping[str, object], ...]:
        """What a timing may wait for."""
        return (self.events, self.touchpoints, _PHASE_ENDS)


_PHASE_ENDS: Mapping[str, object] = {"phase_start": None, "phase_end": None}
_PHASE = say("phase")
_SEGMENT = say("segment")
_ROLE = say("stakeholder")
_CHANNEL = say("channel")
_OWNER = say("owner")
_EVENT = say("event")
_TOUCHPOINT = say("touchpoint")
_ANCHOR = say("event or touchpoint")


class Dangling(NamedTuple):
    """A reference to what is not registered: its path in the entry, the id, what it should be, and what there is."""

    path: Path
    given: str
    kind: Message
    known: tuple[Mapping[str, object], ...]

    def nearest(self, own: str) -> str:
        """Return the id of what has such a name, else the registered id most like the given one; never its own."""
        entries = ((word, entry) for registry in self.known for word, entry in registry.items() if word != own)
        named = next((word for word, entry in entries if self.given == meant.slug(_name(entry))), "")
        return named or nearest(self.given, (word for registry in self.known for word in registry if word != own))


def _name(entry: object) -> object:
    return entry.__dict__.get("name") if isinstance(entry, Entry) else None


def dangling(entry: Entry, registries: Registries) -> Iterator[Dangling]:
    """Yield the references of an entry that lead nowhere."""
    match entry:
        case Defaults():
            yield from _of_touchpoint(entry.__dict__, registries)
        case Phase():
            yield from _of_phase(entry, registries)
        case Segment():
            yield from _of_segment(entry, registries)
        case Event():
            for key, given in (("after", entry.after), ("before", entry.before)):
                yield from _lost((key,), given, _ANCHOR, registries.events, registries.touchpoints)
        case RootFile():
            yield from _of_root(entry, registries)


def _lost(path: Path, given: object, kind: Message, *known: Mapping[str, object]) -> Iterator[Dangling]:
    """Yield the id, or those of the list, that no registry knows."""
    if isinstance(given, str):
        if not any(given in registry for registry in known):
            yield Dangling(path, given, kind, known)
    elif isinstance(given, tuple):
        for index, one in enumerate(given):
            yield from _lost((*path, index), one, kind, *known)


def _of_owner(path: Path, given: object, registries: Registries) -> Iterator[Dangling]:
    """Yield unknown owners; without a registry of them any will do."""
    if registries.owners:
        yield from _lost(path, given, _OWNER, registries.owners)


def _of_touchpoint(fields: Mapping[str, Any], registries: Registries) -> Iterator[Dangling]:
    yield from _lost(("phase",), fields.get("phase"), _PHASE, registries.phases)
    yield from _lost(("segments",), fields.get("segments"), _SEGMENT, registries.segments)
    if fields.get("stakeholders") != ("all",):
        yield from _lost(("stakeholders",), fields.get("stakeholders"), _ROLE, registries.roles)
    for index, route in enumerate(fields.get("routes", ())):
        yield from _lost(("channel", index), route.id, _CHANNEL, registries.channels)
    for field in ("owner", "contributors", "informed"):
        yield from _of_owner((field,), fields.get(field), registries)
    feedback, decision = fields.get("feedback"), fields.get("decision")
    if feedback is not None:
        yield from _of_owner(("feedback", "recipients"), feedback.__dict__.get("recipients"), registries)
    if decision is not None:
        yield from _of_owner(("decision", "owner"), decision.__dict__.get("owner"), registries)
        yield from _lost(("decision", "into"), decision.__dict__.get("into"), _TOUCHPOINT, registries.touchpoints)
    for index, lead in enumerate(fields.get("leads_to", ())):
        yield from _lost(("leads_to", index, "to"), lead.to, _TOUCHPOINT, registries.touchpoints)
    for index, timing in enumerate(fields.get("timing", ())):
        yield from _of_timing(("timing", index), timing, registries)


def _of_timing(path: Path, timing: Timing, registries: Registries) -> Iterator[Dangling]:
    for key, given in (
        ("after", timing.after),
        ("before", timing.before),
        ("until", timing.until if timing.until_duration is None else None),
    ):
        yield from _lost((*path, key), given, _ANCHOR, *registries.anchors)
    yield from _lost((*path, "after_each"), timing.after_each, _TOUCHPOINT, registries.touchpoints)


def _of_phase(phase: Phase, registries: Registries) -> Iterator[Dangling]:
    yield from _lost(("segments",), phase.segments, _SEGMENT, registries.segments)
    yield from _of_owner(("coordinator",), phase.coordinator, registries)
    if phase.window is not None:
        for key, end in (("from", phase.window.start), ("to", phase.window.end)):
            yield from _lost(("window", key, "after"), end.after, _EVENT, registries.events)
            yield from _lost(("window", key, "before"), end.before, _EVENT, registries.events)


def _of_segment(segment: Segment, registries: Registries) -> Iterator[Dangling]:
    yield from _lost(("starts_with",), segment.starts_with, _EVENT, registries.events)
    for field in ("preferred_channels", "avoided_channels"):
        yield from _lost((field,), getattr(segment, field), _CHANNEL, registries.channels)
    yield from _of_budget(segment.contact_budget, registries)


def _of_budget(budget: ContactBudget | None, registries: Registries) -> Iterator[Dangling]:
    if budget is not None:
        for channel in budget.channels:
            yield from _lost(("contact_budget", "channels", channel), channel, _CHANNEL, registries.channels)
        for phase in budget.phases:
            yield from _lost(("contact_budget", "phases", phase), phase, _PHASE, registries.phases)


def _of_root(root: RootFile, registries: Registries) -> Iterator[Dangling]:
    yield from _of_owner(("coordinator",), root.coordinator, registries)
    yield from _of_budget(root.contact_budget, registries)
    for index, waiver in enumerate(root.waive):
        yield from _lost(("waive", index, "segment"), waiver.segment, _SEGMENT, registries.segments)
        yield from _lost(("waive", index, "phase"), waiver.phase, _PHASE, registries.phases)
        yield from _lost(("waive", index, "event"), waiver.event, _EVENT, registries.events)
