from __future__ import annotations

from fractions import Fraction

import pytest

from tpaudit.findings.measures import is_worse, lesser


def measure(*numbers: float) -> tuple[Fraction, ...]:
    return tuple(Fraction(str(number)) for number in numbers)


@pytest.mark.parametrize(
    ("was", "now", "expected"),
    [
        ((100,), (105,), False),
        ((100,), (105.1,), True),
        ((100,), (100,), False),
        ((100,), (50,), False),
        ((0,), (0,), False),
        ((0,), (0.1,), True),
        ((3, 6), (3, 7), True),
        ((3, 6), (3.1, 60), True),  # the first has hardly changed
        ((3, 6), (2, 60), False),  # it is less in what counts most
        ((3, 6), (4, 1), True),
        ((), (3,), False),  # an old baseline knows no measure
        ((3,), (), False),
    ],
)
def test_more_than_a_twentieth_is_worse(was: tuple[float, ...], now: tuple[float, ...], expected: object) -> None:
    assert is_worse("PRS002", measure(*was), measure(*now)) is expected


def test_of_two_lists_the_smaller_measures_are_kept() -> None:
    assert lesser([measure(1), measure(5)], [measure(3)]) == (measure(1), measure(5))
    assert lesser([measure(3)], [measure(1)]) == (measure(1),)


def test_less_of_what_should_be_much_is_worse() -> None:
    assert not is_worse("PRS007", measure(1, -10), measure(1, -10))
    assert is_worse("PRS007", measure(1, -10), measure(1, -9))
    assert not is_worse("PRS007", measure(1, -10), measure(1, -11))


def test_a_rule_may_say_from_which_step_it_is_worse() -> None:
    assert not is_worse("EXP003", measure(-739000), measure(-739000))
    assert is_worse("EXP003", measure(-739000), measure(-738999))
