"""The report's view model: what each section shows, before any layout.

Values are exact (fractions, dates, shares) and words are messages: the templates render both in the reader's language.
Every figure is one of the schedule or of the audit, or a count of them. `VERSION` grows when a field changes its
meaning or goes away.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from tpaudit.findings.finding import Finding
from tpaudit.findings.result import Audit, InventoryAudit
from tpaudit.inventory.registries import Segment
from tpaudit.messages import Language, Value, say
from tpaudit.report.changes import Changes, changes
from tpaudit.report.decisions import Action, Decisions, decisions
from tpaudit.report.experience import ExperienceView, experience
from tpaudit.report.journey import Journey, journey
from tpaudit.report.known import known
from tpaudit.report.maturity import Maturity, maturity
from tpaudit.report.mix import Mix, mix
from tpaudit.report.pressure import Pressure, SegmentPressure, pressure
from tpaudit.report.register import Register, register
from tpaudit.report.summary import Figure, figures
from tpaudit.report.touchpoints import cards
from tpaudit.report.words import Names, names

VERSION = 1


@dataclass(frozen=True, slots=True)
class Choice:
    """What a filter offers."""

    id: str
    name: Value


@dataclass(frozen=True, slots=True)
class Chapter:
    """One inventory."""

    key: str
    """Tells the chapters' anchors apart; empty for the only one."""
    name: str
    folder: str
    complete: bool
    """False where faults hide a part of the inventory."""
    files: int
    active: int
    """Touchpoints that are live or upcoming."""
    phases: int
    segments: int
    customers: int | None
    """Of all segments; None where one does not say."""
    names: Names
    pressure: Pressure
    decisions: Decisions
    journey: Journey
    experience: ExperienceView
    maturity: Maturity
    mix: Mix
    register: Register
    changes: Changes | None
    """Since the revision that the user named."""

    @property
    def most(self) -> SegmentPressure | None:
        """The segment that is contacted most."""
        segments = () if self.pressure.missing else self.pressure.segments
        return max(segments, key=lambda segment: segment.per_quarter, default=None)

    def path(self, file: str) -> str:
        """Return a file's path as the user knows it."""
        return f"{self.folder}/{file}" if self.folder else file


@dataclass(frozen=True, slots=True)
class ReportView:
    """The whole report."""

    version: int
    title: Value
    today: date
    language: Language
    owner: Value | None
    """Whose report it is, if one was asked for."""
    segment: Value | None
    """Which segment's, if one was asked for."""
    chapters: tuple[Chapter, ...]
    owners: tuple[Choice, ...]
    phases: tuple[Choice, ...]
    segments: tuple[Choice, ...]
    figures: tuple[Figure, ...]
    """What is said first."""

    @property
    def actions(self) -> tuple[tuple[Chapter, Action], ...]:
        """The actions of all chapters, the most urgent first."""
        pairs = ((chapter, action) for chapter in self.chapters for action in chapter.decisions.actions)
        return tuple(sorted(pairs, key=lambda pair: -pair[1].points.total))


def view(
    audit: Audit,
    *,
    title: str | None = None,
    owner: str | None = None,
    segment: str | None = None,
    language: Language | None = None,
) -> ReportView:
    """Return what the report shows: of one owner, of one segment, or of all."""
    several = len(audit.inventories) > 1
    chapters = tuple(
        _chapter(each, f"{number}-" if several else "", audit.today, owner, segment)
        for number, each in enumerate(audit.inventories, start=1)
    )
    return ReportView(
        version=VERSION,
        title=title or _title(audit),
        today=audit.today,
        language=language or audit.language,
        owner=_called(chapters, "owners", owner),
        segment=_called(chapters, "segments", segment),
        chapters=chapters,
        owners=tuple(dict.fromkeys(Choice(o.owner, o.name) for c in chapters for o in c.decisions.owners if o.owner)),
        phases=_choices((phase, c.names.phase(phase)) for c in chapters for phase in _phases(c)),
        segments=_choices((s.id, s.name) for c in chapters for s in c.pressure.segments),
        figures=figures(chapters),
    )


def _choices(pairs: Iterable[tuple[str, Value]]) -> tuple[Choice, ...]:
    return tuple(Choice(id_, name) for id_, name in dict(pairs).items())


def _phases(chapter: Chapter) -> list[str]:
    return [heading.id for heading in chapter.journey.coverage.phases]


def _called(chapters: tuple[Chapter, ...], registry: str, id_: str | None) -> Value | None:
    if id_ is None:
        return None
    return next((found for c in chapters if (found := getattr(c.names, registry).get(id_))), id_)


def _title(audit: Audit) -> Value:
    """Return the title that the first root file sets; of several inventories a common one."""
    if len(audit.inventories) != 1:
        return say("Customer touchpoints")
    inventory = audit.inventories[0].inventory
    return known(inventory.report, "title") or inventory.name or say("Customer touchpoints")


def _chapter(audit: InventoryAudit, key: str, today: date, owner: str | None, segment: str | None) -> Chapter:
    called = names(audit.inventory)
    every = cards(audit.inventory, called)
    shown = tuple(
        card for card in every if owner in (None, card.owner) and (segment is None or segment in card.segments)
    )

    def concerns(finding: Finding) -> bool:
        return owner in (None, finding.owner) and (
            segment is None or not finding.segments or segment in finding.segments
        )

    findings = tuple(filter(concerns, audit.findings))
    mended = None if audit.mended is None else tuple(filter(concerns, audit.mended))
    overdue = [finding.subject.id for finding in findings if finding.code == "GOV005"]
    return Chapter(
        key=key,
        name=audit.inventory.name or audit.folder or audit.inventory.root_file,
        folder=audit.folder,
        complete=audit.inventory.complete,
        files=len(audit.inventory.documents),
        active=sum(card.active for card in shown),
        phases=len({card.phase for card in shown if card.active and card.phase}),
        segments=len(audit.inventory.segments),
        customers=_customers(audit.inventory.segments),
        names=called,
        pressure=pressure(audit, called, segment),
        decisions=decisions(audit, findings, {card.id: card for card in every}, called, owner),
        journey=journey(audit, shown, called, segment),
        experience=experience(shown, called, today, overdue=overdue),
        maturity=maturity(audit.tallies),
        mix=mix(audit, shown, called),
        register=register(audit, findings, shown, today),
        changes=changes(findings, mended),
    )


def _customers(segments: Sequence[Segment]) -> int | None:
    stated = [known(segment, "customers") for segment in segments]
    return None if None in stated else sum(stated)
