"""Exact numbers for JSON and CSV."""

from __future__ import annotations

from fractions import Fraction

DECIMALS = 6


def number(value: Fraction | float) -> int | float:
    """Return an exact number for JSON, with at most six decimals."""
    rounded = round(Fraction(value), DECIMALS)
    return rounded.numerator if rounded.denominator == 1 else float(rounded)
