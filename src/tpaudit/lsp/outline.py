"""The shape of a file: its sections and entries as symbols, what can be folded, and a line above each segment."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from lsprotocol import types

from tpaudit.inventory.building.site import REGISTRIES
from tpaudit.inventory.subject import At, Kind
from tpaudit.loading.documents import Document
from tpaudit.loading.places import Place
from tpaudit.lsp.hovering import week_of
from tpaudit.lsp.positions import range_of
from tpaudit.lsp.project import State
from tpaudit.messages import Language, render, say

_SYMBOLS: Mapping[str, types.SymbolKind] = {
    "touchpoints": types.SymbolKind.Event,
    "phases": types.SymbolKind.Namespace,
    "segments": types.SymbolKind.Struct,
    "owners": types.SymbolKind.Class,
    "channels": types.SymbolKind.Interface,
    "events": types.SymbolKind.Event,
    "audiences": types.SymbolKind.Struct,
}


def document_symbols(document: Document) -> list[types.DocumentSymbol]:
    """Return the sections of a file with their entries."""
    place, value = document.place, document.value
    if not isinstance(value, dict) or not isinstance(place.inside, dict) or place.keys is None:
        return []
    found = []
    for key, inner in place.inside.items():
        whole = range_of(
            place.keys[key]._replace(end_line=inner.span.end_line, end_column=inner.span.end_column), document.lines
        )
        entries = list(_entries(key, value[key], inner, document.lines))
        kind = types.SymbolKind.Array if entries else types.SymbolKind.Key
        at = range_of(place.keys[key], document.lines)
        found.append(types.DocumentSymbol(key, kind, whole, at, children=entries or None))
    return found


def _entries(section: str, value: object, place: Place, lines: Sequence[str]) -> Iterator[types.DocumentSymbol]:
    if section not in REGISTRIES or not isinstance(value, list) or not isinstance(place.inside, list):
        return
    for entry, inner in zip(value, place.inside, strict=True):
        if isinstance(entry, dict) and isinstance(entry.get("id"), str) and entry["id"]:
            whole = range_of(inner.span, lines)
            at = range_of(inner.inside["id"].span, lines) if isinstance(inner.inside, dict) else whole
            name = entry.get("name")
            detail = name if isinstance(name, str) else ""
            kind = _SYMBOLS.get(section, types.SymbolKind.Object)
            yield types.DocumentSymbol(entry["id"], kind, whole, at, detail=detail)


def folding(document: Document) -> list[types.FoldingRange]:
    """Return the sections and entries of a file that run over several lines."""
    return [
        types.FoldingRange(part.range.start.line, part.range.end.line)
        for symbol in document_symbols(document)
        for part in (symbol, *(symbol.children or ()))
        if part.range.end.line > part.range.start.line
    ]


def lenses(state: State, file: str, language: Language) -> list[types.CodeLens]:
    """Return what a customer receives in the fullest week, for each segment that the file declares."""
    found = []
    for segment in state.inventory.segments:
        row = week_of(segment.id, state)
        if row is None or not state.inventory.declared(Kind.SEGMENT, segment.id):
            continue
        where, span = state.inventory.locate(At(Kind.SEGMENT, segment.id, ("id",)))
        if where == file:
            title = render(
                say("fullest week: {week}; contacts a quarter: {contacts}", week=row[1], contacts=row[0]), language
            )
            command = types.Command(title, "")
            found.append(types.CodeLens(range_of(span, state.lines(file)), command))
    return found
