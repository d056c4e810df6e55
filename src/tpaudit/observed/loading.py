"""The file of aggregates as part of the inventory: read beside the root file, with faults as findings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tpaudit.loading.faults import Fault
from tpaudit.loading.places import START
from tpaudit.loading.source import Source, Unreadable
from tpaudit.messages import Message, say

if TYPE_CHECKING:
    from tpaudit.observed.observation import Observation

FILE = "tpaudit.observed.json"
"""The name of the file of aggregates, beside the root file."""


def load(source: Source) -> tuple[Observation | None, tuple[Fault, ...]]:
    """Return what was observed, None without a usable file, and the file's faults."""
    data = source.read(FILE)
    if isinstance(data, Unreadable):
        is_there = FILE in source.glob(FILE)
        return None, (_fault(data.reason, data.help),) if is_there else ()
    from tpaudit.observed.keeping import Unusable, parse

    found = parse(data)
    if isinstance(found, Unusable):
        reason = say("{file} cannot be used: {why}", file=FILE, why=found.reason)
        return None, (_fault(reason, found.help),)
    return found, ()


def _fault(reason: Message, help_: Message) -> Fault:
    return Fault("INV001", FILE, START, reason, help_, ("file", FILE), key="observed")
