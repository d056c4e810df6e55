"""What an audit finds: severity, place, message."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Literal, NamedTuple

from tpaudit.inventory.subject import Subject
from tpaudit.loading.changes import Fix
from tpaudit.loading.places import Span
from tpaudit.messages import Message, Value
from tpaudit.rules.rule import Unit
from tpaudit.severity import Severity


class Location(NamedTuple):
    """A place in a file; `file` is a POSIX path relative to the root file's folder."""

    file: str
    span: Span


class Related(NamedTuple):
    """Another place that belongs to a finding: the first of two duplicates, a culprit of an overload."""

    location: Location
    message: Message
    subject: Subject | None = None


class Waived(NamedTuple):
    """Why and until when a finding is accepted."""

    reason: str
    until: date | None = None
    by: str = ""


class Finding(NamedTuple):
    """One thing that is wrong, where, and what to do about it."""

    code: str
    name: str
    severity: Severity
    subject: Subject
    location: Location
    message: Message
    help: Message
    fingerprint: str
    cause: Subject | None = None
    """What the place belongs to, where that is not the subject itself but something that several share: the file whose
    `defaults` touchpoints inherit, a channel, the phase that is empty in several segments."""
    joined: str = ""
    """The field of the message whose values are joined when several findings are merged into one."""
    path: tuple[str, ...] = ()
    of: str = ""
    """What distinguishes it from others of its rule at the same place: a segment, a channel, a missing type."""
    owner: str = ""
    phase: str = ""
    segments: tuple[str, ...] = ()
    involves: tuple[str, ...] = ()
    """The owners whom it concerns: the subject's first, then those of the contributing touchpoints."""
    culprits: tuple[str, ...] = ()
    """The ids of the touchpoints that contribute to it."""
    measure: tuple[Fraction, ...] = ()
    """How bad it is, the first number counting most; higher is worse. Empty if it cannot be measured."""
    units: tuple[Unit, ...] = ()
    """What the numbers of the measure count."""
    related: tuple[Related, ...] = ()
    fix: Fix | None = None
    """The edit that fixes it at its location, if there is one."""
    waived: Waived | None = None
    known: bool = False
    """Known from the baseline."""
    since: Literal["", "new", "worse", "unchanged", "unjudged"] = ""
    """Compared with the revision that the user named; empty if none was named. Worse: it was there, and its measure has
    grown, since that revision or since the baseline. Unjudged: faults in the files hid from the audit of that revision
    whether it was there."""
    was: tuple[Fraction, ...] = ()
    """The earlier measure of a finding that is worse."""
    touched: Location | None = None
    """For a finding that is new or worse: the involved place that the change touches, if it is another one."""

    @property
    def counts(self) -> bool:
        """Whether it can fail the check: neither waived nor known, and new or worse if a revision was named."""
        return self.waived is None and not self.known and self.since in ("", "new", "worse")

    @property
    def of_anybody(self) -> tuple[str, tuple[tuple[str, Value], ...]]:
        """The message without its subject's name, equal for findings that say the same about several subjects."""
        own = (self.subject.id, self.subject.name)
        return self.message.template, tuple(
            (key, value) for key, value in self.message.values.items() if value not in own
        )
