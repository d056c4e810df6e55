"""What a YAML scalar stands for: the core schema of YAML 1.2, in which `yes`, `1_000` and dates are text."""

from __future__ import annotations

import re
from functools import lru_cache

Scalar = str | int | float | bool | None

CORE_TAG = "tag:yaml.org,2002:"
"""The prefix of the core schema's tags, `!!` for short."""
TAGS = frozenset({"str", "int", "float", "bool", "null"})
"""The tags that `tagged` supports."""

# A plain text that starts otherwise is text, whatever follows; "" is the empty value.
FIRST_CHARACTERS = frozenset("0123456789+-.~nNtTfF") | {""}

# Python refuses integers with thousands of digits, and floats end at 1e308: longer numbers stay text.
_LONGEST_NUMBER = 40

_WORDS: dict[str, Scalar] = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL"), None),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
    **dict.fromkeys((".inf", ".Inf", ".INF", "+.inf", "+.Inf", "+.INF"), float("inf")),
    **dict.fromkeys(("-.inf", "-.Inf", "-.INF"), float("-inf")),
    **dict.fromkeys((".nan", ".NaN", ".NAN"), float("nan")),
}
_INTEGER = re.compile(r"[-+]?[0-9]+")
_BASED = re.compile(r"0o[0-7]+|0x[0-9a-fA-F]+")
_FLOAT = re.compile(r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?")


@lru_cache(maxsize=65_536)
def plain(text: str) -> Scalar:
    """Return the value of an unquoted text."""
    if text in _WORDS:
        return _WORDS[text]
    if len(text) > _LONGEST_NUMBER:
        return text
    if _INTEGER.fullmatch(text):
        return int(text)
    if _BASED.fullmatch(text):
        return int(text, 0)
    if _FLOAT.fullmatch(text):
        return float(text)
    return text


class MisfitError(ValueError):
    """Raised for a text that does not fit its tag."""


def tagged(kind: str, text: str) -> Scalar:
    """Return the value of a text whose tag says what it is, one of `TAGS`."""
    if kind == "str":
        return text
    value = plain(text)
    match kind, value:
        case ("null", None) | ("bool", bool()) | ("float", float()):
            return value
        case ("int", int()) if not isinstance(value, bool):
            return value
        case ("float", int()) if not isinstance(value, bool):
            return float(value)
    raise MisfitError(text)
