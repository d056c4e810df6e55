"""EXP: what customers are told that they would rather not hear."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tpaudit.inventory.touchpoint import Touchpoint
from tpaudit.messages import Value
from tpaudit.rules.cases import HELPING
from tpaudit.rules.context import Context
from tpaudit.rules.rule import Harm, NotApplicable, Problem, Step, rule
from tpaudit.severity import Severity

BAD_NEWS = ("price_change", "incident_notice", "cancellation", "alert")
"""Types that tell customers what they do not want to hear."""

DENIAL = re.compile(
    r"\breject|\brefus|\bden(y|ied|ial)|\bdeclin|turned down|not (granted|accepted|approved|eligible)"
    r"|ablehn|abgelehnt|absage|nicht (bewilligt|genehmigt|angenommen)|verweiger"
)
"""How an outcome is called that denies the customer something, in English and German."""

ANSWERABLE = ("email", "messenger", "chat", "phone", "video", "webinar", "in_person", "event", "partner",
              "support_ticket", "store", "showroom", "point_of_sale")  # fmt: skip
"""Channels in which a customer can answer at once."""


def is_bad_news(touchpoint: Touchpoint) -> bool:
    """Whether it tells customers what they would rather not hear."""
    text = f"{touchpoint.name} {touchpoint.purpose or ''}".casefold()
    return touchpoint.type in BAD_NEWS or (touchpoint.type == "result" and bool(DENIAL.search(text)))


@rule("EXP011", Severity.INFO, step=Step.MEASUREMENT, harm=Harm.CUSTOMER, applies=is_bad_news)
def unanswered_bad_news(touchpoint: Touchpoint, audit: Context) -> Iterator[Problem]:
    """Bad news comes through a channel in which customers cannot answer, and nothing says where they can turn.

    Why: Whoever reads of a higher price or a refusal has a question at once. Where nobody can be asked, the answer is
    guessed, and the next step is the cancellation.

    Bad:
        touchpoints:
          - id: new-prices
            name: New prices
            type: price_change
            channel: customer_portal  # <- EXP011

    Good:
        touchpoints:
          - id: new-prices
            name: New prices
            type: price_change
            channel: customer_portal
            next_step: Questions to the account manager, whose number stands in the letter
    """
    own = [channel for channel in touchpoint.channel if audit.is_like(channel, ANSWERABLE)]
    if not touchpoint.channel or own:
        raise NotApplicable
    if touchpoint.next_step is None and not _has_route(touchpoint, audit):
        channels: tuple[Value, ...] = tuple(audit.inventory.channel[channel].name for channel in touchpoint.channel)
        yield Problem(
            touchpoint.at("channel"),
            "{name} brings bad news by {channels}, and nothing says where customers can turn",
            name=touchpoint.name,
            channels=channels,
            help="Say in `next_step` whom they can ask, or lead them (`leads_to`) to a call or a ticket.",
        )


def _has_route(touchpoint: Touchpoint, audit: Context) -> bool:
    """Whether a call or a ticket follows, or stands open to these customers anyway."""
    by_id = audit.inventory.touchpoint
    following = [by_id[lead.to] for lead in touchpoint.leads_to] + list(audit.waiting.get(touchpoint.id, ()))
    if any(touchpoint.active and not HELPING.isdisjoint(touchpoint.channel) for touchpoint in following):
        return True
    return all(segment.id in audit.helped for segment in audit.serving(touchpoint))
