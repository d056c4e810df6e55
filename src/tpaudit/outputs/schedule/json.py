"""The schedule as public JSON, from which tables and pictures can be drawn."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from importlib.resources import files

from tpaudit.inventory.inventory import Inventory
from tpaudit.messages import Language, render
from tpaudit.outputs.numbers import number
from tpaudit.outputs.streaming import Part, json_chunks
from tpaudit.schedule.contact import Contact, EventStep, Span, Spread
from tpaudit.schedule.figures import PERIODS, Burst, Exceeded, Figures, Percentiles, Quarter, Silence, Simulated, Worst
from tpaudit.schedule.plan import Person, Schedule, SegmentPlan

VERSION = 2
"""The version of the document's shape; it stays when members are added, and grows when one changes or goes."""


def chunks(plans: Sequence[tuple[Inventory, Schedule]], segment: str | None, language: Language) -> Iterator[str]:
    """Yield the schedules as JSON, for one segment or all; several inventories become an array."""
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
        "terms": _spans(plan.terms),
        "at_least": plan.at_least,
        "contacts_per_quarter": _figures(plan.contacts_per_quarter),
        "account_contacts_per_quarter": _figures(plan.account_contacts_per_quarter),
        "before_start": _figures(plan.before_start),
        "budgets": [
            {"period": budget.period, "channel": budget.channel, "share_over": number(budget.share_over)}
            for budget in plan.budgets
        ],
        "simulated": _simulated(plan.simulated),
        "stakeholders": [_person(person, plan) for person in plan.persons],
        "diary": (
            {
                "day": occurrence.day,
                "touchpoint": occurrence.touchpoint.id,
                "channel": occurrence.channel,
                "counted": occurrence.counted,
                "share": _number(occurrence.share),
                "audience": occurrence.audience,
            }
            for occurrence in plan.diary
        ),
        "dropped": [
            {
                "touchpoint": dropped.touchpoint.id,
                "count": dropped.days,
                "first": dropped.first,
                "last": dropped.last,
                "reason": dropped.reason,
            }
            for dropped in plan.dropped
        ],
        "unplaced": [
            {"touchpoint": touchpoint, "anchor": anchor, "reason": kind, "text": text}
            for touchpoint, anchor, kind, text in dict.fromkeys(
                (unplaced.touchpoint.id, unplaced.anchor, unplaced.kind, render(unplaced.reason, language))
                for unplaced in plan.unplaced
            )
        ],
        "unknown_rates": list(plan.unknown_rates),
        "unknown_shares": list(plan.unknown_shares),
    }


def _person(person: Person, plan: SegmentPlan) -> Part:
    if person.same_as is not None:
        return {"id": person.id, "same_as": person.same_as}
    return {
        "id": person.id,
        "same_as": None,
        "contacts": (_contact(contact) for contact in person.contacts),
        "spread": [_spread(spread) for spread in person.spread],
        "steps": [_step(step) for step in person.steps],
        "worst": {period: _worst(plan.worst(person.id, period)) for period in PERIODS},
        "exceeded": [_exceeded(exceeded) for exceeded in plan.exceeded_by(person.id)],
        "quarters": [_quarter(quarter) for quarter in person.quarters],
        "bursts": [_burst(burst) for burst in person.bursts],
        "longest_silence": _silence(person.longest_silence),
        "longest_human_silence": _silence(person.longest_human_silence),
    }


def _contact(contact: Contact) -> Part:
    return {
        "day": contact.day,
        "minute": contact.minute,
        "touchpoint": contact.touchpoint.id,
        "channel": contact.channel,
        "share": _number(contact.share),
        "audience": contact.audience,
        "adds_value": contact.adds_value,
        "human": contact.human,
        "talk": contact.talk,
    }


def _spread(spread: Spread) -> Part:
    return {
        "touchpoint": spread.touchpoint.id,
        "channel": spread.channel,
        "per_quarter": number(spread.per_quarter),
        "share": _number(spread.share),
        "audience": spread.audience,
        "spans": _spans(spread.spans),
    }


def _step(step: EventStep) -> Part:
    return {
        "event": step.event,
        "per_quarter": _number(step.per_quarter),
        "touchpoint": step.touchpoint.id,
        "channel": step.channel,
        "distance": step.distance,
        "share": _number(step.share),
        "audience": step.audience,
        "spans": _spans(step.spans),
    }


def _exceeded(exceeded: Exceeded) -> Part:
    return {
        "period": exceeded.period,
        "channel": exceeded.channel,
        "from": exceeded.start,
        "to": exceeded.end,
        "profile": exceeded.profile.id,
        "load": exceeded.load,
        "limit": number(exceeded.limit),
        "windows": exceeded.windows,
        "measure": [number(part) for part in exceeded.measure],
    }


def _worst(worst: Worst | None) -> Part | None:
    if worst is None:
        return None
    return {
        "from": worst.start,
        "to": worst.end,
        "sure": worst.sure,
        "mean": number(worst.mean),
        "most": worst.most,
        "limit": _number(worst.limit),
    }


def _quarter(quarter: Quarter) -> Part:
    figures = _figures(Figures(quarter.sure, quarter.mean, quarter.most))
    return {"from": quarter.start, "to": quarter.end, **figures}


def _burst(burst: Burst) -> Part:
    return {
        "event": burst.event,
        "contacts": [{"day": step.distance, "touchpoint": step.touchpoint.id} for step in burst.contacts],
        "worst": {period: window.load for period, window in burst.worst.items()},
    }


def _silence(silence: Silence | None) -> Part | None:
    return None if silence is None else {"from": silence.start, "to": silence.end, "days": silence.days}


def _simulated(simulated: Simulated) -> Part:
    return {
        "customers": simulated.customers,
        "person": simulated.person,
        "per_quarter": _percentiles(simulated.per_quarter),
        "fullest_week": _percentiles(simulated.fullest_week),
        "longest_silence": None if simulated.longest_silence is None else _percentiles(simulated.longest_silence),
    }


def _percentiles(found: Percentiles) -> Part:
    return {"p5": number(found.p5), "median": number(found.median), "p95": number(found.p95)}


def _figures(figures: Figures) -> Part:
    return {"sure": number(figures.sure), "mean": number(figures.mean), "most": number(figures.most)}


def _number(value: Fraction | None) -> int | float | None:
    return None if value is None else number(value)


def _spans(spans: Sequence[Span]) -> list[list[int]]:
    return [list(span) for span in spans]
