"""What a finding can be about, and how code names a place in the inventory without knowing lines."""

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
    """The thing that a finding is about; `id` is a file's path below the root, `segment/phase` for a pair."""

    kind: Kind
    id: str
    name: str = ""


class At(NamedTuple):
    """A place named by what it belongs to: an entry and the field path inside it; turned into lines at the end."""

    kind: Kind
    id: str
    path: tuple[str | int, ...] = ()
