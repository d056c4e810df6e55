"""The terminal as commands use it: colours, widths, progress, results, and notes on standard error."""

from __future__ import annotations

import os
import shutil
import sys
import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from tpaudit.cli.place import here
from tpaudit.inventory.inventory import Inventory
from tpaudit.messages import Language, Message, render, say
from tpaudit.outputs.safe import terminal, workflow

if TYPE_CHECKING:
    from rich.status import Status


def is_colored(color: str, environment: Mapping[str, str] = os.environ) -> bool:
    """Whether to colour standard output; NO_COLOR overrides FORCE_COLOR."""
    if color != "auto":
        return color == "always"
    if environment.get("NO_COLOR"):
        return False
    if environment.get("FORCE_COLOR"):
        return True
    return sys.stdout.isatty() and environment.get("TERM") != "dumb"


def width() -> int | None:
    """Return the width at which to wrap text; None if the output is not a terminal."""
    if os.environ.get("COLUMNS", "").isdecimal():
        return max(40, int(os.environ["COLUMNS"]))
    return max(40, shutil.get_terminal_size().columns) if sys.stdout.isatty() else None


def write(text: str | Iterable[str]) -> None:
    """Write a result, whole or in chunks, to standard output, ending with a line's end.

    If the reader closes the pipe early, neither the result nor the exit code changes.
    """
    try:
        for chunk in _ended((text,) if isinstance(text, str) else text):
            sys.stdout.write(chunk)
        sys.stdout.flush()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def encoded(chunks: Iterable[str]) -> Iterator[bytes]:
    """Yield a result as the bytes of a file, ending with a line's end."""
    for chunk in _ended(chunks):
        yield chunk.encode("utf-8", "backslashreplace")


def _ended(chunks: Iterable[str]) -> Iterator[str]:
    last = "\n"
    for chunk in filter(None, chunks):
        yield chunk
        last = chunk
    if not last.endswith("\n"):
        yield "\n"


def note(text: str) -> None:
    """Write a note to standard error, safe for runners that look for commands there too."""
    sys.stderr.write(f"{workflow(text)}\n")


def no_inventory(paths: Sequence[str]) -> tuple[Message, Message]:
    """Return that there is no inventory where one was sought, here if no path was named, and what to do about it."""
    folders = tuple(paths) or (str(here()),)
    return say("there is no inventory in {folders}", folders=folders), say("Name one, or begin one with tpaudit init.")


def note_nothing(language: Language | None, paths: Sequence[str] | None) -> None:
    """Report on standard error that there is no inventory."""
    message, help_ = (render(part, language or "en") for part in no_inventory(paths or ()))
    note(f"tpaudit: {terminal(message)}\n  {help_}")


MOST_FAULTS = 20
"""The most faults that are listed; `tpaudit check` lists them all."""


def note_faults(inventories: Iterable[tuple[Inventory, str]], language: Language | None = None) -> bool:
    """Report the faults of files on standard error, each by its folder; return whether there are any."""
    found = False
    for inventory, folder in inventories:
        spoken = language or inventory.settings.language
        for fault in inventory.faults[:MOST_FAULTS]:
            place = f"{folder}/{fault.file}" if folder else fault.file
            text = f"{place}:{fault.span.line}:{fault.span.column}: {fault.code} {render(fault.message, spoken)}"
            note(terminal(text))
        if inventory.faults:
            found = True
            message = say(
                "{name} has {n} {n:fault|faults}; what follows may be incomplete: run tpaudit check",
                name=inventory.name,
                n=len(inventory.faults),
            )
            note(terminal(render(message, spoken)))
    return found


PATIENCE = 1.0
"""Seconds before progress is shown."""


class Progress:
    """Progress on a terminal, shown only after a second."""

    def __init__(self) -> None:
        self._step = ""
        self._status: Status | None = None
        self._lock = threading.Lock()
        self._timer = threading.Timer(PATIENCE, self._begin)
        self._timer.daemon = True
        self._timer.start()

    def __call__(self, step: str) -> None:
        """Begin a step."""
        with self._lock:
            self._step = step
            if self._status is not None:
                self._status.update(_told(step))

    def stop(self) -> None:
        """Erase the line."""
        self._timer.cancel()
        with self._lock:
            if self._status is not None:
                self._status.stop()

    def _begin(self) -> None:
        from rich.console import Console

        with self._lock:
            if not self._timer.finished.is_set():
                self._status = Console(stderr=True).status(_told(self._step))
                self._status.start()


def _told(step: str) -> str:
    return f"tpaudit: {step} ..."


@contextmanager
def progress() -> Iterator[Progress | None]:
    """Show progress on standard error where it is a terminal."""
    if not sys.stderr.isatty():
        yield None
        return
    shown = Progress()
    try:
        yield shown
    finally:
        shown.stop()


def deliver(text: str | Iterable[str], output: str | None) -> None:
    """Write a result atomically to the file that the user named, else to standard output."""
    if output is None or output == "-":
        write(text)
        return
    from tpaudit.writing import write_atomically

    write_atomically(Path(output), encoded((text,) if isinstance(text, str) else text))
