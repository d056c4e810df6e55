"""Small plans of real kinds, each asked as a whole: what is told of them, and what is not."""

from __future__ import annotations

from tests.inventories import audit_text
from tpaudit.severity import Severity


def told(text: str, *families: str) -> set[tuple[str, str]]:
    """Return code and subject of each warning and error; of these families only, where some are named."""
    found = audit_text(text).findings
    return {
        (finding.code, finding.subject.id)
        for finding in found
        if finding.severity is not Severity.INFO and (not families or finding.code.startswith(families))
    }


def test_what_only_the_silent_get_ends_no_silence_of_the_others() -> None:
    text = """
segments: [{id: firm, touch_model: high_touch}]
touchpoints:
  - {id: start, name: Start, type: kickoff, phase: onboarding, channel: video, timing: {at: 2d}}
  - {id: wake, name: Wake up, type: checkin, phase: retention, channel: phone, audience: the silent,
     timing: {every: 3w}}
  - {id: help, name: Help, type: health_alert, phase: retention, channel: phone, timing: {after: usage_drop}}
"""
    assert ("PRS004", "firm") in told(text)


def test_a_role_that_gets_bills_and_letters_is_reached_and_needs_no_talk() -> None:
    text = """
segments: [{id: firm, touch_model: high_touch, stakeholders: [head, accounts]}]
touchpoints:
  - {id: start, name: Start, type: kickoff, phase: onboarding, channel: video, timing: {at: 3d}}
  - {id: call, name: Call, type: checkin, phase: adoption, channel: phone, timing: {every: 1mo}}
  - {id: bill, name: Bill, type: invoice, phase: retention, stakeholders: [accounts], channel: invoice,
     timing: {every: 1mo}}
  - {id: news, name: Tax news, type: newsletter, phase: retention, stakeholders: [accounts], channel: email,
     timing: {every: 1mo}}
"""
    assert told(text, "PRS009", "STK001") == set()


def test_a_ticket_hands_nobody_over_to_its_survey() -> None:
    text = """
owners: [{id: desk, role: support}, {id: quality, role: support}]
events: [{id: case_closed}]
touchpoints:
  - {id: case, name: Case, type: ticket_reply, phase: support, channel: support_ticket, owner: desk, leads_to: [ease],
     service_standard: {first_response: 4h}}
  - {id: ease, name: How easy was it, type: survey, phase: support, channel: email, owner: quality,
     automation: automated, timing: {after: case_closed}}
"""
    assert told(text, "CHN006", "GOV009") == set()


def test_one_contact_without_a_day_is_told_once() -> None:
    text = """
scope: own
segments: [{id: homes, contract: none, stakeholders: [parent, child]}]
phases: [{id: ask, name: Asking}]
touchpoints:
  - {id: letter, name: Letter by the school, type: request, phase: ask, stakeholders: [parent], channel: email,
     owner: team, purpose: Ask whether the child may come}
  - {id: visit, name: Visit, type: appointment, phase: ask, stakeholders: [child], channel: in_person, owner: team,
     purpose: Examine the child, timing: {at: 21d}}
"""
    assert told(text, "TIM", "STK", "PHS006") == {("TIM001", "letter")}


def test_a_call_that_was_asked_for_and_a_link_keep_nobody_waiting() -> None:
    text = """
touchpoints:
  - {id: back, name: Call back, type: consultation, phase: support, channel: phone,
     service_standard: {first_response: 1d}}
  - {id: off, name: Switch off the mails, type: other, form: digital, initiation: reactive, value: necessary,
     transactional: true, phase: support, channel: email}
"""
    assert told(text, "TEL", "CAT003") == set()


def test_a_notice_three_months_before_the_end_is_a_word_about_the_renewal() -> None:
    text = """
segments: [{id: club, touch_model: tech_touch}]
touchpoints:
  - {id: note, name: It renews, type: renewal_notice, phase: renewal, channel: email,
     timing: {at: 90d, before: contract_end}}
"""
    assert told(text, "TIM007", "TIM008") == set()


def test_a_reminder_without_channel_and_day_lacks_both() -> None:
    text = """
scope: own
phases: [{id: clinic, name: Clinic}]
touchpoints: [{id: remind, name: Reminder, type: reminder, phase: clinic, owner: nurse, purpose: Remind of the date}]
"""
    assert told(text, "CHN001", "TIM001") == {("CHN001", "remind"), ("TIM001", "remind")}


def test_many_senders_at_the_start_and_somebody_new_at_the_end() -> None:
    text = """
segments: [{id: firm, touch_model: high_touch}]
touchpoints:
  - {id: hello, name: Hello, type: introduction, phase: onboarding, channel: video, owner: sales, timing: {at: 0d}}
  - {id: tips, name: Tips, type: nudge, phase: onboarding, channel: email, owner: marketing, timing: {at: 2d}}
  - {id: start, name: Start, type: kickoff, phase: onboarding, channel: video, owner: csm, timing: {at: 5d}}
  - {id: new, name: Your new contact, type: introduction, phase: renewal, channel: video, owner: csm,
     timing: {at: 12mo}}
"""
    assert told(text, "OWN") == {("OWN008", "firm"), ("OWN009", "firm")}


SERIES = """
segments: [{id: buyer, starts_with: order}]
touchpoints:
""" + "".join(
    f"  - {{id: {event}-{hours}, name: {event} {hours}, type: cart_reminder, phase: retention, channel: email, "
    f"consent: opt_in, stop_when: [order], timing: {{at: {hours}h, after: {event}}}}}\n"
    for event in ("basket", "checkout")
    for hours in (1, 24, 72)
)


def test_two_series_for_one_basket_can_meet() -> None:
    apart = "events: [{id: basket}, {id: checkout}]" + SERIES
    assert told(apart, "PRS008", "PRS011") == {("PRS011", "buyer")}
    plan_text = "events: [{id: basket}, {id: checkout, after: basket}]" + SERIES
    assert told(plan_text, "PRS008", "PRS011") == {("PRS008", "basket")}


def test_two_campaigns_on_one_week_are_more_than_the_budget() -> None:
    text = """
scope: own
phases: [{id: use, name: Use}]
events: [{id: e}, {id: letter, per_quarter: 0.5}, {id: history, per_quarter: 0.5}]
segments: [{id: s, starts_with: e, horizon: 91d, contact_budget: {per_week: 2}}]
touchpoints:
  - {id: l, name: L, type: nudge, phase: use, channel: email,
     timing: [{at: 7d, after: letter}, {at: 9d, after: letter}]}
  - {id: h, name: H, type: nudge, phase: use, channel: email,
     timing: [{at: 7d, after: history}, {at: 8d, after: history}]}
"""
    assert told(text, "PRS002", "PRS011") == {("PRS011", "s")}
