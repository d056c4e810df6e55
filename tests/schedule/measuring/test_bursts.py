"""What one occurrence of an undated event sets off."""

from __future__ import annotations

from tests.schedule.plans import plan_of


def test_bursts() -> None:
    plan = plan_of("""
    segments: [{id: smb, stakeholders: [a, b]}]
    events: [{id: parcel, after: order, at: 1d}]
    touchpoints:
      - {id: t1, name: T, type: nudge, stakeholders: all, channel: [email, sms], reach: 0.1, timing: {after: order}}
      - {id: t2, name: T, type: nudge, timing: {every: 1w, at: 6d, after: order, times: 4}}
      - {id: t3, name: T, type: nudge, timing: {at: 6d, after: parcel}}
      - {id: t4, name: T, type: nudge, timing: {at: 2h, after: complaint}}
      - {id: t5, name: T, type: invoice, stakeholders: [b], timing: {after: complaint}}
      - {id: t6, name: T, type: nudge, timing: {at: 1h, after: complaint}}
    """)
    a, b = plan.persons
    assert {burst.event for burst in a.bursts} == {"order", "complaint"}
    order = next(burst for burst in a.bursts if burst.event == "order")
    assert [(contact.distance, contact.touchpoint.id, contact.channel) for contact in order.contacts] == [
        (0, "t1", "email"),
        (0, "t1", "sms"),
        (6, "t2", None),
        (7, "t3", None),
        (13, "t2", None),
        (20, "t2", None),
        (27, "t2", None),
    ]
    assert {period: window.load for period, window in order.worst.items()} == {
        "per_day": 2,
        "per_week": 3,
        "per_month": 7,
    }
    assert order.worst["per_week"][:3] == (0, 6, 3)
    complaint = next(burst for burst in a.bursts if burst.event == "complaint")
    assert [contact.touchpoint.id for contact in complaint.contacts] == ["t6", "t4"]
    assert [burst.event for burst in b.bursts] == ["order"]


def test_of_audiences_that_exclude_each_other_the_fuller_counts() -> None:
    plan = plan_of(
        """
    audiences: [{id: yes, share: 0.5, one_of: answer}, {id: no, share: 0.3, one_of: answer}, {id: other, share: 0.1}]
    touchpoints:
      - {id: t1, name: T, type: nudge, audience: "yes", timing: {every: 1d, after: order, times: 2}}
      - {id: t2, name: T, type: nudge, audience: "no", timing: {every: 1d, after: order, times: 3}}
      - {id: t3, name: T, type: nudge, audience: other, timing: {at: 2d, after: order}}
    """.replace("id: yes", 'id: "yes"').replace("id: no,", 'id: "no",')
    )
    (burst,) = plan.persons[0].bursts
    assert burst.worst["per_week"].load == 4
    assert [(step.distance, step.touchpoint.id) for step in burst.worst["per_week"].contacts] == [
        (1, "t2"),
        (2, "t2"),
        (2, "t3"),
        (3, "t2"),
    ]
    assert len(burst.contacts) == 6
