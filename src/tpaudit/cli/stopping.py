"""Being told to stop: nothing half written stays, and no worker either."""

from __future__ import annotations

import signal
import sys
from types import FrameType
from typing import NoReturn

SIGNALS = ("SIGTERM", "SIGHUP")
"""What ends a program by default without cleaning up; Ctrl-C is Python's KeyboardInterrupt."""


class Stopped(BaseException):
    """The program was told to stop; whatever is being written is taken back on the way out."""

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.code = 128 + number
        """What shells call a program that a signal ended."""


def listen() -> None:
    """Take the signals that tell a program to stop for exceptions; those that the caller ignores stay ignored."""
    for name in SIGNALS:
        number = getattr(signal, name, None)
        if number is not None and signal.getsignal(number) == signal.SIG_DFL:
            signal.signal(number, _stop)


def _stop(number: int, _: FrameType | None) -> NoReturn:
    signal.signal(number, signal.SIG_IGN)  # cleaning up takes a moment, and a second one must not disturb it
    raise Stopped(number)


def end_workers() -> None:
    """End the processes that audit inventories beside this one."""
    if "multiprocessing" in sys.modules:
        from multiprocessing import active_children

        for child in active_children():
            child.kill()


def interruption(error: BaseException | None) -> BaseException | None:
    """Return what stopped the program, where a library has wrapped it into an error of its own."""
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        if isinstance(error, KeyboardInterrupt | Stopped):
            return error
        seen.add(id(error))
        error = error.__cause__ or error.__context__
    return None
