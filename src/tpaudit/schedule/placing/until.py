"""The last day of a cadence."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

from tpaudit.schedule.placing.anchorage import Anchorage
from tpaudit.schedule.placing.cadence import Lost
from tpaudit.schedule.placing.calendar import Calendar
from tpaudit.schedule.placing.position import Point
from tpaudit.schedule.placing.windows import Windows

LastDay: TypeAlias = Callable[[Point], int]
"""Returns the last day of a cadence that is counted from a day of its anchor."""


def always(day: int) -> LastDay:
    """Return the rule that a cadence ends on a fixed day, wherever it is counted from."""
    return lambda _anchor: day


def unless_stated(calendar: Calendar, windows: Windows | None, *, with_phase: bool) -> LastDay:
    """Return the last day of a cadence without `until`: the end of its phase's window, else of the horizon."""
    if windows is None or not windows.found:
        return lambda anchor: calendar.cut(calendar.end, anchor.day)
    return of_window(windows) if with_phase else lambda anchor: windows.following(anchor.day).end.day


def of_window(windows: Windows) -> LastDay:
    """Return the rule that a cadence that begins with a window of its phase ends with it."""
    ends = {window.start: window.end.day for window in windows.found}
    return ends.__getitem__


def before_own_end(last_day: LastDay | Lost, windows: Windows) -> LastDay | Lost:
    """Return the rule that each window ends its own cadence, unless something else does earlier."""
    if isinstance(last_day, Lost) or len(windows.found) < 2:
        return last_day
    own = of_window(windows)
    return lambda anchor: min(last_day(anchor), own(anchor))


def until(stated: Anchorage, calendar: Calendar, *, anchor_repeats: bool) -> LastDay:
    """Return the last day of a cadence with `until`; `anchor_repeats` says whether the cadence's own anchor repeats."""
    days = [point.day for point in stated.points]
    if stated.beyond:
        return always(calendar.end)
    if not stated.repeats:
        return always(days[0])
    within = [day for day in days if day <= calendar.end]
    if anchor_repeats:
        return lambda anchor: next((day for day in within if day > anchor.day), calendar.end)
    if not within:
        return always(calendar.end)
    in_period = [day for day in within if 0 <= day <= calendar.period_end]
    return always(in_period[-1] if in_period else within[0])
