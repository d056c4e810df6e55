"""What holds for whatever the files say."""

from __future__ import annotations

from hypothesis import given, settings

from tests.inventory.built import of_value
from tests.inventory.mutations import INVENTORY, KEYS, Value, mutated
from tpaudit.inventory.subject import At, Kind
from tpaudit.messages import render

INVENTORIES = mutated(INVENTORY, KEYS).filter(lambda value: isinstance(value, dict))


@settings(max_examples=200, deadline=None)
@given(INVENTORIES)
def test_an_inventory_is_built_whatever_is_wrong(value: Value) -> None:
    inventory = of_value({"tpaudit": 1} | value)
    lines = inventory.documents[0].lines
    for fault in inventory.faults:
        assert render(fault.message)
        assert render(fault.help)
        assert 1 <= fault.span.line <= len(lines)
        assert 1 <= fault.span.column <= len(lines[fault.span.line - 1]) + 1
        assert all(isinstance(step, str) for step in fault.path)
    assert list(inventory.faults) == sorted(inventory.faults, key=lambda fault: fault.span)
    for touchpoint in inventory.touchpoints:
        assert touchpoint.id
        assert touchpoint.name
        assert inventory.locate(At(Kind.TOUCHPOINT, touchpoint.id))[0] == "tpaudit.yaml"
        assert inventory.faults or not touchpoint.unknown
    for entry in (*inventory.touchpoints, *inventory.owners, *inventory.variants.values()):
        assert set(type(entry).model_fields) <= set(entry.__dict__)
    for entry in (*inventory.phases, *inventory.segments, *inventory.channels, *inventory.events):
        assert set(type(entry).model_fields) <= set(entry.__dict__)
        assert not entry.unknown


@settings(max_examples=50, deadline=None)
@given(INVENTORIES)
def test_a_fault_is_found_the_same_each_time(value: Value) -> None:
    assert of_value({"tpaudit": 1} | value).faults == of_value({"tpaudit": 1} | value).faults
