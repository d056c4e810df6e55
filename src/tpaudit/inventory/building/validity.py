"""Statements of entries that contradict each other, found once all files are read and all ids are known."""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping
from fractions import Fraction
from typing import NamedTuple

from tpaudit.fields import Entry, is_blank
from tpaudit.inventory.audiences import Audience
from tpaudit.inventory.building.site import Site
from tpaudit.inventory.building.validation import Raw, stable
from tpaudit.inventory.files import RootFile
from tpaudit.inventory.registries import ContactBudget, Event, Phase, Segment
from tpaudit.inventory.subject import Kind
from tpaudit.inventory.touchpoint import Touchpoint, Varying
from tpaudit.inventory.words.vocabulary import CONTRACT_EVENTS
from tpaudit.loading.changes import Fix
from tpaudit.loading.documents import Document
from tpaudit.loading.faults import Fault
from tpaudit.loading.places import Path, span_of
from tpaudit.messages import Message, Share, say

MAX_TIMES_UNDATED = 400
"""How often a cadence may repeat after an event that has no date."""


class Impossible(NamedTuple):
    """A contradiction, and its place."""

    kind: Kind
    id: str
    path: Path
    key: str
    message: Message
    help: Message
    fix: Fix | None = None


def check_validity(site: Site, head: RootFile, root: Document | None) -> None:
    """Report contradictions between entries; if some could not be read, only those within an entry."""
    for touchpoint in site.every(Touchpoint):
        _refuse(site, tuple(_repeated(touchpoint)), root)
    if not site.readable:
        return
    undated = _Undated(site)
    found = [
        *_shares_of_groups(site),
        *(
            impossible
            for touchpoint in site.every(Touchpoint)
            for impossible in _of_touchpoint(touchpoint, site, undated)
        ),
        *(impossible for event in site.every(Event) for impossible in _of_event(event, undated)),
        *_contracts(site),
        *_budgets(site, head),
    ]
    _refuse(site, found, root)


def _refuse(site: Site, found: list[Impossible] | tuple[Impossible, ...], root: Document | None) -> None:
    for impossible in found:
        raw = site.raws.get((impossible.kind, impossible.id)) or (
            Raw(root.value, root.place, root) if root is not None else None
        )
        if raw is None or not _says(raw.value, impossible.path):
            continue  # inherited from `defaults` or built in: reported there, or not at all
        site.complete = False
        subject = (impossible.kind, impossible.id)
        span = span_of(raw.place, impossible.path)
        fault = Fault("INV003", raw.document.file, span, impossible.message, impossible.help, subject,
                      stable(raw.value, impossible.path), key=impossible.key, fix=impossible.fix)  # fmt: skip
        site.faults.append(fault)


def _says(value: object, path: Path) -> bool:
    return isinstance(value, dict) and bool(path) and path[0] in value


def _varying(touchpoint: Touchpoint) -> Iterator[tuple[Path, Varying]]:
    """Yield the touchpoint and its variants in segments, with their paths."""
    yield (), touchpoint
    for segment, variant in touchpoint.per_segment.items():
        yield ("per_segment", segment), variant


def _repeated(touchpoint: Touchpoint) -> Iterator[Impossible]:
    """Yield the timings that are in a list twice."""
    for path, varying in _varying(touchpoint):
        for index, timing in enumerate(varying.timing):
            if timing in varying.timing[:index]:
                yield Impossible(
                    Kind.TOUCHPOINT,
                    touchpoint.id,
                    (*path, "timing", index),
                    "timing_twice",
                    say("the same timing is in the list twice"),
                    say("Remove it; for several at once write one touchpoint for each, or times and every."),
                    Fix("remove"),
                )
                break


class _Undated:
    """The events without a date in some segment."""

    def __init__(self, site: Site) -> None:
        self._events: Mapping[str, Entry] = site.entries[Kind.EVENT]
        self._starts = [segment.starts_with for segment in site.every(Segment)]
        self._found: dict[str, bool] = {}

    def __contains__(self, event: object) -> bool:
        if not isinstance(event, str) or event not in self._events:
            return False
        if event not in self._found:
            self._found[event] = any(self._in_segment(event, start) for start in dict.fromkeys(self._starts))
        return self._found[event]

    def _in_segment(self, event: str, start: str) -> bool:
        """Whether the event, followed through its anchors, has no date in segments that start with `start`."""
        seen: set[str] = set()
        while event not in seen:
            seen.add(event)
            entry = self._events.get(event)
            if event == start or not isinstance(entry, Event):
                return False
            if entry.anchor is None:
                return entry.every is None and event not in CONTRACT_EVENTS
            event = entry.anchor
        return False


def _of_touchpoint(touchpoint: Touchpoint, site: Site, undated: Container[str]) -> Iterator[Impossible]:
    yield from _reaches(touchpoint, site)
    for path, varying in _varying(touchpoint):
        for index, timing in enumerate(varying.timing):
            if timing.times and timing.after and timing.times.high > MAX_TIMES_UNDATED and timing.after in undated:
                yield Impossible(
                    Kind.TOUCHPOINT,
                    touchpoint.id,
                    (*path, "timing", index, "times"),
                    "times_undated",
                    say("times is out of range after {event}, which has no date", event=timing.after),
                    say("Write a number of at most {high}.", high=MAX_TIMES_UNDATED),
                )


def _reaches(touchpoint: Touchpoint, site: Site) -> Iterator[Impossible]:
    """Yield reaches above the share of the touchpoint's audience."""
    audiences = site.entries[Kind.AUDIENCE]
    if not audiences or touchpoint.unknown & {"segments", "reach", "audience"}:
        return
    for segment in dict.fromkeys(touchpoint.segments or site.entries[Kind.SEGMENT]):
        variant = touchpoint.per_segment.get(segment)
        own = variant.model_fields_set if variant is not None else frozenset()
        reach = variant.reach if variant is not None and "reach" in own else touchpoint.reach
        named = variant.audience if variant is not None and "audience" in own else touchpoint.audience
        audience = audiences.get(named or "")
        share = audience.share_in(segment) if isinstance(audience, Audience) else None
        if reach is None or share is None or reach <= share:
            continue
        yield Impossible(
            Kind.TOUCHPOINT,
            touchpoint.id,
            ("per_segment", segment, "reach") if "reach" in own else ("reach",),
            "reach_above_share",
            say("reach {reach} is above the share of {audience}, {share}", reach=Share(reach), audience=named or "",
                share=Share(share)),
            say("Write at most the audience's share, or leave reach out: then everybody in the audience is reached."),
        )  # fmt: skip
        return


def _shares_of_groups(site: Site) -> Iterator[Impossible]:
    """Yield the audience whose share takes its group above 100%."""
    reported: set[str] = set()
    for segment in site.every(Segment):
        sums: dict[str, Fraction] = {}
        for audience in site.every(Audience):
            share, group = audience.share_in(segment.id), audience.one_of
            if share is None or group is None:
                continue
            sums[group] = sums.get(group, Fraction(0)) + share
            if sums[group] > 1 and group not in reported:
                reported.add(group)
                path: Path = ("share", segment.id) if isinstance(audience.share, Mapping) else ("share",)
                yield Impossible(
                    Kind.AUDIENCE,
                    audience.id,
                    path,
                    "shares_above_all",
                    say("with it, the audiences of {group} are {sum} of {segment}", group=group,
                        sum=Share(sums[group]), segment=segment.id),
                    say("Audiences of a group have no member in common: their shares are together at most 100%."),
                )  # fmt: skip


def _of_event(event: Event, undated: Container[str]) -> Iterator[Impossible]:
    if event.per_quarter is not None and event.after is not None and event.after in undated:
        yield Impossible(
            Kind.EVENT,
            event.id,
            ("per_quarter",),
            "rate_of_follower",
            say("{event} follows {other}, which has no date, and so happens as often", event=event.id,
                other=event.after),
            say("Remove per_quarter here, or state it at {other}.", other=event.after),
        )  # fmt: skip


def _contracts(site: Site) -> Iterator[Impossible]:
    """Yield contracts of segments where nothing says when the contract starts."""
    start = site.entries[Kind.EVENT].get("contract_start")
    placed = isinstance(start, Event) and (start.anchor is not None or start.every is not None)
    for segment in site.every(Segment):
        if segment.contract in (None, "none") or segment.starts_with == "contract_start" or placed:
            continue
        yield Impossible(
            Kind.SEGMENT,
            segment.id,
            ("contract",),
            "contract_without_start",
            say("nothing says when the contract starts: the segment starts with {event}", event=segment.starts_with),
            say("Declare when under events, such as id: contract_start, at: 14d, after: {event}; or write contract: "
                "none.", event=segment.starts_with),
        )  # fmt: skip


def _budgets(site: Site, head: RootFile) -> Iterator[Impossible]:
    """Yield budgets for phases without a window, which never end."""
    yield from _of_budget(Kind.INVENTORY, "", head.contact_budget, site)
    for segment in site.every(Segment):
        yield from _of_budget(Kind.SEGMENT, segment.id, segment.contact_budget, site)


def _of_budget(kind: Kind, owner: str, budget: ContactBudget | None, site: Site) -> Iterator[Impossible]:
    for name in budget.phases if budget is not None else ():
        phase = site.entries[Kind.PHASE].get(name)
        raw = site.raws.get((Kind.PHASE, name))
        if isinstance(phase, Phase) and phase.window is None and (raw is None or is_blank(raw.value.get("window"))):
            yield Impossible(
                kind,
                owner,
                ("contact_budget", "phases", name),
                "budget_without_window",
                say("the phase {phase} has no window, so that no day has its budget", phase=name),
                say("Give the phase a window, or move the limits out of phases, where they hold on every day."),
            )
