from __future__ import annotations

from fractions import Fraction

import pytest

from tests.catalogue.answers import applicable, said
from tests.catalogue.segments import plan
from tests.inventories import findings
from tpaudit.messages import render


@pytest.mark.parametrize(
    ("segment", "root"),
    [
        ("contact_budget: {per_week: 2}", ""),
        ("contact_budget: {channels: {email: {per_quarter: 3}}}", ""),
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
    assert said(text, "PRS001") == ["nothing says how many contacts are too many for smb"]
    assert applicable(text, "PRS002") == 0


def test_a_budget_for_one_channel_leaves_the_others_open() -> None:
    text = plan("contact_budget: {channels: {sms: {per_month: 8}}}", "channel: [email, push], timing: {at: 1d}")
    assert said(text, "PRS001") == ["the contact budget of smb says nothing about E-mail, Push message"]
    more = "contact_budget: {phases: {onboarding: {per_week: 3}}, channels: {sms: {per_month: 8}}}"
    assert said(plan(more, "channel: [email, push], timing: {at: 1d}"), "PRS001") == []


def test_segments_without_a_budget_are_told_once_and_one_less_is_nothing_new() -> None:
    text = "segments: [{id: a, name: A}, {id: b, name: B}, {id: c, name: C}]\ntouchpoints: [{id: t, name: T}]\n"
    (found,) = findings(text, "PRS001")
    assert render(found.message) == "nothing says how many contacts are too many for A, B, C"
    assert (found.subject.kind, found.segments) == ("inventory", ("a", "b", "c"))
    (less,) = findings(text.replace("name: C", "name: C, contact_budget: {per_week: 2}"), "PRS001")
    assert render(less.message) == "nothing says how many contacts are too many for A, B"
    assert less.fingerprint == found.fingerprint
    assert less.measure < found.measure


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
        "4 contacts for the champion of smb on days 0 to 6, but the budget is 2 within 7 days; over it: every customer "
        "in 7 windows, user too: T0, T1"
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


def test_whole_contacts_are_certain_whatever_the_rates() -> None:
    text = plan("contact_budget: {per_day: 1}", *["timing: {at: 1d}"] * 2, "timing: {at: 1d, after: usage_drop}")
    (message,) = said(text, "PRS002")
    assert message.startswith(
        "at least 2 contacts for a customer of smb on day 1, but the budget is 1 on one day; over it: every"
    )


AUDIENCES = "audiences: [{id: quiet, name: The quiet, share: 25%}]"


def test_the_members_of_an_audience_get_all_that_is_meant_for_them() -> None:
    quiet = [f"audience: quiet, timing: {{at: {day}d}}" for day in (1, 2, 3)]
    (finding,) = findings(plan("contact_budget: {per_week: 2}", *quiet, root=AUDIENCES), "PRS002")
    assert render(finding.message) == (
        "3 contacts for a customer of smb on days 0 to 6, but the budget is 2 within 7 days; over it: the audience The "
        "quiet (about 25%) in 5 windows: T0, T1, T2"
    )
    assert finding.measure == (Fraction(1), Fraction(5))
    assert finding.culprits == ("t0", "t1", "t2")


@pytest.mark.parametrize(("share", "exceeded"), [("1%", 1), ("0.9%", 0)])
def test_small_audiences_are_left_out(share: str, exceeded: int) -> None:
    quiet = [f"audience: quiet, timing: {{at: {day}d}}" for day in (1, 2, 3)]
    text = plan("contact_budget: {per_week: 2}", *quiet, root=AUDIENCES.replace("25%", share))
    assert len(said(text, "PRS002")) == exceeded
    lower = "audit: {options: {PRS002: {min_audience: 0.5%}}}\n"
    assert len(said(lower + text, "PRS002")) == 1


def test_what_exclude_each_other_is_not_added_up() -> None:
    groups = "audiences: [{id: a, name: A, share: 0.5, one_of: ab}, {id: b, name: B, share: 0.5, one_of: ab}]"
    both = [f"audience: {audience}, timing: {{at: {day}d}}" for audience in "ab" for day in (1, 2)]
    assert said(plan("contact_budget: {per_week: 2}", *both, root=groups), "PRS002") == []


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
    (found,) = findings(text, "PRS008")
    assert found.segments == ("a", "b")
    assert render(found.message) == (
        "Usage drop sets off 3 contacts with the user of a on one day, more than 1: T0 through 2 channels on day 1, T1 "
        "on day 1"
    )
    assert found.measure == (Fraction(2),)


def test_what_goes_out_through_several_channels_is_named_once() -> None:
    text = plan("contact_budget: {per_day: 1}", "channel: [email, sms], timing: {at: 1d, after: incident}")
    assert said(text, "PRS008")[0].endswith("more than 1: T0 through 2 channels on day 1")


def test_bursts_have_options() -> None:
    options = "audit: {options: {burst-after-event: {max_per_day: 4, max_per_week: 6}}}"
    assert said(burst(1, 1, 1, 1, 3, 4, root=options), "PRS008") == []


def test_events_that_set_off_nothing_are_not_asked() -> None:
    assert applicable(burst(1), "PRS008") == 1
    assert applicable(plan("", "timing: {at: 1d}"), "PRS008") == 0


@pytest.mark.parametrize(
    ("rate", "channel", "words"), [("", "email", "at least 3"), (", per_quarter: 1", "email", "3")]
)
def test_contacts_of_events_of_unknown_rate_come_on_top(rate: str, channel: str, words: str) -> None:
    text = plan(
        "contact_budget: {per_week: 2}",
        "timing: {every: 1d, at: 0d, times: 3}",
        f"channel: {channel}, timing: {{at: 1d, after: hiccup}}",
        root=f"events: [{{id: hiccup, name: Hiccup{rate}}}]",
    )
    (message,) = said(text, "PRS002")
    assert message.startswith(f"{words} contacts for a customer of smb on days 0 to 6")


def test_only_what_comes_by_the_channel_makes_its_number_the_least() -> None:
    text = plan(
        "contact_budget: {channels: {email: {per_week: 2}}}",
        "timing: {every: 1d, at: 0d, times: 3}",
        "channel: phone, timing: {at: 1d, after: usage_drop}",
    )
    (message,) = said(text, "PRS002")
    assert message.startswith("3 contacts by E-mail")
