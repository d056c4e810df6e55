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
    """How often a rule was asked and what came of it; counts of subjects."""

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
    """Why the rule sleeps, and what would wake it; then it is about nothing."""

    @property
    def not_judged(self) -> int:
        """So many subjects could not be judged."""
        return len(self.unjudged)

    @property
    def passed(self) -> int:
        """Subjects without a finding."""
        return self.applicable - self.failed


class Compared(NamedTuple):
    """With what an audit was compared, and what a reader of the comparison has to know."""

    revision: str
    """As the user named it."""
    commit: str
    """The commit's id."""
    owners: tuple[str, ...] = ()
    """Whose touchpoints the change adds, renames or changes."""
    uncommitted: int = 0
    """Files of the inventory that differ from the last commit."""


@dataclass(frozen=True)
class InventoryAudit:
    """The audit of one inventory."""

    folder: str
    """The root file's folder as a POSIX path relative to where the command was run; empty for that place itself."""
    repository_folder: str | None
    """The same relative to the top of the git repository; None outside of one."""
    inventory: Inventory
    schedule: Schedule
    findings: tuple[Finding, ...]
    """By file, place, severity and code; waived and known ones included; filtered as the user asked."""
    tallies: tuple[Tally, ...]
    """Of each rule that was asked, in the catalogue's order."""
    hidden: int = 0
    """Findings that the user's filters hide."""
    has_baseline: bool = False
    """Whether the audit was compared with a baseline."""
    observation: Observation | None = None
    """What really happened, where there is a file of it."""
    stale: int = 0
    """Entries of the baseline that nothing matches any more."""
    fixed: tuple[Finding, ...] | None = None
    """Findings of the revision that the user named which are no more; None where none was named."""
    compared: Compared | None = None
    """With which revision, where one was named."""

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
    """By root file: from which severity on the check fails."""
    crashed: tuple[str, ...] = ()
    """Codes of rules that failed themselves."""

    @property
    def findings(self) -> tuple[Finding, ...]:
        """All findings that count."""
        return tuple(finding for audit in self.inventories for finding in audit.new)
