"""Where a fault could change what is said of segments, phases, owners, events and the whole, that is not judged."""

from __future__ import annotations

import pytest

from tests.inventories import inventory_of
from tpaudit.inventory.building import build as building
from tpaudit.inventory.building.site import REGISTRIES
from tpaudit.inventory.subject import Kind
from tpaudit.messages import render

DECISIVE = (
    "status: wrong", "type: QBR", "phase: 5", "phase: late", "segments: [5]", "segments: late", "stakeholders: 5",
    "stakeholders: boss", "channel: 5", "channel: fax", "initiation: wrong", "transactional: 5", "reach: 5",
    "timing: soon", "timing: {at: 1d, aftr: go_live}", "timing: {at: 1d, after: late}", "timing: {at: 1d, after: a}",
)  # fmt: skip
HARMLESS = (
    "owner: 5", "owner: cms", "form: wrong", "value: wrong", "planned: 5", "purpose: 5", "priority: 5", "effort: 5",
    "metrics: 5", "experience: {score: 9}", "tags: 5", "leads_to: late", "waive: 5", "zzz: 5", "content: {zzz: 1}",
    "decision: {into: late}", "review_by: 5",
)  # fmt: skip


@pytest.mark.parametrize(
    ("field", "complete"), [*((field, False) for field in DECISIVE), *((field, True) for field in HARMLESS)]
)
def test_fields_of_touchpoints(field: str, complete: bool) -> None:  # noqa: FBT001  a table's column
    inventory = inventory_of(f"owners: [{{id: csm}}]\ntouchpoints: [{{id: a, name: A, {field}}}]\n")
    assert inventory.faults != ()
    assert inventory.complete is complete


@pytest.mark.parametrize(
    ("text", "complete"),
    [
        ("touchpoints: [{name: A}]", False),
        ("touchpoints: [{id: A, name: A}]", False),
        ("touchpoints: [{id: a}]", True),
        ("touchpoints: [{id: a, name: A}, {id: a, name: B}]", True),
        ("touchpoints: {a: A}", False),
        ("segments: [{id: a, customers: many}]", False),
        ("segments: [{id: a, custmers: 5}]", False),
        ("segments: [{id: a, starts_with: late}]", False),
        ("phases: [{id: a, window: {from: 0d}}]", False),
        ("phases: [{id: a, window: {from: 0d, to: 9d, till: 8d}}]", False),
        ("events: [{id: a, at: 3d}]", False),
        ("events: [{id: a, after: late}]", False),
        ("channels: [{id: a, medium: paper}]", False),
        ("owners: [{id: a, capacity: 5}]", True),
        ("owners: [{id: a, mail: x}]", True),
        ("owners: [{name: A}]", False),
        ("scope: wrong", False),
        ("coordinator: The Boss", False),
        ("contact_budget: {per_week: many}", False),
        ("contact_budget: {channels: {fax: {per_week: 1}}}", False),
        ("audience: 5", False),
        ("include: [missing.yaml]", False),
        ("include: 5", False),
        ("discovery: [{source: 5}]", False),
        ("discovery: 5", False),
        ("name: 5", True),
        ("audit: {fail_on: wrong}", True),
        ("report: {accent: red}", True),
        ("waive: [{rule: INV012}]", True),
        ("waive: [{rule: INV012, reason: so, phase: late}]", True),
        ("zzz: 5", True),
        ("defaults: {zzz: 5}", True),
        ("defaults: 5", False),
    ],
)
def test_everything_else(text: str, complete: bool) -> None:  # noqa: FBT001  a table's column
    inventory = inventory_of(f"{text}\n")
    assert inventory.faults != ()
    assert inventory.complete is complete


@pytest.mark.parametrize("key", ["touchpoints", "segments", "phases", "owners", "channels", "events"])
def test_more_entries_than_the_limit_are_not_read(monkeypatch: pytest.MonkeyPatch, key: str) -> None:
    kind, _ = REGISTRIES[key]
    monkeypatch.setattr(building, "MAX_ENTRIES", {**building.MAX_ENTRIES, kind: 3})
    rows = "".join(f"  - {{id: t{number}, name: T}}\n" for number in range(5))
    inventory = inventory_of(f"{key}:\n{rows}")
    (fault,) = inventory.faults
    assert (fault.code, fault.span.line, fault.subject) == ("INV001", 5, ("file", "tpaudit.yaml"))
    assert render(fault.message) == f"the inventory has more than 3 {key}; the rest is not read"
    assert [entry for entry in inventory.origins if entry[0] is kind] == [(kind, f"t{number}") for number in range(3)]
    assert not inventory.complete


def test_entries_alike_and_faulty_ones_count_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(building, "MAX_ENTRIES", {**building.MAX_ENTRIES, Kind.TOUCHPOINT: 3})
    rows = "".join(f"  - {{id: t, name: {name}}}\n" for name in ("T", "T", "5", "T", "T"))
    codes = [fault.code for fault in inventory_of(f"touchpoints:\n{rows}").faults]
    assert codes.count("INV001") == 1
    assert len(codes) == 4


def test_what_a_skipped_entry_would_be_is_not_called_unknown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(building, "MAX_ENTRIES", {**building.MAX_ENTRIES, Kind.TOUCHPOINT: 1})
    rows = "".join(f"  - {{id: t{number}, name: T, leads_to: t1}}\n" for number in range(2))
    assert [fault.code for fault in inventory_of(f"touchpoints:\n{rows}").faults] == ["INV001"]


def test_fifty_thousand_touchpoints_are_the_limit() -> None:
    assert building.MAX_ENTRIES[Kind.TOUCHPOINT] == 50_000
