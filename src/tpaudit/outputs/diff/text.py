"""What a change does, for a terminal."""

from __future__ import annotations

from collections.abc import Iterator

from tpaudit.diff.comparison import Comparison, InventoryChange
from tpaudit.messages import Language, render
from tpaudit.outputs.diff.sections import heading, notes, remarks, sections, sides
from tpaudit.outputs.lines import EMPTY, Line, line, piece, printed


def document(
    comparison: Comparison, language: Language = "en", *, width: int | None = None, color: bool = False
) -> str:
    """Return the comparison, the verdict first; without a width nothing is wrapped."""
    return printed(_lines(comparison, language), width=width, color=color)


def _lines(comparison: Comparison, language: Language) -> Iterator[Line]:
    yield line(piece(render(comparison.verdict, language), "title"))
    yield line(piece(render(sides(comparison), language), "dim"))
    for remark in remarks(comparison):
        yield line(piece(render(remark, language), "warning"))
    for inventory in comparison.inventories:
        if inventory:
            yield from _inventory(inventory, language)


def _inventory(inventory: InventoryChange, language: Language) -> Iterator[Line]:
    yield EMPTY
    yield line(piece(render(heading(inventory), language), "title"))
    for note in notes(inventory):
        yield line(piece(render(note, language), "warning"), indent=2)
    for section in sections(inventory):
        yield EMPTY
        yield line(piece(render(section.title, language), "title"), indent=2)
        for item in section.items:
            yield line(piece(render(item.words, language), item.style), indent=4)
            for detail in item.details:
                yield line(piece(render(detail, language)), indent=6)
