from __future__ import annotations

from datetime import date

import pytest

from tests.catalogue.answers import applicable, said, touchpoint
from tests.inventories import audit_text, findings
from tpaudit.messages import render


def waived(rule: str, more: str = "") -> str:
    """Return a touchpoint without owner that waives a rule."""
    return touchpoint(f"waive: {{rule: {rule}, reason: Team is being formed{more}}}")


def test_expired_waivers_and_what_counts_again() -> None:
    text = waived("missing-owner", ", until: 2026-11-21")
    assert said(text, "GOV002", "OWN001") == ["the waiver of OWN001 ended on 2026-11-21, and its findings count again"]
    assert said(text, "GOV002", "OWN001", today=date(2026, 11, 21)) == []


@pytest.mark.parametrize(
    ("rule", "help_"),
    [
        ("mising-owner", "Write missing-owner."),
        ("xyz", "Write the code or the name of a rule, as `tpaudit rules` lists them."),
    ],
)
def test_waivers_of_unknown_rules(rule: str, help_: str) -> None:
    (finding,) = findings(waived(rule), "GOV003")
    assert render(finding.message) == f"there is no rule {rule} to waive"
    assert render(finding.help) == help_


def test_waivers_of_what_cannot_be_waived() -> None:
    assert said(waived("INV003"), "GOV003") == ["INV003 cannot be waived"]


def test_waivers_that_excuse_nothing() -> None:
    found = audit_text(waived("OWN002")).findings
    assert [render(finding.message) for finding in found if finding.code == "GOV001"] == [
        "OWN002 is waived, but finds nothing here"
    ]


def test_only_touchpoints_with_waivers_are_asked() -> None:
    assert applicable(waived("OWN001"), "GOV002") == 1
    assert applicable(touchpoint("owner: csm"), "GOV002") == 0


@pytest.mark.parametrize(
    ("fields", "fires"),
    [
        ("review_by: 2026-11-22", 0),
        ("review_by: 2026-11-21", 1),
        ("review_by: 2026-11-21, reviewed_on: 2026-11-20", 1),
        ("review_by: 2026-11-21, reviewed_on: 2026-11-21", 0),
    ],
)
def test_reviews_are_due_on_their_day(fields: str, fires: int) -> None:
    message = "The call was to be reviewed by 2026-11-21, and has not been since"
    assert said(touchpoint(fields), "GOV004") == [message] * fires


def test_without_date_no_review_is_overdue() -> None:
    assert applicable(touchpoint("reviewed_on: 2020-01-01"), "GOV004") == 0


@pytest.mark.parametrize(
    ("fields", "fires"),
    [
        ("decision: {action: cut, due: 2026-11-22}", 0),
        ("decision: {action: cut, due: 2026-11-21}", 1),
        ("decision: {action: merge, due: 2026-11-21}", 1),
        ("status: upcoming, decision: {action: cut, due: 2026-11-21}", 0),
        ("reviewed_on: 2026-11-21, decision: {action: cut, due: 2026-11-21}", 1),
        ("decision: {action: improve, due: 2026-11-21}", 1),
        ("reviewed_on: 2026-11-20, decision: {action: improve, due: 2026-11-21}", 1),
        ("reviewed_on: 2026-11-21, decision: {action: improve, due: 2026-11-21}", 0),
    ],
)
def test_decisions_are_carried_out_by_their_day(fields: str, fires: int) -> None:
    messages = said(touchpoint(fields), "GOV005")
    assert len(messages) == fires
    assert all("was due on 2026-11-21" in message for message in messages)


@pytest.mark.parametrize(
    "fields", ["decision: {action: cut}", "decision: {action: keep, due: 2026-01-01}", "review_by: 2026-01-01"]
)
def test_nothing_was_promised(fields: str) -> None:
    assert applicable(touchpoint(fields), "GOV005") == 0


def test_selling_to_a_person_needs_a_ground() -> None:
    assert said(touchpoint("type: campaign, channel: email"), "GOV006") == [
        "The call sells to known persons by E-mail, and no ground for contacting them is given"
    ]
    assert said(touchpoint("type: campaign, channel: email, consent: not_needed"), "GOV006") == []


@pytest.mark.parametrize("fields", ["type: advertising, channel: advertising", "type: newsletter, channel: email"])
def test_grounds_are_not_asked_of(fields: str) -> None:
    assert applicable(touchpoint(fields), "GOV006") == 0


OFFER = "type: campaign, automation: automated"


@pytest.mark.parametrize("timing", ["{every: 1w, times: 3}", "{per_quarter: 1}", "{at: 1d, after: usage_drop}"])
def test_automated_offers_are_held_back_by_something(timing: str) -> None:
    assert said(touchpoint(f"{OFFER}, timing: {timing}"), "GOV007") == [
        "The call goes on selling, and nothing holds it back"
    ]
    assert said(touchpoint(f"{OFFER}, timing: {timing}, stop_when: [bought]"), "GOV007") == []


@pytest.mark.parametrize(
    "fields",
    [
        f"{OFFER}, timing: {{at: 9d}}",
        "type: campaign, automation: manual, timing: {every: 1w}",
        "type: nudge, automation: automated, timing: {every: 1w}",
    ],
)
def test_offers_that_go_on_are_automated_and_come_back(fields: str) -> None:
    assert applicable(touchpoint(fields), "GOV007") == 0


@pytest.mark.parametrize(
    ("fields", "key"),
    [("type: campaign, transactional: true", "transactional"), ("type: invoice, value: commercial", "value")],
)
def test_offers_in_disguise(fields: str, key: str) -> None:
    (finding,) = findings(touchpoint(fields), "GOV008")
    assert finding.path == (key,)
    assert render(finding.message) == "The call sells, but counts as transactional and so escapes the contact budget"


def test_only_offers_can_be_disguised() -> None:
    assert said(touchpoint("type: campaign"), "GOV008") == []
    assert applicable(touchpoint("type: invoice"), "GOV008") == 0


@pytest.mark.parametrize(
    ("fields", "asked"),
    [
        ("type: voucher, channel: email", 1),
        ("type: price_alert, channel: sms", 1),
        ("type: browse_reminder, channel: email", 1),
        ("type: occasion, channel: email, purpose: 20 % off for the birthday", 1),
        ("type: newsletter, channel: email, purpose: Sell the offers of the week", 1),
        ("type: nudge, channel: email, purpose: Rabatt auf das zweite Paar", 1),
        ("type: nudge, channel: email, purpose: Show what saves time", 0),
        ("type: nudge, channel: email, purpose: Show the best-selling modules", 0),
        ("type: reminder, channel: email, purpose: Redeem the voucher before it ends", 0),
        ("type: negotiation, channel: email", 0),
        ("type: proposal, channel: email", 0),
        ("type: campaign, channel: website", 0),
    ],
)
def test_what_sells_needs_a_ground_whatever_its_type(fields: str, asked: int) -> None:
    assert len(said(touchpoint(fields), "GOV006")) == asked
    assert said(touchpoint(f"{fields}, consent: opt_in"), "GOV006") == []


def test_what_sells_is_an_option() -> None:
    text = "audit: {options: {GOV006: {selling: [trial]}}}\n" + touchpoint(
        "type: nudge, channel: email, purpose: A trial"
    )
    assert len(said(text, "GOV006")) == 1
    assert said(text.replace("A trial", "20 % off"), "GOV006") == []


def test_what_belongs_to_a_running_talk_needs_no_further_ground() -> None:
    text = """
touchpoints:
  - {id: demo, name: Demo, type: demo, channel: video, consent: opt_in, leads_to: [sum]}
  - {id: sum, name: Summary, type: campaign, channel: email}
  - {id: price, name: Price list, type: campaign, channel: email, timing: {after: demo}}
  - {id: other, name: Other, type: campaign, channel: email}
"""
    assert [finding.subject.id for finding in findings(text, "GOV006")] == ["other"]


def test_a_ground_is_given_for_each_channel() -> None:
    channels = "channel: [{id: email, consent: opt_in}, sms]"
    assert said(touchpoint(f"type: campaign, {channels}"), "GOV006") == [
        "The call sells to known persons by SMS, and no ground for contacting them is given"
    ]
    assert said(touchpoint(f"type: campaign, consent: opt_in, {channels}"), "GOV006") == []


def case(fields: str, with_case: str = "  - {id: help, name: Complaints, type: complaint}") -> str:
    """Return an inventory that knows of a complaint, and a touchpoint."""
    return f"touchpoints:\n{with_case}\n  - {{id: offer, name: Offer, {fields}}}\n"


@pytest.mark.parametrize(
    "fields",
    [
        "type: campaign, automation: automated",
        "type: survey, automation: automated",
        "type: review_request, timing: {every: 6mo}",
        "type: campaign, timing: {per_quarter: 1}",
    ],
)
def test_offers_and_surveys_wait_while_a_case_is_open(fields: str) -> None:
    assert said(case(fields), "GOV009") == ["Offer goes out whatever is open, though the plan knows of Complaints"]
    for stop in ("help", "complaint", "ticket_opened", "an open complaint"):
        assert said(case(f"{fields}, stop_when: [bought, {stop}]"), "GOV009") == []
    assert len(said(case(f"{fields}, stop_when: [bought]"), "GOV009")) == 1


@pytest.mark.parametrize(
    "text",
    [
        case("type: campaign, timing: {at: 9d}"),
        case("type: nudge, automation: automated"),
        case("type: campaign, automation: automated", "  - {id: help, name: Help, type: checkin}"),
        case("type: campaign, automation: automated", "  - {id: help, name: C, type: complaint, status: retired}"),
    ],
)
def test_what_asks_nothing_by_itself_or_knows_of_no_case_may_go_out(text: str) -> None:
    assert applicable(text, "GOV009") == 0


@pytest.mark.parametrize("event", ["{id: dispute, name: Dispute}", "{id: reklamation}"])
def test_a_case_may_be_an_event_of_the_teams_own(event: str) -> None:
    text = f"events: [{event}]\n" + touchpoint("type: campaign, automation: automated")
    assert len(said(text, "GOV009")) == 1


def test_the_grounds_of_like_touchpoints_are_the_same() -> None:
    text = """
segments: [{id: a}, {id: b}]
touchpoints:
  - {id: x, name: X, type: campaign, channel: [email, sms], consent: opt_in}
  - {id: y, name: Y, channel: [email, sms], OTHER}
"""
    found = findings(text.replace("OTHER", "type: campaign, segments: [b]"), "GOV010")
    assert [render(finding.message) for finding in found] == [
        "for like touchpoints by E-mail different grounds are given: `opt_in` (X), none (Y)",
        "for like touchpoints by SMS different grounds are given: `opt_in` (X), none (Y)",
    ]
    assert len({finding.fingerprint for finding in found}) == 2
    for alike in ("type: campaign, consent: opt_in", "type: nudge", "type: inquiry"):
        assert said(text.replace("OTHER", alike), "GOV010") == []
    assert said(text.replace("OTHER", "type: campaign, consent: contract"), "GOV010") != []
    assert (
        said(
            text.replace("OTHER", "type: campaign, segments: [b]").replace("opt_in}", "opt_in, segments: [a]}"),
            "GOV010",
        )
        == []
    )
