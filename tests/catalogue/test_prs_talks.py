from __future__ import annotations

import pytest

from tests.catalogue.answers import applicable, said
from tests.catalogue.segments import plan
from tests.inventories import findings

LETTERS = "type: newsletter, timing: {every: 1mo}"
NOBODY = ["nobody talks with customers of smb in the whole time that the plan covers"]


@pytest.mark.parametrize("model", ["high_touch", "mid_touch", "low_touch"])
def test_somebody_talks_with_whoever_has_a_contract(model: str) -> None:
    assert said(plan(f"touch_model: {model}", LETTERS), "PRS010") == NOBODY


@pytest.mark.parametrize("segment", ["touch_model: tech_touch", "", "touch_model: low_touch, contract: none"])
def test_nobody_has_to_talk_there(segment: str) -> None:
    assert applicable(plan(segment, LETTERS), "PRS010") == 0


@pytest.mark.parametrize(
    ("fields", "talks"),
    [
        ("type: checkin, channel: phone, timing: {at: 60d}", True),
        ("type: checkin, channel: video, timing: {per_quarter: 1}", True),
        ("type: proposal, channel: in_person, timing: {at: 60d}", True),
        ("type: training, channel: webinar, timing: {at: 60d}", False),
        ("type: event, channel: event, timing: {at: 60d}", False),
        ("type: checkin, channel: phone, timing: {as_needed: true}", False),
        ("type: checkin, channel: phone, audience: vip, timing: {at: 60d}", False),
        ("type: checkin, channel: phone, timing: {at: 1d, after: usage_drop}", False),
        ("type: checkin, channel: phone, timing: {at: 370d}", False),
    ],
)
def test_what_is_a_talk(fields: str, *, talks: bool) -> None:
    assert (said(plan("touch_model: low_touch", LETTERS, fields), "PRS010") == []) == talks


def test_a_talk_that_does_not_say_when_may_still_come() -> None:
    assert applicable(plan("touch_model: low_touch", "type: checkin, channel: phone"), "PRS010") == 0


def test_the_first_talk_does_not_sell_the_renewal() -> None:
    sale = "type: negotiation, channel: phone, timing: {at: 60d, before: contract_end}"
    (finding,) = findings(plan("touch_model: low_touch", LETTERS, sale), "PRS010")
    assert finding.message.values["name"] == "T1"
    before = "type: checkin, channel: phone, timing: {at: 200d}"
    assert said(plan("touch_model: low_touch", LETTERS, sale, before), "PRS010") == []


def test_a_human_silence_is_not_told_beside_it() -> None:
    text = plan("touch_model: high_touch", LETTERS)
    assert len(said(text, "PRS009")) == 1
    assert applicable(text, "PRS009", "PRS010") == 0
