"""The causes of the text output: the most urgent in full, the others as far as they fit on the screen."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from tpaudit.findings.causes import Cause, Causes
from tpaudit.findings.result import InventoryAudit
from tpaudit.inventory.words.terms import SEVERITY
from tpaudit.messages import Language, Value, render, say, shown, translate
from tpaudit.outputs.cells import cells
from tpaudit.outputs.check.who import OWNERS, cures, details, places, shortened
from tpaudit.outputs.lines import EMPTY, Line, Piece, cut, height, line, piece

CAUSES = 10
"""More causes nobody decides on in one sitting."""
DETAILS = 3
PLACES = 6
FIELDS = 8
"""So many fields are named in one line."""
CODES = 12
_INDENT = 4


class _Told(NamedTuple):
    """A cause, told at three lengths."""

    shortest: tuple[Line, ...]
    short: tuple[Line, ...]
    whole: tuple[Line, ...]


def decide(
    audit: InventoryAudit, found: Causes, language: Language, *, room: int, width: int | None, more: str
) -> Iterator[Line]:
    """Yield the causes in at most `room` rows of a terminal, though never fewer than three causes.

    `more` is the option that shows the rest.
    """
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
    told = [_told(number, cause, label, audit, language, width) for number, cause in enumerate(first, start=1)]
    chosen = _fitting(told, room - 2 - (len(found.decide) > len(first)), width)
    for lines in chosen:
        yield from lines
    left = found.decide[len(chosen) :]
    if left:
        yield _rest(left, language, width, more)


def _rest(left: Sequence[Cause], language: Language, width: int | None, more: str) -> Line:
    """Return the codes of the causes that are left out, as many as fit in one row of the terminal."""
    codes = tuple(code for cause in left for code in cause.codes)
    for named in range(CODES, 0, -1):
        words = say("{n} more: {codes} ({option})", n=len(left), codes=shortened(codes, named), option=more)
        rest = line(piece(render(words, language), "dim"), indent=1)
        if height(rest, width) == 1:
            break
    return rest


def _fitting(told: Sequence[_Told], room: int, width: int | None) -> list[tuple[Line, ...]]:
    """Return each cause at the greatest length for which there is room: the first are the first to get more."""
    costs = [[sum(height(one, width) for one in lines) for lines in lengths] for lengths in told]
    count = len(told)
    while count > 3 and sum(cost[0] for cost in costs[:count]) > room - (count < len(told)):
        count -= 1
    left = room - sum(cost[0] for cost in costs[:count]) - (count < len(told))
    chosen = [0] * count
    for length in (1, 2):
        for place in range(count):
            needed = costs[place][length] - costs[place][chosen[place]]
            if needed <= left:
                chosen[place] = length
                left -= needed
    return [told[place][length] for place, length in enumerate(chosen)]


def _told(number: int, cause: Cause, label: int, audit: InventoryAudit, language: Language, width: int | None) -> _Told:
    severity = translate(SEVERITY[cause.severity], language)
    title = line(
        piece(f"{number:>2} "),
        piece(severity, cause.severity),
        piece(f"{' ' * (label - len(severity))}  {translate(cause.sentence, language)}  ", "title"),
        piece(shown(cause.codes, language), "dim"),
        hang=label + 5,
    )
    where = line(*_places(cause, PLACES, audit, language), indent=_INDENT)
    (what,) = details(cause, 1)
    short = _short(render(what, language), cause, audit, language, width)
    cure = render(cures(cause), language)
    helped = (line(piece(cure, "help"), indent=_INDENT),) if cure else ()
    said = tuple(line(piece(render(one, language)), indent=_INDENT) for one in details(cause, DETAILS))
    one_row = (title, short)
    return _Told(one_row, (*one_row, *helped), (title, *said, where, *helped))


def _short(what: str, cause: Cause, audit: InventoryAudit, language: Language, width: int | None) -> Line:
    """Return what and where in one row of the terminal: first the place is shortened, then what is said of it."""
    whole = line(piece(what), piece("  "), *_places(cause, 1, audit, language), indent=_INDENT)
    if width is None or cells(whole.text) <= width:
        return whole
    place = tuple(_places(cause, 1, audit, language, brief=True))
    room = width - _INDENT - 2 - sum(cells(one.text) for one in place)
    return cut(line(*cut(line(piece(what)), max(room, width // 2)).pieces, piece("  "), *place, indent=_INDENT), width)


def _places(
    cause: Cause, most: int, audit: InventoryAudit, language: Language, *, brief: bool = False
) -> Iterator[Piece]:
    """Yield ``customers.yaml:43 lifecycle-marketing   :3 csm``; `brief`: without the file's folder."""
    grouped, more = places(cause, most)
    for number, where in enumerate(grouped):
        path = audit.path(where.file) if where.file else ""
        if brief and "/" in path:
            path = f"…/{path.rpartition('/')[2]}"
        lines = " ".join(f":{one}" for one in where.lines)
        yield piece(f"{'   ' if number else ''}{path}{lines}", "dim")
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
