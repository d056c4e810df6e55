"""The file of aggregates: what was observed of each segment, without any customer in it."""

from datetime import date
from fractions import Fraction
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

VERSION = 1

Count = Annotated[int, Field(ge=0, le=10**15)]
DayNumber = Annotated[int, Field(ge=-100_000, le=100_000)]
Number = Annotated[float, Field(ge=-(10**15), le=10**15, allow_inf_nan=False)]
Text = Annotated[str, Field(max_length=2_000)]


class Value(BaseModel):
    """A part of the file: frozen, no unknown keys."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)


class Spread(Value):
    """How a figure is spread over what was counted; what would be a single customer's own figure is left out."""

    count: Count
    """How many customers, occurrences or waits it is taken from."""
    low: Number | None = None
    """At most this for one in twenty (of days and waits: one in ten)."""
    median: Number | None = None
    """At most this for half of them."""
    high: Number | None = None
    """At most this for all but one in twenty (of days and waits: one in ten)."""


class SeenQuarter(Value):
    """Contacts of a quarter of the plan's period."""

    start: DayNumber = Field(alias="from")
    """Its first day."""
    end: DayNumber = Field(alias="to")
    """Its last day."""
    mean: Number
    """Contacts for each customer."""
    spread: Spread
    """How they are spread over the customers who were observed during the whole quarter."""


class SeenContacts(Value):
    """Contacts per customer and quarter."""

    basis: Literal["person", "account"]
    """Whether the data distinguish people: then the most contacted person of each account counts."""
    mean: Number
    """Over all complete quarters of all customers."""
    spread: Spread
    """How they are spread; `count` counts quarters of customers."""
    histogram: dict[str, Count]
    """By number of contacts: how many quarters of customers; a last key such as `12+` takes in the rest."""
    quarters: tuple[SeenQuarter, ...]


class SeenBudget(Value):
    """A contact budget, held against what customers got."""

    period: Literal["per_day", "per_week", "per_month", "per_quarter"]
    channel: Text | None = None
    """Null: all channels together."""
    customers: Count
    """Customers who were observed for at least one window."""
    over: Count
    """Those of them who got more than the budget in at least one window."""
    worst_day: DayNumber | None = None
    """The day on which a contact took most customers over the budget."""
    over_on_worst_day: Count = 0
    """How many it took over."""

    @property
    def share(self) -> float:
        """The share of customers over the budget."""
        return self.over / self.customers if self.customers else 0.0


class SeenSilence(Value):
    """The longest time without a contact that adds value, or without a talk, of each customer."""

    longer_than: Count
    """The days that count as too long: `max_silence`, else a quarter; without a talk 95."""
    customers: Count
    """Customers who were observed for longer than that."""
    over: Count
    """Those of them who waited longer than that."""
    spread: Spread
    """The longest silences in days."""

    @property
    def share(self) -> float:
        """The share of customers who waited too long."""
        return self.over / self.customers if self.customers else 0.0


class Reversal(Value):
    """Two touchpoints in the wrong order."""

    later: Text
    """The touchpoint that should come second."""
    customers: Count
    """Customers who got both."""
    reversed: Count
    """Those who got the second first."""


class SeenAnswers(Value):
    """How long customers waited for an answer, in minutes."""

    waits: Spread
    """`count` counts the waits that can be judged; an open one longer than the promise is longer than any."""
    unanswered: Count
    """Waits that ended with no answer although the promise had passed."""


class SeenMetric(Value):
    """A metric's value in the data."""

    metric: Text
    """Its name, else its family."""
    value: Number
    """The mean."""
    count: Count
    """How many observations it is taken from."""


class SeenTouchpoint(Value):
    """A touchpoint that is tracked."""

    due: Count
    """Customers who were observed on a day on which it was planned, and a week longer."""
    reached: Count
    """Those of them who got it."""
    customers: Count
    """All customers who got it."""
    occurrences: Count
    planned: Count
    """Occurrences that were planned for all customers while they were observed."""
    drift: Spread | None = None
    """Days from the nearest planned day to the day; negative: too early."""
    doubled: Count = 0
    """Customers who got it more often in a day than planned."""
    recent: Count = 0
    """Occurrences in the last 30 days observed."""
    reversed: tuple[Reversal, ...] = ()
    answers: SeenAnswers | None = None
    metrics: tuple[SeenMetric, ...] = ()

    @property
    def share(self) -> float:
        """The share of the customers for whom it was due who got it."""
        return self.reached / self.due if self.due else 0.0


class SeenEvent(Value):
    """An event that has no date."""

    occurrences: Count
    customers: Count
    """Customers to whom it happened."""
    customer_days: Count
    """Days on which customers were observed, all together."""
    per_quarter: Number
    """How often it happens to one customer in 91 days."""


class Unplanned(Value):
    """An event that no touchpoint of the segment is tracked as."""

    event: Text
    occurrences: Count
    customers: Count
    share: Annotated[float, Field(ge=0, le=1)]
    """The share of the segment's customers whom it reached."""
    days: Spread
    """The customer's days on which it happens."""


class SeenSegment(Value):
    """What one segment's customers got."""

    customers: Count
    """Customers who were observed."""
    contacts: SeenContacts | None = None
    budgets: tuple[SeenBudget, ...] = ()
    silence: SeenSilence | None = None
    talk_silence: SeenSilence | None = None
    """The same with talks only; null where nobody is planned to talk."""
    touchpoints: dict[str, SeenTouchpoint] = {}
    events: dict[str, SeenEvent] = {}
    unplanned: tuple[Unplanned, ...] = ()


class Rows(Value):
    """What became of the rows of the sources."""

    events: Count
    """Rows of events that were read."""
    used: Count
    customers: Count
    """Customers who were read."""
    left_out: dict[str, Count] = {}
    """By reason: rows of events that were not used."""
    customers_left_out: dict[str, Count] = {}
    """By reason: customers who were not used."""


class Observation(Value):
    """The file of aggregates, `tpaudit.observed.json`: what really happened, beside the plan."""

    version: Literal[1]
    tool: Text
    """The version of tpaudit that wrote it."""
    inventory: Text
    observed_on: date
    """The day on which the data were read."""
    first_day: date | None = None
    """The first day of the data."""
    last_day: date | None = None
    """The last day of the data."""
    timezone: Text
    min_group: Count
    """Smaller groups of customers are not shown; counts that would tell of one stand as 0 or as this."""
    rows: Rows
    withheld: tuple[Text, ...] = ()
    """Segments of fewer customers than that."""
    refused_events: Count = 0
    """Events that nobody planned and whose names look like data of single persons."""
    segments: dict[str, SeenSegment]

    def metric(self, touchpoint: str, metric: str) -> Fraction | None:
        """Return a metric's mean over all segments, exactly as they are stated; None where it was not observed."""
        values = [
            seen
            for segment in self.segments.values()
            if touchpoint in segment.touchpoints
            for seen in segment.touchpoints[touchpoint].metrics
            if seen.metric == metric
        ]
        count = sum(seen.count for seen in values)
        return sum((Fraction(str(seen.value)) * seen.count for seen in values), Fraction(0)) / count if count else None
