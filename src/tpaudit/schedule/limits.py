"""How much may be planned at all, counted before anything is measured."""

from __future__ import annotations

from tpaudit.inventory.inventory import Inventory
from tpaudit.schedule.allowance import Allowance, TooManyOccurrences
from tpaudit.schedule.placing import place_all
from tpaudit.schedule.traits import traits_of

MAX_OCCURRENCES = 2_000_000


def occurrences(inventory: Inventory) -> int:
    """Return how many occurrences the inventory plans; the search ends soon after there are too many.

    Each day of a touchpoint, and each step after an undated event, counts once for every segment, every channel and
    every person whose plan differs from the others': so much is to be kept in memory.
    """
    allowance = Allowance(MAX_OCCURRENCES)
    try:
        for _ in place_all(inventory, traits_of(inventory), allowance):
            pass
    except TooManyOccurrences as found:
        return found.count
    return allowance.used
