"""Schedules of the inventories that a request means."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from tpaudit.audit import Request, scheduled
from tpaudit.inventory.building.build import build
from tpaudit.inventory.inventory import Inventory
from tpaudit.loading.discovery import folder_as_seen
from tpaudit.loading.load import load
from tpaudit.loading.usage import UsageError
from tpaudit.messages import say
from tpaudit.observed import loading as observed
from tpaudit.schedule.plan import Schedule

if TYPE_CHECKING:
    from tpaudit.observed.observation import Observation


class Planned(NamedTuple):
    """An inventory and its schedule; `folder` is the root's as the user knows it."""

    inventory: Inventory
    schedule: Schedule
    folder: str
    observation: Observation | None = None
    """What really happened, where there is a file of it."""


def forecast(request: Request, segment: str | None, *, diary: bool) -> tuple[Planned, ...]:
    """Return each inventory with its schedule; raise UsageError if no inventory has the segment."""
    if diary and segment is None:
        raise UsageError(say("--diary shows one segment"), say("Name it with --segment."))
    plans = []
    for root in request.where.roots():
        if request.progress is not None:
            request.progress("scheduling")
        inventory, schedule = scheduled(build(load(root.folder(), root.path.name), root.path.name))
        observation, unusable = observed.load(root.folder())
        plans.append(
            Planned(
                replace(inventory, faults=(*inventory.faults, *unusable)),
                schedule,
                folder_as_seen(root.path.parent, request.where.cwd),
                observation,
            )
        )
    _require(segment, plans)
    return tuple(plans)


def _require(segment: str | None, plans: list[Planned]) -> None:
    """Raise UsageError if no inventory has the segment, unless faulty files may hide it."""
    there = [candidate.id for plan in plans for candidate in plan.inventory.segments]
    if segment is not None and plans and segment not in there and all(plan.inventory.complete for plan in plans):
        raise UsageError(
            say("there is no segment {given}", given=segment), say("The segments: {known}.", known=", ".join(there))
        )
