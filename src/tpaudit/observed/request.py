"""What is to be observed: where the data are, what their columns are called, and how days are counted."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Literal, NamedTuple

Format = Literal["csv", "json", "parquet"]


class Files(NamedTuple):
    """Files of one format that are read as one table."""

    paths: tuple[Path, ...]
    format: Format
    shown: str
    """How messages call them."""


class Table(NamedTuple):
    """A table of the engine."""

    name: str

    @property
    def shown(self) -> str:
        """How messages call it."""
        return f"table:{self.name}"


Source = Files | Table


class EventColumns(NamedTuple):
    """The columns of the events."""

    customer: str
    time: str
    event: tuple[str, ...]
    """Several are joined with ` / `."""
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
    """What became of the rows before they were understood."""

    rows: int
    duplicates: int = 0
    broken: int = 0
    """Lines of the events that are no rows."""
    broken_customers: int = 0
    """The same of the customers."""


@dataclass(frozen=True)
class Results:
    """What the engine answers: by analysis, rows of whole numbers (and names of events)."""

    raw: Raw
    answers: dict[str, tuple[tuple[int | str, ...], ...]]

    def numbers(self, analysis: str) -> tuple[tuple[int, ...], ...]:
        """Return the rows of an analysis that has no names."""
        return tuple(tuple(int(cell) for cell in row) for row in self.answers.get(analysis, ()))
