"""What a plan leaves open, so that nothing can be called missing: no timing, or a wait for an event."""

from __future__ import annotations

from tpaudit.inventory.registries import Segment
from tpaudit.inventory.touchpoint import Touchpoint
from tpaudit.rules.context import Context

EARLY = ("onboarding", "purchase", "delivery", "other")
"""The kinds of phase without window in which a customer may hear from the company first."""


def is_untimed(touchpoint: Touchpoint) -> bool:
    """Whether the company starts it, as far as is known, and no timing is stated."""
    return touchpoint.initiation != "reactive" and not touchpoint.timing


def awaits_event(touchpoint: Touchpoint, segment: Segment, audit: Context) -> bool:
    """Whether it has no day in the segment, but follows an undated event."""
    plan = audit.plan(segment)
    return touchpoint.id in plan.steps and not plan.days(touchpoint)


def is_open(touchpoint: Touchpoint, segment: Segment, audit: Context) -> bool:
    """Whether it is meant to come but has no day."""
    return is_untimed(touchpoint) or awaits_event(touchpoint, segment, audit)


def may_come_by(day: int, touchpoint: Touchpoint, segment: Segment, audit: Context) -> bool:
    """Whether its phase allows it to come by that day."""
    phase = audit.inventory.phase.get(touchpoint.phase or "")
    if phase is None:
        return True
    windows = audit.windows(segment, phase.id)
    return any(start <= day for start, _ in windows) or (not windows and phase.kind in EARLY)
