"""What changed since the revision that the user named: findings, and the figures of each segment."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from typing import TYPE_CHECKING

from tpaudit.findings.finding import Finding
from tpaudit.messages import Days, Message, Value, rounded, say
from tpaudit.report.words import Names

if TYPE_CHECKING:
    from tpaudit.diff.pressure import Cell, Figure, Overload, SegmentChange


class Tendency(StrEnum):
    """What a change means to customers; unclear for figures without a limit."""

    BETTER = "better"
    WORSE = "worse"
    NEITHER = "neither"


TENDENCY: Mapping[Tendency, Message] = {Tendency.BETTER: say("better"), Tendency.WORSE: say("worse")}


@dataclass(frozen=True, slots=True)
class FigureChange:
    """A figure that changed, or crossed its limit in either direction."""

    label: Value
    before: Value | None
    """None if there was none, as for `after`."""
    after: Value | None
    sign: str
    """How it moved: +, − or nothing."""
    difference: Value | None
    """The absolute difference."""
    tendency: Tendency
    why: Message | None
    """What happened to its limit."""

    @property
    def verdict(self) -> Message | None:
        """The tendency in a word."""
        return TENDENCY.get(self.tendency)


@dataclass(frozen=True, slots=True)
class SegmentFigures:
    """The figures of a segment that differ."""

    name: Value
    side: str
    """both, or the only one that has the segment: before or after."""
    figures: tuple[FigureChange, ...]


@dataclass(frozen=True, slots=True)
class Changes:
    """Findings and figures compared with those of the revision."""

    new: tuple[Finding, ...]
    fixed: tuple[Finding, ...]
    unchanged: int
    unjudged: int
    """Findings that faults may have hidden at the revision."""
    segments: tuple[SegmentFigures, ...]
    """The segments with a difference, preceded by the inventory as a whole if it has one."""


def changes(
    findings: Sequence[Finding],
    fixed: Sequence[Finding] | None,
    segments: Iterable[SegmentChange],
    names: Names,
    segment: str | None,
    whole: SegmentFigures | None = None,
) -> Changes | None:
    """Return what changed, None if no revision was named."""
    if fixed is None:
        return None
    new = (finding for finding in findings if finding.since == "new" and finding.waived is None)
    figures = (_segment(change, names) for change in segments if segment in (None, change.id))
    return Changes(
        _worst_first(new),
        _worst_first(fixed),
        sum(finding.since == "unchanged" for finding in findings),
        sum(finding.since == "unjudged" for finding in findings),
        tuple(part for part in (whole, *figures) if part and (part.figures or part.side != "both")),
    )


def _worst_first(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    return tuple(sorted(findings, key=lambda finding: finding.severity.rank))


def _segment(change: SegmentChange, names: Names) -> SegmentFigures:
    # Every figure of a segment that is on one side only would differ.
    figures = tuple(_figures(change, names)) if change.side == "both" else ()
    return SegmentFigures(names.segments.get(change.id, change.name), change.side, figures)


def _figures(change: SegmentChange, names: Names) -> Iterator[FigureChange]:
    overloads = {(overload.channel, overload.period): overload for overload in change.changed_overloads}
    for figure in change.figures:
        overload = overloads.pop((None, figure.key.removeprefix("worst.")), None)
        if overload is not None:
            yield _changed(figure, *_of_budget(overload))
        elif _differs(figure):
            yield _changed(figure, *_of_limit(figure))
    for (channel, _), overload in overloads.items():
        yield _of_channel(overload, names.channel(channel))
    for cell in change.changed_coverage:
        yield _of_phase(cell, names)


def _differs(figure: Figure) -> bool:
    """Whether the difference is visible, or the limit makes one."""
    if figure.difference is None:
        return figure.changed
    return rounded(figure.difference, 2) != 0 or figure.over != figure.was_over


def _changed(figure: Figure, tendency: Tendency, why: Message | None) -> FigureChange:
    return _line(figure.label, figure.before, figure.after, tendency, why, in_days=figure.in_days)


def _of_limit(figure: Figure) -> tuple[Tendency, Message | None]:
    limit = figure.limit if figure.limit is not None else figure.limit_before
    if limit is None or not (figure.over or figure.was_over):
        return Tendency.NEITHER, None
    shown: Value = Days(int(limit)) if figure.in_days else limit
    if figure.over != figure.was_over:
        return _against("new" if figure.over else "gone", shown)
    return _against("more" if (figure.difference or 0) > 0 else "less", shown)


def _of_budget(overload: Overload) -> tuple[Tendency, Message | None]:
    limit = overload.exceeded.limit if overload.limit_after is None else overload.limit_after
    was = overload.limit_before
    return _against(
        overload.state, limit if was in (None, limit) else say("{limit}, which was {was}", limit=limit, was=was)
    )


def _of_channel(overload: Overload, channel: Value) -> FigureChange:
    from tpaudit.diff.pressure import WORST

    label = say("{channel}, {figure}", channel=channel, figure=WORST[overload.period])
    return _line(label, overload.load_before, overload.load_after, *_of_budget(overload))


def _of_phase(cell: Cell, names: Names) -> FigureChange:
    label = say("touchpoints in: {phase}", phase=names.phases.get(cell.phase, cell.name))
    before, after = (None if count is None else Fraction(count) for count in (cell.before, cell.after))
    if cell.before and cell.after == 0:
        return _line(label, before, after, Tendency.WORSE, say("now a gap"))
    if cell.before == 0 and cell.after:
        return _line(label, before, after, Tendency.BETTER, say("no longer a gap"))
    return _line(label, before, after, Tendency.NEITHER, None)


_WORDS: Mapping[str, tuple[Tendency, Message]] = {
    "new": (Tendency.WORSE, say("now over the limit of {limit}")),
    "more": (Tendency.WORSE, say("over the limit of {limit}, by more")),
    "less": (Tendency.BETTER, say("over the limit of {limit}, by less")),
    "gone": (Tendency.BETTER, say("no longer over the limit of {limit}")),
    "same": (Tendency.NEITHER, say("over the limit of {limit} as before")),
}


def _against(state: str, limit: Value) -> tuple[Tendency, Message]:
    tendency, words = _WORDS[state]
    return tendency, Message(words.template, {"limit": limit})


def _line(
    label: Value,
    before: Fraction | None,
    after: Fraction | None,
    tendency: Tendency,
    why: Message | None,
    *,
    in_days: bool = False,
) -> FigureChange:
    def shown(amount: Fraction | None) -> Value | None:
        return Days(int(amount)) if in_days and amount is not None else amount

    difference = None if before is None or after is None else after - before
    if difference is not None and rounded(difference, 2) == 0:
        tendency = Tendency.NEITHER  # a changed limit alone changes nothing for customers
    sign = "" if not difference else "+" if difference > 0 else "−"
    by = None if difference is None else shown(abs(difference))
    return FigureChange(label, shown(before), shown(after), sign, by, tendency, why)
