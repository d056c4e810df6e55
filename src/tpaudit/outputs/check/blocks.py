"""The findings of the text output: one block each, or one for many of the same rule."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from tpaudit.findings.finding import Finding
from tpaudit.inventory.subject import Kind
from tpaudit.inventory.words.terms import SEVERITY
from tpaudit.messages import Language, Message, render, say, shown
from tpaudit.outputs.cells import excerpt
from tpaudit.outputs.check.closing import found_messages
from tpaudit.outputs.check.listed import Listed
from tpaudit.outputs.check.options import Options
from tpaudit.outputs.figures import counts
from tpaudit.outputs.growth import with_growth
from tpaudit.outputs.lines import EMPTY, Line, Piece, line, piece
from tpaudit.rules.rule import STRUCTURAL

MANY = 3
"""More findings of one rule than this share a block."""
MOST_FIXED = 5
"""The most fixed findings that are named."""
PLACES = 10
"""The most places that are named for findings that say the same."""
_WIDTH = 120
"""The width of source lines without a terminal."""

_SUBJECTS = {
    Kind.TOUCHPOINT: say("{failed} of {n} {n:touchpoint|touchpoints}"),
    Kind.PHASE: say("{failed} of {n} {n:phase|phases}"),
    Kind.SEGMENT: say("{failed} of {n} {n:segment|segments}"),
    Kind.SEGMENT_PHASE: say("{failed} of {n} {n:phase|phases} in segments"),
    Kind.OWNER: say("{failed} of {n} {n:owner|owners}"),
    Kind.EVENT: say("{failed} of {n} {n:event|events}"),
    Kind.FILE: say("{failed} of {n} {n:file|files}"),
}


def blocks(findings: Sequence[Listed], options: Options, language: Language) -> Iterator[Line]:
    """Yield the blocks of one inventory's findings: those of each file, then those shared by many places."""
    by_rule: dict[str, list[Listed]] = {}
    for entry in findings:
        by_rule.setdefault(entry.finding.code, []).append(entry)
    many = {code: found for code, found in by_rule.items() if len(found) > MANY and not options.expand}
    width = options.width or _WIDTH
    single = (entry for entry in findings if entry.finding.code not in many)
    for path, in_file in groupby(single, key=lambda entry: entry.path):
        yield from _file(path, list(in_file), width, language)
    if many:
        yield line(piece(render(say("In several places"), language), "title"))
        yield EMPTY
    for found in sorted(many.values(), key=lambda found: (found[0].finding.severity.rank, -len(found))):
        yield from _collapsed(found, language)
        yield EMPTY


def fixed_block(findings: Sequence[Listed], options: Options, language: Language) -> Iterator[Line]:
    """Yield the fixed findings, a line each; only the first ones unless all are wanted."""
    if not findings:
        return
    yield line(piece(render(say("Fixed"), language), "title"))
    yield EMPTY
    most = len(findings) if options.expand else MOST_FIXED
    for entry in findings[:most]:
        message = render(entry.finding.message, language)
        yield line(piece(f"{entry.path}  ", "dim"), piece(entry.finding.code, "good"), piece(f" {message}"), indent=2)
    if len(findings) > most:
        yield line(piece(render(say("{n} more (--expand)", n=len(findings) - most), language), "dim"), indent=2)
    yield EMPTY


def _file(path: str, findings: list[Listed], width: int, language: Language) -> Iterator[Line]:
    count = shown(tuple(found_messages(counts(entry.finding for entry in findings))), language)
    yield line(piece(path, "title"), piece(f"  {count}", "dim"))
    yield EMPTY
    for entry in findings:
        yield line(piece(f"{entry.place}  ", "dim"), *_rule(entry.finding, language), indent=2)
        yield line(piece(render(with_growth(entry.finding), language)), indent=2, hang=0)
        yield from _source(entry, width)
        yield from _related(entry, language)
        yield from _help(entry.finding, language)
        yield EMPTY


def _rule(finding: Finding, language: Language) -> tuple[Piece, ...]:
    severity = shown(SEVERITY[finding.severity], language)
    return piece(severity, finding.severity), piece(f" {finding.code} {finding.name}", "title")


def _source(entry: Listed, width: int) -> Iterator[Line]:
    """Yield the source line and the marker under the relevant part.

    Nothing if the file could not be read, or if the place is the key `tpaudit`, which stands for the inventory.
    """
    span = entry.span
    source = entry.audit.inventory.line(entry.finding.location.file, span.line)
    marked = source[span.column - 1 : span.end_column - 1]
    if not source.strip() or (marked == "tpaudit" and entry.finding.code not in STRUCTURAL):
        return
    number = f"{span.line} | "
    part = excerpt(source, span, max(20, width - len(number) - 4))
    yield line(piece(number, "dim"), piece(part.text), indent=4)
    margin = " " * (len(number) - 2) + "| "
    yield line(piece(margin, "dim"), piece(" " * part.marker + "^" * part.length, "marker"), indent=4)


def _related(entry: Listed, language: Language) -> Iterator[Line]:
    for related in entry.finding.related:
        at = f"{entry.audit.path(related.location.file)}:{related.location.span.line}:{related.location.span.column}"
        yield line(piece(f"{at}  ", "dim"), piece(render(related.message, language)), indent=4)


def _help(finding: Finding, language: Language) -> Iterator[Line]:
    text = render(finding.help, language)
    if text:
        yield line(piece(render(say("help:"), language), "help"), piece(f" {text}"), indent=2, hang=6)


def _collapsed(findings: list[Listed], language: Language) -> Iterator[Line]:
    """Yield one block for many findings of a rule: first how many and the remedy, then the places."""
    first = findings[0].finding
    yield line(*_rule(first, language), indent=2)
    alike = all(entry.finding.of_anybody == first.of_anybody for entry in findings)
    one_cure = alike or len({render(entry.finding.help, language) for entry in findings}) == 1
    number = render(how_many(findings), language)
    if alike:
        example = render(say("for example: {message}", message=first.message), language)
        yield line(piece(f"{number}, ", "title"), piece(example), indent=2)
    else:
        yield line(piece(number, "title"), indent=2)
    if one_cure:
        yield from _help(first, language)
    if alike:
        for path, in_file in groupby(findings, key=lambda entry: entry.path):
            places = ", ".join(f"{entry.span.line} {entry.finding.subject.id}".rstrip() for entry in in_file)
            yield line(piece(f"{path}: ", "dim"), piece(places), indent=4)
        return
    for same in _alike(findings, language):
        place = same[0].place if len(same) == 1 else ", ".join(_lines_of(same))
        yield line(piece(f"{place}  ", "dim"), piece(render(same[0].finding.message, language)), indent=4)
        if first.code in STRUCTURAL:
            yield from (text_line._replace(indent=6) for text_line in _related(same[0], language))
        if not one_cure:
            yield from (text_line._replace(indent=6) for text_line in _help(same[0].finding, language))


def _alike(findings: Sequence[Listed], language: Language) -> Iterable[list[Listed]]:
    """Return the findings grouped by what they say, each group at the place of its first."""
    alike: dict[tuple[str, str], list[Listed]] = {}
    for entry in findings:
        texts = render(entry.finding.message, language), render(entry.finding.help, language)
        alike.setdefault(texts, []).append(entry)
    return alike.values()


def _lines_of(findings: Sequence[Listed]) -> Iterator[str]:
    """Yield the places file by file, only the first ones if there are many."""
    shown = findings[:PLACES]
    for path, in_file in groupby(shown, key=lambda entry: entry.path):
        yield f"{path}{' '.join(f':{entry.span.line}' for entry in in_file)}"
    if len(findings) > len(shown):
        yield f"+{len(findings) - len(shown)}"


def how_many(findings: Sequence[Listed]) -> Message:
    """Return how many of the rule's subjects failed if it is most of them, else how many findings there are."""
    finding = findings[0].finding
    audits = {id(entry.audit): entry.audit for entry in findings}
    applicable = sum(
        tally.applicable
        for inventory_audit in audits.values()
        for tally in inventory_audit.tallies
        if tally.rule.code == finding.code and tally.rule.scope is finding.subject.kind
    )
    failed = len({(id(entry.audit), entry.finding.subject.id) for entry in findings})
    template = _SUBJECTS.get(finding.subject.kind)
    if (
        template is None
        or not failed <= applicable < 2 * failed
        or any(entry.finding.subject.kind is not finding.subject.kind for entry in findings)
    ):
        return say("{n} {n:finding|findings}", n=len(findings))
    return Message(template.template, {"failed": failed, "n": applicable})
