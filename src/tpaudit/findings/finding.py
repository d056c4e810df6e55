"""What an audit finds: severity, place, message."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from tpaudit.loading.places import Span
from tpaudit.messages import Message


class Severity(StrEnum):
    """How much a finding matters, worst first."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"

    @property
    def rank(self) -> int:
        """0 for the worst."""
        return _RANKS[self]


_RANKS: Mapping[Severity, int] = {severity: rank for rank, severity in enumerate(Severity)}


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
class Location:
    """A place in a file; `file` is a POSIX path relative to the root file's folder."""

    file: str
    span: Span


@dataclass(frozen=True, slots=True)
class Related:
    """Another place that belongs to a finding: the first of two duplicates, a culprit of an overload."""

    location: Location
    message: Message
    subject: Subject | None = None


@dataclass(frozen=True, slots=True)
class Waived:
    """Why and until when a finding is accepted."""

    reason: str
    until: date | None = None
    by: str = ""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong, where, and what to do about it."""

    code: str
    name: str
    severity: Severity
    subject: Subject
    location: Location
    message: Message
    help: Message
    fingerprint: str
    path: tuple[str, ...] = ()
    owner: str = ""
    phase: str = ""
    segments: tuple[str, ...] = ()
    related: tuple[Related, ...] = ()
    waived: Waived | None = None
    known: bool = False
    """Known from the baseline."""
