"""A disk that fills up, or a signal that comes, while a file is written: all is as it was, and works the next time."""

from __future__ import annotations

import errno
import os
import resource
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.hostile.inside import run
from tpaudit.cli.stopping import Stopped

PLAN = """\
tpaudit: 1
include: [more.yaml]
owners: [{id: csm}]
touchpoints:
- {id: a, name: A, owner: csm, ownr: csm, timing: {at: 1d}}
"""
MORE = "touchpoints:\n- {id: b, name: B, owner: csmm, timing: {at: 1d, after: a}}\n- {id: c, name: C, owner: csm}\n"

WRITING: dict[str, int] = {
    "init new": 0,
    "init new/deep --ci github": 0,
    "init shop --example shop --language de": 0,
    "export out.csv": 1,
    "export out.xlsx": 1,
    "import table.csv --write": 0,
    "import table.csv fresh --write": 0,
    "rename a first": 0,
    "check sound --fix": 0,
    "check broken --fix --unsafe-fixes": 0,
    "check --output json=out.json --output sarif=out.sarif": 1,
    "baseline sound": 0,
    "report sound --output out.html": 0,
    "schema --output out.json": 0,
}
"""The commands that write, with a hint of how they end when nothing is in the way: 1 where the plan has faults."""

Failing = Callable[[int], None]


def full(_: int) -> None:
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def stopped(_: int) -> None:
    raise Stopped(15)


def interrupted(_: int) -> None:
    raise KeyboardInterrupt


@pytest.fixture
def place(tmp_path: Path) -> Path:
    sound = "tpaudit: 1\ntouchpoints:\n- {id: a, name: A, owner: csm}\n- {id: b, name: B, owner: csm}\n"
    for folder, text in (("sound", sound), ("broken", PLAN)):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "tpaudit.yaml").write_text(text, "utf-8")
    (tmp_path / "broken" / "more.yaml").write_text(MORE, "utf-8")
    (tmp_path / "tpaudit.yaml").write_text(sound, "utf-8")
    (tmp_path / "table.csv").write_text("id;name;purpose\na;A;Tell them the news\n", "utf-8")
    return tmp_path


def state(place: Path) -> dict[str, bytes | None]:
    """Return everything that is there."""
    return {
        path.relative_to(place).as_posix(): path.read_bytes() if path.is_file() else None for path in place.rglob("*")
    }


@pytest.mark.parametrize("failing", [full, stopped, interrupted])
@pytest.mark.parametrize("command", WRITING)
@pytest.mark.parametrize("turn", [1, 2])
def test_all_is_as_it_was(
    command: str, failing: Failing, turn: int, place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before, turns, synchronise = state(place), [0], os.fsync

    def at_a_turn(descriptor: int) -> None:
        turns[0] += 1
        (failing if turns[0] == turn else synchronise)(descriptor)

    monkeypatch.setattr(os, "fsync", at_a_turn)
    try:
        found = run(place, *command.split())
    except (Stopped, KeyboardInterrupt):
        assert failing is not full
    else:
        assert found.code in (2, 130) or turns[0] < turn or turn == 2, found
    monkeypatch.undo()
    after = state(place)
    if turns[0] == turn and (turn == 1 or command.startswith("init")):
        assert after == before
    assert not [name for name in after if name.endswith(".tmp")]
    for name in after.keys() - before.keys():
        if name.startswith("out."):
            (place / name).unlink()
    if turns[0] == turn and state(place) == before:
        assert run(place, *command.split()).code in (0, 1)


@pytest.mark.parametrize("command", ["init new", "report --output out.html", "export out.xlsx"])
def test_a_real_limit_of_the_system(command: str, place: Path) -> None:
    before = state(place)
    done = subprocess.run(
        [sys.executable, "-m", "tpaudit", *command.split()],
        cwd=place,
        capture_output=True,
        check=False,
        timeout=120,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (700, 700)),
    )
    assert done.returncode == 2
    assert b"cannot be written: File too large" in done.stderr
    assert state(place) == before
