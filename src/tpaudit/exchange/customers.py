"""When customers started, from a table with a line for each; of a customer nothing is kept but segment and days."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from tpaudit.exchange.tables.texts import lines_of_csv
from tpaudit.inventory.inventory import Inventory
from tpaudit.inventory.tracking import ObservedCustomers
from tpaudit.inventory.words import meant
from tpaudit.loading.usage import UsageError
from tpaudit.messages import Message, say

MAX_CUSTOMERS = 1_000_000
_UNUSABLE = 10
"""A file of which more than one line in so many is of no use is another file, or about another plan."""

_NAMES: Mapping[str, tuple[str, ...]] = {
    "id": ("id", "customer", "customer_id", "account", "account_id", "kunde", "kunden_id", "kundennummer", "kunden_nr"),
    "segment": ("segment", "plan", "tier", "customer_segment", "kundensegment"),
    "start": (
        "start", "started", "started_on", "start_date", "contract_start", "beginn", "startdatum", "vertragsbeginn",
        "vertragsstart",
    ),
    "end": ("end", "ended", "ended_on", "end_date", "cancelled_on", "churned_on", "ende", "vertragsende"),
}  # fmt: skip


class Lifetime(NamedTuple):
    """From when to when somebody is a customer."""

    start: date
    end: date | None
    """The first day on which they are not; None: no end is known."""


class Customers(NamedTuple):
    """Who was a customer when."""

    by_segment: Mapping[str, Counter[Lifetime]]
    total: int
    """How many are counted."""
    left_out: tuple[Message, ...]
    """Why the others are not."""


class _Columns(NamedTuple):
    id: int
    segment: int | None
    start: int
    end: int | None


def read_customers(file: str, data: bytes, inventory: Inventory) -> Customers:
    """Return when the customers of each segment started; raise UsageError with the line where that cannot be read.

    No message holds what a cell says: a column that was taken for another may hold names.
    """
    lines = lines_of_csv(file, data)
    number, header = next(lines, (1, []))
    columns = _columns(file, number, header, inventory)
    segments = _segments(inventory)
    only = inventory.segments[0].id
    seen: dict[str, int] = {}
    found: dict[str, Counter[Lifetime]] = {}
    lost: dict[str, list[int]] = {}
    for number, cells in lines:
        if not any(cells):
            continue
        who = _cell(cells, columns.id)
        if not who:
            raise _refused(file, number, say("the customer's id is missing"))
        if who in seen:
            raise _refused(file, number, say("the same customer is already in line {line}", line=seen[who]))
        seen[who] = number
        if len(seen) > MAX_CUSTOMERS:
            raise UsageError(
                say("{file} has more than {limit} customers", file=file, limit=MAX_CUSTOMERS),
                say("Save the part that is meant as a file of its own."),
            )
        segment = only if columns.segment is None else segments.get(_folded(_cell(cells, columns.segment)))
        start = _day(file, number, _cell(cells, columns.start))
        end = None if columns.end is None else _day(file, number, _cell(cells, columns.end))
        if start is None:
            lost.setdefault("start", []).append(number)
        elif segment is None:
            lost.setdefault("segment", []).append(number)
        elif end is not None and end < start:
            raise _refused(file, number, say("the end is before the start"))
        else:
            found.setdefault(segment, Counter())[Lifetime(start, end)] += 1
    total = sum(counted.total() for counted in found.values())
    return _judged(file, Customers(found, total, tuple(_left_out(lost))), len(seen), inventory)


def _judged(file: str, read: Customers, lines: int, inventory: Inventory) -> Customers:
    if not lines:
        raise UsageError(
            say("{file} holds no customers", file=file), say("Write a line for each, below the names of the columns.")
        )
    if (lines - read.total) * _UNUSABLE > lines:
        raise UsageError(
            say("{lost} of {lines} lines of {file} cannot be used", lost=lines - read.total, lines=lines, file=file),
            say(
                "Each needs a start, and a segment of the inventory: {segments}.",
                segments=tuple(segment.id for segment in inventory.segments[:20]),
            ),
        )
    return read


def _left_out(lost: Mapping[str, Sequence[int]]) -> Iterator[Message]:
    for why, numbers in lost.items():
        if why == "start":
            yield say(
                "{n} {n:line is|lines are} left out, the first is line {line}: without a start.",
                n=len(numbers),
                line=numbers[0],
            )
        else:
            yield say(
                "{n} {n:line is|lines are} left out, the first is line {line}: of no segment of the inventory.",
                n=len(numbers),
                line=numbers[0],
            )


def _columns(file: str, number: int, header: Sequence[str], inventory: Inventory) -> _Columns:
    """Return where the columns stand: by the names in the root file's `observe`, else by usual ones."""
    observed = inventory.observe.customers if inventory.observe is not None else None
    names = [_folded(cell).replace(" ", "_").replace("-", "_") for cell in header]

    def place(column: str) -> int | None:
        stated = _stated(observed, column)
        if stated is not None and stated in header:
            return header.index(stated)
        return next((names.index(name) for name in _NAMES[column] if name in names), None)

    where = {column: place(column) for column in _NAMES}
    lacking = [
        column
        for column in ("id", "segment", "start")
        if where[column] is None and (column != "segment" or len(inventory.segments) > 1)
    ]
    if where["id"] is None or where["start"] is None or lacking:
        raise UsageError(
            say(
                "{file}:{line}: the {columns:column|columns} {names} {columns:is|are} missing",
                file=file,
                line=number,
                columns=len(lacking),
                names=tuple(lacking),
            ),
            say("Name the columns in the first line: {header}.", header="id, segment, start"),
        )
    return _Columns(where["id"], where["segment"], where["start"], where["end"])


def _stated(observed: ObservedCustomers | None, column: str) -> str | None:
    if observed is None:
        return None
    stated = {
        "id": observed.customer,
        "segment": observed.segment,
        "start": observed.started,
        "end": observed.ended,
    }[column]
    return stated if isinstance(stated, str) else None


def _segments(inventory: Inventory) -> Mapping[str, str]:
    """Return the segments' ids by all words that the table may have for them."""
    words: dict[str, str] = {}
    for segment in inventory.segments:
        for word in (segment.name or "", segment.id):
            if word:
                words[_folded(word)] = segment.id
    if inventory.observe is not None:
        for id_, given in (inventory.observe.segments or {}).items():
            words |= {_folded(word): id_ for word in given}
    return words


def _folded(text: str) -> str:
    return " ".join(text.casefold().split())


def _cell(cells: Sequence[str], column: int) -> str:
    return cells[column] if column < len(cells) else ""


_TIME = re.compile(r"(\d{4}-\d{2}-\d{2})[T ]\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?( ?(Z|[+-]\d{2}:?\d{2}|UTC))?")


def _day(file: str, number: int, text: str) -> date | None:
    """Return the day that a cell holds, None where it is empty; of a point of time the day as written."""
    if not text:
        return None
    timed = _TIME.fullmatch(text)
    day = meant.day(timed[1] if timed else text)
    if not day:
        raise UsageError(
            say("{file}:{line}: a date cannot be read", file=file, line=number),
            say("Write the year, the month and the day, such as 2026-11-22."),
        )
    return date.fromisoformat(day)


def _refused(file: str, number: int, why: Message) -> UsageError:
    return UsageError(
        say("{file}:{line}: {why}", file=file, line=number, why=why),
        say("Correct the line, or take it out; each customer has one."),
    )
