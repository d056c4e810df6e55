"""What a finding can be about, and how code names a place in the inventory without knowing lines."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """What a finding is about."""

    TOUCHPOINT = "touchpoint"
    PHASE = "phase"
    SEGMENT = "segment"
    SEGMENT_PHASE = "segment_phase"
    OWNER = "owner"
    CHANNEL = "channel"
    EVENT = "event"
    INVENTORY = "inventory"
    FILE = "file"


@dataclass(frozen=True, slots=True)
class Subject:
    """The thing that a finding is about; `id` is a file's path below the root, `segment/phase` for a pair."""

    kind: Kind
    id: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class At:
    """A place named by what it belongs to: an entry and the field path inside it; turned into lines at the end."""

    kind: Kind
    id: str
    path: tuple[str | int, ...] = ()
