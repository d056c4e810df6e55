from __future__ import annotations

import pytest

from tests.catalogue.answers import applicable, said, touchpoint
from tests.inventories import findings
from tpaudit.inventory.words.terms import INSTRUMENT, PHASE_NAME


def test_a_phase_that_never_asks_is_told_once() -> None:
    text = """
touchpoints:
  - {id: a, name: A, phase: onboarding}
  - {id: b, name: B, phase: onboarding}
"""
    assert said(text, "FBK001") == ["Onboarding has 2 touchpoints, and none of them asks the customer anything"]


@pytest.mark.parametrize(
    "fields", ["type: survey", "feedback: {instrument: interview}", "type: win_loss", "type: review_request"]
)
def test_whoever_asks_listens(fields: str) -> None:
    text = touchpoint(f"phase: onboarding, {fields}")
    assert said(text, "FBK001") == []
    assert applicable(text, "FBK001") == 1


def test_support_listens_by_its_service_standard() -> None:
    standard = "service_standard: {first_response: 4h}"
    assert said(touchpoint("phase: support"), "FBK001") != []
    assert said(touchpoint(f"phase: support, {standard}"), "FBK001") == []
    assert said(touchpoint(f"phase: onboarding, {standard}"), "FBK001") != []


def test_a_service_standard_that_promises_nothing_is_none() -> None:
    text = touchpoint("type: ticket_reply, phase: support, service_standard: {}")
    assert len(said(text, "FBK001")) == 1


@pytest.mark.parametrize(
    "text",
    [
        "scope: full\n" + touchpoint("phase: awareness"),
        "phases: [{id: mine}]\n" + touchpoint("phase: mine"),
        "phases: [{id: mine, kind: delivery}]\n" + touchpoint("phase: mine"),
        "phases: [{id: mine, kind: win_back}]\n" + touchpoint("phase: mine"),
        touchpoint("phase: onboarding, status: idea"),
    ],
)
def test_phases_in_which_nobody_has_to_listen(text: str) -> None:
    assert applicable(text, "FBK001") == 0


KICKOFF = "{id: kickoff, name: Kickoff, type: kickoff, priority: high"


def test_customers_are_asked_about_key_touchpoints() -> None:
    assert said(f"touchpoints: [{KICKOFF}}}]", "FBK002") == [
        "nobody asks customers how the key touchpoint Kickoff was for them"
    ]


@pytest.mark.parametrize(
    "rest",
    [
        ", feedback: {instrument: interview}}",
        ", metrics: {family: ces}}",
        "}, {id: s, name: S, type: survey, timing: {at: 1d, after: kickoff}}",
        "}, {id: s, name: S, type: survey, timing: {at: 1d, after_each: kickoff}}",
        ", leads_to: [s]}, {id: s, name: S, feedback: {instrument: csat}}",
    ],
)
def test_ways_of_hearing_a_key_touchpoint(rest: str) -> None:
    assert said(f"touchpoints: [{KICKOFF}{rest}]", "FBK002") == []


@pytest.mark.parametrize(
    "rest",
    [
        ", metrics: {family: attendance}}",
        "}, {id: s, name: S, type: follow_up, timing: {at: 1d, after: kickoff}}",
        "}, {id: s, name: S, type: survey, status: paused, timing: {at: 1d, after: kickoff}}",
        ", leads_to: [s]}, {id: s, name: S, type: survey, status: retired}",
    ],
)
def test_what_does_not_hear_a_key_touchpoint(rest: str) -> None:
    assert said(f"touchpoints: [{KICKOFF}{rest}]", "FBK002") != []


@pytest.mark.parametrize("fields", ["type: kickoff", "type: invoice, priority: high", "priority: critical"])
def test_only_key_touchpoints_with_an_aim_must_be_heard(fields: str) -> None:
    assert applicable(touchpoint(fields), "FBK002") == 0


@pytest.mark.parametrize(
    ("phase", "stage", "suiting"),
    [
        ("awareness", "before", ("ad_panel", "website_poll", "win_loss")),
        ("purchase", "during", ("post_purchase", "csat", "ces")),
        (
            "onboarding",
            "after",
            ("nps", "csat", "ces", "win_loss", "website_poll", "post_purchase", "service", "event", "churn"),
        ),
    ],
)
def test_surveys_suit_their_stage(phase: str, stage: str, suiting: tuple[str, ...]) -> None:
    instruments = (
        "nps",
        "csat",
        "ces",
        "win_loss",
        "ad_panel",
        "website_poll",
        "post_purchase",
        "service",
        "event",
        "churn",
    )
    for instrument in instruments:
        text = "scope: full\n" + touchpoint(f"phase: {phase}, feedback: {{instrument: {instrument}}}")
        asked = f"The call asks by {INSTRUMENT[instrument]}"
        expected = f"{asked}, which does not suit {PHASE_NAME[phase]}, a phase {stage} the purchase"
        assert said(text, "FBK003") == ([] if instrument in suiting else [expected])


@pytest.mark.parametrize(
    "text",
    [
        touchpoint("phase: onboarding, feedback: {instrument: interview}"),
        touchpoint("phase: onboarding, feedback: {asks: product}"),
        touchpoint("feedback: {instrument: ad_panel}"),
        "phases: [{id: mine}]\n" + touchpoint("phase: mine, feedback: {instrument: ad_panel}"),
    ],
)
def test_no_judgment_on_surveys_without_stage_or_instrument(text: str) -> None:
    assert applicable(text, "FBK003") == 0


@pytest.mark.parametrize(
    ("feedback", "missing"),
    [
        ("instrument: nps", "`recipients`, `close_within`, `used_for`"),
        ("recipients: csm, used_for: Planning", "`close_within`"),
        ("close_within: 48h, used_for: Planning", "`recipients`"),
        ("recipients: csm, close_within: 2d", "`used_for`"),
    ],
)
def test_feedback_needs_a_way_into_the_company(feedback: str, missing: str) -> None:
    feedback += ', back_to_customer: "none: anonymous"'
    (finding,) = findings(touchpoint(f"feedback: {{{feedback}}}"), "FBK004")
    assert said(touchpoint(f"feedback: {{{feedback}}}"), "FBK004") == [
        f"The call asks customers, but says nothing of {missing}"
    ]
    assert finding.path == ("feedback",)


def test_complete_feedback_is_fine_and_a_survey_without_any_is_not() -> None:
    assert not said(touchpoint("feedback: {recipients: csm, close_within: 2d, used_for: Planning}"), "FBK004")
    assert said(touchpoint("type: survey"), "FBK004") != []
    assert applicable(touchpoint("type: kickoff"), "FBK004") == 0


COMPLETE = "recipients: csm, close_within: 2d, used_for: Planning"


def test_results_go_back_to_the_customer() -> None:
    assert said(touchpoint(f"feedback: {{{COMPLETE}}}"), "FBK005") == [
        "nothing says how the results of The call go back to the customer"
    ]
    assert not said(touchpoint(f'feedback: {{{COMPLETE}, back_to_customer: "none: anonymous"}}'), "FBK005")
    assert applicable(touchpoint("type: survey"), "FBK005") == 0


def test_of_incomplete_feedback_all_that_is_missing_is_told_at_once() -> None:
    text = touchpoint("feedback: {recipients: csm, used_for: Planning}")
    assert said(text, "FBK004", "FBK005") == [
        "The call asks customers, but says nothing of `close_within`, `back_to_customer`"
    ]
    assert applicable(text, "FBK005", "FBK004") == 0


def _survey(timing: str, segment: str = "contract: 12mo", more: str = "") -> str:
    segments = f"segments: [{{id: smb, name: Small firms, {segment}}}]\n"
    return segments + touchpoint(f"type: survey, timing: {timing}{more}")


@pytest.mark.parametrize(
    ("timing", "closes"),
    [
        ("{at: 244d}", False),
        ("{at: 245d}", True),
        ("{at: 7d, after: contract_end}", True),
        ("{at: 92d, after: contract_end}", False),
        ("{every: 3mo}", True),
        ("{per_quarter: 0.5}", True),
        ("{at: 1d, after: cancellation}", False),
        ("{as_needed: true}", False),
    ],
)
def test_a_survey_closes_the_cycle(timing: str, closes: bool) -> None:  # noqa: FBT001
    expected = "no survey asks customers of Small firms in the last 120 days of the contract or after it"
    assert said(_survey(timing), "FBK006") == ([] if closes else [expected])


@pytest.mark.parametrize(("role", "open_"), [("champion", 0), ("decision_maker", 1)])
def test_a_survey_for_a_role_that_the_segment_lacks_closes_no_cycle(role: str, open_: int) -> None:
    text = _survey("{at: 300d}", "stakeholders: [champion]", more=f", stakeholders: [{role}]").replace(
        "segments: [", "segments: [{id: other, contract: none, stakeholders: [decision_maker]}, "
    )
    assert len(said(text, "FBK006")) == open_


def test_a_rate_closes_the_cycle_only_while_its_phase_runs() -> None:
    assert said(_survey("{per_quarter: 1}", more=", phase: onboarding"), "FBK006") != []
    assert said(_survey("{per_quarter: 1}", more=", phase: renewal"), "FBK006") == []


@pytest.mark.parametrize(
    ("segment", "judged"),
    [("contract: 6mo", True), ("contract: 183d", True), ("contract: 182d", False), ("contract: none", False)],
)
def test_cycles_are_closed_from_half_a_year_on(segment: str, judged: bool) -> None:  # noqa: FBT001
    assert applicable(_survey("{at: 1d}", segment), "FBK006") == judged


def test_the_end_of_the_cycle_can_be_set() -> None:
    assert said("audit: {options: {FBK006: {last_days: 60d}}}\n" + _survey("{at: 304d}"), "FBK006") != []
    assert said("audit: {options: {FBK006: {last_days: 60d}}}\n" + _survey("{at: 305d}"), "FBK006") == []


@pytest.mark.parametrize(
    ("fields", "asked"),
    [
        ("type: exit_interview", True),
        ("feedback: {instrument: churn}", True),
        ("type: survey, timing: {at: 1d, after: cancellation}", True),
        ("type: survey", False),
        ("type: follow_up, timing: {at: 1d, after: cancellation}", False),
    ],
)
def test_leaving_customers_are_asked_why(fields: str, asked: bool) -> None:  # noqa: FBT001
    assert said(touchpoint(fields), "FBK007") == ([] if asked else ["customers who leave are not asked why"])


def test_feedback_covers_product_service_and_the_whole() -> None:
    text = """
touchpoints:
  - {id: a, name: A, feedback: {asks: product}}
  - {id: b, name: B, feedback: {asks: [%s]}}
"""
    assert said(text % "service, overall", "FBK008") == []
    assert said(text % "product", "FBK008") == ["no feedback asks about the service, the overall impression"]
    assert applicable(touchpoint("type: survey"), "FBK008") == 0
