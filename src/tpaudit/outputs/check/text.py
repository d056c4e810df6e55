"""The default output: for people, in a terminal or in a log."""

from __future__ import annotations

from collections.abc import Iterator

from tpaudit.findings.result import Audit, InventoryAudit
from tpaudit.messages import Language, render, say, shown
from tpaudit.outputs.check.blocks import blocks, mended_block
from tpaudit.outputs.check.closing import closing_line, counts_message, notes
from tpaudit.outputs.check.frequency import HEADER, rows
from tpaudit.outputs.check.listed import mended, new
from tpaudit.outputs.check.options import Options
from tpaudit.outputs.check.statistics import statistics
from tpaudit.outputs.figures import Counts, by_owner, counts
from tpaudit.outputs.lines import EMPTY, Line, Piece, line, piece, printed, table
from tpaudit.severity import Severity


def document(audit: Audit, options: Options) -> str:
    """Return the findings and, unless `quiet`, what they come to."""
    return printed(_lines(audit, options), width=options.width, color=options.color)


def _lines(audit: Audit, options: Options) -> Iterator[Line]:
    language = audit.language
    listed = new(audit)
    for of in audit.inventories:
        yield from blocks([one for one in listed if one.audit is of and options.shows(one.finding)], options, language)
    yield from mended_block([one for one in mended(audit) if options.shows(one.finding)], language)
    if not options.quiet:
        if options.statistics:
            yield from statistics(audit)
        yield from _owners(audit)
        for of in audit.inventories:
            yield from _contacts(of, language, named=len(audit.inventories) > 1)
    for note in notes(audit):
        yield line(piece(render(note, language), "warning"))
    if not options.quiet:
        yield _summary(counts(one.finding for one in listed), options, language)
    yield line(piece(closing_line(audit)))


def _summary(counted: Counts, options: Options, language: Language) -> Line:
    """Return how many findings there are, and how to see those that are not listed."""
    worst = "error" if counted.errors else "warning" if counted.warnings else "good"
    pieces = [piece(render(counts_message(counted), language), worst)]
    if counted.infos and Severity.INFO not in options.show:
        pieces.append(piece(f" ({render(say('--show info lists them'), language)})", "dim"))
    return line(*pieces)


def _owners(audit: Audit) -> Iterator[Line]:
    owned = by_owner(audit.findings)
    if not owned:
        return
    language = audit.language
    header = (say("Owner"), say("errors"), say("warnings"), say("infos"))
    cells = [[piece(render(word, language), "title") for word in header]]
    for owner, counted in owned:
        name = piece(owner) if owner else piece(render(say("nobody"), language), "dim")
        cells.append(
            [name, _count(counted.errors, "error"), _count(counted.warnings, "warning"), _count(counted.infos, "")]
        )
    yield from table(cells)
    yield EMPTY


def _count(number: int, style: str) -> Piece:
    return piece(str(number), style if number else "dim")


def _contacts(of: InventoryAudit, language: Language, *, named: bool) -> Iterator[Line]:
    """Yield how often a customer of each segment is contacted, and for how long not at all."""
    segments = rows(of)
    if not segments:
        return
    if named:
        yield line(piece(of.inventory.name or of.root, "title"))
    cells = [[piece(render(word, language), "title") for word in HEADER]]
    cells += [
        [
            piece(shown(row.segment, language)),
            piece(shown(row.contacts, language)),
            piece(shown(row.week, language), "error" if row.is_week_over else ""),
            piece(shown(row.silence, language), "error" if row.is_silence_over else ""),
        ]
        for row in segments
    ]
    yield from table(cells)
    yield EMPTY
