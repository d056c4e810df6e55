"""A cause in words, for text and Markdown alike: who and what, where and whose, and what to do."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import NamedTuple

from tpaudit.findings.causes import Cause
from tpaudit.findings.finding import Finding
from tpaudit.inventory.subject import Kind
from tpaudit.messages import Message, Value, say
from tpaudit.outputs.growth import with_growth

NAMED = 3
"""The most names that are given; the others are counted."""
OWNERS = 3

_SPEAK_FOR_THEMSELVES = (Kind.INVENTORY, Kind.FILE)
"""Subjects that need no name: there is only one, or the place names it."""


def details(cause: Cause, most: int) -> tuple[Message, ...]:
    """Return who and what in at most `most` sentences; findings that say the same share a sentence."""
    groups: dict[str, list[Finding]] = {}
    for finding in cause.findings:
        groups.setdefault(repr((finding.code, finding.of_anybody)), []).append(finding)
    alike = list(groups.values())
    if len(alike) <= most:
        return tuple(map(_sentence, alike))
    others = [finding for of_group in alike[most - 1 :] for finding in of_group]
    last = _sentence(alike[most - 1]) if most == 1 else say("also: {others}", others=_names(others))
    more = len(others) - len(alike[most - 1]) if most == 1 else 0
    if more:
        last = say("{message}; {n} more", message=last, n=more)
    return (*map(_sentence, alike[: most - 1]), last)


def _sentence(findings: Sequence[Finding]) -> Message:
    first = findings[0]
    sentence = with_growth(first)
    if len(findings) > 1:
        return say("{message}; likewise: {others}", message=sentence, others=_names(findings[1:]))
    return sentence if _is_named(first) else say("{subject}: {message}", subject=_name(first), message=sentence)


def _is_named(finding: Finding) -> bool:
    subject = finding.subject
    if subject.kind in _SPEAK_FOR_THEMSELVES:
        return True
    own = {subject.id, subject.name, *subject.id.split("/"), *subject.name.split(", ")}
    return _says(finding.message, own)


def _says(message: Message, words: set[str]) -> bool:
    return any(
        _says(value, words) if isinstance(value, Message) else isinstance(value, str) and value in words
        for value in message.values.values()
    )


def _name(finding: Finding) -> str:
    name = finding.subject.name or finding.subject.id
    return name.replace(", ", " / ") if finding.subject.kind is Kind.SEGMENT_PHASE else name


def _names(findings: Iterable[Finding]) -> tuple[Value, ...]:
    return shortened(tuple(dict.fromkeys(map(_name, findings))), NAMED)


def shortened(words: Sequence[Value], most: int) -> tuple[Value, ...]:
    """Return the first words and how many more there are; a single further word is named."""
    if len(words) <= most + 1:
        return tuple(words)
    return (*words[:most], say("{n} more", n=len(words) - most))


class Where(NamedTuple):
    """Lines of a file that concern the same owners."""

    file: str
    """As in locations; empty: the same as in the previous entry."""
    lines: tuple[int, ...]
    owners: tuple[str, ...]


def places(cause: Cause, most: int) -> tuple[tuple[Where, ...], int]:
    """Return the findings' places in order, up to a number of lines, and how many lines more there are."""
    owners: dict[tuple[str, int], dict[str, None]] = {}
    for finding in cause.findings:
        place = finding.location.file, finding.location.span.line
        owners.setdefault(place, {}).update(dict.fromkeys(finding.involves))
    by_file: dict[str, list[tuple[int, tuple[str, ...]]]] = {}
    for file, line in list(owners)[:most]:
        by_file.setdefault(file, []).append((line, tuple(owners[file, line])))
    return tuple(_grouped(by_file)), max(0, len(owners) - most)


def _grouped(by_file: Mapping[str, Sequence[tuple[int, tuple[str, ...]]]]) -> Iterator[Where]:
    for file, lines in by_file.items():
        named = file
        for owners, same in groupby(lines, key=lambda pair: pair[1]):
            yield Where(named, tuple(line for line, _ in same), owners)
            named = ""


def cures(cause: Cause) -> Message:
    """Return the help of the worst finding."""
    return next((finding.help for finding in cause.findings if finding.help.template), cause.findings[0].help)
