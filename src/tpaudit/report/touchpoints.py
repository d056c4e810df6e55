"""A touchpoint for the report: its fields read once, faulty ones left empty, ids replaced by names."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from tpaudit.inventory.inventory import Inventory
from tpaudit.inventory.touchpoint import Decision, Experience, Feedback, Metric, Touchpoint
from tpaudit.inventory.words.vocabulary import Form, Initiation, Priority, Status, TouchpointType, ValueKind, Verdict
from tpaudit.messages import Value
from tpaudit.outputs.timing import when


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
    """Empty if it has no owner."""
    purpose: str
    priority: Priority | None
    verdict: Verdict
    """`unknown` if the files say nothing."""
    experience: Experience | None
    metrics: tuple[Metric, ...]
    decision: Decision | None
    feedback: Feedback | None
    review_by: date | None
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


def cards(inventory: Inventory) -> tuple[Card, ...]:
    """Return the cards of all touchpoints, in file order."""
    return tuple(_card(touchpoint, inventory) for touchpoint in inventory.touchpoints)


def _card(touchpoint: Touchpoint, inventory: Inventory) -> Card:
    file, span = inventory.locate(touchpoint.at("id"))
    experience = touchpoint.experience
    verdict = experience.verdict if experience else None
    segments = touchpoint.segments
    return Card(
        id=touchpoint.id,
        name=touchpoint.name,
        status=touchpoint.known_status,
        type=touchpoint.type,
        phase=touchpoint.phase,
        segments=tuple(s.id for s in inventory.segments if segments == () or s.id in (segments or ())),
        channels=touchpoint.channel,
        form=touchpoint.form,
        initiation=touchpoint.initiation,
        planned=touchpoint.planned,
        value=touchpoint.value,
        owner=touchpoint.owner or "",
        purpose=touchpoint.purpose or "",
        priority=touchpoint.priority,
        verdict=verdict or "unknown",
        experience=experience,
        metrics=touchpoint.metrics,
        decision=touchpoint.decision,
        feedback=touchpoint.feedback,
        review_by=touchpoint.review_by,
        reviewed_on=touchpoint.reviewed_on,
        leads_to=tuple(lead.to for lead in touchpoint.leads_to),
        timing=tuple(when(timing, inventory) for timing in touchpoint.timing),
        file=file,
        line=span.line,
    )
