"""Turns problems and faults into findings: places become lines, problems get their identity."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction

from tpaudit.findings.finding import Finding, Location, Related
from tpaudit.findings.fingerprint import fingerprint
from tpaudit.inventory.building.validation import stable
from tpaudit.inventory.inventory import Inventory
from tpaudit.inventory.registries import Channel, Event, Owner, Phase, Segment
from tpaudit.inventory.subject import At, Kind, Subject
from tpaudit.inventory.touchpoint import Touchpoint
from tpaudit.loading.documents import Document
from tpaudit.loading.faults import Fault
from tpaudit.messages import Message, say
from tpaudit.registry import BY_CODE
from tpaudit.rules import context
from tpaudit.rules.asking import Answer
from tpaudit.rules.rule import File, Problem, SegmentPhase, Unit
from tpaudit.severity import Severity

DEFAULTS = "defaults"
SHOWN = 20
"""How many of the touchpoints that share a finding's cause are listed, each with its own message."""


def of_faults(inventory: Inventory, faults: Iterable[Fault]) -> Iterator[Finding]:
    """Yield a finding for each fault of the files."""
    for fault in faults:
        kind, entry_id = Kind(fault.subject[0]), fault.subject[1]
        if kind is Kind.FILE and not entry_id:
            entry_id = fault.file
        touchpoint = inventory.touchpoint.get(entry_id) if kind is Kind.TOUCHPOINT else None
        owner = (touchpoint.owner if touchpoint is not None else inventory.coordinator) or ""
        yield Finding(
            code=fault.code,
            name=BY_CODE[fault.code].name,
            severity=Severity.ERROR,
            subject=Subject(kind, entry_id, touchpoint.name if touchpoint else ""),
            location=Location(fault.file, fault.span),
            message=fault.message,
            help=fault.help,
            fix=fault.fix,
            fingerprint=fingerprint(fault.code, kind, entry_id, fault.path, fault.key),
            path=fault.path,
            of=fault.key,
            owner=owner,
            involves=_each_once(owner),
            phase=(touchpoint.phase if touchpoint else "") or "",
            segments=touchpoint.segments if touchpoint else (),
            related=tuple(Related(Location(place.file, place.span), place.message) for place in fault.related),
        )


def of_answers(inventory: Inventory, answers: Iterable[Answer]) -> Iterator[Finding]:
    """Yield a finding for each problem."""
    for answer in answers:
        for problem in answer.problems:
            yield of_problem(inventory, answer, problem)


def of_problem(inventory: Inventory, answer: Answer, problem: Problem) -> Finding:
    """Return the finding: the problem's place in the files, whom it concerns, and its identity."""
    rule = answer.configured.rule
    file, span = inventory.locate(problem.at)
    lender = inventory.lender(problem.at)
    path = _path(inventory, problem.at, lender)
    subject = subject_of(answer.subject)
    owner, phase, segments = concerned(answer.subject, inventory)
    return Finding(
        code=rule.code,
        name=rule.name,
        severity=problem.severity or answer.configured.severity,
        subject=subject,
        location=Location(file, span),
        message=problem.message,
        help=problem.help,
        fix=problem.fix,
        fingerprint=fingerprint(rule.code, subject.kind, subject.id, path, problem.of),
        cause=_named(inventory, problem.at) if problem.joined else _cause(inventory, problem.at, subject, lender),
        joined=problem.joined,
        path=path,
        of=problem.of,
        owner=owner,
        phase=phase,
        segments=problem.segments or segments,
        involves=_each_once(owner, *map(_owner, problem.involves)),
        culprits=tuple(touchpoint.id for touchpoint in problem.involves),
        measure=problem.measure,
        units=problem.units,
        related=tuple(
            Related(Location(*inventory.locate(related.at)), related.message, _named(inventory, related.at))
            for related in problem.related
        ),
    )


def _owner(touchpoint: Touchpoint) -> str:
    """Return the owner's id; "" where there is none or nobody knows, as rules see their subjects through a veil."""
    return "" if "owner" in touchpoint.unknown else touchpoint.owner or ""


def _each_once(*ids: str) -> tuple[str, ...]:
    """Return the ids, each once, without empty ones."""
    return tuple(dict.fromkeys(entry_id for entry_id in ids if entry_id))


def _path(inventory: Inventory, at: At, lender: Document | None) -> tuple[str, ...]:
    """Return the field path with list items named instead of numbered, as the file has them."""
    if lender is not None:
        return stable(lender.value, (DEFAULTS, *at.path))
    if not any(isinstance(step, int) for step in at.path):
        return tuple(str(step) for step in at.path)
    return stable(inventory.raw(at.kind, at.id), at.path)


def _cause(inventory: Inventory, at: At, subject: Subject, lender: Document | None) -> Subject | None:
    """Return the shared entry that causes the finding; None if the subject itself is the cause."""
    if lender is not None:
        return Subject(Kind.FILE, lender.file, lender.file)
    is_elsewhere = subject.kind is Kind.TOUCHPOINT and at.kind is not Kind.TOUCHPOINT
    return _named(inventory, at) if is_elsewhere else None


def told_once(inventory: Inventory, findings: Iterable[Finding]) -> Iterator[Finding]:
    """Yield the findings, merging those that share one cause outside their touchpoints.

    The merged finding is about that place: the channel's entry, or the file for `defaults`. Waived ones stay apart
    from those that count.
    """
    shared: dict[tuple[object, ...], list[Finding]] = {}
    for finding in findings:
        if finding.cause is None:
            yield finding
        else:
            shared.setdefault((finding.code, finding.cause, finding.location, finding.path, finding.waived), []).append(
                finding
            )
    yield from (_of_all(inventory, same) for same in shared.values())


def _of_all(inventory: Inventory, findings: list[Finding]) -> Finding:
    """Return one finding for all touchpoints that share a cause, listing the others if their messages differ."""
    first, cause = findings[0], findings[0].cause or findings[0].subject
    related, message = first.related, first.message
    if first.joined:
        message = _joined(findings)
    elif len(findings) > 1:
        message = say(
            "this concerns {count} touchpoints, for example: {message}", count=len(findings), message=first.message
        )
        if first.subject.kind is Kind.TOUCHPOINT and any(
            finding.of_anybody != first.of_anybody for finding in findings
        ):
            related = tuple(_of_one(inventory, finding) for finding in findings[:SHOWN])
    owners, phases = {finding.owner for finding in findings}, {finding.phase for finding in findings}
    everywhere = any(not finding.segments for finding in findings)
    return first._replace(
        subject=cause,
        message=message,
        related=related,
        fingerprint=fingerprint(first.code, cause.kind, cause.id, first.path),
        owner=first.owner if len(owners) == 1 else inventory.coordinator or "",
        involves=_each_once(*(owner for finding in findings for owner in finding.involves)),
        culprits=_each_once(*(culprit for finding in findings for culprit in finding.culprits)),
        measure=(Fraction(len(findings)), *max(finding.measure for finding in findings)),
        units=(Unit.COUNT, *max(findings, key=lambda finding: finding.measure).units),
        of="",
        phase=first.phase if len(phases) == 1 else "",
        segments=()
        if everywhere
        else tuple(dict.fromkeys(segment for finding in findings for segment in finding.segments)),
    )


def _joined(findings: Sequence[Finding]) -> Message:
    """Return the first message, with the values of all findings in the joined field."""
    first = findings[0]
    values = [finding.message.values[first.joined] for finding in findings]
    parts = [part for value in values for part in (value if isinstance(value, tuple) else (value,))]
    return Message(first.message.template, {**first.message.values, first.joined: tuple(parts)})


def _of_one(inventory: Inventory, finding: Finding) -> Related:
    """Return a finding's message as a related place of the merged finding."""
    at = At(finding.subject.kind, finding.subject.id, ("id",))
    return Related(Location(*inventory.locate(at)), finding.message, finding.subject)


def _named(inventory: Inventory, at: At) -> Subject:
    entries: Mapping[Kind, Mapping[str, Touchpoint | Channel | Phase]] = {
        Kind.TOUCHPOINT: inventory.touchpoint,
        Kind.CHANNEL: inventory.channel,
        Kind.PHASE: inventory.phase,
    }
    entry = entries.get(at.kind, {}).get(at.id)
    name = inventory.name if at.kind is Kind.INVENTORY else entry.name if entry else ""
    return Subject(at.kind, at.id, name)


def subject_of(subject: context.Subject) -> Subject:
    """Return how a finding names what it is about."""
    match subject:
        case Touchpoint():
            return Subject(Kind.TOUCHPOINT, subject.id, subject.name)
        case Phase():
            return Subject(Kind.PHASE, subject.id, subject.name)
        case Segment():
            return Subject(Kind.SEGMENT, subject.id, subject.name)
        case SegmentPhase():
            return Subject(Kind.SEGMENT_PHASE, subject.id, f"{subject.segment.name}, {subject.phase.name}")
        case Owner():
            return Subject(Kind.OWNER, subject.id, subject.name)
        case Event():
            return Subject(Kind.EVENT, subject.id, subject.name)
        case File():
            return Subject(Kind.FILE, subject.id, subject.id)
        case _:
            return Subject(Kind.INVENTORY, "", subject.name)


def concerned(subject: context.Subject, inventory: Inventory) -> tuple[str, str, tuple[str, ...]]:
    """Return the owner, phase and segments that a finding about the subject concerns.

    What has no owner of its own belongs to the coordinator of the phase, else of the inventory.
    """
    coordinator = inventory.coordinator or ""
    match subject:
        case Touchpoint():
            touchpoint = inventory.touchpoint.get(subject.id, subject)
            return touchpoint.owner or "", touchpoint.phase or "", touchpoint.segments
        case Phase():
            return subject.coordinator or coordinator, subject.id, subject.segments
        case Segment():
            return coordinator, "", (subject.id,)
        case SegmentPhase():
            return subject.phase.coordinator or coordinator, subject.phase.id, (subject.segment.id,)
        case Owner():
            return subject.id, "", ()
        case _:
            return coordinator, "", ()
