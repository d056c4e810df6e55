"""What a rule may look at besides its subject."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, TypeVar

from tpaudit.fields import Unknown
from tpaudit.inventory.inventory import Inventory
from tpaudit.inventory.metrics import identity
from tpaudit.inventory.registries import Event, Owner, Phase, Segment
from tpaudit.inventory.subject import Kind
from tpaudit.inventory.touchpoint import Metric, Touchpoint
from tpaudit.inventory.words.vocabulary import CHANNELS, PHASES
from tpaudit.rules.cases import CASES, HELPING, is_case
from tpaudit.rules.rule import File, SegmentPhase
from tpaudit.schedule.figures import Burst
from tpaudit.schedule.people import People, people
from tpaudit.schedule.plan import Dropped, Person, Schedule, SegmentPlan, Unplaced

if TYPE_CHECKING:
    from tpaudit.observed.observation import Observation, SeenSegment, SeenTouchpoint

Key = TypeVar("Key")
Item = TypeVar("Item")

Subject = Touchpoint | Phase | Segment | SegmentPhase | Owner | Event | Inventory | File


@dataclass(frozen=True)
class Context:
    """The inventory, its schedule and the day of the audit; the same for every rule."""

    inventory: Inventory
    schedule: Schedule
    today: date
    fires: Callable[[str, Subject], bool] = field(repr=False)
    """Whether the rule with this code, if it is enabled, finds something at this subject.

    For rules that give way to another: ``if audit.fires("EXP004", touchpoint): raise NotApplicable``.
    """
    observation: Observation | None = None
    """What really happened; None without a file of aggregates."""

    def seen(self, touchpoint: Touchpoint) -> Iterator[tuple[Segment, SeenTouchpoint]]:
        """Yield what was observed about a touchpoint, segment by segment."""
        for segment in self.inventory.segments:
            there = self.observed(segment)
            if there is not None and touchpoint.id in there.touchpoints:
                yield segment, there.touchpoints[touchpoint.id]

    def metrics(self, touchpoint: Touchpoint) -> tuple[Metric, ...]:
        """Return its metrics, with observed values for those that are taken from the data."""
        return tuple(self._observed_metric(touchpoint, metric) for metric in touchpoint.metrics)

    def _observed_metric(self, touchpoint: Touchpoint, metric: Metric) -> Metric:
        observation = self.observation
        if observation is None or metric.measured_from is None:
            return metric
        value = observation.metric(touchpoint.id, identity(metric))
        if value is None:
            return metric
        return metric.model_copy(update={"actual": value, "measured_on": observation.last_day or metric.measured_on})

    def observed(self, segment: Segment) -> SeenSegment | None:
        """Return what the segment's customers got; None if nobody observed it."""
        return None if self.observation is None else self.observation.segments.get(segment.id)

    def plan(self, segment: Segment) -> SegmentPlan:
        """Return the segment's plan; raise Unknown if a fault of the files may change it."""
        if not self.inventory.complete:
            raise Unknown("schedule")
        return self._plans[segment.id]

    @cached_property
    def _plans(self) -> Mapping[str, SegmentPlan]:
        return {plan.segment.id: plan for plan in self.schedule.segments}

    def windows(self, segment: Segment, phase: str) -> tuple[tuple[int, int], ...]:
        """Return the first and last days of the phase in the segment; empty without a window."""
        return self.plan(segment).phase_windows.get(phase) or ()

    def contract_ends(self, segment: Segment) -> tuple[int, ...]:
        """Return the days on which the segment's contract ends; empty without a contract."""
        return self.plan(segment).event_days.get("contract_end", ())

    @cached_property
    def of_type(self) -> Mapping[str, tuple[Touchpoint, ...]]:
        """The active touchpoints by type."""
        return _grouped(
            (str(kind), touchpoint)
            for touchpoint in self.inventory.active
            if "type" not in touchpoint.unknown and (kind := touchpoint.type) is not None
        )

    @cached_property
    def helped(self) -> frozenset[str]:
        """The ids of the segments whose customers can call or open a ticket by themselves."""
        return frozenset(
            segment.id
            for segment in self.inventory.segments
            if any(
                touchpoint.initiation == "reactive" and not HELPING.isdisjoint(touchpoint.channel)
                for touchpoint in self.inventory.in_segment(segment)
            )
        )

    @cached_property
    def open_cases(self) -> tuple[Event | Touchpoint, ...]:
        """The inventory's complaints, open cases and returns: touchpoints first, then events in use."""
        inventory, declared = self.inventory, self.inventory.declared
        events = [event for event in inventory.events if event.id in self.anchors or declared(Kind.EVENT, event.id)]
        return (
            *(touchpoint for kind in CASES for touchpoint in self.of_type.get(kind, ())),
            *(event for event in events if is_case(event.id, event.name)),
        )

    @cached_property
    def led_from(self) -> Mapping[str, tuple[Touchpoint, ...]]:
        """The active touchpoints that lead to each touchpoint, by its id."""
        return _grouped((lead.to, touchpoint) for touchpoint in self.inventory.active for lead in touchpoint.leads_to)

    @cached_property
    def tracked(self) -> Mapping[tuple[str, str], tuple[Touchpoint, ...]]:
        """The active touchpoints that are tracked as an event of the data, by its name and meaning."""
        return _grouped(
            (name, touchpoint)
            for touchpoint in self.inventory.active
            if "tracked_as" not in touchpoint.unknown
            for name in dict.fromkeys((tag.event, tag.means) for tag in touchpoint.tracked_as)
        )

    @cached_property
    def waiting(self) -> Mapping[str, tuple[Touchpoint, ...]]:
        """The active touchpoints whose timing is tied directly to an event or touchpoint, by its id."""
        return _grouped(
            (anchor, touchpoint)
            for touchpoint in self.inventory.active
            for anchor in dict.fromkeys(
                timing.anchor for version in (touchpoint, *touchpoint.per_segment.values()) for timing in version.timing
            )
            if anchor is not None
        )

    @cached_property
    def applying(self) -> tuple[SegmentPhase, ...]:
        """Every phase in every segment to which it applies."""
        return tuple(
            SegmentPhase(segment, phase)
            for segment in self.inventory.segments
            for phase in self.phases
            if phase.id in self.plan(segment).phase_windows
        )

    @cached_property
    def phases(self) -> tuple[Phase, ...]:
        """The phases that rules look at: the team's own, and built-in ones that no own phase replaces."""
        declared = [phase for phase in self.inventory.phases if self.inventory.declared(Kind.PHASE, phase.id)]
        own = [phase for phase in declared if phase.id not in PHASES and self.inventory.in_phase(phase)]
        kinds, stages = {phase.kind for phase in own} - {"other"}, {phase.stage for phase in own}
        whole = stages >= {"before_purchase", "during_purchase", "after_purchase"}
        return tuple(
            phase
            for phase in self.inventory.phases
            if phase in declared or self.inventory.in_phase(phase) or not (whole or phase.kind in kinds)
        )

    @cached_property
    def filled(self) -> frozenset[str]:
        """The ids of the phases in which something happens, even if only in one segment."""
        return frozenset(pair.phase.id for pair in self.applying if self.inside(pair))

    @cached_property
    def anchors(self) -> frozenset[str]:
        """The ids of the events and touchpoints to which a timing or an event is tied."""
        tied = (event.after or event.before for event in self.inventory.events)
        return frozenset((*self.waiting, *(anchor for anchor in tied if anchor is not None)))

    @cached_property
    def owned(self) -> Mapping[str, tuple[Touchpoint, ...]]:
        """The active touchpoints of each owner, by the owner's id."""
        return _grouped(
            (touchpoint.owner, touchpoint) for touchpoint in self.inventory.active if touchpoint.owner is not None
        )

    def applies(self, phase: Phase) -> bool:
        """Whether the phase exists for any segment: if nobody has a contract, there is no renewal."""
        return any(phase.id in self.plan(segment).phase_windows for segment in self.inventory.segments)

    def inside(self, pair: SegmentPhase) -> tuple[Touchpoint, ...]:
        """Return the active touchpoints of the phase that serve the segment."""
        return self._inside.get((pair.segment.id, pair.phase.id), ())

    @cached_property
    def _inside(self) -> Mapping[tuple[str, str], tuple[Touchpoint, ...]]:
        return _grouped(
            ((segment.id, touchpoint.phase), touchpoint)
            for segment in self.inventory.segments
            for touchpoint in self.inventory.in_segment(segment)
            if touchpoint.phase is not None
        )

    @cached_property
    def types(self) -> Mapping[str, frozenset[str]]:
        """The types of the active touchpoints that serve each segment, by its id."""
        return {
            segment.id: frozenset(
                touchpoint.type for touchpoint in self.inventory.in_segment(segment) if touchpoint.type is not None
            )
            for segment in self.inventory.segments
        }

    def finds_empty(self, pair: SegmentPhase) -> bool:
        """Whether PHS002, if it is enabled, reports the phase as empty there."""
        return not self.inside(pair) and self.fires("PHS002", pair)

    def is_addressed(self, touchpoint: Touchpoint) -> bool:
        """Whether one of its channels reaches one known person."""
        return any(self.inventory.channel[channel].addressed for channel in touchpoint.channel)

    def is_like(self, channel: str, others: Iterable[str]) -> bool:
        """Whether it is one of these channels, or an own channel with the context and medium of one of them."""
        registered, built_in = self.inventory.channel, [other for other in others if other in CHANNELS]
        if channel in CHANNELS or channel not in registered:
            return channel in others
        own = registered[channel]
        return channel in others or any(
            (own.context, own.medium) == (registered[other].context, registered[other].medium) for other in built_in
        )

    def serving(self, touchpoint: Touchpoint) -> tuple[Segment, ...]:
        """Return the segments that it serves."""
        if not touchpoint.segments:
            return self.inventory.segments
        segments = self.inventory.segment
        named = [segments[segment] for segment in dict.fromkeys(touchpoint.segments) if segment in segments]
        return tuple(sorted(named, key=lambda segment: self._places[segment.id]))

    def versions(self, touchpoint: Touchpoint) -> tuple[Touchpoint, ...]:
        """Return the touchpoint's version in each segment that it serves; itself if all are the same."""
        if not touchpoint.per_segment:
            return (touchpoint,)
        return tuple({id(version): version for version in self._in_each(touchpoint)}.values())

    def _in_each(self, touchpoint: Touchpoint) -> Iterable[Touchpoint]:
        return (self.inventory.as_in(touchpoint, segment) for segment in self.serving(touchpoint))

    def lacking(self, touchpoint: Touchpoint, lacks: Callable[[Touchpoint], bool]) -> tuple[str, ...] | None:
        """Return the segments in which the touchpoint lacks something: () for all, None for none."""
        if not touchpoint.per_segment:
            return () if lacks(touchpoint) else None
        segments = [segment for segment in self.serving(touchpoint) if lacks(self.inventory.as_in(touchpoint, segment))]
        if len(segments) == len(self.serving(touchpoint)):
            return ()
        return tuple(segment.id for segment in segments) or None

    def reached(self, touchpoint: Touchpoint, segment: Segment) -> tuple[str, ...]:
        """Return whom it reaches in a segment: nobody if the segment has none of its roles."""
        return self._people[segment.id].reached_by(touchpoint)

    @cached_property
    def _people(self) -> Mapping[str, People]:
        return {segment.id: people(segment, ()) for segment in self.inventory.segments}

    @cached_property
    def _places(self) -> Mapping[str, int]:
        return {segment.id: place for place, segment in enumerate(self.inventory.segments)}

    def is_set_off(self, touchpoint: Touchpoint) -> bool:
        """Whether an undated event sets it off in some segment."""
        return touchpoint.id in self._set_off

    @cached_property
    def _set_off(self) -> frozenset[str]:
        return frozenset(touchpoint for segment in self.inventory.segments for touchpoint in self.plan(segment).steps)

    def follows_up(self, touchpoint: Touchpoint) -> bool:
        """Whether an undated event sets it off in some segment, and something reached the customer before it."""
        return touchpoint.id in self._following_up

    @cached_property
    def _following_up(self) -> frozenset[str]:
        following: set[str] = set()
        for segment in self.inventory.segments:
            steps = [
                (step.event, step.distance, touchpoint)
                for touchpoint, own in self.plan(segment).steps.items()
                if self.inventory.touchpoint[touchpoint].initiation == "proactive"
                for step in own
            ]
            first: dict[str, int] = {}
            for event, distance, _ in steps:
                first[event] = min(distance, first.get(event, distance))
            following |= {touchpoint for event, distance, touchpoint in steps if distance > first[event]}
        return frozenset(following)

    def returns(self, anchor: str, segment: Segment) -> bool:
        """Whether a timing's anchor comes more than once: an event or a touchpoint with a cadence, a renewal."""
        if anchor in ("contract_end", "renewal") and segment.renews:
            return bool(self.contract_ends(segment))
        if len(self.plan(segment).event_days.get(anchor, ())) > 1:
            return True
        touchpoint = self.inventory.touchpoint.get(anchor)
        if touchpoint is None:
            return False
        return any(timing.repeats for timing in touchpoint.timing) or len(self.plan(segment).placed.get(anchor, ())) > 1

    def comes_back(self, touchpoint: Touchpoint) -> bool:
        """Whether it repeats, or comes whenever an undated event happens."""
        return any(timing.repeats for timing in touchpoint.timing) or self.is_set_off(touchpoint)

    @cached_property
    def unplaced(self) -> Mapping[str, tuple[tuple[Segment, Unplaced], ...]]:
        """Where the schedule cannot place a touchpoint, by its id."""
        return _grouped(
            (unplaced.touchpoint.id, (segment, unplaced))
            for segment in self.inventory.segments
            for unplaced in self.plan(segment).unplaced
        )

    @cached_property
    def dropped(self) -> Mapping[str, tuple[tuple[Segment, Dropped], ...]]:
        """Which days of a touchpoint the schedule leaves out, and where, by its id."""
        return _grouped(
            (dropped.touchpoint.id, (segment, dropped))
            for segment in self.inventory.segments
            for dropped in self.plan(segment).dropped
        )

    @cached_property
    def unreachable(self) -> frozenset[tuple[str, str]]:
        """What waits for something that never comes, by the ids of touchpoint and segment."""
        return frozenset(
            (touchpoint, segment.id)
            for touchpoint, places in self.unplaced.items()
            for segment, unplaced in places
            if unplaced.anchor is not None
        )

    @cached_property
    def never(self) -> frozenset[str]:
        """The ids of active touchpoints that should have days but have none within any segment's horizon."""
        return frozenset(
            touchpoint.id
            for touchpoint in self.inventory.active
            if self._is_meant_for_days(touchpoint)
            and not self.is_set_off(touchpoint)
            and not any(self.plan(segment).days(touchpoint) for segment in self.serving(touchpoint))
        )

    def _is_meant_for_days(self, touchpoint: Touchpoint) -> bool:
        """Whether it has days that can be counted, or only dates that all lie beyond the horizon."""
        timings = [timing for version in self.versions(touchpoint) for timing in version.timing]
        if any(timing.has_days for timing in timings):
            return True
        dropped = {segment.id for segment, _ in self.dropped.get(touchpoint.id, ())}
        serving = {segment.id for segment in self.serving(touchpoint)} if dropped else {""}
        return serving <= dropped and all(timing.dates for timing in timings)

    @cached_property
    def bursts(self) -> Mapping[str, tuple[tuple[SegmentPlan, Person, Burst], ...]]:
        """The contacts that an event sets off for each person, by the event's id."""
        return _grouped(
            (burst.event, (self.plan(segment), person, burst))
            for segment in self.inventory.segments
            for person in self.plan(segment).persons
            for burst in person.bursts
        )


def sets_off_contacts(event: Event, audit: Context) -> bool:
    """Whether contacts follow from the event."""
    return event.id in audit.bursts


def _grouped(pairs: Iterable[tuple[Key, Item]]) -> Mapping[Key, tuple[Item, ...]]:
    groups: dict[Key, list[Item]] = {}
    for key, item in pairs:
        groups.setdefault(key, []).append(item)
    return {key: tuple(items) for key, items in groups.items()}
