"""Durations as the inventory writes them, and the whole days that the schedule works in."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

PATTERN = r"^[0-9]{1,9}(m|h|d|bd|w|mo|y)$"
PATTERN_IN_DAYS = r"^[0-9]{1,9}(d|bd|w|mo|y)$"
MAX_DAYS = 3650
"""Ten years: the longest duration that an inventory may state."""

_PARTS = re.compile(r"([0-9]{1,9})(m|h|d|bd|w|mo|y)", re.ASCII)


_MINUTES = {
    "m": Fraction(1),
    "h": Fraction(60),
    "d": Fraction(1440),
    "bd": Fraction(1440 * 7, 5),
    "w": Fraction(7 * 1440),
    "mo": Fraction(365 * 1440, 12),
    "y": Fraction(365 * 1440),
}
_WORKING_MINUTES = {"m": 1, "h": 60, "d": 480, "bd": 480, "w": 2400, "mo": 9600, "y": 115_200}


@dataclass(frozen=True, slots=True)
class Duration:
    """A length of time as written: `30m`, `4h`, `7d`, `10bd` (working days), `2w`, `3mo`, `1y`."""

    count: int
    unit: str

    @property
    def days(self) -> int:
        """The whole days in it."""
        return days(self.count, self.unit)

    @property
    def minutes(self) -> Fraction:
        """The minutes in it, a month being 365 / 12 days, for comparing lengths."""
        return self.count * _MINUTES[self.unit]

    @property
    def working_hours(self) -> Fraction:
        """The hours of work in it: 8 a day, 40 a week, 160 a month, 1,920 a year, as teams plan their capacity."""
        return Fraction(self.count * _WORKING_MINUTES[self.unit], 60)

    def times(self, repetitions: int) -> int:
        """The days that this many repetitions take, converted as a whole so that quarters do not drift."""
        return days(self.count * repetitions, self.unit)

    def __str__(self) -> str:
        return f"{self.count}{self.unit}"

    @classmethod
    def __get_pydantic_core_schema__(cls, _source: object, _handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_plain_validator_function(validated)

    @classmethod
    def __get_pydantic_json_schema__(cls, _schema: CoreSchema, _handler: GetJsonSchemaHandler) -> dict[str, Any]:
        return {"type": "string", "pattern": PATTERN, "examples": ["7d", "2w", "3mo", "10bd", "4h"]}


def days(count: int, unit: str) -> int:
    """Return the whole days in a number of units; a month is 365 / 12 days, a working day 7 / 5, both rounded."""
    match unit:
        case "m":
            return count // 1440
        case "h":
            return count // 24
        case "bd":
            return -(-7 * count // 5)
        case "w":
            return 7 * count
        case "mo":
            return (count * 365 * 2 + 12) // 24
        case "y":
            return 365 * count
        case _:
            return count


def parse(text: str) -> Duration | None:
    """Return the duration that a text states, or None if it states none."""
    match = _PARTS.fullmatch(text)
    return Duration(int(match[1]), match[2]) if match else None


def validated(value: object) -> Duration:
    """Return the duration that an inventory's value states, at most ten years; the schema's validator."""
    duration = value if isinstance(value, Duration) else parse(value) if isinstance(value, str) else None
    if duration is None:
        raise PydanticCustomError("duration", "not a duration")
    if duration.days > MAX_DAYS:
        raise PydanticCustomError("duration_too_long", "longer than ten years")
    return duration


def days_of(text: str) -> int:
    """Return the days of a duration that is written in the program itself."""
    duration = parse(text)
    assert duration is not None, text  # noqa: S101
    return duration.days
