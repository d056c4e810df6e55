"""What the engine has to know about the plan: days, names, limits. Days count from a customer's day 0."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Literal, NamedTuple

from tpaudit.inventory.tracking import Means

MEANS: tuple[Means, ...] = ("contact", "outcome", "answer")

GRACE = 7
"""The days for which something due is late rather than missing: the default of OBS004's `max_delay`."""

NO_TALK = 95
"""Days without a talk that count as too long: the default of PRS009's `max_gap`."""

ANY_NUMBER = 1_000_000
"""More than ever happens in a day, for a touchpoint that may come any number of times."""


Period = Literal["per_day", "per_week", "per_month", "per_quarter"]


class TrackedName(NamedTuple):
    """An event's name in the data that belongs to a touchpoint."""

    event: str
    means: Means


class Watched(NamedTuple):
    """A metric whose values are in a column of the data."""

    metric: str
    """Its name, else its family."""
    column: str


@dataclass(frozen=True)
class Followed:
    """A tracked touchpoint in one segment."""

    id: str
    names: tuple[TrackedName, ...]
    days: tuple[int, ...] = ()
    """The days on which it is planned within the horizon, sorted."""
    within: int = 0
    """How many days later still counts as on time."""
    channel: str | None = None
    counts: bool = False
    """Whether an occurrence is a contact that budgets count."""
    useful: bool = False
    """Whether it adds value."""
    talk: bool = False
    """Whether somebody talks with the customer."""
    allowed: int = 1
    """How many times it may come in a day."""
    leads_to: tuple[str, ...] = ()
    """The ids of touchpoints that should come later."""
    set_off_by: tuple[str, ...] = ()
    """Names of the events after which a customer waits for its answer."""
    promise: int | None = None
    """The minutes within which the answer is promised."""
    metrics: tuple[Watched, ...] = ()


class Piece(NamedTuple):
    """The limit of the windows that begin on these days, both inclusive."""

    start: int
    end: int
    limit: int
    """Whole contacts; more exceed it."""


@dataclass(frozen=True)
class Limit:
    """A contact budget of a segment."""

    period: Period
    channel: str | None
    days: int
    """The windows' length."""
    pieces: tuple[Piece, ...]
    """The pieces in order; windows that begin between them have no limit."""


@dataclass(frozen=True)
class Expected:
    """A segment's plan."""

    segment: str
    words: tuple[str, ...]
    """The segment's names in the data."""
    horizon: tuple[int, int]
    period_end: int
    quarters: tuple[tuple[int, int], ...]
    """The first and last day of each complete quarter."""
    max_silence: int | None = None
    no_talk: int = NO_TALK
    """More days than that without a talk are too long."""
    touchpoints: tuple[Followed, ...] = ()
    limits: tuple[Limit, ...] = ()


@dataclass(frozen=True)
class Expectation:
    """The plan of an inventory."""

    segments: tuple[Expected, ...]
    events: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """The names in the data of each event without a date, by its id."""
    familiar: tuple[str, ...] = ()
    """Further planned names in the data: those of dated events."""


class Stretch(NamedTuple):
    """Days, both inclusive, on which a name in the data means this touchpoint (its place in `candidates`)."""

    start: int
    end: int
    candidate: int


FIRST_DAY, LAST_DAY = -999_999, 999_999


def attributed(candidates: tuple[tuple[int, ...], ...]) -> tuple[Stretch, ...]:
    """Return which touchpoint an event belongs to, day by day: the one with the nearest planned day.

    `candidates` has the planned days of each. If equally near, the earlier in the list; without any days, the first.
    """
    owner: dict[int, int] = {}
    for candidate, days in enumerate(candidates):
        for day in days:
            owner.setdefault(day, candidate)
    points = sorted(owner.items())
    if not points:
        return (Stretch(FIRST_DAY, LAST_DAY, 0),)
    stretches = [Stretch(FIRST_DAY, LAST_DAY, points[0][1])]
    for (day, candidate), (following, other) in pairwise(points):
        if other == candidate:
            continue
        middle, is_tie = (day + following) // 2, (day + following) % 2 == 0
        last = middle - 1 if is_tie and other < candidate else middle
        stretches[-1] = stretches[-1]._replace(end=last)
        stretches.append(Stretch(last + 1, LAST_DAY, other))
    return tuple(stretches)
