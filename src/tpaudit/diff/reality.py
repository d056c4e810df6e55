"""Two files of aggregates compared: what really happens more, less, or no longer."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from tpaudit.findings.result import InventoryAudit
from tpaudit.messages import Message, say
from tpaudit.observed.beside import SegmentBeside, TouchpointBeside, beside

NOTICED = Fraction(1, 20)
"""Shares that differ by less count as equal: a different sample of customers explains as much."""


@dataclass(frozen=True, slots=True)
class RealChange:
    """One thing that happens differently from before."""

    words: Message
    tendency: str = ""
    """better or worse; empty if it is neither."""


def really(before: InventoryAudit | None, after: InventoryAudit | None) -> tuple[RealChange, ...]:
    """Return what happens differently, if both sides were observed."""
    if before is None or after is None or before.observation is None or after.observation is None:
        return ()
    if before.observation == after.observation:
        return ()
    was = {segment.id: segment for segment in beside(before.inventory, before.schedule, before.observation)}
    now = beside(after.inventory, after.schedule, after.observation)
    return tuple(change for segment in now if segment.id in was for change in _segment(was[segment.id], segment))


def _segment(was: SegmentBeside, now: SegmentBeside) -> Iterator[RealChange]:
    before = {row.label: row for row in was.rows}
    for row in now.rows:
        old = before.get(row.label)
        if old is not None and old.really != row.really:
            words = say(
                "{segment}, {figure}: {before} → {after}",
                segment=now.name,
                figure=row.label,
                before=old.really,
                after=row.really,
            )
            yield RealChange(words, "worse" if row.is_off and not old.is_off else "")
    touchpoints = {touchpoint.id: touchpoint for touchpoint in was.touchpoints}
    for touchpoint in now.touchpoints:
        yield from _touchpoint(touchpoints.get(touchpoint.id), touchpoint, now.name)
    yield from _unplanned(was, now)


def _touchpoint(was: TouchpointBeside | None, now: TouchpointBeside, segment: str) -> Iterator[RealChange]:
    if was is None or was.reached is None or now.reached is None:
        return
    difference = Fraction(now.reached.part) - Fraction(was.reached.part)
    if abs(difference) >= NOTICED:
        words = say(
            "{segment}, {name} reaches {after} of those for whom it is due, before {before}",
            segment=segment,
            name=now.name,
            before=was.reached,
            after=now.reached,
        )
        yield RealChange(words, "better" if difference > 0 else "worse")


def _unplanned(was: SegmentBeside, now: SegmentBeside) -> Iterator[RealChange]:
    before, after = ({unplanned.event: unplanned for unplanned in side.unplanned} for side in (was, now))
    for event, unplanned in after.items():
        if event not in before:
            words = say(
                "{segment}, nobody planned {event}, which now reaches {share}",
                segment=now.name,
                event=event,
                share=unplanned.share,
            )
            yield RealChange(words, "worse")
    for event in before:
        if event not in after:
            words = say("{segment}, {event} is planned now, or no longer happens", segment=now.name, event=event)
            yield RealChange(words, "better")
