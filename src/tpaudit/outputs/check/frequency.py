"""How often customers are contacted, in words: the rows that several formats show."""

from __future__ import annotations

from typing import NamedTuple

from tpaudit.findings.result import InventoryAudit
from tpaudit.inventory.naming import is_everybody
from tpaudit.messages import Days, Value, say
from tpaudit.outputs.figures import Headline, headlines

HEADER = (say("Segment"), say("contacts per quarter"), say("worst week"), say("longest silence"))


class Row(NamedTuple):
    """A segment's figures, to be written in the reader's language."""

    segment: str
    """The id; a name where the segment is only implied."""
    contacts: Value
    week: Value
    is_week_over: bool
    silence: Value
    is_silence_over: bool


def rows(audit: InventoryAudit) -> tuple[Row, ...]:
    """Return a row for each segment, in the inventory's order."""
    return tuple(_row(figures) for figures in headlines(audit))


def _row(figures: Headline) -> Row:
    silence, limit = figures.longest_silence, figures.longest_silence_limit
    return Row(
        segment=figures.segment.name if is_everybody(figures.segment) else figures.segment.id,
        contacts=_load(figures, figures.plan.contacts_per_quarter),
        week=_limited(_load(figures, figures.worst_week.load), figures.worst_week_limit),
        is_week_over=figures.is_week_over,
        silence="-" if silence is None else _limited(Days(silence.days), None if limit is None else Days(limit)),
        is_silence_over=figures.is_silence_over,
    )


def _load(figures: Headline, load: Value) -> Value:
    return say("at least {load}", load=load) if figures.at_least else load


def _limited(value: Value, limit: Value | None) -> Value:
    return value if limit is None else say("{value} (limit {limit})", value=value, limit=limit)
