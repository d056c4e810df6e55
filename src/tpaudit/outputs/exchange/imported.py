"""The reading of an import as text: columns, guesses and what was not understood, cell by cell."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from tpaudit.exchange.bringing import Brought
from tpaudit.exchange.importing import Remark
from tpaudit.exchange.reading.headers import FREQUENCY, UNTIL
from tpaudit.exchange.reading.layout import Column, Sheet
from tpaudit.exchange.spelling import in_flow
from tpaudit.exchange.tables.table import letters
from tpaudit.messages import Language, render, say, translate
from tpaudit.outputs.cells import cells as width_of
from tpaudit.outputs.safe import terminal

_LONGEST = 40
_CELLS = 4
"""The most cells with the same text that are named."""
_MOST_ROWS = 12
"""The most rows that are named."""


def output(brought: Brought, language: Language, *, written: bool) -> str:
    """Return the text; `written` says whether the files have been written."""
    lines: list[str] = []
    for sheet in brought.sheets:
        lines += [*_sheet(sheet, language), ""]
    for name in brought.skipped:
        lines += [render(say("Sheet {name}: no touchpoints recognised, left out", name=name), language), ""]
    for name in brought.hidden:
        lines += [render(say("Sheet {name} is hidden, left out", name=name), language), ""]
    lines += _remarks(translate("Read as", language), brought.understood.guesses, language)
    lines += _remarks(translate("Not read, kept as text", language), brought.understood.unread, language)
    lines += _left_out(brought.sheets, language)
    lines += _changes(brought, language)
    lines += _refused(brought, language)
    lines.append(_closing(brought, language, written=written))
    return "\n".join(map(terminal, lines))


def _sheet(sheet: Sheet, language: Language) -> Iterator[str]:
    name = sheet.name or "1"
    yield render(
        say(
            "Sheet {name}: {n} {n:touchpoint|touchpoints}, headers in row {row}",
            name=name,
            n=len(sheet.rows),
            row=sheet.header_row + 1,
        ),
        language,
    )
    if sheet.matrix:
        yield "  " + translate("a matrix: each text in it is a touchpoint", language)
    rows = [(letters(column.number), column.header, _field(column, language), column.example)
            for column in sheet.columns]  # fmt: skip
    yield from _table(rows)


def _field(column: Column, language: Language) -> str:
    if column.is_mark:
        return render(say("{field}, where marked", field=column.field), language)
    if column.field == UNTIL:
        return translate("timing, until when", language)
    return translate("timing, how often", language) if column.field == FREQUENCY else column.field


def _remarks(title: str, remarks: Sequence[Remark], language: Language) -> Iterator[str]:
    if not remarks:
        return
    yield f"{title}:"
    grouped: dict[tuple[str, str, str], list[str]] = {}
    several = len({remark.sheet for remark in remarks}) > 1
    for remark in remarks:
        value = "" if remark.value is None else _spelt(remark.value)
        key = (remark.cell, f"{remark.field}: {value}" if value else f"x-{remark.field.removeprefix('x-')}", value)
        place = f"{remark.sheet}!{remark.at}" if several and remark.sheet and remark.at else remark.at or remark.sheet
        grouped.setdefault(key, [])
        if place not in grouped[key]:
            grouped[key].append(place)
    yield from _table([(_places(places, language), _short(cell), read) for (cell, read, _), places in grouped.items()])
    yield ""


def _spelt(value: object) -> str:
    if isinstance(value, dict):
        return in_flow(value)[1:-1]
    return in_flow(value)


def _places(places: Sequence[str], language: Language) -> str:
    if len(places) <= _CELLS:
        return ", ".join(places)
    more = render(say("and {n} more", n=len(places) - _CELLS + 1), language)
    return f"{', '.join(places[: _CELLS - 1])} {more}"


def _left_out(sheets: Sequence[Sheet], language: Language) -> Iterator[str]:
    """Yield what no touchpoint was made of, and hidden rows that were read."""
    several = len(sheets) > 1
    rows = [
        (f"{sheet.name}!{at}" if several and sheet.name else at, text)
        for sheet in sheets
        for at, text in sheet.left_out
    ]
    if rows:
        yield f"{translate('Not touchpoints, left out', language)}:"
        yield from _table(rows)
        yield ""
    for sheet in sheets:
        if sheet.hidden_rows:
            numbers = ", ".join(map(str, sheet.hidden_rows[:_MOST_ROWS])) + (
                "…" if len(sheet.hidden_rows) > _MOST_ROWS else ""
            )
            hidden = say(
                "{n} {n:row is|rows are} hidden in the sheet {name} and {n:was|were} read anyway: {rows}",
                n=len(sheet.hidden_rows),
                name=sheet.name or "1",
                rows=numbers,
            )
            yield render(hidden, language)


def _changes(brought: Brought, language: Language) -> Iterator[str]:
    changed = [entry for entry in brought.understood.entries if not entry.new]
    for entry in changed:
        fields = ", ".join(dict.fromkeys(".".join(map(str, path)) for path in (*entry.fields, *entry.removed)))
        yield render(say("Changed: {id} ({fields})", id=entry.id, fields=fields), language)
    for registry, entries in brought.understood.registered.items():
        yield render(say("New under {registry}: {ids}", registry=registry, ids=", ".join(entries)), language)
    if brought.only_here:
        yield render(say("Only in the inventory, left as they are: {ids}", ids=", ".join(brought.only_here)), language)


def _refused(brought: Brought, language: Language) -> Iterator[str]:
    for refused in brought.refused:
        yield render(
            say(
                "Not written: {path} at {file}:{line}: {reason}",
                path=".".join(map(str, refused.change.path)),
                file=refused.file,
                line=str(refused.span.line),
                reason=refused.reason,
            ),
            language,
        )


def _closing(brought: Brought, language: Language, *, written: bool) -> str:
    new = sum(entry.new for entry in brought.understood.entries)
    counts = say(
        "{new} new, {changed} changed, {same} unchanged.",
        new=new,
        changed=len(brought.understood.entries) - new,
        same=len(brought.understood.unchanged),
    )
    if not brought.edits:
        then = say("Nothing is to be written.")
    elif written:
        then = say("Written: {files}. Now run: tpaudit check", files=", ".join(edit.file for edit in brought.edits))
    else:
        then = say(
            "Nothing is written yet: --write writes {files}.", files=", ".join(edit.file for edit in brought.edits)
        )
    return f"{render(counts, language)} {render(then, language)}"


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _LONGEST else line[: _LONGEST - 1] + "…"


def _table(rows: Sequence[Sequence[str]]) -> Iterator[str]:
    shown = [[_short(cell) for cell in row] for row in rows]
    widths = [max(map(width_of, column)) for column in zip(*shown, strict=True)]
    for row in shown:
        padded = [cell + " " * (width - width_of(cell)) for cell, width in zip(row, widths, strict=True)]
        yield "  " + "  ".join(padded).rstrip()
