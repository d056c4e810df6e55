"""What was observed, as edits of the inventory's files: rates of events and values of metrics."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Any

from tpaudit.exchange.files import path_of
from tpaudit.inventory.inventory import Inventory
from tpaudit.inventory.metrics import identity
from tpaudit.inventory.subject import Kind
from tpaudit.loading.changes import Change, Set
from tpaudit.messages import rounded
from tpaudit.observed.observation import Observation

A_QUARTER = 91


def changes(inventory: Inventory, observation: Observation) -> Mapping[str, list[Change]]:
    """Return the edits, by file, that bring `per_quarter` of events and `actual` of metrics up to date."""
    found: dict[str, list[Change]] = {}
    for file, change in (*_rates(inventory, observation), *_values(inventory, observation)):
        found.setdefault(file, []).append(change)
    return found


def _rates(inventory: Inventory, observation: Observation) -> Iterator[tuple[str, Change]]:
    for event in inventory.events:
        place = path_of(inventory, Kind.EVENT, event.id)
        seen = [segment.events[event.id] for segment in observation.segments.values() if event.id in segment.events]
        days = sum(event.customer_days for event in seen)
        # A rate beside an undated anchor is a fault: such an event has its anchor's rate.
        if place is None or not days or event.anchor is not None:
            continue
        rate = rounded(Fraction(sum(event.occurrences for event in seen) * A_QUARTER, days), 2)
        if rate != event.per_quarter:
            file, path = place
            yield file, Set((*path, "per_quarter"), _number(rate), ("id", "name", "started_by"))


def _values(inventory: Inventory, observation: Observation) -> Iterator[tuple[str, Change]]:
    for touchpoint in inventory.touchpoints:
        place = path_of(inventory, Kind.TOUCHPOINT, touchpoint.id)
        raw = inventory.raw(Kind.TOUCHPOINT, touchpoint.id)
        listed = raw.get("metrics") if isinstance(raw, dict) else None
        if place is None or not isinstance(listed, list):
            continue
        file, path = place
        for index, metric in enumerate(touchpoint.metrics):
            value = observation.metric(touchpoint.id, identity(metric))
            if metric.measured_from is None or value is None or observation.last_day is None:
                continue
            spot = (*path, "metrics", index)
            yield file, Set((*spot, "actual"), _written(value, listed[index]), ("target",))
            yield file, Set((*spot, "measured_on"), observation.last_day.isoformat(), ("target", "actual"))


def _written(value: Fraction, metric: Any) -> float | int | str:
    """Return a value in the form of the metric's target: in percent, or as a number."""
    target = metric.get("target") if isinstance(metric, dict) else None
    if isinstance(target, str) and target.rstrip().endswith("%") and 0 <= value <= 1:
        return f"{_number(rounded(value * 100, 1))}%"
    return _number(rounded(value, 4))


def _number(value: Fraction) -> float | int:
    return int(value) if value.denominator == 1 else float(value)
