"""The figures that all formats show: counts, pass rates, and how often customers are contacted."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from fractions import Fraction
from typing import NamedTuple, TypeVar

from tpaudit.findings.finding import Finding
from tpaudit.findings.result import Audit, InventoryAudit
from tpaudit.inventory.facts import longest_allowed
from tpaudit.inventory.inventory import Inventory
from tpaudit.inventory.registries import Segment
from tpaudit.inventory.touchpoint import Touchpoint
from tpaudit.rules.rule import Rule, Step
from tpaudit.schedule.figures import Silence, Worst
from tpaudit.schedule.plan import Schedule, SegmentPlan
from tpaudit.severity import Severity

Group = TypeVar("Group")


class Counts(NamedTuple):
    """Findings by severity."""

    errors: int = 0
    warnings: int = 0
    infos: int = 0

    @property
    def total(self) -> int:
        """All of them."""
        return self.errors + self.warnings + self.infos


def counts(findings: Iterable[Finding]) -> Counts:
    """Return how many findings there are of each severity."""
    severities = [finding.severity for finding in findings]
    return Counts(*(severities.count(severity) for severity in (Severity.ERROR, Severity.WARNING, Severity.INFO)))


def by_owner(findings: Iterable[Finding]) -> tuple[tuple[str, Counts], ...]:
    """Return the counts of what involves each owner, the busiest first; what belongs to all ("") comes last."""
    owned: dict[str, list[Finding]] = {}
    for finding in findings:
        for owner in finding.involves or ("",):
            owned.setdefault(owner, []).append(finding)
    counted = ((owner, counts(of_owner)) for owner, of_owner in owned.items())
    return tuple(
        sorted(
            counted,
            key=lambda owner_counts: (
                not owner_counts[0],
                -owner_counts[1].errors,
                -owner_counts[1].warnings,
                -owner_counts[1].infos,
                owner_counts[0],
            ),
        )
    )


class Score(NamedTuple):
    """The results of a rule or of several; applicable and passed are counts of subjects."""

    findings: int
    """The findings that count."""
    waived: int
    known: int
    unchanged: int
    """Findings not known to be new since the revision that the user named."""
    applicable: int
    passed: int
    not_judged: int

    @property
    def pass_rate(self) -> Fraction | None:
        """The share of applicable subjects without a finding; None where there are none."""
        return Fraction(self.passed, self.applicable) if self.applicable else None


def by_rule(audits: Sequence[InventoryAudit]) -> tuple[tuple[Rule, Score], ...]:
    """Return the score of each enabled rule, in catalogue order."""
    from tpaudit.registry import RULES

    rules = {tally.rule.code: tally.rule for audit in audits for tally in audit.tallies}
    catalogue = {rule.code: place for place, rule in enumerate(RULES)}
    ordered = sorted(rules.values(), key=lambda rule: catalogue.get(rule.code, len(catalogue)))
    scores = _scores(audits, lambda rule: rule.code)
    return tuple((rule, scores[rule.code]) for rule in ordered)


def by_family(audits: Sequence[InventoryAudit]) -> tuple[tuple[str, Score], ...]:
    """Return the score of each family, in the catalogue's order."""
    from tpaudit.registry import FAMILIES

    scores = _scores(audits, lambda rule: rule.family)
    return tuple((family, scores[family]) for family in FAMILIES if family in scores)


def by_step(audits: Sequence[InventoryAudit]) -> tuple[tuple[Step, Score], ...]:
    """Return the score of each step of touchpoint management."""
    scores = _scores(audits, lambda rule: rule.step)
    return tuple((step, scores[step]) for step in Step if step in scores)


def _scores(audits: Sequence[InventoryAudit], group: Callable[[Rule], Group]) -> dict[Group, Score]:
    sums: dict[Group, list[int]] = {}
    for audit in audits:
        found: dict[str, list[int]] = {}
        for finding in audit.findings:
            found.setdefault(finding.code, [0, 0, 0, 0])[_state(finding)] += 1
        for tally in audit.tallies:
            parts = (*found.get(tally.rule.code, (0, 0, 0, 0)), tally.applicable, tally.passed, tally.not_judged)
            before = sums.get(group(tally.rule), [0] * len(parts))
            sums[group(tally.rule)] = [old + more for old, more in zip(before, parts, strict=True)]
    return {key: Score(*parts) for key, parts in sums.items()}


def _state(finding: Finding) -> int:
    """Return the index of the score's number that counts the finding."""
    return 0 if finding.counts else 1 if finding.waived is not None else 2 if finding.known else 3


class Headline(NamedTuple):
    """How often a customer of a segment is contacted, and the longest silence."""

    plan: SegmentPlan
    worst_week: Worst | None
    """None if nothing is planned."""
    worst_week_person: str
    longest_silence: Silence | None
    longest_silence_person: str
    longest_silence_limit: int | None
    """In days."""

    @property
    def largest_burst(self) -> int:
        """The most contacts that one occurrence of an undated event sets off for one person."""
        return max((len(burst.contacts) for person in self.plan.persons for burst in person.bursts), default=0)

    @property
    def segment(self) -> Segment:
        """The segment."""
        return self.plan.segment

    @property
    def at_least(self) -> bool:
        """Whether rates are unknown, so that the loads are lower bounds."""
        return bool(self.plan.unknown_rates)

    @property
    def is_week_over(self) -> bool:
        """Whether the worst week exceeds its limit."""
        limit, week = self.worst_week_limit, self.worst_week
        return limit is not None and week is not None and week.sure > limit

    @property
    def worst_week_limit(self) -> Fraction | None:
        """The budget of the worst week, if there is one."""
        return self.worst_week.limit if self.worst_week is not None else None

    @property
    def is_silence_over(self) -> bool:
        """Whether the longest silence exceeds its limit."""
        limit, silence = self.longest_silence_limit, self.longest_silence
        return limit is not None and silence is not None and silence.days > limit


def headlines(audit: InventoryAudit) -> tuple[Headline, ...]:
    """Return the figures of each segment, in the inventory's order."""
    return tuple(headline(plan) for plan in audit.schedule.segments)


def headline(plan: SegmentPlan) -> Headline:
    """Return the figures of the person who fares worst, the first of several."""
    weeks = [(plan.worst(person.id, "per_week"), person.id) for person in plan.persons if person.same_as is None]
    week, whose = max(
        weeks,
        key=lambda candidate: (
            (-1, 0, Fraction(0)) if candidate[0] is None else (candidate[0].sure, candidate[0].most, candidate[0].mean)
        ),
    )
    silences = [(silence, person.id) for person in plan.reached if (silence := person.longest_silence) is not None]
    silence, silent = max(silences, key=lambda candidate: candidate[0].days, default=(None, ""))
    return Headline(
        plan=plan,
        worst_week=week,
        worst_week_person=whose,
        longest_silence=silence,
        longest_silence_person=silent,
        longest_silence_limit=longest_allowed(plan.segment),
    )


class Closing(NamedTuple):
    """What was checked, and what is not among the findings."""

    inventories: int
    files: int
    touchpoints: int
    """The upcoming and live ones, which rules look at."""
    all_touchpoints: int
    rules: int
    waived: int
    known: int
    hidden: int
    not_judged: int
    """How many pairs of rule and subject could not be judged."""
    complete: bool
    """Whether no fault hides a part of an inventory."""
    stale: int
    new: int | None
    """New findings since the revision named, unless waived or known; None if none was named."""
    worse: int
    """Findings that have grown since that revision or since the baseline."""
    unchanged: int
    unjudged: int
    """Findings that faults may have hidden at the revision named, unless waived or known."""
    fixed: int
    proactive: int
    """Upcoming and live proactive touchpoints."""
    scheduled: int
    """How many of these have days or rates."""

    @property
    def scheduled_share(self) -> Fraction | None:
        """The share of proactive touchpoints that have days or rates; None where there are none."""
        return Fraction(self.scheduled, self.proactive) if self.proactive else None


def closing(audit: Audit) -> Closing:
    """Return the counts of the closing line."""
    audits = audit.inventories
    return Closing(
        inventories=len(audits),
        files=sum(len(inventory_audit.inventory.documents) for inventory_audit in audits),
        touchpoints=sum(len(inventory_audit.inventory.active) for inventory_audit in audits),
        all_touchpoints=sum(len(inventory_audit.inventory.touchpoints) for inventory_audit in audits),
        rules=len(dict.fromkeys(tally.rule.code for inventory_audit in audits for tally in inventory_audit.tallies)),
        waived=sum(finding.waived is not None for inventory_audit in audits for finding in inventory_audit.findings),
        known=sum(finding.known for inventory_audit in audits for finding in inventory_audit.findings),
        hidden=sum(inventory_audit.hidden for inventory_audit in audits),
        not_judged=sum(tally.not_judged for inventory_audit in audits for tally in inventory_audit.tallies),
        complete=all(inventory_audit.inventory.complete for inventory_audit in audits),
        stale=sum(inventory_audit.stale for inventory_audit in audits),
        new=sum(finding.since != "worse" for finding in audit.findings)
        if any(inventory_audit.fixed is not None for inventory_audit in audits)
        else None,
        worse=sum(finding.since == "worse" for finding in audit.findings),
        unchanged=sum(
            finding.since == "unchanged" for inventory_audit in audits for finding in inventory_audit.findings
        ),
        unjudged=sum(_is_unjudged(finding) for inventory_audit in audits for finding in inventory_audit.findings),
        fixed=sum(len(inventory_audit.fixed or ()) for inventory_audit in audits),
        proactive=sum(len(_proactive(inventory_audit.inventory)) for inventory_audit in audits),
        scheduled=sum(
            _count_scheduled(inventory_audit.inventory, inventory_audit.schedule) for inventory_audit in audits
        ),
    )


def _is_unjudged(finding: Finding) -> bool:
    return finding.since == "unjudged" and finding.waived is None and not finding.known


def _proactive(inventory: Inventory) -> list[Touchpoint]:
    return [touchpoint for touchpoint in inventory.active if touchpoint.initiation == "proactive"]


def _count_scheduled(inventory: Inventory, schedule: Schedule) -> int:
    """Return how many have a rate of their own, a day in some segment, or follow an event with a known rate."""
    rated = {event.id for event in inventory.events if event.per_quarter is not None}
    scheduled: set[str] = set()
    for plan in schedule.segments:
        first, last = plan.horizon
        scheduled.update(
            touchpoint_id for touchpoint_id, days in plan.placed.items() if any(first <= day <= last for day in days)
        )
        scheduled.update(
            touchpoint_id for touchpoint_id, steps in plan.steps.items() if any(step.event in rated for step in steps)
        )
    return sum(
        touchpoint.id in scheduled or any(timing.per_quarter or timing.dates for timing in touchpoint.timing)
        for touchpoint in _proactive(inventory)
    )
