"""What fills the fullest windows of the simulated customers who are over a budget."""

from __future__ import annotations

import pytest

from tests.schedule.plans import dated, plan_of
from tpaudit.schedule.plan import SegmentPlan


def _filling(plan: SegmentPlan) -> list[tuple[int, str, str | None]]:
    (budget,) = plan.budgets
    return [(times, touchpoint.id, event) for times, touchpoint, event in plan.contributors(budget)]


@pytest.mark.parametrize(
    ("days", "filling"),
    [
        ([0, 3, 5, 20, 22, 24, 26], ["t3", "t4", "t5", "t6"]),  # the fullest
        ([0, 3, 5, 20, 22, 24], ["t0", "t1", "t2"]),  # the earliest of equal ones
        ([0, 0, 6, 7, 13, 13], ["t0", "t1", "t2"]),  # a week has seven days
        ([0, 7, 14], []),
    ],
)
def test_the_earliest_of_the_fullest_windows_counts(days: list[int], filling: list[str]) -> None:
    plan = dated(days, root="contact_budget: {per_week: 2}")
    assert _filling(plan) == [(200, touchpoint, None) for touchpoint in filling]


def test_only_the_channel_of_the_budget_counts() -> None:
    plan = plan_of("""
        contact_budget: {channels: {email: {per_week: 1}}}
        segments: [{id: smb, contract: 12mo}]
        touchpoints:
          - {id: call, name: Call, type: checkin, channel: phone, timing: {at: 1d}}
          - {id: news, name: News, type: nudge, channel: [phone, email], timing: {at: 2d}}
          - {id: mail, name: Mail, type: nudge, channel: email, timing: {at: 3d}}
    """)
    assert _filling(plan) == [(200, "news", None), (200, "mail", None)]


def test_members_and_what_events_set_off_count_for_those_who_get_it() -> None:
    plan = plan_of("""
        name: Chance
        contact_budget: {per_week: 1}
        events: [{id: drop, per_quarter: 0.5}]
        audiences: [{id: quiet, name: Quiet, share: 0.5}]
        segments: [{id: smb, contract: 12mo}]
        touchpoints:
          - {id: tip, name: Tip, type: nudge, channel: email, timing: {at: 10d}}
          - {id: wake, name: Wake, type: nudge, channel: email, audience: quiet, timing: {at: 12d}}
          - {id: rescue, name: Rescue, type: nudge, channel: email, timing: {at: 1d, after: drop}}
    """)
    (budget,) = plan.budgets
    over = round(budget.share_over * 200)
    filling = {(touchpoint, event): times for times, touchpoint, event in _filling(plan)}
    assert 0 < filling["wake", None] < filling["tip", None] <= over
    assert filling["rescue", "drop"] > 0
    assert filling["wake", None] + filling["tip", None] + filling["rescue", "drop"] >= 2 * over
