"""Bad inputs for every command: an exit code, a place, a sentence; never a traceback, a wait or a half file."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.hostile.inside import run
from tpaudit.loading.below import open_file

SOUND = "tpaudit: 1\ntouchpoints:\n- {id: a, name: A, timing: {at: 1d}}\n- {id: b, name: B}\n"


class Bad(NamedTuple):
    """An inventory's root file, and the code and place of a finding that it must have."""

    data: bytes
    code: str
    line: int
    column: int


def bad(text: str, code: str, line: int, column: int) -> Bad:
    """Return a bad text."""
    return Bad(text.encode("utf-8", "surrogatepass"), code, line, column)


CORPUS: dict[str, Bad] = {
    "open bracket": bad("tpaudit: 1\nname: [a\n", "INV002", 2, 7),
    "tab": bad("tpaudit: 1\naudit:\n\tlanguage: de\n", "INV002", 3, 1),
    "duplicate key": bad("tpaudit: 1\nname: a\nname: b\n", "INV002", 3, 1),
    "second document": bad("tpaudit: 1\n---\ntpaudit: 1\n", "INV002", 2, 1),
    "unknown tag": bad("tpaudit: 1\nname: !x a\n", "INV002", 2, 7),
    "python tag": bad("tpaudit: 1\nname: !!python/object/apply:os.system [id]\n", "INV002", 2, 7),
    "unknown alias": bad("tpaudit: 1\nname: *a\n", "INV002", 2, 7),
    "alias in itself": bad("tpaudit: 1\nx-a: &a [*a]\n", "INV002", 2, 10),
    "list as a key": bad("tpaudit: 1\n[a]: b\n", "INV002", 2, 1),
    "UTF-16": Bad("tpaudit: 1\n".encode("utf-16"), "INV001", 1, 1),
    "UTF-16 without a mark": Bad("tpaudit: 1\n".encode("utf-16-be"), "INV001", 1, 1),
    "UTF-32": Bad("tpaudit: 1\n".encode("utf-32"), "INV001", 1, 1),
    "Latin-1": Bad("tpaudit: 1\nname: Grüße\n".encode("latin-1"), "INV001", 2, 9),
    "mark inside": bad("tpaudit: 1\n\ufeffname: a\n", "INV002", 2, 1),
    "two marks": bad("\ufeff\ufefftpaudit: 1\n", "INV002", 1, 1),
    "NUL": bad("tpaudit: 1\nname: a\0b\n", "INV002", 2, 8),
    "escape": bad("tpaudit: 1\nname: \x1b[31m\n", "INV002", 2, 7),
    "lone surrogate": bad("tpaudit: 1\nname: \ud800\n", "INV001", 2, 7),
    "too deep": bad("tpaudit: 1\nx-a: " + "[" * 65 + "]" * 65 + "\n", "INV002", 2, 69),
    "alias bomb": bad(
        "tpaudit: 1\nx-0: &a0 [x,x,x,x,x,x,x,x,x,x]\n"
        + "".join(f"x-{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]\n" for n in range(1, 9)), "INV002", 8, 26),
    "2026-02-30": bad("tpaudit: 1\ntouchpoints:\n- {id: a, name: A, review_by: 2026-02-30}\n", "INV003", 3, 20),
    "NaN": bad("tpaudit: 1\ntouchpoints:\n- {id: a, name: A, reach: .nan}\n", "INV003", 3, 20),
    "infinity": bad("tpaudit: 1\ntouchpoints:\n- {id: a, name: A, reach: .inf}\n", "INV003", 3, 20),
    "huge integer": bad("tpaudit: 1\nsegments:\n- {id: a, customers: " + "9" * 5_000 + "}\n", "INV003", 3, 11),
    "huge exponent": bad("tpaudit: 1\ntouchpoints:\n- {id: a, name: A, reach: 1e99999999}\n", "INV003", 3, 20),
    "huge duration": bad("tpaudit: 1\ntouchpoints:\n- {id: a, name: A, timing: {at: 999999999y}}\n", "INV003", 3, 29),
    "yes": bad("tpaudit: 1\ntouchpoints:\n- {id: a, name: A, planned: yes}\n", "INV003", 3, 20),
    "on": bad("tpaudit: 1\ntouchpoints:\n- {id: a, name: A, planned: on}\n", "INV003", 3, 20),
    "octal": bad("tpaudit: 1\nsegments:\n- {id: a, customers: 0o17x}\n", "INV003", 3, 11),
    "sexagesimal": bad("tpaudit: 1\ntouchpoints:\n- {id: a, name: A, effort: 1:30}\n", "INV003", 3, 20),
    "astral characters before": bad("tpaudit: 1\ntouchpoints: [{id: a, name: 😀😀, ownr: x}]\n", "INV003", 2, 33),
    "CRLF": bad("tpaudit: 1\r\nname: a\r\nnme: b\r\n", "INV003", 3, 1),
    "lone CR": bad("tpaudit: 1\rname: a\rnme: b\r", "INV003", 3, 1),
    "a list": bad("- tpaudit: 1\n", "INV003", 1, 1),
    "a text": bad("tpaudit\n", "INV003", 1, 1),
    "nothing": bad("", "INV003", 1, 1),
    "another version": bad("tpaudit: 99\n", "INV003", 1, 1),
    "include of itself": bad("tpaudit: 1\ninclude: [tpaudit.yaml, missing.yaml]\n", "INV001", 2, 25),
    "include of all": bad("tpaudit: 1\ninclude: ['../*']\n", "INV001", 2, 11),
    "include of a folder": bad("tpaudit: 1\ninclude: [folder.yaml]\n", "INV001", 2, 11),
    "include of a pipe": bad("tpaudit: 1\ninclude: [pipe.yaml]\n", "INV001", 2, 11),
    "include of a loop": bad("tpaudit: 1\ninclude: [loop.yaml]\n", "INV001", 2, 11),
    "include of the outside": bad("tpaudit: 1\ninclude: [out.yaml]\n", "INV001", 2, 11),
    "include of an absolute path": bad("tpaudit: 1\ninclude: [/etc/passwd]\n", "INV001", 2, 11),
}  # fmt: skip


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with everything that is not a file."""
    folder = tmp_path_factory.mktemp("corpus") / "repo"
    folder.mkdir()
    (folder / "folder.yaml").mkdir()
    os.mkfifo(folder / "pipe.yaml")
    (folder / "loop.yaml").symlink_to("loop.yaml")
    (folder.parent / "secret.yaml").write_text("canary-4711", "utf-8")
    (folder / "out.yaml").symlink_to("../secret.yaml")
    (folder / "sound.csv").write_text("name;purpose\nA;B\n", "utf-8")
    return folder


@pytest.mark.parametrize("name", CORPUS)
def test_check_tells_it_at_its_place(name: str, place: Path) -> None:
    (place / "tpaudit.yaml").write_bytes(CORPUS[name].data)
    found = run(place, "check", "tpaudit.yaml", "--format", "json")
    places = [
        (finding["code"], finding["location"]["line"], finding["location"]["column"])
        for inventory in json.loads(found.out)["inventories"]
        for finding in inventory["findings"]
    ]
    assert found.code == 1
    assert CORPUS[name][1:] in places
    assert "canary" not in found.out + found.err


OTHERS: dict[str, tuple[int, ...]] = {
    "list": (1,), "schedule": (1,), "schedule --format json": (1,), "report --format markdown": (1,),
    "report --output out.html": (1,), "baseline": (1,), "export out.csv": (1,),
    "export out.xlsx": (1,), "observe": (1, 2), "rename a other": (2,), "check --fix": (1,), "check --diff": (0, 1),
    "import sound.csv": (0, 1, 2), "rules --enabled": (0, 1), "explain OWN001": (0,), "diff HEAD": (2,),
}  # fmt: skip
"""What the other commands end with: they say on standard error what they could not read."""


@pytest.mark.parametrize("command", OTHERS)
@pytest.mark.parametrize("name", ["open bracket", "UTF-16", "NUL", "too deep", "alias bomb", "include of a pipe",
                                  "huge integer", "lone CR", "a text"])  # fmt: skip
def test_every_command_tells_it_and_leaves_nothing(name: str, command: str, place: Path) -> None:
    (place / "tpaudit.yaml").write_bytes(CORPUS[name].data)
    before = {path.name for path in place.iterdir()}
    found = run(place, *command.split())
    assert found.code in OTHERS[command], found
    if found.code and not command.startswith(("check", "rules", "import")):
        assert "tpaudit" in found.err
    for path in place.iterdir():
        assert not path.name.endswith(".tmp")
        if path.name not in before:
            path.unlink()


@pytest.mark.parametrize("size", [10 * 1024 * 1024, 10 * 1024 * 1024 + 1], ids=["at the limit", "above"])
def test_the_largest_file(size: int, tmp_path: Path) -> None:
    (tmp_path / "tpaudit.yaml").write_bytes(SOUND.encode() + b"#" * (size - len(SOUND)))
    found = run(tmp_path, "check", "--format", "concise")
    assert ("larger than the 10 MiB" in found.out) is (size > 10 * 1024 * 1024)


def _breaks(path: Path) -> None:
    path.write_text("tpaudit: [", "utf-8")


def _goes(path: Path) -> None:
    path.unlink()


def _becomes_a_folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


def _becomes_a_link(path: Path) -> None:
    path.unlink()
    path.symlink_to("/etc/passwd")


def _becomes_a_pipe(path: Path) -> None:
    path.unlink()
    os.mkfifo(path)


@pytest.mark.parametrize("change", [_breaks, _goes, _becomes_a_folder, _becomes_a_link, _becomes_a_pipe])
def test_a_file_that_changes_between_reads(
    change: Callable[[Path], None], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "tpaudit.yaml").write_text("tpaudit: 1\ninclude: [a.yaml]\n", "utf-8")
    (tmp_path / "a.yaml").write_text("touchpoints: [{id: a, name: A}]\n", "utf-8")

    def after_a_change(top: Path, name: str) -> int:
        if name == "a.yaml":
            change(tmp_path / "a.yaml")
        return open_file(top, name)

    monkeypatch.setattr("tpaudit.loading.source.open_file", after_a_change)
    found = run(tmp_path, "check", "--format", "concise")
    assert found.code == 1
    assert "root:" not in found.out
