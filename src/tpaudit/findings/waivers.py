"""Waivers: findings that are accepted for a reason, and the rules that keep waivers honest."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from tpaudit.findings import waiver_problems
from tpaudit.findings.finding import Finding, Waived
from tpaudit.inventory.building.references import SUGGESTIONS
from tpaudit.inventory.inventory import Inventory
from tpaudit.inventory.subject import At, Kind
from tpaudit.inventory.touchpoint import Waiver
from tpaudit.loading.places import Span
from tpaudit.registry import BY_CODE, BY_NAME, find
from tpaudit.rules.asking import Answer, Answers
from tpaudit.rules.context import Subject
from tpaudit.rules.rule import Problem, Rule
from tpaudit.selection import nearest_rule

OWN = "REQ001"
"""The rule of the team's own requirements, each of which may be waived by its name."""

About = tuple[Kind, str]
Where = tuple[str, Span]
"""A waiver's file and span; one inherited from `defaults` counts as used if any touchpoint uses it."""


class Placed(NamedTuple):
    """A waiver and the subject for which it holds."""

    waiver: Waiver
    kind: Kind
    id: str
    at: At
    """The waiver's own place."""
    subject: Subject | None
    """None where the waiver names what is not registered."""

    def key(self, name: str) -> At:
        """Name the place of one of the waiver's keys."""
        return At(self.at.kind, self.at.id, (*self.at.path, name))

    @property
    def about(self) -> About:
        """What the waiver is about."""
        return self.kind, self.id


def covering(kind: Kind, subject_id: str) -> tuple[About, ...]:
    """Return the subjects whose waivers cover this one; one of a phase or segment also covers the pair."""
    if kind is not Kind.SEGMENT_PHASE:
        return ((kind, subject_id),)
    segment, _, phase = subject_id.partition("/")
    return (Kind.PHASE, phase), (Kind.SEGMENT, segment), (kind, subject_id)


class Settled(NamedTuple):
    """The outcome of settling all waivers."""

    findings: tuple[Finding, ...]
    """All findings, with the waived ones marked."""
    answers: tuple[Answer, ...]
    """What is wrong with the waivers themselves."""
    applicable: Mapping[str, int]
    """How many subjects each rule about waivers could judge, by its code."""


def placed(inventory: Inventory) -> Iterator[Placed]:
    """Yield every waiver that rules look at, in the order of touchpoints, registries and the root."""
    for touchpoint in inventory.active:
        for index, waiver in enumerate(touchpoint.waive):
            yield Placed(waiver, Kind.TOUCHPOINT, touchpoint.id, touchpoint.at("waive", index), touchpoint)
    for kind, entries in (
        (Kind.PHASE, inventory.phases),
        (Kind.SEGMENT, inventory.segments),
        (Kind.OWNER, inventory.owners),
        (Kind.EVENT, inventory.events),
    ):
        for entry in entries:
            for index, waiver in enumerate(entry.waive):
                yield Placed(waiver, kind, entry.id, At(kind, entry.id, ("waive", index)), entry)
    for index, root in enumerate(inventory.waivers):
        at = At(Kind.INVENTORY, "", ("waive", index))
        kind, entry_id, subject = _meant(inventory, root)
        yield Placed(root, kind, entry_id, at, subject)


def _meant(inventory: Inventory, waiver: Waiver) -> tuple[Kind, str, Subject | None]:
    segment, phase, event = (getattr(waiver, key, None) for key in ("segment", "phase", "event"))
    if segment and phase:
        exists = segment in inventory.segment and phase in inventory.phase
        return Kind.SEGMENT_PHASE, f"{segment}/{phase}", inventory if exists else None
    if segment:
        return Kind.SEGMENT, segment, inventory.segment.get(segment)
    if phase:
        return Kind.PHASE, phase, inventory.phase.get(phase)
    if event:
        return Kind.EVENT, event, inventory.event.get(event)
    return Kind.INVENTORY, "", inventory


def settle(
    inventory: Inventory,
    findings: Iterable[Finding],
    answers: Sequence[Answers],
    today: date,
    *,
    honoured: bool,
    judge_unused: bool,
) -> Settled:
    """Return which findings are waived, and what is wrong with the waivers themselves.

    A waiver holds through its last day. Waivers that are not `honoured` are still judged. `judge_unused` is off if
    only some rules were selected, since a waiver may then be used by one that was not.
    """
    answer_to = {answer.configured.rule.code: answer for answer in answers}
    by_code: dict[str, list[Placed]] = {}
    by_subject: dict[tuple[str, About], list[Placed]] = {}
    problems: list[tuple[str, Placed, Problem]] = []
    requirements = {required.name for required in inventory.settings.require}
    waivers = tuple(placed(inventory))
    for waiver in waivers:
        own = waiver.waiver.rule in requirements
        rule = BY_CODE[OWN] if own else find(waiver.waiver.rule)
        if rule is None or not rule.adjustable:
            problems.append(("GOV003", waiver, _unknown(waiver, rule, suggest=len(problems) < SUGGESTIONS)))
        elif waiver.waiver.until is not None and waiver.waiver.until < today:
            problem = waiver_problems.expired_waiver_problem(waiver.key("until"), rule.code, waiver.waiver.until)
            problems.append(("GOV002", waiver, problem))
        else:
            by_code.setdefault(rule.code, []).append(waiver)
            about = f"{OWN} {waiver.waiver.rule}" if own else rule.code
            by_subject.setdefault((about, waiver.about), []).append(waiver)
    used: set[Where] = set()
    settled = tuple(_settled(inventory, finding, by_subject, used) for finding in findings)
    judged = judge_unused and inventory.complete
    for code, excusing in by_code.items() if judged else ():
        if code in answer_to and answer_to[code].asleep is None:
            hidden = _hidden(answer_to[code])
            problems += [
                ("GOV001", waiver, _unused(waiver, answer_to[code].configured.rule))
                for waiver in excusing
                if inventory.locate(waiver.at) not in used and waiver.subject is not None and waiver.about not in hidden
            ]
    waiving = len({waiver.about for waiver in waivers})
    return Settled(
        settled if honoured else tuple(findings),
        tuple(
            Answer(answer_to[code].configured, waiver.subject or inventory, (problem,))
            for code, waiver, problem in problems
            if code in answer_to
        ),
        {"GOV001": waiving if judged else 0, "GOV002": waiving, "GOV003": waiving},
    )


def _hidden(answers: Answers) -> set[About]:
    """Return the subjects with a waiver for something that a fault kept the rule from judging."""
    scope = answers.configured.rule.scope
    return {about for subject_id in answers.not_judged for about in covering(scope, subject_id)}


def _unused(waiver: Placed, rule: Rule) -> Problem:
    pair = rule.scope is Kind.SEGMENT_PHASE and waiver.kind in (Kind.SEGMENT, Kind.PHASE)
    if pair or rule.scope is waiver.kind:
        return waiver_problems.unused_waiver_problem(waiver.key("rule"), rule.code)
    return waiver_problems.misplaced_waiver_problem(waiver.key("rule"), rule.code, rule.scope)


def _unknown(waiver: Placed, rule: Rule | None, *, suggest: bool) -> Problem:
    code = waiver.waiver.rule
    if rule is not None:
        return waiver_problems.unwaivable_rule_problem(waiver.key("rule"), rule.code)
    similar = nearest_rule(code, (*BY_CODE, *BY_NAME)) if suggest else ""
    return waiver_problems.unknown_rule_problem(waiver.key("rule"), code, similar)


def _settled(
    inventory: Inventory,
    finding: Finding,
    waivers: Mapping[tuple[str, About], Sequence[Placed]],
    used: set[Where],
) -> Finding:
    """Return the finding, waived by the first waiver that covers it; all that cover it count as used.

    A finding that several touchpoints share may be waived for all of them at the root.
    """
    if not waivers:
        return finding
    subjects = covering(finding.subject.kind, finding.subject.id)
    if finding.cause is not None:
        subjects = (*subjects, (Kind.INVENTORY, ""))
    words = (finding.code, f"{OWN} {finding.of.split(' ')[0]}") if finding.code == OWN else (finding.code,)
    excusing = [waiver for about in subjects for word in words for waiver in waivers.get((word, about), ())]
    if not excusing:
        return finding
    used.update(inventory.locate(waiver.at) for waiver in excusing)
    chosen = excusing[0].waiver
    return finding._replace(waived=Waived(chosen.reason, chosen.until, chosen.by or ""))
