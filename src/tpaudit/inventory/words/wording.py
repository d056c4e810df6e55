"""What is said of a faulty value: one sentence with the value in it, and one with the remedy."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from tpaudit.inventory.words import meant
from tpaudit.inventory.words.choices import among, nearest
from tpaudit.inventory.words.remedies import UNITS, remedy
from tpaudit.inventory.words.vocabulary import CHANNELS, OTHER_WORDS, PHASES, TYPES
from tpaudit.messages import Message, say

Words = tuple[Message, Message]


def key_meant(key: str, keys: Iterable[str]) -> str:
    """Return the known key that another word means, or nothing."""
    words = tuple(keys)
    other = meant.key(key)
    return other if other in words else nearest(key.lower(), words)


def own_key_meant(key: str) -> str:
    """Return the key of the team's own that is meant by one such as `x_crm` or `X-crm`, or nothing."""
    found = re.fullmatch(r"(?:X-|[xX][_. ])(\S+)", key)
    return f"x-{found[1]}" if found else ""


def unknown_key(
    key: str, keys: Iterable[str], *, root_only: bool, flow: bool, below: Sequence[str] = (), above: bool = False
) -> Words:
    """Say that a key is unknown.

    `flow`: a comma or quote inside braces has probably cut a text in two. `below`: the keys beside it that know it
    below themselves; `above`: a mapping around this one knows it.
    """
    if root_only:
        return (
            say("{key} belongs to the root file", key=key),
            say("Move {key} to the root file, which includes this one.", key=key),
        )
    if flow:
        return (
            say("unknown key {key}, probably the rest of a text with a comma in it", key=key),
            say("Put the text in quotes, or write the entry over several lines instead of in braces."),
        )
    message = say("unknown key {key}", key=key)
    own = own_key_meant(key)
    if own:
        return message, say("Did you mean {similar}? The team's own keys begin with x-.", similar=own)
    if above:
        return message, say("It is known further out: let it begin in the column of the keys that it belongs to.")
    similar = key_meant(key, keys)
    if len(below) == 1 and similar.replace("_", "").removesuffix("s") != key.replace("-", "").lower().removesuffix("s"):
        return message, say("Write it below {parent}, indented.", parent=below[0])
    if similar:
        return message, say("Did you mean {similar}? The team's own keys begin with x-.", similar=similar)
    return message, say("Remove it, or let it begin with x- where it is the team's own.")


def missing(key: str, beside: object = None) -> Words:
    """Say that a required key is missing; `beside` is the mapping that lacks it."""
    message = say("{key} is missing", key=key)
    if key == "tpaudit":
        return message, say("Begin the file with tpaudit: 1, the version of the format.")
    example = meant.slug(beside.get("name")) if key == "id" and isinstance(beside, Mapping) else ""
    if example:
        return message, say("Add one that can stay for ever, such as id: {example}.", example=example)
    return message, say("Add {key}.", key=key)


def described(value: object) -> Message | str:
    """Return the words for a value of the file, as a message can carry them."""
    match value:
        case None:
            return say("nothing")
        case bool():
            return say("the truth value {value}", value="true" if value else "false")
        case int() | float():
            return say("the number {value}", value=str(value)[:40])
        case str():
            return say("the text {value}", value=value if len(value) <= 60 else value[:57] + "...")
        case list() | tuple():
            return say("a list")
        case dict():
            return say("a mapping")
        case _:
            return str(type(value).__name__)


def faulty_value(key: str, error: Mapping[str, Any], keys: Sequence[str] = ()) -> Words:
    """Say what is wrong with a value, by the kind of pydantic's error; `known`: keys that could stand there."""
    kind, given, context = str(error["type"]), error["input"], error.get("ctx", {})
    found = described(given)
    if kind in ("string_type", "is_instance_of"):
        scalar = isinstance(given, bool | int | float)
        return (
            say("{key} must be a text, but is {found}", key=key, found=found),
            say("Put it in quotes if it is meant as a text.") if scalar else _one_text(key, given),
        )
    if kind == "literal_error":
        return _not_a_choice(key, given, found, str(context.get("expected", "")))
    if kind == "string_pattern_mismatch":
        return _not_in_form(key, given, found, str(context.get("pattern", "")))
    if kind == "int_type" and isinstance(given, float):
        kind = "int_from_float"
    words = _KINDS.get(kind)
    if words is not None:
        message, help_ = words
        return Message(message.template, {"key": key, "found": found}), remedy(kind, key, given, context, keys) or help_
    if kind in ("amount", "greater_than_equal", "less_than_equal"):
        message, help_ = _out_of_range(key, found, context)
        return message, remedy("amount", key, given, context) or help_
    if kind.startswith("timing_"):
        return _impossible_timing(kind, key, str(context.get("other", "")))
    return say("{key} cannot be {found}", key=key, found=found), say("Write a value that the field allows.")


def _one_text(key: str, given: object) -> Message:
    if isinstance(given, list | tuple) and len(given) == 1 and isinstance(given[0], str):
        return say("Write one text here: {key}: {text}", key=key, text=given[0])
    return say("Write one text here.")


def _not_a_choice(key: str, given: object, found: Message | str, expected: str) -> Words:
    choices = [word.strip(" '") for word in expected.replace(" or ", ", ").split(",")]
    message = say("{key} cannot be {found}", key=key, found=found)
    if key == "type":
        word = str(given).strip().casefold().replace(" ", "_")
        similar = OTHER_WORDS.get(word) or nearest(word, TYPES)
        if similar:
            return message, say("Did you mean {similar}? Use other where no type fits.", similar=similar)
        return message, say("{choices} Use other where no type fits.", choices=among(word, TYPES, "type") or "")
    parts = [part.strip() for part in str(given).split(",")]
    if len(parts) > 1 and all(part in choices for part in parts):
        return message, say("Several are a list: {key}: [{ids}]", key=key, ids=", ".join(parts))
    similar = meant.choice(key, given)
    similar = similar if similar in choices else nearest(str(given).strip().lower(), choices)
    if similar and similar != given:
        return message, say("Did you mean {similar}? Allowed: {choices}.", similar=similar, choices=", ".join(choices))
    return message, say("Allowed: {choices}.", choices=", ".join(choices))


def _not_in_form(key: str, given: object, found: Message | str, pattern: str) -> Words:
    if pattern.startswith("^#"):
        return (
            say("{key} must be a colour, but is {found}", key=key, found=found),
            say('Write it as "#0b5" or "#00bb55", in quotes.'),
        )
    message = (
        say("{found} cannot be an id", found=found)
        if key == "id"
        else say("{key} must be an id, but is {found}", key=key, found=found)
    )
    parts = str(given).split(",")
    if len(parts) > 1 and key in ("segments", "stakeholders", "channel", "contributors", "informed"):
        listed = ", ".join(meant.slug(part) for part in parts)
        return message, say("Several are a list: {key}: [{ids}]", key=key, ids=listed)
    slug, built_in = meant.slug(given), _BUILT_IN.get(key, ())
    similar = nearest(slug, built_in) or nearest(slug.replace("-", ""), built_in)
    if similar or (key == "id" and slug):
        return message, say("Did you mean {similar}? {form}", similar=similar or slug, form=_ID)
    if slug:
        return message, say("Write the id instead of a name, such as {example}. {form}", example=slug, form=_ID)
    return message, _ID


_ID = say("Ids are lower-case letters, digits, hyphens and underscores, and begin with a letter or digit.")
_BUILT_IN: Mapping[str, Collection[str]] = {
    "phase": PHASES,
    **dict.fromkeys(("channel", "preferred_channels", "avoided_channels"), CHANNELS),
}
"""By key, the ids that every inventory knows."""


def _out_of_range(key: str, found: Message | str, context: Mapping[str, Any]) -> Words:
    low, high = context.get("low", context.get("ge")), context.get("high", context.get("le"))
    message = say("{key} is out of range: {found}", key=key, found=found)
    if low is not None and high is not None:
        return message, say("Write a number from {low} to {high}.", low=low, high=high)
    if low is not None:
        return message, say("Write a number of at least {low}.", low=low)
    return message, say("Write a number of at most {high}.", high=high if high is not None else 0)


def _impossible_timing(kind: str, key: str, other: str) -> Words:
    match kind:
        case "timing_exclusive":
            return (
                say("{key} and {other} exclude each other", key=key, other=other),
                say("Keep one of them; a list of timings may hold both, one in each item."),
            )
        case "timing_needs":
            return say("{key} needs {other}", key=key, other=other), say("Add {other} beside it.", other=other)
        case "timing_too_often":
            return say("every is shorter than a day"), say(
                "Write a cadence of at least 1d; the schedule works in days, m means minutes and mo months."
            )
        case "timing_working_days":
            return say("working days repeat only as whole weeks"), say(
                "Write weeks, such as 1w for 5bd; a cadence has no calendar of working days."
            )
        case "timing_as_needed_false":
            return say("as_needed: false says nothing"), say("Remove it, or say when it happens.")
        case _:
            return (
                say("the timing says nothing"),
                say("Say when: at, every, after, before, dates, per_quarter or as_needed; or remove the key."),
            )


_KINDS: Mapping[str, Words] = {
    "bool_type": (say("{key} must be true or false, but is {found}"), say("Write true or false, without quotes.")),
    "int_type": (say("{key} must be a whole number, but is {found}"), say("Write a whole number, without quotes.")),
    "int_from_float": (
        say("{key} must be a whole number, not {found}"),
        say("Write it without decimals."),
    ),
    "number": (say("{key} must be a number, but is {found}"), say("Write a number, without quotes.")),
    "measure": (
        say("{key} must be a number or a percentage, but is {found}"),
        say("Write a number such as 0.7, or a percentage such as 70%."),
    ),
    "share": (
        say("{key} must be a share, but is {found}"),
        say("Write a share such as 0.4, or a percentage such as 40%."),
    ),
    "nobody": (
        say("{key} must be above 0"),
        say("Write the share of those whom it reaches, such as 0.4 or 40%; status paused or retired switches it off."),
    ),
    "count": (
        say("{key} must be a whole number, or a range of them, but is {found}"),
        say("Write a whole number without quotes, or a range such as 1..3."),
    ),
    "range_reversed": (
        say("the range of {key} ends before it begins: {found}"),
        say("Write the smaller value first, such as 3d..5d."),
    ),
    "range_not_allowed": (
        say("{key} cannot be a range here: {found}"),
        say("Write one value; ranges belong to the timings of touchpoints."),
    ),
    "company_date": (
        say("{key} must hold dates, but holds {found}"),
        say("Write days of every year as 05-15, single days as 2027-03-01, or weekly, monthly, quarterly or yearly."),
    ),
    "too_short": (
        say("{key} is empty"),
        say("Name at least one, or remove the key."),
    ),
    "date": (say("{key} must be a date, but is {found}"), say("Write the day as 2026-09-12.")),
    "no_such_date": (say("{key} is a day that does not exist: {found}"), say("Write one that exists.")),
    "duration": (
        say("{key} must be a duration, but is {found}"),
        UNITS,
    ),
    "duration_or_id": (
        say("{key} must be a duration or the id of what has a day, but is {found}"),
        say("Write it as 90d or contract_end."),
    ),
    "version": (
        say("{key} must be 1, the version of the format, but is {found}"),
        say("Write 1; a later version needs a later tpaudit."),
    ),
    "duration_in_hours": (
        say("{key} is in minutes or hours: {found}"),
        say("Write days, weeks, months or years: 90d, 12w, 12mo or 1y; m means minutes."),
    ),
    "duration_too_long": (
        say("{key} is longer than ten years: {found}"),
        say("Write a duration of at most 10y."),
    ),
    "scale": (
        say("{key} must be the lowest and the highest value, but is {found}"),
        say("Write it as a list of two numbers, the lower first: [1, 5]."),
    ),
    "tuple_type": (
        say("{key} must be a list, but is {found}"),
        say("Write each item on a line of its own after a hyphen."),
    ),
    **dict.fromkeys(
        ("model_type", "dict_type", "mapping_type"),
        (
            say("{key} must hold keys with values, but is {found}"),
            say("Write the keys with their values below it, indented."),
        ),
    ),
    "string_too_long": (say("{key} is too long: {found}"), say("Write at most 200 characters.")),
}
