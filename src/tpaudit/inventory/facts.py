"""Facts about touchpoints, segments and the inventory that rules, outputs and the report share."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from tpaudit.inventory.inventory import Inventory
from tpaudit.inventory.registries import Segment
from tpaudit.inventory.touchpoint import Experience, Touchpoint

MAX_SILENCE: Mapping[str, int] = MappingProxyType(
    {"high_touch": 35, "mid_touch": 50, "low_touch": 65, "tech_touch": 95}
)
"""The longest silence in days that suits a touch model."""


NOTHING_SAID = Experience.empty()


def experience(touchpoint: Touchpoint) -> Experience:
    """Return the touchpoint's experience, empty if it states none."""
    return touchpoint.experience or NOTHING_SAID


def is_key(touchpoint: Touchpoint) -> bool:
    """Whether it is a key touchpoint."""
    return touchpoint.key


def has_decision(touchpoint: Touchpoint) -> bool:
    """Whether anything was decided about it, even to keep it as it is."""
    return touchpoint.decision is not None and touchpoint.decision.action is not None


def is_measured(touchpoint: Touchpoint) -> bool:
    """Whether the touchpoint has a metric."""
    return bool(touchpoint.metrics)


def promises_service(touchpoint: Touchpoint) -> bool:
    """Whether it promises how soon or how well customers are answered."""
    standard = touchpoint.service_standard
    return standard is not None and bool(standard.first_response or standard.resolution or standard.playbook)


def is_human_touch(segment: Segment) -> bool:
    """Whether people look after its customers."""
    return segment.is_human_touch


def longest_allowed(segment: Segment) -> int | None:
    """Return how many days of silence are allowed, None if nothing says so."""
    if segment.max_silence is not None:
        return segment.max_silence.days
    return MAX_SILENCE.get(segment.touch_model or "")


def covers_whole_journey(inventory: Inventory) -> bool:
    """Whether the inventory claims to cover the journey before the purchase too, possibly in phases of its own."""
    stages = {phase.stage for phase in inventory.phases}
    return inventory.scope == "full" or (
        inventory.scope == "own" and "before_purchase" in stages and "after_purchase" in stages
    )


def has_touchpoints(inventory: Inventory) -> bool:
    """Whether there are touchpoints to measure."""
    return bool(inventory.active)
