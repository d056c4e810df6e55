"""What messages call people and the entries that an inventory names by their ids."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from tpaudit.inventory.inventory import Inventory
from tpaudit.inventory.registries import Segment
from tpaudit.messages import Message, Term, Value, say


def is_everybody(segment: Segment) -> bool:
    """Whether it is the segment that is implied if none is declared."""
    return isinstance(segment.name, Term)


def customers(segment: Segment) -> Message:
    """Return what a message calls all customers of the segment."""
    return say("customers") if is_everybody(segment) else say("customers of {segment}", segment=segment.name)


def customer(segment: Segment) -> Message:
    """Return what a message calls a customer of the segment."""
    return say("a customer") if is_everybody(segment) else say("a customer of {segment}", segment=segment.name)


def who(person: str, segment: Segment) -> Message:
    """Return what a message calls a person of the segment: the role, or a customer if no roles are named."""
    if segment.stakeholders:
        return say("the {role} of {segment}", role=person, segment=segment.name)
    return customer(segment)


def called(role: str, segment: Segment) -> Value:
    """Return what a message that already names the segment calls a person in it."""
    return role if segment.stakeholders else say("a customer")


def groups(segments: Iterable[Segment]) -> tuple[Value, ...]:
    """Return what a message calls several segments."""
    return tuple(say("all customers") if is_everybody(segment) else segment.name for segment in segments)


def owner_name(owner: str, inventory: Inventory) -> str:
    """Return what people call the owner, if it is registered."""
    registered = inventory.owner.get(owner)
    return owner if registered is None else registered.name


def anchor_name(anchor: str, inventory: Inventory) -> Value:
    """Return what a message calls a timing's anchor: an event, a touchpoint, an end of its phase."""
    if anchor in _PHASE_ENDS:
        return _PHASE_ENDS[anchor]
    entry = inventory.event.get(anchor) or inventory.touchpoint.get(anchor)
    return anchor if entry is None else entry.name


def by_name(reason: Message, inventory: Inventory) -> Message:
    """Return the reason why something has no day, with names in place of the schedule's ids."""
    values = dict(reason.values)
    if isinstance(anchor := values.get("anchor"), str):
        values["anchor"] = anchor_name(anchor, inventory)
    if isinstance(phase := values.get("phase"), str) and phase in inventory.phase:
        values["phase"] = inventory.phase[phase].name
    return Message(reason.template, values)


_PHASE_ENDS: Mapping[str, Message] = {
    "phase_start": say("the start of its phase"),
    "phase_end": say("the end of its phase"),
}
