"""What becomes of the output where it cannot go anywhere."""

from __future__ import annotations

import os
import signal
import subprocess
from pathlib import Path

import pytest

from tests.cli.running import EXAMPLES, TODAY, command, tpaudit

pytestmark = pytest.mark.skipif(os.name != "posix", reason="needs a POSIX shell")

FULL = Path("/dev/full")
CHECK = ("check", EXAMPLES / "minimal", *TODAY)


def shell(arguments: tuple[str | Path, ...], redirection: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["sh", "-c", f'"$@" {redirection}', "sh", *command(arguments)],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


@pytest.mark.skipif(not FULL.exists(), reason="needs /dev/full")
@pytest.mark.parametrize(
    "arguments", [CHECK, ("--version",), ("--help",), ("check", "--help"), ("rules",), ("schema",)], ids=str
)
def test_a_full_standard_output_is_one_sentence(arguments: tuple[str, ...]) -> None:
    done = shell(arguments, "> /dev/full")
    assert (done.returncode, done.stderr) == (2, "tpaudit: the output cannot be written: No space left on device\n")


@pytest.mark.skipif(not FULL.exists(), reason="needs /dev/full")
def test_a_full_standard_error_is_no_finding() -> None:
    assert shell((*CHECK, "--format", "json"), "2> /dev/full").returncode == 2
    assert shell(("check", "nowhere"), "2> /dev/full").returncode == 2


@pytest.mark.parametrize(("redirection", "code"), [(">&-", 0), ("2>&-", 0), (">&- 2>&-", 0), ("<&-", 0)])
def test_closed_streams_change_no_exit_code(redirection: str, code: int) -> None:
    done = shell(CHECK, redirection)
    assert (done.returncode, done.stderr) == (code, "")


def test_closed_standard_input_is_empty() -> None:
    done = shell(("check", "-", "--format", "concise"), "<&-")
    assert done.returncode == 1
    assert "Traceback" not in done.stderr


def test_a_reader_who_leaves_is_not_told_about_it() -> None:
    done = shell(("schema",), "| head -n 1")
    assert (done.stdout, done.stderr) == ("{\n", "")


@pytest.mark.parametrize("columns", ["1", "0", "-3", "²", "many", "1000000"])
def test_any_width_serves(columns: str) -> None:
    run = tpaudit(*CHECK, environment={"COLUMNS": columns})
    assert (run.code, run.err) == (0, "")


def test_an_interrupted_run_leaves_without_a_word() -> None:
    # Where the tests run in the background, interrupts are ignored, and what they start would ignore them too.
    kept = signal.signal(signal.SIGINT, signal.default_int_handler)
    half = b"tpaudit: 1\ntouchpoints:\n" + b"  - id: t\n    name: T\n" * 20_000
    with subprocess.Popen(
        command(["check", "-"]), stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stdin is not None
        signal.signal(signal.SIGINT, kept)
        process.stdin.write(half)  # more than a pipe holds: once it is written, the run has begun to read, and waits
        process.stdin.flush()
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=60)
    assert (process.returncode, out, err) == (130, b"", b"")
