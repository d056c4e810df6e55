"""What share of a segment's customers each audience is, and each touchpoint reaches."""

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
    """None: it is meant for everybody, whether or not it reaches them."""
    of_audience: Fraction = ALL
    """The share of the audience's members, or of all customers if there is no audience."""


EVERYBODY = Part(ALL)


class Shares(NamedTuple):
    """The audiences of a segment."""

    known: Mapping[str, Fraction | None]
    """The share of the customers by an audience's id or text, None if unknown; the registry's first, in its order."""
    group: Mapping[str, str]
    """The group's name, by the id of audiences that exclude each other."""

    def part(self, touchpoint: Touchpoint, route: Route | None) -> Part:
        """Return whom a touchpoint reaches in a channel; None if it names no channel."""
        if route is not None and route.audience is not None:
            return self._of_audience(route.audience, None)
        if touchpoint.audience is not None:
            return self._of_audience(touchpoint.audience, touchpoint.reach)
        reach = touchpoint.reach
        return EVERYBODY if reach is None or reach >= 1 else Part(reach, None, reach)

    def _of_audience(self, audience: str, reach: Fraction | None) -> Part:
        size = self.known[audience]
        if size == 1 and audience not in self.group:  # everybody needs no name
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
    """Return the audiences of a segment that is served by these touchpoints.

    An audience of unknown size counts as large as the largest `reach` of its touchpoints.
    """
    touchpoints = tuple(touchpoints)
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
    return Shares(by_id, {**group, **_variants(inventory, touchpoints)})


def _variants(inventory: Inventory, touchpoints: Iterable[Touchpoint]) -> Mapping[str, str]:
    """Return groups of audiences that are only texts, where their touchpoints are variants of one: a customer gets one.

    That is so where purpose, type, phase and timing are the same and the audiences together are no more than everybody.
    """
    alike: dict[object, dict[str, Fraction]] = {}
    for touchpoint in touchpoints:
        audience, reach = touchpoint.audience, touchpoint.reach
        if audience is not None and audience not in inventory.audience and reach is not None and touchpoint.purpose:
            same = (touchpoint.purpose.casefold(), touchpoint.type, touchpoint.phase, touchpoint.timing)
            alike.setdefault(same, {})[audience] = reach
    return {
        audience: " / ".join(audiences)  # no id of a group has a space
        for audiences in alike.values()
        if len(audiences) > 1 and sum(audiences.values()) <= 1
        for audience in audiences
    }
