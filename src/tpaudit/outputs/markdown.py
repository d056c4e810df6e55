"""The comment on a pull request: most important first, details to unfold, as much as the comment can hold."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from tpaudit.findings.result import Audit, InventoryAudit
from tpaudit.messages import Language, Message, render, say
from tpaudit.outputs.closing import closing_message, counts_message, notes
from tpaudit.outputs.contacts import HEADER, rows
from tpaudit.outputs.figures import closing, counts
from tpaudit.outputs.listed import Listed, new, worst_first
from tpaudit.outputs.options import Options
from tpaudit.outputs.prose import prose
from tpaudit.outputs.safe import markdown, markdown_code, workflow
from tpaudit.settings import Severity

COMMENT = 65_000
"""Characters; GitHub takes 65,536 in a comment."""
STEP_SUMMARY = 1_000_000
"""Bytes; GitHub takes 1 MiB from a step."""
_OPEN = 10
"""So many of the worst findings are not folded away."""

Size = Callable[[str], int]


def document(audit: Audit, options: Options) -> str:  # noqa: ARG001  every format takes both
    """Return the comment, under GitHub's limit for comments."""
    return _document(audit, COMMENT, len)


def step_summary(audit: Audit) -> str:
    """Return the same for the summary of a step in GitHub Actions, under its limit."""
    return _document(audit, STEP_SUMMARY, lambda text: len(text.encode()))


@dataclass(frozen=True, slots=True)
class _Section:
    """A list of findings that can be cut short."""

    before: str
    rows: tuple[str, ...]
    after: str


def _document(audit: Audit, limit: int, size: Size) -> str:
    language = audit.language
    start = "".join(_start(audit))
    end = "".join(_end(audit))
    listed = worst_first(new(audit))
    reserve = size(_left_out(len(listed), language))
    room = limit - size(start) - size(end) - reserve
    body, left = "", 0
    for section in _sections(listed, language):
        room -= size(section.before) + size(section.after)
        taken = 0
        while taken < len(section.rows) and size(section.rows[taken]) <= room:
            room -= size(section.rows[taken])
            taken += 1
        left += len(section.rows) - taken
        if taken:
            body += section.before + "".join(section.rows[:taken]) + section.after
        if left:
            room = 0
    return workflow(start + body + (_left_out(left, language) if left else "") + end)


def _start(audit: Audit) -> Iterator[str]:
    """Yield the heading with the counts, and how often customers are contacted."""
    language = audit.language
    yield f"## tpaudit: {render(counts_message(counts(audit.findings)), language)}\n\n"
    for note in notes(audit):
        yield f"> {prose(note, language)}\n\n"
    for of in audit.inventories:
        yield from _contacts(of, language, named=len(audit.inventories) > 1)


def _end(audit: Audit) -> Iterator[str]:
    yield f"{prose(closing_message(closing(audit)), audit.language)}\n"


def _left_out(count: int, language: Language) -> str:
    text = say("{n} {n:finding is|findings are} left out here, because a comment can hold no more.", n=count)
    return f"**{prose(text, language)}**\n\n"


def _contacts(of: InventoryAudit, language: Language, *, named: bool) -> Iterator[str]:
    segments = rows(of)
    if not segments:
        return
    if named:
        yield f"### {markdown(of.inventory.name or of.path(of.inventory.root_file))}\n\n"
    yield f"| {' | '.join(prose(word, language) for word in HEADER)} |\n"
    yield "| --- | ---: | ---: | ---: |\n"
    for row in segments:
        week, silence = prose(row.week, language), prose(row.silence, language)
        yield (
            f"| {markdown(row.segment)} | {prose(row.contacts, language)} | {_strong(week, when=row.is_week_over)} "
            f"| {_strong(silence, when=row.is_silence_over)} |\n"
        )
    yield "\n"


def _strong(text: str, *, when: bool) -> str:
    return f"**{text}**" if when else text


def _sections(findings: Sequence[Listed], language: Language) -> Iterator[_Section]:
    """Yield the worst ones, open; the others folded, by severity."""
    worst = findings[0].finding.severity if findings else None
    for severity in Severity:
        found = [one for one in findings if one.finding.severity is severity]
        items = tuple(_item(one, language) for one in found)
        if severity is worst:
            yield _Section("", items[:_OPEN], "\n")
            found, items = found[_OPEN:], items[_OPEN:]
            title = _MORE[severity]
        else:
            title = _TITLES[severity]
        if items:
            heading = prose(Message(title.template, {"n": len(items)}), language)
            yield _Section(f"<details><summary>{heading}</summary>\n\n", items, "\n</details>\n\n")


def _item(one: Listed, language: Language) -> str:
    finding = one.finding
    help_ = prose(finding.help, language)
    return (
        f"- {markdown_code(one.place)} **{finding.code}** {markdown(finding.name)}: {prose(finding.message, language)}"
        + (f"\\\n  {help_}\n" if help_ else "\n")
    )


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
