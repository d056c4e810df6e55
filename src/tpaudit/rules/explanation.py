"""A rule's explanation, parsed from its docstring, and its options."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from inspect import cleandoc
from textwrap import dedent

from tpaudit.durations import parse
from tpaudit.rules.frame import RuleError
from tpaudit.rules.rule import Rule

Written = str | int | float | list["Written"] | dict[str, "Written"]
"""A value as an inventory's file holds it."""

_FRAME = re.compile(
    r"(?P<sentence>(?:[^\n]+\n)+)\n"
    r"Why: (?P<why>(?:(?!Source:)[^\n]+\n)+)"
    r"(?:Source: (?P<source>[^\n]+(?:\n[^\n]+)*?) \(grade (?P<grade>[ABC])\)\n)?\n"
    r"Bad:\n(?P<bad>(?:(?:    [^\n]*)?\n)+?)\n"
    r"Good:\n(?P<good>(?:(?:    [^\n]*)?\n)+)"
)
_PLAIN = re.compile(r"[^\W\d_][\w /-]*")
_OTHER_THAN_TEXT = ("null", "true", "false", "yes", "no", "on", "off", "y", "n")


@dataclass(frozen=True, slots=True)
class Option:
    """An option of a rule, with its default as an inventory writes it."""

    name: str
    default: Written

    @property
    def yaml(self) -> str:
        """The name and the default as YAML; a table runs over several lines."""
        return "\n".join(_yaml(self.name, self.default))

    @property
    def is_number(self) -> bool:
        """Whether it is a threshold: a count, a share or a duration."""
        return isinstance(self.default, int | float) or _is_duration(self.default)

    @property
    def is_table(self) -> bool:
        """Whether it has entries that can be set one by one."""
        return isinstance(self.default, dict)

    @property
    def beginning(self) -> Option:
        """The option with the first entry of its table only: enough to see how it is written."""
        if not isinstance(self.default, dict):
            return self
        return Option(self.name, dict(list(self.default.items())[:1]))


@dataclass(frozen=True, slots=True)
class Explanation:
    """What is wrong where a rule fires, why that matters, and how both sides look."""

    sentence: str
    why: str
    source: str
    """Where the rule's number comes from; empty if it has none."""
    grade: str
    """A: research, B: vendor documentation, C: practitioner advice; empty without a source."""
    bad: str
    """A root file; each guilty line ends with a comment that names the rule's code."""
    good: str
    options: tuple[Option, ...]


def explanation(rule: Rule) -> Explanation:
    """Return the rule's explanation, with each text on one line and the examples verbatim."""
    match = _FRAME.fullmatch(cleandoc(rule.check.__doc__ or "") + "\n")
    if match is None:
        raise RuleError(
            f"{rule.place}: {rule.code}: its docstring leaves the frame: a sentence, `Why:`, perhaps "
            "`Source: … (grade C)`, `Bad:` and `Good:`, with blank lines between them and examples indented by four"
        )
    return Explanation(
        sentence=_on_one_line(match["sentence"]),
        why=_on_one_line(match["why"]),
        source=_on_one_line(match["source"] or ""),
        grade=match["grade"] or "",
        bad=dedent(match["bad"]).rstrip() + "\n",
        good=dedent(match["good"]).rstrip() + "\n",
        options=tuple(Option(name, _written(default)) for name, default in rule.options.items()),
    )


def _is_duration(value: Written) -> bool:
    return isinstance(value, str) and parse(value) is not None


def _on_one_line(text: str) -> str:
    return " ".join(text.split())


def _written(value: object) -> Written:
    """Return an option's default as a file states it: durations as text, shares as decimals."""
    match value:
        case int():
            return value
        case Fraction():
            return value.numerator if value.denominator == 1 else float(value)
        case Mapping():
            return {str(key): _written(item) for key, item in value.items()}
        case tuple():
            return [_written(item) for item in value]
        case _:
            return str(value)


def _yaml(key: str, value: Written) -> list[str]:
    match value:
        case dict():
            return [f"{key}:", *(f"  {name}: {_flow(item)}" for name, item in value.items())]
        case list():
            return [f"{key}:", *(f"  - {_flow(item)}" for item in value)]
        case _:
            return [f"{key}: {_flow(value)}"]


def _flow(value: Written) -> str:
    """Return a value as YAML on one line, with text in quotes if it could be read as something else."""
    if isinstance(value, list):
        return f"[{', '.join(_flow(item) for item in value)}]"
    if not isinstance(value, str):
        return str(value)
    plain = _PLAIN.fullmatch(value) and value.lower() not in _OTHER_THAN_TEXT
    return value if plain or _is_duration(value) else "'" + value.replace("'", "''") + "'"
