from __future__ import annotations

import pytest

from tests.catalogue.answers import applicable, said, touchpoint
from tests.inventories import findings


def phase(count: int, fields: str = "", more: str = "") -> str:
    """Return an inventory with so many touchpoints in one phase."""
    listed = ", ".join(f"{{id: t{number}, name: T, phase: start}}" for number in range(count))
    return f"scope: own\nphases: [{{id: start, name: Start{fields}}}]\ntouchpoints: [{listed}]\n{more}"


def test_fifteen_touchpoints_fit_into_a_phase() -> None:
    assert said(phase(15), "PHS003") == []
    assert said(phase(16), "PHS003") == ["Start holds 16 touchpoints for customers, more than 15"]


def test_the_phases_own_limit_counts_more_than_the_option() -> None:
    option = "audit: {options: {PHS003: {max_touchpoints: 4}}}"
    assert said(phase(4, "", option), "PHS003") == []
    assert said(phase(5, "", option), "PHS003") == ["Start holds 5 touchpoints for customers, more than 4"]
    assert said(phase(5, ", max_touchpoints: 5", option), "PHS003") == []
    assert said(phase(6, ", max_touchpoints: 5", option), "PHS003") == [
        "Start holds 6 touchpoints for customers, more than 5"
    ]


def test_touchpoints_count_where_they_serve_the_segment() -> None:
    text = "segments: [{id: smb}, {id: enterprise}]\n" + phase(2, ", max_touchpoints: 1")
    text = text.replace("id: t1,", "id: t1, segments: smb,")
    assert said(text, "PHS003") == ["Start holds 2 touchpoints for customers of smb, more than 1"]


def test_an_empty_phase_is_not_overloaded() -> None:
    assert applicable(phase(0), "PHS003") == 0


def weeks(*days: int, kind: str = "onboarding", window: str = "{from: 0d, to: 90d}", more: str = "") -> str:
    """Return an inventory with contacts on these days in a phase."""
    listed = ", ".join(
        f"{{id: t{number}, name: T, type: nudge, phase: start, channel: email, timing: {{at: {day}d}}}}"
        for number, day in enumerate(days)
    )
    own = f"scope: own\nphases: [{{id: start, name: Start, kind: {kind}, window: {window}}}]\n"
    return f"{own}touchpoints: [{listed}]\n{more}"


def test_three_contacts_in_a_week_are_bearable_in_onboarding() -> None:
    assert said(weeks(1, 5, 7), "PHS003") == []
    assert said(weeks(1, 5, 6, 7), "PHS003") == [
        "4 contacts reach a customer in the worst week of Start, days 1 to 7; 3 are bearable"
    ]
    assert said(weeks(1, 5, 6, 8), "PHS003") == []


def test_two_are_bearable_elsewhere() -> None:
    assert said(weeks(1, 5, kind="adoption"), "PHS003") == []
    assert said(weeks(1, 5, 7, kind="adoption"), "PHS003") == [
        "3 contacts reach a customer in the worst week of Start, days 1 to 7; 2 are bearable"
    ]


def test_only_what_every_customer_gets_is_part_of_the_week() -> None:
    often = "events: [{id: drop, per_quarter: 52}]"
    assert said(weeks(1, 5, 6, 7, more=often).replace("{at: 7d}", "{at: 1d, after: drop}"), "PHS003") == []
    assert said(weeks(1, 5, 6, 7).replace("timing: {at: 7d}", "reach: 0.9, timing: {at: 7d}"), "PHS003") == []
    assert said(weeks(1, 5, 6, 7).replace("{at: 7d}", "{per_quarter: 13}"), "PHS003") == [
        "4 contacts reach a customer in the worst week of Start, days 0 to 6; 3 are bearable"
    ]


def test_the_culprits_are_named() -> None:
    (found,) = findings(weeks(30, 31, 31, 33, 60), "PHS003")
    assert [related.subject.id for related in found.related if related.subject] == ["t0", "t1", "t2", "t3"]


@pytest.mark.parametrize(
    "budget",
    [
        "contact_budget: {per_week: 1}",
        "segments: [{id: smb, contact_budget: {per_week: 1}}]",
        "contact_budget: {phases: {start: {per_week: 1}}}",
    ],
)
def test_where_a_budget_is_decided_it_alone_counts(budget: str) -> None:
    assert said(weeks(1, 2, 3, 4, more=budget), "PHS003") == []


@pytest.mark.parametrize(
    "budget", ["contact_budget: {per_month: 1}", "contact_budget: {phases: {start: {per_day: 1}}}"]
)
def test_a_budget_for_another_period_is_none_for_weeks(budget: str) -> None:
    assert said(weeks(1, 2, 3, 4, more=budget), "PHS003") != []


def test_a_budget_of_another_time_is_none_here() -> None:
    text = weeks(1, 2, 3, 4, more="contact_budget: {phases: {later: {per_week: 1}}}")
    for start, decided in ((6, True), (8, False)):
        other = f"{{id: later, window: {{from: {start}d, to: 20d}}}}]"
        assert (said(text.replace("90d}}]", f"90d}}}}, {other}"), "PHS003") == []) == decided


def test_a_short_phase_is_one_week_and_an_ongoing_one_none() -> None:
    assert said(weeks(0, 0, 1, 2, 3, window="{from: 0d, to: 2d}"), "PHS003") == [
        "4 contacts reach a customer in the worst week of Start, days 0 to 2; 3 are bearable"
    ]
    text = weeks(0, 1, 2, 3, kind="retention")
    assert said(text.replace(", window: {from: 0d, to: 90d}", ""), "PHS003") == []


def test_each_phase_answers_for_its_own_touchpoints() -> None:
    renewal = "{id: end, name: End, kind: renewal, window: {from: 60d, to: 90d}}]"
    text = weeks(70, 71, 72, kind="adoption").replace("90d}}]", f"90d}}}}, {renewal}")
    assert said(text, "PHS003") == [
        "3 contacts reach a customer in the worst week of Start, days 66 to 72; 2 are bearable"
    ]
    assert said(text.replace("phase: start", "phase: end", 1), "PHS003") == []
    assert said(text.replace("phase: start", "phase: end"), "PHS003") == [
        "3 contacts reach a customer in the worst week of End, days 66 to 72; 2 are bearable"
    ]


def test_bearable_contacts_are_an_option() -> None:
    option = "audit: {options: {PHS003: {max_per_week: {other: 1}}}}"
    assert said(weeks(1, 2, 3, more=option), "PHS003") == []
    assert said(weeks(1, 2, kind="adoption", more=option), "PHS003") != []


def two_phases(onboarding: str, later: str, more: str = "") -> str:
    """Return an inventory with a cadence in onboarding, days 0 to 90, and one in adoption, days 90 to 365."""
    return (
        "touchpoints:\n"
        f"  - {{id: a, name: A, type: nudge, phase: onboarding, timing: {onboarding}}}\n"
        f"  - {{id: b, name: B, type: nudge, phase: adoption, timing: {later}}}\n{more}"
    )


def test_onboarding_is_the_densest_phase() -> None:
    assert said(two_phases("{every: 1w}", "{every: 1mo}"), "PHS005") == []
    assert said(two_phases("{every: 1mo}", "{every: 1w}"), "PHS005") == [
        "Adoption brings a customer 0.99 contacts a week, Onboarding only 0.15"
    ]


def test_equally_dense_is_dense_enough() -> None:
    phases = "phases: [{id: onboarding, window: {from: 0d, to: 6d}}, {id: adoption, window: {from: 7d, to: 13d}}]"
    assert said(two_phases("{at: 1d}", "{at: 8d}", phases), "PHS005") == []
    assert said(two_phases("{at: 1d}", "[{at: 8d}, {at: 9d}]", phases), "PHS005") == [
        "Adoption brings a customer 2 contacts a week, Onboarding only 1"
    ]


def test_what_lies_beyond_the_schedule_thins_no_phase_out() -> None:
    phases = "phases: [{id: onboarding, window: {from: 0d, to: 69d}}, {id: adoption, window: {from: 70d, to: 10y}}]"
    text = "segments: [{id: all, starts_with: order, horizon: 139d}]\n" + phases + "\n"
    later = "[{at: 80d}, {at: 100d}, {at: 120d}]"
    (message,) = said(text + two_phases("[{at: 1d}, {at: 9d}]", later), "PHS005")
    assert "0.3 contacts a week" in message


@pytest.mark.parametrize("phase", ["renewal", "purchase"])
def test_renewal_and_the_time_before_the_purchase_may_be_denser(phase: str) -> None:
    text = "scope: full\n" + two_phases("{every: 2w}", "{at: 100d}")
    later = f"  - {{id: c, name: C, type: nudge, phase: {phase}, timing: {{every: 1d}}}}\n"
    assert said(text, "PHS005") == []
    assert said(text + later, "PHS005") == []


@pytest.mark.parametrize(
    "text",
    [
        touchpoint("type: nudge, phase: onboarding"),
        "scope: own\nphases: [{id: onboarding}]\n" + touchpoint("type: nudge, phase: onboarding, timing: {at: 1d}"),
        "scope: own\nphases: [{id: adoption}]\n" + touchpoint("type: nudge, phase: adoption, timing: {at: 100d}"),
    ],
)
def test_without_contacts_or_another_phase_there_is_no_shape(text: str) -> None:
    assert applicable(text, "PHS005") == 0


def test_a_week_may_pass_before_the_first_contact() -> None:
    assert said(touchpoint("timing: {at: 7d}"), "PHS006") == []
    assert said(touchpoint("timing: {at: 8d}"), "PHS006") == [
        "customers hear nothing in the first 7 days: the first contact is on day 8"
    ]


@pytest.mark.parametrize("fields", ["type: invoice", "type: documentation", "type: nudge, channel: website"])
def test_anything_dated_counts_as_the_first_contact(fields: str) -> None:
    assert said(touchpoint(f"{fields}, timing: {{at: 0d}}"), "PHS006") == []


@pytest.mark.parametrize("timing", ["{per_quarter: 9}", "{as_needed: true}"])
def test_what_has_no_day_does_not(timing: str) -> None:
    assert said(touchpoint(f"timing: {timing}"), "PHS006") == ["no day is planned on which customers hear from you"]


def test_what_came_before_the_start_was_a_first_contact() -> None:
    assert said(touchpoint("timing: {at: 22d, before: contract_start}"), "PHS006") == []


@pytest.mark.parametrize(
    ("fields", "judged"),
    [
        ("timing: {at: 1d, after: order}", 0),
        ("phase: onboarding, timing: {after: order}", 0),
        ("phase: retention, timing: {after: order}", 1),
        ("phase: adoption, timing: {after: order}", 1),
        ("type: nudge, phase: onboarding", 0),
        ("type: ticket_reply, phase: onboarding", 1),
    ],
)
def test_what_may_still_be_the_first_contact_is_not_missed(fields: str, judged: int) -> None:
    assert applicable(touchpoint(fields), "PHS006") == judged


def test_what_only_some_get_is_no_first_contact() -> None:
    assert len(said(touchpoint("audience: vip, timing: {at: 1d}"), "PHS006")) == 1


def test_the_first_days_are_an_option() -> None:
    option = "\naudit: {options: {PHS006: {first_days: 2w}}}"
    assert said(touchpoint("timing: {at: 14d}") + option, "PHS006") == []
    assert said(touchpoint("timing: {at: 15d}") + option, "PHS006") != []


def test_a_late_kickoff_says_it_already() -> None:
    text = "segments: [{id: smb, touch_model: high_touch}]\n" + touchpoint("timing: {at: 20d}, phase: onboarding")
    assert applicable(text, "PHS006", "TIM004") == 0
    assert applicable(text, "PHS006") == 1


def test_a_welcome_that_waits_for_a_sign_up_is_the_first_contact_whatever_its_phase() -> None:
    text = """
touchpoints:
  - {id: hello, name: Hello, type: TYPE, phase: retention, channel: email, timing: {after: login}}
  - {id: letter, name: Letter, type: newsletter, phase: retention, channel: email, timing: {at: 30d}}
"""
    assert applicable(text.replace("TYPE", "welcome"), "PHS006") == 0
    assert len(said(text.replace("TYPE", "nudge"), "PHS006")) == 1
