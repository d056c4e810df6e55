"""Inventories that try to speak for the program: no command lets them, on either of its streams."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from tests.cli.running import tpaudit

TEXT = "::error file=a.py::forged\n##[error]forged\x1b[31m\x9b1m\u202e"
STEERING = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e]")
FORGED = re.compile(r"^\s*::(?!(error|warning|notice) file=tpaudit\.yaml,line=)|##\[", re.MULTILINE)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    row = {"name": TEXT, "owner": "o", "phase": "p", "channel": "email", "type": "nudge", "tags": [TEXT]}
    inventory = {
        "tpaudit": 1,
        "name": TEXT,
        TEXT: 1,
        "segments": [{"id": "a", "name": TEXT}],
        "phases": [{"id": "p", "name": TEXT, "window": {"from": "0d", "to": "9d"}}],
        "owners": [{"id": "o", "name": TEXT, "contact": TEXT}],
        "touchpoints": [{"id": f"t{day}", **row, "timing": {"at": f"{day}d"}} for day in range(5)],
    }
    (tmp_path / "tpaudit.yaml").write_text(json.dumps(inventory), "utf-8")
    return tmp_path


@pytest.mark.parametrize(
    "command",
    [
        "check",
        "check -f github",
        "check --statistics --expand",
        "schedule",
        "schedule -f csv",
        "schedule -f json",
        "schedule --segment a --diary",
        "schedule --segment a --diary -f csv",
        "schedule --segment b",
        "list",
        "list -f csv",
        "list -f json",
        "list --owner nobody",
        "report -f markdown",
        "baseline",
        "rules --enabled",
    ],
)
def test_no_command_speaks_with_the_inventorys_voice(folder: Path, command: str) -> None:
    run = tpaudit(*command.split(), cwd=folder)
    said = (run.out + run.err).replace("\r\n", "\n")
    assert STEERING.search(said) is None
    assert FORGED.search(said) is None


def test_paths_do_not_either(tmp_path: Path) -> None:
    for path in ("::error::x", "a\n::error::x", "##[error]x"):
        assert FORGED.search(tpaudit("check", path, cwd=tmp_path).err) is None


@pytest.mark.parametrize("language", ["en", "de"])
def test_nor_do_words_of_the_command_line(tmp_path: Path, language: str) -> None:
    for word in ("--##[error]x", "--a\n::error::x\x1b[31m"):
        run = tpaudit("check", word, "--language", language, cwd=tmp_path)
        assert run.code == 2
        assert FORGED.search(run.err) is None
        assert STEERING.search(run.err) is None
