"""Which rules sleep: those about an optional field that hardly any touchpoint has."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from tpaudit.fields import Entry, Unknown, keys_of
from tpaudit.inventory.inventory import Inventory
from tpaudit.inventory.touchpoint import Touchpoint
from tpaudit.rules.rule import Rule

ENOUGH = 10
"""One touchpoint in this many wakes a rule."""


class Asleep(NamedTuple):
    """Why a rule sleeps: too few touchpoints have any of its fields."""

    fields: tuple[str, ...]
    """Each by its path below a touchpoint."""
    have: int
    """How many touchpoints have one of them."""
    of: int
    """How many touchpoints are counted."""

    @property
    def needed(self) -> int:
        """How many touchpoints must have one of them for the rule to wake."""
        return -(-self.of // ENOUGH)


def asleep(rule: Rule, inventory: Inventory) -> Asleep | None:
    """Return why the rule sleeps, None if it is awake or no touchpoint is counted."""
    woken = rule.woken_by
    if woken is None:
        return None
    among = woken.of or rule.applies
    paths = [tuple(field.split(".")) for field in woken.fields]
    have = total = 0
    for touchpoint in inventory.active:
        try:
            if among is not None and not among(touchpoint):
                continue
        except Unknown:
            continue
        total += 1
        have += any(has(touchpoint, path) for path in paths)
    return Asleep(woken.fields, have, total) if have * ENOUGH < total else None


def has(entry: Touchpoint | Entry, path: Sequence[str]) -> bool:
    """Whether an entry, or any of several, has a value at the path; a faulty value counts."""
    name = keys_of(type(entry)).get(path[0], path[0])
    if name in entry.unknown:
        return True
    value = getattr(entry, name)
    if len(path) == 1 or not value:
        return value not in (None, (), "")
    return any(has(item, path[1:]) for item in (value if isinstance(value, tuple) else (value,)))
