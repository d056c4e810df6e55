"""Phrases that several rules share: days, names and touchpoints, and the places they point at."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction
from types import MappingProxyType

from tpaudit.inventory.touchpoint import Touchpoint
from tpaudit.messages import Message, Share, Value, say
from tpaudit.rules.context import Context
from tpaudit.rules.rule import Reference
from tpaudit.schedule.contact import Contact, EventStep

SHOWN = 10
"""The most culprits that a finding about the whole inventory names."""


SPELLED_OUT = 5
"""The most culprits that are named; the others are counted."""


WITHIN: Mapping[str, Message] = MappingProxyType(
    {
        "per_day": say("on one day"),
        "per_week": say("within 7 days"),
        "per_month": say("within 30 days"),
        "per_quarter": say("within 91 days"),
    }
)
"""How messages call the windows of budgets."""


def span(start: int, end: int) -> Message:
    """Return the days from start to end as a phrase."""
    return say("on day {day}", day=start) if start == end else say("on days {start} to {end}", start=start, end=end)


def few(items: Iterable[Value]) -> tuple[Value, ...]:
    """Return the first few and how many more there are."""
    every = tuple(items)
    if len(every) <= SPELLED_OUT:
        return every
    return (*every[:SPELLED_OUT], say("{more} more", more=len(every) - SPELLED_OUT))


def named(contacts: Iterable[Contact | EventStep]) -> Iterator[tuple[Value, int]]:
    """Yield each touchpoint's name and day, with the number of its channels if there are several."""
    occurrences: dict[tuple[str, int], list[Contact | EventStep]] = {}
    for contact in contacts:
        day = contact.day if isinstance(contact, Contact) else contact.distance
        occurrences.setdefault((contact.touchpoint.id, day), []).append(contact)
    for (_, day), same in occurrences.items():
        name = same[0].touchpoint.name
        yield say("{name} through {count} channels", name=name, count=len(same)) if len(same) > 1 else name, day


def timings(touchpoints: Iterable[Touchpoint]) -> list[Reference]:
    """Return references to the timings of the first few touchpoints."""
    distinct = {touchpoint.id: touchpoint for touchpoint in touchpoints}
    return [
        Reference(touchpoint.at("timing"), say("{name} contributes to it", name=touchpoint.name))
        for touchpoint in list(distinct.values())[:SPELLED_OUT]
    ]


def some(days: tuple[int, ...]) -> Message:
    """Return the first few of these days."""
    if len(days) > 3:
        return say("days {days} and {more} more", days=days[:3], more=len(days) - 3)
    return say("{count:day|days} {days}", count=len(days), days=days)


def part(touchpoint: Touchpoint, segments: tuple[str, ...], audit: Context) -> Share:
    """Return the part of a touchpoint's segments that these are; none stand for all."""
    return Share(Fraction(len(segments), len(audit.serving(touchpoint))) if segments else Fraction(1))


def here(touchpoints: Iterable[Touchpoint]) -> list[Reference]:
    """Return references to the timings of the touchpoints in question."""
    return [
        Reference(touchpoint.at("timing"), say("{name} is timed here", name=touchpoint.name))
        for touchpoint in touchpoints
    ]
