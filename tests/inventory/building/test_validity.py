"""What entries cannot say together."""

from __future__ import annotations

import pytest

from tests.inventory.built import Said, faults_of, messages_of

QUIET = "audiences: [{id: quiet, share: 0.25}]\n"


def touchpoint(fields: str, before: str = "") -> str:
    return f"tpaudit: 1\n{before}touchpoints:\n  - id: t\n    name: T\n    {fields}\n"


def test_equal_timings_in_a_list_are_said_at_the_second() -> None:
    assert faults_of(touchpoint("timing: [{at: 3d}, {at: 5d}, {at: 3d}]")) == [
        Said(
            "INV003",
            "tpaudit.yaml:5:35",
            "the same timing is in the list twice",
            "Remove it; for several at once write one touchpoint for each, or times and every.",
        )
    ]
    assert messages_of(touchpoint("timing: [{at: 3d}, {at: 3d, within: 1d}]")) == []
    assert messages_of(touchpoint("per_segment: {all: {timing: [{dates: monthly}, {dates: monthly}]}}")) == [
        "the same timing is in the list twice"
    ]


@pytest.mark.parametrize(
    ("fields", "faulty"),
    [
        ("audience: quiet\n    reach: 25%", False),
        ("audience: quiet\n    reach: 0.26", True),
        ("audience: others\n    reach: 0.26", False),
        ("audience: quiet\n    per_segment: {all: {reach: 0.5}}", True),
        ("audience: quiet\n    reach: 0.1\n    per_segment: {all: {audience: others, reach: 0.5}}", False),
        ("per_segment: {all: {audience: quiet, reach: 0.5}}", True),
    ],
)
def test_reach_is_at_most_the_share_of_its_audience(fields: str, *, faulty: bool) -> None:
    messages = messages_of(touchpoint(fields, QUIET))
    assert len(messages) == faulty
    assert all("is above the share of quiet, 25%" in message for message in messages)


@pytest.mark.parametrize(
    ("second", "faulty"),
    [("share: 0.5, one_of: nps", False), ("share: 51%, one_of: nps", True), ("share: 0.9", False),
     ("share: {a: 0.5, b: 0.6}, one_of: nps", True), ("share: {a: 0.5}, one_of: nps", False), ("one_of: nps", False)],
)  # fmt: skip
def test_shares_of_a_group_are_together_at_most_all(second: str, *, faulty: bool) -> None:
    segments = "tpaudit: 1\nsegments: [{id: a}, {id: b}]\n"
    faults = faults_of(f"{segments}audiences: [{{id: p, share: 0.5, one_of: nps}}, {{id: q, {second}}}]\n")
    assert len(faults) == faulty
    assert all("Audiences of a group have no member in common" in fault.help for fault in faults)


@pytest.mark.parametrize(
    ("segment", "events", "faulty"),
    [
        ("contract: 12mo", "[]", False),
        ("starts_with: order", "[]", False),
        ("starts_with: order, contract: none", "[]", False),
        ("starts_with: order, contract: 12mo", "[]", True),
        ("starts_with: order, contract: 12mo", "[{id: contract_start, at: 14d, after: order}]", False),
    ],
)
def test_a_contract_needs_its_start(segment: str, events: str, *, faulty: bool) -> None:
    faults = faults_of(f"tpaudit: 1\nsegments: [{{id: a, {segment}}}]\nevents: {events}\n")
    assert [fault.message for fault in faults] == (
        ["nothing says when the contract starts: the segment starts with order"] if faulty else []
    )


@pytest.mark.parametrize(
    ("text", "faulty"),
    [
        ("contact_budget: {phases: {onboarding: {per_week: 3}}}", False),
        ("contact_budget: {phases: {retention: {per_week: 3}}}", True),
        ("segments: [{id: a, contact_budget: {phases: {support: {per_week: 3}}}}]", True),
        (
            "phases: [{id: use, window: {from: 0d, to: 9d}}]\ncontact_budget: {phases: {use: {per_day: 1}}}",
            False,
        ),
    ],
)
def test_a_budget_for_a_phase_needs_its_window(text: str, *, faulty: bool) -> None:
    messages = messages_of(f"tpaudit: 1\n{text}\n")
    assert len(messages) == faulty
    assert all("has no window" in message for message in messages)


@pytest.mark.parametrize(
    ("events", "start", "faulty"),
    [
        ("{id: a, after: order, per_quarter: 1}", "contract_start", True),
        ("{id: a, after: b, per_quarter: 1}, {id: b, at: 1d, after: order}", "contract_start", True),
        ("{id: a, after: order, per_quarter: 1}", "order", False),
        ("{id: a, after: go_live, per_quarter: 1}", "contract_start", False),
        ("{id: a, after: bill, per_quarter: 1}, {id: bill, every: 1mo}", "contract_start", False),
        ("{id: a, per_quarter: 1}", "contract_start", False),
    ],
)
def test_what_follows_an_undated_event_has_its_rate(events: str, start: str, *, faulty: bool) -> None:
    messages = messages_of(f"tpaudit: 1\nsegments: [{{id: s, starts_with: {start}}}]\nevents: [{events}]\n")
    assert len(messages) == faulty
    assert all("and so happens as often" in message for message in messages)


@pytest.mark.parametrize(("times", "faulty"), [("400", False), ("401", True), ("1..401", True)])
def test_a_cadence_after_an_undated_event_is_short(times: str, *, faulty: bool) -> None:
    messages = messages_of(touchpoint(f"timing: {{every: 1d, after: order, times: {times}}}"))
    assert messages == (["times is out of range after order, which has no date"] if faulty else [])
    assert messages_of(touchpoint(f"timing: {{every: 1d, after: go_live, times: {times}}}")) == []


@pytest.mark.parametrize(
    ("timing", "message"),
    [
        ("at: 3d, after: login, before: order", "before and after exclude each other"),
        ("at: 3d, after: login, before_each: t2", "before_each and after exclude each other"),
        ("at: 3d, before: login, before_each: t2", "before_each and before exclude each other"),
        ("every: 1w, before_each: t2", "before_each and every exclude each other"),
        ("before_each: t2", "before_each needs at"),
        ("times: 3", "times needs every"),
        ("dates: monthly, at: 3d", "at and dates exclude each other"),
        ("dates: monthly, per_quarter: 3", "per_quarter and dates exclude each other"),
        ("dates: monthly, as_needed: true", "as_needed and dates exclude each other"),
        ("per_quarter: 3, after: login", "after and per_quarter exclude each other"),
        ("every: 3bd", "working days repeat only as whole weeks"),
        ("every: 1d..2w", None),
        ("every: 2w..1w", "the range of every ends before it begins: the text 2w..1w"),
        ("dates: []", "dates is empty"),
        ("dates: [05-15, 13-01]", "dates must hold dates, but holds the text 13-01"),
        ("dates: [02-30]", "dates is a day that does not exist: the text 02-30"),
        ("dates: [02-29, 2027-03-01]", None),
        ("dates: monthly, within: 3d", None),
    ],
)
def test_mixtures_of_the_second_edition(timing: str, message: str | None) -> None:
    text = touchpoint(f"timing: {{{timing}}}") + "  - {id: t2, name: T2, timing: {at: 3d}}\n"
    assert messages_of(text) == ([message] if message else [])


@pytest.mark.parametrize(
    ("event", "message"),
    [
        ("every: 1mo", None),
        ("every: 1mo, at: 3d, times: 4", None),
        ("every: 1mo, after: order, until: 90d", None),
        ("every: 1mo, before: order, at: 1d", "before and every exclude each other"),
        ("at: 3d", "at needs after"),
        ("times: 3", "times needs every"),
        ("every: 1mo..2mo", "every cannot be a range here: the text 1mo..2mo"),
        ("every: 12h", "every is shorter than a day"),
    ],
)
def test_cadences_of_events(event: str, message: str | None) -> None:
    assert messages_of(f"tpaudit: 1\nevents: [{{id: a, {event}}}]\n") == ([message] if message else [])
