"""What a team asks of its touchpoints beyond the catalogue: data in the root file, not code."""

import re
from collections.abc import Mapping
from math import factorial
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, StringConstraints
from pydantic_core import PydanticCustomError

from tpaudit.fields import ByWord, Entry, OneOrMany, Slug, Texts

# A repeated group or a back-reference can take exponential time on a text that does not match.
_UNBOUNDED = re.compile(r"\)\s*[*+{?]|\\[1-9]|\(\?P=")


LONGEST = 500
"""Characters of a text that a pattern looks at."""
_MOST_STEPS = 50_000_000
"""About a second; a pattern may need as many for a text that does not match."""
_PARTS = re.compile(
    r"\\.|\[\^?\]?(?:\\.|[^\]\\])*\]|(?P<open>\((?:\?[^)\w]{1,2})?)|(?P<close>\))|(?P<bar>\|)"
    r"|(?P<endless>[*+]|\{\d+,\})[?+]?|\{(?P<least>\d*),(?P<most>\d+)\}[?+]?|(?P<maybe>\?)[?+]?",
    re.DOTALL,
)


def _steps(pattern: str) -> int:
    """Return how many steps a search may take at most: each choice that it leaves is tried with all the others."""
    ways, places, bars = 1, 1, [0]
    for found in _PARTS.finditer(pattern):
        if found["open"]:
            bars.append(0)
        elif found["bar"]:
            bars[-1] += 1
        elif found["close"] and len(bars) > 1:
            ways *= bars.pop() + 1
        elif found["endless"]:
            places += 1
        elif found["most"]:
            ways *= max(int(found["most"]) - int(found["least"] or 0) + 1, 1)
        elif found["maybe"]:
            ways *= 2
    starts: int = LONGEST**places
    return ways * (bars[0] + 1) * starts // factorial(places)


def _pattern(value: object) -> object:
    if isinstance(value, str):
        try:
            re.compile(value)
        except re.error:
            raise PydanticCustomError("pattern", "not a pattern") from None
        if _UNBOUNDED.search(value) or _steps(value) > _MOST_STEPS:
            raise PydanticCustomError("pattern", "not a pattern")
    return value


Pattern = Annotated[str, StringConstraints(max_length=200), BeforeValidator(_pattern)]


class Requirement(Entry):
    """A requirement of the team's own: which touchpoints it is about, and what they must say."""

    name: Slug
    """What the requirement is called; waivers may name it."""
    of: Annotated[Mapping[str, Any], ByWord] = Field(default_factory=dict)
    """Which touchpoints it is about: by field, a value or several of which one must be there; left out: all."""
    without: Annotated[Mapping[str, Any], ByWord] = Field(default_factory=dict, alias="not")
    """Which of them it is not about, written in the same way."""
    fields: Annotated[Texts, OneOrMany] = ()
    """Fields that must be there."""
    at_most: Annotated[Mapping[str, Any], ByWord] = Field(default_factory=dict)
    """By field, the largest number, share or duration."""
    at_least: Annotated[Mapping[str, Any], ByWord] = Field(default_factory=dict)
    """By field, the smallest number, share or duration."""
    matches: Annotated[Mapping[str, Pattern], ByWord] = Field(default_factory=dict)
    """By field, a regular expression that its text must match."""
    severity: Literal["error", "warning", "info"] = "warning"
    """How much it matters."""
    reason: str
    """Why the team asks for it."""
