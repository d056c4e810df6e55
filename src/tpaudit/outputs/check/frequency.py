"""How often customers are contacted, in words: the rows that several formats show."""

from __future__ import annotations

from typing import NamedTuple

from tpaudit.findings.result import InventoryAudit
from tpaudit.messages import Days, Value, say
from tpaudit.outputs.figures import Headline, headlines
from tpaudit.outputs.frequency import between

HEADER = (
    say("Segment"),
    say("contacts a quarter"),
    say("fullest week"),
    say("after one event"),
    say("longest silence"),
)


class Row(NamedTuple):
    """A segment's figures, to be written in the reader's language."""

    segment: Value
    contacts: Value
    week: Value
    is_week_over: bool
    burst: Value
    silence: Value
    is_silence_over: bool


def rows(audit: InventoryAudit) -> tuple[Row, ...]:
    """Return a row for each segment, in the inventory's order."""
    return tuple(_row(figures) for figures in headlines(audit))


def _row(figures: Headline) -> Row:
    silence, limit = figures.longest_silence, figures.longest_silence_limit
    contacts = figures.plan.contacts_per_quarter
    return Row(
        segment=figures.segment.name,
        contacts=_contacts(figures, between(contacts.sure, contacts.most)),
        week=_week(figures),
        is_week_over=figures.is_week_over,
        burst=say("up to {n}", n=figures.largest_burst) if figures.largest_burst else "-",
        silence="-" if silence is None else _silence(Days(silence.days), limit),
        is_silence_over=figures.is_silence_over,
    )


def _contacts(figures: Headline, load: Value) -> Value:
    """Return the contacts, with a note if unknown rates or events may add to them."""
    least: Value = say("at least {load}", load=load) if figures.at_least else load
    return say("{load}, plus events", load=least) if figures.plan.headline.bursts else least


def _week(figures: Headline) -> Value:
    week, limit = figures.worst_week, figures.worst_week_limit
    load = 0 if week is None else between(week.sure, week.most)
    return load if limit is None else say("{load} of {limit}", load=load, limit=limit)


def _silence(days: Days, limit: int | None) -> Value:
    return days if limit is None else say("{days} of {limit}", days=days, limit=limit)
