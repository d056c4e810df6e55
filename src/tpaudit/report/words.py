"""What the report calls the terms of the inventory's vocabulary; every word goes through the catalogue."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from tpaudit.inventory.inventory import Inventory
from tpaudit.inventory.registries import Channel, Event, Owner, Phase, Segment
from tpaudit.inventory.subject import Kind
from tpaudit.messages import Message, Value, say
from tpaudit.registry import FAMILIES
from tpaudit.rules.rule import Harm, Step

PLANNED: Mapping[str, Message] = {"planned": say("planned"), "unplanned": say("unplanned")}
STEP_MEANING: Mapping[str, Message] = {
    Step.DESIGN: say("phases, channels, ownership, purpose and timing of the touchpoints"),
    Step.KPIS: say("each touchpoint has a metric, a target and an instrument"),
    Step.MEASUREMENT: say("experience and results are known, with evidence and date"),
    Step.ORGANISATION: say("processes, systems, hand-offs, capacity and mandate stand behind it"),
    Step.MARKETING: say("brand standard, personalization, automation that knows when to stop"),
}
RULE_FAMILY: Mapping[str, Message] = {code: Message(name) for code, name in FAMILIES.items()}
HARM: Mapping[str, Message] = {
    Harm.CUSTOMER: say("customers feel it"),
    Harm.CHURN: say("customers may leave"),
    Harm.BLIND: say("nobody knows"),
    Harm.PAPER: say("paperwork"),
}
"""The harm of a cause if nobody decides, in words."""
ACROSS = say("across teams")
"""The owner of what belongs to all."""
ORDER = say(
    "Order: severity, then harm (customers feel it; they may leave; nobody knows; paperwork), then how many customers "
    "it concerns, then how many findings it explains."
)
"""The order of decisions, in words."""
PERIOD: Mapping[str, Message] = {
    "per_day": say("a day"),
    "per_week": say("a week"),
    "per_month": say("a month"),
    "per_quarter": say("a quarter"),
}


WHEN: Mapping[str, Message] = {
    "per_day": say("on some day"),
    "per_week": say("in some week"),
    "per_month": say("in some month"),
    "per_quarter": say("in some quarter"),
}
"""When somebody is over a budget."""
_ROLE: Mapping[str, Message] = {
    "customer": say("customer"),
    "decision_maker": say("decision maker"),
    "champion": say("champion"),
    "end_user": say("end user"),
    "user": say("user"),
    "admin": say("administrator"),
    "buyer": say("buyer"),
    "sponsor": say("sponsor"),
    "executive_sponsor": say("executive sponsor"),
}


def role(id: str) -> Value:  # noqa: A002  ids are called id everywhere here
    """Return what people call a role at the customer's: the usual ones in the reader's language."""
    return _ROLE.get(id.casefold().replace("-", "_").replace(" ", "_")) or id.replace("_", " ")


@dataclass(frozen=True)
class Names:
    """What people call the entries of one inventory: their names, else built-in names, else their ids."""

    phases: Mapping[str, Value]
    segments: Mapping[str, Value]
    channels: Mapping[str, Value]
    owners: Mapping[str, Value]
    events: Mapping[str, Value]
    touchpoints: Mapping[str, Value]

    def phase(self, id: str) -> Value:  # noqa: A002  ids are called id everywhere here
        """Return a phase's name."""
        return self.phases.get(id, id)

    def segment(self, id: str) -> Value:  # noqa: A002
        """Return a segment's name."""
        return self.segments.get(id, id)

    def channel(self, id: str | None) -> Value:  # noqa: A002
        """Return a channel's name; None stands for no channel."""
        return say("no channel") if id is None else self.channels.get(id, id)

    def owner(self, id: str) -> Value:  # noqa: A002
        """Return an owner's name."""
        return self.owners.get(id, id) if id else say("nobody")

    def event(self, id: str | None) -> Value:  # noqa: A002
        """Return an event's name; None stands for a touchpoint's own rate."""
        return say("own rate") if id is None else self.events.get(id, id)

    def subject(self, kind: Kind, id: str) -> Value:  # noqa: A002
        """Return the name of what a finding is about; empty for the inventory as a whole."""
        match kind:
            case Kind.SEGMENT_PHASE:
                segment, _, phase = id.partition("/")
                return say("{phase}, {segment}", phase=self.phase(phase), segment=self.segment(segment))
            case Kind.PHASE:
                return self.phase(id)
            case Kind.SEGMENT:
                return self.segment(id)
            case Kind.OWNER:
                return self.owner(id)
            case Kind.EVENT:
                return self.event(id)
            case Kind.CHANNEL:
                return self.channel(id)
            case _:
                return self.touchpoints.get(id, id)


def names(inventory: Inventory) -> Names:
    """Return the names of an inventory's entries."""
    return Names(
        phases=_named(inventory.phases),
        segments=_named(inventory.segments),
        channels=_named(inventory.channels),
        owners=_named(inventory.owners),
        events=_named(inventory.events),
        touchpoints={touchpoint.id: touchpoint.name for touchpoint in inventory.touchpoints},
    )


def _named(entries: Iterable[Phase | Segment | Channel | Owner | Event]) -> Mapping[str, Value]:
    return {entry.id: entry.name for entry in entries}
