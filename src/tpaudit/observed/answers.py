"""The columns of each analysis's results, and results that other engines computed, read from small files."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from types import MappingProxyType

from tpaudit.loading.usage import UsageError
from tpaudit.messages import Code, say
from tpaudit.observed.request import Raw, Results
from tpaudit.observed.tables import TEXTS

ANSWERS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "period": ("opening", "closing"),
        "rows": ("kind", "n", "persons"),
        "customers": ("kind", "n"),
        "watched": ("seg", "side", "d", "n"),
        "days": ("seg", "tp", "d", "n"),
        "reach": ("seg", "tp", "customers", "recent"),
        "due": ("seg", "tp", "n"),
        "reached": ("seg", "tp", "n"),
        "complete": ("seg", "q", "n"),
        "contacts": ("seg", "q", "load", "n"),
        "judged": ("seg", "budget", "n"),
        "over_budget": ("seg", "budget", "n"),
        "over_days": ("seg", "budget", "d", "n"),
        "silences": ("seg", "gap", "n"),
        "talk_silences": ("seg", "gap", "n"),
        "doubled": ("seg", "tp", "n"),
        "reversed": ("seg", "tp", "later", "both_seen", "n"),
        "happenings": ("seg", "ev", "n", "customers"),
        "answers": ("seg", "tp", "minutes", "n"),
        "measured": ("seg", "tp", "metric", "n", "customers", "millionths"),
        "unplanned": ("seg", "name", "n", "customers"),
        "unplanned_days": ("seg", "name", "d", "n"),
        "strangers": ("n",),
        "source": ("n", "distinct_n"),
    }
)
"""The columns by analysis, in order; `source` counts the rows before and after duplicates are removed."""

MAX_BYTES = 50_000_000


def read(folder: Path) -> Results:
    """Return the results in a folder with a CSV or JSON Lines file for each analysis."""
    if not folder.is_dir():
        raise UsageError(say("{path} is not a folder", path=str(folder)), say("Name the folder with the results."))
    found = {}
    for name, columns in ANSWERS.items():
        path = next((path for end in (".csv", ".jsonl") if (path := folder / f"{name}{end}").is_file()), None)
        if path is None:
            raise UsageError(
                say("{folder} has no result of the analysis {name}", folder=str(folder), name=Code(name)),
                say("Save each query of --sql under its name, such as {file}.", file=Code(f"{name}.csv")),
            )
        found[name] = _rows(path, columns)
    _are_of_one_source(found, folder)
    return results(found)


def _are_of_one_source(found: Mapping[str, tuple[tuple[int | str, ...], ...]], folder: Path) -> None:
    """Raise UsageError where queries have seen different rows."""
    distinct = sum(int(row[1]) for row in found["source"])
    used = sum(int(row[1]) for row in found["rows"] if row[0] == 0)
    if sum(int(row[1]) for row in found["rows"]) != distinct or (found["period"] == ()) != (used == 0):
        raise UsageError(
            say("the results in {folder} come from different states of the source", folder=str(folder)),
            say("Run all queries again, one after the other, while nobody writes to the tables."),
        )


def results(found: dict[str, tuple[tuple[int | str, ...], ...]]) -> Results:
    """Return the results of an engine that counts the source's rows itself."""
    ((rows, distinct),) = found["source"] or ((0, 0),)
    return Results(Raw(int(rows), int(rows) - int(distinct)), found)


def _rows(path: Path, columns: tuple[str, ...]) -> tuple[tuple[int | str, ...], ...]:
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            text = file.read(MAX_BYTES)
        found = _json(text) if path.suffix == ".jsonl" else list(csv.DictReader(text.splitlines(keepends=True)))
        return tuple(tuple(_cell(row, column) for column in columns) for row in found)
    except (OSError, ValueError, KeyError, TypeError, AttributeError, csv.Error) as error:
        raise UsageError(
            say("{path} is not the result of that query", path=str(path)),
            say("It needs the columns {columns}, with whole numbers.", columns=", ".join(columns)),
        ) from error


def _json(text: str) -> list[Mapping[str, object]]:
    return [json.loads(line) for line in text.splitlines() if line.strip()]


def _cell(row: Mapping[str, object], column: str) -> int | str:
    named = {str(name).lower(): value for name, value in row.items()}
    value = named[column]
    if column in TEXTS:
        return str(value)
    number = float(str(value))
    if not number.is_integer():
        raise ValueError(column)
    return int(number) if abs(number) < 2**53 else int(str(value))


def ordered(rows: Iterable[Iterable[object]]) -> tuple[tuple[int | str, ...], ...]:
    """Return an engine's rows as whole numbers and texts."""
    return tuple(tuple(cell if isinstance(cell, str) else int(str(cell)) for cell in row) for row in rows)
