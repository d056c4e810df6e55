"""Real processes that are told to stop: nothing half written, nothing left behind, a true exit code."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.benchmarks.inventories import write

COMMANDS = (
    ("report", "--output", "out.html"),
    ("check", "--output", "json=out.json", "--format", "concise"),
    ("baseline",),
    ("export", "out.csv"),
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An inventory that takes a while."""
    path = tmp_path_factory.mktemp("large")
    write(path, 400)
    return path


def start(folder: Path, *arguments: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-m", "tpaudit", *arguments], cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
    )


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command[0])
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP, signal.SIGINT])
def test_no_temporary_file_stays(folder: Path, command: tuple[str, ...], number: signal.Signals) -> None:
    before = {path.name for path in folder.iterdir()}
    for delay in (0.3, 0.9):
        process = start(folder, *command)
        time.sleep(delay)
        process.send_signal(number)
        _, said = process.communicate(timeout=60)
        assert b"Traceback" not in said or delay < 0.5, said.decode()
        left = {path.name for path in folder.iterdir()} - before
        assert not [name for name in left if name.endswith(".tmp")], left
        for name in left:
            (folder / name).unlink()


def test_the_exit_code_names_the_signal(folder: Path) -> None:
    process = start(folder, "report", "--output", "out.html")
    time.sleep(1)
    if process.poll() is None:
        process.send_signal(signal.SIGTERM)
        process.communicate(timeout=60)
        assert process.returncode in (143, -signal.SIGTERM, 0)


def test_workers_end_with_the_program(tmp_path: Path) -> None:
    for name in ("a", "b", "c"):
        (tmp_path / name).mkdir()
        write(tmp_path / name, 600)
    process = subprocess.Popen(
        [sys.executable, "-m", "tpaudit", "check", "a", "b", "c", "--jobs", "3"],
        cwd=tmp_path,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    time.sleep(1.5)
    process.terminate()
    process.wait(60)
    end = time.monotonic() + 20
    while time.monotonic() < end:
        try:
            os.killpg(process.pid, 0)
        except ProcessLookupError:
            return
        time.sleep(0.1)
    os.killpg(process.pid, signal.SIGKILL)
    raise AssertionError("a worker is still there")


@pytest.mark.parametrize(
    ("command", "code"),
    [("--version", 0), ("rules", 0), ("check --format json good", 0), ("check --format json bad", 1)],
)
def test_a_closed_pipe_changes_no_exit_code(tmp_path: Path, command: str, code: int) -> None:
    for name, owner in (("good", "owner: x, "), ("bad", "")):
        (tmp_path / name).mkdir()
        entry = f"{{id: a, name: A, {owner}channel: email, phase: support, purpose: Tell the news, timing: {{at: 1d}}}}"
        (tmp_path / name / "tpaudit.yaml").write_text(f"tpaudit: 1\ntouchpoints: [{entry}]\n", "utf-8")
    done = subprocess.run(
        ["bash", "-c", f"{sys.executable} -m tpaudit {command} | true; exit ${{PIPESTATUS[0]}}"],
        cwd=tmp_path,
        capture_output=True,
        check=False,
        timeout=60,
    )
    assert done.returncode == code, done.stderr
    assert b"Broken" not in done.stderr
    assert b"Traceback" not in done.stderr
