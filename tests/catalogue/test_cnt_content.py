from __future__ import annotations

import pytest

from tests.catalogue.answers import applicable, said, touchpoint
from tests.inventories import findings
from tpaudit.messages import render


@pytest.mark.parametrize(
    ("content", "missing"),
    [
        ("", "`ref` or `topic`, `personalization`, `brand_standard`"),
        (", content: {ref: mail-1, personalization: none}", "`brand_standard`"),
        (", content: {topic: News, brand_standard: Book}", "`personalization`"),
        (", content: {brand_standard: Book, personalization: role}", "`ref` or `topic`"),
    ],
)
def test_what_is_missing_is_named(content: str, missing: str) -> None:
    assert said(touchpoint(f"type: newsletter{content}"), "CNT001") == [f"the content of The call lacks {missing}"]


def test_complete_content() -> None:
    content = "content: {ref: mail-1, personalization: none, brand_standard: Book}"
    assert said(touchpoint(f"type: newsletter, {content}"), "CNT001") == []


@pytest.mark.parametrize("fields", ["type: checkin", "type: chatbot", "type: invoice"])
def test_content_is_asked_of_digital_messages(fields: str) -> None:
    assert applicable(touchpoint(fields), "CNT001") == 0


def segmented(*touchpoints: str, models: tuple[str, str] = ("high_touch", "low_touch")) -> str:
    """Return an inventory of two segments and some touchpoints."""
    rows = "".join(f"  - {{id: t{n}, name: T{n}, {fields}}}\n" for n, fields in enumerate(touchpoints))
    big, small = models
    return f"segments: [{{id: big, touch_model: {big}}}, {{id: small, touch_model: {small}}}]\ntouchpoints:\n{rows}"


def test_one_touchpoint_for_different_touch_models() -> None:
    assert said(segmented("content: {ref: mail-1}"), "CNT002") == [
        "T0 shows mail-1 to segments of different touch models (high touch, low touch), tailored to none"
    ]


def test_two_touchpoints_with_one_content() -> None:
    text = segmented(
        "segments: big, content: {ref: mail-1}", "segments: small, content: {ref: mail-1, personalization: none}"
    )
    (finding,) = findings(text, "CNT002")
    assert (finding.location.span.line, finding.path) == (4, ("content", "ref"))
    assert [render(related.message) for related in finding.related] == ["T0 uses it too"]


@pytest.mark.parametrize(
    "touchpoints",
    [
        ("content: {ref: mail-1, personalization: segment}",),
        ("segments: big, content: {ref: mail-1}", "segments: small, content: {ref: mail-2}"),
        ("segments: big, content: {ref: mail-1}", "segments: small, content: {ref: mail-1, personalization: segment}"),
        ("segments: big, content: {ref: mail-1}", "segments: big, content: {ref: mail-1}"),
    ],
)
def test_content_that_suits_its_readers(touchpoints: tuple[str, ...]) -> None:
    assert applicable(segmented(*touchpoints), "CNT002") == 1
    assert said(segmented(*touchpoints), "CNT002") == []


def test_each_shared_content_is_a_finding() -> None:
    found = findings(segmented("content: {ref: mail-1}", "content: {ref: mail-2}"), "CNT002")
    assert len({finding.fingerprint for finding in found}) == len(found) == 2


def test_touch_models_and_contents_must_be_known() -> None:
    assert applicable(segmented("content: {ref: mail-1}", models=("low_touch", "low_touch")), "CNT002") == 0
    assert applicable(segmented("content: {topic: News}"), "CNT002") == 0


def staged(*phases: str) -> str:
    """Return an inventory that shows one content in each of these phases."""
    rows = "".join(
        f"  - {{id: t{n}, name: T{n}, phase: {phase}, content: {{ref: guide}}}}\n" for n, phase in enumerate(phases)
    )
    return f"scope: full\ntouchpoints:\n{rows}"


def test_beginners_content_comes_back_later() -> None:
    (finding,) = findings(staged("retention", "onboarding", "adoption"), "CNT003")
    assert render(finding.message) == "T0 shows guide in the phase Retention, which customers know from onboarding"
    assert finding.location.span.line == 3
    assert [related.location.span.line for related in finding.related] == [4]


@pytest.mark.parametrize("phases", [("onboarding", "onboarding"), ("adoption", "renewal"), ("purchase", "onboarding")])
def test_content_within_a_stage(phases: tuple[str, ...]) -> None:
    assert applicable(staged(*phases), "CNT003") == 1
    assert said(staged(*phases), "CNT003") == []


def test_without_onboarding_nothing_comes_back() -> None:
    text = "scope: own\nphases: [{id: adoption}]\n" + touchpoint("phase: adoption, content: {ref: guide}")
    assert applicable(text, "CNT003") == 0
