"""What touchpoints refer to: phases, segments, owners, channels and events."""

from collections.abc import Mapping
from typing import Annotated, Literal, Self

from pydantic import BeforeValidator, Field, PlainValidator, WithJsonSchema, model_validator
from pydantic_core import PydanticCustomError

from tpaudit.durations import Duration, validated
from tpaudit.durations import parse as parse_duration
from tpaudit.fields import Amount, ById, Day, Entry, Many, OneOrMany, Slug, Slugs, Texts, Whole
from tpaudit.inventory import patterns
from tpaudit.inventory.ranges import Cadence, OneCount, OneDuration, Rate
from tpaudit.inventory.references import Refers
from tpaudit.inventory.subject import At, Kind
from tpaudit.inventory.timing import check_cadence, duration_or_id, impossible, is_not_a_duration, mixture
from tpaudit.inventory.touchpoint import Waiver
from tpaudit.inventory.tracking import TrackedAs
from tpaudit.inventory.words.vocabulary import Context, Form, PhaseKind, Stage, TouchModel

EVENT_ANCHORING = ("at", "after", "before", "every", "until", "times")
"""The fields of an event that say together when it is."""

Waivers = Annotated[tuple[Waiver, ...], Many, OneOrMany]


class Anchor(Entry):
    """A day: so long after or before an event, or so long after day 0."""

    at: Duration | None = None
    """The distance from the event; 0 where it is left out."""
    after: Annotated[Slug | None, Refers(Kind.EVENT)] = None
    """An event that has a date."""
    before: Annotated[Slug | None, Refers(Kind.EVENT)] = None
    """An event that has a date."""

    @model_validator(mode="after")
    def _has_one_event(self) -> Self:
        mixture(key for key in ("at", "after", "before") if key in self.model_fields_set)
        return self


def _anchor(value: object) -> object:
    """A window's end as text is a duration from day 0, else the id of an event."""
    if isinstance(value, Mapping):
        return value
    text = duration_or_id(value)
    return {"at": text} if parse_duration(text) else {"after": text}


End = Annotated[Anchor, BeforeValidator(_anchor, json_schema_input_type=Duration | Slug | Anchor)]


class Window(Entry):
    """When a phase begins and ends; both ends are inclusive."""

    start: End = Field(alias="from")
    """A duration from day 0, a dated event, or a distance from one."""
    end: End = Field(alias="to")
    """A duration from day 0, a dated event, or a distance from one."""


class Phase(Entry):
    """A phase of the journey."""

    id: Slug
    """What touchpoints refer to."""
    name: str = ""
    """What people call it."""
    kind: PhaseKind | None = None
    """What rules ask for; default: the id where it is a built-in one, else other."""
    window: Window | None = None
    """When it is; without a window it is ongoing."""
    stage: Stage | None = None
    """Before, during or after the purchase."""
    customer_goal: str | None = None
    """What the customer wants to reach in it."""
    coordinator: Annotated[Slug | None, Refers(Kind.OWNER)] = None
    """The owner who holds its threads."""
    segments: Annotated[Slugs, OneOrMany, Refers(Kind.SEGMENT)] = ()
    """Where it applies; left out: everywhere."""
    max_touchpoints: Annotated[int, Whole, Field(ge=1, le=10_000)] | None = None
    """More touchpoints than that overload it."""
    waive: Waivers = ()
    """Rules that are waived here."""

    def at(self, *path: str | int) -> At:
        """Name the place of one of its fields."""
        return At(Kind.PHASE, self.id, path)


class ChannelBudget(Entry):
    """How many contacts a person may get in one channel or phase."""

    per_day: Amount | None = None
    """In any 1 day."""
    per_week: Amount | None = None
    """In any 7 days."""
    per_month: Amount | None = None
    """In any 30 days."""
    per_quarter: Amount | None = None
    """In any 91 days."""

    def limit(self, period: str) -> Amount | None:
        """Return the limit for `per_day`, `per_week`, `per_month` or `per_quarter`."""
        return getattr(self, period)  # type: ignore[no-any-return]


class ContactBudget(ChannelBudget):
    """How many proactive, non-transactional contacts a person may get."""

    channels: Annotated[Mapping[Annotated[Slug, Refers(Kind.CHANNEL)], ChannelBudget], ById] = Field(
        default_factory=dict
    )
    """Limits for single channels."""
    phases: Annotated[Mapping[Annotated[Slug, Refers(Kind.PHASE)], ChannelBudget], ById] = Field(default_factory=dict)
    """Exceptions for the days of a phase."""


def _in_days(value: object) -> Duration:
    """Return a duration that is not in minutes or hours: 12m is a slip for 12mo where a journey's length is meant."""
    duration = validated(value)
    if duration.unit in ("m", "h"):
        raise PydanticCustomError("duration_in_hours", "minutes or hours")
    return duration


def _contract(value: object) -> Duration | Literal["none"]:
    return "none" if value == "none" else _in_days(value)


IN_DAYS = {
    "type": "string",
    "pattern": patterns.duration_in_days(),
    "patternErrorMessage": "Write days, weeks, months or years: 90d, 12w, 12mo or 1y.",
}
InDays = Annotated[Duration, PlainValidator(_in_days), WithJsonSchema(IN_DAYS)]


class Segment(Entry):
    """A group of customers who are treated alike."""

    id: Slug
    """What touchpoints refer to."""
    name: str = ""
    """What people call it."""
    customers: Annotated[int, Whole, Field(ge=0, le=1_000_000_000)] | None = None
    """How many customers it has."""
    touch_model: TouchModel | None = None
    """How much human attention it gets."""
    starts_with: Annotated[Slug, Refers(Kind.EVENT)] = "contract_start"
    """The event of day 0."""
    contract: (
        Annotated[
            Duration | Literal["none"], BeforeValidator(_contract, json_schema_input_type=InDays | Literal["none"])
        ]
        | None
    ) = None
    """The contract's duration, or none; default 12mo where the segment starts with contract_start, else none."""
    renews: bool = True
    """Whether the contract renews by itself or by habit."""
    horizon: InDays | None = None
    """How far to look; left out: the terms that fill a year, without a contract 1y."""
    starts_on: Day | None = None
    """The date on which all its customers start, such as a season's."""
    go_live: Duration = Duration(30, "d")
    """How long after the contract's start the customer goes live."""
    sales_cycle: Duration = Duration(90, "d")
    """How long before the contract's start the first contact lies."""
    stakeholders: Annotated[Texts, OneOrMany] = ()
    """The roles of the people per account; the first is the main contact."""
    languages: Annotated[Texts, OneOrMany] = ()
    """The languages that its customers speak."""
    preferred_channels: Annotated[Slugs, OneOrMany, Refers(Kind.CHANNEL)] = ()
    """Channels that its customers like."""
    avoided_channels: Annotated[Slugs, OneOrMany, Refers(Kind.CHANNEL)] = ()
    """Channels that its customers do not want."""
    contact_budget: ContactBudget | None = None
    """How many contacts each person may get."""
    min_per_quarter: Amount | None = None
    """How many contacts the touch model promises each quarter."""
    min_spacing: Duration | None = None
    """The least distance of two contacts in one channel."""
    max_silence: Duration | None = None
    """The longest time without a contact that adds value."""
    waive: Waivers = ()
    """Rules that are waived here."""

    @property
    def contract_length(self) -> Duration | None:
        """The contract's duration, None without a contract."""
        if self.contract is None:
            return Duration(12, "mo") if self.starts_with == "contract_start" else None
        return None if self.contract == "none" else self.contract

    @property
    def is_human_touch(self) -> bool:
        """Whether people look after its customers: high or mid touch."""
        return self.touch_model in ("high_touch", "mid_touch")

    def at(self, *path: str | int) -> At:
        """Name the place of one of its fields."""
        return At(Kind.SEGMENT, self.id, path)


class Owner(Entry):
    """A role or team that answers for touchpoints."""

    id: Slug
    """What touchpoints refer to."""
    name: str = ""
    """What people call it."""
    role: str | None = None
    """csm, support, marketing, product, sales, account_management … or the team's own word."""
    contact: str | None = None
    """Where to reach it."""
    capacity: Duration | None = None
    """The hours that it has for touchpoints in a quarter."""
    waive: Waivers = ()
    """Rules that are waived here."""

    def at(self, *path: str | int) -> At:
        """Name the place of one of its fields."""
        return At(Kind.OWNER, self.id, path)


class Channel(Entry):
    """A way to reach a customer."""

    id: Slug
    """What touchpoints refer to."""
    name: str = ""
    """What people call it."""
    context: Context = "online"
    """Online or offline."""
    medium: Form = "digital"
    """What kind of touchpoints it carries."""
    addressed: bool = True
    """Whether it reaches one known person; only such channels carry contacts."""

    def at(self, *path: str | int) -> At:
        """Name the place of one of its fields."""
        return At(Kind.CHANNEL, self.id, path)


EventUntil = Annotated[
    str,
    BeforeValidator(duration_or_id, json_schema_input_type=Duration | Slug),
    Refers(Kind.EVENT, Kind.TOUCHPOINT, only=is_not_a_duration),
]
"""The last day of a cadence: a duration from day 0, or the id of what has a date."""


class Event(Entry):
    """Something that happens to a customer, by which touchpoints are timed."""

    id: Slug
    """What timings refer to."""
    name: str = ""
    """What people call it."""
    started_by: Literal["customer", "company"] | None = None
    """Who starts it."""
    per_quarter: Rate | None = None
    """How often it happens to one customer in a quarter."""
    at: OneDuration | None = None
    """The distance from the event named by `after` or `before`; of a cadence, when it first happens."""
    after: Annotated[Slug | None, Refers(Kind.EVENT, Kind.TOUCHPOINT)] = None
    """An event or a touchpoint."""
    before: Annotated[Slug | None, Refers(Kind.EVENT, Kind.TOUCHPOINT)] = None
    """An event or a touchpoint that has a date."""
    every: Cadence | None = None
    """The cadence of an event that repeats, such as a billing day."""
    until: EventUntil | None = None
    """The last day of the cadence: a duration from day 0, or what has a date."""
    times: OneCount | None = None
    """How often the cadence repeats at most."""
    tracked_as: TrackedAs = ()
    """Names of the event in CRM, CDP or product analytics."""
    waive: Waivers = ()
    """Rules that are waived here."""

    @model_validator(mode="after")
    def _is_anchored_once(self) -> Self:
        given = tuple(key for key in EVENT_ANCHORING if key in self.model_fields_set)
        if given == ("at",):
            raise impossible("timing_needs", "at", "after")
        if given:
            mixture(given)
        if self.every is not None:
            check_cadence(self.every)
        return self

    @property
    def anchor(self) -> str | None:
        """The event or touchpoint that it is tied to, if it names one."""
        return self.after or self.before

    @property
    def until_duration(self) -> Duration | None:
        """`until`, where it reads as a duration."""
        return parse_duration(self.until) if self.until else None

    def place(self, *path: str | int) -> At:
        """Name the place of one of its fields; `at` is a field of its own here."""
        return At(Kind.EVENT, self.id, path)


class Discovery(Entry):
    """How touchpoints were found."""

    source: str
    """csm_interviews, campaigns, ticket_types, workflows, product_analytics, or the team's own word."""
    direction: Literal["bottom_up", "top_down"] | None = None
    """From the people who do it, or from the journey's plan."""
    done_on: Day | None = None
    """When."""
