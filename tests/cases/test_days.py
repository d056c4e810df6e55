"""Plans like those that teams wrote, and what is right about their days: terms, chains, cadences, windows, dates."""

from __future__ import annotations

import pytest

from tests.cases.answering import days, findings, person, schedule, segment


def test_what_happens_every_quarter_falls_into_each_quarter_once() -> None:
    text = """
    segments:
      - {id: firms, contract: 1y, min_per_quarter: 1, contact_budget: {per_quarter: 1}}
    touchpoints:
      - {id: look_back, name: Look back, type: business_review, phase: retention, channel: in_person,
         timing: {every: 3mo, at: 3mo}}
    """
    customer = person(text)
    assert days(customer, "look_back") == [91, 183, 274, 365, 456]
    assert [(quarter["from"], quarter["to"], quarter["sure"]) for quarter in customer["quarters"]] == [
        (0, 91, 1), (92, 183, 1), (184, 274, 1), (275, 365, 1),
    ]  # fmt: skip
    assert findings(text, "PRS002", "PRS003") == []


def test_a_contract_of_a_month_is_looked_at_for_a_year() -> None:
    answer = segment("""
    segments: [{id: monthly, contract: 1mo}]
    touchpoints:
      - {id: notice, name: Notice, type: renewal_reminder, phase: retention, channel: email,
         timing: [{at: 5d, before: contract_end}, {at: 2d, before: contract_end}]}
      - {id: thanks, name: Thanks, type: nudge, phase: retention, channel: email, timing: {at: 1d, after: renewal}}
    """)
    (customer,) = answer["stakeholders"]
    assert answer["period"] == [0, 365]
    assert answer["terms"][:3] == [[0, 30], [30, 61], [61, 91]]
    assert days(customer, "notice")[:6] == [25, 28, 56, 59, 86, 89]
    assert days(customer, "thanks")[:3] == [31, 62, 92]
    # Ends on 30, 61, 91 | 122, 152, 183 | 213, 243, 274 | 304, 335, 365: three a quarter, two notices each, and the
    # thanks of 92, 184 and 275 are one quarter later than their ends, that of 366 is behind the year.
    assert [quarter["sure"] for quarter in customer["quarters"]] == [8, 9, 9, 9]


def test_nothing_stands_before_the_term_at_whose_end_it_hangs() -> None:
    text = """
    events: [{id: run_up, name: Run-up, at: 12d, before: contract_end}]
    segments: [{id: pass, contract: 10d, horizon: 25d}]
    touchpoints:
      - {id: late, name: Late, type: renewal_reminder, phase: retention, channel: email,
         timing: {at: 3w, before: contract_end}}
      - {id: through, name: Through an event, type: nudge, phase: retention, channel: email,
         timing: {at: 1d, after: run_up}}
      - {id: kept, name: Kept, type: nudge, phase: retention, channel: email, timing: {at: 10d, before: contract_end}}
    """
    answer = segment(text)
    (customer,) = answer["stakeholders"]
    assert sorted({contact["touchpoint"] for contact in customer["contacts"]}) == ["kept"]
    assert days(customer, "kept")[:3] == [0, 10, 20]
    dropped = {drop["touchpoint"]: (drop["first"], drop["reason"]) for drop in answer["dropped"]}
    assert dropped["late"] == (-11, "term")
    assert dropped["through"] == (-1, "term")
    assert answer["horizon"][0] == -90
    assert {finding["subject"]["id"] for finding in findings(text, "TIM012")} == {"late", "through"}


def test_hours_are_summed_along_a_chain() -> None:
    customer = person("""
    segments: [{id: leads, starts_with: form, horizon: 30d}]
    events: [{id: form, name: Form}]
    touchpoints:
      - {id: a, name: A, type: welcome, phase: retention, channel: email, timing: {at: 8h}}
      - {id: b, name: B, type: nudge, phase: retention, channel: email, timing: {at: 8h, after: a}}
      - {id: c, name: C, type: nudge, phase: retention, channel: email, timing: {at: 8h, after: b}}
      - {id: d, name: D, type: nudge, phase: retention, channel: email, timing: {at: 23h, after: c}}
      - {id: e, name: E, type: nudge, phase: retention, channel: email, timing: {at: 1h, after: d}}
    """)
    assert [(contact["touchpoint"], contact["day"], contact["minute"]) for contact in customer["contacts"]] == [
        ("a", 0, 480), ("b", 0, 960), ("c", 1, 0), ("d", 1, 1380), ("e", 2, 0),
    ]  # fmt: skip


def test_months_are_summed_before_they_become_days() -> None:
    customer = person("""
    segments: [{id: firms}]
    touchpoints:
      - {id: a, name: A, type: nudge, phase: retention, channel: email, timing: {at: 1mo}}
      - {id: b, name: B, type: nudge, phase: retention, channel: email, timing: {at: 1mo, after: a}}
      - {id: c, name: C, type: nudge, phase: retention, channel: email, timing: {at: 1mo, after: b}}
    """)
    assert [contact["day"] for contact in customer["contacts"]] == [30, 61, 91]


def test_a_horizon_beside_a_contract_holds() -> None:
    answer = segment("""
    segments: [{id: leases, contract: 12mo, horizon: 2y}]
    events: [{id: second_end, name: The second year ends, at: 23mo, after: contract_start}]
    touchpoints:
      - {id: early, name: Early, type: nudge, phase: retention, channel: email, timing: {at: 1mo, before: second_end}}
      - {id: far, name: Far, type: nudge, phase: retention, channel: email, timing: {at: 3y}}
    """)
    (customer,) = answer["stakeholders"]
    assert (answer["period"], answer["horizon"], answer["terms"]) == ([0, 730], [-90, 821], [[0, 365], [365, 730]])
    assert days(customer, "early") == [669]  # 22 months
    assert answer["dropped"] == [{"touchpoint": "far", "count": 1, "first": 1095, "last": 1095, "reason": "horizon"}]


def test_before_each_review_and_a_countdown() -> None:
    customer = person("""
    events: [{id: countdown, name: Last week, at: 4d, before: contract_end}]
    segments: [{id: accounts, contract: 6mo}]
    touchpoints:
      - {id: review, name: Review, type: business_review, phase: retention, channel: video, timing: {every: 2mo}}
      - {id: once, name: Once, type: checkin, phase: retention, channel: phone, timing: {at: 1w, before: review}}
      - {id: each, name: Each, type: checkin, phase: retention, channel: phone, timing: {at: 1w, before_each: review}}
      - {id: count, name: Count, type: reminder, phase: retention, channel: email,
         timing: {every: 1d, at: 1d, after: countdown, until: contract_end}}
    """)
    assert days(customer, "review") == [61, 122, 183, 243, 304, 365, 426]
    assert days(customer, "once") == [54]
    assert days(customer, "each") == [54, 115, 176, 236, 297, 358, 419]
    assert days(customer, "count") == [180, 181, 182, 183, 362, 363, 364, 365]


def test_the_renewal_phase_begins_with_its_term_at_the_earliest() -> None:
    answer = segment("""
    segments: [{id: trial, contract: 14d, horizon: 28d, contact_budget: {per_week: 9}}]
    touchpoints:
      - {id: hint, name: Hint, type: nudge, phase: renewal, channel: email, timing: {every: 5d, at: 0d}}
      - {id: rate, name: Rate, type: nudge, phase: renewal, channel: email, timing: {per_quarter: 13}}
    """)
    (customer,) = answer["stakeholders"]
    # Terms end on 14, 28, …; each window is a term, and on the day where two meet one hint is enough.
    assert days(customer, "hint")[:6] == [0, 5, 10, 14, 19, 24]
    assert customer["spread"][0]["spans"][0][0] == 0


def test_a_paused_step_places_nothing() -> None:
    text = """
    segments: [{id: leads, starts_with: form, horizon: 60d}]
    events: [{id: form, name: Form}]
    touchpoints:
      - {id: one, name: One, type: nudge, phase: retention, channel: email, timing: {at: 1d}}
      - {id: two, name: Two, type: nudge, status: paused, phase: retention, channel: email,
         timing: {at: 2d, after: one}}
      - {id: three, name: Three, type: nudge, phase: retention, channel: email, timing: {at: 2d, after: two}}
    """
    answer = segment(text)
    assert answer["unplaced"] == [{"touchpoint": "three", "anchor": "two", "reason": "anchor"}]
    assert [finding["code"] for finding in findings(text, "TIM011", "TIM012")] == ["TIM011"]


def test_a_phase_that_does_not_apply_carries_no_cadence() -> None:
    answer = segment("""
    segments: [{id: buyers, starts_with: order}]
    touchpoints:
      - {id: tips, name: Tips, type: nudge, phase: adoption, channel: email, timing: {every: 1w}}
      - {id: rate, name: Rate, type: nudge, phase: adoption, channel: email, timing: {per_quarter: 2}}
      - {id: once, name: Once, type: nudge, phase: adoption, channel: email, timing: {at: 3d}}
    """)
    assert answer["unplaced"] == [
        {"touchpoint": "tips", "anchor": "adoption", "reason": "phase"},
        {"touchpoint": "rate", "anchor": "adoption", "reason": "phase"},
    ]
    (customer,) = answer["stakeholders"]
    assert (days(customer, "once"), customer["spread"]) == ([3], [])


def test_a_phase_dates_what_recurs_in_it() -> None:
    customer = person("""
    segments: [{id: firms}]
    touchpoints:
      - {id: once, name: Once, type: nudge, phase: adoption, channel: email, timing: {at: 100d}}
      - {id: often, name: Often, type: nudge, phase: adoption, channel: email, timing: {every: 3mo, at: 100d}}
    """)
    assert days(customer, "once") == [100]
    assert days(customer, "often") == [190, 281]  # 90 and 100 days, then every 3 months until the contract's end


@pytest.mark.parametrize(("renews", "expected"), [("true", [91, 183, 274, 365, 456]), ("false", [91, 183, 274, 365])])
def test_what_recurs_ends_with_a_contract_that_does_not_renew(renews: str, expected: list[int]) -> None:
    customer = person(f"""
    segments: [{{id: project, contract: 12mo, renews: {renews}, horizon: 13mo}}]
    touchpoints:
      - {{id: call, name: Call, type: checkin, phase: retention, channel: phone, timing: {{every: 3mo}}}}
      - {{id: after, name: After, type: nudge, phase: retention, channel: email,
         timing: {{every: 2w, after: contract_end, times: 2}}}}
    """)
    assert days(customer, "call") == expected
    assert days(customer, "after") == [379, 393]


def test_an_event_with_a_cadence() -> None:
    customer = person("""
    events: [{id: billing_day, name: Billing day, every: 1mo, at: 10d}]
    segments: [{id: firms, contract: none, horizon: 91d}]
    touchpoints:
      - {id: heads_up, name: Heads-up, type: reminder, phase: retention, channel: email,
         timing: {at: 3d, before: billing_day}}
    """)
    assert days(customer, "heads_up") == [7, 37, 68]  # the bills are on 10, 40 and 71


def test_dates_of_the_company_for_those_who_start_on_one_date() -> None:
    text = """
    segments:
      - {id: school, contract: none, starts_on: 2027-09-01}
      - {id: others, contract: none}
    touchpoints:
      - {id: term, name: Term letter, type: newsletter, phase: retention, channel: email,
         timing: {dates: [10-01, 02-29]}}
      - {id: day, name: Open day, type: alert, phase: retention, channel: email,
         timing: {dates: [2027-09-15, 2028-05-05]}}
    """
    answers = schedule(text)
    (pupil,), (other,) = (answers[name]["stakeholders"] for name in ("school", "others"))
    assert (days(pupil, "term"), days(pupil, "day"), pupil["spread"]) == ([30, 181], [14, 247], [])
    assert [(series["touchpoint"], series["per_quarter"]) for series in other["spread"]] == [
        ("term", 0.5),
        ("day", 0.25),
    ]
    assert other["contacts"] == []


def test_what_differs_in_a_segment() -> None:
    answers = schedule("""
    segments: [{id: large, contract: none, horizon: 91d}, {id: small, contract: none, horizon: 91d}]
    touchpoints:
      - id: hello
        name: Hello
        type: welcome
        phase: retention
        channel: phone
        timing: {at: 2d}
        per_segment: {small: {channel: email, timing: {at: 1h}, reach: 50%}}
      - {id: next, name: Next, type: nudge, phase: retention, channel: email, timing: {at: 5d, after: hello}}
    """)
    found = {
        name: [
            (contact["day"], contact["touchpoint"], contact["channel"], contact["share"])
            for contact in answer["stakeholders"][0]["contacts"]
        ]
        for name, answer in answers.items()
    }
    assert found["large"] == [(2, "hello", "phone", 1), (7, "next", "email", 1)]
    assert found["small"] == [(0, "hello", "email", 0.5), (5, "next", "email", 1)]


def test_equal_timings_in_one_list_are_a_fault() -> None:
    text = """
    touchpoints:
      - {id: lesson, name: Lesson, type: nudge, phase: retention, channel: email,
         timing: [{at: 1d}, {at: 2d}, {at: 1d}]}
    """
    (fault,) = findings(text, "INV003")
    assert "equal" in fault["message"] or "same" in fault["message"] or "twice" in fault["message"]


def test_a_contract_starts_where_an_event_says_so() -> None:
    answer = segment("""
    events: [{id: contract_start, name: Contract signed, at: 10d, after: order}]
    segments: [{id: buyers, starts_with: order, contract: 12mo}]
    touchpoints:
      - {id: end, name: End, type: reminder, phase: retention, channel: email, timing: {at: 30d, before: contract_end}}
      - {id: live, name: Live, type: nudge, phase: retention, channel: email, timing: {after: go_live}}
    """)
    (customer,) = answer["stakeholders"]
    assert (answer["period"], answer["horizon"], answer["terms"]) == ([0, 375], [-80, 466], [[10, 375]])
    assert (days(customer, "end"), days(customer, "live")) == ([345], [40])


def test_days_that_are_meant_for_some_say_for_whom() -> None:
    answer = segment("""
    audiences:
      - {id: passed, name: Passed, share: 0.7, one_of: exam}
      - {id: failed, name: Failed, share: 0.2, one_of: exam}
    segments: [{id: learners, starts_with: exam_day, horizon: 60d}]
    events: [{id: exam_day, name: Exam}]
    touchpoints:
      - {id: well_done, name: Well done, type: result, phase: retention, channel: email, audience: passed,
         timing: {at: 2d}}
      - {id: again, name: Once more, type: result, phase: retention, channel: email, audience: failed, timing: {at: 2d}}
    """)
    assert [(entry["day"], entry["touchpoint"], entry["share"], entry["audience"]) for entry in answer["diary"]] == [
        (2, "well_done", 0.7, "passed"),
        (2, "again", 0.2, "failed"),
    ]
    assert answer["stakeholders"][0]["worst"]["per_day"] == {
        "from": 2, "to": 2, "sure": 0, "mean": 0.9, "most": 1, "limit": None
    }  # fmt: skip
