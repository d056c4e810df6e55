"""How much a finding matters."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Literal


class Severity(StrEnum):
    """How much a finding matters, worst first."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"

    @property
    def rank(self) -> int:
        """0 for the worst."""
        return _RANKS[self]


_RANKS: Mapping[str, int] = {"error": 0, "warning": 1, "info": 2}


FailOn = Literal["error", "warning", "info", "never"]
"""The lowest severity that fails a check."""


def down_to(level: str) -> tuple[Severity, ...]:
    """Return the severities from the worst to this one."""
    return tuple(severity for severity in Severity if severity.rank <= _RANKS[level])
