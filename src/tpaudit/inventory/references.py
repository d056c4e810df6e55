"""Every id that an entry names: is it registered? What is not makes its field unknown."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from tpaudit.durations import parse as parse_duration
from tpaudit.fields import Entry
from tpaudit.inventory.registries import Anchor, Event, Phase, Segment
from tpaudit.inventory.touchpoint import Touchpoint
from tpaudit.inventory.wording import nearest
from tpaudit.loading.places import Path
from tpaudit.messages import Message, say

SUGGESTIONS = 20
"""So many unknown ids get a suggestion; looking for one is slow."""


@dataclass(frozen=True, slots=True)
class Registries:
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
_OWNER_FIELDS = ("contributors", "informed")


@dataclass(frozen=True, slots=True)
class Dangling:
    """A reference to what is not registered: its path in the entry, the id, what it should be, and the nearest id."""

    path: Path
    given: str
    kind: Message
    known: tuple[Mapping[str, object], ...]

    def nearest(self) -> str:
        """Return the registered id that is most like the given one."""
        return nearest(self.given, (word for registry in self.known for word in registry))


Named = tuple[Path, str, Message, tuple[Mapping[str, object], ...]]


def dangling(entry: Entry, registries: Registries) -> Iterator[Dangling]:
    """Yield the references of an entry that lead nowhere."""
    for path, given, kind, known in _references(entry, registries):
        if not any(given in registry for registry in known):
            yield Dangling(path, given, kind, known)


def _references(entry: Entry, registries: Registries) -> Iterator[Named]:
    if isinstance(entry, Touchpoint):
        yield from _of_touchpoint(entry.__dict__, registries)
    elif isinstance(entry, Phase):
        yield from _of_phase(entry, registries)
    elif isinstance(entry, Segment):
        yield from _of_segment(entry, registries)
    elif isinstance(entry, Event):
        for key, given in (("after", entry.after), ("before", entry.before)):
            if given:
                yield (key,), given, say("event or touchpoint"), (registries.events, registries.touchpoints)


def _of_touchpoint(fields: Mapping[str, object], registries: Registries) -> Iterator[Named]:
    get = fields.get
    phase, owner = get("phase"), get("owner")
    if phase:
        yield ("phase",), str(phase), _PHASE, (registries.phases,)
    yield from _each("segments", get("segments"), _SEGMENT, registries.segments)
    roles = get("stakeholders")
    if roles and roles != ("all",):
        yield from _each("stakeholders", roles, _ROLE, registries.roles)
    yield from _each("channel", get("channel"), _CHANNEL, registries.channels)
    if registries.owners:
        if owner:
            yield ("owner",), str(owner), _OWNER, (registries.owners,)
        for field in _OWNER_FIELDS:
            yield from _each(field, get(field), _OWNER, registries.owners)
        feedback, decision = get("feedback"), get("decision")
        if feedback:
            recipients = feedback.__dict__.get("recipients")
            for index, given in enumerate(recipients or ()):
                yield ("feedback", "recipients", index), given, _OWNER, (registries.owners,)
        if decision and decision.__dict__.get("owner"):
            yield ("decision", "owner"), decision.__dict__["owner"], _OWNER, (registries.owners,)
    decision = get("decision")
    if decision and decision.__dict__.get("into"):
        yield ("decision", "into"), decision.__dict__["into"], _TOUCHPOINT, (registries.touchpoints,)
    for index, lead in enumerate(get("leads_to") or ()):  # type: ignore[var-annotated, arg-type]
        yield ("leads_to", index, "to"), lead.to, _TOUCHPOINT, (registries.touchpoints,)
    for index, timing in enumerate(get("timing") or ()):  # type: ignore[var-annotated, arg-type]
        for key in ("after", "before"):
            given = getattr(timing, key)
            if given:
                yield ("timing", index, key), given, _ANCHOR, registries.anchors
        if timing.after_each:
            yield ("timing", index, "after_each"), timing.after_each, _TOUCHPOINT, (registries.touchpoints,)
        if timing.until and parse_duration(timing.until) is None:
            yield ("timing", index, "until"), timing.until, _ANCHOR, registries.anchors


def _of_phase(phase: Phase, registries: Registries) -> Iterator[Named]:
    yield from _each("segments", phase.segments, _SEGMENT, registries.segments)
    if phase.coordinator and registries.owners:
        yield ("coordinator",), phase.coordinator, _OWNER, (registries.owners,)
    if phase.window is not None:
        for key, end in (("from", phase.window.start), ("to", phase.window.end)):
            yield from _of_anchor(("window", key), end, registries)


def _of_anchor(path: Path, anchor: Anchor, registries: Registries) -> Iterator[Named]:
    for key, given in (("after", anchor.after), ("before", anchor.before)):
        if given:
            yield (*path, key), given, say("event"), (registries.events,)


def _of_segment(segment: Segment, registries: Registries) -> Iterator[Named]:
    yield ("starts_with",), segment.starts_with, say("event"), (registries.events,)
    yield from _each("preferred_channels", segment.preferred_channels, _CHANNEL, registries.channels)
    yield from _each("avoided_channels", segment.avoided_channels, _CHANNEL, registries.channels)
    if segment.contact_budget is not None:
        for channel in segment.contact_budget.channels:
            yield ("contact_budget", "channels", channel), channel, _CHANNEL, (registries.channels,)
        for phase in segment.contact_budget.phases:
            yield ("contact_budget", "phases", phase), phase, _PHASE, (registries.phases,)


def _each(field: str, given: object, kind: Message, registry: Mapping[str, object]) -> Iterator[Named]:
    ids: Iterable[str] = given if isinstance(given, tuple) else ()
    for index, one in enumerate(ids):
        if one not in registry:
            yield (field, index), one, kind, (registry,)


_PHASE = say("phase")
_SEGMENT = say("segment")
_ROLE = say("stakeholder of any segment")
_CHANNEL = say("channel")
_OWNER = say("owner")
_TOUCHPOINT = say("touchpoint")
_ANCHOR = say("event or touchpoint")
