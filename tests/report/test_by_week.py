"""The work of teams by week, from real starts: counted by hand, and against a plain count."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date, timedelta
from fractions import Fraction

from tests.inventories import audit_text, inventory_of
from tests.report.audits import of
from tpaudit.exchange.customers import Customers, Lifetime
from tpaudit.messages import render
from tpaudit.report.by_week import WeekLoads, week_loads
from tpaudit.report.render import html, markdown
from tpaudit.report.words import names

TODAY = date(2026, 11, 28)
"""A Saturday; its week begins on the 23rd."""
UNTIL = date(2026, 12, 31)
PLAN = """
owners: [{id: csm, name: Success, capacity: 13h}, {id: mkt, name: Marketing}]
segments: [{id: s, name: Smb}]
touchpoints:
  - {id: kick, name: Kickoff, type: kickoff, phase: onboarding, channel: video, owner: csm, effort: 2h,
     timing: {at: 3d}}
  - {id: review, name: Review, type: business_review, phase: retention, channel: video, owner: mkt, effort: 1h,
     timing: {every: 3mo}}
"""


def loads(
    lives: Sequence[tuple[date, date | None]], plan: str = PLAN, owner: str | None = None, segment: str = "s"
) -> WeekLoads:
    inventory = inventory_of(plan)
    counted = Counter(Lifetime(start, end) for start, end in lives)
    customers = Customers({segment: counted}, len(lives), ())
    return week_loads(inventory, customers, names(inventory), TODAY, UNTIL, owner, None)


def hours(found: WeekLoads, owner: str) -> list[float]:
    return [float(hour) for team in found.teams if team.owner == owner for hour in team.hours]


def test_a_touchpoint_falls_into_the_week_of_each_customer_s_own_day() -> None:
    found = loads([(date(2026, 11, 22), None), (date(2026, 11, 27), None), (date(2026, 11, 28), None)])
    assert found.mondays == tuple(date(2026, 11, 23) + timedelta(days=7 * week) for week in range(6))
    # Day 3 is the 25th, the 30th and the 1st of December: two hours, then four.
    assert hours(found, "csm") == [2, 4, 0, 0, 0, 0]


def test_a_week_over_the_capacity_is_marked() -> None:
    # 13 hours a quarter are one a week.
    (team,) = [team for team in loads([(date(2026, 11, 22), None)]).teams if team.owner == "csm"]
    assert team.limit == Fraction(13 * 28, 365)
    assert (team.over(0), team.over(1)) == (True, False)
    assert (team.shade(0), team.shade(1)) == (4, 0)


def test_who_has_been_there_for_years_is_in_the_same_rhythm() -> None:
    # Reviews come every three months from day 91, for ever: on 1095 + 91 days too.
    start = date(2026, 12, 2) - timedelta(days=1186)
    assert hours(loads([(start, None)]), "mkt") == [0, 1, 0, 0, 0, 0]


def test_who_started_long_before_any_plan_counts_too() -> None:
    assert sum(hours(loads([(date(1990, 1, 1) + timedelta(days=day), None) for day in range(365)]), "mkt")) > 0


def test_who_left_takes_no_work_and_who_will_start_does() -> None:
    assert hours(loads([(date(2026, 11, 22), date(2026, 11, 23))]), "csm") == []
    assert hours(loads([(date(2026, 12, 6), None)]), "csm") == [0, 0, 2, 0, 0, 0]


def test_rates_are_spread_and_company_dates_stand_on_their_days() -> None:
    plan = PLAN + (
        "  - {id: call, name: Call, channel: phone, owner: csm, effort: 1h, timing: {per_quarter: 13}}\n"
        "  - {id: fest, name: Feast, channel: phone, owner: mkt, effort: 3h, audience: half, timing: {dates: 12-24}}\n"
        "audiences: [{id: half, name: Half, share: 0.5}]\n"
    )
    found = loads([(date(2026, 11, 1), None)], plan)
    assert hours(found, "csm") == [1, 1, 1, 1, 1, 1]
    assert hours(found, "mkt") == [0, 0, 0, 0, 1.5, 0]


def test_only_what_an_owner_answers_for() -> None:
    assert [team.owner for team in loads([(date(2026, 11, 22), None)], owner="mkt").teams] == []


def test_without_effort_it_says_so() -> None:
    found = loads([(TODAY, None)], PLAN.replace("effort: 2h,", "").replace("effort: 1h,", ""))
    assert found.missing is not None
    assert render(found.missing) == "Nobody's work can be told: state `effort` of touchpoints."


def test_a_plain_count_over_the_days_agrees() -> None:
    starts = [date(2025, 1, 1) + timedelta(days=37 * number % 690) for number in range(200)]
    found = loads([(start, None) for start in starts])
    quarters = [91, 183, 274, 365, 456, 548, 639, 730]
    plain = Counter[int]()
    for start in starts:
        for day in quarters:
            week, _ = divmod((start + timedelta(days=day) - found.mondays[0]).days, 7)
            plain[week] += 1
    assert hours(found, "mkt") == [plain[week] for week in range(6)]


def test_the_report_shows_the_table_and_nothing_of_a_customer() -> None:
    audit = of(audit_text(PLAN), today=TODAY)
    customers = Customers({"s": Counter({Lifetime(date(2026, 11, 22), None): 3})}, 3, ())
    for text in (html(audit, customers=customers), markdown(audit, customers=customers)):
        assert "Load: hours a week" in text
        assert "From the real starts of 3 customers" in text
        assert "2026-11-22" not in text
    assert "| 2026-11-23 | **6** |" in markdown(audit, customers=customers)
    assert "Load: hours a week" not in html(audit)
