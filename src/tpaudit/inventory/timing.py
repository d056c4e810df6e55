"""When a touchpoint happens, as the inventory states it."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from tpaudit.durations import Duration
from tpaudit.durations import parse as parse_duration
from tpaudit.fields import Amount, Entry, Slug

MAX_TIMES = 4_000


class Timing(Entry):
    """One statement of when: a one-off, a cadence, a rate, or as needed. Its exact meaning is the schedule's."""

    at: Duration | None = None
    """How long after (or before) the anchor; without an anchor, after the segment's start."""
    after: Slug | None = None
    """An event, a touchpoint (its first occurrence), phase_start or phase_end."""
    after_each: Slug | None = None
    """A touchpoint: after each of its occurrences."""
    before: Slug | None = None
    """An event or touchpoint that has a date."""
    every: Duration | None = None
    """The cadence: from the phase's start where it has one, else from the segment's start."""
    until: str | None = Field(default=None, json_schema_extra={"examples": ["phase_end", "180d", "contract_end"]})
    """The last day of a cadence: a duration from day 0, or what has a date."""
    times: Annotated[int, Field(ge=1, le=MAX_TIMES)] | None = None
    """How often a cadence repeats at most."""
    per_quarter: Amount | None = None
    """A rate without days, for each customer: a newsletter on company dates."""
    as_needed: bool | None = None
    """Neither days nor rate, on purpose."""
    within: Duration | None = None
    """At the latest so long after; changes no day."""

    @model_validator(mode="after")
    def _is_one_statement(self) -> Timing:
        given = tuple(name for name in self.model_fields_set if name != "within" and getattr(self, name) is not None)
        fault = _mixture(self, frozenset(given))
        if fault is not None:
            key, kind, other = fault
            raise PydanticCustomError(kind, "{key} {other}", {"key": key, "other": other})
        return self

    @property
    def anchor(self) -> str | None:
        """The event, touchpoint or phase end that it is tied to, if it names one."""
        return self.after or self.after_each or self.before

    @property
    def repeats(self) -> bool:
        """Whether it happens more than once by itself."""
        return self.every is not None or self.per_quarter is not None or self.after_each is not None

    @property
    def until_duration(self) -> Duration | None:
        """`until`, where it reads as a duration."""
        return parse_duration(self.until) if self.until else None


def _mixture(timing: Timing, given: frozenset[str]) -> tuple[str, str, str] | None:
    """Return the key, the kind of fault and the other key of an impossible mixture."""
    anchors = [name for name in ("after", "after_each", "before") if name in given]
    if not given:
        return ("", "timing_empty", "")
    if len(anchors) > 1:
        return (anchors[1], "timing_exclusive", anchors[0])
    for alone in ("per_quarter", "as_needed"):
        others = sorted(given - {alone})
        if alone in given and others:
            return (others[0], "timing_exclusive", alone)
    if timing.as_needed is False:
        return ("as_needed", "timing_as_needed_false", "")
    for needs in ("before", "after_each"):
        if needs in given and "at" not in given:
            return (needs, "timing_needs", "at")
    if "every" not in given:
        for needs in ("until", "times"):
            if needs in given:
                return (needs, "timing_needs", "every")
    elif anchors and anchors[0] != "after":
        return (anchors[0], "timing_exclusive", "every")
    if timing.every is not None and timing.every.days < 1:
        return ("every", "timing_too_often", "")
    return None
