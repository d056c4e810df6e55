"""Which events, touchpoints and channels are about something that is open for a customer."""

from __future__ import annotations

import re

HELPING = frozenset(("phone", "support_ticket"))
"""Channels that lead to somebody who can help."""
CASES = ("complaint", "return", "warranty", "escalation", "ticket_reply", "bug_fix")
"""Types of touchpoints that mean an open case of the customer's."""

_CASE_EVENTS = ("complaint", "return", "ticket_opened")
_CASE = re.compile(
    r"complain|ticket|\bcases?\b|returns?\b|refund|claim|dispute|beschwer|reklam|retour|rückgabe|anliegen"
)


def is_case(entry_id: str, name: str = "") -> bool:
    """Whether an event's name (English or German) says that it leaves something open for the customer."""
    words = f"{entry_id} {name}".casefold().replace("_", " ").replace("-", " ")
    return entry_id in _CASE_EVENTS or bool(_CASE.search(words))
