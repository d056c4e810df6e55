"""How values are written for readers."""

from __future__ import annotations

from fractions import Fraction

import pytest

from tpaudit.messages import Against, number, shown


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (Fraction("10.365"), "10.37"),
        (10.365, "10.37"),
        (Fraction("3.105"), "3.11"),
        (Fraction("3.1049"), "3.1"),
        (Fraction("-0.005"), "-0.01"),
        (Fraction("-0.004"), "0"),
        (Fraction(5, 2), "2.5"),
        (9_999, "9999"),
        (10_000, "10,000"),
    ],
)
def test_halves_are_rounded_as_by_hand(value: float | Fraction, said: str) -> None:
    assert number(value) == said


@pytest.mark.parametrize(("value", "said"), [(999, "999"), (1000, "1.000"), (-1445, "-1.445"), (16370.5, "16.370,5")])
def test_german_groups_thousands_from_the_first(value: float, said: str) -> None:
    assert number(value, "de") == said


def test_a_number_is_told_from_the_one_that_it_is_held_against() -> None:
    assert shown(Against(Fraction("5.004"), Fraction(5))) == "5.004"
    assert shown(Against(Fraction("5.005"), Fraction(5))) == "5.01"
