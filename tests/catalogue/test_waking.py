"""Rules about optional fields sleep until somebody uses the field."""

from __future__ import annotations

import pytest

from tests.inventories import audit_text
from tpaudit.findings.result import Tally
from tpaudit.registry import RULES
from tpaudit.rules.waking import Asleep


def calls(count: int, *fields: str) -> str:
    """Return an inventory of a number of check-in calls, the first of which have these fields."""
    rows = "".join(
        f"  - {{id: c{n}, name: C{n}, type: checkin{', ' + fields[n] if n < len(fields) else ''}}}\n"
        for n in range(count)
    )
    return f"touchpoints:\n{rows}"


def tally(text: str, code: str) -> Tally:
    return next(found for found in audit_text(text).tallies if found.rule.code == code)


@pytest.mark.parametrize(("count", "awake"), [(10, True), (11, False)])
def test_a_tenth_of_the_touchpoints_in_question_wakes_a_rule(count: int, *, awake: bool) -> None:
    counted = tally(calls(count, "metrics: {family: attendance}"), "MET001")
    assert (counted.asleep is None) == awake
    assert (counted.applicable, counted.failed) == ((count, count - 1) if awake else (0, 0))


def test_a_sleeping_rule_says_what_would_wake_it() -> None:
    asleep = tally(calls(21, "metrics: {family: attendance}"), "MET001").asleep
    assert asleep == Asleep(("metrics",), 1, 21)
    assert asleep.needed == 3


def test_only_touchpoints_to_which_the_rule_applies_are_in_question() -> None:
    text = calls(20, "priority: high, recovery: Call back the same day")
    assert tally(text, "EXP010").asleep is None
    assert tally(text, "PRI003").asleep == Asleep(("impact",), 0, 1)


def test_a_field_further_down_has_to_be_used_itself() -> None:
    text = calls(2, "priority: high, support: {systems: [crm]}", "priority: high")
    assert tally(text, "ORG001").asleep == Asleep(("support.process",), 0, 2)
    assert tally(calls(1, "priority: high, support: {process: Book}"), "ORG001").asleep is None


def test_one_of_several_metrics_is_enough() -> None:
    text = calls(1, "metrics: [{family: attendance}, {family: csat, instrument: Form}]")
    assert tally(text, "MET004").asleep is None


def test_where_nothing_is_in_question_the_rule_does_not_sleep() -> None:
    counted = tally(calls(3), "MET004")
    assert counted.asleep is None
    assert counted.applicable == 0


@pytest.mark.parametrize("word", ["MET001", "missing-metric", "MET", "MET00"])
def test_whoever_asks_for_it_wakes_it(word: str) -> None:
    selected = audit_text(calls(20), word)
    assert next(found for found in selected.tallies if found.rule.code == "MET001").failed == 20
    root = f"audit: {{select: [{word}]}}\n"
    assert tally(root + calls(20), "MET001").failed == 20


def test_what_gives_way_to_a_sleeping_rule_speaks() -> None:
    assert tally(calls(20, "experience: {verdict: works}", "experience: {verdict: works}"), "EXP001").failed == 0
    text = calls(20, "experience: {verdict: works}")
    assert (tally(text, "EXP006").failed, tally(text, "EXP001").failed) == (0, 0)
    assert tally(text, "EXP006").asleep == Asleep(("experience.verdict",), 1, 20)


def test_a_faulty_field_counts_as_used() -> None:
    text = calls(10, "metrics: often")
    assert tally(text, "MET001").asleep is None


def test_whatever_sleeps_names_fields_that_touchpoints_have() -> None:
    from tpaudit.inventory.touchpoint import Touchpoint

    for rule in RULES:
        for field in rule.woken_by.fields if rule.woken_by else ():
            assert field.split(".")[0] in Touchpoint.model_fields
