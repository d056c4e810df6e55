"""When a touchpoint happens, in words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from tpaudit.durations import Duration, parse
from tpaudit.inventory.inventory import Inventory
from tpaudit.inventory.naming import anchor_name
from tpaudit.inventory.ranges import Range
from tpaudit.inventory.timing import MonthDay, Timing
from tpaudit.inventory.words.terms import amount, cadence, length
from tpaudit.messages import Message, Value, say


def when(timing: Timing, inventory: Inventory) -> Value:
    """Return a timing in words: a day, a cadence, a rate, or a distance; faulty fields are left out."""
    if timing.as_needed:
        return say("as needed")
    rate, every, at = timing.per_quarter, timing.every, timing.at
    if rate is not None:
        return say("{n} a quarter", n=amount(rate))
    if timing.dates is not None:
        return _company_dates(timing)
    before = timing.before or timing.before_each
    anchor = timing.after or timing.after_each or before
    named = anchor_name(anchor, inventory) if anchor else ""
    if every is not None:
        begins = say("after: {anchor}", anchor=named) if anchor else _first_day(at) if at else ""
        return tuple(part for part in (cadence(every), begins, *_ends(timing, inventory)) if part)
    if not anchor:
        return _day(at) if at else ""
    if not at or not at.high.count:
        return say("on: {anchor}", anchor=named)
    is_each = bool(timing.after_each or timing.before_each)
    return Message(_DISTANCES[bool(before), is_each].template, {"length": length(at), "anchor": named})


_DISTANCES: Mapping[tuple[bool, bool], Message] = {
    (False, False): say("{length} after: {anchor}"),
    (False, True): say("{length} after each: {anchor}"),
    (True, False): say("{length} before: {anchor}"),
    (True, True): say("{length} before each: {anchor}"),
}
"""The phrases by whether the timing lies before its anchor, and whether it is tied to each occurrence."""


def _day(at: Range[Duration]) -> Value:
    low, high = at.low.days, at.high.days
    return say("day {n}", n=low) if low == high else say("days {first} to {last}", first=low, last=high)


def _first_day(at: Range[Duration]) -> Value:
    low, high = at.low.days, at.high.days
    return say("from day {n}", n=low) if low == high else say("from day {first} to {last} on", first=low, last=high)


def _company_dates(timing: Timing) -> Value:
    if isinstance(timing.dates, str):
        return _RHYTHMS[timing.dates]
    return say(
        "on company dates: {dates}",
        dates=tuple(str(day) if isinstance(day, MonthDay) else day for day in timing.named_dates),
    )


_RHYTHMS: Mapping[str, Message] = {
    "weekly": say("weekly on company dates"),
    "monthly": say("monthly on company dates"),
    "quarterly": say("quarterly on company dates"),
    "yearly": say("yearly on a company date"),
}


def _ends(timing: Timing, inventory: Inventory) -> Iterator[Value]:
    times, until = timing.times, timing.until
    if times is not None:
        n = amount(times)
        yield say("{n} {n:time|times}", n=n)
    if until is not None:
        last = parse(until)
        yield (
            say("until day {n}", n=last.days) if last else say("until: {anchor}", anchor=anchor_name(until, inventory))
        )
