"""Days of the calendar as people write them: `1.3.2026`, `15.05.`, `March 1`."""

from __future__ import annotations

import re

from tpaudit.exchange.reading import words
from tpaudit.inventory.words import meant


def day_of(text: str) -> str:
    """Return the date or yearly day that a text means, in the format's spelling, or nothing."""
    full = meant.day(text)
    if full and not text.isdigit():
        return full
    found = re.fullmatch(r"(?:am|on)?\s*(?P<day>[0-9]{1,2})\.\s*(?P<month>[0-9]{1,2})\.?", text)
    if found:
        return _month_day(int(found["month"]), int(found["day"]))
    found = re.fullmatch(
        r"(?:am|on)?\s*(?P<day>[0-9]{1,2})(?:\.|st|nd|rd|th)?\s+(?P<month>[a-zä]+)", text
    ) or re.fullmatch(r"(?:am|on)?\s*(?P<month>[a-zä]+)\s+(?P<day>[0-9]{1,2})(?:st|nd|rd|th)?", text)
    return _month_day(words.MONTHS.get(found["month"], 0), int(found["day"])) if found else ""


def _month_day(month: int, day: int) -> str:
    longest = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
    return f"{month:02}-{day:02}" if 1 <= month <= 12 and 1 <= day <= longest[month - 1] else ""
