"""Spreadsheets as managers keep them: nothing is lost without a word, and nothing is guessed without one."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from tests.cli.running import tpaudit
from tests.exchange.sheets import xlsx
from tests.exchange.test_importing import bring, inventory_in
from tpaudit.exchange.bringing import Brought


def unread(brought: Brought) -> dict[str, str]:
    return {remark.at: remark.cell for remark in brought.understood.unread}


def left_out(brought: Brought) -> list[tuple[str, str]]:
    return [line for sheet in brought.sheets for line in sheet.left_out]


def test_notes_totals_and_footnotes_are_told_and_make_no_touchpoints(tmp_path: Path) -> None:
    rows = [
        ["CX plan", "", ""],
        ["", "", ""],
        ["Touchpoint", "Channel", "Effort"],
        ["Kickoff", "Video", "1 h"],
        ["", "Phone", "30 min"],
        ["Total", "", "1.5 h"],
        ["* all dates from signature", "", ""],
    ]
    brought = bring(tmp_path, "plan.xlsx", xlsx({"Plan": rows}))
    assert left_out(brought) == [
        ("A1", "CX plan"),
        ("B5", "Phone | 30 min"),
        ("A6", "Total | 1.5 h"),
        ("A7", "* all dates from signature"),
    ]
    assert list(inventory_in(tmp_path).touchpoint) == ["kickoff"]
    shown = tpaudit("import", "plan.xlsx", cwd=tmp_path)
    assert "Not touchpoints, left out:\n  A1  CX plan\n" in shown.out


def test_a_column_without_header_is_called_as_the_heading_above_it(tmp_path: Path) -> None:
    text = ";;Messung;;;\nTouchpoint;Kanal;KPI;;;Wann\nAnruf;Telefon;CSAT;4,2;intern;Tag 3\n"
    text = text.replace(";;Messung;;;", ";;Messung;Messung;;")
    bring(tmp_path, "plan.csv", text)
    (touchpoint,) = inventory_in(tmp_path).touchpoints
    assert (touchpoint.metrics[0].family, float(touchpoint.metrics[0].target or 0)) == ("csat", 4.2)
    assert "x-column-e: intern" in (tmp_path / "tpaudit.yaml").read_text("utf-8")


def test_marks_below_segments_say_for_whom(tmp_path: Path) -> None:
    text = "Touchpoint,Enterprise,Mid-market,SMB,Owner\nKickoff,x,X,-,CSM\nGuide,,,✓,Product\nAll,x,x,x,CSM\n"
    bring(tmp_path, "plan.csv", text)
    assert {touchpoint.id: touchpoint.segments for touchpoint in inventory_in(tmp_path).touchpoints} == {
        "kickoff": ("enterprise", "mid-market"),
        "guide": ("smb",),
        "all": ("enterprise", "mid-market", "smb"),
    }


def test_marks_on_a_time_line_say_when(tmp_path: Path) -> None:
    text = "Maßnahme;Woche 1;Woche 4;Woche 12\nMail;x;;\nAnruf;;x;x\n"
    brought = bring(tmp_path, "plan.csv", text)
    assert [[str(timing.at) for timing in touchpoint.timing] for touchpoint in inventory_in(tmp_path).touchpoints] == [
        ["1w"],
        ["4w", "12w"],
    ]
    assert {remark.at for remark in brought.understood.guesses} == {"B2", "C3"}


def test_a_yes_or_no_of_its_own_is_not_a_segment(tmp_path: Path) -> None:
    bring(tmp_path, "plan.csv", "Touchpoint,Automated?,Legal checked,Reviewed\nMail,x,x,x\nCall,,x,\n")
    text = (tmp_path / "tpaudit.yaml").read_text("utf-8")
    assert "segments" not in text
    assert text.count("x-legal-checked: x") == 2


@pytest.mark.parametrize(
    ("header", "cells", "timing"),
    [
        ("Trigger,Delay", "Placed order,2 days", "at: 2d after: order"),
        ("Trigger,Delay", "On purchase,4h", "at: 4h after: order"),
        ("Frequency,Start,End", "weekly,Day 3,Day 45", "every: 1w at: 3d until: 45d"),
        ("Frequency,Start", "once,Day 1", "at: 1d"),
        ("When,How often", "Day 30,once", "at: 30d"),
        ("Phase,When", "Renewal,T-90", "at: 90d before: contract_end"),
        ("Phase,When", "Renewal,120 days out", "at: 120d before: contract_end"),
    ],
)
def test_several_columns_of_times_are_one_timing(tmp_path: Path, header: str, cells: str, timing: str) -> None:
    brought = bring(tmp_path, "plan.csv", f"Touchpoint,{header}\nMail,{cells}\n")
    assert not unread(brought)
    text = (tmp_path / "tpaudit.yaml").read_text("utf-8").partition("timing:")[2]
    assert " ".join(text.partition("\n    phase")[0].split()) == timing


@pytest.mark.parametrize(
    ("header", "cells", "kept"),
    [
        ("Trigger,Delay", "Scored 90 points,2 days", {"B2": "Scored 90 points", "C2": "2 days"}),
        ("Phase,When", "Adoption,T-90", {"C2": "T-90"}),
        ("When,End", "monthly,when done", {"C2": "when done"}),
        ("When,Duration", "Day 3,60", {"C2": "60"}),
    ],
)
def test_what_nobody_can_tell_is_kept_as_text(tmp_path: Path, header: str, cells: str, kept: dict[str, str]) -> None:
    brought = bring(tmp_path, "plan.csv", f"Touchpoint,{header}\nMail,{cells}\n")
    assert unread(brought) == kept
    inventory_in(tmp_path)


def test_hidden_rows_are_read_and_told_hidden_sheets_only_told(tmp_path: Path) -> None:
    import xlsxwriter  # type: ignore[import-untyped]

    target = io.BytesIO()
    book = xlsxwriter.Workbook(target, {"in_memory": True})
    old, plan = book.add_worksheet("Old"), book.add_worksheet("Plan")
    for sheet in (old, plan):
        for number, row in enumerate([("Touchpoint", "Owner"), ("Mail", "CSM"), ("Call", "CSM")]):
            sheet.write_row(number, 0, row)
    plan.set_row(2, None, None, {"hidden": True})
    plan.activate()
    plan.set_first_sheet()
    old.hide()
    book.close()
    (tmp_path / "plan.xlsx").write_bytes(target.getvalue())
    said = tpaudit("import", "plan.xlsx", cwd=tmp_path).out
    assert "Sheet Old is hidden, left out" in said
    assert "1 row is hidden in the sheet Plan and was read anyway: 3" in said
    assert "2 new" in said


@pytest.mark.parametrize(
    ("header", "field"),
    [
        ("When is it sent?", "timing"),
        ("Wer bekommt das?", "segments"),
        ("Who does this internally?", "owner"),
        ("Wie oft wird das gemacht?", "timing"),
        ("Ownr", "owner"),
        ("Chanel", "channel"),
        ("Start", "timing"),
        ("State", "status"),
        ("Lebenszyklus", "phase"),
        ("% of customers", "reach"),
        ("Seen", ""),
        ("Cost", ""),
    ],
)
def test_questions_and_slips_of_the_pen_are_headers_too(header: str, field: str) -> None:
    from tpaudit.exchange.reading.headers import field_of

    assert field_of(header, {}) == field
