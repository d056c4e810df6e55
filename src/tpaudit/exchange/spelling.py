"""Values as YAML text: plain if that is safe, else quoted; mappings in block style, one key per line."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Literal

from tpaudit.loading.scalars import plain

Quote = Literal["'", '"', ""]

# What plain text must not begin with, what it must not contain, and words that other readers take for booleans.
_INDICATORS = "-?:,[]{}#&*!|>'\"%@`=~"
_NEVER = re.compile(r": |:$| #|[\x00-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff\ud800-\udfff]")
# The C parser stops at a question mark between brackets that ends a key.
_FLOW_ONLY = re.compile(r"[,\[\]{}?]|:(?=\S)")
_OTHERS_WORDS = frozenset(("yes", "no", "on", "off", "---", "...", "<<"))
_ESCAPES = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\t": "\\t", "\r": "\\r", "\0": "\\0"}
_ESCAPED = re.compile(r'["\\\x00-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]')
_BROKEN_LINE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]|[ \t]\n|\n[ \t]*\Z|\t")


def scalar(value: object, *, flow: bool, quote: Quote = "") -> str:
    """Return a text, number, truth value or None on one line; `quote` is the style to keep for a text."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value in (float("inf"), float("-inf")):
        return ".inf" if value > 0 else "-.inf"
    if not isinstance(value, str):
        return repr(value)
    if not quote and is_plain(value, flow=flow):
        return value
    if quote != '"' and not _ESCAPED.search(value.replace('"', "").replace("\\", "")):
        return "'" + value.replace("'", "''") + "'" if quote or '"' in value or "\\" in value else f'"{value}"'
    return '"' + _ESCAPED.sub(_escape, value) + '"'


def is_plain(text: str, *, flow: bool) -> bool:
    """Whether a text without quotes is read as that text by every YAML parser."""
    return (
        bool(text)
        and text == text.strip()
        and (text[0] not in _INDICATORS or (text[0] in "-?:" and text[1:2] not in ("", " ", *",[]{}") and not flow))
        and not _NEVER.search(text)
        and not (flow and _FLOW_ONLY.search(text))
        and text.casefold() not in _OTHERS_WORDS
        and not text.startswith(("--- ", "... "))
        and isinstance(plain(text), str)
        and not _is_a_clock_time(text)
    )


def in_flow(value: object) -> str:
    """Return any value on one line."""
    if isinstance(value, Mapping):
        inside = (f"{scalar(key, flow=True)}: {in_flow(item)}" for key, item in value.items())
        return "{" + ", ".join(inside) + "}"
    if isinstance(value, Sequence) and not isinstance(value, str):
        return "[" + ", ".join(map(in_flow, value)) + "]"
    return scalar(value, flow=True)


def is_block(value: object) -> bool:
    """Whether a value takes several lines below its key: mappings, and lists with mappings in them."""
    if isinstance(value, Mapping):
        return bool(value)
    if isinstance(value, Sequence) and not isinstance(value, str):
        return any(isinstance(item, Mapping | list | tuple) for item in value)
    return False


def entry(key: str, value: object, indent: int, *, deeper: int) -> list[str]:
    """Return the lines of a key with its value; `deeper` is the indentation of a list below its key."""
    head = " " * indent + scalar(key, flow=False) + ":"
    if not is_block(value):
        return _headed(head, value, indent)
    below = indent + (2 if isinstance(value, Mapping) else deeper)
    return [head, *block(value, below, deeper=deeper)]


def item(value: object, indent: int, *, deeper: int) -> list[str]:
    """Return the lines of a list's item, its hyphen first."""
    head = " " * indent + "-"
    if not is_block(value):
        return _headed(head, value, indent)
    lines = block(value, indent + 2, deeper=deeper)
    return [head + " " + lines[0].lstrip(" "), *lines[1:]]


def block(value: object, indent: int, *, deeper: int) -> list[str]:
    """Return the lines of a mapping or list in block style."""
    if isinstance(value, Mapping):
        return [line for key, inner in value.items() for line in entry(str(key), inner, indent, deeper=deeper)]
    assert isinstance(value, Sequence)  # noqa: S101  is_block() has said so
    return [line for inner in value for line in item(inner, indent, deeper=deeper)]


def _headed(head: str, value: object, indent: int) -> list[str]:
    core = value.removesuffix("\n") if isinstance(value, str) else ""
    if "\n" in core and not _BROKEN_LINE.search(core) and core[0] not in " \n":
        body = [" " * (indent + 2) + line if line else "" for line in core.split("\n")]
        return [head + (" |-" if core == value else " |"), *body]
    text = in_flow(value) if isinstance(value, Mapping | list | tuple) else scalar(value, flow=False)
    return [f"{head} {text}"]


def _escape(found: re.Match[str]) -> str:
    character = found.group()
    return _ESCAPES.get(character) or (
        f"\\x{ord(character):02x}" if character <= "\xff" else f"\\u{ord(character):04x}"
    )


def _is_a_clock_time(text: str) -> bool:
    """Whether YAML 1.1 parsers read it as a base-60 number."""
    return bool(re.fullmatch(r"[-+]?[0-9][0-9_]*(:[0-5]?[0-9])+", text))
