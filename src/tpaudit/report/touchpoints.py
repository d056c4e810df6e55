"""A touchpoint as the report shows it: its fields read once, the faulty ones left empty, everything named."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from tpaudit.inventory.inventory import Inventory
from tpaudit.inventory.terms import duration
from tpaudit.inventory.terms import every as cadence
from tpaudit.inventory.timing import Timing
from tpaudit.inventory.touchpoint import Decision, Experience, Feedback, Metric, Touchpoint
from tpaudit.inventory.vocabulary import Form, Initiation, Priority, Status, TouchpointType, ValueKind, Verdict
from tpaudit.messages import Value, say
from tpaudit.report.known import known
from tpaudit.report.words import Names


@dataclass(frozen=True, slots=True)
class Card:
    """One touchpoint."""

    id: str
    name: str
    status: Status | None
    type: TouchpointType | None
    phase: str | None
    segments: tuple[str, ...]
    """Ids of all segments that it serves."""
    channels: tuple[str, ...]
    form: Form | None
    initiation: Initiation | None
    planned: bool | None
    value: ValueKind | None
    owner: str
    """Empty: nobody's."""
    purpose: str
    priority: Priority | None
    verdict: Verdict
    """Unknown where the files say nothing."""
    experience: Experience | None
    metrics: tuple[Metric, ...]
    decision: Decision | None
    feedback: Feedback | None
    reviewed_on: date | None
    leads_to: tuple[str, ...]
    timing: tuple[Value, ...]
    """Each timing in words."""
    file: str
    line: int

    @property
    def active(self) -> bool:
        """Whether rules and schedule look at it."""
        return self.status in ("upcoming", "live")

    @property
    def key(self) -> bool:
        """Whether it is a key touchpoint."""
        return self.priority in ("critical", "high")


def cards(inventory: Inventory, names: Names) -> tuple[Card, ...]:
    """Return the cards of all touchpoints, in the order of the files."""
    return tuple(_card(touchpoint, inventory, names) for touchpoint in inventory.touchpoints)


def _card(touchpoint: Touchpoint, inventory: Inventory, names: Names) -> Card:
    file, span = inventory.locate(touchpoint.at("id"))
    experience = known(touchpoint, "experience")
    verdict = known(experience, "verdict")
    segments = known(touchpoint, "segments")
    return Card(
        id=touchpoint.id,
        name=known(touchpoint, "name") or touchpoint.id,
        status=known(touchpoint, "status"),
        type=known(touchpoint, "type"),
        phase=known(touchpoint, "phase"),
        segments=tuple(s.id for s in inventory.segments if segments == () or s.id in (segments or ())),
        channels=known(touchpoint, "channel") or (),
        form=known(touchpoint, "form"),
        initiation=known(touchpoint, "initiation"),
        planned=known(touchpoint, "planned"),
        value=known(touchpoint, "value"),
        owner=known(touchpoint, "owner") or "",
        purpose=known(touchpoint, "purpose") or "",
        priority=known(touchpoint, "priority"),
        verdict=verdict or "unknown",
        experience=experience,
        metrics=known(touchpoint, "metrics") or (),
        decision=known(touchpoint, "decision"),
        feedback=known(touchpoint, "feedback"),
        reviewed_on=known(touchpoint, "reviewed_on"),
        leads_to=tuple(known(lead, "to") or "" for lead in known(touchpoint, "leads_to") or ()),
        timing=tuple(_timing(timing, names) for timing in known(touchpoint, "timing") or ()),
        file=file,
        line=span.line,
    )


def _timing(timing: Timing, names: Names) -> Value:
    if known(timing, "as_needed"):
        return say("as needed")
    rate = known(timing, "per_quarter")
    if rate is not None:
        return say("{n} a quarter", n=rate)
    every, at = known(timing, "every"), known(timing, "at")
    before, each = known(timing, "before"), known(timing, "after_each")
    anchor = known(timing, "after") or before or each
    named = names.anchor(anchor) if anchor else ""
    if every is not None:
        return say("{often}, after: {anchor}", often=cadence(every), anchor=named) if anchor else cadence(every)
    if not anchor:
        return say("day {n}", n=at.days) if at else ""
    if not at or not at.count:
        return say("on: {anchor}", anchor=named)
    if before:
        return say("{length} before: {anchor}", length=duration(at), anchor=named)
    if each:
        return say("{length} after each: {anchor}", length=duration(at), anchor=named)
    return say("{length} after: {anchor}", length=duration(at), anchor=named)
