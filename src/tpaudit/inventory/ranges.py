"""Values that a timing may state as a range: `3d..5d`, `1..3`."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from typing import Annotated, Generic, TypeVar

from pydantic_core import PydanticCustomError

from tpaudit.durations import Duration, validated
from tpaudit.fields import Read, exact
from tpaudit.inventory import patterns

MAX_TIMES = 4_000
MAX_RATE = 1_000

Value = TypeVar("Value", Duration, int, Fraction)

_TO = ".."

_whole = re.compile(r"[0-9]{1,9}").fullmatch
_decimal = re.compile(r"[0-9]{1,9}(\.[0-9]{1,9})?").fullmatch


@dataclass(frozen=True, slots=True)
class Range(Generic[Value]):
    """A least and a greatest value, equal if the file states one."""

    low: Value
    high: Value

    @property
    def is_range(self) -> bool:
        """Whether the ends differ."""
        return self.low != self.high

    def __str__(self) -> str:
        low, high = _written(self.low), _written(self.high)
        return low if low == high else f"{low}{_TO}{high}"


def _written(value: Duration | int | Fraction) -> str:
    return f"{float(value):.10g}" if isinstance(value, Fraction) else str(value)


def duration_range(value: object) -> Range[Duration]:
    """Return the range that a duration, or `A..B` of durations, states."""
    return _read_range(value, validated)


def single_duration(value: object) -> Range[Duration]:
    """Return the range of one duration, where a range is not allowed."""
    return _single(value, validated)


def single_count(value: object) -> Range[int]:
    """Return the range of one count, where a range is not allowed."""
    return _single(value, _times)


def _single(value: object, read: Callable[[object], Value]) -> Range[Value]:
    if isinstance(value, Range):
        return value
    if isinstance(value, str) and _TO in value:
        raise PydanticCustomError("range_not_allowed", "a range")
    end = read(value)
    return Range(end, end)


def _read_range(value: object, read: Callable[[object], Value]) -> Range[Value]:
    if isinstance(value, Range):
        return value
    first, separator, last = value.partition(_TO) if isinstance(value, str) else ("", "", "")
    try:
        low = read(first.strip() if separator else value)
        high = read(last.strip()) if separator else low
    except PydanticCustomError as error:
        if error.type == "amount":
            raise
        raise PydanticCustomError(error.type, error.message_template, {"range": True}) from None
    if separator and _size(low) > _size(high):
        raise PydanticCustomError("range_reversed", "the greater end first")
    return Range(low, high)


def _size(value: Duration | int | Fraction) -> Fraction:
    return value.minutes if isinstance(value, Duration) else Fraction(value)


def _times(value: object) -> int:
    if isinstance(value, str):
        if not _whole(value):
            raise PydanticCustomError("count", "not a whole number")
        number = Fraction(value)
    elif isinstance(value, bool) or not isinstance(value, int | float):
        raise PydanticCustomError("count", "not a whole number")
    else:
        number = exact(value)
    if number.denominator != 1:
        raise PydanticCustomError("count", "not a whole number")
    if not 1 <= number <= MAX_TIMES:
        raise PydanticCustomError("amount", "out of range", {"low": 1, "high": MAX_TIMES})
    return int(number)


def _rate(value: object) -> Fraction:
    if isinstance(value, str):
        if not _decimal(value):
            raise PydanticCustomError("number", "not a number")
        number = Fraction(value)
    else:
        number = exact(value)
    if not 0 <= number <= MAX_RATE:
        raise PydanticCustomError("amount", "out of range", {"low": 0, "high": MAX_RATE})
    return number


def count_range(value: object) -> Range[int]:
    """Return the range that a whole number, or `A..B` of whole numbers, states."""
    if isinstance(value, str) and _TO not in value:  # a single number needs no quotes
        raise PydanticCustomError("count", "a text", {"range": True})
    return _read_range(value, _times)


def rate_range(value: object) -> Range[Fraction]:
    """Return the range that a rate, or `A..B` of rates, states."""
    if isinstance(value, str) and _TO not in value:
        raise PydanticCustomError("number", "a text", {"range": True})
    return _read_range(value, _rate)


def _text(pattern: str, what: str) -> dict[str, str]:
    return {"type": "string", "pattern": pattern, "patternErrorMessage": f"Write {what}."}


_COUNT = {"type": "integer", "minimum": 1, "maximum": MAX_TIMES}
_COUNTS = _text(r"^[0-9]{1,4}\s*\.\.\s*[0-9]{1,4}$", "a whole number, or a range such as 1..3")
_RATE = {"type": "number", "minimum": 0, "maximum": MAX_RATE}
_RATES = _text(r"^[0-9]{1,4}(\.[0-9]{1,9})?\s*\.\.\s*[0-9]{1,4}(\.[0-9]{1,9})?$", "a number, or a range such as 1..3")

_OR_RANGE = "a duration such as 7d, or a range such as 3d..5d"
_REPEATED = "a cadence such as 2w, or a range such as 1w..2w"

Durations = Annotated[Range[Duration], Read(duration_range, _text(patterns.durations(), _OR_RANGE))]
"""A duration, or a range of durations."""
OneDuration = Annotated[Range[Duration], Read(single_duration, _text(patterns.duration(), "a duration such as 7d"))]
"""A duration where a range is not allowed."""
Cadences = Annotated[Range[Duration], Read(duration_range, _text(patterns.cadences(), _REPEATED))]
"""A cadence, or a range of cadences."""
Cadence = Annotated[Range[Duration], Read(single_duration, _text(patterns.cadence(), "a cadence such as 1mo"))]
"""A cadence where a range is not allowed."""
Counts = Annotated[Range[int], Read(count_range, {"anyOf": [_COUNT, _COUNTS]})]
"""A count, or a range of counts."""
OneCount = Annotated[Range[int], Read(single_count, _COUNT)]
"""A count where a range is not allowed."""
Rates = Annotated[Range[Fraction], Read(rate_range, {"anyOf": [_RATE, _RATES]})]
"""A rate for each quarter, or a range of rates."""
Rate = Annotated[Fraction, Read(_rate, _RATE)]
"""A rate for each quarter."""
