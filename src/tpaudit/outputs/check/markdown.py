"""The comment on a pull request: most important first, details to unfold, as much as the comment can hold."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

from tpaudit.findings.finding import Finding
from tpaudit.findings.result import Audit, InventoryAudit
from tpaudit.messages import Language, Message, render, say, shown
from tpaudit.outputs.check.blocks import MANY, how_many
from tpaudit.outputs.check.closing import closing_message, counts_message, notes
from tpaudit.outputs.check.frequency import HEADER, Row, rows
from tpaudit.outputs.check.listed import Listed, mended, new, worst_first
from tpaudit.outputs.check.options import Options
from tpaudit.outputs.figures import closing, counts
from tpaudit.outputs.prose import prose
from tpaudit.outputs.safe import markdown, markdown_code, markdown_within, workflow
from tpaudit.severity import Severity

COMMENT = 65_000
"""Characters; GitHub takes 65,536 in a comment."""
STEP_SUMMARY = 1_000_000
"""Bytes; GitHub takes 1 MiB from a step."""
_OPEN = 10
"""So many of the worst findings are not folded away."""
_GIANT = 4_000
"""A row that is longer is left out, so that it does not displace all others."""

Size = Callable[[str], int]


def document(audit: Audit, options: Options) -> str:  # noqa: ARG001  every format takes both
    """Return the comment, under GitHub's limit for comments."""
    return _document(audit, COMMENT, len)


def step_summary(audit: Audit) -> str:
    """Return the same for the summary of a step in GitHub Actions, under its limit."""
    return _document(audit, STEP_SUMMARY, lambda text: len(text.encode()))


@dataclass(frozen=True, slots=True)
class _Section:
    """A list that can be cut short."""

    of: Message
    """What its rows are; `n` of them, where some are left out."""
    count: int
    before: str
    rows: Iterable[str]
    """Made only as far as there is room."""
    after: str


def _document(audit: Audit, limit: int, size: Size) -> str:
    """Return as much as there is room for; what comes first goes first."""
    language = audit.language
    heading = f"## tpaudit: {render(counts_message(counts(audit.findings)), language)}\n\n"
    end = f"{prose(closing_message(closing(audit)), language)}\n"
    sections = tuple(_sections(audit))
    everything = _left_out(_counted((section, section.count) for section in sections), language)
    room = limit - size(heading) - size(everything) - size(end)
    body, left = "", []
    for section in sections:
        before, after = workflow(section.before), section.after
        rows = _fitting(section.rows, room - size(before) - size(after), size)
        left.append((section, section.count - len(rows)))
        if rows:
            added = before + "".join(rows) + after
            body += added
            room -= size(added)
    return heading + body + _left_out(_counted(left), language) + end


def _counted(sections: Iterable[tuple[_Section, int]]) -> Mapping[str, int]:
    """Return how many there are of each template that says of what."""
    counted: dict[str, int] = {}
    for section, count in sections:
        counted[section.of.template] = counted.get(section.of.template, 0) + count
    return counted


def _fitting(rows: Iterable[str], room: int, size: Size) -> list[str]:
    """Return the first rows, as many as there is room for; a giant takes none from the others."""
    fitting: list[str] = []
    if room <= 0:
        return fitting
    for row in map(workflow, rows):
        needed = size(row)
        if needed > _GIANT:
            continue
        room -= needed
        if room < 0:
            break
        fitting.append(row)
    return fitting


def _left_out(left: Mapping[str, int], language: Language) -> str:
    """Return how much of what is left out; the templates say `n` of what."""
    what = tuple(Message(template, {"n": count}) for template, count in left.items() if count)
    if not what:
        return ""
    return f"**{prose(say('Left out here, because a comment can hold no more: {what}.', what=what), language)}**\n\n"


def _sections(audit: Audit) -> Iterator[_Section]:
    """Yield what the reader must know, how often customers are contacted, and the findings, the worst first."""
    language = audit.language
    remarks = tuple(notes(audit))
    quoted = (f"> {prose(remark, language)}\n\n" for remark in remarks)
    yield _Section(say("{n} {n:remark|remarks}"), len(remarks), "", quoted, "")
    for of in audit.inventories:
        yield _contacts(of, language, named=len(audit.inventories) > 1)
    yield from _findings(worst_first(new(audit)), language)
    gone = mended(audit)
    if gone:
        heading = say("{n} fixed", n=len(gone))
        yield _folded(heading, len(gone), (_mended(one, language) for one in gone), language)


def _contacts(of: InventoryAudit, language: Language, *, named: bool) -> _Section:
    heading = f"### {markdown(of.inventory.name or of.root)}\n\n" if named else ""
    header = f"| {' | '.join(prose(word, language) for word in HEADER)} |\n|{' --- |' * len(HEADER)}\n"
    segments = rows(of)
    lines = (_segment(row, language) for row in segments)
    return _Section(say("{n} {n:segment|segments}"), len(segments), heading + header, lines, "\n")


def _segment(row: Row, language: Language) -> str:
    cells = (row.segment, row.contacts, row.week, row.burst, row.silence)
    segment, contacts, week, burst, silence = (markdown(shown(value, language)) for value in cells)
    return (
        f"| {segment} | {contacts} | {_strong(week, when=row.is_week_over)} | {burst} "
        f"| {_strong(silence, when=row.is_silence_over)} |\n"
    )


def _strong(text: str, *, when: bool) -> str:
    return f"**{text}**" if when else text


def _findings(findings: Sequence[Listed], language: Language) -> Iterator[_Section]:
    """Yield the worst ones, open; the others folded, by severity.

    Of a rule with many findings only their number is open; the findings themselves are folded with the others.
    """
    helped: set[str] = set()
    worst = findings[0].finding.severity if findings else None
    for severity in Severity:
        by_rule = _by_rule(one for one in findings if one.finding.severity is severity)
        title, folded = _TITLES[severity], list(chain(*by_rule))
        if severity is worst:
            many = [of_rule for of_rule in by_rule if len(of_rule) > MANY]
            few = list(chain(*(of_rule for of_rule in by_rule if len(of_rule) <= MANY)))
            room = max(0, _OPEN - len(many))
            numbers = (_number(of_rule, language, helped) for of_rule in many)
            yield _Section(say("{n} {n:rule|rules}"), len(many), "", numbers, "" if few[:room] else "\n")
            yield _Section(_FINDINGS, len(few[:room]), "", _items(few[:room], language, helped), "\n")
            title, folded = _DETAILS[severity] if many else _MORE[severity], [*chain(*many), *few[room:]]
        if folded:
            heading = Message(title.template, {"n": len(folded)})
            yield _folded(heading, len(folded), _items(folded, language, helped), language)


def _folded(heading: Message, count: int, items: Iterable[str], language: Language) -> _Section:
    summary = f"<details><summary>{prose(heading, language)}</summary>\n\n"
    return _Section(_FINDINGS, count, summary, items, "\n</details>\n\n")


def _by_rule(findings: Iterable[Listed]) -> list[list[Listed]]:
    """Return the findings of each rule together, where the first of them stands."""
    by_rule: dict[str, list[Listed]] = {}
    for one in findings:
        by_rule.setdefault(one.finding.code, []).append(one)
    return list(by_rule.values())


def _number(of_rule: Sequence[Listed], language: Language, helped: set[str]) -> str:
    """Return how often a rule finds something, with one example."""
    finding = of_rule[0].finding
    number = prose(how_many(of_rule), language)
    example = prose(say("for example: {message}", message=finding.message), language)
    return _row("", finding, f"{number}, {example}", language, helped)


def _items(findings: Iterable[Listed], language: Language, helped: set[str]) -> Iterator[str]:
    """Yield the findings."""
    for one in findings:
        said = prose(one.finding.message, language)
        yield _row(f"{markdown_code(one.place)} ", one.finding, said, language, helped)


def _row(place: str, finding: Finding, said: str, language: Language, helped: set[str]) -> str:
    """Return an item of the list, with the help where no item before has it."""
    row = f"- {place}**{finding.code}** {markdown_within(finding.name)}: {said}"
    cure = prose(finding.help, language)
    if not cure or cure in helped:
        return f"{row}\n"
    helped.add(cure)
    return f"{row}\\\n  {cure}\n"


def _mended(one: Listed, language: Language) -> str:
    finding = one.finding
    return f"- **{finding.code}** {markdown_within(finding.name)}: {prose(finding.message, language)}\n"


_FINDINGS = say("{n} {n:finding|findings}")
_TITLES: Mapping[Severity, Message] = {
    Severity.ERROR: say("{n} {n:error|errors}"),
    Severity.WARNING: say("{n} {n:warning|warnings}"),
    Severity.INFO: say("{n} {n:info|infos}"),
}
_MORE: Mapping[Severity, Message] = {
    Severity.ERROR: say("{n} more {n:error|errors}"),
    Severity.WARNING: say("{n} more {n:warning|warnings}"),
    Severity.INFO: say("{n} more {n:info|infos}"),
}
_DETAILS: Mapping[Severity, Message] = {
    Severity.ERROR: say("{n} {n:error|errors} in detail"),
    Severity.WARNING: say("{n} {n:warning|warnings} in detail"),
    Severity.INFO: say("{n} {n:info|infos} in detail"),
}
