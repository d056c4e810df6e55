from __future__ import annotations

import pytest

from tests.catalogue.answers import applicable, said, touchpoint
from tests.inventories import findings
from tpaudit.inventory.words.terms import CHANNEL_NAME, TYPE


def test_says_that_there_is_no_channel() -> None:
    assert said(touchpoint("type: kickoff"), "CHN001") == ["The call has no channel"]
    assert said(touchpoint("channel: video"), "CHN001") == []


@pytest.mark.parametrize(
    ("touchpoint_type", "channels", "suits"),
    [
        ("kickoff", "email", False),
        ("kickoff", "phone", True),
        ("kickoff", "[email, video]", True),
        ("training", "email", False),
        ("training", "webinar", True),
        ("nudge", "phone", False),
        ("nudge", "push", True),
        ("ticket_reply", "in_app", False),
        ("ticket_reply", "support_ticket", True),
        ("password_reset", "phone", False),
        ("password_reset", "sms", True),
    ],
)
def test_channels_suit_types(touchpoint_type: str, channels: str, suits: bool) -> None:  # noqa: FBT001
    text = touchpoint(f"type: {touchpoint_type}, channel: {channels}")
    name = CHANNEL_NAME.get(channels)
    message = f"The call goes through {name}, which does not suit the type {TYPE[touchpoint_type]}"
    assert said(text, "CHN004") == ([] if suits else [message])


@pytest.mark.parametrize("fields", ["type: kickoff", "channel: email", "type: newsletter, channel: press"])
def test_other_types_and_unknown_channels_are_not_judged(fields: str) -> None:
    assert applicable(touchpoint(fields), "CHN004") == 0


@pytest.mark.parametrize("medium", ["", ", medium: human", ", medium: digital"])
def test_a_channel_of_the_teams_own_suits(medium: str) -> None:
    text = f"channels: [{{id: room, name: Room{medium}}}, {{id: email, name: Letterbox}}]\n"
    assert said(text + touchpoint("type: nudge, channel: room"), "CHN004") == []
    assert said(text + touchpoint("type: kickoff, channel: [room, email]"), "CHN004") == []
    assert said(text + touchpoint("type: kickoff, channel: email"), "CHN004") != []


@pytest.mark.parametrize(("touchpoint_type", "suits"), [("negotiation", True), ("business_review", False)])
def test_a_negotiation_may_be_led_by_email(touchpoint_type: str, *, suits: bool) -> None:
    assert (said(touchpoint(f"type: {touchpoint_type}, channel: email"), "CHN004") == []) == suits


def test_suitable_channels_are_an_option() -> None:
    text = "channels: [{id: hall}]\naudit: {options: {CHN004: {suitable: {training: [hall]}}}}\n"
    assert said(text + touchpoint("type: training, channel: hall"), "CHN004") == []
    assert said(text + touchpoint("type: training, channel: webinar"), "CHN004") != []
    assert said(text + touchpoint("type: kickoff, channel: email"), "CHN004") != []


def passing(lead: str = "leads_to: [kickoff]", first: str = "owner: sales", second: str = "owner: csm") -> str:
    """Return an inventory in which one touchpoint leads to another."""
    return (
        "segments: [{id: smb}, {id: enterprise}]\n"
        "touchpoints:\n"
        f"  - {{id: deal, name: Deal, form: human, {first}, {lead}}}\n"
        f"  - {{id: kickoff, name: Kickoff, form: human, {second}}}\n"
    )


def test_says_between_whom_nothing_is_agreed() -> None:
    message = "Deal (sales) leads to Kickoff (csm), and nothing says how the customer is handed over"
    assert said(passing(), "CHN006") == [message]
    (found,) = findings(passing(), "CHN006")
    assert found.path == ("leads_to", "[kickoff]")
    assert [related.subject.id for related in found.related if related.subject] == ["kickoff"]
    assert said(passing(first="owner: sales, segments: smb"), "CHN006") == [message]


def test_a_handoff_settles_it() -> None:
    text = passing("leads_to: [{to: kickoff, handoff: Joint call}]")
    assert said(text, "CHN006") == []
    assert applicable(text, "CHN006") == 1


@pytest.mark.parametrize(
    "text",
    [
        passing(first="owner: csm"),
        passing(first="priority: low"),
        passing(second="priority: low"),
        passing(second="owner: csm, status: retired"),
        passing(first="owner: sales, segments: smb", second="owner: csm, segments: enterprise"),
        passing("priority: low"),
    ],
)
def test_nobody_is_handed_over_within_one_team_or_to_nobody(text: str) -> None:
    assert applicable(text, "CHN006") == 0


def test_only_people_hand_over_to_people() -> None:
    assert applicable(passing(), "CHN006") == 1
    for machine in ("deal, name: Deal", "kickoff, name: Kickoff"):
        text = passing().replace(f"{{id: {machine}, form: human", f"{{id: {machine}, form: digital")
        assert applicable(text, "CHN006") == 0


def spoken(languages: str, fields: str = "") -> str:
    """Return an inventory with content in these languages, and customers who speak English and German."""
    segments = (
        "segments: [{id: smb, name: SMB, languages: [en]}, {id: dach, name: DACH, languages: [de, EN]}, {id: rest}]"
    )
    return f"{segments}\n" + touchpoint(f"content: {{topic: x{languages}}}{fields}")


def test_names_the_languages_that_are_missing_and_for_whom() -> None:
    assert said(spoken(", languages: [en]"), "CHN008") == [
        "The call exists in English, but customers of DACH speak German too"
    ]
    assert said(spoken(", languages: fr"), "CHN008") == [
        "The call exists in French, but customers of SMB, DACH speak English, German too"
    ]
    (found,) = findings(spoken(", languages: en"), "CHN008")
    assert found.segments == ("dach",)
    assert found.path == ("content", "languages")


def test_all_languages_of_those_whom_it_is_meant_for_are_enough() -> None:
    assert said(spoken(", languages: [EN, de]"), "CHN008") == []
    assert said(spoken(", languages: [en]", ", segments: [smb, rest]"), "CHN008") == []


@pytest.mark.parametrize(
    ("written", "asked", "is_covered"),
    [
        ("de", "de-AT", True),
        ("de-AT", "de", True),
        ("de_at", "DE-AT", True),
        ("de-CH", "de-AT", False),
        ("pt-BR", "pt-PT", False),
        ("zh-Hant", "zh-Hant-TW", True),
        ("zh-Hans", "zh-Hant", False),
        ("de", "den", False),
    ],
)
def test_a_language_covers_its_regions_and_is_covered_by_them(written: str, asked: str, is_covered: bool) -> None:  # noqa: FBT001
    text = f"segments: [{{id: smb, languages: [{asked}]}}]\n" + touchpoint(f"content: {{languages: {written}}}")
    assert (said(text, "CHN008") == []) == is_covered


@pytest.mark.parametrize("text", [spoken(""), spoken(", languages: en", ", segments: rest"), touchpoint("type: nudge")])
def test_without_languages_on_both_sides_nothing_is_judged(text: str) -> None:
    assert applicable(text, "CHN008") == 0
