"""Fullest windows, quarters and the headline: sure, mean and most."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

import pytest

from tests.schedule.plans import dated, plan_of, plans_of
from tpaudit.schedule.figures import Figures, Quarter, Silence, Worst
from tpaudit.schedule.measuring import totals


@pytest.mark.parametrize(
    ("period", "length"), [("per_day", 1), ("per_week", 7), ("per_month", 30), ("per_quarter", 91)]
)
def test_the_length_of_windows(period: str, length: int) -> None:
    together, apart = dated([10, 10 + length - 1]), dated([10, 10 + length])
    assert together.worst("customer", period) == Worst(10, 10 + length - 1, 2, Fraction(2), 2, None)
    found = apart.worst("customer", period)
    assert found is not None
    assert found.sure == 1


@pytest.mark.parametrize(
    ("days", "start"),
    [
        ([10, 12], 6),  # the earliest of equal windows begins before its contacts
        ([0], 0),  # within the period before outside it
        ([-3], -9),
        ([364, 366], 360),
        ([366], 360),
    ],
)
def test_the_earliest_window_within_the_period(days: list[int], start: int) -> None:
    found = dated(days).worst("customer", "per_week")
    assert found is not None
    assert found.start == start


def test_of_equally_sure_windows_the_one_with_most_then_with_the_highest_mean() -> None:
    text = """
    touchpoints:
      - {id: sure, name: T, type: nudge, timing: [{at: 10d}, {at: 100d}, {at: 200d}]}
      - {id: some, name: T, type: nudge, reach: 0.1, timing: [{at: 100d}, {at: 200d}]}
      - {id: more, name: T, type: nudge, reach: 0.2, timing: {at: 300d}}
    """
    found = plan_of(text).worst("customer", "per_day")
    assert found == Worst(100, 100, 1, Fraction("1.1"), 2, None)
    found = plan_of(
        text.replace("{at: 300d}", "{at: 200d}")
        .replace("{at: 100d}, {at: 200d}]}", "{at: 100d}]}", 1)
        .replace("[{at: 10d}, {at: 100d}]", "[{at: 10d}, {at: 100d}, {at: 200d}]")
    ).worst("customer", "per_day")
    assert found is not None
    assert (found.start, found.mean, found.most) == (200, Fraction("1.3"), 3)


def test_somebody_without_contacts() -> None:
    plan = plan_of("touchpoints: [{id: it, name: It, type: invoice, timing: {at: 1d}}]")
    (person,) = plan.persons
    assert plan.worst("customer", "per_week") is None
    assert {(quarter.sure, quarter.mean, quarter.most) for quarter in person.quarters} == {(Fraction(0),) * 3}
    assert plan.contacts_per_quarter == Figures(Fraction(0), Fraction(0), Fraction(0))
    assert person.silences == person.human_silences == (Silence(0, 365),)
    assert not plan.exceeded


@pytest.mark.parametrize(
    ("contract", "complete", "expected"),
    [
        ("12mo", 4, (3, 1, 1, 3)),
        ("9mo", 3, (3, 1, 1)),
        ("275d", 3, (3, 1, 1, 0)),
        ("3mo", 1, (3,)),
        ("92d", 1, (3, 0)),
        ("175d", 1, (3, 0)),
        ("176d", 2, (3, 0)),
        ("84d", 1, (1,)),
        ("83d", 0, (1,)),
        ("1d", 0, (1,)),
    ],
)
def test_quarters(contract: str, complete: int, expected: tuple[int, ...]) -> None:
    plan = dated([0, 90, 91, 183, 274, 364, 364, 365], segment=f"contract: {contract}, renews: false")
    assert plan.complete_quarters == complete
    assert tuple(quarter.sure for quarter in plan.persons[0].quarters) == expected
    judged = expected[: complete or 1]
    assert plan.contacts_per_quarter.sure == Fraction(sum(judged), len(judged))


def test_contacts_before_the_start_are_told_beside_the_quarters() -> None:
    plan = dated([-4, -3, 0], segment="contract: 12mo")
    assert plan.before_start == Figures(Fraction(2), Fraction(2), Fraction(2))
    assert plan.persons[0].quarters[0].sure == 1


def test_a_rate_of_whole_contacts_is_sure_in_complete_quarters() -> None:
    plan = plan_of("touchpoints: [{id: a, name: A, type: nudge, timing: {per_quarter: 3}}]")
    assert plan.contacts_per_quarter == Figures(Fraction(3), Fraction(3), Fraction(3))
    plan = plan_of("touchpoints: [{id: a, name: A, type: nudge, timing: {per_quarter: 2.5}}]")
    assert plan.contacts_per_quarter == Figures(Fraction(2), Fraction("2.5"), Fraction(3))


def test_several_rates_in_one_list_are_one_series() -> None:
    together = "touchpoints: [{id: a, name: A, type: nudge, timing: [{per_quarter: 0.4}, {per_quarter: 0.6}]}]"
    assert plan_of(together).contacts_per_quarter.sure == 1
    apart = """
    touchpoints:
      - {id: a, name: A, type: nudge, timing: {per_quarter: 0.4}}
      - {id: b, name: B, type: nudge, timing: {per_quarter: 0.6}}
    """
    assert plan_of(apart).contacts_per_quarter == Figures(Fraction(0), Fraction(1), Fraction(2))


def test_of_audiences_that_exclude_each_other_one_customer_gets_the_fuller() -> None:
    plan = plan_of("""
    audiences: [{id: a, share: 0.5, one_of: g}, {id: b, share: 0.3, one_of: g}, {id: c, share: 0.5}]
    touchpoints:
      - {id: t1, name: T, type: nudge, audience: a, timing: [{at: 1d}, {at: 2d}]}
      - {id: t2, name: T, type: nudge, audience: b, timing: [{at: 3d}, {at: 4d}, {at: 5d}]}
      - {id: t3, name: T, type: nudge, audience: c, timing: {at: 6d}}
      - {id: t4, name: T, type: nudge, audience: those who never answer, timing: {at: 7d}}
    """)
    quarter = plan.persons[0].quarters[0]
    assert quarter[2:5] == (Fraction(0), Fraction("2.4"), Fraction(3 + 1 + 1))
    assert plan.unknown_shares == ("those who never answer",)


def test_ranges() -> None:
    plan = plan_of("""
    touchpoints:
      - {id: a, name: A, type: nudge, timing: {every: 1w..2w, at: 7d, times: 2..5}}
      - {id: b, name: B, type: nudge, timing: {per_quarter: 1..2}}
      - {id: c, name: C, type: nudge, timing: {at: 80d..100d}}
      - {id: d, name: D, type: nudge, timing: {at: 1d..5d, before: contract_end}}
    """)
    assert plan.placed == {"a": (7, 14, 21, 28, 35), "c": (80,), "d": (364,)}
    first, second, *_ = plan.persons[0].quarters
    # sure: 2 of a and 1 of b; mean: 4 of a, 1.5 of b and c on day 90; most: 5 of a, 2 of b and c on day 80
    assert first[2:5] == (Fraction(3), Fraction("6.5"), Fraction(8))
    assert second[2:5] == (Fraction(2), Fraction("1.5"), Fraction(2))
    # silences: d on day 360, and one a quarter of b
    assert plan.persons[0].silences[-2:] == (Silence(360, 364), Silence(364, 365))


def test_the_headline_is_that_of_the_person_contacted_most_and_the_account_counts_each_contact_once() -> None:
    plan = plan_of("""
    segments: [{id: smb, contract: 100d, renews: false, stakeholders: [a, b, c]}]
    touchpoints:
      - {id: t1, name: T, type: nudge, stakeholders: all, channel: [email, sms], timing: {at: 1d}}
      - {id: t2, name: T, type: nudge, stakeholders: [b, c], timing: {at: 9d}}
      - {id: t3, name: T, type: nudge, stakeholders: [a], timing: {every: 1d, at: 92d, until: 99d}}
      - {id: t4, name: T, type: nudge, stakeholders: [a, b], timing: {per_quarter: 0.5}}
    """)
    assert plan.most_contacted == "b"
    assert plan.contacts_per_quarter.mean == Fraction("3.5")
    assert plan.account_contacts_per_quarter.mean == Fraction("3.5")
    assert len(plan.account.contacts) == 2 + 1 + 8
    assert len(plan.account.spread) == 1


def test_persons_who_get_the_same_are_measured_once(monkeypatch: pytest.MonkeyPatch) -> None:
    measured = 0

    def counted(quarters: Sequence[Quarter]) -> Figures:
        nonlocal measured
        measured += 1
        return totals.headline(quarters)

    monkeypatch.setattr("tpaudit.schedule.schedule.headline", counted)
    roles = ", ".join(f"r{number}" for number in range(500))
    plan = plans_of(
        f"segments: [{{id: a, stakeholders: [{roles}]}}]\n"
        "touchpoints:\n"
        "- {id: b, name: B, stakeholders: [r7], timing: {at: 1d}}\n"
        "- {id: c, name: C, stakeholders: all, timing: {at: 9d}}"
    )["a"]
    assert (len(plan.persons), plan.most_contacted) == (500, "r7")
    assert measured == 3  # of r7, of all others, of the account
