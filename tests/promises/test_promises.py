"""What the README promises to scripts, baselines and other people's files."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path
from typing import Any

import pytest
from typer.main import get_command

from tests.cli.running import EXAMPLES, tpaudit
from tests.promises.keeping import FROZEN, HERE, expect_kept, paths
from tpaudit.cli.app import app
from tpaudit.outputs.catalogue.schema import inventory_schema
from tpaudit.registry import RULES

DAY = ("--today", "2026-11-28")
README = HERE.parents[1] / "README.md"


def findings(folder: Path) -> list[dict[str, Any]]:
    """Return the findings of the frozen plan in a folder."""
    run = tpaudit("check", "--format", "json", "--show", "info", *DAY, cwd=folder)
    assert run.code in (0, 1), run.err
    return list(json.loads(run.out)["inventories"][0]["findings"])


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    shutil.copy(HERE / "inventory.yaml", tmp_path / "tpaudit.yaml")
    return tmp_path


def test_codes_and_names_of_rules() -> None:
    expect_kept("rules.txt", (f"{rule.code} {rule.name}" for rule in RULES))


def test_options_of_rules() -> None:
    expect_kept("options.txt", (f"{rule.code} {option}" for rule in RULES for option in rule.options))


def test_commands_and_their_options() -> None:
    commands: dict[str, Any] = get_command(app([])).commands  # type: ignore[attr-defined]
    reported = [
        f"{name} {word}" for name, command in commands.items() for given in command.params for word in given.opts
    ]
    expect_kept("commands.txt", reported)


def test_fields_of_the_format() -> None:
    expect_kept("fields.txt", paths(json.loads(inventory_schema())))


@pytest.mark.parametrize("name", ["check", "schedule", "diff", "observed"])
def test_shapes_of_json(name: str) -> None:
    expect_kept(f"{name}.txt", paths(json.loads(tpaudit("schema", "--of", name).out)))


def test_fingerprints(plan: Path) -> None:
    expect_kept("fingerprints.txt", (f"{found['code']} {found['fingerprint']}" for found in findings(plan)))


@pytest.mark.parametrize("version", [1, 2])
def test_baselines_are_still_accepted(plan: Path, version: int) -> None:
    """A baseline that a former version wrote accepts what it accepted."""
    shutil.copy(FROZEN / f"baseline-{version}.json", plan / "tpaudit.baseline.json")
    assert json.loads((plan / "tpaudit.baseline.json").read_text())["version"] == version
    assert [found["code"] for found in findings(plan) if not found["known"]] == []
    assert tpaudit("check", "--fail-on", "info", *DAY, cwd=plan).code == 0


def test_an_observed_file_is_still_read(tmp_path: Path) -> None:
    shutil.copytree(EXAMPLES / "coffee-club", tmp_path / "club")
    shutil.copy(FROZEN / "observed-1.json", tmp_path / "club/tpaudit.observed.json")
    run = tpaudit("check", "--format", "json", *DAY, cwd=tmp_path / "club")
    reported = {found["code"] for found in json.loads(run.out)["inventories"][0]["findings"]}
    assert {code for code in reported if code.startswith("OBS")} >= {"OBS002"}


def test_exit_codes(tmp_path: Path) -> None:
    table = dict(re.findall(r"^\| (\d) \| (.*) \|$", README.read_text("utf-8"), re.MULTILINE))
    assert list(table) == ["0", "1", "2", "3"]
    (tmp_path / "empty").mkdir()
    (tmp_path / "bad.yaml").write_text("tpaudit: 1\ntouchpoints:\n  - {id: a, name: A}\n")
    assert tpaudit("check", str(EXAMPLES / "minimal"), *DAY).code == 0
    assert tpaudit("check", "bad.yaml", *DAY, cwd=tmp_path).code == 1
    assert tpaudit("check", "--no-such-option", cwd=tmp_path).code == 2
    assert tpaudit("check", "empty", cwd=tmp_path).code == 3
