"""When a touchpoint happens, as the inventory states it."""

import re
from collections.abc import Iterable, Mapping
from typing import Annotated, LiteralString, Self

from pydantic import BeforeValidator, Field, model_validator
from pydantic_core import PydanticCustomError

from tpaudit.durations import Duration, validated
from tpaudit.durations import parse as parse_duration
from tpaudit.fields import SLUG, Amount, Entry, Slug

MAX_TIMES = 4_000

_id = re.compile(SLUG).fullmatch

_DATED = ("at", "after", "after_each", "before", "every", "until", "times")
STATEMENT = (*_DATED, "per_quarter", "as_needed")
"""The keys of which a timing needs one."""

EXCLUDES: Mapping[str, tuple[str, ...]] = {
    "after": ("after_each", "before"),
    "after_each": ("before",),
    "every": ("after_each", "before"),
    "per_quarter": (*_DATED, "as_needed"),
    "as_needed": _DATED,
}
"""By key, those that cannot stand beside it."""

NEEDS: Mapping[str, str] = {"after_each": "at", "before": "at", "until": "every", "times": "every"}
"""By key, the one that must stand beside it."""


def mixture(keys: Iterable[str]) -> None:
    """Raise what is wrong with keys that stand beside each other, if anything is."""
    given = tuple(keys)
    if not given:
        raise impossible("timing_empty", "")
    for key in given:
        for other in EXCLUDES.get(key, ()):
            if other in given:
                raise impossible("timing_exclusive", other, key)
    for key in given:
        if key in NEEDS and NEEDS[key] not in given:
            raise impossible("timing_needs", key, NEEDS[key])


def impossible(kind: LiteralString, key: str, other: str = "") -> PydanticCustomError:
    """Return the error of a statement that cannot be, at its guilty key."""
    return PydanticCustomError(kind, "{key} {other}", {"key": key, "other": other})


def duration_or_id(value: object) -> str:
    """Return a text that reads as a duration, or else as the id of what has a date; the schema's validator."""
    if not isinstance(value, str) or not (parse_duration(value) or _id(value)):
        raise PydanticCustomError("duration_or_id", "neither a duration nor an id")
    if parse_duration(value):
        validated(value)
    return value


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
    until: Annotated[str, BeforeValidator(duration_or_id, json_schema_input_type=Duration | Slug)] | None = None
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
    def _is_one_statement(self) -> Self:
        given = self.model_fields_set
        mixture(key for key in STATEMENT if key in given)
        if self.as_needed is False:
            raise impossible("timing_as_needed_false", "as_needed")
        if self.every is not None and self.every.days < 1:
            raise impossible("timing_too_often", "every")
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
