"""How much work commands do, in calls of tpaudit's own functions: the same on every machine, however busy it is.

`python -m tests.benchmarks.counting` measures anew and writes `counted.json`, with which the test compares; do that
when more work is worth its price, or when there is less, and look at the difference before you commit it.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from types import FrameType

KEPT = Path(__file__).with_name("counted.json")
TOUCHPOINTS = 60
DAY = "2026-11-28"
CASES: Mapping[str, tuple[str, ...]] = {
    "check, good plan": ("check", "good"),
    "check, plan full of findings": ("check", "full"),
    "check as JSON, plan full of findings": ("check", "full", "--format", "json"),
    "schedule, good plan": ("schedule", "good"),
    "report, plan full of findings": ("report", "full", "--output", "report.html"),
}
"""By what is measured: the command's arguments, in a folder with both plans."""

# Python 3.12 and later call no function for these.
_INLINED = ("<listcomp>", "<dictcomp>", "<setcomp>")


def measure() -> dict[str, dict[str, int]]:
    """Return how many calls each case takes, and how many of tpaudit's modules it loads."""
    from tests.benchmarks.inventories import MANY_GAPS, write

    with TemporaryDirectory(prefix="tpaudit-counting-") as place:
        folder = Path(place)
        write(folder / "good", TOUCHPOINTS)
        write(folder / "full", TOUCHPOINTS, MANY_GAPS)
        return {name: _counted(arguments, folder) for name, arguments in CASES.items()}


def _counted(arguments: tuple[str, ...], folder: Path) -> dict[str, int]:
    """Run the command in a process of its own, which has loaded and remembered nothing yet."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("TPAUDIT_", "COVERAGE_"))}
    run = subprocess.run(
        [sys.executable, __file__, *arguments],
        cwd=folder,
        env={**kept, "PYTHONHASHSEED": "0", "COLUMNS": "120", "TPAUDIT_TODAY": DAY},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        check=True,
    )
    found: dict[str, int] = json.loads(run.stderr.splitlines()[-1])
    return found


def _count(arguments: list[str]) -> dict[str, int]:
    """Return what the command does in this process."""
    import tpaudit

    calls, ours = 0, str(Path(tpaudit.__file__).parent)

    def profile(frame: FrameType, event: str, _argument: object) -> None:
        nonlocal calls
        code = frame.f_code
        if event == "call" and code.co_filename.startswith(ours) and code.co_name not in _INLINED:
            calls += 1

    sys.setprofile(profile)
    from tpaudit.cli.app import app

    app(arguments)(arguments, standalone_mode=False)
    sys.setprofile(None)
    modules = sum(name.partition(".")[0] == "tpaudit" for name in sys.modules)
    return {"calls": calls, "modules": modules}


if __name__ == "__main__":
    if sys.argv[1:]:
        sys.stderr.write(json.dumps(_count(sys.argv[1:])))
    else:
        KEPT.write_text(f"{json.dumps(measure(), indent=2)}\n", encoding="utf-8")
