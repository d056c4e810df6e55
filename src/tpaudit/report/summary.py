"""The beginning of the report: a handful of figures over all chapters."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from tpaudit.messages import Days, Message, Share, Value, say
from tpaudit.report.words import role

if TYPE_CHECKING:
    from tpaudit.report.chapter import Chapter
    from tpaudit.report.pressure import SegmentPressure


@dataclass(frozen=True, slots=True)
class Figure:
    """A number, what it counts, and what it means here."""

    id: str
    """The section that it links to."""
    label: Message
    value: Value
    note: Message
    alarm: bool


def figures(chapters: Sequence[Chapter]) -> tuple[Figure, ...]:
    """Return the figures for the page's head, without those that have no data."""
    return (*_pressure(chapters), *_experience(chapters), *_maturity(chapters))


def _pressure(chapters: Sequence[Chapter]) -> tuple[Figure, ...]:
    segments = [
        segment for chapter in chapters if not chapter.pressure.missing for segment in chapter.pressure.segments
    ]
    if not segments:
        return ()
    most = max(segments, key=lambda segment: segment.mean_per_quarter)
    busy = max(segments, key=_excess)
    week = busy.week
    found = [
        Figure(
            "pressure",
            say("contacts per customer and quarter, at least")
            if most.at_least
            else say("contacts per customer and quarter"),
            most.per_quarter,
            say("{segment}, the segment that is contacted most", segment=most.name),
            alarm=False,
        ),
        Figure(
            "pressure",
            say("contacts in the worst week"),
            week.load,
            say(
                "budget {limit}; {who}, days {start} to {end}",
                limit=say("none") if week.limit is None else week.limit,
                who=_who(busy, week.person),
                start=week.start,
                end=week.end,
            ),
            alarm=week.over,
        ),
    ]
    pauses = [(segment.pause, segment) for segment in segments if segment.pause is not None]
    if pauses:
        pause, quiet = max(pauses, key=lambda pair: pair[0].silence.days - (pair[0].limit or _UNLIMITED))
        limit: Value = say("none") if pause.limit is None else Days(pause.limit)
        note = say("limit {limit}; {who}", limit=limit, who=_who(quiet, pause.person))
        found.append(Figure("pressure", say("longest silence"), Days(pause.silence.days), note, alarm=pause.over))
    return tuple(found)


_UNLIMITED = 1_000_000


def _who(segment: SegmentPressure, person: str) -> Value:
    """Return the segment, with the person if it has several."""
    return (segment.name, role(person)) if len(segment.persons) > 1 else segment.name


def _excess(segment: SegmentPressure) -> Fraction:
    limit = segment.week.limit
    return segment.week.sure - (_UNLIMITED if limit is None else limit)


def _experience(chapters: Sequence[Chapter]) -> tuple[Figure, ...]:
    views = [chapter.experience for chapter in chapters]
    assessed, total = sum(view.assessed for view in views), sum(view.total for view in views)
    bad = sum(view.bad for view in views)
    overdue, decided = sum(view.overdue for view in views), sum(len(view.ledger) for view in views)
    found = []
    if assessed:
        note = say("{n} of {total} {total:touchpoint|touchpoints} {n:is|are} assessed", n=assessed, total=total)
        found.append(Figure("experience", say("touchpoints broken or annoying"), bad, note, alarm=bad > 0))
    if decided:
        note = say("of {n} in the ledger", n=decided)
        found.append(Figure("experience", say("decisions overdue"), overdue, note, alarm=overdue > 0))
    return tuple(found)


def _maturity(chapters: Sequence[Chapter]) -> tuple[Figure, ...]:
    applicable = sum(chapter.maturity.overall.applicable for chapter in chapters)
    passed = sum(chapter.maturity.overall.passed for chapter in chapters)
    weakest = chapters[0].maturity.weakest if len(chapters) == 1 else None
    if not applicable:
        return ()
    note = say("of {n} checks", n=applicable)
    if weakest is not None:
        note = say("of {n} checks; weakest step: {step}", n=applicable, step=weakest.total.name)
    return (Figure("maturity", say("checks passed"), Share(Fraction(passed, applicable)), note, alarm=False),)
