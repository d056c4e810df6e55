"""The findings of all inventories as outputs list them: with the paths that a reader knows, each with one identity."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from tpaudit.findings.finding import Finding, Location
from tpaudit.findings.fingerprint import with_root
from tpaudit.findings.result import Audit, InventoryAudit
from tpaudit.loading.places import Span
from tpaudit.registry import BY_CODE


class Listed(NamedTuple):
    """A finding and the audit to which it belongs."""

    audit: InventoryAudit
    finding: Finding
    identity: str
    """The fingerprint, with the root's path where there are several inventories."""

    @property
    def path(self) -> str:
        """The file as the user knows it."""
        return self.audit.path(self.finding.location.file)

    @property
    def repository_path(self) -> str:
        """The file's path below the top of the repository; outside a repository, as the user knows it."""
        return repository_path(self.audit, self.finding.location.file)

    @property
    def span(self) -> Span:
        """The place in the file."""
        return self.finding.location.span

    @property
    def spot(self) -> Location:
        """The place for annotations: what the change touches if a revision was named, else the finding's place."""
        return self.finding.touched or self.finding.location

    @property
    def place(self) -> str:
        """``file:line:column``."""
        return f"{self.path}:{self.span.line}:{self.span.column}"


def every(audit: Audit) -> tuple[Listed, ...]:
    """Return all findings, waived and known ones included: by inventory and file, then severity, harm and place."""
    return tuple(
        _listed(audit, inventory_audit, finding)
        for inventory_audit in audit.inventories
        for finding in _by_harm(inventory_audit.findings)
    )


def new(audit: Audit) -> tuple[Listed, ...]:
    """Return the findings that count, in the same order."""
    return tuple(
        _listed(audit, inventory_audit, finding)
        for inventory_audit in audit.inventories
        for finding in _by_harm(inventory_audit.new)
    )


def fixed(audit: Audit) -> tuple[Listed, ...]:
    """Return the findings that are gone since the revision named, if one was named."""
    return tuple(
        _listed(audit, inventory_audit, finding)
        for inventory_audit in audit.inventories
        for finding in inventory_audit.fixed or ()
    )


def worst_first(findings: Iterable[Listed]) -> list[Listed]:
    """Return the findings by severity and harm, otherwise in their order."""
    return sorted(findings, key=lambda listed: _harm(listed.finding))


def _by_harm(findings: Iterable[Finding]) -> list[Finding]:
    """Return the findings file by file, the most harmful first in each."""
    return sorted(findings, key=lambda finding: (finding.location.file, *_harm(finding), finding.location.span))


def _harm(finding: Finding) -> tuple[int, int]:
    rule = BY_CODE.get(finding.code)
    return finding.severity.rank, rule.harm.rank if rule is not None else 0


def repository_path(audit: InventoryAudit, file: str) -> str:
    """Return a file's path below the top of the repository; outside a repository, as the user knows it."""
    folder = audit.folder if audit.repository_folder is None else audit.repository_folder
    return f"{folder}/{file}" if folder else file


def _listed(audit: Audit, inventory_audit: InventoryAudit, finding: Finding) -> Listed:
    several = len(audit.inventories) > 1
    root = repository_path(inventory_audit, inventory_audit.inventory.root_file)
    return Listed(inventory_audit, finding, with_root(finding.fingerprint, root) if several else finding.fingerprint)
