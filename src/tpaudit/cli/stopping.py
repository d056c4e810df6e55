"""Stopping on a signal: no half-written file and no worker process is left behind."""

from __future__ import annotations

import signal
import sys
from types import FrameType
from typing import NoReturn

SIGNALS = ("SIGTERM", "SIGHUP")
"""Signals that by default end a program without cleanup; Ctrl-C is Python's KeyboardInterrupt."""


class Stopped(BaseException):
    """Raised if the program is told to stop; unfinished files are removed on the way out."""

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.code = 128 + number
        """The exit code that shells give a program ended by a signal."""


def listen() -> None:
    """Turn the signals that tell a program to stop into exceptions; those that the caller ignores stay ignored."""
    for name in SIGNALS:
        number = getattr(signal, name, None)
        if number is not None and signal.getsignal(number) == signal.SIG_DFL:
            signal.signal(number, _stop)


def _stop(number: int, _: FrameType | None) -> NoReturn:
    signal.signal(number, signal.SIG_IGN)  # cleaning up takes a moment, and a second signal must not interrupt it
    raise Stopped(number)


def end_workers() -> None:
    """End the worker processes that audit inventories."""
    if "multiprocessing" in sys.modules:
        from multiprocessing import active_children

        for child in active_children():
            child.kill()


def interruption(error: BaseException | None) -> BaseException | None:
    """Return the exception that stopped the program, even if a library has wrapped it in its own."""
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        if isinstance(error, KeyboardInterrupt | Stopped):
            return error
        seen.add(id(error))
        error = error.__cause__ or error.__context__
    return None
