from __future__ import annotations

import pytest

from tests.catalogue.answers import applicable, said
from tests.catalogue.segments import plan
from tests.inventories import findings
from tpaudit.messages import render


@pytest.mark.parametrize(
    ("segment", "root"),
    [
        ("contact_budget: {per_week: 2}", ""),
        ("contact_budget: {channels: {phone: {per_quarter: 3}}}", ""),
        ("contact_budget: {phases: {onboarding: {per_week: 3}}}", ""),
        ("", "contact_budget: {per_month: 9}"),
    ],
)
def test_a_budget_of_any_kind_is_one(segment: str, root: str) -> None:
    text = plan(segment, "timing: {at: 1d}", root=root)
    assert said(text, "PRS001") == []
    assert applicable(text, "PRS002") == 1


def test_segments_without_budget() -> None:
    text = plan("contact_budget: {}", "timing: {at: 1d}")
    assert said(text, "PRS001") == ["nothing says how many contacts a customer of smb may get"]
    assert applicable(text, "PRS002") == 0


@pytest.mark.parametrize(("limit", "exceeded"), [("2", 0), ("1.99", 1)])
def test_budgets_are_held_exactly(limit: str, exceeded: int) -> None:
    text = plan(f"contact_budget: {{per_week: {limit}}}", "timing: {at: 1d}", "timing: {at: 7d}")
    assert len(said(text, "PRS002")) == exceeded


def test_the_worst_window_its_person_and_its_culprits_are_named() -> None:
    text = plan(
        "stakeholders: [boss, champion, user], contact_budget: {per_week: 2}",
        "stakeholders: [champion, user], timing: {every: 1d, times: 3}",
        "stakeholders: [champion], timing: {at: 2d}",
    )
    (finding,) = findings(text, "PRS002")
    assert render(finding.message) == (
        "4 contacts for the champion of smb on days 0 to 6, but the budget is 2 within 7 days, exceeded in 7 windows, "
        "and for user too: T0, T1"
    )
    assert finding.subject.id == "smb"
    assert [related.location.span.line for related in finding.related] == [4, 5]


def test_what_may_happen_exceeds_nothing() -> None:
    drop = "events: [{id: drop, per_quarter: 0.05}]"
    text = plan("contact_budget: {per_week: 2}", *["timing: {at: 1d}"] * 2, "timing: {at: 1d, after: drop}", root=drop)
    assert said(text, "PRS002") == []


def test_each_period_and_channel_is_a_finding_of_its_own() -> None:
    text = plan(
        "contact_budget: {per_day: 1, per_week: 2, channels: {email: {per_week: 1}}}",
        "timing: {at: 1d}",
        "timing: {at: 1d}",
        "timing: {at: 2d}",
    )
    found = findings(text, "PRS002")
    assert sorted(render(finding.message).partition(" for ")[0] for finding in found) == [
        "2 contacts",
        "3 contacts",
        "3 contacts by E-mail",
    ]
    assert len({finding.fingerprint for finding in found}) == 3


def test_unknown_rates_make_loads_at_least() -> None:
    text = plan("contact_budget: {per_day: 1}", *["timing: {at: 1d}"] * 2, "timing: {at: 1d, after: usage_drop}")
    (message,) = said(text, "PRS002")
    assert message.startswith("at least 2 contacts for a customer of smb on day 1, but the budget is 1 on one day")


def test_many_culprits_are_counted() -> None:
    text = plan("contact_budget: {per_day: 1}", *["timing: {at: 1d}"] * 7)
    (finding,) = findings(text, "PRS002")
    assert render(finding.message).endswith("T0, T1, T2, T3, T4, 2 more")
    assert len(finding.related) == 5


def burst(*days: int, segment: str = "", root: str = "") -> str:
    """Return an inventory in which an event sets off contacts after so many days."""
    return plan(segment, *(f"timing: {{at: {day}d, after: usage_drop}}" for day in days), root=root)


@pytest.mark.parametrize(
    ("days", "periods"),
    [
        ((1, 1, 1), []),
        ((1, 1, 1, 1), ["on one day, more than 3"]),
        ((1, 2, 3, 4, 7), []),
        ((1, 2, 3, 4, 6, 7), ["within 7 days, more than 5"]),
        ((1, 2, 3, 4, 6, 8), []),
    ],
)
def test_bursts_without_budget(days: tuple[int, ...], periods: list[str]) -> None:
    messages = said(burst(*days), "PRS008")
    assert len(messages) == len(periods)
    assert all(period in message for period, message in zip(periods, messages, strict=True))


def test_the_segments_budget_comes_before_the_roots() -> None:
    root = "contact_budget: {per_day: 1, per_month: 2}"
    (message,) = said(burst(1, 1, 20, segment="contact_budget: {per_day: 2}", root=root), "PRS008")
    assert message == (
        "Usage drop sets off 3 contacts with a customer of smb within 30 days, more than 2: T0 on day 1, T1 on day "
        "1, T2 on day 20"
    )


def test_the_worst_person_of_each_segment_is_named() -> None:
    text = """
contact_budget: {per_day: 1}
segments: [{id: a, stakeholders: [boss, user]}, {id: b, stakeholders: [boss]}]
touchpoints:
  - {id: t0, name: T0, type: nudge, channel: [email, sms], stakeholders: all, timing: {at: 1d, after: usage_drop}}
  - {id: t1, name: T1, type: nudge, channel: email, stakeholders: [user], timing: {at: 1d, after: usage_drop}}
"""
    found = findings(text, "PRS008")
    assert sorted((finding.segments, render(finding.message)) for finding in found) == [
        (
            ("a",),
            (
                "Usage drop sets off 3 contacts with the user of a on one day, more than 1: T0 through 2 channels on "
                "day 1, T1 on day 1"
            ),
        ),
        (
            ("b",),
            "Usage drop sets off 2 contacts with the boss of b on one day, more than 1: T0 through 2 channels on day 1",
        ),
    ]
    assert len({finding.fingerprint for finding in found}) == 2


def test_what_goes_out_through_several_channels_is_named_once() -> None:
    text = plan("contact_budget: {per_day: 1}", "channel: [email, sms], timing: {at: 1d, after: incident}")
    assert said(text, "PRS008")[0].endswith("more than 1: T0 through 2 channels on day 1")


def test_bursts_have_options() -> None:
    options = "audit: {options: {burst-after-event: {max_per_day: 4, max_per_week: 6}}}"
    assert said(burst(1, 1, 1, 1, 3, 4, root=options), "PRS008") == []


def test_events_that_set_off_nothing_are_not_asked() -> None:
    assert applicable(burst(1), "PRS008") == 1
    assert applicable(plan("", "timing: {at: 1d}"), "PRS008") == 0
