"""The field's standard terms and an inventory's own, read from plain dictionaries, and lengths of time."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any, NamedTuple

Entry = Mapping[str, Any]
VARIANTS = ("dense", "middle", "sparse")
HALF = Fraction(1, 2)
DAY = 24 * 60


class Position(NamedTuple):
    """A point in time, or a length of it: months and minutes, kept apart until a day is asked for."""

    months: Fraction = Fraction(0)
    minutes: Fraction = Fraction(0)

    @property
    def day(self) -> int:
        return math.floor(self.months * 365 / 12 + HALF) + math.floor(self.minutes / DAY)

    @property
    def minute(self) -> int:
        return math.floor(self.minutes) % DAY

    def moved(self, by: Position, times: int = 1) -> Position:
        return Position(self.months + times * by.months, self.minutes + times * by.minutes)


def on_day(day: int) -> Position:
    return Position(Fraction(0), Fraction(day * DAY))


def is_length(text: object) -> bool:
    return isinstance(text, str) and re.fullmatch(r"\d+(m|h|d|bd|w|mo|y)", text) is not None


def length(text: str) -> Position:
    number, unit = re.findall(r"\d+|\D+", text)
    whole = Fraction(number)
    match unit:
        case "mo":
            return Position(months=whole)
        case "y":
            return Position(months=12 * whole)
        case "bd":
            return Position(minutes=Fraction(math.ceil(7 * whole / 5) * DAY))
        case _:
            return Position(minutes=whole * {"m": 1, "h": 60, "d": DAY, "w": 7 * DAY}[unit])


def ends(value: object) -> tuple[str, str]:
    """Return both ends of a range `A..B`, or twice the same value if it is not a range."""
    first, _, second = str(value).partition("..")
    return first, second or first


def chosen(value: object, variant: str, *, dense_is_larger: bool) -> Fraction:
    """Return the number of a range that a variant takes."""
    low, high = sorted(exact(end) for end in ends(value))
    if variant == "middle":
        return (low + high) / 2
    return high if dense_is_larger == (variant == "dense") else low


def chosen_length(value: object, variant: str) -> Position:
    """Return the length of a range that a variant takes: the smaller one is the dense end."""
    low, high = (length(end) for end in ends(value))
    if variant == "middle":
        return Position((low.months + high.months) / 2, (low.minutes + high.minutes) / 2)
    return low if variant == "dense" else high


def exact(number: object) -> Fraction:
    """Return what the file says, not the binary number next to it; `40%` is two fifths."""
    text = str(number)
    return Fraction(text[:-1]) / 100 if text.endswith("%") else Fraction(text)


_ROWS = """
digital proactive adds_value: welcome nudge feature_education use_case value_report value_summary newsletter milestone
digital proactive adds_value: community_invite health_alert alert occasion result
digital proactive commercial: campaign upgrade_prompt cross_sell cart_reminder win_back retargeting referral_ask
digital proactive commercial: case_study review_request voucher price_alert browse_reminder
digital proactive commercial: advertising social_post press
digital proactive necessary: survey
human proactive adds_value: kickoff checkin implementation_checkin introduction follow_up training business_review
human proactive adds_value: executive_sponsor event appointment win_loss exit_interview
human proactive commercial: proposal demo negotiation whitespace_review
administrative proactive necessary: reminder request renewal_reminder price_change incident_notice
physical proactive commercial: brochure direct_mailing
physical proactive necessary transactional: packaging store_display
human reactive adds_value transactional: ticket_reply bug_fix feature_request complaint inquiry consultation escalation
digital reactive adds_value transactional: chatbot troubleshooting_guide community landing_page website review_site
digital reactive adds_value transactional: marketplace
product reactive adds_value transactional: documentation login
human reactive adds_value transactional: store showroom
administrative proactive necessary transactional: invoice contract_offer renewal_notice subscription_notice
administrative proactive necessary transactional: account_update order_confirmation shipping_notice scheduling
administrative proactive necessary transactional: receipt_confirmation
administrative reactive necessary transactional: password_reset return warranty cancellation
"""

TYPES: Mapping[str, tuple[str | None, str | None, str | None, bool]] = {
    word: (traits.split()[0], traits.split()[1], traits.split()[2], "transactional" in traits)
    for traits, words in (row.split(":") for row in _ROWS.strip().splitlines())
    for word in words.split()
} | {"other": (None, None, None, False)}
"""By type: form, initiation, value, and whether it is transactional."""

_MEDIA = """
digital addressed: email sms messenger push in_app chat customer_portal
human addressed: phone video webinar in_person event partner support_ticket
physical addressed: direct_mail
administrative addressed: invoice
digital: community knowledge_base website landing_page mobile_app social review_site marketplace advertising kiosk press
product: product_ux
human: store showroom point_of_sale
physical: print catalogue packaging
"""

CHANNELS: Mapping[str, tuple[str, bool]] = {
    word: (traits.split()[0], "addressed" in traits)
    for traits, words in (row.split(":") for row in _MEDIA.strip().splitlines())
    for word in words.split()
}
"""By channel: its medium, and whether it reaches one known person."""

WINDOWS: Mapping[str, Entry] = {
    "awareness": {"from": "first_contact", "to": {"at": "45d", "before": "contract_start"}},
    "consideration": {
        "from": {"at": "45d", "before": "contract_start"},
        "to": {"at": "14d", "before": "contract_start"},
    },
    "purchase": {"from": {"at": "14d", "before": "contract_start"}, "to": "contract_start"},
    "onboarding": {"from": "0d", "to": "90d"},
    "adoption": {"from": "90d", "to": "contract_end"},
    "renewal": {"from": {"at": "120d", "before": "contract_end"}, "to": "contract_end"},
}
"""The windows of the built-in phases; those that are not here go on all the time."""


def entry_of(inventory: Entry, registry: str, key: str | None) -> Entry:
    return next((entry for entry in inventory.get(registry) or () if entry["id"] == key), {})


def as_list(value: Any) -> Sequence[Any]:
    return [] if value is None else value if isinstance(value, list) else [value]
