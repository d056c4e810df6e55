from __future__ import annotations

import pytest

from tests.catalogue.answers import applicable, said, touchpoint
from tests.inventories import findings, inventory_of
from tpaudit.inventory.metrics import figure
from tpaudit.inventory.words.terms import FAMILY, TYPE
from tpaudit.messages import render, shown


@pytest.mark.parametrize("fields", ["type: kickoff", "value: commercial", "value: necessary, priority: high"])
def test_needs_a_metric_where_it_should_achieve_something(fields: str) -> None:
    assert said(touchpoint(fields), "MET001") == ["The call has no metric"]


@pytest.mark.parametrize("fields", ["type: invoice", "value: necessary, priority: medium", "priority: low"])
def test_needs_no_metric_where_it_must_just_be(fields: str) -> None:
    assert applicable(touchpoint(fields), "MET001") == 0


def test_an_empty_list_of_metrics_is_none() -> None:
    assert said(touchpoint("value: commercial, metrics: []"), "MET001") == ["The call has no metric"]


@pytest.mark.parametrize(
    ("touchpoint_type", "family", "suits"),
    [
        ("kickoff", "attendance", True),
        ("kickoff", "time_to_value", True),
        ("kickoff", "engagement", False),
        ("newsletter", "opt_out", True),
        ("newsletter", "attendance", False),
        ("complaint", "wait_time", True),
        ("complaint", "conversion", False),
        ("training", "engagement", True),
        ("training", "resolution", False),
        ("win_back", "revenue", True),
        ("win_back", "adoption", False),
        *[("win_back", family, True) for family in ("csat", "nps", "ces", "effort", "retention", "time_to_value")],
    ],
)
def test_families_suit_types(touchpoint_type: str, family: str, suits: bool) -> None:  # noqa: FBT001
    text = touchpoint(f"type: {touchpoint_type}, metrics: {{family: {family}}}")
    expected = (
        []
        if suits
        else [f"The call is judged by {FAMILY[family]}, which does not suit the type {TYPE[touchpoint_type]}"]
    )
    assert said(text, "MET002") == expected


def test_one_suiting_metric_is_enough() -> None:
    assert not said(touchpoint("type: kickoff, metrics: [{family: engagement}, {family: attendance}]"), "MET002")


@pytest.mark.parametrize(
    "fields",
    [
        "type: invoice, metrics: {family: engagement}",
        "metrics: {family: engagement}",
        "type: kickoff, metrics: {name: Mood}",
        "type: kickoff",
    ],
)
def test_no_judgment_on_suitability_without_type_or_family(fields: str) -> None:
    assert applicable(touchpoint(fields), "MET002") == 0


def test_what_suits_can_be_changed_for_one_type() -> None:
    text = """
audit: {options: {unsuitable-metric: {suitable: {kickoff: [engagement]}}}}
touchpoints:
  - {id: a, name: A, type: kickoff, metrics: {family: engagement}}
  - {id: b, name: B, type: checkin, metrics: {family: engagement}}
"""
    assert said(text, "MET002") == ["B is judged by engagement, which does not suit the type check-in"]


def test_each_metric_needs_target_and_instrument() -> None:
    text = touchpoint(
        "metrics: [{family: csat, target: 4}, {name: Mood, instrument: Form}, {target: 0, instrument: X}]"
    )
    assert said(text, "MET003") == ["The call: nothing says which value Mood should reach"]
    assert said(text, "MET004") == ["The call: nothing says how CSAT is measured"]


def test_a_metric_without_name_and_family_has_a_label_still() -> None:
    assert said(touchpoint("metrics: {unit: days}"), "MET003") == [
        "The call: nothing says which value a metric without name should reach"
    ]


@pytest.mark.parametrize(
    ("code", "message"),
    [
        ("MET003", "The call: nothing says which value CSAT, NPS should reach"),
        ("MET004", "The call: nothing says how CSAT, NPS are measured"),
    ],
)
def test_what_several_metrics_lack_is_told_once(code: str, message: str) -> None:
    text = touchpoint("metrics: [{family: ces, target: 5, instrument: X}, {family: csat}, {family: nps}]")
    (found,) = findings(text, code)
    assert render(found.message) == message
    assert [render(place.message) for place in found.related] == ["CSAT stands here", "NPS stands here"]
    (less,) = findings(touchpoint("metrics: [{family: nps}, {family: csat, target: 5, instrument: X}]"), code)
    assert less.fingerprint == found.fingerprint


@pytest.mark.parametrize("code", ["MET003", "MET004"])
def test_no_metric_no_question_about_it(code: str) -> None:
    assert applicable(touchpoint("type: kickoff"), code) == 0


def test_key_metrics_should_measure_themselves() -> None:
    metric = "metrics: {name: Mood, automated: false}"
    assert said(touchpoint(f"priority: high, {metric}"), "MET005") == [
        "the key touchpoint The call: Mood is measured by hand"
    ]
    assert applicable(touchpoint(f"priority: medium, {metric}"), "MET005") == 0
    assert applicable(touchpoint("priority: high, metrics: {name: Mood}"), "MET005") == 0


@pytest.mark.parametrize(
    ("fields", "english", "german"),
    [
        ("actual: 41%, target: 70%", "41%", "41 %"),
        ("actual: 0.41, target: 0.7", "41%", "41 %"),
        ("actual: 0.41, target: 0.7, unit: percent", "41%", "41 %"),
        ("actual: 41, target: 70, unit: '%'", "41%", "41 %"),
        ("actual: 1, target: 70, unit: Prozent", "1%", "1 %"),
        ("actual: 1.5, target: 2, unit: days", "1.5 days", "1,5 days"),
        ("actual: 0.5, target: 2", "0.5", "0,5"),
        ("actual: 0, target: 1", "0", "0"),
        ("actual: 0.5, target: 0.9, scale: [0, 1]", "0.5", "0,5"),
        ("actual: 0.69996, target: 0.7", "69.996%", "69,996 %"),
        ("actual: 4.1996, target: 4.2", "4.1996", "4,1996"),
    ],
)
def test_a_figure_is_shown_as_it_is_meant(fields: str, english: str, german: str) -> None:
    inventory = inventory_of(touchpoint(f"metrics: {{name: Score, {fields}}}"))
    (metric,) = inventory.touchpoints[0].metrics
    assert metric.actual is not None
    figures = [shown(figure(metric, metric.actual), language) for language in ("en", "de")]
    assert [text.replace("\N{NO-BREAK SPACE}", " ") for text in figures] == [english, german]
