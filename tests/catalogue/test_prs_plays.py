from __future__ import annotations

import pytest

from tests.catalogue.answers import applicable, said
from tests.catalogue.segments import plan
from tests.inventories import findings

EVENTS = "events: [{id: a, name: A}, {id: b, name: B}, {id: c, name: C}, {id: d, name: D}]"


def plays(*events: str, days: tuple[int, ...] = (1, 3), segment: str = "", stop: str = "") -> str:
    """Return an inventory in which each event sets off contacts after so many days."""
    rows = [
        f"timing: [{', '.join(f'{{at: {day}d, after: {event}}}' for day in days)}]{stop.replace('OTHER', other)}"
        for event, other in zip(events, (*events[1:], events[0]), strict=True)
    ]
    return plan(segment, *rows, root=EVENTS)


@pytest.mark.parametrize(("events", "told"), [("abc", 0), ("abcd", 1)])
def test_many_series_can_meet(events: str, told: int) -> None:
    assert len(said(plays(*events, days=(1, 40)), "PRS011")) == told


@pytest.mark.parametrize(("days", "told"), [((1, 2, 9), 0), ((1, 3, 5), 1)])
def test_two_that_are_too_much_together_are_told_too(days: tuple[int, ...], told: int) -> None:
    messages = said(plays("a", "b", days=days), "PRS011")
    assert len(messages) == told
    assert all("up to 6 contacts within 7 days" in message for message in messages)


def test_the_segments_budget_decides_how_much_is_too_much() -> None:
    assert said(plays("a", "b"), "PRS011") == []
    (message,) = said(plays("a", "b", segment="contact_budget: {per_week: 3}"), "PRS011")
    assert message == (
        "2 series can meet in one customer, and few wait for another: A, B; two of them bring a customer of smb up to "
        "4 contacts within 7 days"
    )


def test_series_that_name_each_other_do_not_meet() -> None:
    assert said(plays(*"abcd", stop=", stop_when: [OTHER]"), "PRS011") == []
    assert len(said(plays(*"abcd", stop=", stop_when: [bought]"), "PRS011")) == 1


def test_half_of_them_is_enough() -> None:
    text = plays(*"abcd")
    for number, other in enumerate("bc"):
        first = f"id: t{number}, name: T{number},"
        text = text.replace(first, f"{first} stop_when: [{other}],")
        assert len(said(text, "PRS011")) == (1 if number == 0 else 0)


def test_the_owners_are_involved() -> None:
    text = plays(*"abcd").replace("id: t0,", "id: t0, owner: crm,").replace("id: t1,", "id: t1, owner: shop,")
    (finding,) = findings(text, "PRS011")
    assert finding.involves == ("crm", "shop")
    assert finding.culprits == ("t0", "t1", "t2", "t3")


def test_one_contact_is_no_series() -> None:
    assert applicable(plays(*"abcd", days=(1,)), "PRS011") == 0
    assert applicable(plays("a"), "PRS011") == 0


def test_an_audience_may_be_one_of_them() -> None:
    quiet = [f"audience: quiet, timing: {{at: {day}d}}" for day in (1, 2, 3)]
    text = plan("", *quiet, *(f"timing: {{at: {day}d, after: a}}" for day in (1, 2, 3)), root=EVENTS)
    (message,) = said(text, "PRS011")
    assert "quiet" in message


def test_audiences_that_exclude_each_other_cannot_meet() -> None:
    def of(*groups: str) -> str:
        audiences = ", ".join(
            f"{{id: m{number}, name: M{number}, share: 0.2{group}}}" for number, group in enumerate(groups)
        )
        rows = [f"audience: m{number}, timing: [{{at: 1d}}, {{at: 3d}}, {{at: 5d}}]" for number in range(len(groups))]
        return plan("", *rows, root=f"audiences: [{audiences}]")

    group = ", one_of: score"
    assert applicable(of(group, group, group, group), "PRS011") == 0
    (message,) = said(of(group, group, "", ""), "PRS011")
    assert message.startswith("3 series can meet in one customer, and few wait for another: M0, M2, M3; two of them")
