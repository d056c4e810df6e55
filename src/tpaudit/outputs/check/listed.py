"""The findings of all inventories as outputs list them: with the paths that a reader knows, and one identity each."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from tpaudit.findings.finding import Finding
from tpaudit.findings.fingerprint import with_root
from tpaudit.findings.result import Audit, InventoryAudit
from tpaudit.loading.places import Span


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
        """The file below the top of the repository; outside of one, as the user knows it."""
        return repository_path(self.audit, self.finding.location.file)

    @property
    def span(self) -> Span:
        """The place in the file."""
        return self.finding.location.span

    @property
    def place(self) -> str:
        """``file:line:column``."""
        return f"{self.path}:{self.span.line}:{self.span.column}"


def every(audit: Audit) -> tuple[Listed, ...]:
    """Return all findings, waived and known ones included, in the order of inventories, files and places."""
    return tuple(_listed(audit, of, finding) for of in audit.inventories for finding in of.findings)


def new(audit: Audit) -> tuple[Listed, ...]:
    """Return the findings that count, in the same order."""
    return tuple(_listed(audit, of, finding) for of in audit.inventories for finding in of.new)


def mended(audit: Audit) -> tuple[Listed, ...]:
    """Return the findings that the revision named has and that are no more, where one was named."""
    return tuple(_listed(audit, of, finding) for of in audit.inventories for finding in of.mended or ())


def worst_first(findings: Iterable[Listed]) -> list[Listed]:
    """Return the findings by severity, otherwise in their order."""
    return sorted(findings, key=lambda listed: listed.finding.severity.rank)


def repository_path(audit: InventoryAudit, file: str) -> str:
    """Return a file's path below the top of the repository; outside of one, as the user knows it."""
    folder = audit.folder if audit.repository_folder is None else audit.repository_folder
    return f"{folder}/{file}" if folder else file


def _listed(audit: Audit, of: InventoryAudit, finding: Finding) -> Listed:
    several = len(audit.inventories) > 1
    root = repository_path(of, of.inventory.root_file)
    return Listed(of, finding, with_root(finding.fingerprint, root) if several else finding.fingerprint)
