from __future__ import annotations

import pytest

from tests.catalogue.answers import applicable, said, touchpoint
from tests.inventories import findings


def test_says_that_there_is_no_purpose() -> None:
    assert said(touchpoint("type: kickoff"), "PUR001") == ["The call has no purpose"]
    assert said(touchpoint("purpose: '  '"), "PUR001") == ["The call has no purpose"]
    assert said(touchpoint("purpose: any"), "PUR001") == []


@pytest.mark.parametrize(
    ("purpose", "why"),
    [
        ("TBD", "is a placeholder"),
        ("n/a", "is a placeholder"),
        ("?", "is a placeholder"),
        ("…", "is a placeholder"),
        ("To be defined.", "is a placeholder"),
        ("TODO ask marketing what this is for", "is a placeholder"),
        ("The call", "only repeats the name"),
        ("Call with the customers", "only repeats the name"),
        ("Touch base", "is a filler"),
        ("Check-in with the customer", "is a filler"),
        ("Keep in touch and follow up", "is a filler"),
        ("Mit dem Kunden in Kontakt bleiben", "is a filler"),
        ("Agree goals", "has only 2 words"),
        ("Goals", "has only 1 word"),
    ],
)
def test_says_why_a_purpose_is_vague(purpose: str, why: str) -> None:
    assert said(touchpoint(f"purpose: '{purpose}'"), "PUR002") == [f"the purpose of The call {why}: {purpose}"]


@pytest.mark.parametrize(
    "purpose",
    [
        "Agree on goals",
        "Check in on the open data import",
        "Todo list of the project is agreed",
        "Follow up on the offer before it expires",
        "Die ersten drei Schritte zeigen",
    ],
)
def test_accepts_a_purpose_that_says_something(purpose: str) -> None:
    assert said(touchpoint(f"purpose: {purpose}"), "PUR002") == []


def test_what_has_no_purpose_is_not_vague() -> None:
    assert applicable(touchpoint("type: kickoff"), "PUR002") == 0


def test_words_and_fillers_are_options() -> None:
    options = "\naudit: {options: {PUR002: {min_words: 2, fillers: [show presence]}}}"
    assert said(touchpoint("purpose: Agree goals") + options, "PUR002") == []
    assert said(touchpoint("purpose: touch base") + options, "PUR002") == []
    assert said(touchpoint("purpose: show presence to the customers") + options, "PUR002") == [
        "the purpose of The call is a filler: show presence to the customers"
    ]


@pytest.mark.parametrize("value", ["adds_value", "commercial"])
def test_what_helps_or_sells_needs_an_objective(value: str) -> None:
    assert said(touchpoint(f"value: {value}"), "PUR003") == ["nothing says what is true after The call"]
    assert said(touchpoint(f"value: {value}, objective: Goals agreed"), "PUR003") == []


@pytest.mark.parametrize("fields", ["type: invoice", "owner: csm"])
def test_what_must_be_or_is_undeclared_needs_none(fields: str) -> None:
    assert applicable(touchpoint(fields), "PUR003") == 0


def test_names_what_is_missing_of_the_customers_view() -> None:
    assert said(touchpoint("type: training, customer_action: none"), "PUR004") == [
        "The call leaves out the customer's view: `customer_benefit`, `next_step`"
    ]
    complete = "customer_benefit: a, customer_action: none, next_step: b"
    assert said(touchpoint(f"type: training, {complete}"), "PUR004") == []
    assert applicable(touchpoint("type: campaign"), "PUR004") == 0


def twins(first: str = "", second: str = "", more: str = "", third: str = "") -> str:
    """Return an inventory of touchpoints with the same purpose, phase and channel, unless the fields say otherwise."""
    same = "phase: adoption, channel: [email, sms], purpose: Show what saves time"
    listed = [f"{{id: a, name: A, {same}{first}}}", f"{{id: b, name: B, {same}{second}}}"]
    if third:
        listed.append(f"{{id: c, name: C, {same}{third}}}")
    return f"touchpoints: [{', '.join(listed)}]\n{more}"


SEGMENTS = "segments: [{id: smb}, {id: enterprise}]"
B_LIKE_A = ["B has the same purpose as A, in the same phase and channel"]


def test_same_purpose_is_found_once_with_the_first() -> None:
    (found,) = findings(twins(), "PUR005")
    assert found.path == ("purpose",)
    assert [related.subject.id for related in found.related if related.subject] == ["a"]


@pytest.mark.parametrize(
    "text",
    [
        twins(),
        twins(second=", status: upcoming"),
        twins(", segments: [smb, enterprise]", ", segments: enterprise", SEGMENTS),
        twins(", segments: smb", "", SEGMENTS),
        twins().replace(
            "[email, sms], purpose: Show what saves time}]", "[sms, email], purpose: show what saves time.}]"
        ),
    ],
)
def test_same_purpose_in_any_spelling_and_overlap(text: str) -> None:
    assert said(text, "PUR005") == B_LIKE_A


@pytest.mark.parametrize(
    "text",
    [
        twins(", segments: smb", ", segments: enterprise", SEGMENTS),
        twins("", ", status: retired"),
        twins(", leads_to: [b]"),
        twins("", ", timing: {at: 3d, after: a}"),
        twins(", timing: {at: 3d, after_each: b}"),
        twins(", leads_to: [b]", third=", timing: {at: 1w, after: b}"),
        twins().replace("adoption", "onboarding", 1),
        twins().replace("[email, sms]", "email", 1),
        twins().replace("saves time", "makes money", 1),
        twins().replace("Show what saves time", "TBD"),
    ],
)
def test_other_customers_series_and_differences_are_no_duplicates(text: str) -> None:
    assert said(text, "PUR005") == []


def test_a_third_touchpoint_outside_of_a_series_is_a_duplicate() -> None:
    text = twins(", leads_to: [b]", third=", owner: marketing")
    assert said(text, "PUR005") == ["C has the same purpose as A, in the same phase and channel"]


def test_without_purposes_nothing_can_be_duplicate() -> None:
    assert applicable(touchpoint("phase: adoption, channel: email"), "PUR005") == 0


def test_what_says_nothing_is_not_shared() -> None:
    text = "touchpoints:\n" + "".join(
        f"  - {{id: {name}, name: {name}, phase: adoption, channel: phone, purpose: Touch base}}\n" for name in "ab"
    )
    assert said(text, "PUR005", "PUR002") == []
    assert said(text, "PUR005") == ["b has the same purpose as a, in the same phase and channel"]


AUDIENCES = "audiences: [{id: yes, name: Y, one_of: vote}, {id: no, name: N, one_of: vote}, {id: odd, name: O}]\n"


@pytest.mark.parametrize(
    ("first", "second", "duplicates"),
    [
        ("yes", "no", 0),
        ("yes", "odd", 1),
        ("yes", "yes", 1),
        ("variant A", "variant B", 0),
        ("variant A", "variant A", 1),
    ],
)
def test_nobody_gets_what_is_meant_for_those_who_exclude_each_other(first: str, second: str, duplicates: int) -> None:
    text = AUDIENCES.replace("id: yes", 'id: "yes"').replace("id: no,", 'id: "no",')
    text += twins(f', audience: "{first}"', f', audience: "{second}"')
    assert len(said(text, "PUR005")) == duplicates


def moment(second: str) -> str:
    """Return an inventory of an e-mail and another touchpoint with the same purpose."""
    first = "phase: onboarding, channel: email, purpose: Show what saves time, timing: {at: 3d}"
    return f"touchpoints: [{{id: a, name: A, {first}}}, {{id: b, name: B, purpose: Show what saves time, {second}}}]"


def test_one_message_through_two_channels_is_one_touchpoint() -> None:
    assert said(moment("phase: onboarding, channel: sms, timing: {at: 3d}"), "PUR005") == [
        "B says at the same moment what A says, through another channel"
    ]


@pytest.mark.parametrize(
    "second",
    [
        "phase: onboarding, channel: sms, timing: {at: 4d}",
        "phase: onboarding, channel: sms, timing: {at: 3d}, status: idea",
        "phase: onboarding, channel: sms",
        "phase: onboarding, timing: {at: 3d}",
    ],
)
def test_another_moment_or_no_channel_makes_no_twins(second: str) -> None:
    assert said(moment(second), "PUR005") == []
