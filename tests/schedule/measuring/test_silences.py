"""How long a person hears nothing that helps, and how long nobody talks with them."""

from __future__ import annotations

import pytest

from tests.schedule.plans import dated, plan_of
from tpaudit.schedule.figures import Silence


def test_silences() -> None:
    plan = plan_of("""
    touchpoints:
      - {id: before, name: T, type: nudge, timing: {at: 10d, before: contract_start}}
      - {id: useful, name: T, type: nudge, timing: [{at: 10d}, {at: 40d}]}
      - {id: human, name: T, type: checkin, channel: phone, timing: [{at: 20d}, {at: 400d}]}
      - {id: commercial, name: T, type: campaign, timing: {at: 100d}}
      - {id: part, name: T, type: nudge, reach: 0.99, timing: {at: 110d}}
      - {id: some, name: T, type: nudge, audience: those who ask, timing: {per_quarter: 90}}
      - {id: set-off, name: T, type: nudge, timing: {at: 1d, after: order}}
      - {id: reactive, name: T, type: ticket_reply, timing: {at: 120d}}
    """)
    (person,) = plan.persons
    assert person.silences == (Silence(0, 10), Silence(10, 20), Silence(20, 40), Silence(40, 365))
    assert person.human_silences == (Silence(0, 20), Silence(20, 365))
    assert person.longest_silence == Silence(40, 365)
    assert person.longest_human_silence == Silence(20, 365)


def test_silences_between_the_very_ends() -> None:
    assert dated([0, 365]).persons[0].silences == (Silence(0, 365),)


def test_talks_end_a_human_silence_whatever_they_are_about() -> None:
    plan = plan_of("""
    touchpoints:
      - {id: sells, name: T, type: negotiation, channel: phone, timing: {at: 100d}}
      - {id: webinar, name: T, type: training, channel: webinar, timing: {at: 200d}}
      - {id: fair, name: T, type: event, channel: event, timing: {at: 300d}}
    """)
    (person,) = plan.persons
    assert person.human_silences == (Silence(0, 100), Silence(100, 365))
    assert person.silences == (Silence(0, 200), Silence(200, 300), Silence(300, 365))


@pytest.mark.parametrize(("rate", "longest"), [("3", 31), ("1", 91), ("0.5", 182), ("13", 7), ("100", 1)])
def test_a_rate_caps_the_silence(rate: str, longest: int) -> None:
    plan = plan_of(f"touchpoints: [{{id: news, name: News, type: newsletter, timing: {{per_quarter: {rate}}}}}]")
    silence = plan.persons[0].longest_silence
    assert silence is not None
    assert silence.days == longest
    assert silence.start == 0


def test_what_may_come_late_ends_a_silence_late() -> None:
    plan = plan_of("touchpoints: [{id: a, name: A, type: nudge, timing: {at: 100d, within: 2w}}]")
    assert plan.persons[0].silences == (Silence(0, 114), Silence(114, 365))
    assert plan.placed == {"a": (100,)}


def test_where_the_plan_is_not_finished_nothing_is_judged() -> None:
    text = """
    segments: [{{id: smb, stakeholders: [boss, user]}}]
    touchpoints:
      - {{id: a, name: A, type: nudge, timing: {{at: 200d}}}}
      - {{id: b, name: B, phase: {phase}, {fields}}}
    """

    def judged(phase: str, fields: str) -> list[bool]:
        return [silence.judged for silence in plan_of(text.format(phase=phase, fields=fields)).persons[0].silences]

    assert judged("onboarding", "type: nudge") == [False, True]
    assert judged("renewal", "type: nudge") == [True, False]
    assert judged("retention", "type: nudge") == [False, False]
    assert judged("onboarding", "type: nudge, timing: {as_needed: true}") == [True, True]
    assert judged("onboarding", "type: campaign") == [True, True]
    assert judged("onboarding", "type: nudge, reach: 0.5") == [True, True]
    assert judged("onboarding", "type: nudge, channel: website") == [True, True]
    assert judged("onboarding", "type: nudge, stakeholders: [user]") == [True, True]
    assert judged("onboarding", "type: other, value: adds_value") == [False, True]
    plan = plan_of(text.format(phase="onboarding", fields="type: nudge"))
    assert plan.persons[0].longest_silence == Silence(200, 365)
    assert all(silence.judged for silence in plan.persons[0].human_silences)
    assert plan_of(text.format(phase="retention", fields="type: nudge")).persons[0].longest_silence is None
