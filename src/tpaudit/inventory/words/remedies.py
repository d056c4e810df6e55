"""What to write instead of a value that the format refuses, if it is clear what is meant."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from typing import Any

from tpaudit.inventory.words import meant, times
from tpaudit.messages import Message, say

UNITS = say("Write a number and a unit: 30m, 4h, 7d, 10bd (working days), 2w, 3mo or 1y.")

_LONG = frozenset(("contract", "horizon"))
"""Keys of durations where a bare number means months."""
_SHORT = frozenset(("effort", "capacity", "wait_target", "first_response", "resolution", "close_within"))
"""Keys of durations where a bare number may mean minutes or hours as well as days."""
_TIMED = frozenset(("at", "every", "until"))
"""Keys of a timing whose values may be company dates by mistake, which have a key of their own."""


def remedy(kind: str, key: str, given: object, context: Mapping[str, Any], keys: Sequence[str] = ()) -> Message | None:
    """Return the remedy that fits the value, None if it is unclear what is meant.

    `context` is that of pydantic's error: `range` says that a range may stand there. `known` are the keys of the
    mapping that should stand there.
    """
    if kind == "model_type":
        return _timing(given) if key == "timing" and _timing(given) else _keys(keys)
    found = _BY_KIND.get(kind)
    return found(key, given, context) if found is not None else None


def _keys(keys: Sequence[str]) -> Message | None:
    return say("Write keys with values: {keys}.", keys=", ".join(keys)) if keys else None


def _timing(given: object) -> Message | None:
    """Return what to write below `timing` for a text in its place."""
    if times.is_on_demand(given):
        return say("Write below it, indented, as_needed: true.")
    if times.is_weekday(given):
        return say("Write below it, indented, every: 1w; the schedule counts days and knows no weekdays.")
    length, side, anchor = times.distance(given)
    if length:
        return say(
            "Write below it, indented, at: {length} and, on a line of its own, {side}: {anchor}.", length=length,
            side=side, anchor=anchor
        )  # fmt: skip
    every = meant.duration(given)
    if every:
        return say("Write below it, indented, at: {duration}, or every: {duration} if it comes back.", duration=every)
    often = times.rate(given)
    if often:
        return say("Write below it, indented, per_quarter: {rate}.", rate=often)
    day = times.company_date(given)
    return say("Write below it, indented, dates: {day}.", day=day) if day else None


def _duration(key: str, given: object, context: Mapping[str, Any]) -> Message | None:
    word = str(given).strip().casefold()
    if key == "contract" and word in ("none", "no", "nein", "keiner", "kein", "ohne", "false"):
        return say("Write none, in small letters.")
    if word.startswith("-") and key in ("at", "from", "to"):
        return say("Durations count forward; what lies before an event is named with before beside it.")
    return _no_length(key, given, ranges=bool(context.get("range"))) or _length(key, given)


def _no_length(key: str, given: object, *, ranges: bool) -> Message | None:
    """Return the remedy for a value that says when, but not how long: a date, a weekday, a range, a distance."""
    day = times.company_date(given) if key in _TIMED and isinstance(given, str) else ""
    if day and day[0].isdigit():
        return say("A day of the calendar stands under dates, in place of {key}: dates: {day}.", key=key, day=day)
    if times.is_weekday(given):
        return say(
            "Write 1w for every week; the schedule counts days from each customer's start and knows no weekdays."
        )
    if found := times.duration_range(given):
        if ranges:
            return say("Did you mean {duration}? A range is written with two dots.", duration=found)
        return say("A range is not allowed; write one duration, such as {duration}.", duration=found.split("..")[1])
    length, side, anchor = times.distance(given)
    if length and key == "at":
        return say("Write at: {length} and, on a line of its own, {side}: {anchor}.", length=length, side=side,
                   anchor=anchor)  # fmt: skip
    return None


def _length(key: str, given: object) -> Message | None:
    """Return the remedy for a length in another spelling, or a rate in place of a cadence."""
    meaning = "" if isinstance(given, int) and key in _SHORT else meant.duration(given)
    if isinstance(given, int) and key in _LONG and meaning:
        meaning = f"{given}mo"
    if meaning and meaning != given:
        return say("Did you mean {duration}? {units}", duration=meaning, units=UNITS)
    often = times.rate(given) if key == "every" else ""
    if often:
        return say("Write per_quarter: {rate} in place of every, which is the time between two.", rate=often)
    return None


def _day(_key: str, given: object, _context: Mapping[str, Any]) -> Message | None:
    meaning = meant.day(given)
    return say("Did you mean {day}? Days are written year first.", day=meaning) if meaning else None


def _company_date(_key: str, given: object, _context: Mapping[str, Any]) -> Message | None:
    meaning = times.company_date(given)
    if not meaning or meaning == given:
        return None
    return say("Did you mean {day}? Days are written month first, with the year before it where there is one.",
               day=meaning)  # fmt: skip


_THOUSANDS = re.compile(r"([0-9]{1,3}(?:([.,'’ ])[0-9]{3})(?:\2[0-9]{3})*)(?:[.,]([0-9]{1,9}))?( *%)?")


def _number(key: str, given: object, context: Mapping[str, Any]) -> Message | None:
    if found := times.number_range(given):
        if context.get("range"):
            return say("Did you mean {range}? A range is written with two dots.", range=found)
        return say("A range is not allowed; write one number, such as {number}.", number=found.split("..")[1])
    if isinstance(given, str) and (grouped := _THOUSANDS.fullmatch(given.strip())) and given.strip()[0] != "0":
        whole = re.sub(r"[^0-9]", "", grouped[1])
        number = f"{whole}.{grouped[3]}" if grouped[3] else whole
        return say("Did you mean {number}? Numbers have no separators, and a point before the decimals.", number=number)
    meaning = meant.number(given)
    if meaning:
        return say("Write {number}, without quotes.", number=meaning)
    often = times.rate(given) if key in ("per_quarter", "min_per_quarter") else ""
    return say("Did you mean {number}? It says how often in a quarter.", number=often) if often else None


def _measure(key: str, given: object, context: Mapping[str, Any]) -> Message | None:
    text = given.strip() if isinstance(given, str) else ""
    if re.fullmatch(r"[-+]?[0-9]+,[0-9]+ *%", text) and not _THOUSANDS.fullmatch(text):
        return say(
            "Did you mean {number}? Decimals stand after a point.", number=text.replace(",", ".").replace(" ", "")
        )
    if found := re.fullmatch(r"([0-9]+(?:[.,][0-9]+)?) ?(?:percent|per cent|pct|prozent|v\.h\.)", text.casefold()):
        return say("Did you mean {number}? Decimals stand after a point.", number=f"{found[1].replace(',', '.')}%")
    return _number(key, given, context)


def _count(key: str, given: object, context: Mapping[str, Any]) -> Message | None:
    if key == "customers" and isinstance(given, float) and Fraction(str(given)) * 1000 % 1 == 0 and given < 1000:
        number = str(int(Fraction(str(given)) * 1000))
        return say("Write a whole number; if {number} is meant, write it without a separator.", number=number)
    word = given.strip().casefold() if isinstance(given, str) else ""
    if found := re.match(r"([0-9][0-9.,']*) [a-zäöü]+$", word):
        return _number(key, found[1], context)
    spelled = _SPELLED.get(word)
    return say("Write {number}, without quotes.", number=spelled) if spelled else _number(key, given, context)


_SPELLED: Mapping[str, str] = {
    "once": "1", "twice": "2", "one": "1", "two": "2", "three": "3", "four": "4", "five": "5", "six": "6", "einmal":
    "1", "zweimal": "2", "dreimal": "3", "eins": "1", "zwei": "2", "drei": "3", "vier": "4", "fünf": "5", "sechs": "6",
}  # fmt: skip


def _truth(_key: str, given: object, _context: Mapping[str, Any]) -> Message | None:
    word = str(given).strip().casefold()
    if word in ("ja", "yes", "y", "j", "wahr", "true", "on", "an", "x"):
        return say("Did you mean {value}? Write true or false, without quotes.", value="true")
    if word in ("nein", "no", "n", "falsch", "false", "off", "aus"):
        return say("Did you mean {value}? Write true or false, without quotes.", value="false")
    return None


def _out_of_range(_key: str, given: object, context: Mapping[str, Any]) -> Message | None:
    """Return the remedy for a share above 1, which was probably meant in percent."""
    if (
        context.get("high") == 1
        and isinstance(given, int | float)
        and not isinstance(given, bool)
        and 2 <= given <= 100
    ):
        return say("Did you mean {share}? A share is a number from 0 to 1, or a percentage.", share=f"{given:g}%")
    return None


_BY_KIND: Mapping[str, Callable[[str, object, Mapping[str, Any]], Message | None]] = {
    "duration": _duration,
    "duration_or_id": _duration,
    "date": _day,
    "company_date": _company_date,
    "number": _number,
    "share": _measure,
    "measure": _measure,
    "count": _count,
    "int_type": _count,
    "int_from_float": _count,
    "bool_type": _truth,
    "amount": _out_of_range,
}
