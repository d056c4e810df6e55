"""REQ: what the team asks beyond the catalogue."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Any

from tpaudit.durations import Duration, parse
from tpaudit.fields import TEAMS_OWN, Entry, is_blank, keys_of, measure
from tpaudit.inventory.inventory import Inventory
from tpaudit.inventory.subject import At, Kind
from tpaudit.inventory.touchpoint import Touchpoint
from tpaudit.requirements import LONGEST, Requirement
from tpaudit.rules.context import Context
from tpaudit.rules.rule import Harm, Problem, Step, Unit, rule
from tpaudit.settings import Settings
from tpaudit.severity import Severity


def is_asked_for_something(touchpoint: Touchpoint, audit: Context) -> bool:
    """Whether a requirement is about the touchpoint."""
    return any(_is_about(required, touchpoint, audit.inventory) for required in _in_force(audit.inventory.settings))


@rule("REQ001", Severity.WARNING, step=Step.ORGANISATION, harm=Harm.PAPER, applies=is_asked_for_something)
def own_requirement(touchpoint: Touchpoint, audit: Context) -> Iterator[Problem]:
    """A touchpoint does not meet a requirement that the team has set itself.

    Why: Each requirement says its own reason, and its own severity. Waivers may name REQ001 or the requirement.

    Bad:
        audit:
          require:
            - name: campaign-needs-review
              of:
                type: campaign
              fields: [review_by]
              reason: Legal wants to see it every half-year
        touchpoints:
          - id: autumn-offer  # <- REQ001
            name: Autumn offer
            type: campaign

    Good:
        audit:
          require:
            - name: campaign-needs-review
              of:
                type: campaign
              fields: [review_by]
              reason: Legal wants to see it every half-year
        touchpoints:
          - id: autumn-offer
            name: Autumn offer
            type: campaign
            review_by: 2027-03-31
    """
    for required in _in_force(audit.inventory.settings):
        if _is_about(required, touchpoint, audit.inventory):
            yield from _problems(required, touchpoint, audit.inventory)


def _in_force(settings: Settings) -> Iterator[Requirement]:
    """Yield the requirements that the root file's `select` and `ignore` leave."""
    named = {required.name for required in settings.require} & set(settings.select)
    everything = not named or any(
        word.upper().startswith("REQ") or word == "own-requirement" for word in settings.select
    )
    for required in settings.require:
        if (everything or required.name in named) and required.name not in settings.ignore:
            yield required


def _problems(required: Requirement, touchpoint: Touchpoint, inventory: Inventory) -> Iterator[Problem]:
    severity = Severity(required.severity)
    name, reason = required.name, required.reason.rstrip(".")

    def at(field: str) -> At:
        return touchpoint.at(*field.split(".")) if _says(touchpoint, field, inventory) else touchpoint.at()

    for field in required.fields:
        if not _says(touchpoint, field, inventory):
            yield Problem(
                at(field), "{field} is missing, which {name} requires", help="The team's reason: {reason}.",
                field=field, name=name, reason=reason, of=f"{name} {field}", severity=severity,
            )  # fmt: skip
    for field, bound in required.at_most.items():
        if (beyond := _compared(touchpoint, field, bound, inventory)) > 0:
            yield Problem(
                at(field), "{field} is more than the {limit} that {name} allows", help="The team's reason: {reason}.",
                field=field, limit=str(bound), name=name, reason=reason, of=f"{name} {field}", severity=severity,
                measure=abs(beyond), units=_unit(bound),
            )  # fmt: skip
    for field, bound in required.at_least.items():
        if (beyond := _compared(touchpoint, field, bound, inventory)) < 0:
            yield Problem(
                at(field), "{field} is less than the {limit} that {name} requires", help="The team's reason: {reason}.",
                field=field, limit=str(bound), name=name, reason=reason, of=f"{name} {field}", severity=severity,
                measure=abs(beyond), units=_unit(bound),
            )  # fmt: skip
    for field, pattern in required.matches.items():
        text = str(_value(touchpoint, field, inventory) or "")[:LONGEST]
        if not re.search(pattern, text):
            yield Problem(
                at(field), "{field} does not match {pattern}, as {name} requires", help="The team's reason: {reason}.",
                field=field, pattern=pattern, name=name, reason=reason, of=f"{name} {field}", severity=severity,
            )  # fmt: skip


def _unit(bound: object) -> Unit:
    return Unit.MINUTES if isinstance(bound, str) and parse(bound) is not None else Unit.COUNT


def _compared(touchpoint: Touchpoint, field: str, bound: object, inventory: Inventory) -> Fraction:
    """Return by how much a field's value is above a bound; 0 where one of them is no quantity."""
    value, limit = _quantity(_value(touchpoint, field, inventory)), _quantity(bound)
    return Fraction(0) if value is None or limit is None else value - limit


def _is_about(required: Requirement, touchpoint: Touchpoint, inventory: Inventory) -> bool:
    def meets(conditions: Mapping[str, Any]) -> bool:
        return all(_is_so(touchpoint, field, expected, inventory) for field, expected in conditions.items())

    return meets(required.of) and not (required.without and meets(required.without))


def _is_so(touchpoint: Touchpoint, field: str, expected: object, inventory: Inventory) -> bool:
    """Whether a field's value, or one of them, is the wanted value or one of those; no segments are all of them."""
    value = _value(touchpoint, field, inventory)
    if field == "segments" and not value:
        return True
    values = value if isinstance(value, tuple | list) else (value,)
    wanted_values = expected if isinstance(expected, list | tuple) else (expected,)
    return any(_same(single, other) for single in values for other in wanted_values)


def _same(value: object, expected: object) -> bool:
    if isinstance(value, bool) or isinstance(expected, bool):
        return value is expected
    numbers = _quantity(value), _quantity(expected)
    if None not in numbers:
        return numbers[0] == numbers[1]
    return value is not None and str(value) == str(expected)


def _says(touchpoint: Touchpoint, field: str, inventory: Inventory) -> bool:
    value = _value(touchpoint, field, inventory)
    return not is_blank(value) and value not in ((), [], {})


def _value(touchpoint: Touchpoint, field: str, inventory: Inventory) -> object:
    """Return a field's value; of the team's own keys what the file says."""
    if field.startswith(TEAMS_OWN):
        raw = inventory.raw(Kind.TOUCHPOINT, touchpoint.id)
        return raw.get(field) if isinstance(raw, dict) else None
    value: Any = touchpoint
    for step in field.split("."):
        name = keys_of(type(value)).get(step) if isinstance(value, Entry) else None
        if name is None:
            return None
        value = getattr(value, name)
    return value


def _quantity(value: object) -> Fraction | None:
    """Return a number, share or duration (in minutes) as what can be compared."""
    if isinstance(value, Duration):
        return value.minutes
    if isinstance(value, Fraction):
        return value
    if isinstance(value, str):
        length = parse(value)
        if length is not None:
            return length.minutes
    try:
        return measure(value)
    except ValueError:
        return None
