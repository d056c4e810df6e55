"""What really happened: the plan's figures beside what was observed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from tpaudit.findings.result import InventoryAudit
from tpaudit.messages import Message, Value, say
from tpaudit.observed.beside import Drift, SegmentBeside, TouchpointBeside, UnplannedBeside, beside
from tpaudit.outputs.observed.reasons import left_out
from tpaudit.report.words import Names

LEAST_SPAN = 7
"""The fewest days that a strip shows on both sides of the planned day."""
WIDTH, HEIGHT = 300, 96
"""The width of the picture of quarters and the height of its highest bar."""


@dataclass(frozen=True, slots=True)
class QuarterBar:
    """A quarter's bars, planned and observed, in the picture's units."""

    number: int
    x: int
    width: int
    planned: Fraction
    really: Fraction
    planned_height: int
    really_height: int


@dataclass(frozen=True, slots=True)
class Strip:
    """How early or late a touchpoint comes, on a line from 0 to 200 with the planned day in the middle."""

    start: int
    end: int
    middle: int
    days: Drift
    is_late: bool


@dataclass(frozen=True, slots=True)
class Delivered:
    """A touchpoint's line in the table."""

    beside: TouchpointBeside
    strip: Strip | None


@dataclass(frozen=True, slots=True)
class SegmentReality:
    """What one segment's customers got."""

    id: str
    name: Value
    figures: SegmentBeside
    bars: tuple[QuarterBar, ...]
    touchpoints: tuple[Delivered, ...]
    unplanned: tuple[UnplannedBeside, ...]
    span: int
    """The days that the strips show on both sides of the planned day."""


@dataclass(frozen=True, slots=True)
class Reality:
    """The section."""

    observed_on: date
    first: date | None
    last: date | None
    customers: int
    events: int
    segments: tuple[SegmentReality, ...]
    left_out: tuple[Message, ...]
    min_group: int
    withheld: tuple[Value, ...]
    """Segments with too few customers."""

    @property
    def lede(self) -> Message:
        """What the figures are based on."""
        if self.first is None or self.last is None:
            return say("No event could be used; observed on {day}.", day=self.observed_on)
        return say(
            "{events} {events:event|events} of {customers} {customers:customer|customers}, {first} to {last}, observed "
            "on {day}.",
            events=self.events,
            customers=self.customers,
            first=self.first,
            last=self.last,
            day=self.observed_on,
        )


def reality(audit: InventoryAudit, names: Names, segment: str | None) -> Reality | None:
    """Return the section, for one segment or all; None if nothing was observed."""
    observation = audit.observation
    if observation is None:
        return None
    besides = beside(audit.inventory, audit.schedule, observation)
    return Reality(
        observation.observed_on,
        observation.first_day,
        observation.last_day,
        observation.rows.customers,
        observation.rows.used,
        tuple(_segment(real, names) for real in besides if segment in (None, real.id)),
        tuple(left_out(observation.rows)),
        observation.min_group,
        tuple(
            names.segment(segment_id) for segment_id in observation.withheld if segment_id in audit.inventory.segment
        ),
    )


def _segment(segment: SegmentBeside, names: Names) -> SegmentReality:
    ends = [end for tp in segment.touchpoints if tp.drift for end in tp.drift if end is not None]
    span = max(LEAST_SPAN, *(int(abs(end)) + 1 for end in ends)) if ends else LEAST_SPAN
    return SegmentReality(
        segment.id,
        names.segment(segment.id),
        segment,
        _bars(segment),
        tuple(Delivered(tp, _strip(tp.drift, span)) for tp in segment.touchpoints),
        segment.unplanned,
        span,
    )


def _bars(segment: SegmentBeside) -> tuple[QuarterBar, ...]:
    if not segment.bars:
        return ()
    highest = max(max(bar.planned, bar.really) for bar in segment.bars) or Fraction(1)
    step = WIDTH // len(segment.bars)
    width = min(34, (step - 12) // 2)
    return tuple(
        QuarterBar(
            bar.number,
            number * step + (step - 2 * width) // 2,
            width,
            bar.planned,
            bar.really,
            round(bar.planned / highest * HEIGHT),
            round(bar.really / highest * HEIGHT),
        )
        for number, bar in enumerate(segment.bars)
    )


def _strip(days: Drift | None, span: int) -> Strip | None:
    if days is None:
        return None

    def place(day: Fraction) -> int:
        return round(100 + day * 100 / span)

    low = days.median if days.low is None else days.low
    high = days.median if days.high is None else days.high
    return Strip(place(low), place(high), place(days.median), days, days.median > LEAST_SPAN)
