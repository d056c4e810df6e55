from __future__ import annotations

import pytest

from tests.catalogue.answers import applicable, said
from tests.catalogue.segments import plan
from tests.inventories import findings
from tpaudit.messages import Days, render


@pytest.mark.parametrize(("floor", "missed"), [("1", 0), ("1.01", 1)])
def test_the_floor_is_held_in_every_quarter(floor: str, missed: int) -> None:
    text = plan(f"min_per_quarter: {floor}", "timing: [{at: 1d}, {at: 100d}, {at: 200d}, {at: 300d}]")
    assert len(said(text, "PRS003")) == missed


def test_the_worst_quarter_of_the_main_contact_is_named() -> None:
    text = plan(
        "stakeholders: [boss, user], min_per_quarter: 2",
        "timing: [{at: 1d}, {at: 2d}, {at: 100d}, {at: 300d}]",
        "stakeholders: [user], timing: {every: 1w}",
    )
    (finding,) = findings(text, "PRS003")
    assert render(finding.message) == (
        "on days 184 to 274 the boss of smb gets 0 contacts; promised: 2 (3 of 4 quarters fall short)"
    )
    assert finding.path == ("min_per_quarter",)


@pytest.mark.parametrize(
    ("fields", "judged"),
    [
        ("timing: {at: 1d, after: usage_drop}", 0),
        ("type: checkin, channel: phone", 0),
        ("timing: {as_needed: true}", 1),
        ("type: invoice", 1),
        ("stakeholders: [user], timing: {at: 1d, after: usage_drop}", 1),
    ],
)
def test_a_floor_is_not_missed_while_something_is_open(fields: str, judged: int) -> None:
    rows = f"{{id: a, name: A, channel: email, type: nudge, timing: {{at: 1d}}}}, {{id: b, name: B, {fields}}}"
    text = f"segments: [{{id: s, min_per_quarter: 1, stakeholders: [boss, user]}}]\ntouchpoints: [{rows}]"
    assert applicable(text, "PRS003") == judged


@pytest.mark.parametrize("segment", ["contract: 12mo", "min_per_quarter: 3, contract: 2mo, renews: false"])
def test_without_promise_or_quarter_there_is_no_floor(segment: str) -> None:
    assert applicable(plan(segment, "timing: {at: 1d}"), "PRS003") == 0


@pytest.mark.parametrize(
    ("segment", "allowed"),
    [
        ("max_silence: 40d", 40),
        ("touch_model: high_touch", 35),
        ("touch_model: mid_touch", 50),
        ("touch_model: low_touch", 65),
        ("touch_model: tech_touch", 95),
        ("touch_model: high_touch, max_silence: 3mo", 91),
    ],
)
def test_a_silence_may_last_as_long_as_the_touch_model_allows(segment: str, allowed: int) -> None:
    assert said(plan(segment, f"timing: {{every: {allowed}d}}"), "PRS004") == []
    assert said(plan(segment, f"timing: {{every: {allowed + 1}d}}"), "PRS004") != []


def test_the_longest_silence_is_named() -> None:
    text = plan("max_silence: 60d", "timing: [{at: 30d}, {at: 91d}, {at: 183d}, {at: 274d}, {at: 300d}]")
    (message,) = said(text, "PRS004")
    assert message == (
        "for 92 days, from day 91 to day 183, nothing that adds value reaches a customer of smb; the limit is 60 days;"
        " 3 more silences are too long"
    )


def test_only_what_adds_value_ends_a_silence() -> None:
    text = plan("max_silence: 100d", "timing: {every: 30d}, value: commercial")
    (message,) = said(text, "PRS004")
    assert message.startswith("for 365 days, from day 0 to day 365, nothing that adds value reaches a customer of smb")


def test_each_stakeholder_can_be_left_in_silence() -> None:
    text = plan(
        "stakeholders: [boss, user], max_silence: 40d",
        "timing: {every: 30d}",
        "stakeholders: [user], timing: {every: 90d}",
    )
    (message,) = said(text, "PRS004")
    assert "from day 0 to day 90, nothing that adds value reaches the user of smb" in message
    assert message.endswith("3 more silences are too long")


def test_silence_needs_a_measure() -> None:
    assert applicable(plan("contract: 12mo", "timing: {at: 1d}"), "PRS004") == 0


CALLS = "channel: phone"


@pytest.mark.parametrize(("every", "silent"), [("95d", 0), ("96d", 1)])
def test_a_human_silence_may_last_a_quarter(every: str, silent: int) -> None:
    text = plan("touch_model: mid_touch", "timing: {every: 2w}", f"{CALLS}, timing: {{every: {every}}}")
    messages = said(text, "PRS009", "PRS004")
    assert len(messages) == silent
    if silent:
        assert messages == [
            "for 96 days, from day 0 to day 96, nobody talks with a customer of smb; the limit is 95 days"
        ]


@pytest.mark.parametrize("segment", ["touch_model: low_touch", "max_silence: 35d"])
def test_human_silence_is_for_human_touch(segment: str) -> None:
    assert applicable(plan(segment, f"{CALLS}, timing: {{at: 1d}}"), "PRS009") == 0


def test_one_silence_is_told_once() -> None:
    text = plan("touch_model: high_touch", f"{CALLS}, timing: [{{at: 20d}}, {{at: 150d}}, {{at: 250d}}, {{at: 340d}}]")
    assert said(text, "PRS009") != []
    assert applicable(text, "PRS009", "PRS004") == 0


def test_a_human_silence_that_others_fill_is_told_besides() -> None:
    text = plan("touch_model: high_touch", f"{CALLS}, timing: {{at: 20d}}", "timing: [{at: 40d}, {at: 200d}]")
    (message,) = said(text, "PRS009", "PRS004")
    assert "from day 20 to day 365" in message


def test_whom_nothing_reaches_at_all_is_left_to_the_rule_about_stakeholders() -> None:
    text = """
segments:
  - id: enterprise
    max_silence: 100d
    stakeholders: [champion, it_security]
touchpoints:
  - id: review
    name: Review
    type: business_review
    channel: video
    timing:
      every: 4mo
"""
    found = findings(text, "PRS004", "STK001")
    assert [finding.code for finding in found] == ["PRS004", "STK001", "STK001"]
    assert found[0].message.values["length"] == Days(122)
