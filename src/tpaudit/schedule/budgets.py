"""Contact budgets: which limit a window has, and where it is exceeded."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from heapq import heappop, heappush
from math import inf
from typing import NamedTuple

from tpaudit.inventory.inventory import Inventory
from tpaudit.inventory.registries import ChannelBudget, ContactBudget, Segment
from tpaudit.schedule.flow import Flow, in_units, unit_of
from tpaudit.schedule.plan import PERIODS, SegmentPlan

Pair = tuple[str, str]
Window = tuple[int, int]


class Limits(NamedTuple):
    """The limits that hold in a segment: its own, or else the root's."""

    total: Mapping[str, Fraction]
    """By period."""
    phases: Mapping[Pair, Fraction]
    """By phase and period: the exception for the days of the phase."""
    channels: Mapping[Pair, Fraction]
    """By channel and period."""


def limits_of(segment: Segment, inventory: Inventory) -> Limits:
    """Return the limits that hold in the segment."""
    own, root = segment.contact_budget or ContactBudget.empty(), inventory.contact_budget or ContactBudget.empty()
    return Limits(
        total={period: limit for period in PERIODS if (limit := _limit(period, own, root)) is not None},
        phases=_by_id(own.phases, root.phases),
        channels=_by_id(own.channels, root.channels),
    )


def _by_id(own: Mapping[str, ChannelBudget], root: Mapping[str, ChannelBudget]) -> Mapping[Pair, Fraction]:
    none = ChannelBudget.empty()
    return {
        (one, period): limit
        for one in dict.fromkeys((*own, *root))
        for period in PERIODS
        if (limit := _limit(period, own.get(one, none), root.get(one, none))) is not None
    }


def _limit(period: str, own: ChannelBudget, root: ChannelBudget) -> Fraction | None:
    limit = own.limit(period)
    return root.limit(period) if limit is None else limit


class LimitedDays(NamedTuple):
    """Days, both inclusive, on which a limit holds; infinite where there is none."""

    start: int
    end: int
    limit: float


def exceptions(
    phases: Mapping[Pair, Fraction], windows: Mapping[str, Window | None], period: str
) -> tuple[tuple[Window, Fraction], ...]:
    """Return on the days of which phases another limit of the period holds, and which."""
    return tuple(
        (window, limit)
        for (phase, of), limit in phases.items()
        if of == period and (window := windows.get(phase)) is not None
    )


def limits_of_period(
    period: str,
    general: Fraction | None,
    exceptions: Iterable[tuple[Window, Fraction]],
    horizon: tuple[int, int],
    unit: int,
) -> Mapping[int, float]:
    """Return the limits of all windows of a period that begin within the horizon, in units; see `limits_of_windows`."""
    (first, last), length = horizon, PERIODS[period]
    usual = inf if general is None else in_units(general, unit)
    others = [LimitedDays(*window, in_units(limit, unit)) for window, limit in exceptions]
    return limits_of_windows(spans(usual, others, first, last + length - 1), length, first, last)


def spans(general: float, exceptions: Sequence[LimitedDays], first: int, last: int) -> tuple[LimitedDays, ...]:
    """Return the exceptions, and between them the limit that holds otherwise, from the first day to the last."""
    rest: list[LimitedDays] = []
    free = first
    for span in sorted(exceptions):
        if span.start > free:
            rest.append(LimitedDays(free, span.start - 1, general))
        free = max(free, span.end + 1)
    return (*exceptions, *rest, *((LimitedDays(free, last, general),) if free <= last else ()))


def limits_of_windows(days: Sequence[LimitedDays], length: int, first: int, last: int) -> Mapping[int, float]:
    """Return the limit of each window of so many days: the largest of its days'.

    By the first day of a window; each holds for the windows from there until the next.
    """
    reaching = sorted(LimitedDays(span.start - length + 1, span.end, span.limit) for span in days)
    changes = {first, *(span.start for span in reaching), *(span.end + 1 for span in reaching)}
    found: dict[int, float] = {}
    largest: list[tuple[float, int]] = []
    place = 0
    for day in sorted(day for day in changes if first <= day <= last):
        while place < len(reaching) and reaching[place].start <= day:
            heappush(largest, (-reaching[place].limit, reaching[place].end))
            place += 1
        while largest[0][1] < day:
            heappop(largest)
        found[day] = -largest[0][0]
    return found


class WindowLimits(NamedTuple):
    """The limits of all windows of one period, over all channels."""

    starts: Sequence[int]
    limits: Sequence[Fraction | None]
    """Of the windows that begin from the same place in `starts` until the next; None: no limit."""

    def of(self, start: int) -> Fraction | None:
        """Return the limit of the window that begins on a day of the horizon."""
        return self.limits[bisect_right(self.starts, start) - 1]


def window_limits(plan: SegmentPlan, period: str) -> WindowLimits:
    """Return the limits of the windows of a period: the largest of their days'."""
    general, others = plan.limits.get(period), exceptions(plan.phase_limits, plan.phase_windows, period)
    unit = unit_of((general or Fraction(0), *(limit for _, limit in others)))
    found = limits_of_period(period, general, others, plan.horizon, unit)
    return WindowLimits(
        tuple(found), tuple(None if limit == inf else Fraction(int(limit), unit) for limit in found.values())
    )


class Excess(NamedTuple):
    """The window that exceeds its limit most, the earliest of several equal; in units of weight."""

    by: int
    start: int
    load: int
    limit: int
    windows: int
    """How many windows exceed their limit."""


def excess(flow: Flow, length: int, limits: Mapping[int, float], first: int, last: int) -> Excess | None:
    """Return where a person's load exceeds its limit most, None where it never does."""
    worst: Excess | None = None
    windows = 0
    limit = inf
    for stretch in flow.windows(length, first, last, limits):
        limit = limits.get(stretch.start, limit)
        if limit == inf:
            continue
        units = int(limit)
        windows += _exceeding(stretch.load - units, stretch.slope, stretch.windows)
        number = stretch.windows - 1 if stretch.slope > 0 else 0
        load = stretch.load + stretch.slope * number
        if load - units > (worst.by if worst else 0):
            worst = Excess(load - units, stretch.start + number, load, units, 0)
    return worst._replace(windows=windows) if worst else None


def _exceeding(by: int, slope: int, windows: int) -> int:
    """Return how many of so many windows exceed, the first by so much, each following one by a slope more."""
    if slope == 0:
        return windows if by > 0 else 0
    if slope > 0:
        return windows - min(windows, max(0, -by // slope + 1))
    return min(windows, max(0, -(by // slope)))
