"""What tpaudit says: a template plus values, rendered in the reader's language at the very end.

A template is an English sentence with named fields: ``"{count} {count:contact|contacts} on {due}"``. The value's type
decides how it looks: numbers, shares, durations, dates and terms by the reader's language, tuples as a list, words to
be typed marked as code. The format ``{n:one|many}`` chooses the word that suits the number n.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import Literal, NamedTuple

Language = Literal["en", "de"]


class Term(str):
    """A word of tpaudit's own, such as a built-in channel's name: a text like any other, but shown translated."""

    __slots__ = ()


class Code(str):
    """A word as in the files, such as a key, shown between backticks."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Days:
    """A length of time in whole days, shown as ``35 days``."""

    count: int


@dataclass(frozen=True, slots=True)
class Share:
    """A part of a whole, 0 to 1, shown in percent and rounded down, so that 100 % means all."""

    part: Fraction | float


@dataclass(frozen=True, slots=True)
class Against:
    """A number next to the one it is compared with, shown with as many decimals as it takes to tell them apart."""

    number: Fraction
    other: Fraction | int


@dataclass(frozen=True, slots=True)
class Between:
    """A number that lies between two, shown as ``18–26``."""

    least: Fraction | int
    most: Fraction | int


@dataclass(frozen=True, slots=True)
class Message:
    """A template and its values, which stay exact until `render`."""

    template: str
    values: Mapping[str, Value] = field(default_factory=dict)


Value = str | int | float | Fraction | date | Days | Share | Against | Between | Message | tuple["Value", ...]


def say(template: str, /, **values: Value) -> Message:
    """Return the message with these values; the extraction of messages looks for this name."""
    return Message(template, values)


def render(message: Message, language: Language = "en") -> str:
    """Return the message's text. Inventory texts in it are verbatim; the caller makes them safe for the medium."""
    template = translate(message.template, language)
    if not message.values:
        return template.format_map({}) if "{" in template else template
    return template.format_map({name: _Shown(value, language) for name, value in message.values.items()})


def codes(words: Iterable[str]) -> tuple[Code, ...]:
    """Return the words marked as code."""
    return tuple(Code(word) for word in words)


def translate(text: str, language: Language) -> str:
    """Return the translation of an English text; English texts stay as they are."""
    if language == "en" or not text:
        return text
    from tpaudit.locales.catalogue import catalogue

    return catalogue(language).gettext(text)


def shown(value: Value, language: Language = "en") -> str:
    """Return one value as a reader of the language writes it; numbers with at most two decimals."""
    match value:
        case Term():
            return translate(value, language)
        case Code():
            return f"`{value}`"
        case str():
            return value
        case Message():
            return render(value, language)
        case tuple():
            items = [shown(item, language) for item in value]
            return (" · " if any(", " in item for item in items) else ", ").join(items)  # names may hold commas
        case date():
            return value.isoformat() if language == "en" else value.strftime("%d.%m.%Y")
        case Days(count):
            return render(say("{n} {n:day|days}", n=count), language)
        case Share(part):
            percent = number(int(Fraction(part) * 100), language)
            return f"{percent}%" if language == "en" else f"{percent}\N{NO-BREAK SPACE}%"
        case _:
            return _number(value, language)


def _number(value: float | Fraction | Against | Between, language: Language) -> str:
    match value:
        case Against(this, other):
            distinct = (decimals for decimals in range(2, 6) if rounded(this, decimals) != rounded(other, decimals))
            return number(this, language, next(distinct, 6))
        case Between(least, most):
            return f"{number(least, language)}–{number(most, language)}"
        case _:
            return number(value, language)


def number(value: float | Fraction, language: Language = "en", decimals: int = 2) -> str:
    """Return a number with at most `decimals` decimals, grouped by thousands (English from 10,000 on, German 1.000)."""
    printed = float(value if isinstance(value, int) else rounded(value, decimals))
    grouping = "," if abs(printed) >= _GROUPED_FROM[language] else ""
    text = f"{printed:{grouping}.{decimals}f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    if text == "-0":
        text = "0"
    return text if language == "en" else text.translate(_GERMAN_MARKS)


def rounded(value: float | Fraction, decimals: int) -> Fraction:
    """Return a number with halves rounded away from zero, as people expect; Python rounds them to even."""
    exact = Fraction(str(value)) if isinstance(value, float) else Fraction(value)
    scaled = abs(exact) * 10**decimals
    nearest = Fraction((2 * scaled.numerator + scaled.denominator) // (2 * scaled.denominator), 10**decimals)
    return nearest if value >= 0 else -nearest


_GROUPED_FROM: Mapping[Language, int] = {"en": 10_000, "de": 1_000}
_GERMAN_MARKS = str.maketrans({",": ".", ".": ","})


class _Shown(NamedTuple):
    """A value inside a template; its format chooses between the singular and the plural word."""

    value: Value
    language: Language

    def __format__(self, words: str) -> str:
        if not words:
            return shown(self.value, self.language)
        singular, _, plural = words.partition("|")
        return singular if shown(self.value).rpartition(" ")[2] == "1" else plural  # "at least 1", too
