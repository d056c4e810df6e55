from __future__ import annotations

import pytest

from tests.catalogue.answers import applicable, said, touchpoint


def _prioritized(*priorities: str) -> str:
    rows = (
        f"  - {{id: t{n}, name: T{n}, {priority and 'priority: ' + priority}}}" for n, priority in enumerate(priorities)
    )
    return "touchpoints:\n" + "\n".join(rows)


def test_half_may_lack_a_priority_and_no_more() -> None:
    assert said(_prioritized("low", ""), "PRI001") == []
    assert said(_prioritized("low", "", ""), "PRI001") == [
        "2 of 3 touchpoints have no priority, 66% instead of at most 50%"
    ]


def test_paused_ones_need_no_priority() -> None:
    assert applicable(touchpoint("status: paused"), "PRI001") == 0


def test_two_fifths_may_be_key_and_no_more() -> None:
    assert said(_prioritized(*["critical", "high"] * 2, *["low"] * 6), "PRI002") == []
    assert said(_prioritized(*["high"] * 5, *["medium"] * 4, ""), "PRI002") == [
        "5 of 10 touchpoints have critical or high priority, 50% instead of at most 40%"
    ]


def test_a_handful_may_all_be_key() -> None:
    assert applicable(_prioritized(*["high"] * 9), "PRI002") == 0


@pytest.mark.parametrize("option", ["max_share: 0.5", "min_touchpoints: 11"])
def test_what_inflates_can_be_set(option: str) -> None:
    text = _prioritized(*["high"] * 5, *["low"] * 5)
    assert not said(f"audit: {{options: {{inflated-priority: {{{option}}}}}}}\n{text}", "PRI002")


def test_no_touchpoints_no_inflation() -> None:
    assert applicable("audit: {options: {PRI002: {min_touchpoints: 0}}}", "PRI002") == 0


@pytest.mark.parametrize("impact", ["", "impact: {}"])
def test_a_key_touchpoint_says_what_it_has_an_impact_on(impact: str) -> None:
    assert said(touchpoint(f"priority: high, {impact}"), "PRI003") == [
        "The call has high priority, but nothing says what it has an impact on"
    ]


def test_one_impact_is_reason_enough() -> None:
    assert not said(touchpoint("priority: high, impact: {revenue: 1}"), "PRI003")
    assert applicable(touchpoint("priority: medium"), "PRI003") == 0
