"""Touchpoints that the data of what really happened tell of."""

from __future__ import annotations

from tpaudit.inventory.touchpoint import Touchpoint
from tpaudit.rules.context import Context


def is_observed(touchpoint: Touchpoint, audit: Context) -> bool:
    """Whether the touchpoint is live and the data tell of it."""
    return touchpoint.status == "live" and any(True for _ in audit.seen(touchpoint))
