"""Where the data tell what really happened: names of events, columns of metrics, and the root's `observe`."""

from collections.abc import Callable, Mapping
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field

from tpaudit.fields import ById, Day, Entry, Many, OneOrMany, Slug, Texts, Whole
from tpaudit.inventory.references import Refers
from tpaudit.inventory.subject import Kind

Means = Literal["contact", "outcome", "answer"]


class Tracked(Entry):
    """An event's name in CRM, CDP or product analytics, and what it means."""

    shorthand = "event"

    event: str
    """The event's name in the data."""
    means: Means = "contact"
    """A contact; an outcome (a click or reply, which is measured but not counted); or the answer that ends a wait."""


def listed_by(key: str, written: Any, short: Callable[[object], object] | None = None) -> BeforeValidator:
    """Mark a list of mappings that files may write as the bare value of this key, or as a single item.

    `written` is the type of an item as files may write it; `short` makes one of the bare value.
    """
    made = short or (lambda value: {key: value})

    def read(value: object) -> object:
        items = value if isinstance(value, list | tuple) else (value,)
        return tuple(item if isinstance(item, dict | Entry) else made(item) for item in items)

    return BeforeValidator(read, json_schema_input_type=written | tuple[written, ...])


TrackedAs = Annotated[tuple[Tracked, ...], listed_by("event", Annotated[str, Field(pattern=r"\S")] | Tracked), Many]


class MeasuredFrom(Entry):
    """Where `tpaudit observe` finds a metric's values."""

    column: str
    """The column of the events that holds a number, or yes and no."""


class StartedBy(Entry):
    """The event in the data that starts a customer's time."""

    event: str
    """The event's name in the data."""


class ObservedEvents(Entry):
    """Where the events are: what happened, to whom and when."""

    source: Annotated[Texts, OneOrMany] = ()
    """Files (CSV, Parquet, JSON Lines; globs), or a table such as table:crm.events."""
    customer: str | None = None
    """The column with the customer's id."""
    time: str | None = None
    """The column with the time of the event."""
    event: Annotated[Texts, OneOrMany] = ()
    """The column with the event's name; several are joined with a slash."""
    person: str | None = None
    """The column with the person's role."""
    person_id: str | None = None
    """The column that tells people of a customer apart."""


class ObservedCustomers(Entry):
    """Where the customers are: their segment and their time."""

    source: Annotated[Texts, OneOrMany] = ()
    """Files, or a table such as table:crm.accounts."""
    customer: str | None = None
    """The column with the customer's id."""
    segment: str | None = None
    """The column with the segment's name or id."""
    started: str | StartedBy | None = None
    """The column with the date of day 0, or the event that starts it."""
    ended: str | None = None
    """The column with the date on which the customer left."""


class Observe(Entry):
    """What `tpaudit observe` reads, so that what really happened can be laid beside the plan."""

    events: ObservedEvents = ObservedEvents.empty()
    """Where the events are."""
    customers: ObservedCustomers = ObservedCustomers.empty()
    """Where the customers are."""
    segments: Annotated[
        Mapping[Annotated[Slug, Refers(Kind.SEGMENT, uses=False)], Annotated[Texts, OneOrMany]], ById
    ] = Field(default_factory=dict)
    """By segment, its names in the data; left out: ids and names."""
    ignore: Annotated[Texts, OneOrMany] = ()
    """Events that are not touchpoints; * stands for any text."""
    start: Day | None = Field(default=None, alias="from")
    """The first day observed; left out: all there is."""
    timezone: str = "UTC"
    """The time zone in which days begin."""
    min_group: Annotated[int, Whole, Field(ge=2, le=100_000)] = 10
    """Smaller groups of customers are not shown."""
