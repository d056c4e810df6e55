"""Which events of the data are not touchpoints."""

from __future__ import annotations

from collections.abc import Iterable
from fnmatch import fnmatchcase


def is_ignored(event: str, patterns: Iterable[str]) -> bool:
    """Whether the root file says that an event is not a touchpoint; `*` in a pattern stands for any text."""
    return any(fnmatchcase(event, pattern.replace("[", "[[]")) for pattern in patterns)
