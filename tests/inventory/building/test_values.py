"""Ranges at both of their ends, and what values become."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Any

import pytest

from tests.inventories import inventory_of
from tests.inventory.built import messages_of
from tpaudit.durations import Duration
from tpaudit.inventory.ranges import Range
from tpaudit.inventory.touchpoint import Touchpoint


def touchpoint(line: str) -> Touchpoint:
    inventory = inventory_of(f"touchpoints:\n  - id: a\n    name: A\n    {line}\n")
    assert inventory.faults == ()
    return inventory.touchpoints[0]


def value(path: str, text: str) -> Any:
    steps = path.split(".")
    line = "".join(f"{{{step}: " for step in steps[1:])
    found: Any = touchpoint(f"{steps[0]}: {line}{text}{'}' * (len(steps) - 1)}")
    for step in steps:
        found = getattr(found, step)
        found = found[0] if isinstance(found, tuple) and step in ("metrics", "timing") else found
    return found


@pytest.mark.parametrize(
    ("path", "text", "expected"),
    [
        ("metrics.target", '"70%"', Fraction(7, 10)),
        ("metrics.target", '"12.5 %"', Fraction(1, 8)),
        ("metrics.target", "-3", Fraction(-3)),
        ("metrics.target", "0.1", Fraction(1, 10)),
        ("metrics.actual", "1e15", Fraction(10**15)),
        ("metrics.scale", "[-100, 100]", (Fraction(-100), Fraction(100))),
        ("metrics.measured_on", "2028-02-29", date(2028, 2, 29)),
        ("reach", "0.333", Fraction(333, 1000)),
        ("reach", "12.5%", Fraction(1, 8)),
        ("effort", "30m", Duration(30, "m")),
        ("timing.every", "10bd", Range(Duration(10, "bd"), Duration(10, "bd"))),
        ("customer_action", "none", "none"),
        ("tags", "[a, b, a]", ("a", "b", "a")),
        ("tags", "a", ("a",)),
        ("channel", "email", ("email",)),
        ("stakeholders", "all", ("all",)),
        ("content.languages", "no", ("no",)),
        ("feedback.asks", "product", ("product",)),
        ("purpose", "'12'", "12"),
        ("planned", "false", False),
    ],
)
def test_values_are_exact(path: str, text: str, expected: object) -> None:
    assert value(path, text) == expected


def test_a_cadence_ends_with_a_duration_or_with_what_has_a_day() -> None:
    ends = [touchpoint(f"timing: {{every: 1d, until: {text}}}").timing[0] for text in ("30d", "phase_end")]
    assert [(end.until, end.until_duration) for end in ends] == [("30d", Duration(30, "d")), ("phase_end", None)]


def test_what_it_leads_to_may_be_an_id_or_a_mapping() -> None:
    inventory = inventory_of(
        "touchpoints: [{id: a, name: A, leads_to: [b, {to: b, handoff: warm}]}, {id: b, name: B, leads_to: a}]"
    )
    assert [(lead.to, lead.handoff) for source in inventory.touchpoints for lead in source.leads_to] == [
        ("b", None),
        ("b", "warm"),
        ("a", None),
    ]


@pytest.mark.parametrize(
    ("field", "good", "bad"),
    [
        ("reach: {}", ("0.001", "1", "100%"), ("0", "-0.001", "1.001", "0%", "101%")),
        ("experience: {{score: {}}}", ("1", "5"), ("0", "6")),
        ("impact: {{revenue: {}}}", ("1", "5"), ("0", "6")),
        ("phone: {{service_level: {}}}", ("0", "1"), ("-1", "80")),
        ("timing: {{per_quarter: {}}}", ("0", "1000"), ("-1", "1001")),
        ("timing: {{every: 1d, times: {}}}", ("1", "4000"), ("0", "4001")),
        ("timing: {{every: {}}}", ("1d", "10y", "24h", "5bd"), ("0d", "23h", "1439m", "11y", "1bd")),
        ("timing: {{every: 1d, until: {}}}", ("0d", "3650d"), ("3651d", "11y")),
        ("timing: {{at: {}}}", ("0d", "3650d"), ("3651d", "-1d")),
        ("metrics: {{actual: {}}}", ("1e15", "-1000000000000000"), ("1000000000000001", "-2e15", ".inf")),
        ("id: {}", ("a", "9", "x-ray", "a_b-c", "a" * 200), ("a" * 201, "_a", "-a", "A", "a b", "ä", "a.b")),
    ],
)
def test_ranges_end_where_they_say(field: str, good: tuple[str, ...], bad: tuple[str, ...]) -> None:
    def faults(text: str) -> list[str]:
        line = field.format(text if not text[0].isdigit() or "id" not in field else f"'{text}'")
        head = "name: A" if line.startswith("id") else "id: a\n    name: A"
        return messages_of(f"tpaudit: 1\ntouchpoints:\n  - {head}\n    {line}\n")

    assert [text for text in good if faults(text)] == []
    assert [text for text in bad if len(faults(text)) != 1] == []


@pytest.mark.parametrize(
    ("entry", "good", "bad"),
    [
        ("segments: [{{id: a, customers: {}}}]", ("0", "1000000000"), ("-1", "1000000001")),
        ("segments: [{{id: a, contract: {}}}]", ("none", "0d", "10y"), ("11y", "None", "12m", "48h")),
        ("segments: [{{id: a, contact_budget: {{per_week: {}}}}}]", ("0", "0.5", "1000000"), ("-0.5", "1000001")),
        ("phases: [{{id: a, max_touchpoints: {}}}]", ("1", "10000"), ("0", "10001")),
        ("phases: [{{id: a, window: {{from: 0d, to: {}}}}}]", ("10y", "go_live"), ("11y", "Go live", "90", "[]")),
        ("report: {{accent: '{}'}}", ("#0b5", "#00BB55"), ("#0b", "0b5", "#00bb5", "#ggg", "#0b5 ")),
    ],
)
def test_ranges_of_registries(entry: str, good: tuple[str, ...], bad: tuple[str, ...]) -> None:
    assert [text for text in good if messages_of(f"tpaudit: 1\n{entry.format(text)}\n")] == []
    assert [text for text in bad if len(messages_of(f"tpaudit: 1\n{entry.format(text)}\n")) != 1] == []
