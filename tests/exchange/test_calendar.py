"""Calendars are read by another library, and stay the same where nothing has changed."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
import vobject  # type: ignore[import-untyped]

from tests.cli.running import tpaudit

PLAN = """\
tpaudit: 1
name: Plan
segments:
  - {id: smb, name: "Small; and, medium"}
  - {id: big, name: Big}
owners:
  - {id: csm, name: Customer Success}
  - {id: ops, name: Operations}
touchpoints:
  - {id: kick, name: Kickoff call, channel: [video, email], owner: csm, purpose: "Aims, agreed", timing: {at: 3d}}
  - {id: bill, name: Bill, channel: email, owner: ops, segments: [smb], timing: {every: 1mo, times: 2}}
  - {id: late, name: Late, channel: email, owner: csm, timing: {at: 91d}}
"""


def events(folder: Path, *arguments: str, plan: str = PLAN) -> list[Any]:
    """Return the events of a calendar."""
    (folder / "tpaudit.yaml").write_text(plan, encoding="utf-8")
    run = tpaudit(
        "schedule", *arguments, "--start", "2027-01-11", "--format", "ics",
        cwd=folder, environment={"SOURCE_DATE_EPOCH": "1800000000"},
    )  # fmt: skip
    assert run.code == 0, run.err
    assert all(len(line.encode()) <= 75 for line in run.out.split("\r\n"))
    return list(vobject.readOne(run.out).vevent_list)


def test_a_segments_diary(tmp_path: Path) -> None:
    found = events(tmp_path, "--segment", "smb", "--diary")

    days = sorted((event.dtstart.value, event.summary.value) for event in found)
    start = date(2027, 1, 11)
    assert days == [
        (start + timedelta(days=3), "Kickoff call (E-mail)"),
        (start + timedelta(days=3), "Kickoff call (Video call)"),
        (start + timedelta(days=30), "Bill (E-mail)"),
        (start + timedelta(days=61), "Bill (E-mail)"),
        (start + timedelta(days=91), "Late (E-mail)"),
    ]
    for event in found:
        assert event.dtend.value - event.dtstart.value == timedelta(days=1)
        assert event.transp.value == "TRANSPARENT"
        assert event.dtstamp.value.isoformat() == "2027-01-15T08:00:00+00:00"
    kick = next(event for event in found if event.summary.value.startswith("Kickoff"))
    assert kick.description.value == (
        "Owner: Customer Success\nCustomers: Small; and, medium, day 3\nAims, agreed\ntpaudit.yaml:10"
    )


def test_an_owners_quarter_over_all_segments(tmp_path: Path) -> None:
    found = events(tmp_path, "--owner", "csm")

    assert len(found) == 4
    assert {event.summary.value.split(":")[0] for event in found} == {"Small; and, medium", "Big"}


def test_a_date_that_moves_keeps_its_identity(tmp_path: Path) -> None:
    before = events(tmp_path, "--segment", "smb", "--diary")
    after = events(tmp_path, "--segment", "smb", "--diary", plan=PLAN.replace("{at: 3d}", "{at: 5d}"))

    assert {event.uid.value for event in before} == {event.uid.value for event in after}
    assert len({event.uid.value for event in before}) == len(before)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--diary", "--segment", "smb"), "needs the date of day 0"),
        (("--start", "2027-01-11"), "one segment's diary or one owner's quarter"),
        (("--owner", "csm", "--start", "soon"), "soon is not a date"),
    ],
)
def test_what_a_calendar_needs(arguments: tuple[str, ...], said: str, tmp_path: Path) -> None:
    (tmp_path / "tpaudit.yaml").write_text(PLAN, encoding="utf-8")

    run = tpaudit("schedule", *arguments, "--format", "ics", cwd=tmp_path)

    assert run.code == 2
    assert said in run.err


def test_csv_for_german_spreadsheets(tmp_path: Path) -> None:
    (tmp_path / "tpaudit.yaml").write_text(PLAN, encoding="utf-8")

    german = tpaudit("list", "--format", "csv", "--language", "de", cwd=tmp_path).out
    tabbed = tpaudit("schedule", "--format", "csv", "--separator", "tab", cwd=tmp_path).out

    assert german.startswith("\ufeff")
    assert german.splitlines()[1].count(";") == tpaudit("list", "--format", "csv", cwd=tmp_path).out.splitlines()[
        1
    ].count(",")
    assert tabbed.splitlines()[0].count("\t") > 10
