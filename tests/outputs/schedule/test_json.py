"""The schedule's JSON: exactly as the worked example has it, and as its schema says."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from tests.outputs.check.test_json import strict
from tests.schedule.plans import inventory_of
from tests.schedule.test_worked_example import EXAMPLE
from tpaudit.inventory.inventory import Inventory
from tpaudit.outputs.schedule.formats import output
from tpaudit.outputs.schedule.json import schema
from tpaudit.schedule.plan import Schedule
from tpaudit.schedule.schedule import build

Plans = tuple[tuple[Inventory, Schedule], ...]


def plans(*texts: str) -> Plans:
    """Return the inventories and their schedules."""
    inventories = [inventory_of(text, faulty=True) for text in texts]
    return tuple((inventory, build(inventory)) for inventory in inventories)


def read(planned: Plans, segment: str | None = None) -> Any:
    """Return the document, which is valid."""
    value = json.loads("".join(output("json", planned, segment, diary=False, language="en", width=None, color=False)))
    Draft202012Validator(strict(json.loads(schema()))).validate(value)
    return value


def select(entries: Sequence[dict[str, Any]], **values: object) -> list[dict[str, Any]]:
    return [entry for entry in entries if all(entry[key] == value for key, value in values.items())]


def test_the_schema_is_one() -> None:
    Draft202012Validator.check_schema(json.loads(schema()))


def test_the_worked_example() -> None:
    whole = read(plans(EXAMPLE))
    assert list(whole) == ["version", "inventory", "segments"]
    assert (whole["version"], whole["inventory"]) == (1, "Worked example")
    (segment,) = whole["segments"]
    (person,) = segment.pop("stakeholders")
    diary = segment.pop("diary")
    assert segment == {
        "id": "smb",
        "period": [0, 365],
        "horizon": [-90, 456],
        "contacts_per_quarter": 4.36875,
        "account_contacts_per_quarter": 4.36875,
        "unplaced": [],
        "unknown_rates": [],
    }
    contacts = person.pop("contacts")
    assert contacts[0] == {
        "day": 0, "touchpoint": "welcome", "channel": "email", "weight": 1, "adds_value": True, "human": False,
    }  # fmt: skip
    assert [contact["day"] for contact in contacts] == [0, 3, 4, 11, 18, 25, 30, 32, 39, 91, 183, 274, 365, 456]
    assert person == {
        "id": "customer",
        "same_as": None,
        "expected": [
            {"touchpoint": "rescue", "channel": "phone", "event": "health_drop", "per_day": 0.01, "from": 0, "to": 365},
            {"touchpoint": "followup", "channel": "email", "event": "health_drop", "per_day": 0.005,
             "from": 0, "to": 365},
        ],
        "worst": {
            "per_day": {"load": 1.015, "from": 0, "to": 0},
            "per_week": {"load": 3.105, "from": 0, "to": 6},
            "per_month": {"load": 7.45, "from": 3, "to": 32},
            "per_quarter": {"load": 10.365, "from": 0, "to": 90},
        },
        "quarters": [10.365, 2.38, 2.365, 2.365],
        "bursts": [
            {
                "event": "health_drop",
                "contacts": [{"day": 1, "touchpoint": "rescue"}, {"day": 4, "touchpoint": "followup"}],
                "worst": {"per_day": 1, "per_week": 2, "per_month": 2},
            }
        ],
        "longest_silence": {"from": 91, "to": 183, "days": 92},
    }  # fmt: skip
    assert len(diary) == 14 + 15
    assert select(diary, day=30) == [
        {"day": 30, "touchpoint": "checkin", "channel": "phone", "counted": True},
        {"day": 30, "touchpoint": "invoice", "channel": "email", "counted": False},
    ]
    assert isinstance(contacts[0]["weight"], int)


MANY = """
name: Many
segments: [{id: a, stakeholders: [x, y]}, {id: b, contract: none}]
touchpoints:
  - {id: t, name: T, type: nudge, stakeholders: all, reach: 0.3333333333, timing: [{at: 1d}, {per_quarter: 1}]}
  - {id: u, name: U, type: nudge, stakeholders: all, timing: {at: 1d, before: contract_end}}
  - {id: v, name: V, type: nudge, stakeholders: all, timing: {at: 1d, after: order}}
"""


def test_stakeholders_who_get_the_same_what_is_unplaced_and_unknown_rates() -> None:
    first, second = read(plans(MANY))["segments"]
    assert first["stakeholders"][1] == {"id": "y", "same_as": "x"}
    assert first["unknown_rates"] == second["unknown_rates"] == ["order"]
    assert second["unplaced"] == [
        {"touchpoint": "u", "anchor": "contract_end", "reason": "the segment has no contract"}
    ]
    assert first["stakeholders"][0]["contacts"][0]["weight"] == 0.333333
    assert first["stakeholders"][0]["expected"][0]["per_day"] == 0.003663
    assert first["stakeholders"][0]["contacts"][0]["channel"] is None


def test_several_inventories_are_an_array() -> None:
    first, second = read(plans(EXAMPLE, MANY))
    assert (first["inventory"], second["inventory"]) == ("Worked example", "Many")


def test_one_segment() -> None:
    assert [one["id"] for one in read(plans(MANY), "b")["segments"]] == ["b"]
    one, other = read(plans(EXAMPLE, MANY), "b")
    assert (len(one["segments"]), len(other["segments"])) == (0, 1)


@pytest.mark.parametrize("text", ["name: empty", "segments: [{id: a, contract: 0d}]", "touchpoints: nonsense"])
def test_little_is_valid_too(text: str) -> None:
    read(plans(text))
    read(((inventory_of(text, faulty=True), Schedule(())),))
