"""The recipe of an audit: load, build, schedule, ask every rule, settle waivers and baseline, filter."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import NamedTuple

from tpaudit import selection
from tpaudit.findings import collecting, waivers
from tpaudit.findings.filter import Filter
from tpaudit.findings.finding import Finding
from tpaudit.findings.measures import Accepted, by_measure, is_worse
from tpaudit.findings.result import InventoryAudit, Tally
from tpaudit.inventory.building.build import build
from tpaudit.inventory.inventory import Inventory
from tpaudit.loading.discovery import Where
from tpaudit.loading.faults import Fault
from tpaudit.loading.load import Parse, load
from tpaudit.loading.recovery import read_around_faults
from tpaudit.loading.source import Source
from tpaudit.messages import Language, say
from tpaudit.observed import loading as observed
from tpaudit.rules.asking import Answers, ask
from tpaudit.rules.rule import UNWAIVABLE
from tpaudit.schedule.placing.allowance import MAX_OCCURRENCES, MAX_SERVINGS, TooManyOccurrences, TooManyServings
from tpaudit.schedule.plan import Schedule
from tpaudit.schedule.schedule import build as build_schedule
from tpaudit.severity import FailOn


class Request(NamedTuple):
    """What the user asks for; None leaves a setting to the root file."""

    today: date
    select: Sequence[str] | None = None
    ignore: Sequence[str] | None = None
    waivers: bool = True
    known: Mapping[str, Accepted] | None = None
    """The accepted findings of the root's baseline, by fingerprint; None: there is no baseline."""
    shown: Filter = Filter()
    progress: Callable[[str], None] | None = None
    """Called with the name of each step as it begins."""
    where: Where = Where(Path())
    fail_on: FailOn | None = None
    language: Language | None = None
    since: str | None = None
    """A git revision: only findings that are not in it count."""
    baseline: str | None = None
    """The baseline's file; None: the usual one beside the root."""
    use_baseline: bool = True
    jobs: int = 1
    """How many inventories are audited at once."""
    parse: Parse = read_around_faults


def audit(
    source: Source, root_file: str, request: Request, *, folder: str = "", repository_folder: str | None = None
) -> tuple[InventoryAudit, tuple[str, ...]]:
    """Return the audit of one inventory, and the errors of rules that crashed, each with the rule's code."""
    tell = request.progress or _nobody
    tell("reading")
    inventory = build(load(source, root_file, request.parse), root_file)
    rules, faults = selection.configured_rules(inventory.settings, request.select, request.ignore)
    if inventory.documents:
        inventory = with_faults(inventory, selection.as_faults(faults, root_file, inventory.documents[0].place))
    everything = not (request.select or (request.select is None and inventory.settings.select))
    # Single requirements of the team's own may be selected and ignored too.
    settings = selection.overridden(inventory.settings, request.select, request.ignore)
    if settings is not inventory.settings:
        inventory = replace(inventory, settings=settings)
    tell("scheduling")
    inventory, schedule = scheduled(inventory)
    tell("asking")
    observation, unusable = observed.load(source)
    inventory = with_faults(inventory, unusable)
    answers = ask(inventory, schedule, rules, request.today, observation)
    findings = [
        *collecting.of_faults(inventory, inventory.faults),
        *(finding for answer in answers for finding in collecting.of_answers(inventory, answer.failed)),
    ]
    settled = waivers.settle(
        inventory, findings, answers, request.today, honoured=request.waivers, judge_unused=everything
    )
    found = (*settled.findings, *collecting.of_answers(inventory, settled.answers))
    findings = list(collecting.told_once(inventory, found))
    marked, stale = _known(findings, request.known or {})
    shown = tuple(finding for finding in marked if request.shown.shows(finding))
    return InventoryAudit(
        folder=folder,
        repository_folder=repository_folder,
        inventory=inventory,
        schedule=schedule,
        observation=observation,
        findings=shown,
        tallies=tuple(_tally(answer, findings, settled.applicable) for answer in answers),
        hidden=len(marked) - len(shown),
        has_baseline=request.known is not None,
        stale=stale if inventory.complete and request.select is None and request.ignore is None else 0,
    ), tuple(f"{answer.configured.rule.code}: {answer.crash}" for answer in answers if answer.crash)


def _nobody(_step: str) -> None:
    """Ignore the step: nobody is watching."""


def with_faults(inventory: Inventory, faults: Iterable[Fault]) -> Inventory:
    """Return the inventory with further faults."""
    more = tuple(faults)
    return replace(inventory, faults=(*inventory.faults, *more)) if more else inventory


def scheduled(inventory: Inventory) -> tuple[Inventory, Schedule]:
    """Return the inventory and its schedule; too many occurrences become a fault and an empty schedule."""
    try:
        return inventory, build_schedule(inventory)
    except TooManyServings as found:
        fault = _too_many_servings(inventory, found.count)
    except TooManyOccurrences:
        fault = _too_many_occurrences(inventory)
    return replace(with_faults(inventory, (fault,)), complete=False), Schedule(())


def _too_many_occurrences(inventory: Inventory) -> Fault:
    return Fault(
        "INV001",
        inventory.root_file,
        inventory.documents[0].place.span,
        say(
            "the touchpoints make more than {limit} occurrences in their segments; nothing is scheduled",
            limit=MAX_OCCURRENCES,
        ),
        say(
            "Make cadences longer or horizons shorter, name the segments that each touchpoint serves, "
            "or split the inventory."
        ),
        ("file", inventory.root_file),
        ("touchpoints",),
    )


def _too_many_servings(inventory: Inventory, count: int) -> Fault:
    return Fault(
        "INV001",
        inventory.root_file,
        inventory.documents[0].place.span,
        say(
            "touchpoints serve segments {count} times, more than the limit of {limit}; nothing is scheduled",
            count=count,
            limit=MAX_SERVINGS,
        ),
        say("Name the segments that each touchpoint serves, or split the inventory."),
        ("file", inventory.root_file),
        ("touchpoints",),
    )


def _known(findings: Iterable[Finding], baseline: Mapping[str, Accepted]) -> tuple[tuple[Finding, ...], int]:
    """Return the findings in file order, those in the baseline marked as known, and its stale entries.

    A finding that has grown since it was accepted counts again.
    """
    ordered = sorted(findings, key=_order)
    left = {identity: accepted.findings for identity, accepted in baseline.items()}
    marked = {}
    for finding in by_measure(ordered) if baseline else ():
        if finding.waived is None and left.get(finding.fingerprint, 0) > 0 and finding.code not in UNWAIVABLE:
            accepted = baseline[finding.fingerprint]
            place = accepted.findings - left[finding.fingerprint]
            left[finding.fingerprint] -= 1
            was = accepted.measures[place] if place < len(accepted.measures) else ()
            is_grown = is_worse(finding.code, was, finding.measure)
            grown = finding._replace(since="worse", was=was)
            marked[id(finding)] = grown if is_grown else finding._replace(known=True)
    result = tuple(marked.get(id(finding), finding) for finding in ordered)
    return result, sum(1 for count in left.values() if count > 0)


def _order(finding: Finding) -> tuple[object, ...]:
    """By place, severity and rule; findings of one rule at one place stay in the order of their subjects."""
    return finding.location.file, finding.location.span, finding.severity.rank, finding.code


def _tally(answers: Answers, findings: Iterable[Finding], applicable: Mapping[str, int]) -> Tally:
    """Return the counts of a rule; those of rules that faults and waivers feed come from the findings."""
    rule = answers.configured.rule
    failed = len(answers.failed)
    if not rule.adjustable:
        failed = len({(finding.subject.kind, finding.subject.id) for finding in findings if finding.code == rule.code})
    return Tally(
        rule=rule,
        severity=answers.configured.severity,
        applicable=max(applicable.get(rule.code, answers.applicable), failed),
        failed=failed,
        unjudged=answers.not_judged,
        asleep=answers.asleep,
    )
