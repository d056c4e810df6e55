"""Waivers: findings that are accepted for a reason, and the rules that keep waivers honest."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from typing import NamedTuple

from tpaudit.findings.finding import Finding, Waived
from tpaudit.inventory import wording
from tpaudit.inventory.inventory import Inventory
from tpaudit.inventory.subject import At, Kind
from tpaudit.inventory.touchpoint import Waiver
from tpaudit.rules import governance
from tpaudit.rules.asking import Answer
from tpaudit.rules.context import Subject
from tpaudit.rules.registry import BY_NAME, RULES, find
from tpaudit.rules.rule import Problem, Rule
from tpaudit.rules.selection import Asked


class Placed(NamedTuple):
    """A waiver and the subject for which it holds."""

    waiver: Waiver
    kind: Kind
    id: str
    at: At
    """The waiver's own place."""
    subject: Subject

    def key(self, name: str) -> At:
        """Name the place of one of the waiver's keys."""
        return At(self.at.kind, self.at.id, (*self.at.path, name))


def placed(inventory: Inventory) -> Iterator[Placed]:
    """Yield every waiver of the inventory, in the order of touchpoints, registries and the root."""
    for touchpoint in inventory.touchpoints:
        for index, waiver in enumerate(touchpoint.__dict__.get("waive", ())):
            yield Placed(waiver, Kind.TOUCHPOINT, touchpoint.id, touchpoint.at("waive", index), touchpoint)
    for kind, entries in (
        (Kind.PHASE, inventory.phases),
        (Kind.SEGMENT, inventory.segments),
        (Kind.OWNER, inventory.owners),
        (Kind.EVENT, inventory.events),
    ):
        for entry in entries:
            for index, waiver in enumerate(entry.__dict__.get("waive", ())):
                yield Placed(waiver, kind, entry.id, At(kind, entry.id, ("waive", index)), entry)
    for index, root in enumerate(inventory.waivers):
        at = At(Kind.INVENTORY, "", ("waive", index))
        kind, entry_id, subject = _meant(inventory, root)
        yield Placed(root, kind, entry_id, at, subject)


def _meant(inventory: Inventory, waiver: Waiver) -> tuple[Kind, str, Subject]:
    segment, phase, event = (getattr(waiver, key, None) for key in ("segment", "phase", "event"))
    if segment and phase:
        return Kind.SEGMENT_PHASE, f"{segment}/{phase}", inventory
    if segment:
        return Kind.SEGMENT, segment, inventory.segment.get(segment, inventory)
    if phase:
        return Kind.PHASE, phase, inventory.phase.get(phase, inventory)
    if event:
        return Kind.EVENT, event, inventory.event.get(event, inventory)
    return Kind.INVENTORY, "", inventory


def covers(waiver: Placed, finding: Finding) -> bool:
    """Whether the waiver is about the finding; one of a phase or a segment covers the pair of both too."""
    subject = finding.subject
    if subject.kind is Kind.SEGMENT_PHASE and waiver.kind in (Kind.SEGMENT, Kind.PHASE):
        segment, _, phase = subject.id.partition("/")
        return waiver.id == (segment if waiver.kind is Kind.SEGMENT else phase)
    return (subject.kind, subject.id) == (waiver.kind, waiver.id)


def settle(
    inventory: Inventory, findings: Iterable[Finding], rules: Iterable[Asked], today: date, *, judge_unused: bool
) -> tuple[tuple[Finding, ...], tuple[Answer, ...]]:
    """Return the findings, those waived marked so, and what is wrong with the waivers themselves.

    A waiver holds on its last day and no longer on the next. `judge_unused` is off where only some rules were asked
    for, since then a waiver may be used by one that was not.
    """
    by_code: dict[str, list[Placed]] = {}
    problems: list[tuple[str, Placed, Problem]] = []
    for waiver in placed(inventory):
        rule = find(waiver.waiver.rule)
        if rule is None or not rule.adjustable:
            problems.append(("GOV003", waiver, _unknown(waiver, rule)))
        elif waiver.waiver.until is not None and waiver.waiver.until < today:
            problem = governance.expired_waiver_problem(waiver.key("until"), rule.code, waiver.waiver.until)
            problems.append(("GOV002", waiver, problem))
        else:
            by_code.setdefault(rule.code, []).append(waiver)
    used: dict[int, Placed] = {}
    settled = tuple(_settled(finding, by_code.get(finding.code, ()), used) for finding in findings)
    asked = {one.rule.code: one for one in rules}
    if judge_unused and inventory.complete:
        for code, waivers in by_code.items():
            if code in asked:
                problems += [
                    ("GOV001", waiver, governance.unused_waiver_problem(waiver.key("rule"), code))
                    for waiver in waivers
                    if id(waiver) not in used
                ]
    answers = tuple(
        Answer(asked[code], waiver.subject, (problem,)) for code, waiver, problem in problems if code in asked
    )
    return settled, answers


def _unknown(waiver: Placed, rule: Rule | None) -> Problem:
    given = waiver.waiver.rule
    if rule is not None:
        return governance.unwaivable_rule_problem(waiver.key("rule"), rule.code)
    words = (*(one.code for one in RULES), *BY_NAME)
    similar = wording.nearest(given.lower(), words) or wording.nearest(given.upper(), words)
    return governance.unknown_rule_problem(waiver.key("rule"), given, similar)


def _settled(finding: Finding, waivers: Iterable[Placed], used: dict[int, Placed]) -> Finding:
    for waiver in waivers:
        if covers(waiver, finding):
            used[id(waiver)] = waiver
            given = waiver.waiver
            return replace(finding, waived=Waived(given.reason, given.until, given.by or ""))
    return finding
