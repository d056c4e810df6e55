"""Whether two answers about an inventory agree; what has no order of its own is put into one."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any

from tests.schedule.oracle.answer import answers
from tpaudit.inventory.building.build import build as build_inventory
from tpaudit.loading.load import load
from tpaudit.loading.source import Folder
from tpaudit.outputs.schedule import json as schedule_json
from tpaudit.schedule.schedule import build

Answer = dict[str, Any]
CLOSE = 2e-6
"""Numbers are printed with six decimals."""
UNORDERED = ("budgets", "diary", "dropped", "unplaced", "exceeded", "bursts", "steps", "spread")


def differences(inventory: Answer) -> list[str]:
    """Return where the schedule and its second implementation differ."""
    first = [_ordered(_plain(answer)) for answer in answers(inventory)]
    return list(_differences(first, [_ordered(answer) for answer in _engine(inventory)], ""))


def _engine(inventory: Answer) -> list[Answer]:
    """Return the program's own answer about each segment."""
    root = "tpaudit.yaml"
    folder = Folder(Path("/nowhere"), {root: json.dumps(inventory).encode()})
    built = build_inventory(load(folder, root), root)
    assert not built.faults, built.faults
    found: list[Answer] = json.loads("".join(schedule_json.chunks([(built, build(built))], None, "en")))["segments"]
    for segment in found:
        persons: dict[str, Answer] = {}
        for person in segment["stakeholders"]:
            same = persons.get(person["same_as"] or "", person)
            persons[person["id"]] = {**same, "id": person["id"]}
            persons[person["id"]].pop("same_as", None)
        segment["stakeholders"] = list(persons.values())
        for unplaced in segment["unplaced"]:
            del unplaced["text"]
        del segment["unknown_shares"]
        segment["unknown_rates"].sort()
    return found


def _plain(value: Any) -> Any:
    match value:
        case dict():
            return {key: _plain(item) for key, item in value.items()}
        case list() | tuple():
            return [_plain(item) for item in value]
        case Fraction():
            return float(value)
        case _:
            return value


def _ordered(segment: Answer) -> Answer:
    for holder in (segment, *segment["stakeholders"]):
        for burst in holder.get("bursts", ()):
            burst["contacts"] = sorted(
                [contact["day"], contact["touchpoint"]] if isinstance(contact, dict) else contact
                for contact in burst["contacts"]
            )
        for key in UNORDERED:
            if key in holder:
                holder[key] = sorted(holder[key], key=_rank)
    return segment


def _rank(entry: Answer) -> str:
    keys = ("touchpoint", "event", "period", "channel", "day", "distance", "anchor", "reason")
    return json.dumps([str(entry.get(key)) for key in keys])


def _differences(ours: Any, other: Any, path: str) -> Iterator[str]:
    if isinstance(ours, dict) and isinstance(other, dict) and ours.keys() == other.keys():
        for key, value in ours.items():
            yield from _differences(value, other[key], f"{path}.{key}")
    elif _are_lists(ours, other) and len(ours) == len(other):
        for number, values in enumerate(zip(ours, other, strict=True)):
            yield from _differences(*values, f"{path}[{number}]")
    elif isinstance(ours, int | float) and isinstance(other, int | float):
        if abs(ours - other) > CLOSE:
            yield f"{path}: {ours} and {other}"
    elif ours != other:
        yield f"{path}: {ours} and {other}"


def _are_lists(ours: Any, other: Any) -> bool:
    return all(isinstance(value, Sequence) and not isinstance(value, str) for value in (ours, other))
