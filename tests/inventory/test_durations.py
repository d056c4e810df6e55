from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from tpaudit.durations import Duration, days_of, parse

ADAPTER: TypeAdapter[Duration] = TypeAdapter(Duration)


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("0d", 0), ("1d", 1), ("007d", 7), ("1w", 7), ("52w", 364), ("1y", 365), ("10y", 3650),
        ("1mo", 30), ("2mo", 61), ("3mo", 91), ("4mo", 122), ("5mo", 152), ("6mo", 183), ("7mo", 213), ("8mo", 243),
        ("9mo", 274), ("10mo", 304), ("11mo", 335), ("12mo", 365), ("24mo", 730), ("120mo", 3650),
        ("1bd", 2), ("2bd", 3), ("3bd", 5), ("4bd", 6), ("5bd", 7), ("6bd", 9), ("10bd", 14), ("0bd", 0),
        ("23h", 0), ("24h", 1), ("47h", 1), ("72h", 3), ("90m", 0), ("1439m", 0), ("1440m", 1),
    ],
)  # fmt: skip
def test_whole_days(text: str, days: int) -> None:
    duration = parse(text)
    assert duration is not None
    assert duration.days == days == days_of(text)


@pytest.mark.parametrize(
    "text",
    ["", " ", "7", "d", "7 d", " 7d", "7d ", "7d\n", "7D", "-7d", "+7d", "7.0d", "1d2h", "7days", "1q", "٣d", "1_0d",
     "1234567890d", "1e1d"],
)  # fmt: skip
def test_what_is_no_duration(text: str) -> None:
    assert parse(text) is None


@pytest.mark.parametrize(
    ("longest", "too_long"),
    [("3650d", "3651d"), ("10y", "11y"), ("120mo", "121mo"), ("521w", "522w"), ("2607bd", "2608bd"),
     ("87623h", "87624h"), ("5257439m", "5257440m")],
)  # fmt: skip
def test_ten_years_are_the_limit(longest: str, too_long: str) -> None:
    assert ADAPTER.validate_python(longest).days <= 3650
    with pytest.raises(ValidationError, match="longer than ten years"):
        ADAPTER.validate_python(too_long)


def test_repetitions_are_converted_as_a_whole() -> None:
    quarter = Duration(3, "mo")
    assert [quarter.times(number) for number in range(5)] == [0, 91, 183, 274, 365]
    assert [Duration(1, "bd").times(number) for number in (1, 5, 10)] == [2, 7, 14]
    assert [Duration(36, "h").times(number) for number in (1, 2)] == [1, 3]


@pytest.mark.parametrize(
    ("text", "hours"), [("30m", 0.5), ("90m", 1.5), ("4h", 4), ("1d", 8), ("5bd", 40), ("1w", 40), ("1mo", 160)]
)
def test_hours(text: str, hours: float) -> None:
    duration = parse(text)
    assert duration is not None
    assert duration.working_hours == hours


@given(st.integers(0, 10_000), st.sampled_from(("m", "h", "d", "bd", "w", "mo", "y")))
def test_a_duration_is_written_as_it_is_read(count: int, unit: str) -> None:
    assert parse(str(Duration(count, unit))) == Duration(count, unit)
    assert Duration(count + 1, unit).days >= Duration(count, unit).days
