from __future__ import annotations

import pytest

from tests.catalogue.answers import applicable, said, touchpoint


@pytest.mark.parametrize("support", ["", "support: {systems: [CRM]}"])
def test_key_touchpoints_need_a_process(support: str) -> None:
    assert said(touchpoint(f"priority: high, {support}"), "ORG001") == [
        "no process stands behind the key touchpoint The call"
    ]


def test_a_process_is_asked_of_key_touchpoints_only() -> None:
    assert not said(touchpoint("priority: high, support: {process: Agenda}"), "ORG001")
    assert applicable(touchpoint("priority: low"), "ORG001") == 0


def test_proactive_touchpoints_say_who_sends_them() -> None:
    assert said(touchpoint("type: welcome"), "ORG002") == ["nothing says whether The call is manual or automated"]
    assert not said(touchpoint("type: welcome, automation: assisted"), "ORG002")
    assert applicable(touchpoint("type: complaint"), "ORG002") == 0


def test_digital_touchpoints_name_their_systems() -> None:
    assert said(touchpoint("form: digital"), "ORG003") == ["The call names no system that it comes from"]
    assert said(touchpoint("form: digital, support: {process: By hand}"), "ORG003") != []
    assert not said(touchpoint("form: digital, support: {systems: CRM}"), "ORG003")
    assert applicable(touchpoint("form: human"), "ORG003") == 0


def _manual(timing: str, customers: int, more: str = "") -> str:
    segments = f"segments: [{{id: smb, customers: {customers}}}]\n"
    return segments + touchpoint(f"automation: manual, timing: {timing}{more}")


@pytest.mark.parametrize(
    ("timing", "customers", "volume"),
    [
        ("{every: 3mo}", 500, None),
        ("{every: 3mo}", 501, "501"),
        ("{at: 5d}", 2000, None),
        ("{at: 5d}", 2004, "501"),
        ("{per_quarter: 2}", 250, None),
        ("{per_quarter: 2}", 251, "502"),
        ("[{at: 5d}, {per_quarter: 2}]", 250, "562.5"),
        ("{at: 5d, before: first_contact}", 100_000, None),
    ],
)
def test_five_hundred_a_quarter_can_be_done_by_hand(timing: str, customers: int, volume: str | None) -> None:
    expected = f"The call is done by hand {volume} times a quarter over all customers, more than 500"
    assert said(_manual(timing, customers), "ORG004") == ([expected] if volume else [])


def test_only_customers_who_are_reached_count() -> None:
    assert not said(_manual("{per_quarter: 1}", 1000, ", reach: 0.5"), "ORG004")
    assert said(_manual("{per_quarter: 1}", 1000, ", reach: 0.51"), "ORG004")


def test_channels_make_no_more_work() -> None:
    assert not said(_manual("{every: 3mo}", 500, ", channel: [email, phone]"), "ORG004")


def test_a_rate_counts_while_its_phase_runs() -> None:
    # Onboarding is a quarter of the year, so that two a quarter are half a one in the mean.
    assert not said(_manual("{per_quarter: 2}", 1000, ", phase: onboarding"), "ORG004")
    assert said(_manual("{per_quarter: 2}", 1010, ", phase: onboarding"), "ORG004")


def test_what_an_event_sets_off_counts_at_its_rate() -> None:
    text = "events: [{id: ticket_opened, per_quarter: 0.5}]\n" + _manual("{at: 1d, after: ticket_opened}", 1002)
    assert said(text, "ORG004") == ["The call is done by hand 501 times a quarter over all customers, more than 500"]


def test_segments_add_up_and_those_without_customers_add_nothing() -> None:
    text = """
segments: [{id: a, customers: 300}, {id: b, customers: 201}, {id: c}, {id: d, customers: 9000}]
touchpoints:
  - {id: call, name: The call, automation: manual, segments: [a, b, c], timing: {every: 3mo}}
"""
    assert said(text, "ORG004") == ["The call is done by hand 501 times a quarter over all customers, more than 500"]


@pytest.mark.parametrize(
    "text",
    [
        "segments: [{id: smb}]\n" + touchpoint("automation: manual, timing: {every: 1d}"),
        _manual("{as_needed: true}", 9000),
        _manual("{at: 1d, after: complaint}", 9000),
        "segments: [{id: smb, customers: 9000}]\n" + touchpoint("automation: automated, timing: {every: 1d}"),
        "segments: [{id: smb, customers: 9000}]\n" + touchpoint("automation: manual"),
    ],
)
def test_no_volume_without_customers_or_days(text: str) -> None:
    assert applicable(text, "ORG004") == 0


def test_somebody_receives_the_report() -> None:
    assert said("name: Journey", "ORG005") == ["nobody receives the report"]
    assert not said("audience: leadership", "ORG005")
