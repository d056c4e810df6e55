"""What holds for every valid inventory."""

from __future__ import annotations

import json
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from jsonschema import Draft202012Validator

from tests.inventory.built import of_files, of_value
from tests.inventory.valid import Value, inventories
from tpaudit.diff.entries import registries, touchpoints
from tpaudit.inventory.mentions import mentions
from tpaudit.inventory.schema.json_schema import schema

EDITOR = Draft202012Validator(schema())


@settings(max_examples=60, deadline=None)
@given(inventories())
def test_loader_and_editor_find_nothing(value: Value) -> None:
    inventory = of_value(value)
    assert inventory.faults == ()
    assert inventory.complete
    assert EDITOR.is_valid(value)


@settings(max_examples=30, deadline=None)
@given(inventories())
def test_a_touchpoint_is_the_same_wherever_its_segment_differs_in_nothing(value: Value) -> None:
    inventory = of_value(value)
    for segment in inventory.segments:
        for touchpoint in inventory.in_segment(segment):
            own = inventory.touchpoint[touchpoint.id]
            assert (touchpoint is own) is (segment.id not in own.per_segment)
            assert touchpoint is inventory.as_in(own, segment)
            place = inventory.locate(touchpoint.at("timing"))
            assert (place == inventory.locate(own.at("timing"))) is (touchpoint is own)


@settings(max_examples=30, deadline=None)
@given(inventories())
def test_what_is_named_is_there(value: Value) -> None:
    inventory = of_value(value)
    for mention in mentions(inventory):
        file, span = inventory.locate(mention.at)
        assert file == "tpaudit.yaml"
        assert mention.reference.given in inventory.line(file, span.line)


@settings(max_examples=20, deadline=None)
@given(inventories())
def test_files_may_be_split(value: Value) -> None:
    whole = of_value(value)
    head = {key: item for key, item in value.items() if key not in ("touchpoints", "tpaudit")}
    with TemporaryDirectory() as folder:
        root = "".join(f"{key}: {json.dumps(item)}\n" for key, item in head.items())
        split = of_files(Path(folder), root, one=f"touchpoints: {json.dumps(value['touchpoints'])}\n")
    assert split.faults == ()
    assert not touchpoints(whole, split)
    assert registries(whole, split, {}) == ()
