"""Other ways in which people write when something happens, in English and German."""

from __future__ import annotations

import re
from collections.abc import Mapping
from contextlib import suppress
from datetime import date
from fractions import Fraction

from tpaudit.durations import parse
from tpaudit.inventory.words import meant

_WEEKDAY = re.compile(
    r"(?:every |each |on |jeden |am )?(?:mon|tues|wednes|thurs|fri|satur|sun)days?"
    r"|(?:jeden |am )?(?:mon|diens|donners|frei|sams|sonn)tags?"
    r"|(?:every |each |on |jeden |am )?(?:mittwochs?|sonnabends?|mon|tue|wed|thu|fri|sat|sun)"
)


def is_weekday(given: object) -> bool:
    """Whether a text names a day of the week."""
    return isinstance(given, str) and _WEEKDAY.fullmatch(given.strip().casefold()) is not None


_RANGE = re.compile(
    r"([0-9]+(?:[.,][0-9]+)?) *([a-zäöü ]*?) *(?:-|–|—|to|bis|\.\.\.|…|\.\.) *([0-9]+(?:[.,][0-9]+)?) *([a-zäöü]*)"
)


def duration_range(given: object) -> str:
    """Return the range of durations that a text means, such as 3d..5d for `3-5 days`, or nothing."""
    found = _RANGE.fullmatch(given.strip().casefold()) if isinstance(given, str) else None
    if found is None:
        return ""
    low, high = (
        meant.duration(f"{found[1]} {found[2] or found[4]}"),
        meant.duration(f"{found[3]} {found[4] or found[2]}"),
    )
    first, last = parse(low), parse(high)
    return f"{low}..{high}" if first and last and first.minutes < last.minutes else ""


def number_range(given: object) -> str:
    """Return the range of numbers that a text means, such as 1..3 for `1-3`, or nothing."""
    found = _RANGE.fullmatch(given.strip().casefold()) if isinstance(given, str) else None
    if found is None or found[2] or found[4]:
        return ""
    low, high = found[1].replace(",", "."), found[3].replace(",", ".")
    return f"{low}..{high}" if Fraction(low) < Fraction(high) else ""


_DISTANCE = re.compile(r"(.+?) (before|prior to|after|vor|nach) (?:the |dem |der |den |das )?(.+)")


def distance(given: object) -> tuple[str, str, str]:
    """Return the duration, `before` or `after`, and the id that a text such as `30 days before renewal` means."""
    found = _DISTANCE.fullmatch(given.strip().casefold()) if isinstance(given, str) else None
    length = meant.duration(found[1]) if found is not None else ""
    if found is None or not length or found[1].strip().isdigit():
        return "", "", ""
    anchor = meant.entry("event", found[3]) or meant.slug(found[3]).replace("-", "_")
    return length, "before" if found[2] in ("before", "prior to", "vor") else "after", anchor


_OFTEN = re.compile(
    r"(once|twice|einmal|zweimal|dreimal|[0-9]{1,3} ?(?:x|times|mal)?)"
    r" ?(?:a|an|per|each|every|pro|im|in der|/) ?(day|week|month|quarter|year|tag|woche|monat|quartal|jahr)"
)
_COUNTS: Mapping[str, int] = {"once": 1, "einmal": 1, "twice": 2, "zweimal": 2, "dreimal": 3}
_A_QUARTER: Mapping[str, Fraction] = {
    "day": Fraction(91), "tag": Fraction(91), "week": Fraction(13), "woche": Fraction(13), "month": Fraction(3),
    "monat": Fraction(3), "quarter": Fraction(1), "quartal": Fraction(1), "year": Fraction(1, 4), "jahr":
    Fraction(1, 4),
}  # fmt: skip


def rate(given: object) -> str:
    """Return how often a quarter a text such as `twice a month` means, or nothing."""
    word = given.strip().casefold() if isinstance(given, str) else ""
    if word in _RATES:
        return _RATES[word]
    found = _OFTEN.fullmatch(word)
    if found is None:
        return ""
    count = _COUNTS.get(found[1]) or int(re.sub(r"\D", "", found[1]))
    return f"{float(count * _A_QUARTER[found[2]]):g}"


_RATES: Mapping[str, str] = {
    "daily": "91", "weekly": "13", "monthly": "3", "quarterly": "1", "yearly": "0.25", "annually": "0.25", "täglich":
    "91", "wöchentlich": "13", "monatlich": "3", "quartalsweise": "1", "vierteljährlich": "1", "jährlich": "0.25",
}  # fmt: skip

_ON_DEMAND = frozenset(
    ("as needed", "on demand", "ad hoc", "ad-hoc", "when needed", "bei bedarf", "nach bedarf", "anlassbezogen")
)


def is_on_demand(given: object) -> bool:
    """Whether a text says that something happens as needed."""
    return isinstance(given, str) and given.strip().casefold() in _ON_DEMAND


_RHYTHMS: Mapping[str, str] = {
    "wöchentlich": "weekly", "woechentlich": "weekly", "monatlich": "monthly", "quartalsweise": "quarterly",
    "vierteljährlich": "quarterly", "jährlich": "yearly", "annually": "yearly", "every week": "weekly", "every month":
    "monthly", "every quarter": "quarterly", "every year": "yearly", "jede woche": "weekly", "jeden monat": "monthly",
    "jedes quartal": "quarterly", "jedes jahr": "yearly",
}  # fmt: skip
_MONTHS: Mapping[str, int] = {
    word: number
    for number, words in enumerate(
        ("jan january januar jänner", "feb february februar", "mar march mrz märz", "apr april", "may mai",
         "jun june juni",
         "jul july juli", "aug august", "sep sept september", "oct october okt oktober", "nov november",
         "dec december dez dezember"), start=1)
    for word in words.split()
}  # fmt: skip
_DAY_MONTH = re.compile(r"([0-9]{1,2})\. ?([0-9]{1,2})\.?")
_SLASHED = re.compile(r"([0-9]{1,2})/([0-9]{1,2})")
_DAY_NAME = re.compile(r"([0-9]{1,2})\.? ?([a-zä]+)\.?")
_NAME_DAY = re.compile(r"([a-zä]+)\.? ([0-9]{1,2})(?:st|nd|rd|th)?")
_MONTH_DAY = re.compile(r"([0-9]{1,2})-([0-9]{2})")


def company_date(given: object) -> str:
    """Return the company date that a text means, such as 05-15 for `15.05.`, a rhythm's word, or nothing."""
    word = given.strip().casefold() if isinstance(given, str) else ""
    if word in _RHYTHMS:
        return _RHYTHMS[word]
    full = meant.day(given)
    if full:
        return full
    month, day = 0, 0
    if found := _DAY_MONTH.fullmatch(word):
        day, month = int(found[1]), int(found[2])
    elif found := _MONTH_DAY.fullmatch(word):
        month, day = int(found[1]), int(found[2])
    elif found := _SLASHED.fullmatch(word):
        first, second = int(found[1]), int(found[2])
        if first <= 12 and second <= 12 and first != second:
            return ""  # some write the month first, others the day
        month, day = min(first, second), max(first, second)
    elif found := _DAY_NAME.fullmatch(word):
        day, month = int(found[1]), _MONTHS.get(found[2], 0)
    elif found := _NAME_DAY.fullmatch(word):
        month, day = _MONTHS.get(found[1], 0), int(found[2])
    with suppress(ValueError):
        return date(2024, month, day).isoformat()[5:]
    return ""
