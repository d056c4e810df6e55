"""What counts as a contact, what it weighs, and whom it reaches."""

from __future__ import annotations

from fractions import Fraction

import pytest

from tests.schedule.plans import contacts, inventory_of, plan_of, plans_of
from tpaudit.schedule.schedule import build


@pytest.mark.parametrize(
    ("fields", "counted"),
    [
        ("type: nudge, channel: email", True),
        ("type: nudge", True),
        ("type: nudge, channel: website", False),
        ("type: nudge, channel: email, status: upcoming", True),
        ("type: nudge, channel: email, form: product", False),
        ("type: nudge, channel: email, transactional: true", False),
        ("type: invoice, channel: email", False),
        ("type: invoice, channel: email, transactional: false", True),
        ("type: ticket_reply, channel: email", False),
        ("type: ticket_reply, channel: email, initiation: proactive, transactional: false", True),
        ("type: other, channel: email", True),
        ("channel: email", True),
        ("channel: product_ux", False),
    ],
)
def test_what_counts(fields: str, *, counted: bool) -> None:
    plan = plan_of(f"touchpoints: [{{id: it, name: It, {fields}, timing: {{at: 1d}}}}]")
    assert len(contacts(plan)) == counted
    assert [(entry.day, entry.counted) for entry in plan.diary] == [(1, counted)]


def test_one_contact_for_each_addressed_channel() -> None:
    plan = plan_of("""
    channels: [{id: portal}, {id: wall, addressed: false}]
    touchpoints:
      - {id: it, name: It, type: nudge, channel: [portal, wall, sms, website], timing: [{at: 1d}, {per_quarter: 0.91}]}
    """)
    assert [contact.channel for contact in contacts(plan)] == ["portal", "sms"]
    assert [(spread.channel, spread.per_quarter) for spread in plan.persons[0].spread] == [
        ("portal", Fraction("0.91")),
        ("sms", Fraction("0.91")),
    ]
    assert [(entry.channel, entry.counted) for entry in plan.diary] == [
        ("portal", True),
        ("wall", False),
        ("sms", True),
        ("website", False),
    ]


def test_shares_and_rates() -> None:
    plan = plan_of("""
    events: [{id: health_drop, per_quarter: 0.5}, {id: rare, per_quarter: 0.1}]
    touchpoints:
      - id: it
        name: It
        type: checkin
        channel: phone
        reach: 0.2
        timing: [{at: 1d}, {at: 1d, after: health_drop}, {every: 1w, after: rare, times: 3}, {per_quarter: 4}]
    """)
    (contact,) = contacts(plan)
    assert (contact.share, contact.adds_value, contact.human, contact.talk) == (Fraction(1, 5), True, True, True)
    (spread,) = plan.persons[0].spread
    assert (spread.per_quarter, spread.share) == (Fraction(4), Fraction(1, 5))
    assert [(step.event, step.per_quarter, step.distance) for step in plan.persons[0].steps] == [
        ("health_drop", Fraction(1, 2), 1),
        ("rare", Fraction(1, 10), 7),
        ("rare", Fraction(1, 10), 14),
        ("rare", Fraction(1, 10), 21),
    ]
    assert plan.load("customer").mean(0, 90) == (1 + 4 + Fraction("0.5") + Fraction("0.3")) / 5


@pytest.mark.parametrize(
    ("phase", "span"),
    [
        ("retention", (0, 365)),
        ("onboarding", (0, 90)),
        ("awareness", (-90, -45)),
        ("renewal", (245, 365)),
        ("long", (300, 456)),
    ],
)
def test_the_span_of_undated_contacts(phase: str, span: tuple[int, int]) -> None:
    plan = plans_of(f"""
    scope: full
    segments: [{{id: smb}}, {{id: other}}]
    phases:
      - {{id: long, window: {{from: 300d, to: 900d}}}}
    touchpoints: [{{id: it, name: It, type: nudge, phase: {phase}, timing: {{per_quarter: 1}}}}]
    """)["smb"]
    (spread,) = plan.persons[0].spread
    assert spread.spans == (span,)


def test_a_phase_beyond_the_horizon_loses_its_undated_contacts_and_says_so() -> None:
    plan = plan_of("""
    phases: [{id: beyond, window: {from: 457d, to: 500d}}]
    touchpoints: [{id: it, name: It, phase: beyond, timing: {per_quarter: 1}}]
    """)
    assert not plan.persons[0].spread
    assert [(unplaced.touchpoint.id, unplaced.anchor, unplaced.kind) for unplaced in plan.unplaced] == [
        ("it", "beyond", "phase")
    ]


def test_unknown_rates_weigh_nothing_and_are_named() -> None:
    plan = plan_of("""
    events: [{id: known, per_quarter: 1}, {id: never, per_quarter: 0}, {id: mine}, {id: parcel, after: order, at: 1d}]
    touchpoints:
      - {id: a, name: A, type: nudge, timing: {at: 1d, after: mine}}
      - {id: b, name: B, type: nudge, timing: {at: 1d, after: a}}
      - {id: c, name: C, type: nudge, timing: {at: 1d, after: parcel}}
      - {id: d, name: D, type: nudge, timing: {at: 1d, after: known}}
      - {id: e, name: E, type: nudge, timing: {at: 1d, after: never}}
      - {id: f, name: F, type: ticket_reply, timing: {at: 1d, after: ticket_opened}}
      - {id: g, name: G, type: nudge, status: idea, timing: {at: 1d, after: complaint}}
    """)
    assert set(plan.unknown_rates) == {"mine", "order"}
    assert plan.at_least
    rates = {step.touchpoint.id: step.per_quarter for step in plan.persons[0].steps}
    assert rates == {"a": None, "b": None, "c": None, "d": 1, "e": 0}
    assert plan.load("customer").mean(0, 90) == 1


STAKEHOLDERS = """
segments: [{id: smb, stakeholders: [champion, boss, user]}, {id: other, stakeholders: [admin]}]
touchpoints:
  - {id: everyone, name: Everyone, type: nudge, segments: smb, stakeholders: all, timing: {at: 1d}}
  - {id: main, name: Main, type: nudge, segments: smb, timing: {at: 2d}}
  - {id: two, name: Two, type: nudge, segments: smb, stakeholders: [user, champion], timing: {at: 3d}}
  - {id: some, name: Some, type: nudge, segments: smb, stakeholders: [admin, user], timing: {at: 4d}}
  - {id: nobody, name: Nobody, type: nudge, segments: smb, stakeholders: [admin], timing: {at: 5d}}
  - {id: then, name: Then, type: nudge, segments: smb, stakeholders: [boss], timing: {at: 1d, after: nobody}}
"""


def test_whom_touchpoints_reach() -> None:
    plan = plans_of(STAKEHOLDERS)["smb"]
    assert [person.id for person in plan.persons] == ["champion", "boss", "user"]
    assert {person.id: [contact.touchpoint.id for contact in person.contacts] for person in plan.persons} == {
        "champion": ["everyone", "main", "two"],
        "boss": ["everyone", "then"],
        "user": ["everyone", "two", "some"],
    }
    assert [contact.touchpoint.id for contact in plan.account.contacts] == ["everyone", "main", "two", "some", "then"]


def test_a_touchpoint_for_roles_that_the_segment_lacks_keeps_its_day_for_what_follows_it() -> None:
    plan = plans_of(STAKEHOLDERS)["smb"]
    assert not plan.unplaced
    assert plan.placed["nobody"] == (5,)
    assert [(entry.touchpoint.id, entry.counted) for entry in plan.diary] == [
        ("everyone", True),
        ("main", True),
        ("two", True),
        ("some", True),
        ("then", True),
    ]


def test_without_stakeholders_one_person_gets_everything() -> None:
    nameless = STAKEHOLDERS.replace("stakeholders: [champion, boss, user]", "contract: 12mo")
    plan = plans_of(nameless.replace("[admin]}]", "[admin, user, champion, boss]}]"))["smb"]
    (person,) = plan.persons
    assert person.id == "customer"
    assert len(person.contacts) == 6


def test_same_as() -> None:
    plan = plan_of("""
    segments: [{id: smb, stakeholders: [a, b, c, d]}]
    touchpoints:
      - {id: everyone, name: Everyone, type: nudge, stakeholders: all, timing: {at: 1d}}
      - {id: one, name: One, type: nudge, stakeholders: [b, d], timing: {at: 2d}}
      - {id: undated, name: Undated, type: nudge, stakeholders: [c], timing: {at: 2d, after: order}}
      - {id: uncounted, name: Uncounted, type: invoice, stakeholders: [c], timing: {at: 2d}}
      - {id: untimed, name: Untimed, type: nudge, stakeholders: [d], timing: {as_needed: true}}
    """)
    assert {person.id: person.same_as for person in plan.persons} == {"a": None, "b": None, "c": None, "d": "b"}
    b, d = plan.persons[1], plan.persons[3]
    assert (b.contacts, b.quarters, b.silences) == (d.contacts, d.quarters, d.silences)
    assert plan.worst("b", "per_week") == plan.worst("d", "per_week")


def test_the_order_of_a_day() -> None:
    plan = plan_of("""
    touchpoints:
      - {id: late, name: Late, type: nudge, timing: {at: 30h}}
      - {id: later, name: Later, type: nudge, timing: {at: 4h, after: late}}
      - {id: noon, name: Noon, type: nudge, timing: {at: 2h, before: late}}
      - {id: first, name: First, type: nudge, timing: {at: 1d}}
      - {id: second, name: Second, type: nudge, channel: [sms, email], timing: {at: 24h}}
      - {id: early, name: Early, type: nudge, timing: {at: 1500m}}
    """)
    assert [(contact.touchpoint.id, contact.channel) for contact in contacts(plan)] == [
        ("first", None),
        ("second", "sms"),
        ("second", "email"),
        ("early", None),
        ("noon", None),
        ("late", None),
        ("later", None),
    ]
    assert {contact.day for contact in contacts(plan)} == {1}
    assert [entry.touchpoint.id for entry in plan.diary] == [contact.touchpoint.id for contact in contacts(plan)]


def test_a_faulty_touchpoint_and_what_is_tied_to_it_are_left_out() -> None:
    inventory = inventory_of(
        """
        segments: [{id: a}, {id: b}]
        events: [{id: e, after: broken, at: 1d}]
        touchpoints:
          - {id: broken, name: Broken, type: nudge, timing: {at: 7 days}}
          - {id: follower, name: Follower, type: nudge, timing: {at: 1d, after: broken}}
          - {id: also, name: Also, type: nudge, timing: {at: 1d, after: e}}
          - {id: until, name: Until, type: nudge, timing: {every: 1w, until: broken}}
          - {id: reach, name: Reach, type: nudge, reach: 2, segments: a, timing: {at: 1d}}
          - {id: type, name: Type, type: nonsense, timing: {at: 1d}}
          - {id: phase, name: Phase, type: nudge, phase: nowhere, timing: {at: 1d}}
          - {id: status, name: Status, type: nudge, status: nonsense, timing: {at: 1d}}
          - {id: waits, name: Waits, type: nudge, timing: {at: 1d, after: status}}
          - {id: value, name: Value, type: nudge, value: nonsense, timing: {at: 1d}}
          - {id: sound, name: Sound, type: nudge, timing: {at: 2d}}
        """,
        faulty=True,
    )
    first, second = build(inventory).segments
    assert set(first.placed) == set(second.placed) == {"value", "sound"}
    assert not first.unplaced
    left_out = ["broken", "follower", "also", "until", "reach", "type", "phase", "waits"]
    assert [touchpoint.id for touchpoint in first.hidden] == left_out
    assert [touchpoint.id for touchpoint in second.hidden] == [
        touchpoint_id for touchpoint_id in left_out if touchpoint_id != "reach"
    ]
    assert [contact.adds_value for contact in contacts(first)] == [False, True]


def test_faulty_phases_segments_events_and_budgets_do_no_harm() -> None:
    inventory = inventory_of(
        """
        contact_budget: {per_week: many, phases: {onboarding: {per_day: -1}}}
        segments:
          - {id: a, contract: long, starts_with: nowhere, stakeholders: {a: b}, contact_budget: {per_week: x}}
          - {id: b, go_live: soon, sales_cycle: 1, horizon: x}
        phases: [{id: onboarding, window: {from: x}}, {id: own, segments: [c], window: {from: nowhere, to: 1d}}]
        events: [{id: order, per_quarter: often}, {id: e, at: 1}]
        channels: [{id: email, addressed: maybe}]
        touchpoints:
          - {id: a, name: A, type: nudge, phase: onboarding, channel: email, timing: {every: 1w}}
          - {id: b, name: B, type: nudge, phase: own, timing: {at: 1d, after: order}}
        """,
        faulty=True,
    )
    assert inventory.faults
    assert len(build(inventory).segments) == 2
