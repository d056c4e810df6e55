"""When a touchpoint happens, in words."""

from __future__ import annotations

from collections.abc import Iterator

from tpaudit.durations import parse
from tpaudit.fields import known
from tpaudit.inventory.inventory import Inventory
from tpaudit.inventory.naming import anchor_name
from tpaudit.inventory.timing import Timing
from tpaudit.inventory.words.terms import duration
from tpaudit.inventory.words.terms import every as cadence
from tpaudit.messages import Value, say


def when(timing: Timing, inventory: Inventory) -> Value:
    """Return when it is: a day, a cadence, a rate, or a distance; fields that are faulty in the files are left out."""
    if known(timing, "as_needed"):
        return say("as needed")
    rate, every, at = known(timing, "per_quarter"), known(timing, "every"), known(timing, "at")
    if rate is not None:
        return say("{n} a quarter", n=rate)
    before, each = known(timing, "before"), known(timing, "after_each")
    anchor = known(timing, "after") or before or each
    named = anchor_name(anchor, inventory) if anchor else ""
    if every is not None:
        begins = say("after: {anchor}", anchor=named) if anchor else say("from day {n}", n=at.days) if at else ""
        return tuple(part for part in (cadence(every), begins, *_ends(timing, inventory)) if part)
    if not anchor:
        return say("day {n}", n=at.days) if at else ""
    if not at or not at.count:
        return say("on: {anchor}", anchor=named)
    if before:
        return say("{length} before: {anchor}", length=duration(at), anchor=named)
    if each:
        return say("{length} after each: {anchor}", length=duration(at), anchor=named)
    return say("{length} after: {anchor}", length=duration(at), anchor=named)


def _ends(timing: Timing, inventory: Inventory) -> Iterator[Value]:
    times, until = known(timing, "times"), known(timing, "until")
    if times is not None:
        yield say("{n} {n:time|times}", n=times)
    if until is not None:
        last = parse(until)
        yield (
            say("until day {n}", n=last.days) if last else say("until: {anchor}", anchor=anchor_name(until, inventory))
        )
