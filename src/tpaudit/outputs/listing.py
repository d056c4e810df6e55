"""The touchpoints as a list: what is mine, what is wrong with it, what is due."""

from __future__ import annotations

import csv
import json
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from io import StringIO

from tpaudit.findings.causes import causes
from tpaudit.findings.filter import Filter
from tpaudit.findings.result import Audit, InventoryAudit
from tpaudit.inventory.subject import Kind
from tpaudit.inventory.timing import Timing
from tpaudit.inventory.touchpoint import Touchpoint
from tpaudit.inventory.words.terms import STATUS, term
from tpaudit.messages import Language, Value, render, say, shown
from tpaudit.outputs.cells import cells as width_of
from tpaudit.outputs.cells import shortened
from tpaudit.outputs.lines import EMPTY, Line, Piece, line, piece, printed, table
from tpaudit.outputs.safe import csv_cell, json_document
from tpaudit.outputs.timing import when
from tpaudit.rules.waking import has

VERSION = 1


@dataclass(frozen=True, slots=True)
class Row:
    """A touchpoint in the list."""

    id: str
    name: str
    status: str
    phase: str
    owner: str
    segments: tuple[str, ...]
    channels: tuple[str, ...]
    timing: str
    """As in the files."""
    when: tuple[Value, ...]
    """The same in words."""
    errors: int
    warnings: int
    infos: int
    due: date | None
    """The day on which its decision or its review is due, whichever comes first."""
    place: str
    """file:line."""


def rows(audit: InventoryAudit, chosen: Filter) -> Iterator[Row]:
    """Yield the chosen touchpoints in file order; faulty fields are empty."""
    others, lacking = chosen._replace(missing=()), _lacking(audit, chosen.missing)
    counts: dict[str, dict[str, int]] = {}
    for finding in audit.new:
        if finding.subject.kind is Kind.TOUCHPOINT:
            by_severity = counts.setdefault(finding.subject.id, {})
            by_severity[finding.severity] = by_severity.get(finding.severity, 0) + 1
    for touchpoint in audit.inventory.touchpoints:
        if others.takes(touchpoint) and (not chosen.missing or touchpoint.id in lacking):
            yield _row(audit, touchpoint, counts.get(touchpoint.id, {}))


def _lacking(audit: InventoryAudit, fields: Collection[str]) -> frozenset[str]:
    """Return the ids of the touchpoints that lack one of the fields: those that a rule reports, if one asks for it."""
    lacking = {gap.field: gap.touchpoints for gap in causes(audit).complete} if fields else {}
    return frozenset(
        touchpoint
        for field in fields
        for touchpoint in lacking.get(field)
        or (
            touchpoint.id
            for touchpoint in audit.inventory.active
            if not has(touchpoint, field.split(".")) and _is_asked(touchpoint, field)
        )
    )


def _is_asked(touchpoint: Touchpoint, field: str) -> bool:
    """Whether a touchpoint should have the field: what the customer starts needs no timing."""
    return field != "timing" or touchpoint.initiation != "reactive"


def _row(audit: InventoryAudit, touchpoint: Touchpoint, counts: Mapping[str, int]) -> Row:
    days = (touchpoint.decision.due if touchpoint.decision else None, touchpoint.review_by)
    timing = touchpoint.timing
    file, span = audit.inventory.locate(touchpoint.at("id"))
    return Row(
        id=touchpoint.id,
        name=touchpoint.name,
        status=touchpoint.known_status or "",
        phase=touchpoint.phase or "",
        owner=touchpoint.owner or "",
        segments=touchpoint.segments,
        channels=touchpoint.channel,
        timing="; ".join(map(as_written, timing)),
        when=tuple(when(stated, audit.inventory) for stated in timing),
        errors=counts.get("error", 0),
        warnings=counts.get("warning", 0),
        infos=counts.get("info", 0),
        due=min((day for day in days if day is not None), default=None),
        place=f"{audit.path(file)}:{span.line}",
    )


STATED = ("every", "at", "after", "after_each", "before", "before_each", "until", "times", "dates", "per_quarter",
          "within")  # fmt: skip
"""The keys of a timing, in the order of the list."""


def as_written(timing: Timing) -> str:
    """Return a timing on one line, as in the inventory."""
    parts = ((name, getattr(timing, name)) for name in STATED)
    stated = ", ".join(f"{name} {_value(value)}" for name, value in parts if value is not None)
    return stated or "as needed"


def _value(value: object) -> str:
    return " ".join(map(str, value)) if isinstance(value, tuple) else str(value)


Listing = tuple[InventoryAudit, tuple[Row, ...]]


def output(form: str, audit: Audit, chosen: Filter, width: int | None) -> str:
    """Return the list as text, csv or json."""
    listed = [(inventory_audit, tuple(rows(inventory_audit, chosen))) for inventory_audit in audit.inventories]
    if form == "json":
        return _as_json(listed)
    if form == "csv":
        return _as_csv(row for _, some in listed for row in some)
    return _as_text(listed, audit.language, width)


def _as_text(listed: Sequence[Listing], language: Language, width: int | None) -> str:
    lines: list[Line] = []
    for audit, some in listed:
        if not some and not audit.inventory.complete:
            continue  # that it could not be read is reported elsewhere
        if len(listed) > 1:
            lines += [line(piece(audit.inventory.name, "title")), EMPTY]
        if some:
            lines += _table(some, language, width)
        lines += [EMPTY, line(piece(render(say("{n} {n:touchpoint|touchpoints}", n=len(some)), language))), EMPTY]
    return printed(lines, width=None, color=False)


_DISPENSABLE = (5, 3, 2, 7, 1)
"""The columns that are dropped on a narrow terminal: timing first, then phase, status, due and name."""
_NAME, _SHORT_NAME = 1, 24
"""The column of names, which is shortened first, and its least width."""


def _table(some: Sequence[Row], language: Language, width: int | None) -> list[Line]:
    titles = (
        say("Id"),
        say("Name"),
        say("Status"),
        say("Phase"),
        say("Owner"),
        say("Timing"),
        say("Findings"),
        say("Due"),
    )
    cells = [_cells(row, language) for row in some]
    head = tuple(piece(render(title, language)) for title in titles)
    empty = [place for place in range(len(titles)) if place and not any(row[place].text for row in cells)]
    for left_out in ([], *(empty + list(_DISPENSABLE[:n]) for n in range(len(_DISPENSABLE) + 1))):
        kept = [place for place in range(len(titles)) if place not in left_out]
        lines = _fitting([head, *cells], kept, width)
        if width is None or _widest(lines) <= width:
            break
    return lines


def _fitting(rows: Sequence[Sequence[Piece]], kept: Sequence[int], width: int | None) -> list[Line]:
    """Return the table of these columns, with shortened names if it is too wide."""
    lines = table([[row[place] for place in kept] for row in rows], left=len(kept))
    too_wide = 0 if width is None else _widest(lines) - width
    longest = max(width_of(row[_NAME].text) for row in rows)
    if too_wide <= 0 or _NAME not in kept or longest <= _SHORT_NAME:
        return lines
    room = max(_SHORT_NAME, longest - too_wide)
    shorter = [
        [Piece(shortened(cell.text, room), cell.style) if place == _NAME else cell for place, cell in enumerate(row)]
        for row in rows
    ]
    return table([[row[place] for place in kept] for row in shorter], left=len(kept))


def _widest(lines: Iterable[Line]) -> int:
    return max(width_of(text_line.text) for text_line in lines)


def _cells(row: Row, language: Language) -> tuple[Piece, ...]:
    counts = (
        say("{n} E", n=row.errors) if row.errors else "",
        say("{n} W", n=row.warnings) if row.warnings else "",
        say("{n} I", n=row.infos) if row.infos else "",
    )
    values: tuple[Value, ...] = (
        row.id,
        row.name,
        term(STATUS, row.status),
        row.phase,
        row.owner,
        "; ".join(shown(timing, language) for timing in row.when),
        tuple(count for count in counts if count),
        row.due or "",
    )
    return tuple(piece(shown(value, language)) for value in values)


def _as_csv(some: Iterable[Row]) -> str:
    out = StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(
        ("id", "name", "status", "phase", "owner", "segments", "channels", "timing", "errors", "warnings", "infos",
         "due", "place")
    )  # fmt: skip
    for row in some:
        texts = (row.id, row.name, row.status, row.phase, row.owner, " ".join(row.segments), " ".join(row.channels))
        writer.writerow(
            (*map(csv_cell, texts), csv_cell(row.timing), row.errors, row.warnings, row.infos,
             row.due.isoformat() if row.due else "", csv_cell(row.place))
        )  # fmt: skip
    return out.getvalue()


def _as_json(listed: Sequence[Listing]) -> str:
    content = {
        "version": VERSION,
        "inventories": [
            {
                "name": audit.inventory.name,
                "root": audit.path(audit.inventory.root_file),
                "touchpoints": [
                    {
                        "id": row.id,
                        "name": row.name,
                        "status": row.status or None,
                        "phase": row.phase or None,
                        "owner": row.owner or None,
                        "segments": row.segments,
                        "channels": row.channels,
                        "timing": row.timing or None,
                        "findings": {"error": row.errors, "warning": row.warnings, "info": row.infos},
                        "due": row.due.isoformat() if row.due else None,
                        "place": row.place,
                    }
                    for row in some
                ],
            }
            for audit, some in listed
        ],
    }
    return json_document(json.dumps(content, ensure_ascii=False, indent=2))
