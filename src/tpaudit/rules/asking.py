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
from tpaudit.rules.waking import Asleep, asleep
from tpaudit.schedule.plan import Schedule
from tpaudit.severity import Severity

if TYPE_CHECKING:
    from tpaudit.observed.observation import Observation


class Asked(NamedTuple):
    """A rule as this inventory asks it."""

    rule: Rule
    severity: Severity
    options: Mapping[str, Any]
    named: bool = False
    """Whether it was asked for by code, name or family, and so never sleeps."""


class Answer(NamedTuple):
    """What one rule said about one subject."""

    asked: Asked
    subject: Subject
    problems: tuple[Problem, ...]


class Answers(NamedTuple):
    """What one rule said about all subjects of its scope."""

    asked: Asked
    failed: tuple[Answer, ...]
    applicable: int
    not_judged: tuple[str, ...]
    """Ids of the subjects that could not be judged because of a fault in the files."""
    crash: str = ""
    """What the rule raised if it crashed; empty otherwise."""
    asleep: Asleep | None = None
    """Why the rule sleeps; then it is about nothing."""


def ask(
    inventory: Inventory,
    schedule: Schedule,
    rules: Sequence[Asked],
    today: date,
    observation: Observation | None = None,
) -> tuple[Answers, ...]:
    """Return the answers of all rules in their order."""
    by_code = {asked.rule.code: asked for asked in rules}
    known: dict[tuple[str, str], tuple[Problem, ...] | None] = {}

    def fires(code: str, subject: Subject) -> bool:
        asked = by_code.get(code)
        if asked is None or code in sleeping:
            return False
        key = (code, _id(subject))
        if key not in known:
            known[key] = None
            known[key] = _judge(asked, subject, context)
        return bool(known[key])

    context = Context(inventory, schedule, today, fires, observation)
    waking = ((asked, None if asked.named else asleep(asked.rule, inventory)) for asked in rules)
    sleeping = {asked.rule.code: sleep for asked, sleep in waking if sleep is not None}
    return tuple(
        Answers(asked, (), 0, (), asleep=sleeping[asked.rule.code])
        if asked.rule.code in sleeping
        else _answers(asked, context)
        for asked in rules
    )


def _answers(asked: Asked, context: Context) -> Answers:
    failed: list[Answer] = []
    not_judged: list[str] = []
    applicable = 0
    crash = ""
    for subject in subjects(asked.rule, context):
        try:
            problems = _judge(asked, subject, context)
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
            failed.append(Answer(asked, subject, problems))
    return Answers(asked, tuple(failed), applicable, tuple(not_judged), crash)


def _judge(asked: Asked, subject: Subject, context: Context) -> tuple[Problem, ...] | None:
    """Return the problems: () if there are none, None if the rule is not about this subject."""
    rule = asked.rule
    if not context.inventory.complete and rule.scope not in (Kind.TOUCHPOINT, Kind.FILE):
        raise Unknown(rule.code)
    try:
        if rule.applies is not None and not (
            rule.applies(subject, context) if rule.takes_context else rule.applies(subject)
        ):
            return None
        return tuple(rule.check(subject, context, **asked.options))
    except NotApplicable:
        return None


def _id(subject: Subject) -> str:
    return "" if isinstance(subject, Inventory) else subject.id


def subjects(rule: Rule, context: Context) -> Iterable[Subject]:
    """Return what the rule is asked about, in the order of the files."""
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
