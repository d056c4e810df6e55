"""When a finding that was there before has become worse: its measure has grown noticeably."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction
from typing import NamedTuple

from tpaudit.findings.finding import Finding
from tpaudit.registry import BY_CODE

Measure = tuple[Fraction, ...]


class Accepted(NamedTuple):
    """What a baseline holds about the findings that share a fingerprint."""

    findings: int
    measures: tuple[Measure, ...] = ()
    """The smallest first; empty if there are none."""


NOTICEABLE = Fraction(1, 20)
"""Growth up to this share of the earlier measure is noise: one more day of a long silence, a rounding."""


def is_worse(code: str, was: Measure, now: Measure) -> bool:
    """Whether a finding of the rule has become worse.

    The first number that differs noticeably decides. Without an earlier measure, as in old baselines, nothing is worse.
    """
    place = deciding(code, was, now)
    return place is not None and now[place] > was[place]


def deciding(code: str, was: Measure, now: Measure) -> int | None:
    """Return which number is the first that differs noticeably; None where none does."""
    steps = BY_CODE[code].worse_from if code in BY_CODE else 0
    for place, (before, after) in enumerate(zip(was, now, strict=False)):
        grown = abs(after - before)
        if (grown >= steps) if steps and place == 0 else (grown > abs(before) * NOTICEABLE):
            return place
    return None


def by_measure(findings: Iterable[Finding]) -> list[Finding]:
    """Return findings that share an identity, the smallest measure first, otherwise in their order."""
    return sorted(findings, key=lambda finding: finding.measure)


def lesser(first: Sequence[Measure], second: Sequence[Measure]) -> tuple[Measure, ...]:
    """Return the smaller measure of each pair from two sorted lists; what only one list has is kept."""
    longer, shorter = (first, second) if len(first) >= len(second) else (second, first)
    return (*(min(pair) for pair in zip(longer, shorter, strict=False)), *longer[len(shorter) :])
