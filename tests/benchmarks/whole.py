"""Whole processes: how long they take, and how much memory."""

from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Sequence
from pathlib import Path
from statistics import median
from typing import NamedTuple


class Run(NamedTuple):
    """What one process took."""

    seconds: float
    peak_mib: float


class Runs(NamedTuple):
    """What several runs took: medians, and the quotient of the times run by run."""

    seconds: float
    peak_mib: float
    ratio: float


def run(command: Sequence[str | Path], allowed: Sequence[int] = (0, 1)) -> Run:
    """Run a command to its end; the system's own account of this one process tells the memory."""
    environment = {key: value for key, value in os.environ.items() if not key.startswith(("TPAUDIT_", "PYTHON"))}
    begin = time.perf_counter()
    with subprocess.Popen([*map(str, command)], stdout=subprocess.DEVNULL, env=environment) as process:
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - begin
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode not in allowed:
        raise RuntimeError(f"{' '.join(map(str, command))} ended with {process.returncode}")
    return Run(seconds, usage.ru_maxrss / 1024)


def in_turn(ours: Sequence[str | Path], theirs: Sequence[str | Path], rounds: int) -> tuple[Runs, Runs]:
    """Run both commands in turn, after one round that warms the caches; a busy machine then slows both alike."""
    run(ours), run(theirs)
    pairs = [(run(ours), run(theirs)) for _ in range(rounds)]
    ratio = median(our.seconds / their.seconds for our, their in pairs)
    first, second = ([pair[side] for pair in pairs] for side in (0, 1))
    return _medians(first, ratio), _medians(second, 1 / ratio)


def alone(command: Sequence[str | Path], rounds: int) -> Runs:
    """Run one command several times, after once to warm the caches."""
    run(command)
    return _medians([run(command) for _ in range(rounds)], 1)


def _medians(runs: Sequence[Run], ratio: float) -> Runs:
    return Runs(median(one.seconds for one in runs), median(one.peak_mib for one in runs), ratio)
