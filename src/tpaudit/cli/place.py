"""Where a command runs, and what its paths mean there."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from tpaudit.loading.discovery import Where
from tpaudit.loading.usage import UsageError
from tpaudit.messages import say


def where(paths: Sequence[str] | None, stdin_filename: str | None = None) -> Where:
    """Return where a command looks for inventories; a closed standard input counts as empty."""
    stdin = sys.stdin.buffer if "-" in (paths or ()) and sys.stdin is not None else None
    return Where(here(), tuple(paths or ()), stdin, stdin_filename)


def here() -> Path:
    """Return the folder in which the command runs."""
    try:
        return Path.cwd()
    except OSError:
        raise UsageError(
            say("the current folder does not exist any more"), say("Change to one that exists and try again.")
        ) from None
