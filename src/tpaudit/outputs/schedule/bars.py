"""A bar of block characters for each week, with a mark where the budget ends."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction

from tpaudit.inventory.naming import called
from tpaudit.messages import Language, render, say, shown
from tpaudit.outputs.frequency import between
from tpaudit.outputs.lines import EMPTY, Line, Piece, line, piece, table
from tpaudit.schedule.plan import Person, SegmentPlan
from tpaudit.schedule.weeks import Week, weeks

MOST_WEEKS = 522
"""Ten years; weeks beyond are counted, not drawn."""
WIDEST = 48
"""The width of the longest bar."""
BESIDE = 30
"""The width of the words beside a bar."""
BLOCK, SOME, MARK = "█", "░", "│"
"""What every customer gets, what some get on top, and where the budget ends."""


def bars(plan: SegmentPlan, person: Person, width: int | None, language: Language) -> Iterator[Line]:
    """Yield the weeks of one person."""
    drawn = weeks(plan, person, most=MOST_WEEKS)
    longest = max((max(Fraction(week.most), week.limit or 0) for week in drawn), default=Fraction(0))
    if not longest:
        return
    scale = Fraction(min(WIDEST, max(10, (width or 80) - BESIDE))) / longest
    whom = called(person.id, plan.segment)
    if any(week.limit is not None for week in drawn):
        title = say("Each week's highest load of 7 days for {person}; {mark} is the budget", person=whom, mark=MARK)
    else:
        title = say("Each week's highest load of 7 days for {person}", person=whom)
    yield line(piece(render(title, language), "title"))
    yield from (Line(text_line.pieces, indent=2) for text_line in table(list(_rows(drawn, scale, language)), left=2))
    left = (plan.period[1] - plan.period[0]) // 7 + 1 - len(drawn)
    if left > 0:
        yield line(piece(render(say("{n} further {n:week is|weeks are} not shown", n=left), language), "dim"), indent=2)
    yield EMPTY


def _rows(drawn: Iterable[Week], scale: Fraction, language: Language) -> Iterator[tuple[Piece, ...]]:
    for week in drawn:
        over = render(say("over {limit}", limit=week.limit), language) if week.over and week.limit is not None else ""
        style = "error" if week.over else ""
        yield (
            piece(render(say("week {number}", number=week.number), language), "dim"),
            piece(_bar(week, scale), style),
            piece(shown(between(week.sure, week.most), language), style),
            piece(over, style),
        )


def _bar(week: Week, scale: Fraction) -> str:
    sure, most = _length(week.sure, scale), _length(week.most, scale)
    filled = BLOCK * sure + SOME * (most - sure)
    if week.limit is None:
        return filled
    mark = round(week.limit * scale)
    return filled[:mark].ljust(mark) + MARK + (filled[mark:] or (BLOCK if week.over else ""))


def _length(contacts: int, scale: Fraction) -> int:
    return round(contacts * scale) or min(contacts, 1)
