"""How many occurrences an inventory plans, and that it does not take long to find out that they are too many."""

from __future__ import annotations

import pytest

from tests.schedule.plans import inventory_of
from tpaudit.audit import scheduled
from tpaudit.inventory.inventory import Inventory
from tpaudit.messages import render
from tpaudit.schedule import schedule
from tpaudit.schedule.placing.allowance import MAX_OCCURRENCES, Allowance, TooManyOccurrences, TooManyServings
from tpaudit.schedule.placing.place import place_all
from tpaudit.schedule.schedule import build

TWO = "segments: [{id: a, stakeholders: [x, y]}]"
MAIN = "{id: b, name: B, timing: {at: 1d}}"


def occurrences(inventory: Inventory) -> int:
    allowance = Allowance(MAX_OCCURRENCES)
    for _ in place_all(inventory, allowance):
        pass
    return allowance.used


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("touchpoints: [{id: a, name: A, timing: {at: 1d}}]", 1),
        ("touchpoints: [{id: a, name: A, timing: {every: 1d, times: 40}}]", 40),
        ("segments: [{id: a}, {id: b}]\ntouchpoints: [{id: a, name: A, timing: {every: 1d, times: 40}}]", 80),
        ("segments: [{id: a}, {id: b}]\ntouchpoints: [{id: a, name: A, segments: b, timing: {at: 1d}}]", 1),
        ("touchpoints: [{id: a, name: A, channel: [sms, email], timing: [{at: 1d}, {after: order}]}]", 4),
        ("touchpoints: [{id: a, name: A, timing: [{per_quarter: 9}, {as_needed: true}]}, {id: b, name: B}]", 0),
        ("touchpoints: [{id: a, name: A, status: idea, timing: {at: 1d}}]", 0),
        # two stakeholders who get the same have one plan between them
        (f"{TWO}\ntouchpoints: [{{id: a, name: A, stakeholders: all, timing: {{at: 1d}}}}]", 1),
        (f"{TWO}\ntouchpoints: [{{id: a, name: A, stakeholders: all, timing: {{at: 1d}}}}, {MAIN}]", 3),
    ],
)
def test_what_is_counted(text: str, count: int) -> None:
    assert occurrences(inventory_of(text)) == count


def test_the_limit_itself_is_allowed() -> None:
    assert MAX_OCCURRENCES == 2_000_000
    allowance = Allowance(10)
    assert allowance.take(range(4)) == (0, 1, 2, 3)
    assert allowance.take(range(3), weight=2) == (0, 1, 2)
    assert allowance.take(()) == ()
    with pytest.raises(TooManyOccurrences):
        allowance.take(range(1))


def test_one_more_than_allowed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(schedule, "MAX_OCCURRENCES", 40)
    text = "touchpoints: [{{id: a, name: A, timing: {{every: 1d, times: {times}}}}}]"
    assert occurrences(inventory_of(text.format(times=40))) == 40
    build(inventory_of(text.format(times=40)))
    assert occurrences(inventory_of(text.format(times=41))) == 41
    with pytest.raises(TooManyOccurrences) as found:
        build(inventory_of(text.format(times=41)))
    assert found.value.count == 41


def test_touchpoints_without_days_are_not_looked_at_without_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(schedule, "MAX_SERVINGS", 4)
    four = "segments: [{id: a}, {id: b}]\ntouchpoints: [{id: a, name: A}, {id: b, name: B, segments: [a, b]}"
    assert len(build(inventory_of(f"{four}, {{id: c, name: C, status: idea}}]")).segments) == 2
    with pytest.raises(TooManyServings) as found:
        build(inventory_of(f"{four}, {{id: c, name: C, segments: a}}]"))
    assert found.value.count == 5


def test_segments_and_touchpoints_that_multiply_are_told_at_once() -> None:
    segments = "".join(f"- {{id: s{number}}}\n" for number in range(401))
    touchpoints = "".join(f"- {{id: t{number}, name: T}}\n" for number in range(500))
    found = scheduled(inventory_of(f"segments:\n{segments}touchpoints:\n{touchpoints}"))
    assert found[1].segments == ()
    assert [(fault.code, render(fault.message)) for fault in found[0].faults] == [
        ("INV001", "touchpoints serve segments 200,500 times, more than the limit of 200,000; nothing is scheduled")
    ]


DAYS_OF_A_MILLION_YEARS = "\n".join(
    f"  - {{id: t{n}, name: T, timing: {{at: 10y, after: {'contract_start' if n == 0 else f't{n - 1}'}}}}}"
    for n in range(1000)
)
DOUBLING = "\n".join(
    f"  - {{id: t{n}, name: T, timing: [{{at: 1d, after_each: t{n - 1}}}, {{at: 2d, after_each: t{n - 1}}}]}}"
    for n in range(1, 60)
)


@pytest.mark.parametrize(
    "rows",
    [
        DAYS_OF_A_MILLION_YEARS + "\n  - {id: all, name: All, timing: {every: 1d, until: t999}}",
        "  - {id: t0, name: T, timing: {after: order}}\n" + DOUBLING,
    ],
)
def test_absurd_plans_are_found_out_early(rows: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(schedule, "MAX_OCCURRENCES", 20_000)
    with pytest.raises(TooManyOccurrences) as found:
        build(inventory_of("touchpoints:\n" + rows))
    assert 20_000 < found.value.count < 21_000


def test_days_that_coincide_do_not_double() -> None:
    inventory = inventory_of("touchpoints:\n  - {id: t0, name: T, timing: {at: 0d}}\n" + DOUBLING)
    assert occurrences(inventory) < 60 * 60 * 2
    (plan,) = build(inventory).segments
    assert plan.placed["t59"] == tuple(range(59, 119))


def test_a_hundred_years_are_looked_at_and_the_rest_is_dropped_by_name() -> None:
    early = DAYS_OF_A_MILLION_YEARS.replace("after", "before")
    inventory = inventory_of("contact_budget: {per_week: 0}\ntouchpoints:\n" + early)
    (plan,) = build(inventory).segments
    assert plan.horizon == (-10 * 3650, 456)
    assert plan.exceeded[0].windows == 7 * 10 - 6  # the earliest contact lies on the horizon's first day
    assert len(plan.dropped) == 990
    assert plan.dropped[0][2:] == (-40150, -40150, "horizon")
