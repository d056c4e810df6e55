"""Plans like those that teams wrote, and what is right about their loads: who gets how many, and when too many."""

from __future__ import annotations

import pytest

from tests.cases.answering import days, figures, findings, over, person, segment


def test_a_rare_card_beside_a_planned_mail_breaks_no_budget_of_one_a_day() -> None:
    text = """
    segments: [{id: gym, starts_with: joined, horizon: 182d, contact_budget: {per_day: 1}}]
    events:
      - {id: joined, name: Joined}
      - {id: anniversary, name: Anniversary, per_quarter: 0.25}
    touchpoints:
      - {id: tour, name: Tour, type: welcome, phase: retention, channel: email, timing: {at: 10d}}
      - {id: card, name: Card, type: occasion, phase: retention, channel: email, timing: {after: anniversary}}
    """
    answer = segment(text)
    (customer,) = answer["stakeholders"]
    assert customer["exceeded"] == []
    assert customer["worst"]["per_day"] == {
        "from": 10, "to": 10, "sure": 1, "mean": 1.002747, "most": 1, "limit": 1
    }  # 0.25 cards in 91 days  # fmt: skip
    assert answer["budgets"][0]["share_over"] < 0.05
    assert findings(text, "PRS002") == []


def test_four_mails_to_the_same_quarter_of_the_customers_are_too_many_for_them() -> None:
    text = """
    segments: [{id: homes, starts_with: joined, horizon: 91d, contact_budget: {per_week: 3}}]
    events: [{id: joined, name: Joined}]
    touchpoints:
      - {id: one, name: One, type: nudge, phase: retention, channel: email, reach: 25%, audience: asleep,
         timing: {at: 2d}}
      - {id: two, name: Two, type: nudge, phase: retention, channel: email, reach: 25%, audience: asleep,
         timing: {at: 3d}}
      - {id: three, name: Three, type: nudge, phase: retention, channel: email, reach: 25%, audience: asleep,
         timing: [{at: 4d}, {at: 8d}]}
    """
    answer = segment(text)
    (customer,) = answer["stakeholders"]
    assert over(customer) == [("per_week", None, "asleep", 4, 3)]
    assert customer["exceeded"][0] | {"measure": None} == {
        "period": "per_week", "channel": None, "from": 2, "to": 8, "profile": "asleep", "load": 4, "limit": 3,
        "windows": 1, "measure": None,
    }  # fmt: skip
    assert answer["contacts_per_quarter"] == figures(0, 1, 4)
    assert 0.15 < answer["budgets"][0]["share_over"] < 0.35


@pytest.mark.parametrize(("group", "most"), [("", 2), (", one_of: test", 1)])
def test_nobody_is_in_both_variants_of_a_test(group: str, most: int) -> None:
    text = f"""
    audiences:
      - {{id: red, name: Red, share: 0.5{group}}}
      - {{id: blue, name: Blue, share: 0.5{group}}}
    segments: [{{id: buyers, starts_with: order, horizon: 91d, contact_budget: {{per_day: 1}}}}]
    events: [{{id: looked, name: Looked around, per_quarter: 1}}]
    touchpoints:
      - {{id: a, name: A, type: nudge, phase: retention, channel: email, audience: red, timing: {{after: looked}}}}
      - {{id: b, name: B, type: nudge, phase: retention, channel: email, audience: blue, timing: {{after: looked}}}}
      - {{id: c, name: C, type: nudge, phase: retention, channel: email, audience: red, timing: {{at: 9d}}}}
      - {{id: d, name: D, type: nudge, phase: retention, channel: email, audience: blue, timing: {{at: 9d}}}}
    """
    (customer,) = segment(text)["stakeholders"]
    (burst,) = customer["bursts"]
    assert burst["worst"] == {"per_day": most, "per_week": most, "per_month": most}
    assert customer["worst"]["per_day"]["most"] == most
    assert customer["exceeded"] == []


@pytest.mark.parametrize(
    ("first", "second", "most"),
    [("red half, 50%, Try it", "blue half, 50%, Try it", 1), ("red, 50%, Try it", "blue, 60%, Try it", 2),
     ("red, 50%, Try it", "blue, 50%, Hear of it", 2), ("red, 50%, Try it", "red, 50%, Try it", 2)],
)  # fmt: skip
def test_two_texts_for_one_purpose_at_one_moment_are_variants_if_they_fit_into_everybody(
    first: str, second: str, most: int
) -> None:
    def touchpoint(name: str, whom: str) -> str:
        audience, reach, purpose = whom.split(", ")
        return (
            f"{{id: {name}, name: {name}, type: nudge, phase: retention, channel: email, audience: {audience}, "
            f"reach: {reach}, purpose: {purpose}, timing: {{after: looked}}}}"
        )

    text = f"""
    segments: [{{id: buyers, starts_with: order, horizon: 91d, contact_budget: {{per_day: 1}}}}]
    events: [{{id: looked, name: Looked around, per_quarter: 1}}]
    touchpoints: [{touchpoint("a", first)}, {touchpoint("b", second)}]
    """
    (customer,) = segment(text)["stakeholders"]
    (burst,) = customer["bursts"]
    assert burst["worst"]["per_day"] == most


def test_a_limit_of_one_channel_counts_only_what_comes_through_it() -> None:
    text = """
    segments: [{id: club, starts_with: joined, horizon: 91d, contact_budget: {channels: {sms: {per_week: 1}}}}]
    events: [{id: joined, name: Joined}]
    touchpoints:
      - {id: hint, name: Hint, type: nudge, phase: retention, channel: [sms, email], timing: [{at: 1d}, {at: 7d}]}
    """
    answer = segment(text)
    (customer,) = answer["stakeholders"]
    assert over(customer) == [("per_week", "sms", "everyone", 2, 1)]
    assert (customer["worst"]["per_week"]["sure"], customer["worst"]["per_week"]["limit"]) == (4, None)
    assert answer["budgets"] == [{"period": "per_week", "channel": "sms", "share_over": 1}]


def test_two_campaigns_can_start_together() -> None:
    text = """
    segments: [{id: tenants, starts_with: joined, horizon: 182d, contact_budget: {per_week: 2}}]
    events:
      - {id: joined, name: Joined}
      - {id: bill, name: Bill questioned, per_quarter: 1}
      - {id: repair, name: Repair asked for, per_quarter: 1}
    touchpoints:
      - {id: b, name: B, type: nudge, phase: retention, channel: email,
         timing: [{at: 2d, after: bill}, {at: 4d, after: bill}]}
      - {id: r, name: R, type: nudge, phase: retention, channel: email,
         timing: [{at: 1d, after: repair}, {at: 5d, after: repair}]}
    """
    answer = segment(text)
    (customer,) = answer["stakeholders"]
    assert [(burst["event"], burst["worst"]["per_week"]) for burst in customer["bursts"]] == [
        ("bill", 2),
        ("repair", 2),
    ]
    assert customer["exceeded"] == []
    assert 0 < answer["budgets"][0]["share_over"] < 1


def test_contacts_before_the_first_day_are_told_beside_the_quarters() -> None:
    answer = segment("""
    segments: [{id: fair, starts_with: opening, horizon: 91d}]
    events: [{id: opening, name: Opening of the fair}]
    touchpoints:
      - id: invitation
        name: Invitation
        type: alert
        phase: retention
        channel: email
        timing: [{at: 30d, before: opening}, {at: 9d, before: opening}, {at: 2d, before: opening}, {at: 0d}]
    """)
    assert answer["horizon"] == [-30, 91]
    assert answer["before_start"] == figures(3, 3, 3)
    assert answer["contacts_per_quarter"] == figures(1, 1, 1)


def test_an_audience_of_unknown_size_is_up_to_and_ends_no_silence() -> None:
    answer = segment("""
    segments: [{id: clinics, touch_model: high_touch}]
    touchpoints:
      - {id: first, name: First call, type: kickoff, phase: onboarding, channel: video, timing: {at: 5d}}
      - {id: calls, name: Calls, type: checkin, phase: retention, channel: phone, audience: the silent,
         timing: {every: 1mo}}
    """)
    (customer,) = answer["stakeholders"]
    assert answer["contacts_per_quarter"] == figures(0.25, 0.25, 3.25)
    assert not answer["at_least"]
    assert customer["longest_silence"] == {"from": 5, "to": 365, "days": 360}


def test_a_rate_ends_silences_too() -> None:
    text = """
    segments: [{id: shops}]
    touchpoints:
      - {id: hello, name: Hello, type: welcome, phase: onboarding, channel: email, timing: {at: 0d}}
      - {id: news, name: News, type: newsletter, phase: retention, channel: email, timing: {per_quarter: 4}}
    """
    customer = person(text)
    assert customer["longest_silence"] == {"from": 0, "to": 23, "days": 23}  # 91 days through four, rounded up
    assert customer["spread"][0]["spans"] == [[0, 365]]
    assert customer["worst"]["per_week"] == {
        "from": 0, "to": 6, "sure": 1, "mean": 1.307692, "most": 2, "limit": None
    }  # 4 * 7 / 91  # fmt: skip
    assert person(text.replace("per_quarter: 4", "dates: monthly"))["longest_silence"]["days"] == 31


def test_what_has_no_time_leaves_silences_unjudged() -> None:
    text = """
    segments: [{id: small}]
    touchpoints:
      - {id: a, name: A, type: nudge, phase: onboarding, channel: email, timing: {at: 0d}}
      - {id: b, name: B, type: nudge, phase: retention, channel: email}
    """
    customer = person(text)
    assert customer["longest_silence"] is None
    assert customer["longest_human_silence"] == {"from": 0, "to": 365, "days": 365}  # a mail is not a talk


def test_two_series_of_one_event_are_one_burst() -> None:
    text = """
    events: [{id: basket_left, name: Basket left}, {id: payment_left, name: Payment left{tie}}]
    segments: [{id: buyers, starts_with: order}]
    touchpoints:
      - {id: x, name: X, type: cart_reminder, phase: retention, channel: email,
         timing: [{at: 2h, after: payment_left}, {at: 2d, after: payment_left}]}
      - {id: y, name: Y, type: cart_reminder, phase: retention, channel: sms,
         timing: [{at: 1h, after: basket_left}, {at: 3d, after: basket_left}]}
    """
    apart = person(text.replace("{tie}", ""))["bursts"]
    assert [(burst["event"], burst["worst"]["per_week"]) for burst in apart] == [
        ("basket_left", 2),
        ("payment_left", 2),
    ]
    (tied,) = person(text.replace("{tie}", ", after: basket_left"))["bursts"]
    assert tied["worst"] == {"per_day": 2, "per_week": 4, "per_month": 4}
    assert [(contact["day"], contact["touchpoint"]) for contact in tied["contacts"]] == [
        (0, "y"),
        (0, "x"),
        (2, "x"),
        (3, "y"),
    ]


def test_a_channel_with_an_audience_of_its_own() -> None:
    text = """
    audiences: [{id: sms_opted_in, name: Opted in to texts, share: 0.4}]
    segments: [{id: patients, contract: none, contact_budget: {per_day: 1}}]
    touchpoints:
      - id: recall
        name: Recall
        type: reminder
        phase: retention
        channel: [email, {id: sms, audience: sms_opted_in, consent: opt_in}]
        timing: {every: 3mo}
    """
    customer = person(text)
    assert [(contact["day"], contact["channel"], contact["share"]) for contact in customer["contacts"][:2]] == [
        (91, "email", 1),
        (91, "sms", 0.4),
    ]
    assert over(customer) == [("per_day", None, "sms_opted_in", 2, 1)]
    assert customer["quarters"][0] | {"from": 0, "to": 0} == {"from": 0, "to": 0, "sure": 1, "mean": 1.4, "most": 2}


def test_ranges_are_dense_for_loads_and_sparse_for_silences() -> None:
    text = """
    segments: [{id: pilots, contract: none, horizon: 182d}]
    touchpoints:
      - {id: call, name: Call, type: checkin, phase: retention, channel: phone,
         timing: {every: 1w..3w, at: 7d, times: 2..5}}
      - {id: news, name: News, type: nudge, phase: retention, channel: email, timing: {per_quarter: 1..3}}
    """
    answer = segment(text)
    (customer,) = answer["stakeholders"]
    assert days(customer, "call") == [7, 14, 21, 28, 35]
    # Calls: two, of which one falls on day 28; in the middle 2 weeks apart and (2 + 5) / 2 = 3.5, that is 4; most 5.
    assert customer["quarters"][0] == {"from": 0, "to": 91, **figures(3, 6, 8)}
    assert answer["contacts_per_quarter"] == figures(2, 4, 5.5)
    assert customer["longest_human_silence"] == {"from": 28, "to": 182, "days": 154}
