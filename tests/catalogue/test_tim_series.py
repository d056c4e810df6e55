from __future__ import annotations

import pytest

from tests.catalogue.answers import applicable, said, touchpoint
from tests.inventories import findings
from tpaudit.messages import render

SILENT = "type: health_alert, audience: who does not answer"


@pytest.mark.parametrize(
    "fields",
    [
        f"{SILENT}, timing: {{every: 2w}}",
        f"{SILENT}, automation: manual, timing: {{every: 2w}}",
        "type: survey, audience: promoters, timing: {every: 2w}",
        f"{SILENT}, timing: {{per_quarter: 3}}",
        "type: nudge, phase: retention, timing: [{at: 1d}, {every: 1mo}]",
    ],
)
def test_what_comes_back_needs_an_end_whoever_sends_it(fields: str) -> None:
    assert said(touchpoint(fields), "TIM014") == ["The call comes back again and again, and nothing ends it"]
    assert said(touchpoint(f"{fields}, stop_when: [the customer answers]"), "TIM014") == []


@pytest.mark.parametrize(
    "fields",
    [
        f"{SILENT}, timing: {{every: 2w, times: 3}}",
        f"{SILENT}, timing: {{every: 2w, until: 90d}}",
        f"{SILENT}, phase: onboarding, timing: {{every: 2w}}",
        f"{SILENT}, timing: {{at: 14d}}",
        f"{SILENT}, initiation: reactive, timing: {{every: 2w}}",
        "type: invoice, timing: {every: 1mo}",
        "type: newsletter, timing: {every: 1mo}",
        "type: nudge, timing: {per_quarter: 3}",
        "type: business_review, timing: {every: 3mo}",
        "type: checkin, timing: {every: 1mo}",
        "type: nudge, timing: {at: 1d, after: usage_drop}",
    ],
)
def test_what_ends_or_is_meant_to_go_on_is_not_endless(fields: str) -> None:
    assert applicable(touchpoint(fields), "TIM014") == 0


def test_whoever_follows_up_on_an_event_has_to_know_when_to_stop() -> None:
    text = """
touchpoints:
  - {id: first, name: First, type: nudge, timing: {at: 1h, after: usage_drop}}
  - {id: second, name: Second, type: alert, timing: {at: 3d, after: usage_drop}}
  - {id: notes, name: Notes, type: follow_up, timing: {at: 1h, after: second}}
  - {id: third, name: Third, type: alert, timing: {at: 9d, after: usage_drop}, stop_when: [login]}
"""
    (found,) = findings(text, "TIM014")
    assert (found.subject.id, render(found.message)) == (
        "second",
        "Second comes after others that the same event set off, and nothing ends it",
    )
    assert applicable(text, "TIM014") == 2


def test_automated_offers_are_told_by_the_rule_about_offers() -> None:
    text = touchpoint("type: campaign, automation: automated, timing: {every: 1w}")
    assert len(said(text, "TIM014")) == 1
    assert applicable(text, "TIM014", "GOV007") == 0


def test_one_remedy_is_told_once() -> None:
    text = touchpoint("type: nudge, automation: automated, timing: {every: 1w}")
    assert len(said(text, "TIM010")) == 1
    assert applicable(text, "TIM010", "TIM014") == 0


def asked(more: str = "", *others: str) -> str:
    """Return an inventory with a request on day 5 and other touchpoints."""
    rows = "".join(f"  - {{id: t{n}, name: T{n}, {fields}}}\n" for n, fields in enumerate(others))
    form = f"{{id: form, name: Form, type: request, phase: onboarding, timing: {{at: 5d}}{more}}}"
    return f"touchpoints:\n  - {form}\n{rows}"


def test_a_request_without_reminder_or_plan_b() -> None:
    assert said(asked(), "TIM015") == ["Form asks customers for something, and nobody reminds those who do not do it"]


@pytest.mark.parametrize(
    "text",
    [
        asked(", recovery: The team calls after a week"),
        asked("", "type: reminder, timing: {at: 3d, after: form}"),
        asked("", "type: checkin, timing: {at: 3d, after: form}"),
        asked(", leads_to: [t0]", "type: reminder, timing: {as_needed: true}"),
        asked("", "type: reminder, phase: onboarding, timing: {at: 6d}"),
        asked().replace("{at: 5d}", "[{at: 5d}, {at: 9d}]"),
        asked().replace("{at: 5d}", "{every: 1w, times: 3}"),
    ],
)
def test_a_request_that_is_followed_up(text: str) -> None:
    assert applicable(text, "TIM015") == 1
    assert said(text, "TIM015") == []


@pytest.mark.parametrize(
    "text",
    [
        asked("", "type: reminder, phase: onboarding, timing: {at: 5d}"),
        asked("", "type: reminder, phase: adoption, timing: {at: 100d}"),
        asked("", "type: nudge, phase: onboarding, timing: {at: 6d}"),
        asked("", "type: invoice, timing: {at: 3d, after: form}"),
        asked("", "type: reminder, status: retired, timing: {at: 3d, after: form}"),
    ],
)
def test_what_comes_before_elsewhere_or_for_another_reason_reminds_nobody(text: str) -> None:
    assert len(said(text, "TIM015")) == 1


@pytest.mark.parametrize(
    ("action", "leads", "asks"),
    [
        ("Upload the list of users", ", leads_to: [t0]", 1),
        ("Upload the list of users", "", 0),
        ("none", ", leads_to: [t0]", 0),
        ("Keine", ", leads_to: [t0]", 0),
    ],
)
def test_an_action_for_which_the_plan_waits_is_a_request(action: str, leads: str, asks: int) -> None:
    text = asked(f", customer_action: {action}{leads}", "type: training").replace("type: request", "type: welcome")
    assert applicable(text, "TIM015") == asks


def ordered(first: str, second: str, phases: str = "", segments: str = "[{id: a}, {id: b}]") -> str:
    """Return an inventory in which one touchpoint leads to another."""
    return (
        f"{phases}segments: {segments}\ntouchpoints:\n"
        f"  - {{id: one, name: One, leads_to: [two], {first}}}\n  - {{id: two, name: Two, {second}}}\n"
    )


@pytest.mark.parametrize(("day", "wrong"), [("6d", 1), ("7d", 0), ("8d", 0)])
def test_what_comes_next_comes_later(day: str, wrong: int) -> None:
    text = ordered("timing: {at: 7d}", f"timing: {{at: {day}}}")
    assert len(said(text, "TIM016")) == wrong
    assert applicable(text, "TIM016") == 1


def test_the_days_and_the_segments_are_named() -> None:
    text = ordered(
        "timing: {at: 7d}",
        "timing: {at: 30d, before: contract_end}",
        segments="[{id: a, name: Short, contract: 5w}, {id: b, name: Long}]",
    )
    (found,) = findings(text, "TIM016")
    assert render(found.message) == "One on day 7 leads to Two, which comes before it, on day 5 (Short)"
    assert found.segments == ("a",)
    assert found.path[0] == "leads_to"


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("timing: {at: 7d}", "timing: [{at: 3d}, {at: 9d}]"),
        ("timing: [{at: 2d}, {at: 7d}]", "timing: {at: 3d}"),
    ],
)
def test_one_day_in_the_right_order_is_enough(first: str, second: str) -> None:
    assert said(ordered(first, second), "TIM016") == []


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("timing: {at: 7d}", "timing: {as_needed: true}"),
        ("timing: {at: 7d, after: order}", "timing: {at: 3d}"),
        ("timing: {at: 7d}, segments: [a]", "timing: {at: 3d}, segments: [b]"),
        ("timing: {at: 7d}", "timing: {at: 3d}, status: retired"),
    ],
)
def test_without_days_in_one_segment_there_is_no_order(first: str, second: str) -> None:
    assert applicable(ordered(first, second), "TIM016") == 0


def test_a_renewal_may_lead_back_to_the_beginning() -> None:
    late, early = "timing: {at: 300d}", "phase: onboarding, timing: {at: 3d}"
    assert said(ordered(f"phase: renewal, {late}", early), "TIM016") == []
    assert len(said(ordered(f"phase: adoption, {late}", early), "TIM016")) == 1
