"""What budgets' periods are called."""

from __future__ import annotations

from collections.abc import Mapping

from tpaudit.messages import Message, say

PERIOD: Mapping[str, Message] = {
    "per_day": say("day"),
    "per_week": say("week"),
    "per_month": say("month"),
    "per_quarter": say("quarter"),
}
