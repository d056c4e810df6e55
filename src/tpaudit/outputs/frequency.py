"""Numbers of contacts: from what every customer gets to what some get."""

from __future__ import annotations

from fractions import Fraction

from tpaudit.messages import Between


def between(sure: Fraction | int, most: Fraction | int) -> Between | Fraction | int:
    """Return a number of contacts, or the least and the most if customers get different numbers."""
    return sure if sure == most else Between(sure, most)
