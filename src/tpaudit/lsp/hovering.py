"""What the editor shows about an entry or a rule on hovering."""

from __future__ import annotations

from collections.abc import Iterator

from tpaudit.inventory.building.site import REGISTRIES
from tpaudit.inventory.inventory import Inventory
from tpaudit.inventory.mentions import Registered, entries
from tpaudit.inventory.registries import Channel, Event, Owner, Segment
from tpaudit.inventory.subject import Kind
from tpaudit.inventory.touchpoint import Touchpoint
from tpaudit.inventory.words.terms import FORM, STATUS, TOUCH_MODEL, TYPE
from tpaudit.lsp.completing import names_rules, referred_to
from tpaudit.lsp.cursor import Cursor
from tpaudit.lsp.project import State
from tpaudit.messages import Language, Value, say, shown, translate
from tpaudit.outputs import safe
from tpaudit.outputs.check.frequency import HEADER, rows
from tpaudit.outputs.timing import when
from tpaudit.registry import find
from tpaudit.rules.explanation import explanation

DAYS = 12
"""The most days that are listed."""


def meant(at: Cursor, inventory: Inventory) -> tuple[Kind, str] | None:
    """Return the entry that the word under the cursor names or identifies; None if there is none."""
    section = at.keys[0] if at.keys else ""
    if section in REGISTRIES and at.keys[1:] in (("id",), ("name",)) and at.is_value:
        kind = REGISTRIES[section][0]
        return (kind, at.word) if (kind, at.word) in inventory.origins else None
    refers = referred_to(at)
    if refers is None:
        return None
    return next(
        (kind_id for kind in refers.kinds if _entry(inventory, *(kind_id := (kind, at.word))) is not None), None
    )


def hover(at: Cursor, state: State, language: Language) -> str | None:
    """Return what to show as Markdown; None if there is nothing to show."""
    if names_rules(at):
        rule = find(at.word)
        if rule is None:
            return None
        explained = explanation(rule)
        sentence, why = translate(explained.sentence, language), translate(explained.why, language)
        return f"**{rule.code} {rule.name}**\n\n{sentence}\n\n{why}"
    found = meant(at, state.inventory)
    if found is None:
        return None
    entry = _entry(state.inventory, *found)
    if entry is None:
        return None
    lines = (shown(line, language) for line in _about(entry, found[0], state))
    name = shown(entry.name, language)
    return "\n\n".join((f"**{safe.markdown(name)}** {safe.markdown_code(found[1])}", *map(safe.markdown, lines)))


def _entry(inventory: Inventory, kind: Kind, id: str) -> Registered | None:  # noqa: A002  ids are called id everywhere here
    return next((entry for its_kind, entry in entries(inventory) if (its_kind, entry.id) == (kind, id)), None)


def _about(entry: Registered, kind: Kind, state: State) -> Iterator[Value]:
    match entry:
        case Touchpoint():
            yield from _of_touchpoint(entry, state)
        case Owner():
            owned = sum(touchpoint.owner == entry.id for touchpoint in state.inventory.active)
            yield say("{n} {n:touchpoint|touchpoints}", n=owned)
            if entry.capacity is not None:
                yield say("Capacity a quarter: {capacity}", capacity=str(entry.capacity))
        case Segment():
            yield from _of_segment(entry, state)
        case Event():
            rate = entry.per_quarter
            yield (
                say("{n} a quarter for each customer", n=rate) if rate is not None else say("How often is not stated.")
            )
        case Channel():
            yield FORM[entry.medium]
    findings = _findings(state, kind, entry)
    if findings:
        yield say("{n} {n:finding|findings}", n=findings)


def _findings(state: State, kind: Kind, entry: Registered) -> int:
    return sum(
        (finding.subject.kind, finding.subject.id) == (kind, entry.id)
        or (kind is Kind.OWNER and entry.id in finding.involves)
        for finding in state.audit.findings
        if finding.waived is None
    )


def _of_touchpoint(touchpoint: Touchpoint, state: State) -> Iterator[Value]:
    words = (touchpoint.type, TYPE), (touchpoint.known_status, STATUS)
    yield tuple(terms[word] for word, terms in words if word is not None)
    timing = tuple(when(timing, state.inventory) for timing in touchpoint.timing)
    if timing:
        yield timing
    for plan in state.audit.schedule.segments:
        days = plan.days(touchpoint)
        if days:
            some = tuple(str(day) for day in days[:DAYS])
            more = (say("{n} more", n=len(days) - DAYS),) if len(days) > DAYS else ()
            yield say("{segment}: days {days}", segment=plan.segment.name, days=(*some, *more))


def _of_segment(segment: Segment, state: State) -> Iterator[Value]:
    model = segment.touch_model
    if model is not None:
        yield TOUCH_MODEL[model]
    row = week_of(segment.id, state)
    if row is not None:
        yield say("{label}: {value}", label=HEADER[1], value=row[0])
        yield say("{label}: {value}", label=HEADER[2], value=row[1])
        yield say("{label}: {value}", label=HEADER[4], value=row[2])


def week_of(segment: str, state: State) -> tuple[Value, Value, Value] | None:
    """Return a segment's contacts a quarter, fullest week and longest silence, as `check` shows them."""
    plans = state.audit.schedule.segments
    for plan, row in zip(plans, rows(state.audit), strict=True):
        if plan.segment.id == segment:
            return row.contacts, row.week, row.silence
    return None
