"""What a finding can be about, and how code names a place in the inventory without line numbers."""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple


class Kind(StrEnum):
    """What a finding is about."""

    TOUCHPOINT = "touchpoint"
    PHASE = "phase"
    SEGMENT = "segment"
    SEGMENT_PHASE = "segment_phase"
    OWNER = "owner"
    CHANNEL = "channel"
    EVENT = "event"
    AUDIENCE = "audience"
    STAKEHOLDER = "stakeholder"
    INVENTORY = "inventory"
    FILE = "file"


class Subject(NamedTuple):
    """What a finding is about; `id` is an entry's id, a file's path below the root, or `segment/phase`."""

    kind: Kind
    id: str
    name: str = ""


class At(NamedTuple):
    """A place named by an entry and the field path inside it, which becomes a line at the very end."""

    kind: Kind
    id: str
    path: tuple[str | int, ...] = ()
