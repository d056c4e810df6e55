"""Several columns of times read as one timing: when and how often, what sets off and how long after, and countdowns."""

from __future__ import annotations

import re

from tpaudit.exchange.reading import words
from tpaudit.exchange.reading.timings import Read, timing


def is_once(text: object) -> bool:
    """Whether a column of how often says that it happens a single time."""
    return str(text).strip().casefold() in words.ONCE


def combined(first: Read, second: Read) -> Read:
    """Return when and how often as one, where one column says when and another how often."""
    if not first.timings or not second.timings:
        return first if first.timings else second
    when, often = first.timings[0], second.timings[0]
    if len(first.timings) == len(second.timings) == 1:
        if "every" in often and when.keys() <= {"at", "after"}:
            return Read(({**often, **when, "at": when.get("at", "0d")},), sure=False)
        if "every" in when and often.keys() <= {"at", "after"}:
            return Read(({**when, **often, "at": often.get("at", "0d")},), sure=False)
        if when.get("at") == "0d" and often.keys() == {"at"}:
            return Read(({**when, **often},), sure=False)  # what sets it off, and how long after
    return Read(first.timings, sure=False)


def countdown(text: object) -> Read:
    """Return what counts down to the contract's end: `T-90`, `T minus 30`, `120 days out`."""
    phrase = " ".join(str(text).casefold().replace("–", "-").replace("−", "-").split())
    found = re.fullmatch(r"[tdr]\s*(?:-|minus)\s*([0-9]{1,3})(?:\s*(?:days?|d|tage?))?", phrase)
    days = (
        f"{found[1]} days" if found else re.sub(r"\s+(?:out|vorher|before|zuvor|beforehand|prior|davor)$", "", phrase)
    )
    if days == phrase:
        return Read(())
    read = timing(f"{days} before contract end").timings
    return Read(read, sure=False)
