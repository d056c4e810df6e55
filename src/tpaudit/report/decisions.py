"""Section 2: what has to be decided? Findings that ask for a decision, ranked by a formula that the report states."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from fractions import Fraction
from math import ceil

from tpaudit.fields import known
from tpaudit.findings.finding import Finding
from tpaudit.findings.result import InventoryAudit
from tpaudit.inventory.registries import Segment
from tpaudit.inventory.subject import Kind
from tpaudit.messages import Message, Value, say
from tpaudit.report.touchpoints import Card
from tpaudit.report.words import Names
from tpaudit.rules.rule import STRUCTURAL
from tpaudit.severity import Severity


class Topic(StrEnum):
    """Why something has to be decided, the most urgent first."""

    UNREADABLE = "unreadable"
    OVERDUE = "overdue"
    MOMENT = "moment"
    OVERLOAD = "overload"
    GAP = "gap"
    NOBODY = "nobody"


TOPICS: Mapping[Topic, tuple[Message, int, Message]] = {
    Topic.UNREADABLE: (say("File to mend"), 10, say("Mend it, so that all of it is audited.")),
    Topic.OVERDUE: (say("Overdue decision"), 10, say("Carry it out, or agree on a new day.")),
    Topic.MOMENT: (say("Broken or annoying moment"), 8, say("Improve, merge or cut it, or keep it for a reason?")),
    Topic.OVERLOAD: (say("Overload"), 6, say("Drop, move or merge contacts, or allow more?")),
    Topic.GAP: (say("Gap"), 4, say("Fill the gap, or accept it for a reason?")),
    Topic.NOBODY: (say("Without owner or purpose"), 2, say("Who answers for it, and what is it for?")),
}
"""Names, points, and what is asked of the meeting."""

SEVERITY_POINTS: Mapping[Severity, int] = {Severity.ERROR: 6, Severity.WARNING: 3, Severity.INFO: 0}
PRIORITY_POINTS: Mapping[str, int] = {"critical": 4, "high": 3, "medium": 1}
REACH_POINTS = 3
"""For what concerns all customers; less in proportion, rounded up."""

FORMULA = say(
    "points = topic (overdue decision or file to mend 10, broken or annoying moment 8, overload 6, gap 4, without "
    "owner or purpose 2) + severity (error 6, warning 3) + priority of the touchpoint (critical 4, high 3, medium 1) + "
    "reach (3 × the share of customers concerned, rounded up). Equal points: in the order of the files."
)

_RULES: Mapping[Topic, tuple[str, ...]] = {
    Topic.UNREADABLE: STRUCTURAL,
    Topic.OVERDUE: ("GOV002", "GOV004", "GOV005"),
    Topic.MOMENT: ("EXP004", "EXP005", "EXP007", "EXP008", "EXP009", "MET010"),
    Topic.OVERLOAD: ("PRS002", "PRS005", "PRS006", "PRS007", "PRS008", "PHS003", "OWN004"),
    Topic.GAP: (
        "PRS003", "PRS004", "PRS009", "PHS002", "PHS004", "PHS006", "PHS008", "TIM004", "TIM005", "TIM006", "TIM007",
        "TIM008", "STK001", "FBK001", "FBK006",
    ),
    Topic.NOBODY: ("OWN001", "OWN002", "PUR001", "PUR002"),
}  # fmt: skip
_TOPIC: Mapping[str, Topic] = {code: topic for topic, codes in _RULES.items() for code in codes}


@dataclass(frozen=True, slots=True)
class Points:
    """Where an action's rank comes from."""

    topic: int
    severity: int
    priority: int
    reach: int

    @property
    def total(self) -> int:
        """The sum, by which actions are ranked."""
        return self.topic + self.severity + self.priority + self.reach


@dataclass(frozen=True, slots=True)
class Action:
    """Something to decide: the findings of one topic about one subject."""

    rank: int
    topic: Topic
    label: Message
    ask: Message
    """What the meeting has to answer."""
    title: Value
    kind: Kind
    subject: str
    """The subject's id."""
    owner: str
    """An owner's id, empty where nobody is."""
    phase: str
    segments: tuple[str, ...]
    findings: tuple[Finding, ...]
    """The worst first."""
    points: Points
    due: date | None

    @property
    def severity(self) -> Severity:
        """The worst of its findings'."""
        return self.findings[0].severity


@dataclass(frozen=True, slots=True)
class OwnerList:
    """What one owner has to do."""

    owner: str
    name: Value
    touchpoints: int
    actions: tuple[Action, ...]
    errors: int
    warnings: int
    infos: int


@dataclass(frozen=True, slots=True)
class Decisions:
    """The section."""

    actions: tuple[Action, ...]
    """Ranked."""
    owners: tuple[OwnerList, ...]
    """By most to do; nobody's first."""
    formula: Message
    missing: Message | None


def decisions(
    audit: InventoryAudit, findings: Sequence[Finding], cards: Mapping[str, Card], names: Names, owner: str | None
) -> Decisions:
    """Return the section, drawn from the findings that are not waived."""
    open_findings = [finding for finding in findings if finding.waived is None]
    actions = ranked(open_findings, audit, cards, names)
    missing = say("Nothing to decide: no finding asks for it.") if not actions else None
    return Decisions(actions, _owners(open_findings, actions, cards, names, owner), FORMULA, missing)


def ranked(
    findings: Iterable[Finding], audit: InventoryAudit, cards: Mapping[str, Card], names: Names
) -> tuple[Action, ...]:
    """Return the actions, the most urgent first."""
    groups: dict[tuple[Topic, Kind, str], list[Finding]] = {}
    for finding in findings:
        topic = _topic(finding)
        if topic is not None and finding.severity is not Severity.INFO:
            # Each fault of a file is mended at its own place, so faults stay apart by their file, not by their entry.
            subject = finding.location.file if topic is Topic.UNREADABLE else finding.subject.id
            kind = Kind.FILE if topic is Topic.UNREADABLE else finding.subject.kind
            groups.setdefault((topic, kind, subject), []).append(finding)
    actions = [
        _action(topic, kind, subject, sorted(group, key=lambda finding: finding.severity.rank), audit, cards, names)
        for (topic, kind, subject), group in groups.items()
    ]
    actions.sort(key=lambda action: -action.points.total)
    return tuple(replace(action, rank=rank) for rank, action in enumerate(actions, start=1))


def _topic(finding: Finding) -> Topic | None:
    # Whatever else breaks the plan leaves a gap in it.
    return _TOPIC.get(finding.code) or (Topic.GAP if finding.severity is Severity.ERROR else None)


def _action(
    topic: Topic,
    kind: Kind,
    subject: str,
    findings: Sequence[Finding],
    audit: InventoryAudit,
    cards: Mapping[str, Card],
    names: Names,
) -> Action:
    first = findings[0]
    card = cards.get(subject) if kind is Kind.TOUCHPOINT else None
    segments = tuple(dict.fromkeys(segment for finding in findings for segment in finding.segments))
    decision = card.decision if card else None
    label, points, ask = TOPICS[topic]
    return Action(
        rank=0,
        topic=topic,
        label=label,
        ask=ask,
        title=_title(kind, subject, names),
        kind=kind,
        subject=subject,
        owner=first.owner,
        phase=first.phase,
        segments=segments,
        findings=tuple(findings),
        points=Points(
            topic=points,
            severity=SEVERITY_POINTS[first.severity],
            priority=PRIORITY_POINTS.get((card.priority if card else None) or "", 0),
            reach=reach_points(segments, audit.inventory.segments),
        ),
        due=known(decision, "due"),
    )


def reach_points(concerned: Sequence[str], segments: Sequence[Segment]) -> int:
    """Return the points for the share of customers concerned; of segments where a number of customers is missing.

    What names no segment concerns all.
    """
    if not concerned or not segments:
        return REACH_POINTS
    counts = {segment.id: known(segment, "customers") for segment in segments}
    weights = {id_: count or 0 for id_, count in counts.items()} if all(counts.values()) else dict.fromkeys(counts, 1)
    return ceil(REACH_POINTS * Fraction(sum(weights.get(id_, 0) for id_ in concerned), sum(weights.values())))


def _title(kind: Kind, subject: str, names: Names) -> Value:
    match kind:
        case Kind.FILE:
            return subject
        case Kind.INVENTORY:
            return say("The whole inventory")
        case _:
            return names.subject(kind, subject)


def _owners(
    findings: Sequence[Finding],
    actions: Sequence[Action],
    cards: Mapping[str, Card],
    names: Names,
    owner: str | None,
) -> tuple[OwnerList, ...]:
    ids = dict.fromkeys(
        (
            *names.owners,
            *(card.owner for card in cards.values() if card.active and card.owner),
            *(finding.owner for finding in findings),
        )
    )
    lists = []
    for id_ in ids:
        own = [finding.severity for finding in findings if finding.owner == id_]
        touchpoints = sum(card.active and card.owner == id_ for card in cards.values())
        mine = tuple(action for action in actions if action.owner == id_)
        if (own or touchpoints) and owner in (None, id_):
            counts = (own.count(Severity.ERROR), own.count(Severity.WARNING), own.count(Severity.INFO))
            lists.append(OwnerList(id_, names.owner(id_), touchpoints, mine, *counts))
    return tuple(sorted(lists, key=lambda item: (bool(item.owner), -sum(a.points.total for a in item.actions))))
