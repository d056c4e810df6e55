from __future__ import annotations

import pytest

from tests.catalogue.answers import applicable, said, touchpoint
from tests.inventories import findings


def contacts(by_email: int, by_phone: int, more: str = "", segment: str = "id: smb") -> str:
    """Return an inventory with so many dated contacts in either channel."""
    return (
        f"segments: [{{{segment}}}]\n"
        "touchpoints:\n"
        f"  - {{id: mail, name: Mail, type: nudge, channel: email, timing: {{every: 1d, times: {by_email}}}}}\n"
        f"  - {{id: call, name: Call, type: checkin, channel: phone, timing: {{every: 1d, times: {by_phone}}}}}\n{more}"
    )


def test_a_channel_may_carry_three_fifths() -> None:
    assert said(contacts(6, 4), "CHN002") == []
    assert said(contacts(7, 4), "CHN002") == [
        "E-mail carries 7 of the 11 contacts with a customer of smb, more than 60%"
    ]


def test_few_contacts_are_not_judged() -> None:
    assert applicable(contacts(8, 1), "CHN002") == 0
    assert applicable(contacts(9, 1), "CHN002") == 1


def test_expected_contacts_count_by_their_rate_and_what_lies_outside_the_period_does_not() -> None:
    rate = "  - {id: news, name: News, type: newsletter, channel: email, timing: {per_quarter: 9.1}}\n"
    assert said(contacts(6, 4, rate), "CHN002") == [
        "E-mail carries 42.6 of the 46.6 contacts with a customer of smb, more than 60%"
    ]
    later = "  - {id: late, name: Late, type: newsletter, channel: email, timing: {at: 366d}}\n"
    assert said(contacts(6, 4, later), "CHN002") == []


def test_each_contact_counts_once_for_the_account() -> None:
    text = contacts(6, 4, segment="id: smb, stakeholders: [champion, end_user]")
    assert said(text.replace("type: nudge,", "type: nudge, stakeholders: all,"), "CHN002") == []


def test_share_and_number_are_options() -> None:
    options = "audit: {options: {CHN002: {max_share: 0.4, min_contacts: 2}}}\n"
    assert sorted(said(contacts(1, 1, options), "CHN002")) == [
        "E-mail carries 1 of the 2 contacts with a customer of smb, more than 40%",
        "Phone carries 1 of the 2 contacts with a customer of smb, more than 40%",
    ]
    identities = [finding.fingerprint for finding in findings(contacts(1, 1, options), "CHN002")]
    assert len(dict.fromkeys(identities)) == 2


def test_an_avoided_channel_is_used() -> None:
    text = "segments: [{id: smb, avoided_channels: [phone, sms]}]\n"
    assert said(text + touchpoint("channel: sms"), "CHN003") == [
        "customers of smb do not want SMS, but 1 touchpoint uses it"
    ]
    (found,) = findings(text + touchpoint("channel: sms"), "CHN003")
    assert found.path == ("avoided_channels", "[sms]")
    assert [related.subject.id for related in found.related if related.subject] == ["call"]


def test_customers_may_choose_a_channel_that_they_avoid_otherwise() -> None:
    text = "segments: [{id: smb, avoided_channels: phone}]\n"
    assert said(text + touchpoint("type: ticket_reply, channel: phone"), "CHN003") == []


def test_many_users_of_an_avoided_channel_are_counted_and_some_named() -> None:
    listed = ", ".join(f"{{id: t{number}, name: T, channel: sms}}" for number in range(7))
    (found,) = findings(f"segments: [{{id: smb, avoided_channels: sms}}]\ntouchpoints: [{listed}]", "CHN003")
    assert found.message.values["count"] == 7
    assert len(found.related) == 5


def test_a_preferred_channel_is_not_used() -> None:
    text = "segments: [{id: smb, preferred_channels: [video, email]}, {id: other}]\n"
    assert said(text + touchpoint("channel: email"), "CHN003") == [
        "customers of smb like Video call, but no touchpoint uses it"
    ]
    assert said(text + touchpoint("channel: [video, email], segments: other"), "CHN003") == [
        "customers of smb like Video call, but no touchpoint uses it",
        "customers of smb like E-mail, but no touchpoint uses it",
    ]
    assert said(text + touchpoint("channel: [video, email]"), "CHN003") == []


def test_without_preferences_nothing_is_ignored() -> None:
    assert applicable(touchpoint("channel: sms"), "CHN003") == 0


@pytest.mark.parametrize(("channel", "side"), [("[email, video]", "online"), ("phone", "offline")])
def test_the_whole_journey_on_one_side(channel: str, side: str) -> None:
    text = touchpoint(f"channel: {channel}")
    assert said("scope: full\n" + text, "CHN005") == [f"the whole journey of 1 touchpoint is {side}"]
    assert applicable(text, "CHN005") == 0


def test_both_sides_or_no_channel_at_all() -> None:
    assert said("scope: full\n" + touchpoint("channel: [email, phone]"), "CHN005") == []
    assert applicable("scope: full\n" + touchpoint("type: kickoff"), "CHN005") == 0


@pytest.mark.parametrize("fields", ["type: ticket_reply", "type: documentation, phase: support"])
def test_support_through_one_channel_only(fields: str) -> None:
    assert said(touchpoint(f"{fields}, channel: phone"), "CHN007") == ["customers get support through Phone only"]
    assert said(touchpoint(f"{fields}, channel: [phone, email]"), "CHN007") == []


@pytest.mark.parametrize(
    "fields",
    [
        "type: ticket_reply",
        "type: nudge, phase: support, channel: email",
        "type: documentation, phase: adoption, channel: email",
        "type: ticket_reply, channel: phone, status: idea",
    ],
)
def test_where_no_support_has_a_channel_nothing_is_judged(fields: str) -> None:
    assert applicable(touchpoint(fields), "CHN007") == 0
