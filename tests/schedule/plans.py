"""Plans for tests: a few lines of YAML in, the schedule of a faultless inventory out."""

from __future__ import annotations

from pathlib import Path
from textwrap import dedent

from tpaudit.inventory.building.build import build as build_inventory
from tpaudit.inventory.inventory import Inventory
from tpaudit.loading.load import load
from tpaudit.loading.source import Folder
from tpaudit.schedule.contact import Contact
from tpaudit.schedule.plan import SegmentPlan
from tpaudit.schedule.schedule import build

ROOT = "tpaudit.yaml"


def inventory_of(text: str, *, faulty: bool = False) -> Inventory:
    """Return the inventory of one root file; without fault, unless it is meant to have some."""
    text = f"tpaudit: 1\n{dedent(text).strip()}\n"
    inventory = build_inventory(load(Folder(Path("/nowhere"), {ROOT: text.encode()}), ROOT), ROOT)
    assert faulty or not inventory.faults, inventory.faults
    return inventory


def plans_of(text: str) -> dict[str, SegmentPlan]:
    """Return the plans of all segments by id."""
    return {plan.segment.id: plan for plan in build(inventory_of(text)).segments}


def plan_of(text: str) -> SegmentPlan:
    """Return the plan of the only segment."""
    (plan,) = plans_of(text).values()
    return plan


def contacts(plan: SegmentPlan, person: str = "customer") -> tuple[Contact, ...]:
    """Return the dated contacts of a person."""
    return next(found.contacts for found in plan.persons if found.id == person)


def dated(days: list[int], *, segment: str = "contract: 12mo", root: str = "", faulty: bool = False) -> SegmentPlan:
    """Return the plan of e-mails on these days, each from a touchpoint of its own."""
    rows = "\n".join(
        f"  - {{id: t{place}, name: T, type: nudge, channel: email, timing: {_at(day)}}}"
        for place, day in enumerate(days)
    )
    text = f"{root}\nsegments: [{{id: smb, {segment}}}]\ntouchpoints:\n{rows}\n"
    (plan,) = build(inventory_of(text, faulty=faulty)).segments
    return plan


def _at(day: int) -> str:
    return f"{{at: {-day}d, before: contract_start}}" if day < 0 else f"{{at: {day}d}}"
