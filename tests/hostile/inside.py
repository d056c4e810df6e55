"""The command line run inside of this process: fast, and whatever it raises is the test's to see."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from io import BytesIO, TextIOWrapper
from pathlib import Path

from tests.cli.running import Run
from tpaudit.cli import main

TODAY = "2026-11-22"


def run(folder: Path, *arguments: str, given: bytes = b"") -> Run:
    """Return what a run in this folder answers; an exception that the program does not expect is raised."""
    with _replaced(folder, given) as (out, err):
        sys.argv = ["tpaudit", *arguments]
        code = main._run()
        sys.stdout.flush()
        sys.stderr.flush()
        return Run(code, out.getvalue().decode(), err.getvalue().decode())


@contextmanager
def _replaced(folder: Path, given: bytes) -> Iterator[tuple[BytesIO, BytesIO]]:
    """Replace what a process has of its own, for as long as the run takes."""
    streams, words, here, environment = (sys.stdin, sys.stdout, sys.stderr), sys.argv, Path.cwd(), dict(os.environ)
    out, err = BytesIO(), BytesIO()
    try:
        os.chdir(folder)
        _set(_plain(environment) | {"TPAUDIT_DEBUG": "1", "TPAUDIT_TODAY": TODAY})
        sys.stdin = TextIOWrapper(BytesIO(given), "utf-8")
        sys.stdout = TextIOWrapper(out, "utf-8", errors="backslashreplace")
        sys.stderr = TextIOWrapper(err, "utf-8", errors="backslashreplace")
        yield out, err
    finally:
        (sys.stdin, sys.stdout, sys.stderr), sys.argv = streams, words
        os.chdir(here)
        _set(environment)


def _plain(environment: Mapping[str, str]) -> dict[str, str]:
    mine = ("NO_COLOR", "FORCE_COLOR", "COLUMNS", "SOURCE_DATE_EPOCH")
    return {
        name: value
        for name, value in environment.items()
        if not name.startswith(("TPAUDIT_", "GITHUB_")) and name not in mine
    }


def _set(environment: Mapping[str, str]) -> None:
    os.environ.clear()
    os.environ.update(environment)
