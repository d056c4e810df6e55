"""The schedule as public JSON: what its tables and pictures are drawn from."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from importlib.resources import files

from tpaudit.inventory.inventory import Inventory
from tpaudit.messages import Language, render
from tpaudit.outputs.numbers import number
from tpaudit.outputs.streaming import Part, json_chunks
from tpaudit.schedule.plan import Burst, Contact, Expected, Load, Person, Schedule, SegmentPlan

VERSION = 1
"""Of the document's shape; a member may be added without a new one, none changes its meaning or goes."""


def chunks(plans: Sequence[tuple[Inventory, Schedule]], segment: str | None, language: Language) -> Iterator[str]:
    """Yield the schedules as JSON, of one segment if asked; of several inventories as an array."""
    content = [_inventory(inventory, schedule, segment, language) for inventory, schedule in plans]
    return json_chunks(content[0] if len(content) == 1 else content)


def schema() -> str:
    """Return the JSON Schema of the document."""
    return files("tpaudit.outputs").joinpath("schemas/schedule.schema.json").read_text("utf-8")


def _inventory(inventory: Inventory, schedule: Schedule, segment: str | None, language: Language) -> Part:
    return {
        "version": VERSION,
        "inventory": inventory.name,
        "segments": [_segment(plan, language) for plan in schedule.segments if segment in (None, plan.segment.id)],
    }


def _segment(plan: SegmentPlan, language: Language) -> Part:
    return {
        "id": plan.segment.id,
        "period": list(plan.period),
        "horizon": list(plan.horizon),
        "contacts_per_quarter": number(plan.contacts_per_quarter),
        "account_contacts_per_quarter": number(plan.account_contacts_per_quarter),
        "stakeholders": [_person(person) for person in plan.persons],
        "diary": (
            {"day": one.day, "touchpoint": one.touchpoint.id, "channel": one.channel, "counted": one.counted}
            for one in plan.diary
        ),
        "unplaced": [
            {"touchpoint": one.touchpoint.id, "anchor": one.anchor, "reason": render(one.reason, language)}
            for one in plan.unplaced
        ],
        "unknown_rates": list(plan.unknown_rates),
    }


def _person(person: Person) -> Part:
    if person.same_as is not None:
        return {"id": person.id, "same_as": person.same_as}
    silence = person.longest_silence
    return {
        "id": person.id,
        "same_as": None,
        "contacts": map(_contact, person.contacts),
        "expected": map(_expected, person.expected),
        "worst": {period: _load(load) for period, load in person.worst.items()},
        "quarters": [number(load) for load in person.quarters],
        "bursts": [_burst(burst) for burst in person.bursts],
        "longest_silence": {"from": silence.start, "to": silence.end, "days": silence.days},
    }


def _contact(contact: Contact) -> Part:
    return {
        "day": contact.day,
        "touchpoint": contact.touchpoint.id,
        "channel": contact.channel,
        "weight": number(contact.weight),
        "adds_value": contact.adds_value,
        "human": contact.human,
    }


def _expected(expected: Expected) -> Part:
    return {
        "touchpoint": expected.touchpoint.id,
        "channel": expected.channel,
        "event": expected.event,
        "per_day": number(expected.per_day),
        "from": expected.start,
        "to": expected.end,
    }


def _load(load: Load) -> Part:
    return {"load": number(load.load), "from": load.start, "to": load.end}


def _burst(burst: Burst) -> Part:
    return {
        "event": burst.event,
        "contacts": [{"day": contact.day, "touchpoint": contact.touchpoint.id} for contact in burst.contacts],
        "worst": {period: number(load.load) for period, load in burst.worst.items()},
    }
