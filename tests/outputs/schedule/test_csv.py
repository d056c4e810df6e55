"""The schedule's CSV: rows that add up, and cells that are no formulas."""

from __future__ import annotations

import csv
from io import StringIO

from tests.outputs.schedule.test_json import MANY, Plans, plans
from tests.schedule.test_worked_example import EXAMPLE
from tpaudit.outputs.schedule.csv import COLUMNS
from tpaudit.outputs.schedule.formats import output


def rows(planned: Plans, segment: str | None = None) -> list[dict[str, str]]:
    text = "".join(output("csv", planned, segment, diary=None, language="en", width=None, color=False))
    reader = csv.DictReader(StringIO(text))
    assert tuple(reader.fieldnames or ()) == COLUMNS
    return list(reader)


def test_the_worked_example() -> None:
    found = rows(plans(EXAMPLE))
    assert found[0] == {
        "inventory": "Worked example", "segment": "smb", "stakeholder": "customer", "kind": "dated", "day": "0",
        "to_day": "", "week": "1", "quarter": "1", "touchpoint": "welcome", "name": "Welcome e-mail",
        "type": "welcome", "phase": "onboarding", "owner": "", "channel": "email", "form": "digital",
        "value": "adds_value", "event": "", "share": "1", "audience": "", "per_quarter": "", "counted": "yes",
    }  # fmt: skip
    steps = [row for row in found if row["kind"] == "step"]
    assert [(row["touchpoint"], row["event"], row["day"], row["per_quarter"]) for row in steps] == [
        ("rescue", "health_drop", "1", "0.91"),
    ]
    of_quiet = [row for row in found if row["audience"] == "quiet"]
    assert {(row["share"], row["touchpoint"]) for row in of_quiet} == {
        ("0.25", name) for name in ("wakeup", "voice", "ask")
    }
    uncounted = [row for row in found if row["counted"] == "no"]
    assert {(row["touchpoint"], row["stakeholder"], row["share"]) for row in uncounted} == {("invoice", "", "1")}
    assert len(found) == 14 + 5 + 1 + 15


def test_quarters_add_up_to_those_of_the_plan() -> None:
    planned = plans(EXAMPLE)
    by_quarter = dict.fromkeys(["1", "2", "3", "4", ""], 0)
    for row in rows(planned):
        if row["kind"] == "dated" and row["counted"] == "yes":
            by_quarter[row["quarter"]] += 1
    assert by_quarter == {"1": 10, "2": 1 + 5, "3": 1, "4": 1, "": 1}


def test_each_person_has_rows_also_those_who_get_the_same() -> None:
    found = rows(plans(MANY), "a")
    assert {(row["segment"], row["stakeholder"]) for row in found} == {("a", "x"), ("a", "y")}


def test_cells_are_no_formulas() -> None:
    found = rows(
        plans("""
        name: "=cmd()"
        touchpoints: [{id: it, name: "@SUM(A1)", owner: me, channel: email, timing: {at: 3d, before: contract_start}}]
        """)
    )
    assert (found[0]["inventory"], found[0]["name"], found[0]["day"], found[0]["week"]) == (
        "'=cmd()",
        "'@SUM(A1)",
        "-3",
        "0",
    )
