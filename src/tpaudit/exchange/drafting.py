"""Unplanned events as entries of a new file, with status idea."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from fractions import Fraction

from tpaudit.inventory.inventory import Inventory
from tpaudit.messages import Language, Share, render, say
from tpaudit.observed.ignoring import is_ignored
from tpaudit.observed.observation import Observation, Unplanned

CHANNELS = (
    (r"e-?mail|mail", "email"),
    (r"sms|text_?message", "sms"),
    (r"call|phone|anruf", "phone"),
    (r"push", "push"),
    (r"meeting|video|zoom|teams", "video"),
    (r"in_?app|banner", "in_app"),
    (r"letter|brief|post", "letter"),
)
"""The channel that a word in an event's name suggests; the first match counts."""


def draft(inventory: Inventory, observation: Observation, language: Language) -> str | None:
    """Return a file with an entry for each unplanned event; None if there are none."""
    ignored = inventory.observe.ignore if inventory.observe is not None else ()
    found: dict[str, dict[str, Unplanned]] = {}
    for segment, seen in observation.segments.items():
        for unplanned in seen.unplanned:
            if not is_ignored(unplanned.event, ignored):
                found.setdefault(unplanned.event, {})[segment] = unplanned
    if not found:
        return None
    head = render(
        say("Seen in the data, planned by nobody: what is it for, who answers for it, should it go on?"), language
    )
    lines = [f"# {head}", "touchpoints:"]
    taken = {touchpoint.id for touchpoint in inventory.touchpoints}
    for event, by_segment in found.items():
        lines += _entry(event, by_segment, inventory, taken, language)
    return "\n".join(lines) + "\n"


def _entry(
    event: str, by_segment: dict[str, Unplanned], inventory: Inventory, taken: set[str], language: Language
) -> Iterator[str]:
    for segment, unplanned in by_segment.items():
        figures = say(
            "{segment}: {share} of the customers, {each} times each",
            segment=segment,
            share=Share(Fraction(str(unplanned.share))),
            each=Fraction(unplanned.occurrences, max(1, unplanned.customers)),
        )
        yield f"  # {render(figures, language)}"
    yield f"  - id: {_id(event, taken)}"
    yield f"    name: {_text(event)}"
    yield "    status: idea"
    if len(by_segment) < len(inventory.segments):
        yield f"    segments: [{', '.join(by_segment)}]"
    channel = next((candidate for word, candidate in CHANNELS if re.search(word, event, re.IGNORECASE)), None)
    if channel is not None and channel in inventory.channel:
        yield f"    channel: {channel}"
    days = [
        unplanned.days.median
        for unplanned in by_segment.values()
        if unplanned.days.median is not None and unplanned.days.median >= 0
    ]
    if days:
        yield f"    timing: {{at: {int(sorted(days)[len(days) // 2])}d}}"
    yield f"    tracked_as: [{_text(event)}]"


def _id(event: str, taken: set[str]) -> str:
    slug = re.sub(r"[^a-z0-9]+", "-", event.lower()).strip("-")[:60].strip("-") or "event"
    name, number = slug, 2
    while name in taken:
        name, number = f"{slug}-{number}", number + 1
    taken.add(name)
    return name


def _text(text: str) -> str:
    """Return a text as a YAML scalar, whatever is in it."""
    return json.dumps(text)
