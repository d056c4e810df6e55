"""The baseline: findings that were accepted as known debt, and that a check does not fail on.

By itself it only shrinks: an update drops what is fixed, and takes in new debt only if asked to.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

from tpaudit.findings.finding import Finding
from tpaudit.findings.measures import Accepted, Measure, by_measure, is_worse, lesser
from tpaudit.findings.merging import ours_and_theirs
from tpaudit.findings.result import InventoryAudit
from tpaudit.loading.source import Folder, Unreadable
from tpaudit.loading.usage import UsageError
from tpaudit.messages import Message, say
from tpaudit.rules.rule import UNWAIVABLE
from tpaudit.writing import write_atomically

VERSION = 2
READ = (1, VERSION)
"""The versions that can be read; the first has no measures."""

MAX_MIB = 100
"""The largest baseline that is read: hundreds of thousands of findings, as the largest inventory starts with."""

_ANEW = say("Take it from git as it was, or delete it and write it anew with tpaudit baseline.")


@dataclass(frozen=True, slots=True)
class Debt:
    """Findings that share a fingerprint; `code` and `subject` are for people who read the file."""

    fingerprint: str
    code: str
    subject: str
    count: int
    accepted: date
    measures: tuple[Measure, ...] = ()
    """The measure of each when it was accepted, the smallest first; empty if they have none."""

    @property
    def order(self) -> tuple[str, ...]:
        """Its sort key in the file: rule and subject, so that branches seldom touch the same line."""
        return self.code, self.subject, self.fingerprint


@dataclass(frozen=True, slots=True)
class Baseline:
    """The debt of one inventory, each fingerprint once, in file order."""

    debts: tuple[Debt, ...] = ()

    @property
    def known(self) -> Mapping[str, Accepted]:
        """The accepted findings by fingerprint, as a request for an audit takes them."""
        return {debt.fingerprint: Accepted(debt.count, debt.measures) for debt in self.debts}


@dataclass(frozen=True, slots=True)
class Update:
    """A baseline brought up to date, and what that did; counts of findings."""

    baseline: Baseline
    kept: int
    dropped: int
    """Fixed, so no longer in the baseline."""
    added: tuple[Finding, ...]
    """New debt that was accepted."""
    refused: tuple[Finding, ...]
    """New debt that was not."""


def read(path: Path, *, named: bool) -> Baseline | None:
    """Return the baseline; None if there is no file, which is an error if the user `named` it."""
    if not os.path.lexists(path):
        if not named:
            return None
        raise UsageError(
            say("the baseline {path} does not exist", path=str(path)),
            say("Correct the path, or write it with tpaudit baseline."),
        )
    if os.path.isdir(path):  # noqa: PTH112  Path.is_dir may raise
        raise UsageError(say("{path} is a folder", path=str(path)), say("Name a file in it."))
    data = Folder(path.parent.resolve(), max_mib=MAX_MIB).read(path.name)
    if isinstance(data, Unreadable):
        raise UsageError(data.reason, data.help)
    merging = ours_and_theirs(data)
    try:
        if merging is not None:
            return _common(*(_baseline(path, _entries(side)) for side in merging))
        document = json.loads(data)
    except (ValueError, RecursionError) as error:
        line = error.lineno if isinstance(error, json.JSONDecodeError) else 1
        raise _malformed(path, say("it is not valid JSON at line {line}", line=line)) from error
    if not isinstance(document, dict) or not isinstance(document.get("findings"), list):
        raise _malformed(path, say("it holds no list of findings"))
    if document.get("version") not in READ:
        raise _malformed(path, say("its version is not {version}", version=VERSION))
    return _baseline(path, document["findings"])


def _baseline(path: Path, entries: Iterable[Any]) -> Baseline:
    return _joined(_debt(path, number, entry) for number, entry in enumerate(entries, start=1))


def _common(ours: Baseline, theirs: Baseline) -> Baseline:
    """Return what both sides of an unfinished merge accept: what one side dropped is fixed there."""
    others = {debt.fingerprint: debt for debt in theirs.debts}
    both = ((debt, others[debt.fingerprint]) for debt in ours.debts if debt.fingerprint in others)
    return Baseline(
        tuple(
            replace(
                debt,
                count=min(debt.count, other.count),
                accepted=max(debt.accepted, other.accepted),
                measures=lesser(debt.measures, other.measures),
            )
            for debt, other in both
        )
    )


def _entries(side: str) -> list[Any]:
    """Return the entries of one side of an unfinished merge: one a line, with or without its comma."""
    lines = (line.strip().removesuffix(",") for line in side.splitlines())
    return [json.loads(line) for line in lines if line.startswith("{") and line.endswith("}")]


def write(path: Path, baseline: Baseline) -> None:
    """Replace the file."""
    write_atomically(path, text(baseline).encode())


def text(baseline: Baseline) -> str:
    """Return the file's content: a line for each entry, so that branches merge line by line."""
    lines = ",\n".join(f"    {_line(debt)}" for debt in sorted(baseline.debts, key=lambda debt: debt.order))
    findings = f"[\n{lines}\n  ]" if lines else "[]"
    return f'{{\n  "version": {VERSION},\n  "findings": {findings}\n}}\n'


def update(old: Baseline | None, audit: InventoryAudit, today: date, *, accept_new: bool = False) -> Update:
    """Return the baseline after an unfiltered audit of the whole inventory; without an old one, all is accepted.

    What could not be judged today, because a fault hides it, is kept, since it may still be there.
    """
    if audit.hidden:
        raise ValueError("a filtered audit does not tell what is fixed")
    was = {} if old is None else {debt.fingerprint: debt for debt in old.debts}
    unjudged = _unjudged(audit)
    now: dict[str, list[Finding]] = {}
    for finding in audit.findings:
        if finding.waived is None and finding.code not in UNWAIVABLE:
            now.setdefault(finding.fingerprint, []).append(finding)
    debts: list[Debt] = []
    added: list[Finding] = []
    refused: list[Finding] = []
    grows = old is None or accept_new
    for fingerprint in dict.fromkeys((*was, *now)):
        debt, found = was.get(fingerprint), by_measure(now.get(fingerprint, []))
        accepted = debt.count if debt is not None else 0
        more = [*found[accepted:], *_worse(debt, found[:accepted])]
        (added if grows else refused).extend(more)
        is_hidden = debt is not None and (debt.code in unjudged or not audit.inventory.complete)
        kept = accepted if is_hidden else min(accepted, len(found))
        count = kept + (len(found[accepted:]) if grows else 0)
        if count:
            debts.append(_brought(debt, found, count, today, grows=grows))
    total = sum(debt.count for debt in was.values())
    kept = sum(min(debt.count, was[debt.fingerprint].count) for debt in debts if debt.fingerprint in was)
    baseline = Baseline(tuple(sorted(debts, key=lambda debt: debt.order)))
    return Update(baseline, kept, total - kept, tuple(added), tuple(refused))


def _worse(debt: Debt | None, found: Sequence[Finding]) -> list[Finding]:
    """Return the known findings that have grown since they were accepted."""
    measures = debt.measures if debt is not None else ()
    return [
        finding
        for finding, measure in zip(found, measures, strict=False)
        if is_worse(finding.code, measure, finding.measure)
    ]


def _brought(debt: Debt | None, found: Sequence[Finding], count: int, today: date, *, grows: bool) -> Debt:
    """Return today's debt: measures fall by themselves, and rise only if new debt is accepted."""
    measures = tuple(tuple(map(_rounded, finding.measure)) for finding in found[:count] if finding.measure)
    if debt is None:
        return _of(found[0], count, measures, today)
    accepted = measures if grows else lesser(debt.measures, measures)[:count]
    return replace(debt, count=count, measures=accepted)


def _unjudged(audit: InventoryAudit) -> frozenset[str]:
    return frozenset(tally.rule.code for tally in audit.tallies if tally.not_judged)


def _of(finding: Finding, count: int, measures: tuple[Measure, ...], accepted: date) -> Debt:
    subject = f"{finding.subject.kind} {finding.subject.id}".strip()
    return Debt(finding.fingerprint, finding.code, subject, count, accepted, measures)


def _line(debt: Debt) -> str:
    entry: dict[str, object] = {
        "fingerprint": debt.fingerprint,
        "code": debt.code,
        "subject": debt.subject,
        "count": debt.count,
        "accepted": debt.accepted.isoformat(),
    }
    if debt.measures:
        entry["measures"] = [[_number(number) for number in measure] for measure in debt.measures]
    return json.dumps(entry)


def _number(number: Fraction) -> int | float:
    return number.numerator if number.denominator == 1 else float(number)


def _rounded(number: Fraction) -> Fraction:
    """Return the number as the file can hold it."""
    return round(number, 6)


def _debt(path: Path, number: int, entry: Any) -> Debt:
    try:
        fingerprint, code, subject, count = (entry[key] for key in ("fingerprint", "code", "subject", "count"))
        accepted = date.fromisoformat(entry["accepted"])
        measures = tuple(_measure(measure) for measure in entry.get("measures", ()))
    except (AttributeError, KeyError, TypeError, ValueError, OverflowError) as error:
        raise _no_entry(path, number) from error
    texts = all(isinstance(value, str) for value in (fingerprint, code, subject))
    if not texts or not isinstance(count, int) or isinstance(count, bool) or count < 1:
        raise _no_entry(path, number)
    return Debt(fingerprint, code, subject, count, accepted, measures)


def _measure(numbers: Any) -> Measure:
    """Return a measure; raise TypeError or ValueError if it is not a list of numbers."""
    if not isinstance(numbers, list) or not all(type(number) in (int, float) for number in numbers):
        raise TypeError
    return tuple(Fraction(str(number)) for number in numbers)


def _joined(debts: Iterable[Debt]) -> Baseline:
    """Join entries that share a fingerprint, as a merge of branches that accepted the same finding leaves them."""
    joined: dict[str, Debt] = {}
    for debt in debts:
        first = joined.get(debt.fingerprint, debt)
        count, accepted = max(first.count, debt.count), min(first.accepted, debt.accepted)
        measures = first.measures if first.count >= debt.count else debt.measures
        joined[debt.fingerprint] = replace(first, count=count, accepted=accepted, measures=measures)
    return Baseline(tuple(sorted(joined.values(), key=lambda debt: debt.order)))


def _no_entry(path: Path, number: int) -> UsageError:
    return _malformed(path, say("entry {number} lacks fingerprint, code, subject, count or date", number=number))


def _malformed(path: Path, why: Message) -> UsageError:
    return UsageError(say("the baseline {path} cannot be used: {why}", path=str(path), why=why), _ANEW)
