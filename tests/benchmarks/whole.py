"""Whole processes: how long they take, and how much memory."""

from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Sequence
from pathlib import Path
from statistics import median
from typing import NamedTuple

Command = Sequence[str | Path]


class Run(NamedTuple):
    """What one process took, or several at the median."""

    seconds: float
    """From its start to its end, on the clock."""
    processor: float
    """For how many seconds it kept a processor busy; on a machine that does other work besides, this is steadier."""
    peak_mib: float


class Compared(NamedTuple):
    """What two commands took, and the quotients of their times: the medians of those run by run."""

    ours: Run
    theirs: Run
    ratio: float
    processor_ratio: float


def run(command: Command, allowed: Sequence[int] = (0, 1)) -> Run:
    """Run a command to its end; the system's own account of this one process tells the memory."""
    environment = {key: value for key, value in os.environ.items() if not key.startswith(("TPAUDIT_", "PYTHON"))}
    begin = time.perf_counter()
    with subprocess.Popen([*map(str, command)], stdout=subprocess.DEVNULL, env=environment) as process:
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - begin
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode not in allowed:
        raise RuntimeError(f"{' '.join(map(str, command))} ended with {process.returncode}")
    return Run(seconds, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)


def in_turn(ours: Sequence[Command], theirs: Command, rounds: int) -> tuple[Compared, ...]:
    """Compare each of our commands with theirs, all run in turn, so that a busy machine slows all of them alike.

    One more round before the others warms the caches.
    """
    taken = [[run(command) for command in (*ours, theirs)] for _ in range(rounds + 1)][1:]
    return tuple(_compared([(runs[place], runs[-1]) for runs in taken]) for place in range(len(ours)))


def _compared(pairs: Sequence[tuple[Run, Run]]) -> Compared:
    return Compared(
        _median([our for our, _ in pairs]),
        _median([their for _, their in pairs]),
        median(our.seconds / their.seconds for our, their in pairs),
        median(our.processor / their.processor for our, their in pairs),
    )


def alone(command: Command, rounds: int) -> Run:
    """Run one command several times, after once to warm the caches."""
    run(command)
    return _median([run(command) for _ in range(rounds)])


def _median(runs: Sequence[Run]) -> Run:
    return Run(*(median(figures) for figures in zip(*runs, strict=True)))
