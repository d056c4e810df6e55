"""What a rule may look at besides its subject."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from tpaudit.inventory.inventory import Inventory
from tpaudit.inventory.registries import Event, Owner, Phase, Segment
from tpaudit.inventory.touchpoint import Touchpoint
from tpaudit.rules.rule import File, SegmentPhase
from tpaudit.schedule.plan import Schedule, SegmentPlan

Subject = Touchpoint | Phase | Segment | SegmentPhase | Owner | Event | Inventory | File


@dataclass(frozen=True)
class Context:
    """The inventory, its schedule and the day of the audit; the same for every rule."""

    inventory: Inventory
    schedule: Schedule
    today: date
    fires: Callable[[str, Subject], bool] = field(repr=False)
    """Whether the rule of this code, if it is asked at all, finds something at this subject.

    For rules that give way to another: ``if audit.fires("EXP004", touchpoint): raise NotApplicable``.
    """

    def plan(self, segment: Segment) -> SegmentPlan:
        """Return the segment's plan."""
        return self._plans[segment.id]

    @cached_property
    def _plans(self) -> Mapping[str, SegmentPlan]:
        return {plan.segment.id: plan for plan in self.schedule.segments}

    @cached_property
    def led_from(self) -> Mapping[str, tuple[Touchpoint, ...]]:
        """By touchpoint's id: the active touchpoints that lead to it."""
        return _grouped((lead.to, touchpoint) for touchpoint in self.inventory.active for lead in touchpoint.leads_to)

    @cached_property
    def waiting(self) -> Mapping[str, tuple[Touchpoint, ...]]:
        """By the id of an event or touchpoint: the active touchpoints whose timing is tied to it directly."""
        return _grouped(
            (timing.anchor, touchpoint)
            for touchpoint in self.inventory.active
            for timing in touchpoint.timing
            if timing.anchor is not None
        )

    @cached_property
    def applying(self) -> tuple[SegmentPhase, ...]:
        """Every phase in every segment to which it applies."""
        return tuple(
            SegmentPhase(segment, phase)
            for segment in self.inventory.segments
            for phase in self.inventory.phases
            if phase.id in self.plan(segment).phase_windows
        )


def _grouped(pairs: Iterable[tuple[str, Touchpoint]]) -> Mapping[str, tuple[Touchpoint, ...]]:
    groups: dict[str, list[Touchpoint]] = {}
    for key, touchpoint in pairs:
        groups.setdefault(key, []).append(touchpoint)
    return {key: tuple(touchpoints) for key, touchpoints in groups.items()}
