"""The result of an audit: the values that every output and the report show."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from tpaudit.findings.finding import Finding
from tpaudit.inventory.inventory import Inventory
from tpaudit.messages import Language
from tpaudit.rules.rule import Rule
from tpaudit.rules.waking import Asleep
from tpaudit.schedule.plan import Schedule
from tpaudit.severity import FailOn, Severity

if TYPE_CHECKING:
    from tpaudit.observed.observation import Observation


class Tally(NamedTuple):
    """How many subjects a rule judged, and with what results."""

    rule: Rule
    severity: Severity
    """The severity in force for this inventory."""
    applicable: int
    """Subjects that passed or failed."""
    failed: int
    """Subjects with a finding, waived ones included."""
    unjudged: tuple[str, ...]
    """Ids of the subjects that could not be judged because of a fault in the files."""
    asleep: Asleep | None = None
    """Why the rule sleeps, and what would wake it; None for a rule that is awake."""

    @property
    def not_judged(self) -> int:
        """How many subjects could not be judged."""
        return len(self.unjudged)

    @property
    def passed(self) -> int:
        """Subjects without a finding."""
        return self.applicable - self.failed


class Compared(NamedTuple):
    """What an audit was compared with, and what a reader of the comparison has to know."""

    revision: str
    """As the user named it."""
    commit: str
    """The commit's id."""
    owners: tuple[str, ...] = ()
    """The owners of the touchpoints that the change adds, renames or changes."""
    uncommitted: int = 0
    """How many files of the inventory differ from the last commit."""


@dataclass(frozen=True)
class InventoryAudit:
    """The audit of one inventory."""

    folder: str
    """The root file's folder as a POSIX path relative to where the command was run; empty for that place itself."""
    repository_folder: str | None
    """The same relative to the top of the git repository; None outside a repository."""
    inventory: Inventory
    schedule: Schedule
    findings: tuple[Finding, ...]
    """By file, place, severity and code; waived and known ones included; filtered as the user asked."""
    tallies: tuple[Tally, ...]
    """One for each rule that was asked, in catalogue order."""
    hidden: int = 0
    """How many findings the user's filters hide."""
    has_baseline: bool = False
    """Whether the audit was compared with a baseline."""
    observation: Observation | None = None
    """What really happened, if there is a file of aggregates."""
    stale: int = 0
    """How many entries of the baseline no longer match anything."""
    fixed: tuple[Finding, ...] | None = None
    """Findings that were there at the revision that the user named and are gone; None if none was named."""
    compared: Compared | None = None
    """What it was compared with, if a revision was named."""

    @cached_property
    def new(self) -> tuple[Finding, ...]:
        """The findings that count: neither waived, nor known, and new if a revision was named."""
        return tuple(finding for finding in self.findings if finding.counts)

    @property
    def root(self) -> str:
        """The root file's path as the user knows it."""
        return self.path(self.inventory.root_file)

    def path(self, file: str) -> str:
        """Return a file's path as the user knows it."""
        return f"{self.folder}/{file}" if self.folder else file


@dataclass(frozen=True)
class Audit:
    """The audit of all inventories that the user asked for."""

    inventories: tuple[InventoryAudit, ...]
    today: date
    language: Language
    fail_on: Mapping[str, FailOn]
    """The lowest severity that fails the check, by root file."""
    crashed: tuple[str, ...] = ()
    """The codes of rules that crashed."""

    @property
    def findings(self) -> tuple[Finding, ...]:
        """All findings that count."""
        return tuple(finding for audit in self.inventories for finding in audit.new)
