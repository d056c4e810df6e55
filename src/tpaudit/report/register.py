"""Section 7: all findings by rule, what is waived or known, and the inventory as a table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from tpaudit.findings.finding import Finding
from tpaudit.findings.result import InventoryAudit, Tally
from tpaudit.messages import Message, Value, render, say
from tpaudit.registry import find
from tpaudit.report.touchpoints import Card
from tpaudit.report.words import RULE_FAMILY
from tpaudit.rules.explanation import explanation
from tpaudit.severity import Severity


@dataclass(frozen=True, slots=True)
class RuleFindings:
    """The unwaived findings of one rule, with the rule's explanation."""

    code: str
    name: str
    family: Value
    severity: Severity
    summary: str
    """English, to be translated like `why`."""
    why: str
    applicable: int
    failed: int
    findings: tuple[Finding, ...]
    advice: Message | None
    """The help, if it is the same for all of them."""


@dataclass(frozen=True, slots=True)
class WaivedFinding:
    """A finding that is accepted, with the reason and how long."""

    finding: Finding
    reason: str
    by: str
    until: date | None
    days_left: int | None


@dataclass(frozen=True, slots=True)
class Register:
    """The section."""

    rules: tuple[RuleFindings, ...]
    """By worst severity, then in the catalogue's order."""
    errors: int
    warnings: int
    infos: int
    known: int
    """Of these, known from the baseline."""
    hidden: int
    stale: int
    waived: tuple[WaivedFinding, ...]
    """The next to expire first."""
    touchpoints: tuple[Card, ...]
    missing: Message | None

    @property
    def codes(self) -> frozenset[str]:
        """The listed rules, which mentions of them can link to."""
        return frozenset(rule.code for rule in self.rules)

    @property
    def total(self) -> int:
        """All findings that are not waived."""
        return self.errors + self.warnings + self.infos


def register(
    audit: InventoryAudit, findings: Sequence[Finding], cards: Sequence[Card], today: date, *, full: bool
) -> Register:
    """Return the section; `full` also lists infos, which are otherwise only counted."""
    tallies = {tally.rule.code: tally for tally in audit.tallies}
    groups: dict[str, list[Finding]] = {}
    for finding in findings:
        if finding.waived is None:
            groups.setdefault(finding.code, []).append(finding)
    order = {code: index for index, code in enumerate(tallies)}
    rules = [_rule(code, listed, tallies) for code, group in groups.items() if (listed := _listed(group, full=full))]
    rules.sort(key=lambda rule: (rule.severity.rank, order.get(rule.code, -1), rule.code))
    counts = [finding.severity for group in groups.values() for finding in group]
    waived = [
        WaivedFinding(
            finding,
            finding.waived.reason,
            finding.waived.by,
            finding.waived.until,
            (finding.waived.until - today).days if finding.waived.until else None,
        )
        for finding in findings
        if finding.waived is not None
    ]
    return Register(
        rules=tuple(rules),
        errors=counts.count(Severity.ERROR),
        warnings=counts.count(Severity.WARNING),
        infos=counts.count(Severity.INFO),
        known=sum(finding.known for group in groups.values() for finding in group),
        hidden=audit.hidden,
        stale=audit.stale,
        waived=tuple(sorted(waived, key=lambda item: item.until or date.max)),
        touchpoints=tuple(cards),
        missing=None if counts else say("No finding: every rule that applies is passed."),
    )


def _rule(code: str, findings: Sequence[Finding], tallies: Mapping[str, Tally]) -> RuleFindings:
    first = findings[0]
    tally = tallies.get(code)
    rule = find(code)
    explained = explanation(rule) if rule else None
    # Compare rendered texts, not values: most rules pass every value to their help.
    advice = render(first.help)
    same = all(render(finding.help) == advice for finding in findings)
    return RuleFindings(
        code=code,
        name=first.name,
        family=RULE_FAMILY.get(code[:3], code[:3]),
        severity=min((finding.severity for finding in findings), key=lambda severity: severity.rank),
        summary=explained.sentence if explained else "",
        why=explained.why if explained else "",
        applicable=tally.applicable if tally else 0,
        failed=tally.failed if tally else len(findings),
        findings=tuple(findings),
        advice=first.help if same else None,
    )


def _listed(findings: Sequence[Finding], *, full: bool) -> list[Finding]:
    return [finding for finding in findings if full or finding.severity is not Severity.INFO]
