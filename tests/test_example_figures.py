"""The figures of the examples, counted by hand from what their files say: a line for each touchpoint."""

from __future__ import annotations

from fractions import Fraction

import pytest

from tests.test_examples import audited
from tpaudit.schedule.plan import SegmentPlan

# A quarter ends after 91, 183, 274 and 365 days. Of what everybody gets, how many fall into each quarter:
BY_HAND: dict[tuple[str, str], dict[str, tuple[int, int, int, int]]] = {
    ("b2b-saas", "smb"): {
        "welcome-email": (1, 0, 0, 0),  # day 0
        "setup-assistant": (1, 0, 0, 0),  # day 1
        "onboarding-drip": (14, 0, 0, 0),  # every two days from day 2 to day 28
        "webinar-invitation": (6, 0, 0, 0),  # days 3, 10, 17, 24, 31, 38
        "first-rota-congratulation": (2, 0, 0, 0),  # day 21, in the app and by e-mail
        "go-live-survey": (1, 0, 0, 0),  # 10 days after go-live on day 14
        "product-pulse": (1, 1, 2, 1),  # days 75, 136, 197, 258, 318
        "feature-education": (0, 3, 3, 3),  # every 4 weeks from day 118 on, until the contract ends
        "planner-tip-of-the-quarter": (0, 1, 0, 0),  # day 180
        "advanced-planner-course": (0, 5, 0, 0),  # weekly from day 130 to 158
        "renewal-reminder-smb": (0, 0, 0, 3),  # 90, 60 and 30 days before the contract's end on day 365
        "year-in-review": (0, 0, 0, 1),  # day 305
        "price-increase-notice": (0, 0, 0, 1),  # day 320
        "company-newsletter": (3, 3, 3, 3),  # three a quarter
    },
    ("b2b-saas", "midmarket"): {
        "welcome-email": (1, 0, 0, 0),
        "setup-assistant": (1, 0, 0, 0),
        "kickoff-midmarket": (1, 0, 0, 0),  # day 10
        "first-rota-congratulation": (2, 0, 0, 0),
        "administrator-training": (1, 0, 0, 0),  # day 28
        "go-live-call": (1, 0, 0, 0),  # day 45
        "go-live-survey": (1, 0, 0, 0),  # day 55
        "product-pulse": (1, 1, 2, 1),
        "first-value-summary": (0, 1, 0, 0),  # day 100
        "feature-education": (0, 3, 3, 3),
        "midmarket-checkin": (0, 1, 0, 0),  # day 120
        "usage-report": (0, 1, 1, 1),  # here every 3 months of the phase that begins on day 90: 181, 273, 364
        "business-review-midmarket": (0, 1, 0, 1),  # days 183 and 365
        "relationship-nps": (0, 1, 0, 0),  # day 183
        "year-in-review": (0, 0, 0, 1),
        "renewal-reminder-midmarket": (0, 0, 0, 2),  # 55 and 30 days before the contract's end
        "company-newsletter": (3, 3, 3, 3),
    },
    ("retail", "online"): {
        "willkommensgutschein": (1, 0, 0, 0),  # day 1
        "app-einladung": (1, 0, 0, 0),  # day 2
        "zustellumfrage": (1, 0, 0, 0),  # a day after the delivery, which is 3 working days, 5 days, after the order
        "pflegetipps": (1, 0, 0, 0),  # day 12
        "bewertungsanfrage": (3, 0, 0, 0),  # days 15, 25, 35
        "zubehoer-empfehlung": (1, 0, 0, 0),  # day 25
        "newsletter": (4, 13, 13, 13),  # weekly from day 68 on
        "jahresbefragung": (0, 0, 1, 0),  # after 9 months, day 274
        "push-angebot": (8, 8, 8, 8),  # eight a quarter
    },
    ("retail", "laufkundschaft"): {},  # a card for one in ten is for nobody for sure
}
ON_TOP = {
    ("b2b-saas", "smb"): (4, 3, 3, 3),  # 2 add-on campaigns, a webinar with a customer; the webinar of day 14 once
    ("b2b-saas", "midmarket"): (3, 3, 3, 3),
    ("retail", "online"): (0, 0, 0, 1),  # who bought nothing for 11 months and allows e-mails
    ("retail", "laufkundschaft"): (1, 0, 0, 0),  # the card
}
"""What some get, how many at most."""


def plan_of(example: str, segment: str) -> SegmentPlan:
    return next(plan for plan in audited(example).schedule.segments if plan.segment.id == segment)


@pytest.mark.parametrize("key", BY_HAND)
def test_quarters_are_what_a_count_by_hand_gives(key: tuple[str, str]) -> None:
    plan, counted = plan_of(*key), BY_HAND[key]
    sure = [sum(row[place] for row in counted.values()) for place in range(4)]
    assert [quarter.sure for quarter in plan.headline.quarters] == sure
    assert [quarter.most for quarter in plan.headline.quarters] == [
        number + more for number, more in zip(sure, ON_TOP[key], strict=True)
    ]
    assert plan.contacts_per_quarter.sure == Fraction(sum(sure), 4)


@pytest.mark.parametrize("key", BY_HAND)
def test_each_touchpoint_falls_into_the_quarters_counted_by_hand(key: tuple[str, str]) -> None:
    plan = plan_of(*key)
    ends = [quarter.end for quarter in plan.headline.quarters]
    for touchpoint, by_hand in BY_HAND[key].items():
        days = [
            contact.day
            for contact in plan.headline.contacts
            if contact.touchpoint.id == touchpoint and contact.day <= ends[-1]
        ]
        rate = sum(spread.per_quarter for spread in plan.headline.spread if spread.touchpoint.id == touchpoint)
        found = [sum(sum(day > end for end in ends) == place for day in days) + rate for place in range(4)]
        assert found == list(by_hand), touchpoint
