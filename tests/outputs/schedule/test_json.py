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
    value = json.loads("".join(output("json", planned, segment, diary=None, language="en", width=None, color=False)))
    Draft202012Validator(strict(json.loads(schema()))).validate(value)
    return value


def select(entries: Sequence[dict[str, Any]], **values: object) -> list[dict[str, Any]]:
    return [entry for entry in entries if all(entry[key] == value for key, value in values.items())]


def test_the_schema_is_one() -> None:
    Draft202012Validator.check_schema(json.loads(schema()))


def test_the_worked_example() -> None:
    whole = read(plans(EXAMPLE))
    assert list(whole) == ["version", "inventory", "segments"]
    assert (whole["version"], whole["inventory"]) == (2, "Worked example")
    (segment,) = whole["segments"]
    (person,) = segment.pop("stakeholders")
    diary = segment.pop("diary")
    assert segment == {
        "id": "smb",
        "period": [0, 365],
        "horizon": [-90, 456],
        "terms": [[0, 365]],
        "at_least": False,
        "contacts_per_quarter": {"sure": 3.25, "mean": 4.4775, "most": 4.5},
        "account_contacts_per_quarter": {"sure": 3.25, "mean": 4.4775, "most": 4.5},
        "before_start": {"sure": 0, "mean": 0, "most": 0},
        "budgets": [
            {"period": "per_week", "channel": None, "share_over": 1},
            {"period": "per_quarter", "channel": None, "share_over": 0.02},
        ],
        "simulated": {
            "customers": 200,
            "person": "customer",
            "per_quarter": {"p5": 3.5, "median": 4.25, "p95": 6},
            "fullest_week": {"p5": 3, "median": 3, "p95": 4},
            "longest_silence": {"p5": 62, "median": 91, "p95": 92},
        },
        "dropped": [],
        "unplaced": [],
        "unknown_rates": [],
        "unknown_shares": [],
    }
    contacts = person.pop("contacts")
    assert contacts[0] == {
        "day": 0, "minute": 0, "touchpoint": "welcome", "channel": "email", "share": 1, "audience": None,
        "adds_value": True, "human": False, "talk": False,
    }  # fmt: skip
    assert [contact["day"] for contact in contacts if contact["share"] == 1] == [
        0, 3, 4, 11, 18, 25, 30, 32, 39, 91, 183, 274, 365, 456,
    ]  # fmt: skip
    assert person.pop("worst")["per_week"] == {"from": 0, "to": 6, "sure": 3, "mean": 3.07, "most": 3, "limit": 2}
    assert person == {
        "id": "customer",
        "same_as": None,
        "spread": [],
        "steps": [
            {"event": "health_drop", "per_quarter": 0.91, "touchpoint": "rescue", "channel": "phone", "distance": 1,
             "share": 1, "audience": None, "spans": [[0, 365]]},
        ],
        "exceeded": [
            {"period": "per_week", "channel": None, "from": 0, "to": 6, "profile": "everyone", "load": 3, "limit": 2,
             "windows": 3, "measure": [1, 3]},
        ],
        "quarters": [
            {"from": 0, "to": 91, "sure": 10, "mean": 10.92, "most": 10},
            {"from": 92, "to": 183, "sure": 1, "mean": 3.17, "most": 6},
            {"from": 184, "to": 274, "sure": 1, "mean": 1.91, "most": 1},
            {"from": 275, "to": 365, "sure": 1, "mean": 1.91, "most": 1},
        ],
        "bursts": [
            {
                "event": "health_drop",
                "contacts": [{"day": 1, "touchpoint": "rescue"}],
                "worst": {"per_day": 1, "per_week": 1, "per_month": 1},
            }
        ],
        "longest_silence": {"from": 91, "to": 183, "days": 92},
        "longest_human_silence": {"from": 91, "to": 183, "days": 92},
    }  # fmt: skip
    assert len(diary) == 14 + 5 + 15
    assert select(diary, day=30) == [
        {"day": 30, "touchpoint": "checkin", "channel": "phone", "counted": True, "share": 1, "audience": None},
        {"day": 30, "touchpoint": "invoice", "channel": "email", "counted": False, "share": 1, "audience": None},
    ]
    assert isinstance(contacts[0]["share"], int)


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
        {"touchpoint": "u", "anchor": "contract_end", "reason": "anchor", "text": "the segment has no contract"}
    ]
    assert first["stakeholders"][0]["contacts"][0]["share"] == 0.333333
    assert first["stakeholders"][0]["spread"][0]["share"] == 0.333333
    assert first["at_least"]
    assert first["stakeholders"][0]["contacts"][0]["channel"] is None


def test_several_inventories_are_an_array() -> None:
    first, second = read(plans(EXAMPLE, MANY))
    assert (first["inventory"], second["inventory"]) == ("Worked example", "Many")


def test_one_segment() -> None:
    assert [segment["id"] for segment in read(plans(MANY), "b")["segments"]] == ["b"]
    first, other = read(plans(EXAMPLE, MANY), "b")
    assert (len(first["segments"]), len(other["segments"])) == (0, 1)


@pytest.mark.parametrize("text", ["name: empty", "segments: [{id: a, contract: 0d}]", "touchpoints: nonsense"])
def test_little_is_valid_too(text: str) -> None:
    read(plans(text))
    read(((inventory_of(text, faulty=True), Schedule(())),))
