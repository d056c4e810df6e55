"""Run the real command line in a process of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from tempfile import TemporaryFile

from tests.cli.zygote import Zygote

EXAMPLES = Path(__file__).parents[2] / "examples"
TODAY = ("--today", "2026-11-22")


@dataclass(frozen=True)
class Run:
    """What a run answered."""

    code: int
    out: str
    err: str


def tpaudit(
    *arguments: str | Path,
    cwd: Path = EXAMPLES.parent,
    stdin: bytes = b"",
    environment: Mapping[str, str] | None = None,
) -> Run:
    """Run tpaudit; nothing of the caller's environment changes what it says."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("TPAUDIT_", "GITHUB_"))}
    for name in ("NO_COLOR", "FORCE_COLOR", "COLUMNS", "SOURCE_DATE_EPOCH"):
        kept.pop(name, None)
    own = {**kept, **(environment or {})}
    if any(name.startswith(READ_AT_START) for name in environment or {}):
        done = subprocess.run(
            command(arguments), cwd=cwd, input=stdin, capture_output=True, timeout=SECONDS, env=own, check=False
        )
        return Run(done.returncode, done.stdout.decode(), done.stderr.decode())
    with TemporaryFile() as given, TemporaryFile() as out, TemporaryFile() as err:
        given.write(stdin)
        given.seek(0)
        streams = (given.fileno(), out.fileno(), err.fileno())
        code = zygote().run([str(word) for word in arguments], str(cwd), own, streams, SECONDS)
        out.seek(0)
        err.seek(0)
        return Run(code, out.read().decode(), err.read().decode())


READ_AT_START = ("PYTHON", "LANG", "LC_")
"""Variables that Python itself reads when it starts: they need a new one."""
SECONDS = 120


@cache
def zygote() -> Zygote:
    """Return the process that has tpaudit loaded; one serves all runs of this process."""
    return Zygote()


def command(arguments: Sequence[str | Path]) -> list[str]:
    """Return the command's words; warnings are errors in it too."""
    return [sys.executable, "-W", "error", "-m", "tpaudit", *map(str, arguments)]
