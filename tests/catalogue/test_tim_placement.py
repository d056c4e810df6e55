from __future__ import annotations

import pytest

from tests.catalogue.answers import applicable, said, touchpoint
from tests.inventories import findings
from tpaudit.messages import render

NO_CONTRACT = "segments: [{id: paying}, {id: free, contract: none}]\n"


def test_an_anchor_that_a_segment_lacks_is_an_error_there() -> None:
    (finding,) = findings(NO_CONTRACT + touchpoint("timing: [{at: 9d, before: contract_end}]"), "TIM011")
    assert render(finding.message).startswith("The call waits for Contract end, which never comes for free: ")
    assert finding.segments == ("free",)
    assert finding.path[-1] == "before"


def test_each_timing_is_judged_by_itself() -> None:
    text = NO_CONTRACT + touchpoint(
        "timing: [{at: 9d}, {at: 9d, before: contract_end}, {every: 1w, until: contract_end}]"
    )
    found = findings(text, "TIM011")
    assert sorted(finding.path[-1] for finding in found) == ["before", "until"]


@pytest.mark.parametrize(
    "timing",
    [
        "{at: 9d, after: usage_drop}",
        "{at: 9d, after: go_live}",
        "{every: 1w, until: 60d}",
        "{at: 1d, after: phase_end}",
    ],
)
def test_anchors_that_come(timing: str) -> None:
    text = touchpoint(f"phase: onboarding, timing: {timing}")
    assert applicable(text, "TIM011") == 1
    assert said(text, "TIM011") == []


CHAIN = """
touchpoints:
  - {id: next, name: Next, timing: {at: 1d, after: new}}
  - {id: old, name: Old, status: retired, timing: {at: 1d}}
  - {id: new, name: New, timing: {at: 1d, after: old}}
  - {id: last, name: Last, timing: {at: 1d, after_each: next}}
"""


def test_what_waits_for_something_lost_is_told_with_it() -> None:
    (finding,) = findings(CHAIN, "TIM011", "TIM012")
    assert (finding.code, finding.subject.id) == ("TIM011", "new")
    assert render(finding.message).endswith("; 2 touchpoints are lost with it")
    assert [render(related.message) for related in finding.related] == ["Next is lost with it", "Last is lost with it"]
    assert applicable(CHAIN, "TIM011") == 1


def test_one_that_is_tied_to_more_than_the_lost_one_speaks_for_itself() -> None:
    text = CHAIN + "  - {id: both, name: Both, timing: [{at: 1d, after: new}, {at: 2d, after: old}]}"
    found = findings(text, "TIM011")
    assert [(finding.subject.id, finding.path[-1]) for finding in found] == [("new", "after"), ("both", "after")]


def test_a_follower_speaks_where_the_lost_one_is_not_even_meant_to_be() -> None:
    text = """
segments: [{id: a, name: A}, {id: b, name: B}]
touchpoints:
  - {id: old, name: Old, status: retired, timing: {at: 1d}}
  - {id: new, name: New, segments: [a], timing: {at: 1d, after: old}}
  - {id: next, name: Next, timing: {at: 1d, after: new}}
"""
    found = findings(text, "TIM011")
    assert [(finding.subject.id, finding.segments) for finding in found] == [("new", ("a",)), ("next", ("b",))]


@pytest.mark.parametrize("first", ["{at: 9y}", "{every: 1mo, at: 80d, until: 60d}"])
def test_what_waits_for_what_never_happens_is_told_with_it(first: str) -> None:
    text = f"""
touchpoints:
  - {{id: late, name: Late, timing: {first}}}
  - {{id: next, name: Next, timing: [{{at: 1d, after: late}}]}}
  - {{id: later, name: Later, timing: {{at: 1d, after: next}}}}
  - {{id: twice, name: Twice, timing: [{{at: 1d, after: next}}, {{at: 8y}}]}}
"""
    found = findings(text, "TIM011", "TIM012")
    assert [(finding.code, finding.subject.id) for finding in found] == [("TIM012", "late"), ("TIM012", "twice")]
    assert render(found[0].message).endswith("; 2 touchpoints are lost with it")


def test_a_cadence_until_something_lost_is_told_there() -> None:
    text = """
touchpoints:
  - {id: lost, name: Lost, timing: {at: 1d, before: order}}
  - {id: until, name: Until, timing: {every: 1w, until: lost}}
"""
    found = findings(text, "TIM011", "TIM012")
    assert [(finding.code, finding.subject.id) for finding in found] == [("TIM011", "lost")]


def test_long_chains_are_followed_to_their_end() -> None:
    links = "".join(f"  - {{id: t{n}, name: T, timing: {{at: 1d, after: t{n - 1}}}}}\n" for n in range(1, 1_500))
    (finding,) = findings("touchpoints:\n  - {id: t0, name: T, timing: {at: 9y}}\n" + links, "TIM011", "TIM012")
    assert render(finding.message).endswith("; 1499 touchpoints are lost with it")


@pytest.mark.parametrize("fields", ["timing: {at: 9d}", "timing: {per_quarter: 1}", "type: nudge"])
def test_what_waits_for_nothing_is_not_asked(fields: str) -> None:
    assert applicable(touchpoint(fields), "TIM011") == 0


@pytest.mark.parametrize(("day", "lost"), [("456d", 0), ("457d", 1)])
def test_the_horizon_ends_ninety_one_days_after_the_contract(day: str, lost: int) -> None:
    assert len(said(touchpoint(f"timing: {{at: {day}}}"), "TIM012")) == lost


def test_the_days_that_are_lost_are_named() -> None:
    assert said(touchpoint("timing: {at: 10y}"), "TIM012") == [
        "The call never happens: its day 3650 lies outside the journey of customers, days -90 to 456"
    ]
    assert said(touchpoint("timing: {every: 3mo, until: 30d}"), "TIM012") == [
        "The call never happens: its cadence ends before it begins"
    ]


def test_one_segment_in_which_it_happens_is_enough() -> None:
    text = "segments: [{id: short}, {id: long, contract: 3y}]\n"
    assert said(text + touchpoint("timing: {at: 2y}"), "TIM012") == []
    assert said(text + touchpoint("segments: [short], timing: {at: 2y}"), "TIM012") != []


def test_lost_anchors_are_told_once() -> None:
    text = "segments: [{id: free, contract: none}]\n" + touchpoint("timing: {at: 9d, before: contract_end}")
    assert applicable(text, "TIM012", "TIM011") == 0


@pytest.mark.parametrize("timing", ["{per_quarter: 1}", "{as_needed: true}", "{at: 1d, after: usage_drop}"])
def test_only_dates_can_be_lost(timing: str) -> None:
    assert applicable(touchpoint(f"timing: {timing}"), "TIM012") == 0


WAITING = """
touchpoints:
  - {id: alert, name: Alert, type: alert, channel: email, timing: {at: 1d, after: usage_drop}}
  - {id: call, name: Call, type: checkin, channel: phone, timing: {at: 1d, after: alert}}
  - {id: guide, name: Guide, type: troubleshooting_guide, channel: email, timing: {at: 1d, after: incident}}
"""


def test_events_without_a_rate_name_who_waits() -> None:
    (finding,) = findings(WAITING, "TIM013")
    assert render(finding.message) == "2 touchpoints wait for Usage drop, and nobody says how often it happens"
    assert [related.location.span.line for related in finding.related] == [3, 4]
    assert finding.segments == ("all",)


def test_a_rate_answers_for_all_who_wait() -> None:
    text = "events: [{id: usage_drop, per_quarter: 0.2}]" + WAITING
    assert applicable(text, "TIM013") == 1
    assert said(text, "TIM013") == []


def test_events_that_set_off_no_contact_need_no_rate() -> None:
    assert (
        applicable(touchpoint("type: ticket_reply, channel: email, timing: {at: 1d, after: ticket_opened}"), "TIM013")
        == 0
    )


def test_what_reaches_nobody_for_another_reason_passes() -> None:
    text = """
segments: [{id: a, stakeholders: [boss]}, {id: b, stakeholders: [user]}]
touchpoints: [{id: call, name: Call, segments: [a], stakeholders: [user], timing: {at: 1d, after: go_live}}]
"""
    assert (applicable(text, "TIM011"), said(text, "TIM011")) == (1, [])


def test_what_waits_for_the_end_of_a_short_contract_cannot_come_before_it_begins() -> None:
    text = "segments: [{id: week, name: Weekly, contract: 3w}, {id: year, name: Yearly}]\n"
    (finding,) = findings(text + touchpoint("timing: {at: 30d, before: contract_end}"), "TIM012")
    assert finding.segments == ("week",)
    assert "for Weekly: the contract does not run so long before its end" in render(finding.message)
    assert said(text + touchpoint("timing: {at: 20d, before: contract_end}"), "TIM012") == []


@pytest.mark.parametrize("timing", ["{dates: monthly}", "{dates: [05-15]}", "{per_quarter: 1}"])
def test_what_has_no_days_on_purpose_is_not_lost(timing: str) -> None:
    assert said(touchpoint(f"timing: {timing}"), "TIM012") == []


def test_a_variant_speaks_at_its_own_place() -> None:
    text = NO_CONTRACT + touchpoint("timing: {at: 1d}, per_segment: {free: {timing: {at: 9d, before: contract_end}}}")
    (finding,) = findings(text, "TIM011")
    assert finding.segments == ("free",)
    assert "per_segment" in finding.path


@pytest.mark.parametrize("timing", ["{every: 1w}", "{per_quarter: 2}", "{dates: monthly}"])
def test_what_comes_only_in_a_phase_without_days_is_named(timing: str) -> None:
    text = "segments: [{id: shop, name: Shop, starts_with: order}, {id: firms}]\n"
    text += touchpoint(f"phase: adoption, timing: {timing}")
    (finding,) = findings(text, "TIM011", "TIM012")
    assert (finding.code, finding.segments, finding.path) == ("TIM011", ("shop",), ("phase",))
    assert (
        render(finding.message)
        == "The call does not come as planned for Shop: phase Adoption has no days in the segment"
    )


def test_a_phase_that_leaves_a_segment_out_on_purpose_is_no_loss() -> None:
    text = """
phases: [{id: adoption, segments: [firms]}]
segments: [{id: shop}, {id: firms}]
"""
    assert findings(text + touchpoint("phase: adoption, timing: {every: 1w}"), "TIM011", "TIM012") == ()
    lost = touchpoint("phase: adoption, segments: [shop], timing: {every: 1w}")
    assert [render(finding.message) for finding in findings(text + lost, "TIM011", "TIM012")] == [
        "The call does not come as planned for shop: phase Adoption has no days in the segment"
    ]


SEASON = "segments: [{id: season, starts_on: 2026-09-01, contract: 3mo, renews: false}]\n"


@pytest.mark.parametrize(
    ("dates", "phase", "expected"),
    [
        ("2026-11-30", "retention", []),  # day 90
        ("[2026-11-30, 2027-05-01]", "retention", []),
        (
            "2026-12-02",
            "retention",
            ["The call never happens: its day 92 lies outside the journey of customers of season, days 0 to 91"],
        ),
        (
            "2026-08-31",
            "retention",
            ["The call never happens: its day -1 lies outside the journey of customers of season, days 0 to 91"],
        ),
        (
            "05-15",
            "retention",
            ["The call never happens: its day 256 lies outside the journey of customers of season, days 0 to 91"],
        ),
        (
            "12-01",
            "early",
            ["The call does not come as planned for season: none of its dates lies in the days of phase Early"],
        ),
    ],
)
def test_dates_on_which_nobody_is_a_customer_are_named(dates: str, phase: str, expected: list[str]) -> None:
    text = SEASON + "phases: [{id: early, name: Early, window: {from: 0d, to: 30d}}]\n"
    found = findings(text + touchpoint(f"phase: {phase}, timing: {{dates: {dates}}}"), "TIM011", "TIM012")
    assert [render(finding.message) for finding in found] == expected


def test_a_cadence_that_begins_behind_the_horizon_names_its_first_day() -> None:
    assert said(touchpoint("timing: {every: 1w, at: 500d}"), "TIM012") == [
        "The call never happens: its day 500 lies outside the journey of customers, days -90 to 456"
    ]
