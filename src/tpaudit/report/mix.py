"""Section 6: what is the mix of touchpoints, and what do events set off?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from tpaudit.findings.result import InventoryAudit
from tpaudit.inventory.registries import Event
from tpaudit.inventory.words.terms import FORM, INITIATION, STATUS, VALUE
from tpaudit.messages import Message, Share, Value, say
from tpaudit.report.experience import Count, counted
from tpaudit.report.touchpoints import Card
from tpaudit.report.words import PLANNED, Names


@dataclass(frozen=True, slots=True)
class Split:
    """One way to divide the touchpoints, with the parts of the whole."""

    id: str
    name: Message
    parts: tuple[Count, ...]

    @property
    def total(self) -> int:
        """All touchpoints that are divided."""
        return sum(part.count for part in self.parts)


@dataclass(frozen=True, slots=True)
class EventView:
    """An event and what each of its occurrences sets off."""

    name: Value
    started_by: Message | None
    per_quarter: Fraction | None
    touchpoints: tuple[tuple[str, str, int], ...]
    """Id and name, and how many days after the event it first comes."""


@dataclass(frozen=True, slots=True)
class Mix:
    """The section; counts are of live and upcoming touchpoints, except those by status, which include all."""

    total: int
    splits: tuple[Split, ...]
    channels: tuple[Count, ...]
    """A touchpoint counts in each of its channels; shares are shares of the touchpoints."""
    events: tuple[EventView, ...]
    missing: Message | None
    missing_events: Message | None


def mix(audit: InventoryAudit, cards: Sequence[Card], names: Names) -> Mix:
    """Return the section."""
    active = [card for card in cards if card.active]
    unstated: Mapping[str, Value] = {"": say("not stated")}
    planned = {True: "planned", False: "unplanned", None: ""}
    splits = (
        Split("form", say("Form"), counted([card.form or "" for card in active], {**FORM, **unstated})),
        Split(
            "initiation",
            say("Initiation"),
            counted([card.initiation or "" for card in active], {**INITIATION, **unstated}),
        ),
        Split("value", say("Value"), counted([card.value or "" for card in active], {**VALUE, **unstated})),
        Split("planned", say("Planned"), counted([planned[card.planned] for card in active], {**PLANNED, **unstated})),
        Split("status", say("Status"), counted([card.status or "" for card in cards], {**STATUS, **unstated})),
    )
    events = _events(audit, cards, names)
    return Mix(
        total=len(active),
        splits=splits,
        channels=_channels(active, names),
        events=events,
        missing=None if active else say("No touchpoint is live or upcoming yet."),
        missing_events=None
        if events
        else say("No event sets anything off yet: let a `timing` start `after` an event."),
    )


def _channels(active: Sequence[Card], names: Names) -> tuple[Count, ...]:
    per_channel = counted([channel for card in active for channel in card.channels], names.channels)
    total = len(active) or 1
    counts = [Count(count.id, count.name, count.count, Share(Fraction(count.count, total))) for count in per_channel]
    return tuple(sorted(counts, key=lambda count: -count.count))


def _events(audit: InventoryAudit, cards: Sequence[Card], names: Names) -> tuple[EventView, ...]:
    """Return what is set off in any segment; the same step in several segments is shown once, on its first day."""
    called = {card.id: card.name for card in cards}
    set_off: dict[str, dict[str, int]] = {}
    for plan in audit.schedule.segments:
        for touchpoint, steps in plan.steps.items():
            for step in steps:
                days = set_off.setdefault(step.event, {})
                days[touchpoint] = min(step.distance, days.get(touchpoint, step.distance))
    return tuple(
        EventView(
            names.event(event.id),
            _started_by(event),
            event.per_quarter,
            tuple(
                (id_, called.get(id_, id_), day) for id_, day in sorted(set_off[event.id].items(), key=lambda d: d[1])
            ),
        )
        for event in audit.inventory.events
        if event.id in set_off
    )


def _started_by(event: Event) -> Message | None:
    match event.started_by:
        case "customer":
            return say("the customer")
        case "company":
            return say("the company")
        case _:
            return None
