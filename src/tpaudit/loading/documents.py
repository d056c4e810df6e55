"""From a file's bytes to its value, the places of everything in it, and what is wrong with it."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from typing import NamedTuple

from tpaudit.loading.composer import Composer
from tpaudit.loading.encoding import decode, split_lines
from tpaudit.loading.events import Reading, another_reading, events_of
from tpaudit.loading.faults import Fault
from tpaudit.loading.places import Place


class Document(NamedTuple):
    """A YAML file; its value consists of dict with text keys, list, str, int, float, bool and None (an empty file)."""

    file: str
    value: object
    place: Place
    lines: tuple[str, ...]
    nodes: int
    whole: bool = True
    """False if an entry is lost, since the hyphen before it is missing."""

    def line(self, number: int) -> str:
        """Return a line of the source, counted from 1, without its line end; "" if there is none."""
        return self.lines[number - 1] if 0 < number <= len(self.lines) else ""


def read_document(file: str, data: bytes, *, pure: bool = False) -> tuple[Document | None, tuple[Fault, ...]]:
    """Return the document, None if it cannot be parsed, and all its faults.

    `pure` asks for the parser written in Python, which is otherwise used only if the C one is missing.
    """
    text, faults = decode(file, data)
    if text is None:
        return None, faults
    lines = split_lines(text)
    reading: Reading | None = Reading.PURE if pure else Reading.C
    with no_garbage_collection():
        while reading is not None:
            composer = Composer(file, lines)
            composed = composer.compose(events_of(text, reading))
            reading = another_reading(reading, composer.reason) if composer.reason is not None else None
    faults = tuple(sorted(composer.faults, key=lambda fault: fault.span))
    if composed is None:
        return None, faults
    return Document(file, composed.value, composed.place, lines, composed.nodes, composer.swallower is None), faults


@contextmanager
def no_garbage_collection() -> Iterator[None]:
    """Switch off the garbage collector: the growing tree has no cycles, and scanning it repeatedly takes long."""
    if not gc.isenabled():
        yield
        return
    gc.disable()
    try:
        yield
    finally:
        gc.enable()
