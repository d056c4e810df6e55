"""Exact numbers as JSON and CSV have them."""

from __future__ import annotations

from fractions import Fraction

DECIMALS = 6


def number(value: Fraction | float) -> int | float:
    """Return an exact number as JSON has it, with at most six decimals."""
    rounded = round(Fraction(value), DECIMALS)
    return rounded.numerator if rounded.denominator == 1 else float(rounded)
