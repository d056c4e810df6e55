"""Chains of touchpoints that are lost together because they wait for one that never happens."""

from __future__ import annotations

from collections.abc import Iterable

from tpaudit.inventory.registries import Segment
from tpaudit.inventory.touchpoint import Touchpoint
from tpaudit.messages import Message, say
from tpaudit.rules.context import Context
from tpaudit.rules.phrases import SHOWN
from tpaudit.rules.rule import Reference


def hangs_on_the_lost(touchpoint: Touchpoint, audit: Context) -> bool:
    """Whether all of its days depend on touchpoints that never happen."""
    dated = [timing for version in audit.versions(touchpoint) for timing in version.timing if timing.has_days]
    return bool(dated) and all(timing.anchor in audit.never or timing.until in audit.never for timing in dated)


def is_told_at(anchor: str, segment: Segment, audit: Context) -> bool:
    """Whether it waits for a touchpoint that is already reported as never happening in the segment."""
    if (anchor, segment.id) in audit.unreachable:
        return True
    return anchor in audit.never and audit.inventory.serves(audit.inventory.touchpoint[anchor], segment)


def lost_with(touchpoint: Touchpoint, audit: Context) -> tuple[Touchpoint, ...]:
    """Return the touchpoints that are lost with this one because they wait for it, directly or through others."""
    lost: dict[str, Touchpoint] = {}
    reached = [touchpoint]
    for anchor in reached:
        for waiting in audit.waiting.get(anchor.id, ()):
            if waiting.id not in lost and _is_lost_with(waiting, anchor, audit):
                lost[waiting.id] = waiting
                reached.append(waiting)
    return tuple(lost.values())


def _is_lost_with(touchpoint: Touchpoint, anchor: Touchpoint, audit: Context) -> bool:
    if touchpoint.id in audit.never and anchor.id in audit.never:
        return hangs_on_the_lost(touchpoint, audit)
    return any(
        unplaced.anchor == anchor.id and is_told_at(anchor.id, segment, audit)
        for segment, unplaced in audit.unplaced.get(touchpoint.id, ())
    )


def and_others(why: Message, lost: tuple[Touchpoint, ...]) -> Message:
    """Return why a touchpoint never happens, and how many are lost with it."""
    if not lost:
        return why
    return say("{why}; {count} {count:touchpoint is|touchpoints are} lost with it", why=why, count=len(lost))


def lost_too(lost: Iterable[Touchpoint]) -> list[Reference]:
    """Return references to the timings of the first few that are lost too."""
    return [
        Reference(touchpoint.at("timing"), say("{name} is lost with it", name=touchpoint.name))
        for touchpoint in tuple(lost)[:SHOWN]
    ]
