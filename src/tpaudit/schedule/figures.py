"""Figures of a plan: sure, mean and most; fullest windows, silences, bursts, exceeded budgets, simulated customers."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import NamedTuple

from tpaudit.inventory.touchpoint import Touchpoint
from tpaudit.schedule.contact import EventStep

PERIODS: Mapping[str, int] = {"per_day": 1, "per_week": 7, "per_month": 30, "per_quarter": 91}
"""The rolling windows of contact budgets, in days."""

MIN_AUDIENCE = Fraction(1, 100)
"""The smallest share of a segment whose members are judged by budgets, unless a rule's option says otherwise."""


class Figures(NamedTuple):
    """Numbers of contacts: what every customer gets, the average, and the most that the plan brings to one customer.

    What undated events set off counts in the mean only.
    """

    sure: Fraction
    mean: Fraction
    most: Fraction


class Worst(NamedTuple):
    """The fullest rolling window of a period."""

    start: int
    end: int
    sure: int
    mean: Fraction
    most: int
    limit: Fraction | None


class Quarter(NamedTuple):
    """The contacts of a quarter of the period; both days inclusive."""

    start: int
    end: int
    sure: Fraction
    mean: Fraction
    most: Fraction
    complete: bool


class Silence(NamedTuple):
    """A stretch between two consecutive contacts, or between a contact and an end of the period."""

    start: int
    end: int
    judged: bool = True
    """False if a touchpoint without timing might end it, since the plan is not finished."""

    @property
    def days(self) -> int:
        """Its length."""
        return self.end - self.start


class BurstWindow(NamedTuple):
    """The fullest window after an event; days count from its occurrence."""

    start: int
    end: int
    load: int
    contacts: tuple[EventStep, ...]
    """The contacts that count: of audiences that exclude each other, those of the fullest one."""


class Burst(NamedTuple):
    """What one occurrence of an undated event sets off for one person; `worst` by per_day, per_week, per_month."""

    event: str
    contacts: tuple[EventStep, ...]
    worst: Mapping[str, BurstWindow]


class Profile(NamedTuple):
    """Customers of a segment who are meant to get the same."""

    id: str
    """`everyone`, an audience's id or text, or `touchpoint:ID` for whom a touchpoint of a share below 1 reaches."""
    share: Fraction | None
    """Their share of the customers; None: unknown."""
    audience: str | None = None
    touchpoint: Touchpoint | None = None

    @property
    def is_everyone(self) -> bool:
        """Whether it includes every customer."""
        return self.audience is None and self.touchpoint is None


EVERYONE = Profile("everyone", Fraction(1))


class Exceeded(NamedTuple):
    """A contact budget that whole contacts exceed, with the worst window of a person and a profile."""

    channel: str | None
    """The channel whose limit it is; None for the total."""
    period: str
    """per_day, per_week, per_month or per_quarter."""
    person: str
    profile: Profile
    load: int
    limit: Fraction
    start: int
    end: int
    windows: int
    """How many windows of this person and profile exceed the limit."""
    culprits: tuple[Touchpoint, ...]
    """The touchpoints that contribute to the window, in order of day, evenly spread ones last."""
    others: tuple[str, ...] = ()
    """The other persons whose windows exceed it too."""
    wider: Exceeded | None = None
    """An audience whose excess is larger than that of every customer, if there is one."""

    @property
    def excess(self) -> Fraction:
        """By how much it is exceeded."""
        return self.load - self.limit

    @property
    def measure(self) -> tuple[Fraction, int]:
        """The measure of how bad it is: the excess, then the number of windows."""
        return self.excess, self.windows


class Budget(NamedTuple):
    """A contact budget, and how many customers are over it at some time."""

    period: str
    channel: str | None
    limit: Fraction | None
    """The limit outside phases with a limit of their own; None if only phases have limits."""
    share_over: Fraction
    """The share of the customers who exceed it in at least one window; 1 where the sure plan does."""
    exceeded: bool
    """Whether what every customer gets exceeds it."""


class Contributor(NamedTuple):
    """A touchpoint that contributes to the fullest windows of customers over a budget."""

    contacts: int
    """How many contacts it brings, over all of these customers."""
    touchpoint: Touchpoint
    event: str | None
    """The undated event that sets it off, if any."""


class Percentiles(NamedTuple):
    """The 5th percentile, the median and the 95th percentile of a figure over the simulated customers."""

    p5: Fraction
    median: Fraction
    p95: Fraction


class Simulated(NamedTuple):
    """What simulated customers experience, as the person of the headline."""

    customers: int
    person: str
    per_quarter: Percentiles
    """The mean contacts in complete quarters."""
    fullest_week: Percentiles
    longest_silence: Percentiles | None
    """None if no stretch can be judged."""
