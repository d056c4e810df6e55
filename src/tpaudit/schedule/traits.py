"""What the schedule has to know of a touchpoint, the same in every segment: read once."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from tpaudit.inventory.inventory import Inventory
from tpaudit.inventory.touchpoint import Touchpoint

NEEDED = ("phase", "segments", "stakeholders", "channel", "initiation", "transactional", "reach", "timing")
"""Fields without which nobody knows when a touchpoint reaches whom."""


@dataclass(frozen=True, slots=True)
class Traits:
    """How a touchpoint is counted."""

    channels: tuple[tuple[str | None, bool], ...]
    """Its channels, and whether a contact in them counts in budgets; one None where it names no channel."""
    reach: Fraction
    adds_value: bool
    human: bool

    @property
    def counted(self) -> tuple[str | None, ...]:
        """The channels in which its contacts count."""
        return tuple(channel for channel, counts in self.channels if counts)


def is_known(touchpoint: Touchpoint) -> bool:
    """Whether no fault hides when it reaches whom; one of which a fault does is left out of the plan."""
    return all(name in touchpoint.__dict__ for name in NEEDED)


def traits(touchpoint: Touchpoint, inventory: Inventory) -> Traits:
    """Return how a known touchpoint is counted: proactive, not transactional, no product, in addressed channels."""
    fields = touchpoint.__dict__
    form = fields.get("form")
    counts = touchpoint.initiation == "proactive" and not touchpoint.transactional and form != "product"
    return Traits(
        channels=tuple(
            (channel, counts and inventory.channel[channel].addressed) for channel in dict.fromkeys(touchpoint.channel)
        )
        or ((None, counts),),
        reach=Fraction(1) if touchpoint.reach is None else touchpoint.reach,
        adds_value=fields.get("value") == "adds_value",
        human=form == "human",
    )
