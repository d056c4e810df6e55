"""From the root file's `observe` and the command line to what to read."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import NamedTuple

from tpaudit.inventory.inventory import Inventory
from tpaudit.inventory.tracking import Observe, ObservedCustomers, ObservedEvents
from tpaudit.loading.usage import UsageError
from tpaudit.messages import Code, say
from tpaudit.observed.request import CustomerColumns, EventColumns, Request, Source
from tpaudit.observed.sources import source


class Given(NamedTuple):
    """The sources that the command line names."""

    events: tuple[str, ...] = ()
    customers: tuple[str, ...] = ()


def request(inventory: Inventory, folder: Path, cwd: Path, given: Given, today: date) -> Request:
    """Return what to read; raise UsageError if the root file or the command line lacks something."""
    observe = inventory.observe
    if observe is None:
        raise UsageError(
            say("the root file does not say what to observe"),
            say("Add `observe` to it; {command} prints what to paste.", command=Code("tpaudit observe --guess FILE")),
        )
    return Request(
        events=_source("events", observe.events.source, given.events, folder, cwd),
        event_columns=_event_columns(observe.events),
        customers=_source("customers", observe.customers.source, given.customers, folder, cwd),
        customer_columns=_customer_columns(observe.customers, inventory),
        today=today,
        since=observe.start,
        timezone=observe.timezone,
        min_group=observe.min_group,
    )


def _source(key: str, stated: Sequence[str], given: Sequence[str], folder: Path, cwd: Path) -> Source:
    if given:
        return source(given, cwd, within=False)
    if not stated:
        raise UsageError(
            say("nothing says where the {what} are", what=key),
            say(
                "Name a source under {key} in the root file, or with {option}.",
                key=Code(f"observe.{key}.source"),
                option=Code(f"--{key}"),
            ),
        )
    return source(stated, folder, within=True)


def _event_columns(events: ObservedEvents) -> EventColumns:
    if not events.event:
        raise _lacking("observe.events.event")
    return EventColumns(
        _stated(events.customer, "observe.events.customer"),
        _stated(events.time, "observe.events.time"),
        events.event,
        events.person,
        events.person_id,
    )


def _customer_columns(customers: ObservedCustomers, inventory: Inventory) -> CustomerColumns:
    if customers.started is None:
        raise _lacking("observe.customers.started")
    if customers.segment is None and len(inventory.segments) > 1:
        raise _lacking("observe.customers.segment")
    by_event = None if isinstance(customers.started, str) else customers.started.event
    return CustomerColumns(
        _stated(customers.customer, "observe.customers.customer"),
        customers.started if isinstance(customers.started, str) else None,
        customers.segment,
        customers.ended,
        by_event,
    )


def _stated(value: str | None, key: str) -> str:
    if value is None:
        raise _lacking(key)
    return value


def _lacking(key: str) -> UsageError:
    return UsageError(
        say("the root file does not say which column is {key}", key=Code(key)),
        say("Add it; {command} prints what to paste.", command=Code("tpaudit observe --guess FILE")),
    )


def is_stated(observe: Observe | None) -> bool:
    """Whether the root file says where the events are."""
    return observe is not None and bool(observe.events.source)
