from __future__ import annotations

import pytest

from tests.catalogue.answers import applicable, said
from tests.catalogue.segments import journey
from tests.inventories import findings

KICKOFF = "type: kickoff, phase: onboarding, channel: video"
RENEWAL = "type: checkin, phase: renewal, channel: phone"


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
    ],
)
def test_what_counts_as_renewal_contact(fields: str) -> None:
    events = "events: [{id: notice_period, at: 100d, before: contract_end}]\n"
    assert applicable(events + journey("", fields), "TIM007") == 1
    assert said(events + journey("", fields), "TIM007") == []


@pytest.mark.parametrize(
    "fields",
    [
        "type: checkin, phase: retention, channel: phone, timing: {at: 250d}",
        "type: renewal_notice, phase: renewal, channel: email, timing: {at: 100d, before: contract_end}",
        "type: survey, phase: renewal, channel: email, timing: {at: 3d, after: contract_end}",
    ],
)
def test_what_does_not(fields: str) -> None:
    assert said(journey("", fields), "TIM007") == ["no contact with customers of smb prepares the renewal on day 365"]


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
        ((90, 71, 19), ["30 days", "60 days"]),
        ((90, 50, 41), ["30 days"]),
        ((60, 30), []),
    ],
)
def test_rungs_have_a_tolerance(days: tuple[int, ...], missing: list[str]) -> None:
    assert sorted(said(ladder(*days), "TIM008")) == [
        f"no contact reminds customers of smb about {rung} before the contract ends" for rung in missing
    ]


def test_no_renewal_contact_at_all_is_told_once() -> None:
    text = journey("", "type: renewal_notice, phase: renewal, channel: email, timing: {at: 30d, before: contract_end}")
    assert applicable(text, "TIM008", "TIM007") == 0
    assert len(said(text, "TIM008")) == 2


def test_rungs_have_their_own_identity() -> None:
    first, second = findings(ladder(90), "TIM008")
    assert first.fingerprint != second.fingerprint


def test_rungs_can_be_configured() -> None:
    text = "audit: {options: {incomplete-renewal-ladder: {rungs: [30d, 2mo], tolerance: 0d}}}\n" + ladder(90, 60, 29)
    assert said(text, "TIM008") == ["no contact reminds customers of smb about 30 days before the contract ends"]
