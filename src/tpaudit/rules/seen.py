"""Touchpoints that the observed data cover."""

from __future__ import annotations

from tpaudit.inventory.touchpoint import Touchpoint
from tpaudit.rules.context import Context


def is_observed(touchpoint: Touchpoint, audit: Context) -> bool:
    """Whether the touchpoint is live and was observed."""
    return touchpoint.status == "live" and any(True for _ in audit.seen(touchpoint))
