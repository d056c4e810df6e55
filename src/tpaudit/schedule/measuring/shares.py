"""How large a part of a segment's customers each audience is, and each touchpoint reaches."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from typing import NamedTuple

from tpaudit.inventory.inventory import Inventory
from tpaudit.inventory.registries import Segment
from tpaudit.inventory.touchpoint import Route, Touchpoint

ALL = Fraction(1)
"""The share of what everybody gets; always this object."""


class Part(NamedTuple):
    """A part of the customers whom something is meant for."""

    share: Fraction | None
    """Of all customers; None: unknown."""
    audience: str | None = None
    """None: it is meant for everybody, whomever it reaches."""
    of_audience: Fraction = ALL
    """Of the members of the audience, or of all customers where there is none."""


EVERYBODY = Part(ALL)


class Shares(NamedTuple):
    """The audiences of a segment."""

    known: Mapping[str, Fraction | None]
    """By id or text: the share of the customers, None where nobody knows; the registry's first, in its order."""
    group: Mapping[str, str]
    """By id of those of which a customer can be in one only: the name of their group."""

    def part(self, touchpoint: Touchpoint, route: Route | None) -> Part:
        """Return whom a touchpoint reaches in a channel, None for one that names no channel."""
        if route is not None and route.audience is not None:
            return self._of_audience(route.audience, None)
        if touchpoint.audience is not None:
            return self._of_audience(touchpoint.audience, touchpoint.reach)
        reach = touchpoint.reach
        return EVERYBODY if reach is None or reach >= 1 else Part(reach, None, reach)

    def _of_audience(self, audience: str, reach: Fraction | None) -> Part:
        size = self.known[audience]
        if size == 1 and audience not in self.group:  # who is everybody needs no name
            return EVERYBODY if reach is None or reach >= 1 else Part(reach, None, reach)
        if reach is None or size is None or reach >= size:
            return Part(size, audience)
        return Part(reach, audience, reach / size)

    @property
    def groups(self) -> Mapping[str, Sequence[str]]:
        """The audiences of each group, in the registry's order."""
        groups: dict[str, list[str]] = {}
        for audience, group in self.group.items():
            groups.setdefault(group, []).append(audience)
        return groups


def shares(inventory: Inventory, segment: Segment, touchpoints: Iterable[Touchpoint]) -> Shares:
    """Return the audiences of a segment that these touchpoints serve.

    One of unknown size is taken to be as large as the largest `reach` of its touchpoints.
    """
    by_id: dict[str, Fraction | None] = {audience.id: audience.share_in(segment.id) for audience in inventory.audiences}
    reached: dict[str, Fraction] = {}
    for touchpoint in touchpoints:
        audience, reach = touchpoint.audience, touchpoint.reach
        if audience is not None:
            by_id.setdefault(audience, None)
            if reach is not None:
                reached[audience] = max(reach, reached.get(audience, reach))
        for route in touchpoint.routes:
            if route.audience is not None:
                by_id.setdefault(route.audience, None)
    for audience, reach in reached.items():
        if by_id[audience] is None:
            by_id[audience] = reach
    group = {audience.id: audience.one_of for audience in inventory.audiences if audience.one_of is not None}
    return Shares(by_id, group)
