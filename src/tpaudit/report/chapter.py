"""One inventory in the report: its seven sections, and what changed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from tpaudit.exchange.customers import Customers
from tpaudit.findings.finding import Finding
from tpaudit.findings.result import InventoryAudit
from tpaudit.inventory.registries import Segment
from tpaudit.report.by_week import week_loads
from tpaudit.report.changes import Changes, changes
from tpaudit.report.coming import Coming, coming
from tpaudit.report.decisions import Decisions, decisions
from tpaudit.report.experience import ExperienceView, experience
from tpaudit.report.journey import Journey, journey
from tpaudit.report.load import TeamLoads, loads
from tpaudit.report.maturity import Maturity, maturity
from tpaudit.report.mix import Mix, mix
from tpaudit.report.pressure import Pressure, SegmentPressure, pressure
from tpaudit.report.reality import Reality, reality
from tpaudit.report.register import Register, register
from tpaudit.report.standing import standing
from tpaudit.report.touchpoints import cards
from tpaudit.report.words import Names, names

if TYPE_CHECKING:
    from tpaudit.diff.comparison import InventoryChange


@dataclass(frozen=True, slots=True)
class Chapter:
    """One inventory."""

    key: str
    """Tells the chapters' anchors apart; empty for the only one."""
    name: str
    folder: str
    repository: str | None
    """The folder relative to the top of the repository; None outside a repository."""
    complete: bool
    """False if faults hide part of the inventory."""
    files: int
    active: int
    """Touchpoints that are live or upcoming."""
    phases: int
    segments: int
    customers: int | None
    """The customers of these segments; None if one does not state them."""
    names: Names
    pressure: Pressure
    reality: Reality | None
    """What really happened, if it was observed."""
    decisions: Decisions
    load: TeamLoads
    coming: Coming
    journey: Journey
    experience: ExperienceView
    maturity: Maturity
    mix: Mix
    register: Register
    changes: Changes | None
    """The changes since the revision that the user named."""
    listed: frozenset[str]
    """The touchpoints in the inventory's table, which mentions of them can link to."""

    @property
    def most(self) -> SegmentPressure | None:
        """The segment that is contacted most."""
        segments = () if self.pressure.missing else self.pressure.segments
        return max(segments, key=lambda segment: segment.mean_per_quarter, default=None)

    def path(self, file: str) -> str:
        """Return a file's path as the user knows it."""
        return f"{self.folder}/{file}" if self.folder else file


def chapter(
    audit: InventoryAudit,
    key: str,
    today: date,
    *,
    owner: str | None,
    segment: str | None,
    change: InventoryChange | None,
    full: bool,
    customers: Customers | None = None,
) -> Chapter:
    """Return the chapter, for one owner and one segment if given; `change` is about the same inventory."""
    called = names(audit.inventory)
    every = cards(audit.inventory)
    shown = tuple(
        card for card in every if owner in (None, card.owner) and (segment is None or segment in card.segments)
    )

    segments = [candidate for candidate in audit.inventory.segments if segment in (None, candidate.id)]

    def concerns(finding: Finding) -> bool:
        return (owner is None or owner in finding.involves) and (
            segment is None or not finding.segments or segment in finding.segments
        )

    findings = tuple(filter(concerns, audit.findings))
    fixed = None if audit.fixed is None else tuple(filter(concerns, audit.fixed))
    overdue = [finding.subject.id for finding in findings if finding.code == "GOV005"]
    whole = None
    if change is not None and change.before is not None and segment is None:
        whole = standing(change.before, audit, today, owner)
    ahead = coming(shown, findings, called, today)
    load = loads(audit, called, today, owner)
    if customers is not None:
        weeks = week_loads(audit.inventory, customers, called, today, ahead.until, owner, segment)
        load = replace(load, weeks=weeks)
    return Chapter(
        key=key,
        name=audit.inventory.name or audit.folder or audit.inventory.root_file,
        folder=audit.folder,
        repository=audit.repository_folder,
        complete=audit.inventory.complete,
        files=len(audit.inventory.documents),
        active=sum(card.active for card in shown),
        phases=len({card.phase for card in shown if card.active and card.phase}),
        segments=len(segments),
        customers=_customers(segments),
        names=called,
        pressure=pressure(audit, called, segment, today),
        reality=reality(audit, called, segment),
        decisions=decisions(audit, findings, {card.id: card for card in every}, called, owner),
        load=load,
        coming=ahead,
        journey=journey(audit, shown, called, segment),
        experience=experience(shown, called, today, overdue=overdue),
        maturity=maturity(audit.tallies),
        mix=mix(audit, shown, called),
        register=register(audit, findings, shown, today, full=full),
        changes=changes(findings, fixed, () if change is None else change.segments, called, segment, whole),
        listed=frozenset(card.id for card in shown),
    )


def _customers(segments: Sequence[Segment]) -> int | None:
    stated = [segment.customers for segment in segments if segment.customers is not None]
    return sum(stated) if len(stated) == len(segments) else None
