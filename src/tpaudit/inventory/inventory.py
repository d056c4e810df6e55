"""The inventory: everything that its files say, checked, completed with defaults, and frozen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

from tpaudit.fields import is_blank
from tpaudit.inventory.audiences import Audience
from tpaudit.inventory.files import ReportSettings, RootFile, RootWaiver
from tpaudit.inventory.registries import Channel, ContactBudget, Discovery, Event, Owner, Phase, Segment
from tpaudit.inventory.subject import At, Kind
from tpaudit.inventory.touchpoint import Defaults, Touchpoint
from tpaudit.inventory.tracking import Observe
from tpaudit.inventory.words.vocabulary import Scope
from tpaudit.loading.documents import Document
from tpaudit.loading.faults import Fault
from tpaudit.loading.places import START, Path, Place, Span, span_of
from tpaudit.settings import Settings


class Origin(NamedTuple):
    """Where an entry is declared: the file below the root's folder and the entry's place in it."""

    file: str
    place: Place
    value: object = None
    """The raw entry."""


@dataclass(frozen=True)
class Inventory:
    """One root file with all that it includes.

    Touchpoints and registries hold valid entries only, each id once, in the order of the files. Fields that the files
    leave out are completed from type, channel, built-in entries and defaults; `declared` tells what the files say
    themselves. Fields that are faulty in the files are listed in their entry's `unknown`.
    """

    name: str
    scope: Scope
    coordinator: str | None
    contact_budget: ContactBudget | None
    settings: Settings
    report: ReportSettings
    readers: tuple[str, ...]
    """Who receives the report: ids or names of owners."""
    discovery: tuple[Discovery, ...]
    waivers: tuple[RootWaiver, ...]
    touchpoints: tuple[Touchpoint, ...]
    """Touchpoints of every status."""
    phases: tuple[Phase, ...]
    """The scope's built-in phases and declared ones, in the journey's order."""
    segments: tuple[Segment, ...]
    """The declared segments, or a single one, `all`, with every default."""
    owners: tuple[Owner, ...]
    """The registered owners; empty: any owner's id is accepted."""
    channels: tuple[Channel, ...]
    """Built-in and declared."""
    events: tuple[Event, ...]
    """Built-in and declared."""
    audiences: tuple[Audience, ...]
    """The registered ones."""
    documents: tuple[Document, ...]
    """The files that could be read, the root first."""
    faults: tuple[Fault, ...]
    complete: bool
    """False if a fault may change what is said about segments, phases, owners, events and the whole."""
    origins: Mapping[tuple[Kind, str], Origin] = field(default_factory=dict, repr=False)
    root_file: str = "tpaudit.yaml"
    observe: Observe | None = None
    """What `tpaudit observe` reads."""
    variants: Mapping[tuple[str, str], Touchpoint] = field(default_factory=dict, repr=False)
    """The variants of touchpoints, by the ids of touchpoint and segment; see `as_in`."""
    root: RootFile | None = None
    """The root file's own keys."""
    defaults: tuple[tuple[str, Defaults], ...] = ()
    """The `defaults` of each file that has any."""
    broken: Mapping[str, tuple[str, ...]] = field(default_factory=dict, repr=False)
    """The lines of the files that could not be parsed, as far as they are text."""

    @cached_property
    def active(self) -> tuple[Touchpoint, ...]:
        """The touchpoints that are upcoming or live, without those whose status is faulty."""
        return tuple(
            touchpoint for touchpoint in self.touchpoints if "status" not in touchpoint.unknown and touchpoint.active
        )

    @cached_property
    def touchpoint(self) -> Mapping[str, Touchpoint]:
        """Touchpoints by id."""
        return {touchpoint.id: touchpoint for touchpoint in self.touchpoints}

    @cached_property
    def phase(self) -> Mapping[str, Phase]:
        """Phases by id."""
        return {phase.id: phase for phase in self.phases}

    @cached_property
    def segment(self) -> Mapping[str, Segment]:
        """Segments by id."""
        return {segment.id: segment for segment in self.segments}

    @cached_property
    def owner(self) -> Mapping[str, Owner]:
        """Registered owners by id."""
        return {owner.id: owner for owner in self.owners}

    @cached_property
    def channel(self) -> Mapping[str, Channel]:
        """Channels by id."""
        return {channel.id: channel for channel in self.channels}

    @cached_property
    def event(self) -> Mapping[str, Event]:
        """Events by id."""
        return {event.id: event for event in self.events}

    @cached_property
    def audience(self) -> Mapping[str, Audience]:
        """Registered audiences by id."""
        return {audience.id: audience for audience in self.audiences}

    def declared(self, kind: Kind, id: str) -> bool:  # noqa: A002  ids are called id everywhere here
        """Whether the files declare the entry."""
        return (kind, id) in self.origins

    def serves(self, touchpoint: Touchpoint, segment: Segment) -> bool:
        """Whether the touchpoint is meant for the segment."""
        return not touchpoint.segments or segment.id in touchpoint.segments

    def as_in(self, touchpoint: Touchpoint, segment: Segment) -> Touchpoint:
        """Return the touchpoint's variant in the segment, or itself if nothing differs there."""
        return self.variants.get((touchpoint.id, segment.id), touchpoint) if self.variants else touchpoint

    def stops(self, touchpoint: Touchpoint) -> tuple[Event | Touchpoint, ...]:
        """Return the ids of events and touchpoints in its `stop_when`."""
        named = (self.event.get(word) or self.touchpoint.get(word) for word in touchpoint.stop_when)
        return tuple(entry for entry in named if entry is not None)

    def in_segment(self, segment: Segment) -> tuple[Touchpoint, ...]:
        """Return the active touchpoints that serve the segment, in its variants, in file order."""
        return self._in_segment[segment.id]

    def in_phase(self, phase: Phase) -> tuple[Touchpoint, ...]:
        """Return the active touchpoints of the phase, in file order."""
        return self._in_phase.get(phase.id, ())

    @property
    def servings(self) -> int:
        """How many pairs of an active touchpoint and a segment that it serves there are."""
        everywhere = len(self.segments)
        known = (touchpoint for touchpoint in self.active if "segments" not in touchpoint.unknown)
        return sum(len(set(touchpoint.segments)) or everywhere for touchpoint in known)

    @cached_property
    def _in_segment(self) -> Mapping[str, tuple[Touchpoint, ...]]:
        segments: dict[str, list[Touchpoint]] = {segment.id: [] for segment in self.segments}
        for touchpoint in self.active:
            if "segments" not in touchpoint.unknown:
                for segment in dict.fromkeys(touchpoint.segments or segments):
                    if segment in segments:
                        segments[segment].append(self.variants.get((touchpoint.id, segment), touchpoint))
        return {segment: tuple(touchpoints) for segment, touchpoints in segments.items()}

    @cached_property
    def _in_phase(self) -> Mapping[str, tuple[Touchpoint, ...]]:
        phases: dict[str, list[Touchpoint]] = {}
        for touchpoint in self.active:
            if "phase" not in touchpoint.unknown and touchpoint.phase is not None:
                phases.setdefault(touchpoint.phase, []).append(touchpoint)
        return {phase: tuple(touchpoints) for phase, touchpoints in phases.items()}

    def raw(self, kind: Kind, id: str) -> object:  # noqa: A002
        """Return the raw entry; for the inventory, the root file's content; for what is implied, None."""
        if kind is Kind.INVENTORY:
            return self.documents[0].value if self.documents else None
        origin = self.origins.get((kind, id))
        return origin.value if origin is not None else None

    def lender(self, at: At) -> Document | None:
        """Return the file whose `defaults` provide a touchpoint's value at this place; None if it is its own."""
        origin = self.origins.get((at.kind, at.id)) if at.kind is Kind.TOUCHPOINT and at.path else None
        if origin is None or _says(origin.value, at.path[0]):
            return None
        own_file_first = (self._document[origin.file], self.documents[0])
        return next((document for document in own_file_first if _says(_defaults(document.value), at.path[0])), None)

    @cached_property
    def _document(self) -> Mapping[str, Document]:
        return {document.file: document for document in self.documents}

    def line(self, file: str, number: int) -> str:
        """Return a line of a file, counted from 1, without its line end; "" if it is unknown."""
        document = self._document.get(file)
        lines = document.lines if document is not None else self.broken.get(file, ())
        return lines[number - 1] if 0 < number <= len(lines) else ""

    def locate(self, at: At) -> tuple[str, Span]:
        """Return a place's file and span; for what is built in or implied, those of its registry, else of the root."""
        if at.kind is Kind.FILE:
            document = self._document.get(at.id)
            return at.id, span_of(document.place, at.path) if document is not None and at.path else START
        lender = self.lender(at)
        if lender is not None:
            return lender.file, span_of(lender.place, ("defaults", *at.path))
        kind, entry_id = (Kind.PHASE, at.id.split("/")[-1]) if at.kind is Kind.SEGMENT_PHASE else (at.kind, at.id)
        origin = self.origins.get((kind, entry_id))
        if origin is None and at.kind is Kind.SEGMENT_PHASE:
            origin = self.origins.get((Kind.SEGMENT, at.id.split("/")[0]))
        if origin is not None:
            return origin.file, span_of(origin.place, at.path or ("id",))
        root = self.documents[0].place if self.documents else Place(START)
        if at.kind is Kind.INVENTORY:
            path: Path = at.path if at.path and root.keys and at.path[0] in root.keys else ("tpaudit",)
            return self.root_file, span_of(root, path)
        registry = f"{kind}s"
        return self.root_file, span_of(root, (registry if root.keys and registry in root.keys else "tpaudit",))


def _defaults(value: object) -> object:
    return value.get("defaults") if isinstance(value, dict) else None


def _says(value: object, key: str | int) -> bool:
    return isinstance(value, dict) and not is_blank(value.get(key))
