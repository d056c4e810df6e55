"""The list of touchpoints: which are shown, and what it says of each."""

from __future__ import annotations

import csv
import json
import os
from datetime import date
from io import StringIO
from pathlib import Path

import pytest

from tests.inventories import audit_text
from tests.outputs.audits import example, of
from tpaudit.findings.causes import causes
from tpaudit.findings.filter import Filter
from tpaudit.findings.result import Audit
from tpaudit.outputs.cells import cells
from tpaudit.outputs.listing import Row, output, rows

GOLDEN = Path(__file__).parent / "golden"

INVENTORY = """
tpaudit: 1
name: House
owners: [{id: csm}, {id: ops}]
segments: [{id: big}, {id: small}]
audiences: [{id: admins, name: Admins}]
touchpoints:
  - id: kickoff
    name: Kickoff
    type: kickoff
    phase: onboarding
    owner: csm
    channel: video
    segments: [big]
    tags: [core, q1]
    timing: {at: 3d}
    review_by: 2026-12-31
    decision: {action: improve, owner: csm, due: 2026-11-30}
  - id: newsletter
    name: "=News | letter"
    type: newsletter
    phase: adoption
    owner: ops
    channel: [email, in_app]
    audience: admins
    timing: {every: 1mo, at: 10d, until: 6mo}
    review_by: 2026-12-01
  - id: hotline
    name: Hotline
    type: ticket_reply
    channel: phone
  - id: old-card
    name: Old card
    type: milestone
    status: retired
    tags: [core]
    timing: [{dates: [05-15, 2027-01-01]}, {per_quarter: 0.5}, {at: 2d, before_each: kickoff}, {as_needed: true}]
"""


def audited(text: str = INVENTORY, *select: str) -> Audit:
    return of(audit_text(text, *(select or ("OWN001", "TIM001", "CHN001", "PUR001"))))


def listed(chosen: Filter = Filter(), text: str = INVENTORY) -> list[Row]:  # noqa: B008  a frozen value
    return list(rows(audited(text).inventories[0], chosen))


@pytest.mark.parametrize("form", ["text", "csv", "json"])
def test_the_whole_list(form: str) -> None:
    written = output(form, audited(), Filter(), None)
    path = GOLDEN / f"list.{'txt' if form == 'text' else form}"
    if os.environ.get("TPAUDIT_UPDATE_GOLDEN"):
        path.parent.mkdir(exist_ok=True)
        path.write_text(written, encoding="utf-8", newline="")
    assert written == path.read_bytes().decode()


@pytest.mark.parametrize(
    ("chosen", "ids"),
    [
        (Filter(), "kickoff newsletter hotline old-card"),
        (Filter(owners=("csm",)), "kickoff"),
        (Filter(owners=("csm", "ops")), "kickoff newsletter"),
        (Filter(phases=("adoption",)), "newsletter"),
        (Filter(segments=("small",)), "newsletter hotline old-card"),
        (Filter(segments=("big",)), "kickoff newsletter hotline old-card"),
        (Filter(channels=("in_app",)), "newsletter"),
        (Filter(channels=("phone", "video")), "kickoff hotline"),
        (Filter(statuses=("retired",)), "old-card"),
        (Filter(tags=("core",)), "kickoff old-card"),
        (Filter(tags=("q1",)), "kickoff"),
        (Filter(audiences=("admins",)), "newsletter"),
        (Filter(missing=("owner",)), "hotline"),
        (Filter(missing=("timing",)), ""),
        (Filter(missing=("owner", "review_by")), "hotline"),
        (Filter(owners=("csm",), phases=("adoption",)), ""),
        (Filter(owners=("ops",), channels=("email",), segments=("small",)), "newsletter"),
    ],
)
def test_what_is_chosen(chosen: Filter, ids: str) -> None:
    assert [row.id for row in listed(chosen)] == ids.split()


def test_due_is_what_comes_first() -> None:
    assert [row.due for row in listed()] == [date(2026, 11, 30), date(2026, 12, 1), None, None]
    late = INVENTORY.replace("due: 2026-11-30", "due: 2027-11-30")
    assert listed(text=late)[0].due == date(2026, 12, 31)


def test_timings_are_written_as_in_the_files() -> None:
    assert [row.timing for row in listed()] == [
        "at 3d",
        "every 1mo, at 10d, until 6mo",
        "",
        "dates 05-15 2027-01-01; per_quarter 0.5; at 2d, before_each kickoff; as needed",
    ]


def test_findings_are_counted_by_severity_if_they_count() -> None:
    found = {row.id: (row.errors, row.warnings, row.infos) for row in listed()}
    everything = audited().inventories[0].new
    for touchpoint, counts in found.items():
        own = [str(finding.severity) for finding in everything if finding.subject.id == touchpoint]
        assert counts == (own.count("error"), own.count("warning"), own.count("info"))
    assert sum(found["hotline"]) > sum(found["old-card"]) == 0
    waived = INVENTORY.replace("    name: Hotline", "    name: Hotline\n    waive: [{rule: missing-owner, reason: x}]")
    (row,) = listed(Filter(channels=("phone",)), waived)
    assert row.errors == found["hotline"][0] - 1


def test_findings_about_something_else_of_the_same_id_do_not_count() -> None:
    audit = audited(INVENTORY.replace("{id: small}", "{id: hotline}"), "FBK006").inventories[0]
    assert "hotline" in [finding.subject.id for finding in audit.new]
    assert [row.warnings + row.infos for row in rows(audit, Filter())] == [0, 0, 0, 0]


def test_places_are_those_of_the_files() -> None:
    place = listed()[1].place
    assert place == f"tpaudit.yaml:{INVENTORY.splitlines().index('  - id: newsletter') + 1}"


def test_spreadsheets_take_no_text_for_a_formula() -> None:
    (row,) = csv.DictReader(StringIO(output("csv", audited(), Filter(owners=("ops",)), None)))
    assert row["name"] == "'=News | letter"
    assert (row["channels"], row["segments"], row["due"]) == ("email in_app", "", "2026-12-01")


def test_json_says_null_for_what_is_not_stated() -> None:
    (inventory,) = json.loads(output("json", audited(), Filter(channels=("phone",)), None))["inventories"]
    (touchpoint,) = inventory["touchpoints"]
    unstated = ("phase", "owner", "timing", "due")
    assert {key: touchpoint[key] for key in unstated} == dict.fromkeys(unstated)
    assert (inventory["name"], inventory["root"]) == ("House", "tpaudit.yaml")


def test_text_counts_and_keeps_to_the_width() -> None:
    assert output("text", audited(), Filter(owners=("csm",)), None).rstrip().endswith("\n1 touchpoint")
    assert output("text", audited(), Filter(), None).rstrip().endswith("\n4 touchpoints")
    for width in (40, 60, 80, 100):
        lines = output("text", audited(), Filter(), width).splitlines()
        assert max(map(cells, lines)) <= width
        assert any("kickoff" in line for line in lines)


def test_only_several_inventories_are_named() -> None:
    inventory_audit = audited().inventories[0]
    assert "House" not in output("text", of(inventory_audit), Filter(), None)
    assert output("text", of(inventory_audit, inventory_audit), Filter(), None).count("House") == 2


def test_what_lacks_a_field_agrees_with_what_the_audit_counts() -> None:
    audit = example("b2b-saas").inventories[0]
    gaps = causes(audit).complete
    assert len(gaps) > 5
    for gap in gaps:
        assert {row.id for row in rows(audit, Filter(missing=(gap.field,)))} == {*gap.touchpoints}
