"""The reasons why rows of the data are not used, in words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction

from tpaudit.messages import Message, Value, say
from tpaudit.observed.observation import Rows

REASONS: Mapping[str, Message] = {
    "deleted": say("marked as deleted, outdated or a copy"),
    "without_customer": say("no customer"),
    "without_event": say("no event"),
    "without_time": say("no time"),
    "of_unknown_customers": say("the customer is not in the list of customers"),
    "of_unknown_segments": say("the segment is unknown"),
    "of_customers_without_start": say("the customer has no start"),
    "without_start": say("no start"),
    "in_the_future": say("in the future"),
    "earlier_than_asked": say("earlier than the first day observed"),
    "before_the_customer": say("long before the customer's time"),
    "after_the_customer": say("after the customer had left"),
    "beyond_the_plan": say("later than the plan looks ahead"),
    "duplicates": say("copies of whole rows"),
    "broken_lines": say("lines that cannot be read"),
}


def reason(why: str) -> Value:
    """Return a reason in words; one from a newer version stays as it is."""
    return REASONS.get(why, why)


def unusable_share(count: int, rows: int) -> Value:
    """Return a share of the rows; `under 1%` where rounding would say none."""
    part = Fraction(count, rows) if rows else Fraction(0)
    return say("under 1%") if 0 < part < Fraction(1, 100) else say("{n}%", n=int(part * 100))


def left_out(rows: Rows) -> Iterator[Message]:
    """Yield how much was not used and why, the most frequent reason first."""
    for why, count in sorted(rows.left_out.items(), key=lambda item: (-item[1], item[0])):
        yield say(
            "{n} {n:event|events} not used ({share}): {reason}",
            n=count,
            share=unusable_share(count, rows.events),
            reason=reason(why),
        )
    for why, count in sorted(rows.customers_left_out.items(), key=lambda item: (-item[1], item[0])):
        yield say("{n} {n:customer|customers} not used: {reason}", n=count, reason=reason(why))
