# ruff: noqa: E501  tables of words and patterns
"""Timings as people write them in tables, converted to the format's."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from types import MappingProxyType
from typing import NamedTuple

from tpaudit.exchange.reading import words
from tpaudit.exchange.reading.dates import day_of
from tpaudit.inventory.words import meant

Timing = dict[str, object]


class Read(NamedTuple):
    """What a text was read as: one timing or several, none if it was not understood; `sure` if that needs no check."""

    timings: tuple[Timing, ...]
    sure: bool = True


UNREAD = Read(())
_DASHES = str.maketrans({"–": "-", "—": "-", "‑": "-", "−": "-", "’": "'", "\n": " ", "\xa0": " "})
_UNIT = "|".join(sorted((re.escape(unit) for unit in words.UNITS), key=len, reverse=True))
_NUMBER = "[0-9]{1,4}(?:[.,][0-9])?"
_LENGTH = rf"(?P<low>{_NUMBER})(?:\s*(?:-|to|bis)\s*(?P<high>{_NUMBER}))?[\s-]*(?P<unit>{_UNIT})\.?"
_COUNTED_BEHIND = "every|each|alle|after|nach|in|within|innerhalb von|first|ersten|for|für|about|etwa|bis|to"
_AFTER = "after|following|post|nach|ab|am|from|since|seit|upon|on|at|bei|beim|zum|zur|zu|with|mit|once|when|wenn|sobald|von|an"
_ORDINAL = r"[1-5](?:\.|st|nd|rd|th)?|first|second|third|fourth|last|erste[nrm]?|zweite[nrm]?|dritte[nrm]?|vierte[nrm]?|letzte[nrm]?"
_BEFORE = "before|prior to|prior|ahead of|in advance of|vor|until|pre"
_ARTICLES = r"(?:(?:the|a|an|der|dem|den|die|das|des|dem|einer|einem|eines|eine|each|jede[rmns]?|every|new|first|erste[nrms]?|customer|customer's|your)\s+)?"


def timing(text: object, touchpoints: Mapping[str, str] = MappingProxyType({})) -> Read:
    """Return the timings that a cell's text means; `touchpoints` are ids by name in lower case."""
    if isinstance(text, bool):
        return UNREAD
    if isinstance(text, int | float):
        return Read(({"at": f"{int(text)}d"},), sure=False) if text == int(text) and 0 <= text <= 3650 else UNREAD
    phrase = _tidied(text)
    if phrase.isdigit():
        return timing(int(phrase))
    phrase = _with_touchpoints(phrase, touchpoints)
    if not phrase or phrase in words.AMBIGUOUS or any(word in phrase for word in words.AMBIGUOUS):
        return UNREAD
    return _whole(phrase) or _listed(phrase) or _without_remark(phrase)


def _without_remark(phrase: str) -> Read:
    """Return the reading of the text before a remark in parentheses: `half-yearly (March/September)`."""
    bare = re.sub(r"\s*\([^()]*\)$", "", phrase)
    found = (_whole(bare) or _listed(bare)) if bare and bare != phrase else None
    return UNREAD if found is None else found._replace(sure=False)


def _tidied(text: object) -> str:
    phrase = re.sub(r"\s+", " ", str(text).translate(_DASHES).casefold()).strip(" .;:!")
    phrase = re.sub(r"^(?:ca\.?|circa|approx\.?|about|around|etwa|ungefähr|~|timing:|immer|always)\s*", "", phrase)
    phrase = re.sub(rf"(?P<before>^|\b(?:{_COUNTED_BEHIND}) )(?P<number>{'|'.join(words.NUMBERS)})(?=[ -](?:{_UNIT})\b)",
                    lambda found: f"{found['before']}{words.NUMBERS[found['number']]}", phrase)  # fmt: skip
    return re.sub(r"\s*\((?:automated|automatisch|automatic|ca\.?|approx\.?|automatisiert)\)$", "", phrase)


def _with_touchpoints(phrase: str, touchpoints: Mapping[str, str]) -> str:
    """Replace a touchpoint's name at the end of the phrase by its id, between marks that no text contains."""
    found = re.search(rf"\b(?P<side>{_AFTER}|{_BEFORE})\s+{_ARTICLES}(?P<name>[^,;]+)$", phrase)
    touchpoint = touchpoints.get(found["name"].strip()) if found else None
    return f"{phrase[: found.start('name')]}\ue000{touchpoint}" if found and touchpoint else phrase


def _whole(phrase: str) -> Read | None:
    """Return the reading of a phrase that is one statement, perhaps about several days."""
    for look in (
        _plainly,
        _event_alone,
        _cadence,
        _times_a,
        _series,
        _length_and_anchor,
        _numbered,
        _calendar,
        _within,
    ):
        found = look(phrase)
        if found is not None:
            return found
    return None


def _listed(phrase: str) -> Read | None:
    """Return the reading of several statements side by side, if each of them is understood."""
    for separator in (r"\s*;\s*", r"\s+(?:\+|and|und|&|sowie)\s+", r"\s*,\s*(?:then|danach|dann)?\s*"):
        parts = [part for part in re.split(separator, phrase) if part]
        if len(parts) > 1:
            read = [_whole(part) for part in parts]
            timings = tuple(stated for found in read if found is not None for stated in found.timings)
            if all(found is not None and found.timings for found in read) and not any(
                "as_needed" in stated for stated in timings
            ):
                starts = [stated for stated in timings if "every" not in stated]
                cadences = [stated for stated in timings if "every" in stated]
                if len(starts) == 1 and len(cadences) == 1 and "dates" not in starts[0]:
                    return Read(({**starts[0], **cadences[0], "at": starts[0].get("at", "0d")},), sure=False)
                return Read(timings, sure=False)
    return None


def _plainly(phrase: str) -> Read | None:
    if phrase in words.AS_NEEDED:
        return Read(({"as_needed": True},))
    if phrase in words.RHYTHMS:
        return Read(({"every": words.RHYTHMS[phrase]},))
    slip = get_close_matches(phrase, words.RHYTHMS, n=1, cutoff=0.88) if len(phrase) > 6 and " " not in phrase else []
    if slip:
        return Read(({"every": words.RHYTHMS[slip[0]]},), sure=False)
    if re.fullmatch(r"[0-9]{1,4}(mo|bd|[hdwy])", phrase):
        return Read(({"at": phrase},))
    if phrase in words.IMMEDIATELY:
        return Read(({"at": "0d"},), sure=False)
    if re.fullmatch(rf"(?:(?:every|each|jede[nrs]?|am|the|der|immer)\s+)*(?:{_ORDINAL})\s+(?:{'|'.join(words.WEEKDAYS)})\s+"
                    r"(?:of (?:the|each|every) month|im monat|des monats|jede[ns]? monats)", phrase):  # fmt: skip
        return Read(({"every": "1mo"},), sure=False)
    weekday = re.fullmatch(r"(?:every|each|jeden|immer|am)?\s*(\w+?)", phrase)
    if weekday and weekday[1] in words.WEEKDAYS:
        return Read(({"every": "1w"},), sure=False)
    return None


def _duration(low: str, unit: str, high: str | None = None) -> str:
    """Return a length, or the range between two, in the format's spelling; nothing if it has none."""
    ends = [meant.duration(f"{end} {_english(unit)}") if words.UNITS[unit] != "q" else _quarters(end)
            for end in (low, high) if end]  # fmt: skip
    return "..".join(ends) if all(ends) else ""


def _english(unit: str) -> str:
    return {
        "m": "minutes",
        "h": "hours",
        "d": "days",
        "bd": "business days",
        "w": "weeks",
        "mo": "months",
        "y": "years",
    }[words.UNITS[unit]]


def _quarters(count: str) -> str:
    return f"{int(count) * 3}mo" if count.isdigit() else ""


def _event(phrase: str) -> str:
    if "\ue000" in phrase:
        return phrase.partition("\ue000")[2]
    word = re.sub(rf"^{_ARTICLES}", "", phrase.strip())
    word = re.sub(r"\s*(?:date|datum|datums|has closed|closed|closes|is opened|was opened|erfolgt|completed|is due|drops?)$", "",
                  word) if word not in words.EVENTS else word  # fmt: skip
    return words.EVENTS.get(word.strip(), "")


def _anchored(relation: str, event: str) -> Timing:
    return {relation: event} if (relation, event) != ("after", "contract_start") else {}


def _event_alone(phrase: str) -> Read | None:
    """`after purchase`, `bei Kündigung`, `on go-live`, `immediately after sign-up`, `vor Vertragsende` without a length."""
    quick = "|".join(words.IMMEDIATELY)
    found = re.fullmatch(rf"(?:(?:{quick})\s+)?(?:{_AFTER})\s+(.+)", phrase) or re.fullmatch(
        r"(?:trigger:?\s*|event:?\s*|auslöser:?\s*)(.+)", phrase
    )
    event = _event(found[1]) if found else words.EVENTS.get(phrase, "")
    if event:
        event = "renewal" if event == "contract_end" and _is_renewal(phrase) else event
        return Read(({"at": "0d", **_anchored("after", event)},), sure=found is not None)
    return None


def _is_renewal(phrase: str) -> bool:
    return "renewal" in phrase or "verlängerung" in phrase


def _cadence(phrase: str) -> Read | None:
    """`every 2 weeks`, `alle 4-6 Wochen`, `monthly until go-live`, `weekly for the first 90 days`, `ab Tag 30 monatlich`."""
    start: Timing = {}
    found = re.fullmatch(r"(?:ab|from|starting|beginning|starting on)\s+(?:day|tag)\s+([0-9]{1,4}),?\s+(.+)", phrase)
    if found:
        start, phrase = {"at": f"{found[1]}d"}, found[2]
    found = re.fullmatch(r"(.+?),?\s+(?:ab|from|starting|beginning|starting on)\s+(?:day|tag)\s+([0-9]{1,4})", phrase)
    if found and not start:
        start, phrase = {"at": f"{found[2]}d"}, found[1]
    until: Timing = {}
    found = re.fullmatch(r"(.+?),?\s+(?:until|till|bis zum|bis zur|bis)\s+(.+)", phrase)
    if found:
        event = _event(found[2])
        if not event:
            return None
        until, phrase = {"until": event}, found[1]
    found = re.fullmatch(
        rf"(.+?),?\s+(?:for|during|in|within|über|für|während|innerhalb)\s+(?:the|der|den|die)?\s*(?:first|ersten?)?\s*{_LENGTH}",
        phrase,
    )
    if found and not until:
        length = _duration(found["low"], found["unit"])
        if not length or found["high"] or words.UNITS[found["unit"]] in ("m", "h"):
            return None
        until, phrase = {"until": length}, found[1]
    found = re.fullmatch(r"(.+?)\s+(?:after|nach|from|ab)\s+(.+)", phrase)
    if found and _event(found[2]) and not start:
        start, phrase = _anchored("after", _event(found[2])), found[1]
    every = _rhythm(phrase)
    if not every:
        return None
    return Read(({"every": every, **start, **until},), sure=not until)


def _rhythm(phrase: str) -> str:
    phrase = re.sub(
        r"\s*(?:call|calls|meeting|e-mail|email|mail|check-in|rhythmus|turnus|basis|on a|jeweils)\b", "", phrase
    ).strip()
    if phrase in words.RHYTHMS:
        return words.RHYTHMS[phrase]
    found = re.fullmatch(rf"(?:every|each|alle|jede[nrs]?|all)\s+{_LENGTH}", phrase)
    if found and words.UNITS[found["unit"]] not in ("m", "h"):
        return _duration(found["low"], found["unit"], found["high"])
    found = re.fullmatch(
        r"(?:1 ?x|once|einmal|1 mal|1)\s*(?:per|a|an|each|every|pro|je|im|in der|in|/|p\.)\s*(\w+)", phrase
    )
    if found and found[1] in words.UNITS and words.UNITS[found[1]] not in ("m", "h"):
        return _duration("1", found[1])
    found = re.fullmatch(r"(?:1 ?x|once|einmal)\s+(\w+)", phrase)
    return words.RHYTHMS.get(found[1], "") if found else ""


_A_QUARTER = {"d": (91, 1), "w": (13, 1), "mo": (3, 1), "q": (1, 1), "y": (1, 4)}


def _times_a(phrase: str) -> Read | None:
    """`2x pro Quartal`, `twice a year`, `3-4 times per month`: a rate without days."""
    times = "|".join(sorted(words.TIMES, key=len, reverse=True))
    found = re.fullmatch(
        rf"(?:(?P<low>[0-9]{{1,3}})(?:\s*(?:-|to|bis)\s*(?P<high>[0-9]{{1,3}}))?\s*(?:x|times|mal|×)?|(?P<word>{times}))\s*"
        r"(?:per|a|an|each|every|pro|je|im|in der|in|/|p\.)?\s*(?P<unit>\w+)",
        phrase,
    )
    if found is None:
        return None
    rhythm = words.RHYTHMS.get(found["unit"], "")
    unit = re.sub("[0-9]", "", rhythm) if rhythm.startswith("1") else words.UNITS.get(found["unit"], "")
    unit = "q" if rhythm == "3mo" else unit
    is_rate = found["word"] or "x" in phrase or re.search(r"times|mal|×|/|per |pro |je | a | im ", phrase)
    if unit not in _A_QUARTER or not is_rate:
        return None
    upper, lower = _A_QUARTER[unit]
    low, high = (
        int(end) if end else 0 for end in (found["low"] or words.TIMES.get(found["word"] or "", ""), found["high"])
    )
    rates = [_decimal(count * upper, lower) for count in (low, high) if count]
    if not rates or low * upper > 1000 * lower:
        return None
    return Read(({"per_quarter": rates[0] if len(rates) == 1 else f"{rates[0]}..{rates[1]}"},))


def _decimal(upper: int, lower: int) -> int | float:
    return upper // lower if upper % lower == 0 else upper / lower


def _series(phrase: str) -> Read | None:
    """`90/60/30 days before renewal`, `day 1, 7 and 30`, `Tag 30/60/90`, `30, 60, 90 days after signature`."""
    numbers = r"([0-9]{1,4}(?:\s*(?:/|,|&|\+|and|und|,\s*and)\s*[0-9]{1,4})+)"
    found = re.fullmatch(
        rf"(day|days|tag|tage|d|week|weeks|woche|wochen|month|months|monat|monate)\s*{numbers}(?:\s+(?:{_AFTER})\s+(.+))?",
        phrase,
    )
    if found:
        unit, listed, relation, what = found[1], found[2], "after", found[3]
    else:
        found = re.fullmatch(
            rf"{numbers}\s*(?P<unit>{_UNIT})(?:\s+(?P<side>{_BEFORE}|{_AFTER})\s+(?P<what>.+))?", phrase
        )
        if found is None:
            return None
        unit, listed, what = found["unit"], found[1], found["what"]
        relation = "before" if found["side"] and re.fullmatch(_BEFORE, found["side"]) else "after"
    event = _event(what) if what else ""
    if what and not event:
        return None
    ends = [_duration(number, unit) for number in re.findall("[0-9]+", listed)]
    if not all(ends) or words.UNITS[unit] == "m":
        return None
    return Read(tuple({"at": end, **(_anchored(relation, event) if event else {})} for end in ends))


def _length_and_anchor(phrase: str) -> Read | None:
    """`30 days before renewal`, `3 Tage nach Vertragsbeginn`, `nach 30 Tagen`, `14d`, `day 3-5 after go-live`."""
    quick = re.fullmatch(rf"(?:after|nach|in|ab|at)\s+{_LENGTH}", phrase) or re.fullmatch(_LENGTH, phrase)
    if quick:
        at = _duration(quick["low"], quick["unit"], quick["high"])
        # "90 Min" in a column of times is a duration of the meeting, not its time.
        return Read(({"at": at},), sure=False) if at and words.UNITS[quick["unit"]] != "m" else None
    found = re.fullmatch(
        rf"(?:within|innerhalb von|innerhalb|innert|binnen|spätestens|mindestens|at least|in)?\s*{_LENGTH}\s*(?P<side>{_BEFORE}|{_AFTER})\s+(?P<what>.+)",
        phrase,
    )
    if found is None:
        return None
    at, event = _duration(found["low"], found["unit"], found["high"]), _event(found["what"])
    relation = "before" if re.fullmatch(_BEFORE, found["side"]) else "after"
    if not at or not event:
        return None
    if relation == "after" and event == "contract_end" and _is_renewal(phrase):
        event = "renewal"
    if re.match(r"within|innerhalb|innert|binnen", phrase) and relation == "after":
        return Read(({"at": "0d", **_anchored(relation, event), "within": at},), sure=False)
    return Read(({"at": at, **_anchored(relation, event)},))


def _numbered(phrase: str) -> Read | None:
    """`day 3`, `Tag 3-5`, `D+30`, `Woche 2`, `month 6`, `day 3 after go-live`."""
    found = re.fullmatch(
        r"(?:on|am|in|ab|at|by|zu|spätestens)?\s*(?P<unit>day|days|tag|week|woche|month|monat|d|t|w|m|monats?|tage)"
        rf"\s*\+?\s*(?P<low>[0-9]{{1,4}})(?:\s*(?:-|to|bis)\s*(?:(?P=unit)\s*\+?\s*)?(?P<high>[0-9]{{1,4}}))?"
        rf"(?:\s+(?:{_AFTER})\s+(?P<what>.+))?",
        phrase,
    )
    if found is None or (found["unit"] in ("w", "m", "t", "d") and not re.match(r"[dtwm]\s*\+?\s*[0-9]", phrase)):
        return None
    unit = "months" if found["unit"] == "m" else found["unit"]
    at = _duration(found["low"], unit, found["high"])
    event = _event(found["what"]) if found["what"] else ""
    if not at or (found["what"] and not event):
        return None
    is_day = words.UNITS[unit] == "d"
    return Read(({"at": at, **(_anchored("after", event) if event else {})},), sure=is_day)


def _within(phrase: str) -> Read | None:
    found = re.fullmatch(
        rf"(?:within|innerhalb von|innerhalb|innert|binnen|spätestens nach|in)\s*(?:the|der|den)?\s*(?:first|ersten)?\s*{_LENGTH}",
        re.sub(r"\b(first|ersten|the) (day|week|month|tag|woche|monat)$", r"\1 1 \2", phrase),
    )
    length = _duration(found["low"], found["unit"]) if found and not found["high"] else ""
    return (
        Read(({"at": "0d", "within": length},), sure=False)
        if length and found and words.UNITS[found["unit"]] != "m"
        else None
    )


def _calendar(phrase: str) -> Read | None:
    """`1.3.2026`, `15.05.`, `March 1`, `Q1`, `Q1 and Q3`, `December`, `Weihnachten`."""
    if phrase in words.FEASTS:
        return Read(({"dates": [words.FEASTS[phrase]]},), sure=False)
    quarters = re.findall(r"\bq([1-4])\b", phrase)
    if quarters and re.fullmatch(r"(?:(?:in|im|every|jedes)\s+)?q[1-4](?:\s*(?:/|,|&|\+|and|und|-)\s*q[1-4])*", phrase):
        count = len(set(quarters))
        return Read(({"per_quarter": count / 4} if count in (2, 3) else {"dates": "yearly" if count == 1 else "quarterly"},),
                    sure=False)  # fmt: skip
    days = [day_of(part) for part in re.split(r"\s*(?:,|;|/(?=\s*[0-9]{1,2}\.)|&|and|und|\+)\s*", phrase)]
    if days and all(days):
        return Read(({"dates": days},))
    phrase = re.sub(
        r"^(?:yearly|annually|every year|once a year|jährlich|jedes jahr|1x im jahr)\s+(?=in|im\b)", "", phrase
    )
    months = re.sub(r"^(?:in|im|every|jeden|each|mid|mitte|end of|ende|anfang|early|beginning of)\s+", "", phrase)
    listed = re.split(r"\s*(?:,|;|/|&|\+|\bund\b|\band\b)\s*", months)
    if all(month in words.MONTHS for month in listed):
        count = len(set(listed))
        return Read(({"dates": "yearly"} if count == 1 else {"per_quarter": count / 4},), sure=False)
    return None


def as_value(timings: tuple[Timing, ...]) -> object:
    """Return the value for the file: a mapping, or a list of several."""
    return dict(timings[0]) if len(timings) == 1 else [dict(stated) for stated in timings]


def spelt(timings: tuple[Timing, ...]) -> Iterator[str]:
    """Yield each timing on one line: `every: 3mo, at: 7d`."""
    from tpaudit.exchange.spelling import in_flow

    for stated in timings:
        yield in_flow(stated)[1:-1]
