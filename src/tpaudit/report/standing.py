"""How an inventory as a whole compares with the revision that the user named: figures beyond segments."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from math import floor

from tpaudit.findings.result import InventoryAudit
from tpaudit.messages import Message, Share, say
from tpaudit.report.changes import FigureChange, SegmentFigures, Tendency
from tpaudit.report.experience import experience
from tpaudit.report.maturity import maturity
from tpaudit.report.touchpoints import cards
from tpaudit.report.words import names

_COUNTS: tuple[tuple[Message, int], ...] = (
    (say("touchpoints"), 0),
    (say("touchpoints assessed"), 1),
    (say("touchpoints broken or annoying"), -1),
    (say("metrics that miss their target"), -1),
    (say("decisions overdue"), -1),
)
"""What is counted, and whether more of it is better (1), worse (-1) or neither (0)."""


def standing(before: InventoryAudit, after: InventoryAudit, today: date, owner: str | None) -> SegmentFigures | None:
    """Return the figures that differ, for one owner's touchpoints or all; None if faults hide a side of them."""
    if not (before.inventory.complete and after.inventory.complete):
        return None
    figures = (*_counted(before, after, today, owner), *_passed(before, after))
    return SegmentFigures(say("the inventory as a whole"), "both", figures) if figures else None


def _counted(before: InventoryAudit, after: InventoryAudit, today: date, owner: str | None) -> Iterator[FigureChange]:
    counts = zip(_COUNTS, _counts(before, today, owner), _counts(after, today, owner), strict=True)
    for (label, sense), was, now in counts:
        if was != now:
            yield _differing(label, was, now, abs(now - was), (now - was) * sense)


def _counts(audit: InventoryAudit, today: date, owner: str | None) -> tuple[int, ...]:
    own = [card for card in cards(audit.inventory) if owner in (None, card.owner)]
    overdue = [finding.subject.id for finding in audit.findings if finding.code == "GOV005"]
    view = experience(own, names(audit.inventory), today, overdue=overdue)
    return view.total, view.assessed, view.bad, view.kpis_missed, view.overdue


def _passed(before: InventoryAudit, after: InventoryAudit) -> Iterator[FigureChange]:
    was, now = (maturity(audit.tallies).overall.share for audit in (before, after))
    if was is None or now is None:
        return
    points = _percent(now) - _percent(was)
    if points:
        by = say("{n} {n:percentage point|percentage points}", n=abs(points))
        yield _differing(say("checks passed"), was, now, by, points)


def _percent(share: Share) -> int:
    return floor(Fraction(share.part) * 100)  # as it is shown


def _differing(label: Message, was: int | Share, now: int | Share, by: int | Message, gain: int) -> FigureChange:
    tendency = Tendency.BETTER if gain > 0 else Tendency.WORSE if gain < 0 else Tendency.NEITHER
    return FigureChange(label, was, now, "+" if _number(now) > _number(was) else "−", by, tendency, None)


def _number(value: int | Share) -> Fraction:
    return Fraction(value.part if isinstance(value, Share) else value)
