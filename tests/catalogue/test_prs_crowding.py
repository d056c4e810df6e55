from __future__ import annotations

import pytest

from tests.catalogue.answers import applicable, said
from tests.catalogue.segments import plan
from tests.inventories import findings
from tpaudit.messages import render


@pytest.mark.parametrize(("spacing", "tight"), [("2d", 0), ("3d", 1), ("16h", 0)])
def test_contacts_in_one_channel_keep_their_distance(spacing: str, tight: int) -> None:
    text = plan(f"min_spacing: {spacing}", "timing: {at: 1d}", "timing: {at: 3d}")
    assert len(said(text, "PRS005")) == tight


def test_the_closest_pair_is_named() -> None:
    text = plan("min_spacing: 4d", "timing: {at: 1d}", "timing: {at: 4d}", "timing: {at: 5d}")
    (finding,) = findings(text, "PRS005")
    assert render(finding.message) == (
        "T1 on day 4 and T2 on day 5 reach a customer of smb by E-mail, closer than 4 days (2 such pairs)"
    )
    assert [related.location.span.line for related in finding.related] == [5, 6]


def test_each_channel_is_a_finding_of_its_own() -> None:
    text = plan("min_spacing: 2d", *["channel: [email, sms], timing: {at: 1d}"] * 2, "channel: phone, timing: {at: 1d}")
    found = findings(text, "PRS005")
    assert len({finding.fingerprint for finding in found}) == len(found) == 2


def test_different_persons_or_channels_do_not_meet() -> None:
    segment = "min_spacing: 9d, stakeholders: [boss, user]"
    assert said(plan(segment, "timing: {at: 1d}", "stakeholders: [user], timing: {at: 1d}"), "PRS005") == []
    assert said(plan(segment, "timing: {at: 1d}", "channel: sms, timing: {at: 1d}"), "PRS005") == []


def test_spacing_is_asked_for_only_where_declared() -> None:
    assert applicable(plan("", "timing: {at: 1d}"), "PRS005") == 0


@pytest.mark.parametrize(("count", "crowded"), [(2, 0), (3, 1)])
def test_a_day_takes_two_contacts(count: int, crowded: int) -> None:
    assert len(said(plan("", *["timing: {at: 1d}"] * count), "PRS006")) == crowded


def test_the_most_crowded_day_is_named() -> None:
    text = plan(
        "", *["timing: {at: 1d}"] * 3, "channel: [email, sms], timing: [{at: 5d}, {at: 6d}]", *["timing: {at: 6d}"] * 2
    )
    assert said(text, "PRS006") == [
        "4 contacts reach a customer of smb on day 6, more than 2: T3 through 2 channels, T4, T5 (2 such days)",
    ]


def test_crowded_days_have_an_option() -> None:
    options = "audit: {options: {crowded-day: {max_per_day: 3}}}"
    assert said(plan("", *["timing: {at: 1d}"] * 3, root=options), "PRS006") == []


def test_a_budget_for_the_day_decides_instead() -> None:
    three = ["timing: {at: 1d}"] * 3
    assert applicable(plan("contact_budget: {per_day: 1}", *three), "PRS006") == 0
    assert applicable(plan("", *three, root="contact_budget: {per_day: 9}"), "PRS006") == 0
    assert said(plan("contact_budget: {phases: {onboarding: {per_day: 9}}}", *three), "PRS006") == []
    assert said(plan("contact_budget: {phases: {adoption: {per_day: 9}}}", *three), "PRS006") != []


SURVEY = "type: survey"


@pytest.mark.parametrize(("day", "close"), [("91d", 0), ("90d", 1)])
def test_surveys_are_ninety_days_apart(day: str, close: int) -> None:
    text = plan("", f"{SURVEY}, timing: {{at: 1d}}", f"{SURVEY}, timing: {{at: {day}}}")
    assert len(said(text, "PRS007")) == close


def test_the_closest_surveys_are_named() -> None:
    text = plan("", f"{SURVEY}, timing: {{every: 60d, times: 3}}", f"{SURVEY}, timing: {{at: 100d}}")
    (finding,) = findings(text, "PRS007")
    assert render(finding.message) == (
        "T1 on day 100 and T0 on day 120 ask a customer of smb, less than 90 days apart (3 such pairs)"
    )
    assert [related.location.span.line for related in finding.related] == [5, 4]


def test_one_survey_through_two_channels_is_one() -> None:
    text = plan("", f"{SURVEY}, channel: [email, in_app], timing: {{at: 1d}}")
    assert applicable(text, "PRS007") == 1
    assert said(text, "PRS007") == []


@pytest.mark.parametrize(
    ("fields", "asked"),
    [
        ("transactional: true", 1),
        ("stakeholders: [boss]", 0),
        ("channel: website", 0),
        ("initiation: reactive", 0),
    ],
)
def test_whoever_is_asked_is_surveyed_whether_or_not_a_budget_counts_it(fields: str, asked: int) -> None:
    text = plan(
        "stakeholders: [user, boss]", f"{SURVEY}, timing: {{at: 1d}}", f"{SURVEY}, {fields}, timing: {{at: 5d}}"
    )
    assert applicable(text, "PRS007") == 1
    assert len(said(text, "PRS007")) == asked


@pytest.mark.parametrize("fields", ["timing: {at: 1d}", f"{SURVEY}, timing: {{per_quarter: 3}}"])
def test_without_dated_surveys_there_is_nothing_to_judge(fields: str) -> None:
    assert applicable(plan("", fields), "PRS007") == 0


def test_surveys_have_an_option() -> None:
    options = "audit: {options: {survey-pressure: {min_gap: 1mo}}}"
    surveys = f"{SURVEY}, timing: {{every: 30d, times: 2}}"
    assert said(plan("", surveys, root=options), "PRS007") == []


def test_days_that_the_tool_chose_are_nobodys_crowd() -> None:
    yearly = [f"{channel}, timing: {{every: 1y}}" for channel in ("channel: email", "channel: sms", "channel: push")]
    assert said(plan("", *yearly), "PRS006") == []
    assert len(said(plan("", *(fields.replace("1y", "1y, at: 365d") for fields in yearly)), "PRS006")) == 1


def test_pairs_that_the_tool_chose_are_not_too_close() -> None:
    assert said(plan("min_spacing: 2d", "timing: {every: 2w}", "timing: {at: 14d}"), "PRS005") == []
    assert len(said(plan("min_spacing: 2d", "timing: {every: 2w, at: 14d}", "timing: {at: 14d}"), "PRS005")) == 1


@pytest.mark.parametrize(("segment", "crowded"), [("go_live: 30d", 1), ("contract: 12mo", 0)])
def test_a_day_after_a_default_is_nobodys_choice(segment: str, crowded: int) -> None:
    assert len(said(plan(segment, *["timing: {at: 1d, after: go_live}"] * 3), "PRS006")) == crowded


@pytest.mark.parametrize(("hours", "tight"), [("3h", 1), ("4h", 0)])
def test_spacing_in_hours_is_held_in_hours(hours: str, tight: int) -> None:
    text = plan("min_spacing: 4h", "timing: {at: 0h}", f"timing: {{at: {hours}}}")
    assert len(said(text, "PRS005")) == tight


def test_different_audiences_do_not_crowd_each_other() -> None:
    rows = [f"audience: {audience}, timing: {{at: 1d}}" for audience in ("a few", "some", "others")]
    assert said(plan("", *rows), "PRS006") == []
    assert (
        len(said(plan("", *(row.replace("some", "a few").replace("others", "a few") for row in rows)), "PRS006")) == 1
    )


@pytest.mark.parametrize("fields", ["type: training, feedback: {instrument: csat}", "type: nudge"])
def test_only_surveys_are_surveys(fields: str) -> None:
    assert applicable(plan("", f"{fields}, timing: {{every: 1mo}}"), "PRS007") == 0
