"""What a team asks of its touchpoints beyond the catalogue: data in the root file, not code."""

import re
from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, StringConstraints
from pydantic_core import PydanticCustomError

from tpaudit.fields import ByWord, Entry, OneOrMany, Slug, Texts

# A repeated group or a back-reference can take exponential time on a text that does not match.
_UNBOUNDED = re.compile(r"\)\s*[*+{?]|\\[1-9]|\(\?P=")


def _pattern(value: object) -> object:
    if isinstance(value, str):
        try:
            re.compile(value)
        except re.error:
            raise PydanticCustomError("pattern", "not a pattern") from None
        if _UNBOUNDED.search(value):
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
