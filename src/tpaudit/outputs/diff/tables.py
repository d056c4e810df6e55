"""The tables of a comment: budgets and limits that were crossed, and the figures of all segments side by side.

A table is rows of cells that are already Markdown; the first row is its head.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence

from tpaudit import messages
from tpaudit.diff.comparison import InventoryChange
from tpaudit.diff.plain import shown
from tpaudit.diff.pressure import Cell, Figure, Overload, SegmentChange, culprits
from tpaudit.messages import Language, Message, Value, say
from tpaudit.outputs.prose import prose
from tpaudit.outputs.safe import markdown

Row = Sequence[str]

_NONE = "–"
_CULPRITS = 3
_STATES: Mapping[str, Message] = {
    "new": say("now exceeded"),
    "more": say("exceeded by more"),
    "less": say("exceeded by less"),
    "gone": say("no longer exceeded"),
}
_PRESSURE = (say("Segment"), say("Contacts"), say("Before"), say("Now"), say("Limit"), say("Verdict"), say("Through"))


def pressure(inventory: InventoryChange, language: Language) -> Sequence[Row]:
    """Return a row for each silence and each budget newly exceeded, no longer exceeded, or exceeded by more or less.

    The last column names touchpoints that fill the worst window: those that the change touches, if any.
    """
    here = inventory.touchpoints
    touched = {
        *(named.id for named in here.added),
        *(named.id for named in here.removed),
        *(changed.id for changed in here.changed),
    }
    rows = (row for segment in inventory.segments for row in _pressure(segment, touched, language))
    return (_row(_PRESSURE, language), *rows)


def _pressure(segment: SegmentChange, touched: Collection[str], language: Language) -> Iterator[Row]:
    for overload in segment.changed_overloads:
        loads = (_NONE if load is None else load for load in (overload.load_before, overload.load_after))
        state = prose(_STATES[overload.state], language)
        yield (
            *_row((shown(segment.name), overload.label, *loads, overload.limit), language),
            f"**{state}**" if overload.state in ("new", "more") else state,
            *_row((_through(overload, touched),), language),
        )
    for figure in segment.figures:
        if figure.over != figure.was_over:
            limit = figure.limit if figure.limit is not None else figure.limit_before
            amounts = (figure.shown(amount) for amount in (figure.before, figure.after, limit))
            verdict = prose(say("now too long") if figure.over else say("no longer too long"), language)
            yield (
                *_row((shown(segment.name), figure.label, *amounts), language),
                f"**{verdict}**" if figure.over else verdict,
                _NONE,
            )


def _through(overload: Overload, touched: Collection[str]) -> Value:
    culprits_here = [touchpoint for touchpoint in overload.exceeded.culprits if touchpoint.id in touched]
    return culprits(culprits_here or overload.exceeded.culprits, _CULPRITS)


def figures(inventory: InventoryChange, language: Language) -> Sequence[Row]:
    """Return a row for each figure that changed in some segment, and a column for each such segment."""
    segments = inventory.changed_segments
    columns = [_by_key(segment.figures, segment.coverage) for segment in segments]
    changed: dict[str, Figure | Cell] = {}
    for segment in segments:
        changed |= _by_key(segment.changed_figures, segment.changed_coverage)
    rows = ((_label(item), *(_cell(column.get(key)) for column in columns)) for key, item in changed.items())
    return tuple(_row(row, language) for row in ((say("Figure"), *map(_column, segments)), *rows))


def _by_key(figures: Sequence[Figure], coverage: Sequence[Cell]) -> dict[str, Figure | Cell]:
    return {**{figure.key: figure for figure in figures}, **{cell.key: cell for cell in coverage}}


def _column(segment: SegmentChange) -> Value:
    name = shown(segment.name)
    match segment.side:
        case "after":
            return say("{segment}, a new segment", segment=name)
        case "before":
            return say("{segment}, which no longer exists", segment=name)
        case _:
            return name


def _label(item: Figure | Cell) -> Value:
    return item.label if isinstance(item, Figure) else say("touchpoints in: {phase}", phase=shown(item.name))


def _cell(item: Figure | Cell | None) -> Value:
    if item is None:
        return _NONE
    if isinstance(item, Figure):
        before, after = (_NONE if value is None else item.shown(value) for value in (item.before, item.after))
    else:
        before, after = (_NONE if value is None else value for value in (item.before, item.after))
    return after if item.before == item.after else say("{before} → {after}", before=before, after=after)


def _row(cells: Sequence[Value], language: Language) -> Row:
    return [
        prose(cell, language) if isinstance(cell, Message) else markdown(messages.shown(cell, language))
        for cell in cells
    ]
