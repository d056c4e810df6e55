"""Ask every rule about every subject of its scope, and keep count of the answers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

from tpaudit.fields import Unknown
from tpaudit.inventory.inventory import Inventory
from tpaudit.inventory.subject import Kind
from tpaudit.rules.context import Context, Subject
from tpaudit.rules.rule import File, NotApplicable, Problem, Rule
from tpaudit.rules.veil import veiled_inventory
from tpaudit.rules.waking import Asleep, asleep
from tpaudit.schedule.plan import Schedule
from tpaudit.severity import Severity

if TYPE_CHECKING:
    from tpaudit.observed.observation import Observation


class ConfiguredRule(NamedTuple):
    """A rule with the severity and options that this inventory gives it."""

    rule: Rule
    severity: Severity
    options: Mapping[str, Any]
    named: bool = False
    """Whether it was selected by code, name or family, and so never sleeps."""


class Answer(NamedTuple):
    """What one rule said about one subject."""

    configured: ConfiguredRule
    subject: Subject
    problems: tuple[Problem, ...]


class Answers(NamedTuple):
    """What one rule said about all subjects of its scope."""

    configured: ConfiguredRule
    failed: tuple[Answer, ...]
    applicable: int
    not_judged: tuple[str, ...]
    """Ids of the subjects that could not be judged because of a fault in the files."""
    crash: str = ""
    """The error that the rule raised if it crashed; empty otherwise."""
    asleep: Asleep | None = None
    """Why the rule sleeps; a sleeping rule judges nothing."""


def ask(
    inventory: Inventory,
    schedule: Schedule,
    rules: Sequence[ConfiguredRule],
    today: date,
    observation: Observation | None = None,
) -> tuple[Answers, ...]:
    """Return the answers of all rules, in their order."""
    by_code = {configured.rule.code: configured for configured in rules}
    cache: dict[tuple[str, str], tuple[Problem, ...] | None] = {}

    def fires(code: str, subject: Subject) -> bool:
        configured = by_code.get(code)
        if configured is None or code in sleeping:
            return False
        key = (code, _id(subject))
        if key not in cache:
            cache[key] = None
            cache[key] = _judge(configured, subject, context)
        return bool(cache[key])

    inventory = veiled_inventory(inventory)
    context = Context(inventory, schedule, today, fires, observation)
    waking = ((configured, None if configured.named else asleep(configured.rule, inventory)) for configured in rules)
    sleeping = {configured.rule.code: sleep for configured, sleep in waking if sleep is not None}
    return tuple(
        Answers(configured, (), 0, (), asleep=sleeping[configured.rule.code])
        if configured.rule.code in sleeping
        else _answers(configured, context)
        for configured in rules
    )


def _answers(configured: ConfiguredRule, context: Context) -> Answers:
    failed: list[Answer] = []
    not_judged: list[str] = []
    applicable = 0
    crash = ""
    for subject in subjects(configured.rule, context):
        try:
            problems = _judge(configured, subject, context)
        except Unknown:
            not_judged.append(_id(subject))
            continue
        except Exception as error:
            crash = f"{type(error).__name__}: {error}"
            break
        if problems is None:
            continue
        applicable += 1
        if problems:
            failed.append(Answer(configured, subject, problems))
    return Answers(configured, tuple(failed), applicable, tuple(not_judged), crash)


def _judge(configured: ConfiguredRule, subject: Subject, context: Context) -> tuple[Problem, ...] | None:
    """Return the problems: () if there are none, None if the rule does not apply to the subject."""
    rule = configured.rule
    if not context.inventory.complete and rule.scope not in (Kind.TOUCHPOINT, Kind.FILE):
        raise Unknown(rule.code)
    try:
        if rule.applies is not None and not (
            rule.applies(subject, context) if rule.takes_context else rule.applies(subject)
        ):
            return None
        return tuple(rule.check(subject, context, **configured.options))
    except NotApplicable:
        return None


def _id(subject: Subject) -> str:
    return "" if isinstance(subject, Inventory) else subject.id


def subjects(rule: Rule, context: Context) -> Iterable[Subject]:
    """Return the subjects that the rule is asked about, in file order."""
    inventory = context.inventory
    match rule.scope:
        case Kind.TOUCHPOINT:
            return inventory.active
        case Kind.PHASE:
            return context.phases
        case Kind.SEGMENT:
            return inventory.segments
        case Kind.SEGMENT_PHASE:
            return context.applying if inventory.complete else ()
        case Kind.OWNER:
            return inventory.owners
        case Kind.EVENT:
            return inventory.events
        case Kind.FILE:
            return tuple(File(document.file) for document in inventory.documents)
        case _:
            return (inventory,)
