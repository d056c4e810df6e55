"""What is exported, edited and imported again is exactly the edit."""

from __future__ import annotations

import csv
import io
import shutil
import subprocess
import zipfile
from datetime import date
from pathlib import Path

import pytest

from tests.cli.running import EXAMPLES, TODAY, tpaudit
from tests.exchange.test_importing import bring
from tpaudit.exchange import cells
from tpaudit.exchange.tables.reading import tables
from tpaudit.exchange.tables.writing import Dialect, Page, as_csv, workbook
from tpaudit.inventory.touchpoint import Touchpoint

ALL = sorted(path.name for path in EXAMPLES.iterdir() if (path / "tpaudit.yaml").exists())


def copied(example: str, folder: Path) -> Path:
    """Return a copy of an example."""
    return Path(shutil.copytree(EXAMPLES / example, folder / example))


@pytest.mark.parametrize("file", ["a.xlsx", "a.csv"])
@pytest.mark.parametrize("language", ["en", "de"])
@pytest.mark.parametrize("example", ALL)
def test_unedited_it_changes_nothing(example: str, language: str, file: str, tmp_path: Path) -> None:
    folder = copied(example, tmp_path)
    assert tpaudit("export", file, *TODAY, "--language", language, cwd=folder).code == 0

    brought = bring(folder, file)

    assert brought.edits == ()
    assert brought.understood.entries == ()
    assert brought.understood.guesses == ()
    assert brought.understood.unread == ()
    assert brought.only_here == ()


def test_the_same_inventory_gives_the_same_bytes(tmp_path: Path) -> None:
    for name in ("a.xlsx", "b.xlsx"):
        tpaudit("export", tmp_path / name, EXAMPLES / "minimal", *TODAY)

    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()


def edited(file: Path, row: int, **new: str) -> None:
    """Change cells of a CSV file, by their headers."""
    rows = list(csv.reader(io.StringIO(file.read_text(encoding="utf-8-sig")), delimiter=";"))
    for header, cell in new.items():
        rows[row][rows[0].index(header.replace("__", "."))] = cell
    with file.open("w", encoding="cp1252", newline="") as out:
        csv.writer(out, delimiter=";").writerows(rows)


def test_exactly_what_was_edited_changes(tmp_path: Path) -> None:
    folder = copied("retail", tmp_path)
    before = {path: path.read_text(encoding="utf-8").splitlines() for path in folder.rglob("*.yaml")}
    tpaudit("export", "a.csv", *TODAY, "--language", "de", cwd=folder)
    edited(folder / "a.csv", 3, name="Ganz neuer Name", status="paused")

    brought = bring(folder, "a.csv")

    (imported,) = brought.understood.entries
    assert set(imported.fields) == {("name",), ("status",)}
    changed = [
        (line, now)
        for path, lines in before.items()
        for line, now in zip(lines, path.read_text(encoding="utf-8").splitlines(), strict=False)
        if line != now
    ]
    assert len(brought.edits) == 1
    assert any(now.strip() == "name: Ganz neuer Name" for _, now in changed)


@pytest.mark.parametrize(
    ("field", "cell", "value"),
    [
        ("timing", "every: 1w, at: 3d", {"every": "1w", "at": "3d"}),
        ("segments", "smb, enterprise", ["smb", "enterprise"]),
        ("segments", "smb", "smb"),
        ("impact.retention", "4", 4),
        ("phone.recording", "TRUE", True),
        ("purpose", "Ziel: alles, was hilft", "Ziel: alles, was hilft"),
        ("purpose", "12", "12"),
        ("metrics", "[{name: A, target: 4.5}]", [{"name": "A", "target": 4.5}]),
        ("experience.expectation_met", "false", False),
    ],
)
def test_an_edited_cell_is_read_as_its_field_wants(field: str, cell: str, value: object) -> None:
    assert cells.read(cell, Touchpoint, tuple(field.split("."))) == value


class TestWorkbook:
    def test_has_drop_downs_notes_a_frozen_header_and_explains(self, tmp_path: Path) -> None:
        tpaudit("export", tmp_path / "a.xlsx", EXAMPLES / "b2b-saas", *TODAY, "--language", "de")

        with zipfile.ZipFile(tmp_path / "a.xlsx") as book:
            sheet = book.read("xl/worksheets/sheet1.xml").decode()
            names = book.read("xl/workbook.xml").decode()
            notes = book.read("xl/comments1.xml").decode()
        assert 'state="frozen"' in sheet
        assert "live" in sheet
        assert "'tpaudit lists'!" in sheet
        for title in ("Touchpoints", "Segmente", "Verantwortliche", "Ereignisse", "Zielgruppen", "Erklärung"):
            assert f'name="{title}"' in names
        assert 'state="veryHidden"' in names
        assert "TIM0" in notes or "PRS0" in notes or "MET0" in notes

    def test_texts_stay_texts(self) -> None:
        data = workbook([Page("T", ("a",), (("=1+1",), ("https://x.example",), ("007",)), {}, {})], date(2026, 1, 1))

        assert tables("a.xlsx", data)[0].rows == (("a",), ("=1+1",), ("https://x.example",), ("007",))


@pytest.mark.parametrize("text", ["=1+1", "+49 30", "-5", "@x", "a;=1+1", "a,=1", "x\n=2", "ordinary"])
@pytest.mark.parametrize("german", [True, False])
def test_csv_guards_formulas_and_gets_them_back(text: str, german: bool) -> None:  # noqa: FBT001
    data = as_csv(("a", "b"), ((text, 0.5),), Dialect(";" if german else ",", german))

    lines = data.decode("utf-8-sig")
    for start in ("=", "+", "-", "@"):
        assert not any(
            part.lstrip('"').startswith(start)
            for line in lines.splitlines()
            for part in line.replace(",", ";").split(";")
        )
    assert data.startswith(b"\xef\xbb\xbf") is german
    assert ("0,5" in lines) is german
    assert tables("a.csv", data)[0].rows[1][0] == text


def test_a_table_cannot_hold_two_inventories(tmp_path: Path) -> None:
    result = tpaudit("export", tmp_path / "a.csv", EXAMPLES / "minimal", EXAMPLES / "retail", *TODAY)

    assert result.code == 2
    assert "holds one inventory" in result.err


@pytest.mark.once
@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
@pytest.mark.parametrize("file", ["a.xlsx", "a.csv"])
def test_libreoffice_opens_saves_and_changes_nothing(file: str, tmp_path: Path) -> None:
    folder = copied("retail", tmp_path)
    tpaudit("export", file, *TODAY, "--language", "de", cwd=folder)
    saved = folder / "saved"
    arguments = ["soffice", f"-env:UserInstallation=file://{tmp_path}/profile", "--headless", "--convert-to", "ods"]
    arguments += ["--infilter=CSV:59,34,76,1,,1031"] if file.endswith("csv") else []

    subprocess.run([*arguments, "--outdir", str(saved), file], cwd=folder, check=True, capture_output=True, timeout=120)

    brought = bring(folder, "saved/a.ods")
    assert brought.edits == ()
    assert brought.understood.entries == ()
    assert len(brought.understood.unchanged) == 58
