"""The JSON Schema accepts what the loader accepts, and refuses what it refuses."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from jsonschema import Draft202012Validator

from tests.inventory.built import of_value
from tests.inventory.mutations import INVENTORY, KEYS, TOUCHPOINT, mutated
from tests.inventory.schema.refused import BEYOND_A_SCHEMA, Value, refused
from tpaudit.inventory.building.build import build
from tpaudit.inventory.schema.json_schema import as_text, schema
from tpaudit.inventory.words.vocabulary import TYPES
from tpaudit.loading.load import load
from tpaudit.loading.source import Folder
from tpaudit.outputs.catalogue.schema import rule_words

EXAMPLES = Path(__file__).parents[3] / "examples"
EDITOR = Draft202012Validator(schema(), format_checker=Draft202012Validator.FORMAT_CHECKER)


def loader_accepts(inventory: Value) -> bool:
    """Whether the loader finds no faulty value."""
    return all(fault.code not in ("INV002", "INV003") for fault in of_value(inventory).faults)


def with_touchpoint(**fields: Value) -> Value:
    return {"tpaudit": 1, "touchpoints": [{"id": "a", "name": "A"} | fields]}


def test_it_is_a_schema() -> None:
    Draft202012Validator.check_schema(schema())
    assert as_text() == as_text()
    assert as_text().endswith("}\n")
    assert json.loads(as_text()) == schema()
    assert list(schema())[:4] == ["$schema", "$id", "title", "description"]


def definitions() -> Iterator[tuple[str, Any]]:
    yield "the file", schema()
    yield from schema()["$defs"].items()


@pytest.mark.parametrize(("name", "definition"), list(definitions()))
def test_everything_in_it_is_described(name: str, definition: Any) -> None:
    assert definition.get("description") or definition["$comment"]
    for key, value in definition.get("properties", {}).items():
        assert value["description"], (name, key)
    if "properties" in definition:
        assert definition["additionalProperties"] is False
        assert "^x-" in definition["patternProperties"]


@pytest.mark.parametrize(
    ("fields", "place"),
    [({"name": 3}, ["touchpoints", 0, "name"]), ({"pupose": "x"}, ["touchpoints", 0]),
     ({"planned": "yes"}, ["touchpoints", 0, "planned"])],
    ids=str,
)  # fmt: skip
def test_validators_name_the_very_place(fields: dict[str, Value], place: list[str | int]) -> None:
    assert [list(error.absolute_path) for error in EDITOR.iter_errors(with_touchpoint(**fields))] == [place]


def test_what_a_field_says_is_not_hidden_by_what_its_value_is() -> None:
    timing = schema()["$defs"]["Timing"]["properties"]["at"]
    assert timing["description"].startswith("The distance")
    assert "description" not in schema()["$defs"]["Duration"]


def test_editors_get_words_to_offer() -> None:
    touchpoint = schema()["$defs"]["Touchpoint"]["properties"]
    assert list(touchpoint)[:2] == ["id", "name"]
    assert touchpoint["type"]["anyOf"][0]["enum"] == list(TYPES)
    assert "email" in touchpoint["channel"]["examples"]
    assert "onboarding" in touchpoint["phase"]["examples"]
    assert touchpoint["status"]["default"] == "live"
    assert schema()["$defs"]["Segment"]["properties"]["go_live"]["default"] == "30d"


@pytest.mark.parametrize(
    "folder", sorted(path.parent for path in EXAMPLES.glob("*/tpaudit.yaml")), ids=lambda p: p.name
)
def test_the_examples_are_valid(folder: Path) -> None:
    inventory = build(load(Folder(folder), "tpaudit.yaml"))
    assert inventory.faults == ()
    for document in inventory.documents:
        assert [error.message for error in EDITOR.iter_errors(document.value)] == [], document.file


GOOD: tuple[Value, ...] = (
    {"tpaudit": 1},
    {"tpaudit": 1, "x-note": [1, {"a": None}], "touchpoints": []},
    {"tpaudit": 1, "name": None, "scope": "", "include": None, "owners": None, "touchpoints": " ", "defaults": ""},
    {"tpaudit": 1, "discovery": {"source": "workflows"}},
    {"tpaudit": 1, "audit": {"ignore": "CNT002", "severity": {"PUR003": "off", "x-why": 1}, "options": {"A": None}}},
    {"tpaudit": 1, "waive": {"rule": "INV012", "reason": "so", "phase": "onboarding"}},
    {"tpaudit": 1, "report": {"accent": "#0b5"}},
    {"tpaudit": 1, "segments": [{"id": "a", "contract": "none", "x-crm": 5}, {"id": "b", "contract": "24mo"}]},
    {"tpaudit": 1, "segments": [{"id": "a", "contact_budget": {"channels": {"phone": None, "email": {"per_day": 1}}}}]},
    {"tpaudit": 1, "phases": [{"id": "a", "window": {"from": "go_live", "to": {"at": "1d", "before": "a"}}}]},
    {"tpaudit": 1, "phases": [{"id": "a", "window": {"from": "0d", "to": {"after": "go_live", "before": None}}}]},
    {"tpaudit": 1, "events": [{"id": "a", "at": "3d", "after": "order", "before": ""}, {"id": "b", "after": "order"}]},
    with_touchpoint(channel="email", segments=[], stakeholders="all", tags="a"),
    with_touchpoint(channel=["email", "phone"], leads_to=["b", {"to": "c", "handoff": "warm"}]),
    with_touchpoint(leads_to={"to": "c"}),
    with_touchpoint(leads_to="c", status=None, type="", purpose="  ", timing=None, content="", metrics=" "),
    with_touchpoint(timing=[]),
    with_touchpoint(timing={"at": "0d", "after": None, "before": "", "within": "3d"}),
    with_touchpoint(timing=[{"every": "1w", "at": "7d", "times": 6}, {"as_needed": True}]),
    with_touchpoint(timing={"every": "1d", "until": "phase_end", "x-why": "so"}),
    with_touchpoint(timing={"every": "3mo", "until": "180d", "after": "go_live", "within": "1w"}),
    with_touchpoint(timing={"per_quarter": 0.5, "within": "1d"}),
    with_touchpoint(timing={"at": "3d", "after_each": "b"}),
    with_touchpoint(metrics={"target": "70 %", "actual": -3.5, "scale": [1, 5], "measured_on": "2026-02-28"}),
    with_touchpoint(metrics=[{"name": "NPS"}, {"target": "-1.5%"}]),
    with_touchpoint(reach=1, impact={"revenue": 1}, experience={"score": 5, "x-by": "us"}),
    with_touchpoint(feedback={"asks": "product", "recipients": ["a"]}, effort="10bd", content={}),
    with_touchpoint(decision={"action": "merge", "into": "b", "due": "2026-01-31"}),
    with_touchpoint(waive=[{"rule": "INV012", "reason": "so", "until": "2026-12-31", "by": "me"}]),
)  # fmt: skip


@pytest.mark.parametrize("inventory", GOOD, ids=str)
def test_both_accept_what_is_good(inventory: Value) -> None:
    assert loader_accepts(inventory)
    assert [error.message for error in EDITOR.iter_errors(inventory)] == []


@pytest.mark.parametrize("inventory", [pytest.param(inventory, id=word) for word, inventory in refused()])
def test_both_refuse_what_is_bad(inventory: Value) -> None:
    assert not loader_accepts(inventory)
    assert not EDITOR.is_valid(inventory)


@pytest.mark.parametrize("fields", [fields for _, fields in BEYOND_A_SCHEMA], ids=str)
def test_some_faults_only_the_loader_can_see(fields: dict[str, Value]) -> None:
    assert not loader_accepts(with_touchpoint(**fields))
    assert EDITOR.is_valid(with_touchpoint(**fields))


@pytest.mark.parametrize("included", [None, {}, {"touchpoints": None}, {"touchpoints": [{"id": "a", "name": "A"}]}])
def test_included_files_are_valid_too(included: Value) -> None:
    assert EDITOR.is_valid(included)


@pytest.mark.parametrize("key", ["name", "scope", "include", "audit", "report", "waive", "contact_budget", "audience"])
def test_what_belongs_to_the_root_needs_its_mark(key: str) -> None:
    assert not EDITOR.is_valid({key: None})
    assert EDITOR.is_valid({"tpaudit": 1, key: None})


@settings(max_examples=300, deadline=None)
@given(mutated(TOUCHPOINT, KEYS))
def test_both_agree_on_any_touchpoint(touchpoint: Value) -> None:
    inventory = {"tpaudit": 1, "touchpoints": [touchpoint]}
    assert EDITOR.is_valid(inventory) == loader_accepts(inventory)


@settings(max_examples=300, deadline=None)
@given(mutated(INVENTORY, KEYS).filter(lambda value: isinstance(value, dict)))
def test_both_agree_on_any_inventory(inventory: Value) -> None:
    assert EDITOR.is_valid({"tpaudit": 1} | inventory) == loader_accepts({"tpaudit": 1} | inventory)


@pytest.mark.parametrize(
    ("field", "value", "good"),
    [
        ("effort", "10y", True), ("effort", "11y", False), ("effort", "0010y", True), ("effort", "3650d", True),
        ("effort", "3651d", False), ("effort", "2607bd", True), ("effort", "2608bd", False), ("effort", "521w", True),
        ("effort", "522w", False), ("effort", "120mo", True), ("effort", "121mo", False), ("effort", "87623h", True),
        ("effort", "87624h", False), ("effort", "5257439m", True), ("effort", "5257440m", False),
        ("timing", {"every": "0d"}, False), ("timing", {"every": "1d"}, True), ("timing", {"every": "23h"}, False),
        ("timing", {"every": "24h"}, True), ("timing", {"every": "1439m"}, False), ("timing", {"every": "1440m"}, True),
        ("timing", {"every": "3bd"}, False), ("timing", {"every": "15bd"}, True), ("timing", {"every": "0bd"}, False),
        ("timing", {"every": "1w..2w"}, True), ("timing", {"every": "0d..2w"}, False),
        ("timing", {"at": "3d..5d"}, True),
        ("timing", {"at": "0d"}, True), ("timing", {"every": "1w", "times": 4.0}, True),
        ("timing", {"every": "1w", "times": "1..3"}, True), ("timing", {"every": "1w", "times": 4.5}, False),
        ("timing", {"per_quarter": "0.5..2"}, True), ("timing", {"per_quarter": 1001}, False),
        ("timing", {"dates": ["05-15", "2027-03-01"]}, True), ("timing", {"dates": "monthly"}, True),
        ("timing", {"dates": "05-15"}, True), ("timing", {"dates": "daily"}, False), ("timing", {"dates": []}, False),
        ("timing", {"at": "1d", "before_each": "b"}, True), ("timing", {"before_each": "b"}, False),
        ("metrics", {"scale": [5, 1]}, True), ("metrics", {"scale": [1, 1]}, False),
        ("metrics", {"from": {"column": "attended"}}, True), ("experience", {"score": 3.0}, True),
        ("reach", "40%", True), ("reach", "0%", False), ("reach", "100%", True), ("reach", "100.5%", False),
        ("channel", [{"id": "sms", "audience": "x", "consent": "opt_in"}, "email"], True),
        ("channel", {"id": 3}, False),
        ("tracked_as", ["done", {"event": "opened", "means": "outcome"}], True), ("tracked_as", {"means": "x"}, False),
        ("per_segment", {"smb": {"owner": "csm", "channel": "email"}}, True),
        ("per_segment", {"smb": {"phase": "p"}}, False),
    ],
    ids=str,
)  # fmt: skip
def test_schema_and_loader_agree(field: str, value: Value, *, good: bool) -> None:
    inventory = with_touchpoint(**{field: value})
    assert EDITOR.is_valid(inventory) is good
    faults = [fault for fault in of_value(inventory).faults if fault.code == "INV003"]
    assert (faults == []) is good


@pytest.mark.parametrize(
    ("root", "good"),
    [
        ({"events": [{"id": "a", "every": "1mo", "at": "3d"}]}, True),
        ({"events": [{"id": "a", "every": "1mo..2mo"}]}, False),
        ({"events": [{"id": "a", "at": "3d"}]}, False),
        ({"events": [{"id": "a", "times": 3}]}, False),
        ({"audiences": [{"id": "a", "share": {"s": "40%"}, "one_of": "g"}, {"id": "b", "share": 0.2}]}, True),
        ({"audiences": [{"id": "a", "share": 2}]}, False),
        ({"segments": [{"id": "a", "renews": False, "starts_on": "2026-09-01", "horizon": "2y"}]}, True),
        ({"audit": {"select": "PUR001, PUR002"}}, False),
        ({"audit": {"select": ["PUR001", "PUR"]}}, True),
        ({"observe": {"events": {"source": "a.csv", "event": ["x", "y"]}, "from": "2026-01-01"}}, True),
        ({"observe": {"min_group": 1}}, False),
    ],
    ids=str,
)
def test_they_agree_on_the_rest(root: dict[str, Any], *, good: bool) -> None:
    inventory = {"tpaudit": 1, "segments": [{"id": "s"}], **root}
    assert EDITOR.is_valid(inventory) is good
    if "audit" not in root:  # what names rules is checked by those who know them
        assert (of_value(inventory).faults == ()) is good


def _subschemas(node: Any) -> Iterator[dict[str, Any]]:
    if isinstance(node, dict):
        yield node
        for inner in node.values():
            yield from _subschemas(inner)
    elif isinstance(node, list):
        for inner in node:
            yield from _subschemas(inner)


def test_every_example_is_valid_where_it_is_offered() -> None:
    whole = schema(rule_words())
    offered = 0
    for subschema in _subschemas(whole):
        examples = subschema.get("examples")
        for example in examples if isinstance(examples, list) else ():
            offered += 1
            assert Draft202012Validator({**subschema, "$defs": whole["$defs"]}).is_valid(example), (subschema, example)
    assert offered > 500


def test_editors_offer_no_null_and_say_what_to_write() -> None:
    for subschema in _subschemas({**schema(), "type": "object"}):
        kinds = subschema.get("type")
        assert not (isinstance(kinds, list) and "null" in kinds) or "not" in subschema, subschema
        if isinstance(subschema.get("pattern"), str) and subschema["pattern"] not in (r"^\s*$", r"\S"):
            assert "patternErrorMessage" in subschema, subschema


def test_choices_are_explained() -> None:
    touchpoint = schema()["$defs"]["Touchpoint"]["properties"]
    for key in ("type", "status", "consent", "verdict"):
        holder = schema()["$defs"]["Experience"]["properties"] if key == "verdict" else touchpoint
        choices = holder[key]["anyOf"][0]
        assert len(choices["enum"]) == len(choices["markdownEnumDescriptions"])
        assert all(choices["markdownEnumDescriptions"])


def test_rules_and_their_options_are_offered() -> None:
    settings = schema(rule_words())["$defs"]["Settings"]["properties"]
    options = settings["options"]["anyOf"][0]["properties"]
    assert options
    assert all(rule["properties"] for rule in options.values())
    assert "OWN001" in settings["severity"]["anyOf"][0]["properties"]
    assert "OWN001" in settings["select"]["anyOf"][0]["examples"]
    assert "OWN001" in schema(rule_words())["$defs"]["Waiver"]["properties"]["rule"]["examples"]
