"""The README says what is true."""

from __future__ import annotations

import re
import shlex
import shutil
from pathlib import Path

import pytest
from ruamel.yaml import YAML

from tests.cli.running import tpaudit
from tests.inventories import audit_text
from tests.readme import README, generated

TEXT = README.read_text("utf-8")


def test_generated_parts_are_up_to_date() -> None:
    assert generated(TEXT) == TEXT


def test_the_tour_puts_tpaudit_on_the_path_before_it_calls_it() -> None:
    shells = re.findall(r"```sh\n(.*?)```", TEXT, re.DOTALL)
    first = re.search(r"(?:^|[ $&])tpaudit ", shells[0], re.MULTILINE)
    assert first is not None
    assert ". .venv/bin/activate &&" in shells[0][: first.start()]


def test_it_is_short() -> None:
    assert len(TEXT.splitlines()) <= 220


def test_the_tours_commands_work_one_after_the_other(tmp_path: Path) -> None:
    shutil.copytree(README.parent / "examples", tmp_path / "examples")
    commands = re.findall(r"^tpaudit (.*)$", "".join(re.findall(r"```sh\n(.*?)```", TEXT, re.DOTALL)), re.MULTILINE)
    assert len(commands) >= 3
    for arguments in commands:
        run = tpaudit(*shlex.split(arguments), cwd=tmp_path)
        assert run.code == 0, (arguments, run.err)


@pytest.mark.parametrize("block", re.findall(r"```yaml\n(.*?)```", TEXT, re.DOTALL))
def test_yaml_blocks_are_valid(block: str) -> None:
    content = YAML(typ="safe").load(block)
    assert content
    if isinstance(content.get("touchpoints"), list) or "audit" in content:
        faults = [finding for finding in audit_text(block).findings if finding.code.startswith("INV00")]
        assert not faults
