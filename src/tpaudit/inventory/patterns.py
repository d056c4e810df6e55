"""Regular expressions as strict as the loader: durations of at most ten years, cadences of at least a day."""

from __future__ import annotations

from collections.abc import Mapping

LONGEST: Mapping[str, int] = {"m": 5_257_439, "h": 87_623, "d": 3650, "bd": 2607, "w": 521, "mo": 120, "y": 10}
"""By unit, the largest number whose whole days are at most 3,650."""

_RANGE = r"(\s*\.\.\s*{end})?"


def duration() -> str:
    """Return the pattern of a duration."""
    return f"^{_end()}$"


def duration_in_days() -> str:
    """Return the pattern of a duration that is not in minutes or hours."""
    units = {unit: most for unit, most in LONGEST.items() if unit not in ("m", "h")}
    return f"^{_end(units)}$"


def durations() -> str:
    """Return the pattern of a duration or a range of durations."""
    return f"^{_end()}{_RANGE.format(end=_end())}$"


def cadence() -> str:
    """Return the pattern of a duration of at least a day; working days only as whole weeks."""
    return f"^{_cadence()}$"


def cadences() -> str:
    """Return the pattern of such a duration or a range of them."""
    return f"^{_cadence()}{_RANGE.format(end=_cadence())}$"


def _end(units: Mapping[str, int] = LONGEST) -> str:
    alternatives = "|".join(f"{up_to(most)}{unit}" for unit, most in units.items())
    return f"(?=[0-9]{{1,9}}[a-z])0*(?:{alternatives})"


def _cadence() -> str:
    alternatives = [
        f"(?!0*{up_to(1439)}m)0*{up_to(LONGEST['m'])}m",
        f"(?!0*{up_to(23)}h)0*{up_to(LONGEST['h'])}h",
        *(f"(?!0+{unit})0*{up_to(LONGEST[unit])}{unit}" for unit in ("d", "w", "mo", "y")),
        f"(?=[0-9]*[05]bd)(?!0+bd)0*{up_to(LONGEST['bd'])}bd",
    ]
    return f"(?=[0-9]{{1,9}}[a-z])(?:{'|'.join(alternatives)})"


def up_to(most: int) -> str:
    """Return a regular expression of the whole numbers from 0 to `most`, without leading zeros.

    >>> up_to(23)
    '(?:[0-9]|1[0-9]|2[0-3])'
    """
    digits = str(most)
    shorter = [f"[0-9]{{1,{len(digits) - 1}}}" if len(digits) > 2 else "[0-9]"] if len(digits) > 1 else []
    same = []
    for place, digit in enumerate(digits):
        last = place == len(digits) - 1
        low, high = (1 if place == 0 and len(digits) > 1 else 0), int(digit) - (0 if last else 1)
        if low <= high:
            same.append(digits[:place] + _one(low, high) + _digits(len(digits) - 1 - place))
    return f"(?:{'|'.join([*shorter, *same])})"


def _one(low: int, high: int) -> str:
    return str(low) if low == high else f"[{low}-{high}]"


def _digits(count: int) -> str:
    return "" if count == 0 else "[0-9]" if count == 1 else f"[0-9]{{{count}}}"
