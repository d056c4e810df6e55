"""What one occurrence of an undated event sets off."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from tpaudit.schedule.contact import EventStep
from tpaudit.schedule.figures import PERIODS, Burst, BurstWindow

WINDOWS = ("per_day", "per_week", "per_month")


def bursts(steps: Iterable[EventStep], events: Iterable[str], group: Mapping[str, str]) -> tuple[Burst, ...]:
    """Return the bursts of one person, in the order of the events; `group`: of audiences that exclude each other."""
    by_event: dict[str, list[EventStep]] = {}
    for step in steps:
        by_event.setdefault(step.event, []).append(step)
    return tuple(_burst(event, by_event[event], group) for event in events if event in by_event)


def _burst(event: str, steps: Sequence[EventStep], group: Mapping[str, str]) -> Burst:
    contacts = tuple(sorted(steps, key=lambda step: (step.distance, step.minute)))
    return Burst(event, contacts, {period: _fullest(contacts, PERIODS[period], group) for period in WINDOWS})


def _fullest(contacts: Sequence[EventStep], length: int, group: Mapping[str, str]) -> BurstWindow:
    """Return the fullest window, the earliest of several equal that begin with a contact."""
    best: tuple[EventStep, ...] = ()
    first = last = 0
    for place, contact in enumerate(contacts):
        if place and contact.distance == contacts[place - 1].distance:
            continue
        first = place
        last = max(last, first)
        while last < len(contacts) and contacts[last].distance < contact.distance + length:
            last += 1
        if last - first > len(best):
            counted = _of_one_customer(contacts[first:last], group)
            if len(counted) > len(best):
                best = counted
    start = best[0].distance
    return BurstWindow(start, start + length - 1, len(best), best)


def _of_one_customer(contacts: Sequence[EventStep], group: Mapping[str, str]) -> tuple[EventStep, ...]:
    """Return what one customer can get: in every group of audiences, the contacts of the fullest one."""
    members: dict[str, dict[str, int]] = {}
    for contact in contacts:
        audience = contact.audience
        if audience is not None and audience in group:
            counts = members.setdefault(group[audience], {})
            counts[audience] = counts.get(audience, 0) + 1
    fullest = {max(counts, key=lambda audience: counts[audience]) for counts in members.values()}
    return tuple(
        step for step in contacts if step.audience is None or step.audience not in group or step.audience in fullest
    )
