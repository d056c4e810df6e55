"""Checks that what the user filters by exists, since a typo would hide everything and let the check pass."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import get_args

from tpaudit.fields import keys_of
from tpaudit.findings.filter import Filter
from tpaudit.findings.result import Audit
from tpaudit.inventory.inventory import Inventory
from tpaudit.inventory.touchpoint import Touchpoint
from tpaudit.inventory.words.choices import nearest
from tpaudit.inventory.words.vocabulary import Status
from tpaudit.loading.usage import UsageError
from tpaudit.messages import Message, say


def require(audit: Audit, chosen: Filter) -> None:
    """Raise UsageError if no inventory has one of the words, unless faulty files may hide it."""
    _require("missing", chosen.missing, _fields())
    require_of([audited.inventory for audited in audit.inventories], chosen)


def require_of(inventories: Sequence[Inventory], chosen: Filter) -> None:
    """Raise UsageError if none of these inventories has one of the words, unless faulty files may hide it."""
    if not inventories or not all(inventory.complete for inventory in inventories):
        return
    _require("owner", chosen.owners, (owner for inventory in inventories for owner in _owners(inventory)))
    _require("phase", chosen.phases, (phase_id for inventory in inventories for phase_id in inventory.phase))
    _require("segment", chosen.segments, (segment_id for inventory in inventories for segment_id in inventory.segment))
    _require("channel", chosen.channels, (channel_id for inventory in inventories for channel_id in inventory.channel))
    _require("status", chosen.statuses, get_args(Status))
    require_in(inventories, audiences=chosen.audiences)


def require_rules(audit: Audit, words: Iterable[str]) -> None:
    """Raise UsageError if a word names neither rules nor a requirement of one of the inventories."""
    from tpaudit.selection import names_rules, unknown_rule

    own = {required.name for audited in audit.inventories for required in audited.inventory.settings.require}
    for word in words:
        if word not in own and not names_rules(word):
            raise UsageError(*unknown_rule(word))


def require_in(inventories: Sequence[Inventory], *, audiences: Sequence[str] = (), events: Sequence[str] = ()) -> None:
    """Raise UsageError if no inventory has an audience, registered or not, or an event."""
    if not inventories or not all(inventory.complete for inventory in inventories):
        return
    _require("audience", audiences, (audience for inventory in inventories for audience in _audiences(inventory)))
    _require("event", events, (event_id for inventory in inventories for event_id in inventory.event))


def _audiences(inventory: Inventory) -> Iterator[str | None]:
    """Yield the registered audiences, and those that are used without being registered."""
    yield from inventory.audience
    for touchpoint in inventory.touchpoints:
        yield touchpoint.audience
        for channel in touchpoint.channel:
            yield getattr(channel, "audience", None)


def _fields() -> Iterator[str]:
    """Yield the fields of touchpoints, and the nested ones that a rule asks for."""
    from tpaudit.registry import RULES

    yield from (key for key in keys_of(Touchpoint) if key not in ("id", "name"))
    yield from (field for rule in RULES if rule.woken_by is not None for field in rule.woken_by.fields)


def _owners(inventory: Inventory) -> Iterator[str]:
    """Yield the registered owners, and those that are used without being registered."""
    yield from inventory.owner
    yield inventory.coordinator or ""
    for phase in inventory.phases:
        yield phase.coordinator or ""
    for touchpoint in inventory.touchpoints:
        yield touchpoint.owner or ""


def _require(option: str, given: Sequence[str], there: Iterable[str | None]) -> None:
    if not given:
        return
    words = dict.fromkeys(word for word in there if word)
    for word in given:
        if word not in words:
            raise UsageError(
                say("--{option}: no inventory here knows {given}", option=option, given=word),
                _remedy(word, tuple(words)),
            )


def _remedy(word: str, there: tuple[str, ...]) -> Message:
    similar = nearest(word, there)
    if similar:
        return say("Did you mean {similar}?", similar=similar)
    if not there:
        return say("Leave the option out.")
    shown = there if len(there) <= _SHOWN else (*there[:_SHOWN], "…")
    return say("There are: {known}.", known=shown)


_SHOWN = 20
"""The most words that are named."""
