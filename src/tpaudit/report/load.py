"""The work behind the plan: hours of each team in a mean quarter, against its capacity."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from tpaudit.findings.result import InventoryAudit
from tpaudit.messages import Message, Share, Value, say
from tpaudit.report.by_week import WeekLoads
from tpaudit.report.words import Names
from tpaudit.rules.context import Context
from tpaudit.rules.workload import occurrences_over_all_customers


@dataclass(frozen=True, slots=True)
class TeamLoad:
    """The work that one owner's touchpoints take."""

    owner: str
    name: Value
    hours: Fraction
    """The hours in a mean quarter over all customers, for touchpoints that state their effort."""
    capacity: Fraction | None
    stated: int
    """Touchpoints that state how much work they are."""
    touchpoints: int

    @property
    def used(self) -> Share | None:
        """The share of the capacity that is used."""
        return Share(self.hours / self.capacity) if self.capacity else None

    @property
    def over(self) -> bool:
        """Whether it exceeds the capacity."""
        return self.capacity is not None and self.hours > self.capacity


@dataclass(frozen=True, slots=True)
class TeamLoads:
    """The table: the fullest team first."""

    teams: tuple[TeamLoad, ...]
    missing: Message | None
    weeks: WeekLoads | None = None
    """By week, where a table says when the customers started."""


def loads(audit: InventoryAudit, names: Names, today: date, owner: str | None) -> TeamLoads:
    """Return the work of each team, of one if asked; nothing where faults hide a part of the plan."""
    if not audit.inventory.complete:
        return TeamLoads((), say("Faults in the files hide a part of the work."))
    context = Context(audit.inventory, audit.schedule, today, lambda *_: False)
    teams = [team for id_ in names.owners if owner in (None, id_) and (team := _team(id_, context, names)) is not None]
    teams.sort(key=lambda team: (-(team.used.part if team.used else 0), -team.hours))
    missing = say("Nobody's work can be told: state `effort` of touchpoints, and `customers` of segments.")
    return TeamLoads(tuple(teams), None if teams else missing)


def _team(owner: str, audit: Context, names: Names) -> TeamLoad | None:
    owned = audit.owned.get(owner, ())
    hours, stated = Fraction(0), 0
    for touchpoint in owned:
        effort = touchpoint.effort
        if effort is not None:
            stated += 1
            hours += effort.working_hours * (occurrences_over_all_customers(touchpoint, audit) or 0)
    if not hours:
        return None
    capacity = audit.inventory.owner[owner].capacity
    return TeamLoad(owner, names.owner(owner), hours, capacity.working_hours if capacity else None, stated, len(owned))
