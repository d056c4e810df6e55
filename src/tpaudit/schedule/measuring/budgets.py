"""Contact budgets: which limit each window has."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from heapq import heappop, heappush
from typing import NamedTuple

from tpaudit.inventory.inventory import Inventory
from tpaudit.inventory.registries import ChannelBudget, ContactBudget, Segment
from tpaudit.schedule.contact import Span
from tpaudit.schedule.figures import PERIODS

Pair = tuple[str, str]
PhaseWindows = Mapping[str, tuple[Span, ...] | None]

_NO_LIMIT = Fraction(-1)


class Limits(NamedTuple):
    """The limits that hold in a segment: its own, or else the root's."""

    total: Mapping[str, Fraction]
    """By period."""
    phases: Mapping[Pair, Fraction]
    """The exceptions for the days of a phase, by phase and period."""
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
        (channel, period): limit
        for channel in dict.fromkeys((*own, *root))
        for period in PERIODS
        if (limit := _limit(period, own.get(channel, none), root.get(channel, none))) is not None
    }


def _limit(period: str, own: ChannelBudget, root: ChannelBudget) -> Fraction | None:
    limit = own.limit(period)
    return root.limit(period) if limit is None else limit


class Stretch(NamedTuple):
    """Consecutive windows with the same limit."""

    first_days: range
    limit: Fraction


class Checked(NamedTuple):
    """A budget: the limits of one period, over all channels or of one."""

    period: str
    channel: str | None
    limit: Fraction | None
    """The limit that holds outside phases with a limit of their own."""
    stretches: tuple[Stretch, ...]
    """The stretches of windows that have a limit."""

    @property
    def length(self) -> int:
        """How many days its windows have."""
        return PERIODS[self.period]


def budgets(limits: Limits, phase_windows: PhaseWindows, first_days: range) -> Iterator[Checked]:
    """Yield the budgets that hold: the total first, then by channel, each by period."""
    for period in PERIODS:
        total = limits.total.get(period)
        stretches = tuple(_stretches(period, total, limits.phases, phase_windows, first_days))
        if stretches:
            yield Checked(period, None, total, stretches)
    for channel in dict.fromkeys(channel for channel, _ in limits.channels):
        for period in PERIODS:
            limit = limits.channels.get((channel, period))
            if limit is not None:
                yield Checked(period, channel, limit, (Stretch(first_days, limit),))


class _LimitedDays(NamedTuple):
    """Days, both inclusive, on which a limit holds."""

    start: int
    end: int
    limit: Fraction


def _stretches(
    period: str, general: Fraction | None, exceptions: Mapping[Pair, Fraction], phases: PhaseWindows, first_days: range
) -> Iterator[Stretch]:
    """Yield the windows that have a limit: the largest limit of their days, ignoring days without one."""
    length = PERIODS[period]
    others = [
        _LimitedDays(*window, limit)
        for (phase, limited), limit in exceptions.items()
        if limited == period
        for window in phases.get(phase) or ()
    ]
    last = first_days.stop - 1
    days = _all_days(_NO_LIMIT if general is None else general, others, first_days.start, last + length - 1)
    found = _of_windows(days, length, first_days.start, last)
    ends = [*list(found)[1:], first_days.stop]
    for (first, limit), end in zip(found.items(), ends, strict=True):
        if limit != _NO_LIMIT:
            yield Stretch(range(first, end), limit)


def _all_days(general: Fraction, exceptions: Sequence[_LimitedDays], first: int, last: int) -> tuple[_LimitedDays, ...]:
    """Return the exceptions and, between them, the general limit, from the first day to the last."""
    rest: list[_LimitedDays] = []
    free = first
    for days in sorted(exceptions):
        if days.start > free:
            rest.append(_LimitedDays(free, days.start - 1, general))
        free = max(free, days.end + 1)
    return (*exceptions, *rest, *((_LimitedDays(free, last, general),) if free <= last else ()))


def _of_windows(days: Sequence[_LimitedDays], length: int, first: int, last: int) -> Mapping[int, Fraction]:
    """Return the limit of each window of a length: the largest limit of its days.

    The keys are the first days of windows; each limit holds for the windows from there until the next key.
    """
    reaching = sorted(_LimitedDays(some.start - length + 1, some.end, some.limit) for some in days)
    changes = {first, *(some.start for some in reaching), *(some.end + 1 for some in reaching)}
    found: dict[int, Fraction] = {}
    largest: list[tuple[Fraction, int]] = []
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
    """The limit of the windows that begin between this entry of `starts` and the next; None: no limit."""

    def of(self, start: int) -> Fraction | None:
        """Return the limit of the window that begins on a day."""
        place = bisect_right(self.starts, start) - 1
        return self.limits[place] if place >= 0 else None


def limits_by_window(limits: Limits, phase_windows: PhaseWindows, period: str, first_days: range) -> WindowLimits:
    """Return the limits of the windows of a period."""
    starts: list[int] = []
    found: list[Fraction | None] = []
    end = first_days.start
    for run, limit in _stretches(period, limits.total.get(period), limits.phases, phase_windows, first_days):
        if run.start > end:
            starts.append(end)
            found.append(None)
        starts.append(run.start)
        found.append(limit)
        end = run.stop
    if end < first_days.stop:
        starts.append(end)
        found.append(None)
    return WindowLimits(tuple(starts), tuple(found))
