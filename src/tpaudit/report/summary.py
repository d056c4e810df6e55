"""What the report says first: a handful of figures over all chapters."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from tpaudit.messages import Days, Message, Share, Value, say

if TYPE_CHECKING:
    from tpaudit.report.pressure import SegmentPressure
    from tpaudit.report.view import Chapter
    from tpaudit.schedule.plan import Load


@dataclass(frozen=True, slots=True)
class Figure:
    """A number, what it counts, and what it means here."""

    id: str
    """The section that it leads to."""
    label: Message
    value: Value
    note: Message
    alarm: bool


def figures(chapters: Sequence[Chapter]) -> tuple[Figure, ...]:
    """Return the figures of the page's head; those without data are left out."""
    return (*_pressure(chapters), *_experience(chapters), *_maturity(chapters))


def _pressure(chapters: Sequence[Chapter]) -> tuple[Figure, ...]:
    segments = [
        segment for chapter in chapters if not chapter.pressure.missing for segment in chapter.pressure.segments
    ]
    if not segments:
        return ()
    most = max(segments, key=lambda segment: segment.per_quarter)
    busy = max(segments, key=_excess)
    week, pause = busy.main.week, max((s.pause for s in segments), key=lambda p: p.silence.days - (p.limit or 10_000))
    quiet = next(segment for segment in segments if segment.pause == pause)
    return (
        Figure(
            "pressure",
            say("contacts per customer and quarter"),
            most.per_quarter,
            say("{segment}, the segment that is contacted most", segment=most.name),
            alarm=False,
        ),
        Figure(
            "pressure",
            say("contacts in the worst week"),
            week.load.load,
            say(
                "budget {limit}; {segment}, days {start} to {end}",
                limit=week.limit,
                segment=busy.name,
                **_days(week.load),
            )
            if week.limit is not None
            else say("no budget; {segment}, days {start} to {end}", segment=busy.name, **_days(week.load)),
            alarm=week.over,
        ),
        Figure(
            "pressure",
            say("longest silence"),
            Days(pause.silence.days),
            say("limit {limit}; {segment}", limit=Days(pause.limit), segment=quiet.name)
            if pause.limit is not None
            else say("no limit set; {segment}", segment=quiet.name),
            alarm=pause.over,
        ),
    )


def _days(load: Load) -> dict[str, int]:
    return {"start": load.start, "end": load.end}


def _excess(segment: SegmentPressure) -> Fraction:
    week = segment.main.week
    return week.load.load - week.limit if week.limit is not None else week.load.load - 1_000_000


def _experience(chapters: Sequence[Chapter]) -> tuple[Figure, ...]:
    views = [chapter.experience for chapter in chapters]
    assessed, total = sum(view.assessed for view in views), sum(view.total for view in views)
    bad = sum(count.count for view in views for count in view.verdicts if count.id in ("broken", "annoying"))
    overdue, decided = sum(view.overdue for view in views), sum(len(view.ledger) for view in views)
    found = []
    if assessed:
        note = say("{n} of {total} touchpoints are assessed", n=assessed, total=total)
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
