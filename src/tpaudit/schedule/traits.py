"""What the schedule has to know of a touchpoint, the same in every segment: read once."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import NamedTuple

from tpaudit.inventory.inventory import Inventory
from tpaudit.inventory.touchpoint import Touchpoint

NEEDED = ("phase", "segments", "stakeholders", "routes", "initiation", "transactional", "reach", "timing")
"""Fields without which nobody knows when a touchpoint reaches whom."""

ALL = Fraction(1)
"""The reach of what reaches every customer."""


class Traits(NamedTuple):
    """How a touchpoint is counted."""

    channels: tuple[tuple[str | None, bool], ...]
    """Its channels, and whether a contact in them counts in budgets; one None where it names no channel."""
    counted: tuple[str | None, ...]
    """Those of the channels."""
    reach: Fraction
    adds_value: bool
    human: bool


def traits_of(inventory: Inventory) -> Mapping[str, Traits]:
    """Return, by id, how each active touchpoint is counted.

    Those of which a fault hides when they reach whom are not among them, and are left out of the plan.
    """
    return {
        touchpoint.id: _traits(touchpoint, inventory)
        for touchpoint in inventory.active
        if all(name in touchpoint.__dict__ for name in NEEDED)
    }


def _traits(touchpoint: Touchpoint, inventory: Inventory) -> Traits:
    """Return how it is counted: where it is proactive, not transactional, no product, in addressed channels."""
    fields = touchpoint.__dict__
    form = fields.get("form")
    counts = touchpoint.initiation == "proactive" and not touchpoint.transactional and form != "product"
    channels = tuple((one, counts and _is_addressed(one, inventory)) for one in dict.fromkeys(touchpoint.channel))
    return Traits(
        channels=channels or ((None, counts),),
        counted=tuple(channel for channel, counts in channels if counts) if channels else (None,) * counts,
        reach=ALL if touchpoint.reach is None else touchpoint.reach,
        adds_value=fields.get("value") == "adds_value",
        human=form == "human",
    )


def _is_addressed(channel: str, inventory: Inventory) -> bool:
    registered = inventory.channel.get(channel)
    return registered is None or registered.addressed  # where files could not be read, it may stand in one of those
