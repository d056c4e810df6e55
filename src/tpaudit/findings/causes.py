"""Causes: findings that one decision fixes, in the order in which a reader with ten minutes needs them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import NamedTuple

from tpaudit.findings.finding import Finding
from tpaudit.findings.result import InventoryAudit
from tpaudit.inventory.registries import Segment
from tpaudit.inventory.subject import Kind
from tpaudit.registry import BY_CODE, RULES
from tpaudit.rules.grouping import CAUSES
from tpaudit.rules.rule import STRUCTURAL, Harm, Rule
from tpaudit.severity import Severity

ESSENTIAL: Mapping[str, str] = {
    "OWN001": "owner",
    "PUR001": "purpose",
    "CHN001": "channel",
    "PHS001": "phase",
    "TIM001": "timing",
}
"""The fields that every touchpoint should have, by the rule that asks for them."""

_CATALOGUE: Mapping[str, int] = {rule.code: place for place, rule in enumerate(RULES)}


@dataclass(frozen=True)
class Cause:
    """Findings that one decision fixes; there is at least one."""

    key: str
    """The name under which the catalogue joins rules, or the one rule's code."""
    rule: Rule
    """The rule that leads: its sentence says what is wrong."""
    findings: tuple[Finding, ...]
    """The worst first, otherwise in file order."""
    share: Fraction
    """The share of the inventory's customers whom it concerns; 0 to 1."""

    @property
    def severity(self) -> Severity:
        """The worst of its findings'."""
        return self.findings[0].severity

    @property
    def harm(self) -> Harm:
        """What it does to customers or to the plan, by the rule that leads."""
        return self.rule.harm

    @property
    def sentence(self) -> str:
        """What is wrong, in English, to be translated."""
        return self.rule.sentence

    @cached_property
    def codes(self) -> tuple[str, ...]:
        """The codes of its rules, the leading one first."""
        return tuple(dict.fromkeys((self.rule.code, *(finding.code for finding in self.findings))))

    @cached_property
    def owners(self) -> tuple[str, ...]:
        """The ids of the owners who are involved, the most often involved first."""
        counted = Counter(owner for finding in self.findings for owner in finding.involves)
        return tuple(sorted(counted, key=lambda owner: (-counted[owner], owner)))

    @cached_property
    def segments(self) -> tuple[str, ...]:
        """The ids of the segments that it concerns; empty: all."""
        return _segments(self.findings)

    @property
    def new(self) -> int:
        """How many findings are new since the revision or the baseline."""
        return sum(finding.since == "new" for finding in self.findings)

    @property
    def worse(self) -> int:
        """How many findings were there before and have grown."""
        return sum(finding.since == "worse" for finding in self.findings)


class Gap(NamedTuple):
    """A field that touchpoints lack although they should have it."""

    field: str
    findings: tuple[Finding, ...]

    @property
    def touchpoints(self) -> tuple[str, ...]:
        """The ids of the touchpoints that lack it."""
        return tuple(dict.fromkeys(finding.subject.id for finding in self.findings))


class Causes(NamedTuple):
    """The causes of one inventory's findings."""

    broken: tuple[Finding, ...]
    """Faults of the files; until they are fixed, all else is guesswork."""
    decide: tuple[Cause, ...]
    """The most urgent first."""
    complete: tuple[Gap, ...]
    """Fields that every touchpoint needs, then optional ones that this inventory uses; the most often missing first."""
    later: tuple[tuple[str, int], ...]
    """Optional fields that are hardly used yet, with the number of touchpoints that lack each."""

    @property
    def findings(self) -> int:
        """How many findings need a decision."""
        return sum(len(cause.findings) for cause in self.decide)


def causes(audit: InventoryAudit, findings: Iterable[Finding] | None = None) -> Causes:
    """Return the causes of the findings that count, or of the given ones."""
    found = tuple(audit.new if findings is None else findings)
    broken = tuple(finding for finding in found if finding.code in STRUCTURAL)
    groups: dict[str, list[Finding]] = {}
    gaps: dict[str, list[Finding]] = {}
    for finding in found:
        if finding.code not in STRUCTURAL:
            field = _lacks(finding)
            if field:
                gaps.setdefault(field, []).append(finding)
            else:
                groups.setdefault(BY_CODE[finding.code].cause, []).append(finding)
    decide = (_cause(key, of_cause, audit.inventory.segments) for key, of_cause in groups.items())
    complete = (Gap(field, tuple(of_field)) for field, of_field in gaps.items())
    return Causes(broken, tuple(sorted(decide, key=_urgency)), tuple(sorted(complete, key=_size)), _later(audit))


def _lacks(finding: Finding) -> str:
    """Return the field if its absence from one touchpoint is all that the finding is about, else nothing."""
    woken = BY_CODE[finding.code].woken_by
    if finding.code in ESSENTIAL:
        return ESSENTIAL[finding.code]
    return woken.fields[0] if woken is not None and finding.subject.kind is Kind.TOUCHPOINT else ""


def _cause(key: str, findings: Sequence[Finding], segments: Sequence[Segment]) -> Cause:
    joined = CAUSES.get(key, (key,))
    worst = sorted(findings, key=lambda finding: (finding.severity.rank, _place(joined, finding.code)))
    return Cause(key, BY_CODE[worst[0].code], tuple(worst), share(_segments(findings), segments))


def _place(joined: Sequence[str], code: str) -> int:
    return joined.index(code) if code in joined else len(joined)


def _segments(findings: Iterable[Finding]) -> tuple[str, ...]:
    concerned: dict[str, None] = {}
    for finding in findings:
        if not finding.segments:
            return ()
        concerned.update(dict.fromkeys(finding.segments))
    return tuple(concerned)


def share(concerned: Sequence[str], segments: Sequence[Segment]) -> Fraction:
    """Return the share of customers in these segments; all weigh the same if any number of customers is missing.

    No segments means all of them.
    """
    if not concerned or not segments:
        return Fraction(1)
    counts = {segment.id: segment.customers for segment in segments}
    weights = {id_: count or 0 for id_, count in counts.items()} if all(counts.values()) else dict.fromkeys(counts, 1)
    return Fraction(sum(weights.get(id_, 0) for id_ in dict.fromkeys(concerned)), sum(weights.values()))


def _urgency(cause: Cause) -> tuple[object, ...]:
    return cause.severity.rank, cause.harm.rank, -cause.share, -len(cause.findings), _CATALOGUE[cause.rule.code]


def _size(gap: Gap) -> tuple[bool, int, str]:
    return gap.field not in ESSENTIAL.values(), -len(gap.findings), gap.field


def _later(audit: InventoryAudit) -> tuple[tuple[str, int], ...]:
    lacking: dict[str, int] = {}
    for tally in audit.tallies:
        if tally.asleep is not None:
            for field in tally.asleep.fields:
                lacking[field] = max(lacking.get(field, 0), tally.asleep.of - tally.asleep.have)
    return tuple(sorted(lacking.items(), key=lambda field: (-field[1], field[0])))
