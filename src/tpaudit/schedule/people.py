"""Whom in a segment a touchpoint reaches."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from tpaudit.inventory.registries import Segment
from tpaudit.inventory.touchpoint import Touchpoint

CUSTOMER = "customer"
"""The one person of a segment that names no stakeholders."""


@dataclass(frozen=True)
class People:
    """The people of one segment's customer."""

    persons: tuple[str, ...]
    named: bool
    """Whether the segment names them."""
    different: int = 1
    """How many different plans they have; persons whom the same touchpoints reach share a plan."""

    @cached_property
    def _known(self) -> frozenset[str]:
        return frozenset(self.persons)

    def reached_by(self, touchpoint: Touchpoint) -> tuple[str, ...]:
        """Return the persons whom the touchpoint reaches: those it names, else the first."""
        if not self.named or "all" in touchpoint.stakeholders:
            return self.persons
        if not touchpoint.stakeholders:
            return self.persons[:1]
        return tuple(role for role in dict.fromkeys(touchpoint.stakeholders) if role in self._known)

    def plans_of(self, touchpoint: Touchpoint) -> int:
        """Return in how many different plans the touchpoint's contacts stand, at least 1."""
        return max(1, min(self.different, len(self.reached_by(touchpoint))))


def people(segment: Segment, touchpoints: Iterable[Touchpoint]) -> People:
    """Return the people whom the segment names, or `customer`."""
    persons = tuple(dict.fromkeys(segment.stakeholders))
    if not persons:
        return People((CUSTOMER,), named=False)
    own: dict[str, list[str]] = {person: [] for person in persons}
    everyone = People(persons, named=True)
    for touchpoint in touchpoints:
        reached = everyone.reached_by(touchpoint)
        if len(reached) < len(persons):
            for person in reached:
                own[person].append(touchpoint.id)
    return People(persons, named=True, different=len({tuple(ids) for ids in own.values()}))
