"""A section for the root file, guessed from a source's columns."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from tpaudit.messages import Language, Message, render, say
from tpaudit.observed.duck import connected, types_of
from tpaudit.observed.presets import GUESSES, Preset, recognised
from tpaudit.observed.reading_sql import column
from tpaudit.observed.sources import source

TIMES = ("TIMESTAMP", "DATE")
UNSURE = say("please check")


def section(given: str, cwd: Path, language: Language) -> str:
    """Return the section for a source, with a comment that says what it was recognised as."""
    files = source((given,), cwd, within=False)
    with connected((files,)) as connection:
        types = dict(types_of(connection, files))
    names = {name.lower(): name for name in _paths(types)}
    preset = recognised(names)
    if preset is None and _is_customers(names):
        return _customers(given, names, language)
    head = (
        say("{source} looks like an export of {name}.", source=given, name=preset.name)
        if preset is not None
        else say("{source} is not a known export: guessed from the columns' names.", source=given)
    )
    return _events(given, names, types, preset, head, language)


def _paths(types: Mapping[str, str]) -> list[str]:
    """Return the names of the columns, those inside nested ones by their path."""
    found = list(types)
    for name, kind in types.items():
        if kind.startswith("STRUCT("):
            inner = re.findall(r'(?:^STRUCT\(|, )"?([A-Za-z_][\w ]*)"? ', kind)
            found += [f"{name}.{field}" for field in inner if column(f"{name}.{field}", types)]
    return found


def _is_customers(names: Mapping[str, str]) -> bool:
    """Whether the source lists customers rather than what happened to them."""
    columns = _first(GUESSES["started"][:-1], names), _first(GUESSES["segment"], names)
    return any(columns) and _first(GUESSES["event"][:2], names) is None


def _first(candidates: Iterable[str], names: Mapping[str, str]) -> str | None:
    return next((names[candidate] for candidate in candidates if candidate in names), None)


def _events(
    given: str,
    names: Mapping[str, str],
    types: Mapping[str, str],
    preset: Preset | None,
    head: Message,
    language: Language,
) -> str:
    if preset is not None:
        customer, time = _first(preset.customer, names), _first(preset.time, names)
        event = [column for candidates in preset.event if (column := _first(candidates, names))]
        person_id, person = _first(preset.person_id, names), _first(preset.person, names)
    else:
        customer = _first(GUESSES["customer"], names) or _first(("id",), names)
        typed = next((name for name, kind in types.items() if kind.startswith(TIMES)), None)
        time = _first(GUESSES["time"], names) or typed
        event = [column for key in ("event", "campaign") if (column := _first(GUESSES[key], names))]
        person_id, person = _first(GUESSES["person_id"], names), _first(GUESSES["person"], names)
    lines = [f"# {_plain(head, language)}", "observe:", "  events:", f"    source: {_text(given)}"]
    lines += _line("customer", customer, language)
    lines += _line("time", time, language)
    event = list(dict.fromkeys(event))
    joined = None if not event else _text(event[0]) if len(event) == 1 else f"[{', '.join(map(_text, event))}]"
    lines += [f"    event: {joined}"] if joined else _line("event", None, language)
    if person is not None:
        lines.append(f"    person: {_text(person)}")
    if person_id is not None and person_id != customer:
        lines.append(f"    person_id: {_text(person_id)}")
    return "\n".join([*lines, *_placeholder(language)]) + "\n"


def _placeholder(language: Language) -> Sequence[str]:
    hint = say("the list of customers; tpaudit observe --guess looks at it too")
    return (
        f"  customers:  # {_plain(hint, language)}",
        '    source: "customers.csv"',
        '    customer: "id"',
        '    segment: "segment"',
        '    started: "contract_start"',
    )


def _customers(given: str, names: Mapping[str, str], language: Language) -> str:
    head = say("{source} looks like a list of customers.", source=given)
    customer = _first(("id", *GUESSES["customer"]), names)
    lines = [f"# {_plain(head, language)}", "observe:", "  customers:", f"    source: {_text(given)}"]
    lines += _line("customer", customer, language)
    lines += _line("segment", _first(GUESSES["segment"], names), language)
    lines += _line("started", _first(GUESSES["started"], names), language)
    ended = _first(GUESSES["ended"], names)
    return "\n".join([*lines, *([f"    ended: {_text(ended)}"] if ended else [])]) + "\n"


def _line(key: str, name: str | None, language: Language) -> list[str]:
    if name is None:
        return [f"    {key}: null  # {_plain(UNSURE, language)}"]
    return [f"    {key}: {_text(name)}"]


def _text(text: str) -> str:
    """Return a text as a YAML scalar, whatever is in it."""
    return json.dumps(text)


def _plain(message: Message, language: Language) -> str:
    return " ".join("".join(letter for letter in render(message, language) if letter.isprintable()).split())
