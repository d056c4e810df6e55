"""What a comparison says, in the order of its weight; text and Markdown lay it out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from tpaudit.diff.comparison import Comparison, InventoryChange
from tpaudit.diff.entries import Entries, Named
from tpaudit.diff.plain import shown
from tpaudit.diff.pressure import SegmentChange
from tpaudit.findings.finding import Finding
from tpaudit.inventory.words.terms import SEVERITY
from tpaudit.messages import Message, Value, say
from tpaudit.outputs.growth import with_growth

_TELLING = ("status", "type", "phase", "segments", "channel", "owner", "timing")
"""The fields of a touchpoint that tell a reader what was added or removed."""
_REGISTRIES: Mapping[str, Message] = {
    "phases": say("phases"),
    "segments": say("segments"),
    "owners": say("owners"),
    "channels": say("channels"),
    "events": say("events"),
    "audiences": say("audiences"),
}


@dataclass(frozen=True, slots=True)
class Item:
    """A sentence, and the lines below it."""

    words: Message
    details: tuple[Message, ...] = ()
    style: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """Sentences of one kind."""

    title: Message
    items: tuple[Item, ...]


def sides(comparison: Comparison) -> Message:
    """Return what is compared."""
    after: Value = comparison.after if comparison.after is not None else say("the work tree")
    return say("Compared: {before} → {after}", before=comparison.before, after=after)


def remarks(comparison: Comparison) -> Iterator[Message]:
    """Yield what the reader must know about the two sides."""
    if comparison.uncommitted:
        yield say(
            "{n} {n:file differs|files differ} from the last commit, and that is left out here; tpaudit check --since "
            "includes it.",
            n=comparison.uncommitted,
        )


def heading(inventory: InventoryChange) -> Message:
    """Return the inventory's name, and the side if it is on one only."""
    place: Value = inventory.folder or "."
    name = shown(inventory.name)
    match inventory.side:
        case "after":
            return say("{name} ({folder}), a new inventory", name=name, folder=place)
        case "before":
            return say("{name} ({folder}), which no longer exists", name=name, folder=place)
        case _:
            return say("{name} ({folder})", name=name, folder=place)


def notes(inventory: InventoryChange) -> Iterator[Message]:
    """Yield what the reader must know before trusting the rest."""
    if not inventory.complete_before:
        yield say("Before, faults in the files hid a part of the inventory: what was in it may only seem added.")
    if inventory.unjudged:
        yield say(
            "Before, faults in the files hid whether {n} {n:finding was|findings were} there: not listed as new.",
            n=inventory.unjudged,
        )
    if not inventory.complete_after:
        yield say("Now faults in the files hide a part of the inventory: what is in it may only seem removed.")
    if inventory.lost:
        yield say(
            "Now faults in the files hide whether {n} {n:finding is|findings are} fixed: not listed as such.",
            n=inventory.lost,
        )


def sections(inventory: InventoryChange) -> tuple[Section, ...]:
    """Return the sections about an inventory, the most important first."""
    every = (
        Section(say("Contact pressure"), tuple(_pressure(inventory))),
        Section(say("New findings: {n}", n=len(inventory.new)), tuple(_findings(inventory, inventory.new))),
        Section(say("Worse than before: {n}", n=len(inventory.worse)), tuple(_findings(inventory, inventory.worse))),
        Section(say("Fixed findings: {n}", n=len(inventory.fixed)), tuple(_findings(inventory, inventory.fixed))),
        reality(inventory),
        touchpoints(inventory),
        Section(say("Figures"), tuple(_figures(inventory.changed_segments))),
        registries(inventory),
        root(inventory),
    )
    return tuple(section for section in every if section.items)


def reality(inventory: InventoryChange) -> Section:
    """Return what really happens differently."""
    styles = {"better": "good", "worse": "error"}
    items = tuple(Item(change.words, style=styles.get(change.tendency, "")) for change in inventory.really)
    return Section(say("What really happened"), items)


def touchpoints(inventory: InventoryChange) -> Section:
    """Return what became of the touchpoints."""
    return Section(say("Touchpoints"), tuple(_touchpoints(inventory.touchpoints)))


def registries(inventory: InventoryChange) -> Section:
    """Return what became of everything else that has an id."""
    title = say("Segments, phases, owners, channels and events")
    return Section(title, tuple(_registries(inventory.registries)))


def root(inventory: InventoryChange) -> Section:
    """Return what became of the root file's own keys."""
    return Section(say("Root file"), tuple(Item(change.words) for change in inventory.root))


def _pressure(inventory: InventoryChange) -> Iterator[Item]:
    for segment in inventory.segments:
        for overload in segment.changed_overloads:
            style = "good" if overload.state in ("gone", "less") else "error"
            yield Item(say("{segment}, {change}", segment=shown(segment.name), change=overload.words), style=style)
        for figure in segment.figures:
            if figure.over != figure.was_over:
                style = "error" if figure.over else "good"
                yield Item(say("{segment}, {change}", segment=shown(segment.name), change=figure.words), style=style)


def _findings(inventory: InventoryChange, findings: Iterable[Finding]) -> Iterator[Item]:
    for finding in findings:
        words = say(
            "{severity} {code} {place}: {message}",
            severity=SEVERITY[finding.severity],
            code=finding.code,
            place=f"{inventory.path(finding.location.file)}:{finding.location.span.line}",
            message=with_growth(finding),
        )
        yield Item(words, style=finding.severity)


def _touchpoints(touchpoints: Entries) -> Iterator[Item]:
    for named in touchpoints.added:
        yield Item(say("added: {name} ({id})", name=shown(named.name), id=named.id), _telling(named))
    for named in touchpoints.removed:
        yield Item(say("removed: {name} ({id})", name=shown(named.name), id=named.id), _telling(named))
    for renamed in touchpoints.renamed:
        words = say(
            "renamed: {before} → {after} ({name})", before=renamed.before, after=renamed.after, name=shown(renamed.name)
        )
        yield Item(words, tuple(change.words for change in renamed.changes))
    for changed in touchpoints.changed:
        words = say("changed: {name} ({id})", name=shown(changed.name), id=changed.id)
        yield Item(words, tuple(change.words for change in changed.changes))


def _telling(named: Named) -> tuple[Message, ...]:
    fields = {key: named.fields[key] for key in _TELLING if key in named.fields}
    return (say("{fields}", fields=shown(fields)),) if fields else ()


def _figures(segments: Iterable[SegmentChange]) -> Iterator[Item]:
    for segment in segments:
        name = shown(segment.name)
        match segment.side:
            case "after":
                yield Item(say("{segment}, a new segment", segment=name))
            case "before":
                yield Item(say("{segment}, which no longer exists", segment=name))
            case _:
                figures = tuple(figure.words for figure in segment.changed_figures)
                coverage = tuple(cell.words for cell in segment.changed_coverage)
                if figures or coverage:
                    yield Item(say("{segment}", segment=name), figures + coverage)


def _registries(registries: Iterable[Entries]) -> Iterator[Item]:
    for entries in registries:
        kind = _REGISTRIES[entries.registry]
        for named in entries.added:
            yield Item(say("{kind}, added: {name} ({id})", kind=kind, name=shown(named.name), id=named.id))
        for named in entries.removed:
            yield Item(say("{kind}, removed: {name} ({id})", kind=kind, name=shown(named.name), id=named.id))
        for changed in entries.changed:
            words = say("{kind}, changed: {name} ({id})", kind=kind, name=shown(changed.name), id=changed.id)
            yield Item(words, tuple(change.words for change in changed.changes))
