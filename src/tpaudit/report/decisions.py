"""Section 2: what has to be decided? The causes behind the findings, in the order of `tpaudit check`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from tpaudit.findings.causes import Cause, Causes, causes
from tpaudit.findings.finding import Finding
from tpaudit.findings.result import InventoryAudit
from tpaudit.messages import Message, Value, say
from tpaudit.outputs.check.who import cures, details
from tpaudit.report.touchpoints import Card
from tpaudit.report.words import ACROSS, HARM, Names
from tpaudit.severity import Severity

MOST = 10
"""The most decisions that are shown in full, since nobody makes more in one sitting."""
DETAILS = 4
"""The most lines that say who and what a decision is about."""


@dataclass(frozen=True, slots=True)
class Decision:
    """What one decision fixes, with all its segments and touchpoints."""

    rank: int
    key: str
    """The cause's name; `files` for faults of the files."""
    title: str
    """What is wrong, in English, to be looked up in the catalogue."""
    codes: tuple[str, ...]
    """The leading rule's code first."""
    severity: Severity
    harm: Message
    """The harm if nobody decides, in a word."""
    lines: tuple[Message, ...]
    """Who and what, with the values."""
    help: Message
    owners: tuple[str, ...]
    """The ids of the owners who have to decide, the most often involved first; empty: it belongs to all."""
    phases: tuple[str, ...]
    segments: tuple[str, ...]
    """Ids; empty: all."""
    findings: tuple[Finding, ...]
    """The worst first."""
    places: tuple[tuple[str, int], ...]
    """Files and lines of the findings, each once."""
    due: date | None
    """The earliest day on which a decision about it is due."""
    urgency: tuple[int, ...]
    """The sort key for decisions of several inventories."""


@dataclass(frozen=True, slots=True)
class Incomplete:
    """A field that touchpoints lack, and their number."""

    field: str
    count: int


@dataclass(frozen=True, slots=True)
class OwnerList:
    """What one owner has to decide, and the findings that involve them."""

    owner: str
    name: Value
    touchpoints: int
    decisions: tuple[Decision, ...]
    errors: int
    warnings: int
    infos: int


@dataclass(frozen=True, slots=True)
class Decisions:
    """The section."""

    entries: tuple[Decision, ...]
    """The most urgent first."""
    incomplete: tuple[Incomplete, ...]
    """Fields that should be filled, as far as this inventory uses them; the most often missing first."""
    later: tuple[Incomplete, ...]
    """Fields that hardly any touchpoint has yet."""
    owners: tuple[OwnerList, ...]
    """The owners with most to decide first, after what belongs to all."""
    missing: Message | None

    @property
    def findings(self) -> int:
        """How many findings need a decision."""
        return sum(len(entry.findings) for entry in self.entries)


def decisions(
    audit: InventoryAudit, findings: Sequence[Finding], cards: Mapping[str, Card], names: Names, owner: str | None
) -> Decisions:
    """Return the section, drawn from the findings that are not waived."""
    open_findings = [finding for finding in findings if finding.waived is None]
    found = causes(audit, open_findings)
    entries = _entries(found, cards)
    return Decisions(
        entries,
        tuple(Incomplete(gap.field, len(gap.touchpoints)) for gap in found.complete),
        tuple(Incomplete(field, count) for field, count in found.later),
        _owners(open_findings, entries, cards, names, owner),
        None if entries else say("Nothing to decide: no finding asks for it."),
    )


def _entries(found: Causes, cards: Mapping[str, Card]) -> tuple[Decision, ...]:
    worth = [cause for cause in found.decide if cause.severity is not Severity.INFO]
    entries = [_files(found.broken)] if found.broken else []
    return (
        *entries,
        *(_entry(rank, cause, cards) for rank, cause in enumerate(worth, start=len(entries) + 1)),
    )


_FAULTS = say("Files hold faults, so a part of the inventory is not audited.")


def _files(faults: Sequence[Finding]) -> Decision:
    files = dict.fromkeys(finding.location.file for finding in faults)
    return Decision(
        rank=1,
        key="files",
        title=_FAULTS.template,
        codes=tuple(dict.fromkeys(finding.code for finding in faults)),
        severity=Severity.ERROR,
        harm=HARM["blind"],
        lines=tuple(finding.message for finding in faults[:DETAILS]),
        help=say("Fix them first; tpaudit check shows each at its place."),
        owners=_involved(faults),
        phases=(),
        segments=(),
        findings=tuple(faults),
        places=_places(faults),
        due=None,
        urgency=(-1, 0, 0, -len(files)),
    )


def _entry(rank: int, cause: Cause, cards: Mapping[str, Card]) -> Decision:
    decided = (cards[finding.subject.id].decision for finding in cause.findings if finding.subject.id in cards)
    dues = [decision.due for decision in decided if decision is not None and decision.due is not None]
    return Decision(
        rank=rank,
        key=cause.key,
        title=cause.sentence,
        codes=cause.codes,
        severity=cause.severity,
        harm=HARM[cause.harm],
        lines=details(cause, DETAILS),
        help=cures(cause),
        owners=cause.owners,
        phases=tuple(dict.fromkeys(finding.phase for finding in cause.findings if finding.phase)),
        segments=cause.segments,
        findings=cause.findings,
        places=_places(cause.findings),
        due=min(dues, default=None),
        urgency=(cause.severity.rank, cause.harm.rank, -int(cause.share * 100), -len(cause.findings)),
    )


def _places(findings: Iterable[Finding]) -> tuple[tuple[str, int], ...]:
    return tuple(dict.fromkeys((finding.location.file, finding.location.span.line) for finding in findings))


def _involved(findings: Iterable[Finding]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(owner for finding in findings for owner in finding.involves))


def _owners(
    findings: Sequence[Finding],
    entries: Sequence[Decision],
    cards: Mapping[str, Card],
    names: Names,
    owner: str | None,
) -> tuple[OwnerList, ...]:
    owned = (card.owner for card in cards.values() if card.active and card.owner)
    ids = dict.fromkeys((*names.owners, *owned, *_involved(findings), ""))
    lists = []
    for id_ in ids:
        own = [finding.severity for finding in findings if (id_ in finding.involves if id_ else not finding.involves)]
        touchpoints = sum(card.active and card.owner == id_ for card in cards.values())
        mine = tuple(entry for entry in entries if (id_ in entry.owners if id_ else not entry.owners))
        if (own or touchpoints) and owner in (None, id_):
            counts = (own.count(Severity.ERROR), own.count(Severity.WARNING), own.count(Severity.INFO))
            lists.append(OwnerList(id_, names.owner(id_) if id_ else ACROSS, touchpoints, mine, *counts))
    return tuple(sorted(lists, key=lambda item: (bool(item.owner), -len(item.decisions), -item.errors)))
