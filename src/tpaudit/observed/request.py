"""What to observe: where the data are, what their columns are called, and how days are counted."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Literal, NamedTuple

Format = Literal["csv", "json", "parquet"]


class Files(NamedTuple):
    """Files of one format, read as one table."""

    paths: tuple[Path, ...]
    format: Format
    shown: str
    """Their name in messages."""


class Table(NamedTuple):
    """A table in the engine."""

    name: str

    @property
    def shown(self) -> str:
        """Its name in messages."""
        return f"table:{self.name}"


Source = Files | Table


class EventColumns(NamedTuple):
    """The columns of the events."""

    customer: str
    time: str
    event: tuple[str, ...]
    """Several columns are joined with ` / `."""
    person: str | None = None
    person_id: str | None = None


class CustomerColumns(NamedTuple):
    """The columns of the customers."""

    customer: str
    started: str | None
    """None: the first event called `started_by`."""
    segment: str | None = None
    ended: str | None = None
    started_by: str | None = None


@dataclass(frozen=True)
class Request:
    """What is to be read."""

    events: Source
    event_columns: EventColumns
    customers: Source
    customer_columns: CustomerColumns
    today: date
    since: date | None = None
    timezone: str = "UTC"
    min_group: int = 10


class Raw(NamedTuple):
    """Counts of rows before they were parsed."""

    rows: int
    duplicates: int = 0
    broken: int = 0
    """Lines of the events that are not valid rows."""
    broken_customers: int = 0
    """The same of the customers."""


@dataclass(frozen=True)
class Results:
    """The engine's results: rows of whole numbers (and names of events), by analysis."""

    raw: Raw
    answers: dict[str, tuple[tuple[int | str, ...], ...]]

    def numbers(self, analysis: str) -> tuple[tuple[int, ...], ...]:
        """Return the rows of an analysis that has no names."""
        return tuple(tuple(int(cell) for cell in row) for row in self.answers.get(analysis, ()))
