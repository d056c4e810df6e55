"""A limit for plans that nobody can have meant: how many occurrences may still be planned."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice
from typing import TypeVar

Item = TypeVar("Item")

MAX_OCCURRENCES = 2_000_000
"""Each day of a touchpoint, and each step after an undated event, counts once for every segment, every channel and
every person whose plan differs from the others': so much is to be kept in memory."""

MAX_SERVINGS = 200_000
"""How often touchpoints may serve segments, with days or without. At the limit (400 segments, 500 touchpoints with
a day each) `check` takes 300 MB and up to 17 s of a processor; ten thousand touchpoints in twenty segments fit."""


class TooManyOccurrences(Exception):  # noqa: N818  it is a state of the data, not an error of the program
    """The inventory plans more than is allowed; `count` is how many were found before the search ended."""

    def __init__(self, count: int) -> None:
        super().__init__(count)
        self.count = count


class TooManyServings(TooManyOccurrences):
    """The touchpoints serve segments more often than is allowed; `count` is how often."""


class Allowance:
    """Counts what is planned, and ends the planning before it exhausts the memory."""

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self.used = 0

    def like(self) -> Allowance:
        """Return a fresh allowance with the same limit."""
        return Allowance(self._limit)

    def take(self, items: Iterable[Item], weight: int = 1) -> tuple[Item, ...]:
        """Return the items, each counted `weight` times; raise `TooManyOccurrences` as soon as there are too many."""
        left = (self._limit - self.used) // weight
        taken = tuple(islice(items, left + 1))
        self.used += len(taken) * weight
        if len(taken) > left:
            raise TooManyOccurrences(self.used)
        return taken
