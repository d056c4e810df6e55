"""When a touchpoint happens, as the inventory states it."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Annotated, Literal, LiteralString, NamedTuple, Self

from pydantic import BeforeValidator, GetCoreSchemaHandler, model_validator
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

from tpaudit.durations import Duration, validated
from tpaudit.durations import parse as parse_duration
from tpaudit.fields import SLUG, Entry, Read, Slug
from tpaudit.inventory.ranges import Cadences, Counts, Durations, Range, Rates
from tpaudit.inventory.references import Refers
from tpaudit.inventory.subject import Kind

_id = re.compile(SLUG).fullmatch

PHASE_ENDS = ("phase_start", "phase_end")
"""What a timing may be tied to, apart from events and touchpoints."""

_ANCHORS = ("after", "after_each", "before", "before_each")
_DATED = ("at", *_ANCHORS, "every", "until", "times")
STATEMENT = (*_DATED, "dates", "per_quarter", "as_needed")
"""The keys of which a timing needs at least one."""

EXCLUDES: Mapping[str, tuple[str, ...]] = {
    "after": ("after_each", "before", "before_each"),
    "after_each": ("before", "before_each"),
    "before": ("before_each",),
    "every": ("after_each", "before", "before_each"),
    "dates": (*_DATED, "per_quarter", "as_needed"),
    "per_quarter": (*_DATED, "as_needed"),
    "as_needed": _DATED,
}
"""The keys that exclude each other, by key."""

NEEDS: Mapping[str, str] = {
    "after_each": "at",
    "before": "at",
    "before_each": "at",
    "until": "every",
    "times": "every",
}
"""The key that another key needs, by key."""


def mixture(keys: Iterable[str]) -> None:
    """Raise an error if keys do not go together."""
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
    """Return the error of an impossible statement, at its guilty key."""
    return PydanticCustomError(kind, "{key} {other}", {"key": key, "other": other})


def check_cadence(every: Range[Duration]) -> None:
    """Raise an error for a cadence shorter than a day, or in working days that are not whole weeks."""
    if every.low.days < 1:
        raise impossible("timing_too_often", "every")
    if any(end.unit == "bd" and end.count % 5 for end in (every.low, every.high)):
        raise impossible("timing_working_days", "every")


def duration_or_id(value: object) -> str:
    """Return a text that reads as a duration, or else as the id of what has a date; the schema's validator."""
    if not isinstance(value, str) or not (parse_duration(value) or _id(value)):
        raise PydanticCustomError("duration_or_id", "neither a duration nor an id")
    if parse_duration(value):
        validated(value)
    return value


def is_not_a_duration(text: str) -> bool:
    """Whether a text does not read as a duration, and so is an id."""
    return parse_duration(text) is None


class MonthDay(NamedTuple):
    """A day of every year."""

    month: int
    day: int

    def __str__(self) -> str:
        return f"{self.month:02}-{self.day:02}"


Rhythm = Literal["weekly", "monthly", "quarterly", "yearly"]
RHYTHMS: Mapping[str, int] = {"weekly": 52, "monthly": 12, "quarterly": 4, "yearly": 1}
"""How many company dates a year a word stands for."""

_YEARLY = r"^(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$"
_FULL = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"
_LEAP_YEAR = 2024

_yearly = re.compile(_YEARLY).fullmatch
_full = re.compile(_FULL).fullmatch


def company_date(value: object) -> date | MonthDay:
    """Return a company date: `05-15` in every year, or a full date such as `2027-03-01`; the schema's validator."""
    if isinstance(value, MonthDay | date):
        return value
    if isinstance(value, str):
        try:
            if _full(value):
                return date.fromisoformat(value)
            if _yearly(value):
                day = date.fromisoformat(f"{_LEAP_YEAR}-{value}")
                return MonthDay(day.month, day.day)
        except ValueError:
            raise PydanticCustomError("no_such_date", "not in the calendar") from None
    raise PydanticCustomError("company_date", "not a company date")


CompanyDate = Annotated[date | MonthDay, Read(company_date, {"type": "string", "pattern": f"{_YEARLY}|{_FULL}"})]


class _Dates:
    """Marks company dates: a rhythm's word, or dates, each with its own fault."""

    written = CompanyDate | tuple[CompanyDate, ...] | Rhythm

    def __get_pydantic_core_schema__(self, _source: object, _handler: GetCoreSchemaHandler) -> CoreSchema:
        day = core_schema.no_info_plain_validator_function(company_date)
        return core_schema.no_info_wrap_validator_function(_dates, core_schema.tuple_variable_schema(day, strict=False))


def _dates(value: object, dates: Callable[[object], object]) -> object:
    if isinstance(value, str) and value in RHYTHMS:
        return value
    if value in ((), []):
        raise PydanticCustomError("too_short", "empty")
    return dates(value if isinstance(value, list | tuple) else (value,))


Until = Annotated[
    str,
    BeforeValidator(duration_or_id, json_schema_input_type=Duration | Slug),
    Refers(Kind.EVENT, Kind.TOUCHPOINT, words=PHASE_ENDS, only=is_not_a_duration),
]
"""The last day of a cadence: a duration from day 0, or the id of what has a date."""

_ANCHOR = Refers(Kind.EVENT, Kind.TOUCHPOINT, words=PHASE_ENDS)


class Timing(Entry):
    """One statement of when: a one-off, a cadence, company dates, a rate, or as needed."""

    at: Durations | None = None
    """The distance from the anchor; without an anchor, from the segment's start. A range such as 3d..5d is allowed."""
    after: Annotated[Slug | None, _ANCHOR] = None
    """An event, a touchpoint (its first occurrence), phase_start or phase_end."""
    after_each: Annotated[Slug | None, Refers(Kind.TOUCHPOINT)] = None
    """A touchpoint: after each of its occurrences."""
    before: Annotated[Slug | None, _ANCHOR] = None
    """An event or touchpoint that has a date."""
    before_each: Annotated[Slug | None, Refers(Kind.TOUCHPOINT)] = None
    """A touchpoint: before each of its occurrences."""
    every: Cadences | None = None
    """The cadence: from the phase's start where it has one, else from the segment's start. A range is allowed."""
    until: Until | None = None
    """The last day of a cadence: a duration from day 0, or what has a date."""
    times: Counts | None = None
    """How often a cadence repeats at most; a range such as 1..3 is allowed."""
    dates: Annotated[tuple[CompanyDate, ...] | Rhythm, _Dates()] | None = None
    """Company dates: 05-15 in every year, full dates, or weekly, monthly, quarterly or yearly without naming them."""
    per_quarter: Rates | None = None
    """A rate without days, for each customer; a range such as 1..3 is allowed."""
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
        if self.every is not None:
            check_cadence(self.every)
        return self

    @property
    def anchor(self) -> str | None:
        """The event, touchpoint or phase end that it is tied to, if it names one."""
        return self.after or self.after_each or self.before or self.before_each

    @property
    def precedes(self) -> bool:
        """Whether it lies before its anchor."""
        return self.before is not None or self.before_each is not None

    @property
    def each(self) -> bool:
        """Whether it is tied to every occurrence of a touchpoint."""
        return self.after_each is not None or self.before_each is not None

    @property
    def repeats(self) -> bool:
        """Whether it happens more than once by itself."""
        return self.every is not None or self.per_quarter is not None or self.dates is not None or self.each

    @property
    def has_days(self) -> bool:
        """Whether it means days that can be counted: no rate, no company dates, not as needed."""
        return self.per_quarter is None and self.dates is None and not self.as_needed

    @property
    def until_duration(self) -> Duration | None:
        """`until`, where it reads as a duration."""
        return parse_duration(self.until) if self.until else None

    @property
    def named_dates(self) -> tuple[date | MonthDay, ...]:
        """The company dates that are named."""
        return () if self.dates is None or isinstance(self.dates, str) else self.dates

    @property
    def dates_a_year(self) -> int:
        """How many company dates a year has; of full dates, the most in a calendar year."""
        if isinstance(self.dates, str):
            return RHYTHMS[self.dates]
        named = self.named_dates
        years = Counter(day.year for day in named if isinstance(day, date))
        return sum(isinstance(day, MonthDay) for day in named) + max(years.values(), default=0)
