"""The default output: causes on one screen, for people at a terminal or reading a log."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from tpaudit.findings.causes import Causes, causes
from tpaudit.findings.result import Audit, InventoryAudit
from tpaudit.messages import Language, render, say, shown
from tpaudit.outputs.check.blocks import blocks, fixed_block
from tpaudit.outputs.check.closing import counts_and_closing, notes
from tpaudit.outputs.check.decide import completion, decide
from tpaudit.outputs.check.frequency import HEADER, rows
from tpaudit.outputs.check.listed import Listed, fixed, new
from tpaudit.outputs.check.options import Options
from tpaudit.outputs.check.statistics import statistics
from tpaudit.outputs.lines import EMPTY, Line, height, line, piece, printed, table
from tpaudit.severity import Severity

SCREEN = 40
"""The rows of a terminal that one inventory may take."""
FEW = 3
"""Up to this many findings are shown with their source lines."""
SEGMENTS = 8
"""More segments than this are left to `tpaudit schedule`."""


def document(audit: Audit, options: Options) -> str:
    """Return the causes and, unless `quiet`, the figures of the segments, in the order of interface and urgency."""
    return printed(_lines(audit, options), width=options.width, color=options.color)


def _lines(audit: Audit, options: Options) -> Iterator[Line]:
    listed = [entry for entry in new(audit) if options.reads(entry.finding)]
    ending = tuple(_ending(audit, options))
    gone = tuple(
        fixed_block([entry for entry in fixed(audit) if options.reads(entry.finding)], options, audit.language)
    )
    room = SCREEN - _height((*gone, *ending), options)
    for inventory_audit in audit.inventories:
        yield from _inventory(
            inventory_audit,
            [entry for entry in listed if entry.audit is inventory_audit],
            options,
            audit.language,
            room,
        )
    yield from gone
    if options.statistics and not options.quiet:
        yield from statistics(audit)
    yield from ending


def _inventory(
    inventory_audit: InventoryAudit, listed: Sequence[Listed], options: Options, language: Language, room: int
) -> Iterator[Line]:
    if not options.quiet:
        yield line(piece(_title(inventory_audit, language), "title"))
        yield EMPTY
    found = causes(inventory_audit, (entry.finding for entry in listed))
    if found.broken and not options.expand:
        yield from _broken(found, listed, options, language)
        return
    every = causes(inventory_audit)
    if options.expand or len(listed) <= FEW:
        yield from blocks(listed, options, language)
        if not options.expand:
            every = Causes((), (), (), every.later)
        below = tuple(_below(inventory_audit, every, options, language))
    else:
        below = tuple(_below(inventory_audit, every, options, language))
        taken = _height(below, options) + 3
        told_causes = tuple(decide(inventory_audit, found, options, language, room=room - taken))
        yield from told_causes
        if told_causes:
            yield EMPTY
    yield from below


def _height(lines: Sequence[Line], options: Options) -> int:
    return sum(height(text_line, options.width) for text_line in lines)


def _title(inventory_audit: InventoryAudit, language: Language) -> str:
    inventory = inventory_audit.inventory
    touchpoints, segments = len(inventory.active), len(inventory_audit.schedule.segments)
    words = say(
        "{name}: {touchpoints} {touchpoints:touchpoint|touchpoints}, {segments} {segments:segment|segments}",
        name=inventory.name or inventory_audit.root,
        touchpoints=touchpoints,
        segments=segments,
    )
    return render(words, language)


def _broken(found: Causes, listed: Sequence[Listed], options: Options, language: Language) -> Iterator[Line]:
    """Yield only the faults of the files, since everything else may follow from them."""
    broken = set(map(id, found.broken))
    yield from blocks([entry for entry in listed if id(entry.finding) in broken], options, language)
    more = len(listed) - len(found.broken)
    if more:
        waiting = say(
            "{n} more {n:finding waits|findings wait} until these faults are fixed (--expand shows all).", n=more
        )
        yield line(piece(render(waiting, language), "dim"))
        yield EMPTY


def _below(inventory_audit: InventoryAudit, every: Causes, options: Options, language: Language) -> Iterator[Line]:
    """Yield what to complete, and how often a customer of each segment is contacted."""
    fields = tuple(completion(every, language))
    yield from fields
    if fields:
        yield EMPTY
    if not options.quiet:
        yield from _contacts(inventory_audit, language)


def _contacts(inventory_audit: InventoryAudit, language: Language) -> Iterator[Line]:
    """Yield how often a customer of each segment is contacted, and the longest silence."""
    segments = rows(inventory_audit)
    if not segments or not inventory_audit.inventory.active:
        return
    cells = [[piece(render(word, language), "title") for word in HEADER]]
    cells += [
        [
            piece(shown(row.segment, language)),
            piece(shown(row.contacts, language)),
            piece(shown(row.week, language), "error" if row.is_week_over else ""),
            piece(shown(row.burst, language)),
            piece(shown(row.silence, language), "error" if row.is_silence_over else ""),
        ]
        for row in segments[:SEGMENTS]
    ]
    yield from table(cells, left=len(HEADER))
    left = len(segments) - SEGMENTS
    if left > 0:
        more = say("{n} more {n:segment|segments}: tpaudit schedule", n=left)
        yield line(piece(render(more, language), "dim"))
    yield EMPTY


def _ending(audit: Audit, options: Options) -> Iterator[Line]:
    for note in notes(audit):
        yield line(piece(render(note, audit.language), "warning"))
    counted, checked = counts_and_closing(audit, options.read)
    worst = min((finding.severity.rank for finding in audit.findings), default=None)
    style = "good" if worst is None else tuple(Severity)[worst]
    yield line(piece(render(counted, audit.language), style), piece(f" {render(checked, audit.language)}"))
