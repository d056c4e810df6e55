"""A finding's identity: what stays the same when files are moved, reformatted or split."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from hashlib import sha256

from tpaudit.findings.finding import Finding
from tpaudit.inventory.subject import Kind


def fingerprint(code: str, kind: str, entry_id: str, path: Iterable[str], discriminator: str = "") -> str:
    """Return the identity as 32 hexadecimal digits, from rule, subject, field, and what distinguishes its findings."""
    parts = (code, kind, entry_id, "/".join(path), discriminator)
    return sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:32]


def with_root(identity: str, root: str) -> str:
    """Return the identity within a report on several inventories, which the root's path keeps apart."""
    return sha256(f"{root}\0{identity}".encode("utf-8", "surrogatepass")).hexdigest()[:32]


def renamed(finding: Finding, renames: Mapping[str, str]) -> Finding:
    """Return the finding with its identity under the touchpoints' new ids."""
    ids = {finding.subject.id, *finding.path, *finding.of.split()}
    if ids.isdisjoint(renames):
        return finding
    subject = finding.subject
    if subject.kind is Kind.TOUCHPOINT:
        subject = subject._replace(id=renames.get(subject.id, subject.id))
    path = tuple(renames.get(step, step) for step in finding.path)
    words = finding.of.split(" ")
    # Rules that distinguish findings by several ids sort them.
    discriminator = (
        finding.of if renames.keys().isdisjoint(words) else " ".join(sorted(renames.get(word, word) for word in words))
    )
    identity = fingerprint(finding.code, subject.kind, subject.id, path, discriminator)
    return finding._replace(subject=subject, path=path, of=discriminator, fingerprint=identity)
