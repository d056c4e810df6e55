"""Run the real command line in a process of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

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
    done = subprocess.run(
        command(arguments),
        cwd=cwd,
        input=stdin,
        capture_output=True,
        timeout=120,
        env={**kept, **(environment or {})},
        check=False,
    )
    return Run(done.returncode, done.stdout.decode(), done.stderr.decode())


def command(arguments: Sequence[str | Path]) -> list[str]:
    """Return the command's words; warnings are errors in it too."""
    return [sys.executable, "-W", "error", "-m", "tpaudit", *map(str, arguments)]
