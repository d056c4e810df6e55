"""The causes of the text output: the most urgent in full, others as far as they fit on the screen."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from tpaudit.findings.causes import Cause, Causes
from tpaudit.findings.result import InventoryAudit
from tpaudit.inventory.words.terms import SEVERITY
from tpaudit.messages import Language, Value, render, say, shown, translate
from tpaudit.outputs.cells import cells
from tpaudit.outputs.check.listed import repository_path
from tpaudit.outputs.check.options import Options
from tpaudit.outputs.check.who import OWNERS, cures, details, places, shortened
from tpaudit.outputs.lines import EMPTY, Line, Piece, cut, height, line, piece
from tpaudit.outputs.links import Links

CAUSES = 10
"""The most causes: nobody decides on more in one sitting."""
DETAILS = 3
PLACES = 6
FIELDS = 8
"""The most fields that are named in one line."""
CODES = 12
_INDENT = 4


class _Told(NamedTuple):
    """A cause at three lengths."""

    shortest: tuple[Line, ...]
    short: tuple[Line, ...]
    whole: tuple[Line, ...]


class _For(NamedTuple):
    """The inventory of the causes, and how its reader sees them."""

    audit: InventoryAudit
    options: Options
    language: Language

    @property
    def width(self) -> int | None:
        """The terminal's."""
        return self.options.width

    @property
    def links(self) -> Links | None:
        """How places become links, if they can be followed."""
        return self.options.links if self.options.color else None


def decide(audit: InventoryAudit, found: Causes, options: Options, language: Language, *, room: int) -> Iterator[Line]:
    """Yield the causes in at most `room` rows of a terminal, but never fewer than three causes."""
    reader = _For(audit, options, language)
    if not found.decide:
        return
    heading = say(
        "Decide first: {causes} {causes:cause|causes} behind {n} {n:finding|findings}",
        causes=len(found.decide),
        n=found.findings,
    )
    yield line(piece(render(heading, language), "title"))
    yield EMPTY
    first = found.decide[:CAUSES]
    label = max(len(translate(SEVERITY[cause.severity], language)) for cause in first)
    told_causes = [_told(number, cause, label, reader) for number, cause in enumerate(first, start=1)]
    chosen = _fitting(told_causes, room - 2 - (len(found.decide) > len(first)), options.width)
    for lines in chosen:
        yield from lines
    left = found.decide[len(chosen) :]
    if left:
        yield _rest(left, language, options.width)


def _rest(left: Sequence[Cause], language: Language, width: int | None) -> Line:
    """Return the codes of the causes that are left out, as many as fit in one row of the terminal."""
    codes = tuple(code for cause in left for code in cause.codes)
    for named in range(CODES, 0, -1):
        words = say("{n} more: {codes} (--expand)", n=len(left), codes=shortened(codes, named))
        rest = line(piece(render(words, language), "dim"), indent=1)
        if height(rest, width) == 1:
            break
    return rest


def _fitting(told_causes: Sequence[_Told], room: int, width: int | None) -> list[tuple[Line, ...]]:
    """Return each cause at the greatest length that fits; the first causes get more room first."""
    costs = [[sum(height(text_line, width) for text_line in lines) for lines in lengths] for lengths in told_causes]
    count = len(told_causes)
    while count > 3 and sum(cost[0] for cost in costs[:count]) > room - (count < len(told_causes)):
        count -= 1
    left = room - sum(cost[0] for cost in costs[:count]) - (count < len(told_causes))
    chosen = [0] * count
    for length in (1, 2):
        for place in range(count):
            needed = costs[place][length] - costs[place][chosen[place]]
            if needed <= left:
                chosen[place] = length
                left -= needed
    return [told_causes[place][length] for place, length in enumerate(chosen)]


def _told(number: int, cause: Cause, label: int, reader: _For) -> _Told:
    language = reader.language
    severity = translate(SEVERITY[cause.severity], language)
    title = line(
        piece(f"{number:>2} "),
        piece(severity, cause.severity),
        piece(f"{' ' * (label - len(severity))}  {translate(cause.sentence, language)}  ", "title"),
        piece(shown(cause.codes, language), "dim"),
        hang=label + 5,
    )
    where = line(*_places(cause, PLACES, reader), indent=_INDENT)
    (what,) = details(cause, 1)
    short = _short(render(what, language), cause, reader)
    cure = render(cures(cause), language)
    helped = (line(piece(cure, "help"), indent=_INDENT),) if cure else ()
    sentences = tuple(line(piece(render(message, language)), indent=_INDENT) for message in details(cause, DETAILS))
    one_row = (title, short)
    return _Told(one_row, (*one_row, *helped), (title, *sentences, where, *helped))


def _short(what: str, cause: Cause, reader: _For) -> Line:
    """Return what and where in one row of the terminal, shortening the place first, then the details."""
    whole = line(piece(what), piece("  "), *_places(cause, 1, reader), indent=_INDENT)
    width = reader.width
    if width is None or cells(whole.text) <= width:
        return whole
    place = tuple(_places(cause, 1, reader, brief=True))
    room = width - _INDENT - 2 - sum(cells(part.text) for part in place)
    return cut(line(*cut(line(piece(what)), max(room, width // 2)).pieces, piece("  "), *place, indent=_INDENT), width)


def _places(cause: Cause, most: int, reader: _For, *, brief: bool = False) -> Iterator[Piece]:
    """Yield ``customers.yaml:43 lifecycle-marketing   :3 csm``; `brief`: without the file's folder."""
    audit, language = reader.audit, reader.language
    grouped, more = places(cause, most)
    file = ""
    for number, where in enumerate(grouped):
        file = where.file or file
        path = audit.path(where.file) if where.file else ""
        if brief and "/" in path:
            path = f"…/{path.rpartition('/')[2]}"
        if number:
            yield piece("   ")
        for place, line_number in enumerate(where.lines):
            address = reader.links.to(repository_path(audit, file), line_number) if reader.links is not None else ""
            yield piece(f" :{line_number}" if place else f"{path}:{line_number}", "dim", address)
        if where.owners:
            yield piece(f" {shown(shortened(where.owners, 1 if most == 1 else OWNERS), language)}")
    if more:
        yield piece(f"  {render(say('{n} more', n=more), language)}", "dim")


def completion(found: Causes, language: Language) -> Iterator[Line]:
    """Yield the fields to complete, with the command that lists the touchpoints, and those for later."""
    if found.complete:
        counts = tuple(_count(gap.field, len(gap.touchpoints)) for gap in found.complete)
        yield line(
            piece(render(say("To complete:"), language), "title"),
            piece(f" {shown(shortened(counts, FIELDS), language)}"),
            piece(f"    tpaudit list --missing {found.complete[0].field}", "dim"),
        )
    if found.later:
        counts = tuple(_count(field, count) for field, count in found.later)
        yield line(
            piece(render(say("Later:"), language), "title"), piece(f" {shown(shortened(counts, FIELDS), language)}")
        )


def _count(field: str, count: int) -> Value:
    return say("{field} {n}", field=field, n=count)
