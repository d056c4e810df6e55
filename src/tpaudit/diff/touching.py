"""Where a change touches what a finding is about: that is where reviewers look and annotations appear."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from tpaudit.diff.comparison import InventoryChange
from tpaudit.findings.finding import Finding, Location
from tpaudit.findings.result import InventoryAudit
from tpaudit.inventory.subject import At, Kind
from tpaudit.messages import Message, Value, say


def touched(change: InventoryChange) -> tuple[str, ...]:
    """Return the ids of the touchpoints that the change adds, renames or changes, in file order."""
    here = change.touchpoints
    return (
        *(added.id for added in here.added),
        *(renamed.after for renamed in here.renamed),
        *(changed.id for changed in here.changed),
    )


def owners(change: InventoryChange) -> tuple[str, ...]:
    """Return the owners of these touchpoints, in the same order."""
    if change.after is None:
        return ()
    touchpoints = change.after.inventory.touchpoint
    found = (touchpoints[touchpoint].owner for touchpoint in touched(change) if touchpoint in touchpoints)
    return tuple(dict.fromkeys(owner for owner in found if owner))


def placed(audit: InventoryAudit, change: InventoryChange) -> InventoryAudit:
    """Return the audit with each new or worse finding placed where the change touches it."""
    ids = touched(change)
    if not ids:
        return audit
    return replace(audit, findings=tuple(_placed(finding, audit, ids) for finding in audit.findings))


def _placed(finding: Finding, audit: InventoryAudit, ids: Collection[str]) -> Finding:
    if finding.since not in ("new", "worse"):
        return finding
    finding = _touched_first(finding, audit, ids)
    if finding.subject.kind is Kind.TOUCHPOINT and finding.subject.id in ids:
        return finding
    first = next((touchpoint for touchpoint in finding.culprits if touchpoint in ids), None)
    related = [other for other in finding.related if other.subject is not None and other.subject.id in ids]
    if first is not None:
        place = audit.inventory.locate(At(Kind.TOUCHPOINT, first, ("id",)))
        return finding._replace(touched=Location(*place))
    return finding._replace(touched=related[0].location) if related else finding


def _touched_first(finding: Finding, audit: InventoryAudit, ids: Collection[str]) -> Finding:
    """Return the finding with the touchpoints that the change touches named first, in its message too."""
    first = [culprit for culprit in finding.culprits if culprit in ids]
    named = finding.message.values.get("culprits")
    if not first or not isinstance(named, tuple):
        return finding
    culprits = (*first, *(culprit for culprit in finding.culprits if culprit not in ids))
    touchpoints = audit.inventory.touchpoint
    names: tuple[Value, ...] = tuple(
        touchpoints[culprit].name if culprit in touchpoints else culprit for culprit in culprits
    )
    shown = sum(not isinstance(name, Message) for name in named)
    more = len(names) - shown
    listed = (*names[:shown], say("{n} more", n=more)) if more > 0 else names
    message = Message(finding.message.template, {**finding.message.values, "culprits": listed})
    related = sorted(finding.related, key=lambda other: other.subject is None or other.subject.id not in ids)
    return finding._replace(culprits=culprits, message=message, related=tuple(related))
