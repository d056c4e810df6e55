"""The comment on a pull request: most important first, details folded, as much as fits."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from tpaudit.findings.causes import Cause, Causes, causes
from tpaudit.findings.finding import Finding
from tpaudit.findings.result import Audit, InventoryAudit
from tpaudit.messages import Language, Message, render, say, shown
from tpaudit.outputs.check.closing import closing_message, counts_message, notes
from tpaudit.outputs.check.comment import cause_row, link_to
from tpaudit.outputs.check.frequency import HEADER, Row, rows
from tpaudit.outputs.check.listed import Listed, fixed, new, worst_first
from tpaudit.outputs.check.options import Options
from tpaudit.outputs.figures import closing, counts
from tpaudit.outputs.growth import with_growth
from tpaudit.outputs.prose import prose
from tpaudit.outputs.safe import markdown, markdown_within, workflow
from tpaudit.registry import BY_CODE
from tpaudit.rules.rule import STRUCTURAL
from tpaudit.severity import Severity

COMMENT = 65_000
"""Characters; GitHub takes 65,536 in a comment."""
STEP_SUMMARY = 1_000_000
"""Bytes; GitHub takes 1 MiB from a step."""
_OPEN = 10
"""How many causes are listed; those that are errors always are."""
_FIELDS = 12
"""The most fields to complete that are named."""
_GIANT = 4_000
"""Longer rows are left out, so that they do not displace all others."""

Size = Callable[[str], int]


def document(audit: Audit, options: Options) -> str:
    """Return the comment, under GitHub's limit for comments."""
    return _document(audit, options, COMMENT, len)


def step_summary(audit: Audit, options: Options) -> str:
    """Return the summary of a step in GitHub Actions, under its limit."""
    return _document(audit, options, STEP_SUMMARY, lambda text: len(text.encode()))


@dataclass(frozen=True, slots=True)
class _Section:
    """A list that can be cut short."""

    of: Message
    """What its rows are; `n` is their number if some are left out."""
    count: int
    before: str
    rows: Iterable[str]
    """Generated only as far as there is room."""
    after: str


def _document(audit: Audit, options: Options, limit: int, size: Size) -> str:
    """Return as much as there is room for, in order."""
    language = audit.language
    heading = f"## tpaudit: {render(counts_message(counts(audit.findings)), language)}\n\n"
    end = f"{prose(closing_message(closing(audit)), language)}\n"
    sections = tuple(_sections(audit, options))
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
    """Return the numbers left out, by the template that says of what."""
    counted: dict[str, int] = {}
    for section, count in sections:
        counted[section.of.template] = counted.get(section.of.template, 0) + count
    return counted


def _fitting(rows: Iterable[str], room: int, size: Size) -> list[str]:
    """Return as many of the first rows as fit, skipping giant ones."""
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
    """Return what is left out; the templates say `n` of what."""
    what = tuple(Message(template, {"n": count}) for template, count in left.items() if count)
    if not what:
        return ""
    return f"**{prose(say('Left out here, because a comment can hold no more: {what}.', what=what), language)}**\n\n"


def _sections(audit: Audit, options: Options) -> Iterator[_Section]:
    """Yield what the reader must know, what to decide, how often customers are contacted, and all findings folded."""
    language = audit.language
    remarks = tuple(notes(audit))
    quoted = (f"> {prose(remark, language)}\n\n" for remark in remarks)
    yield _Section(say("{n} {n:remark|remarks}"), len(remarks), "", quoted, "")
    listed = [entry for entry in worst_first(new(audit)) if options.shows(entry.finding)]
    for inventory_audit in audit.inventories:
        name = (
            f"### {markdown(inventory_audit.inventory.name or inventory_audit.root)}\n\n"
            if len(audit.inventories) > 1
            else ""
        )
        found = causes(inventory_audit, (entry.finding for entry in listed if entry.audit is inventory_audit))
        yield _causes(inventory_audit, found, options, language, name)
        yield _contacts(inventory_audit, language)
    yield from _findings(listed, options, language)
    gone = [entry for entry in fixed(audit) if options.shows(entry.finding)]
    if gone:
        heading = say("{n} fixed", n=len(gone))
        yield _folded(heading, len(gone), (_fixed(entry, language) for entry in gone), language)


def _causes(
    inventory_audit: InventoryAudit, found: Causes, options: Options, language: Language, name: str
) -> _Section:
    """Return the faults of broken files, or else the causes: all errors, and others up to ten in total."""
    broken = [finding.code for finding in found.broken]
    if broken:
        words = say("{n} {n:fault|faults} of the files; all else is guesswork until they are fixed", n=len(broken))
        return _Section(say("{n} {n:remark|remarks}"), 1, name, iter([f"**{prose(words, language)}**\n\n"]), "")
    errors = sum(cause.severity is Severity.ERROR for cause in found.decide)
    failing = tuple(_failing(found))
    first = found.decide[: max(errors, _OPEN - len(failing))]
    heading = say(
        "Decide first: {causes} {causes:cause|causes} behind {n} {n:finding|findings}",
        causes=len(found.decide) + len(failing),
        n=found.findings + sum(len(cause.findings) for cause in failing),
    )
    told = (*first[:errors], *failing, *first[errors:])
    rows = [cause_row(cause, inventory_audit, options, language) for cause in told]
    left = len(found.decide) - len(first)
    if left:
        rows.append(f"- {prose(say('{n} more', n=left), language)}\n")
    if found.complete:
        counts = tuple(say("{field} {n}", field=gap.field, n=len(gap.touchpoints)) for gap in found.complete[:_FIELDS])
        rows.append(f"- {prose(say('To complete: {fields}', fields=counts), language)}\n")
    title = f"**{prose(heading, language)}**\n\n" if first or failing else ""
    return _Section(say("{n} {n:cause|causes}"), len(rows), name + title, rows, "\n")


def _failing(found: Causes) -> Iterator[Cause]:
    """Yield what makes the run fail although it is only to be completed: a reader must see why."""
    for gap in found.complete:
        errors = tuple(finding for finding in gap.findings if finding.severity is Severity.ERROR)
        if errors:
            yield Cause(gap.field, BY_CODE[errors[0].code], errors, Fraction(1))


def _contacts(inventory_audit: InventoryAudit, language: Language) -> _Section:
    header = f"| {' | '.join(prose(word, language) for word in HEADER)} |\n|{' --- |' * len(HEADER)}\n"
    segments = rows(inventory_audit) if inventory_audit.inventory.active else ()
    lines = (_segment(row, language) for row in segments)
    return _Section(say("{n} {n:segment|segments}"), len(segments), header, lines, "\n")


def _segment(row: Row, language: Language) -> str:
    cells = (row.segment, row.contacts, row.week, row.burst, row.silence)
    segment, contacts, week, burst, silence = (markdown(shown(value, language)) for value in cells)
    return (
        f"| {segment} | {contacts} | {_strong(week, when=row.is_week_over)} | {burst} "
        f"| {_strong(silence, when=row.is_silence_over)} |\n"
    )


def _strong(text: str, *, when: bool) -> str:
    return f"**{text}**" if when else text


def _findings(findings: Sequence[Listed], options: Options, language: Language) -> Iterator[_Section]:
    """Yield all findings, folded by severity; if files are broken or findings few, the worst are unfolded."""
    helped: set[str] = set()
    for severity in Severity:
        of_severity = [entry for entry in findings if entry.finding.severity is severity]
        broken = [entry for entry in of_severity if entry.finding.code in STRUCTURAL][:_OPEN]
        if broken:
            yield _Section(_FINDINGS, len(broken), "", _items(broken, options, language, helped), "\n")
        shown = set(map(id, broken))
        folded = [entry for entry in of_severity if id(entry) not in shown]
        if folded:
            title = Message((_MORE if broken else _DETAILS)[severity].template, {"n": len(folded)})
            yield _folded(title, len(folded), _items(folded, options, language, helped), language)


def _folded(heading: Message, count: int, items: Iterable[str], language: Language) -> _Section:
    summary = f"<details><summary>{prose(heading, language)}</summary>\n\n"
    return _Section(_FINDINGS, count, summary, items, "\n</details>\n\n")


def _items(findings: Iterable[Listed], options: Options, language: Language, helped: set[str]) -> Iterator[str]:
    """Yield the findings."""
    for entry in findings:
        text = prose(with_growth(entry.finding), language)
        place = link_to(entry.place, entry.repository_path, entry.span.line, options.links)
        yield _row(f"{place} ", entry.finding, text, language, helped)


def _row(place: str, finding: Finding, text: str, language: Language, helped: set[str]) -> str:
    """Return an item of the list, with the help unless an earlier item has it."""
    row = f"- {place}**{finding.code}** {markdown_within(finding.name)}: {text}"
    cure = prose(finding.help, language)
    if not cure or cure in helped:
        return f"{row}\n"
    helped.add(cure)
    return f"{row}\\\n  {cure}\n"


def _fixed(entry: Listed, language: Language) -> str:
    finding = entry.finding
    return f"- **{finding.code}** {markdown_within(finding.name)}: {prose(finding.message, language)}\n"


_FINDINGS = say("{n} {n:finding|findings}")
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
