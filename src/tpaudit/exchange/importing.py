"""From tables to a new or changed inventory: what each cell was read as, and what follows for the files."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any, NamedTuple

from tpaudit.exchange import cells
from tpaudit.exchange.matching import Matching
from tpaudit.exchange.reading import timings, together, values
from tpaudit.exchange.reading.headers import FREQUENCY, ID, NAME, UNTIL
from tpaudit.exchange.reading.layout import Given, Row, Sheet
from tpaudit.exchange.reading.values import Nameable, Value
from tpaudit.exchange.tables.table import Cell
from tpaudit.fields import TEAMS_OWN
from tpaudit.inventory.touchpoint import Touchpoint
from tpaudit.inventory.words import meant
from tpaudit.loading.changes import same
from tpaudit.loading.places import Path


class Remark(NamedTuple):
    """A cell, its content, and what it was read as: a field and its value; no value if it was not understood."""

    sheet: str
    at: str
    cell: str
    field: str
    value: object


class ImportedEntry(NamedTuple):
    """An entry as the table states it: its id, whether it is new, and the fields to set, in their order."""

    id: str
    new: bool
    fields: Mapping[Path, object]
    removed: tuple[Path, ...] = ()
    given: Mapping[Path, Remark] = MappingProxyType({})
    """The cell that each field was read from."""
    kept: Mapping[str, Any] = MappingProxyType({})
    """The entry as its file has it; empty for a new one."""


class Understood(NamedTuple):
    """What the tables say: entries, remarks on guesses and on unread cells, and what to register."""

    entries: tuple[ImportedEntry, ...]
    guesses: tuple[Remark, ...]
    unread: tuple[Remark, ...]
    registered: Mapping[str, Mapping[str, str]]
    """The names of new phases, segments, owners and channels by id, by registry."""
    unchanged: tuple[str, ...]


class _Row:
    """One row while it is read."""

    def __init__(
        self, sheet: Sheet, row: Row, entry: Mapping[str, Any], inherited: Mapping[str, Any], nameable: Nameable
    ) -> None:
        self.sheet, self.row, self.entry, self.inherited, self.known = sheet, row, entry, inherited, nameable
        self.fields: dict[Path, object] = {}
        self.removed: list[Path] = []
        self.guesses: list[Remark] = []
        self.unread: list[Remark] = []
        self.named: list[tuple[str, str, str]] = []
        self.given: dict[Path, Remark] = {}

    def read(self) -> None:
        for field, given in self.row.cells.items():
            if field in (ID, FREQUENCY, UNTIL) or values.is_nothing(given.cell):
                continue
            if field.startswith("metrics."):
                self._metric(field, given)
            elif field == "timing":
                self._timing(given, self.row.cells.get(FREQUENCY))
            else:
                self._field(field, given)
        if "timing" not in self.row.cells and FREQUENCY in self.row.cells:
            self._timing(self.row.cells[FREQUENCY], None)
        if UNTIL in self.row.cells and not values.is_nothing(self.row.cells[UNTIL].cell):
            self._until(self.row.cells[UNTIL])

    def _path(self, field: str) -> Path:
        return (field,) if field.startswith(TEAMS_OWN) else tuple(field.split("."))

    def _current(self, path: Path) -> object:
        found = cells.value_at(self.entry, path)
        return found if found is not None else cells.value_at(self.inherited, path)

    def _field(self, field: str, given: Given) -> None:
        path = self._path(field)
        current = self._current(path)
        if current is not None and (cells.says(given.cell, current) or _is_the_same_name(field, given.cell, current)):
            return
        read = self._value(field, path, given)
        if field == "metrics" and read is not None and isinstance(read.value, list):
            read = read._replace(value=_known_metrics(read.value, current))
        if read is None:
            self._unread(field, given)
        elif field == "owner":
            self._owners(given, read)
        elif read.value is None:
            if current is not None and cells.value_at(self.entry, path) is not None:
                self.removed.append(path)
        else:
            self._set(field, path, read, given)

    def _value(self, field: str, path: Path, given: Given) -> Value | None:
        reader = values.READERS.get(field)
        if given.exact and (reader is None or _is_as_exported(given.cell)):
            return Value(cells.read(given.cell, Touchpoint, path))
        if field.startswith(TEAMS_OWN):
            return Value(given.cell)
        return (reader or values.text)(given.cell, self.known)

    def _owners(self, given: Given, read: Value) -> None:
        listed = read.value if isinstance(read.value, list) else [read.value]
        self._set("owner", ("owner",), Value(listed[0], read.sure and len(listed) == 1), given)
        if len(listed) > 1 and "contributors" not in self.row.cells:
            self._set("contributors", ("contributors",), Value(listed[1:], sure=False), given)

    def _set(self, field: str, path: Path, read: Value, given: Given) -> None:
        value = (
            read.value[0]
            if isinstance(read.value, list) and len(read.value) == 1 and path[0] == "timing"
            else read.value
        )
        current = self._current(path)
        if same(current, value) or (isinstance(value, list) and len(value) == 1 and same(current, value[0])):
            return
        self._name(field, value, given.cell)
        self.fields[path] = value
        self.given[path] = Remark(self.sheet.name, given.at, str(given.cell), field, None)
        if not read.sure or (
            str(value) != str(given.cell).strip() and not _is_written_so(value, given.cell) and not given.exact
        ):
            self.guesses.append(Remark(self.sheet.name, given.at, str(given.cell), field, value))

    def _name(self, field: str, value: object, cell: Cell) -> None:
        registry = _REGISTRIES.get(field)
        if registry is None:
            return
        ids = value if isinstance(value, list) else [value]
        names = {meant.slug(name): name for name in (str(cell).strip(), *values.parts(cell))}
        self.named += [
            (registry, entry_id, names.get(entry_id, entry_id)) for entry_id in ids if isinstance(entry_id, str)
        ]

    def _timing(self, given: Given, often: Given | None) -> None:
        current = self._current(("timing",))
        if current is not None and cells.says(given.cell, current):
            return
        if given.exact and _is_as_exported(given.cell):
            self._set("timing", ("timing",), Value(cells.read(given.cell, Touchpoint, ("timing",))), given)
            return
        own = {name: named for name, named in self.known.touchpoints.items() if named != self.entry.get("id")}
        if together.is_once(given.cell) and often is not None and not values.is_nothing(often.cell):
            given, often = often, None
        read = timings.timing(given.cell, own)
        if not read.timings and self._is_before_renewal():
            read = together.countdown(given.cell)
        if often is not None and not values.is_nothing(often.cell):
            read = self._with_second(read, given, often, own)
        if not read.timings:
            if not (together.is_once(given.cell) and often is None):
                self._unread("timing", given)
            return
        self._set("timing", ("timing",), Value(timings.as_value(read.timings), read.sure), given)

    def _with_second(self, read: timings.Read, given: Given, often: Given, own: Mapping[str, str]) -> timings.Read:
        """Return when and how often together; a delay after something that was not understood means nothing."""
        second = timings.timing(often.cell, own)
        if not second.timings and self._is_before_renewal():
            second = together.countdown(often.cell)
        if together.is_once(often.cell):
            return read
        if not read.timings and not any("every" in stated for stated in second.timings):
            if second.timings:
                self._unread(FREQUENCY, often)
            return timings.UNREAD
        if not second.timings:
            self._unread(FREQUENCY, often)
        if not read.timings:
            self._unread("timing", given)
        return together.combined(read, second)

    def _is_before_renewal(self) -> bool:
        phase = self.row.cells.get("phase")
        read = values.phase(phase.cell, self.known) if phase is not None else None
        return read is not None and read.value == "renewal"

    def _until(self, given: Given) -> None:
        """Let what repeats end on the day that a column of ends says."""
        stated = self.fields.get(("timing",))
        read = timings.timing(given.cell)
        end = read.timings[0].get("at") if len(read.timings) == 1 and read.timings[0].keys() == {"at"} else None
        if not isinstance(stated, dict) or "every" not in stated or "until" in stated or end is None:
            self._unread(UNTIL, given)
            return
        self._set("timing", ("timing",), Value({**stated, "until": end}, sure=False), given)

    def _metric(self, field: str, given: Given) -> None:
        key = field.partition(".")[2]
        listed = self.fields.get(("metrics",), self._current(("metrics",)))
        only = (
            listed if isinstance(listed, dict) else listed[0] if isinstance(listed, list) and len(listed) == 1 else None
        )
        read = values.measure(given.cell, self.known)
        if not isinstance(only, dict) or read is None:
            self._unread(f"metrics-{key}", given)
        elif not same(only.get(key), read.value):
            self.fields[("metrics",)] = (
                [{**only, key: read.value}] if isinstance(listed, list) else {**only, key: read.value}
            )
            if not read.sure:
                self.guesses.append(Remark(self.sheet.name, given.at, str(given.cell), field, read.value))

    def _unread(self, field: str, given: Given) -> None:
        key = TEAMS_OWN + field.replace(".", "-").removeprefix(TEAMS_OWN)
        self.unread.append(Remark(self.sheet.name, given.at, str(given.cell), field, None))
        if not same(self.entry.get(key), str(given.cell)):
            self.fields[(key,)] = str(given.cell)


_REGISTRIES = {"phase": "phases", "segments": "segments", "owner": "owners", "contributors": "owners",
               "informed": "owners", "channel": "channels"}  # fmt: skip


def _is_the_same_name(field: str, cell: Cell, current: object) -> bool:
    return field == NAME and str(cell).strip().casefold() == str(current).strip().casefold()


def _known_metrics(read: list[Any], current: object) -> list[Any]:
    """Return the metrics, completed from the inventory's metrics with the same name."""
    listed = current if isinstance(current, list) else [current]
    existing = {str(metric.get("name")).casefold(): metric for metric in listed if isinstance(metric, dict)}
    return [
        existing.get(str(metric.get("name")).casefold(), metric) if isinstance(metric, dict) else metric
        for metric in read
    ]


def _is_as_exported(cell: Cell) -> bool:
    return isinstance(cell, str) and (cell[:1] in "[{" or ": " in cell)


def _is_written_so(value: object, cell: Cell) -> bool:
    return cells.says(cell, value) or str(value).replace("_", "").replace("-", "") == "".join(
        str(cell).casefold().split()
    ).replace("-", "")


def understood(sheets: Sequence[Sheet], nameable: Nameable, matching: Matching) -> Understood:
    """Return what the sheets say about touchpoints; ids of new ones are made from their names."""
    placed = [(sheet, row, *matching.match(_identity(row))) for sheet in sheets for row in sheet.rows]
    names = {_name(row).casefold(): entry_id for _, row, entry_id, _ in placed if _name(row)}
    nameable = nameable._replace(touchpoints={**names, **nameable.touchpoints})
    entries: list[ImportedEntry] = []
    guesses: list[Remark] = []
    unread: list[Remark] = []
    unchanged: list[str] = []
    registered: dict[str, dict[str, str]] = {}
    for sheet, row, entry_id, raw in placed:
        reading = _Row(sheet, row, raw if raw is not None else {"id": entry_id}, matching.inherited(entry_id), nameable)
        reading.read()
        guesses += reading.guesses
        unread += reading.unread
        for registry, named, name in reading.named:
            if named not in getattr(nameable, registry).values():
                registered.setdefault(registry, {}).setdefault(named, name)
        if raw is not None and not reading.fields and not reading.removed:
            unchanged.append(entry_id)
            continue
        entries.append(
            ImportedEntry(entry_id, raw is None, reading.fields, tuple(reading.removed), reading.given, raw or {})
        )
    return Understood(tuple(entries), tuple(guesses), tuple(unread), registered, tuple(unchanged))


def _identity(row: Row) -> tuple[str, str]:
    given = row.cells.get(ID)
    return (str(given.cell).strip() if given is not None else "", _name(row))


def _name(row: Row) -> str:
    given = row.cells.get(NAME)
    return str(given.cell).strip() if given is not None else ""
