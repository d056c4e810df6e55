from __future__ import annotations

import pytest

from tests.catalogue.answers import applicable, said
from tests.catalogue.segments import journey
from tests.inventories import findings

KICKOFF = "type: kickoff, phase: onboarding, channel: video"
RENEWAL = "type: checkin, phase: renewal, channel: phone"

NOTHING = "nothing that reaches customers of smb is about the renewal on day 365"


@pytest.mark.parametrize(("day", "late"), [("90d", 0), ("89d", 1)])
def test_renewal_talks_begin_ninety_days_before_the_end(day: str, late: int) -> None:
    text = journey("", f"{RENEWAL}, timing: {{at: {day}, before: contract_end}}")
    assert len(said(text, "TIM007")) == late


@pytest.mark.parametrize(
    "fields",
    [
        "type: checkin, phase: retention, channel: phone, timing: {at: 100d, before: contract_end}",
        "type: checkin, phase: retention, channel: phone, timing: {at: 1d, after: notice_period}",
        "type: checkin, phase: renewal, channel: phone, timing: {at: 250d}",
        "type: checkin, phase: retention, channel: phone, timing: {at: 100d, before: renewal}",
        "type: checkin, phase: retention, channel: phone, timing: {at: 1d, after: decision}",
        "type: renewal_reminder, phase: retention, channel: email, timing: {at: 275d}",
        "type: renewal_notice, phase: retention, channel: email, timing: {at: 275d}",
        "type: contract_offer, phase: retention, channel: email, timing: {at: 275d}",
        "type: checkin, phase: renewal, channel: phone, audience: all, timing: {at: 100d, before: contract_end}",
        "type: checkin, phase: renewal, channel: phone, reach: 1, timing: {at: 100d, before: contract_end}",
    ],
)
def test_what_counts_as_renewal_contact(fields: str) -> None:
    events = """
events: [{id: notice_period, at: 100d, before: contract_end}, {id: decision, at: 100d, before: renewal}]
audiences: [{id: all, name: All, share: 1}]
"""
    assert applicable(events + journey("", fields), "TIM007") == 1
    assert said(events + journey("", fields), "TIM007") == []


@pytest.mark.parametrize(
    "fields",
    [
        "type: checkin, phase: retention, channel: phone, timing: {at: 250d}",
        "type: ticket_reply, phase: renewal, channel: email, timing: {at: 100d, before: contract_end}",
        "type: survey, phase: renewal, channel: email, timing: {at: 3d, after: contract_end}",
        "type: checkin, phase: renewal, channel: phone, timing: {as_needed: true}",
    ],
)
def test_what_does_not(fields: str) -> None:
    assert said(journey("", fields), "TIM007") == [
        "nothing that reaches customers of smb is about the renewal on day 365"
    ]


@pytest.mark.parametrize("whom", ["audience: vip", "reach: 50%"])
def test_what_reaches_a_part_of_the_customers_leaves_the_others_without_a_word(whom: str) -> None:
    text = journey("", f"{RENEWAL}, {whom}, timing: {{at: 100d, before: contract_end}}")
    assert said(text, "TIM007") == ["what is about the renewal on day 365 reaches only some customers of smb"]


def test_a_contract_that_does_not_renew_has_an_end_to_speak_of() -> None:
    text = journey("contract: 12mo, renews: false", KICKOFF)
    assert said(text, "TIM007") == ["nothing that reaches customers of smb is about the end of the contract on day 365"]


@pytest.mark.parametrize("tied", ["{at: 30d, before: contract_end}", "{at: 70d, after: notice_period}"])
def test_of_several_timings_only_those_that_are_tied_to_the_end_prepare_the_renewal(tied: str) -> None:
    events = "events: [{id: notice_period, at: 100d, before: contract_end}]\n"
    text = events + journey("", f"type: checkin, phase: retention, channel: phone, timing: [{{at: 57d}}, {tied}]")
    (message,) = said(text, "TIM007")
    assert "30 days before the contract ends" in message


@pytest.mark.parametrize(("contract", "asked"), [("6mo", 1), ("182d", 0), ("none", 0)])
def test_short_contracts_are_not_renewed_on_purpose(contract: str, asked: int) -> None:
    text = journey(f"contract: {contract}", KICKOFF)
    assert applicable(text, "TIM007") == asked
    assert applicable(text, "TIM008") == asked


def test_an_empty_renewal_is_told_once() -> None:
    text = journey("", KICKOFF)
    for code in ("TIM007", "TIM008"):
        assert applicable(text, code, "PHS002") == 0


def ladder(*days: int) -> str:
    timings = ", ".join(f"{{at: {day}d, before: contract_end}}" for day in days)
    return journey("", f"{RENEWAL}, timing: [{timings}]")


@pytest.mark.parametrize(
    ("days", "missing"),
    [
        ((90, 60, 30), []),
        ((90, 70, 20), []),
        ((90, 71, 19), [(30, 19), (60, 71)]),
        ((90, 50, 41), [(30, 41)]),
        ((60, 30), [(90, 60)]),
    ],
)
def test_rungs_have_a_tolerance(days: tuple[int, ...], missing: list[tuple[int, int]]) -> None:
    assert sorted(said(ladder(*days), "TIM008")) == [
        f"nothing reminds customers of smb about {rung} days before the contract ends; nearest is T0, {near} days "
        "before"
        for rung, near in missing
    ]


def test_only_people_climb_a_ladder() -> None:
    assert applicable(journey("touch_model: low_touch", KICKOFF), "TIM008") == 0
    assert applicable(journey("touch_model: low_touch", KICKOFF), "TIM007") == 1


def test_a_late_first_word_comes_before_the_steps() -> None:
    assert applicable(ladder(60, 30), "TIM008", "TIM007") == 0


def test_what_does_not_say_when_may_be_the_first_word() -> None:
    text = journey("", "type: checkin, phase: renewal, channel: phone")
    assert applicable(text, "TIM007") == applicable(text, "TIM008") == 0


def test_each_term_is_renewed_anew() -> None:
    call = "type: checkin, phase: retention, channel: phone, timing: {at: 80d}"
    text = journey("contract: 6mo", call, f"{RENEWAL}, timing: {{at: 90d, before: contract_end}}")
    assert said(text, "TIM007") == []
    once = journey("contract: 6mo, horizon: 1y", f"{RENEWAL}, timing: {{at: 90d, after: contract_start}}")
    assert said(once, "TIM007") == [NOTHING]


def test_a_newsletter_of_the_phase_speaks_of_the_renewal_too() -> None:
    text = journey("", "type: newsletter, phase: renewal, channel: email, timing: {per_quarter: 4}")
    assert said(text, "TIM007") == []


def test_no_renewal_contact_at_all_is_told_once() -> None:
    text = journey("", "type: renewal_notice, phase: renewal, channel: email, timing: {at: 30d, before: contract_end}")
    assert applicable(text, "TIM008", "TIM007") == 0
    assert len(said(text, "TIM008")) == 2


def test_rungs_have_their_own_identity() -> None:
    first, second = findings(ladder(90), "TIM008")
    assert first.fingerprint != second.fingerprint


def test_rungs_can_be_configured() -> None:
    text = "audit: {options: {incomplete-renewal-ladder: {rungs: [30d, 2mo], tolerance: 0d}}}\n" + ladder(90, 61, 29)
    assert said(text, "TIM008") == [
        "nothing reminds customers of smb about 30 days before the contract ends; nearest is T0, 29 days before"
    ]
