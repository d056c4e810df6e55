"""The limits of a plan's rolling windows."""

from __future__ import annotations

from tpaudit.schedule.measuring.budgets import Limits, WindowLimits, limits_by_window
from tpaudit.schedule.measuring.windows import starts
from tpaudit.schedule.plan import SegmentPlan


def window_limits(plan: SegmentPlan, period: str) -> WindowLimits:
    """Return the limits of a plan's windows of a period, each the largest limit of the window's days."""
    limits = Limits(plan.limits, plan.phase_limits, plan.channel_limits)
    return limits_by_window(limits, plan.phase_windows, period, starts(plan.period, plan.horizon))
