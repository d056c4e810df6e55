"""Which keys of a timing stand beside which: each impossible mixture is said at its guilty key."""

from __future__ import annotations

from itertools import combinations

import pytest

from tests.inventory.built import Said, faults_of
from tpaudit.inventory.timing import Timing

VALUES = {
    "at": "1d", "after": "order", "after_each": "b", "before": "order", "every": "1w", "until": "90d", "times": "3",
    "per_quarter": "2", "as_needed": "true",
}  # fmt: skip
GOOD = frozenset(
    frozenset(keys.split())
    for keys in (
        "at", "after", "every", "per_quarter", "as_needed",
        "at after", "at after_each", "at before", "at every", "after every", "every until", "every times",
        "at after every", "at every until", "at every times", "after every until", "after every times",
        "every until times", "at after every until", "at after every times", "at every until times",
        "after every until times", "at after every until times",
    )
)  # fmt: skip


def faults(statement: str) -> list[Said]:
    return faults_of(
        f"tpaudit: 1\ntouchpoints:\n  - {{id: b, name: B}}\n  - id: a\n    name: A\n    timing: {{{statement}}}\n"
    )


@pytest.mark.parametrize("size", range(1, 6))
def test_only_sensible_mixtures_are_accepted(size: int) -> None:
    for keys in combinations(VALUES, size):
        statement = ", ".join(f"{key}: {VALUES[key]}" for key in keys)
        assert (faults(statement) == []) is (frozenset(keys) in GOOD), statement
        assert (faults(f"{statement}, within: 2w") == []) is (frozenset(keys) in GOOD), statement


def column(statement: str, key: str) -> int:
    return len("    timing: {") + statement.index(f"{key}:") + 1


@pytest.mark.parametrize(
    ("statement", "key", "message"),
    [
        ("at: 1d, after: order, before: order", "before", "before and after exclude each other"),
        ("at: 1d, after_each: b, after: order", "after_each", "after_each and after exclude each other"),
        ("at: 1d, before: order, after_each: b", "before", "before and after_each exclude each other"),
        ("per_quarter: 3, at: 1d", "at", "at and per_quarter exclude each other"),
        ("per_quarter: 3, as_needed: true", "as_needed", "as_needed and per_quarter exclude each other"),
        ("as_needed: true, every: 1w", "every", "every and as_needed exclude each other"),
        ("before: order", "before", "before needs at"),
        ("after_each: b", "after_each", "after_each needs at"),
        ("at: 1d, until: 9d", "until", "until needs every"),
        ("at: 1d, times: 9", "times", "times needs every"),
        ("every: 1w, at: 1d, before: order", "before", "before and every exclude each other"),
        ("every: 1w, at: 1d, after_each: b", "after_each", "after_each and every exclude each other"),
        ("every: 12h", "every", "every is shorter than a day"),
        ("as_needed: false", "as_needed", "as_needed: false says nothing"),
    ],
)
def test_the_guilty_key_is_named(statement: str, key: str, message: str) -> None:
    (fault,) = faults(statement)
    assert (fault.place, fault.message) == (f"tpaudit.yaml:6:{column(statement, key)}", message)


@pytest.mark.parametrize("statement", ["", "within: 3d", "at: ~", "x-a: 1"])
def test_a_timing_says_something(statement: str) -> None:
    assert faults(statement) == [
        Said(
            "INV003",
            "tpaudit.yaml:6:5",
            "the timing says nothing",
            "Say when: at, every, after, before, dates, per_quarter or as_needed; or remove the key.",
        )
    ]


def test_of_a_list_the_faulty_item_is_shown() -> None:
    (fault,) = faults_of(
        "tpaudit: 1\ntouchpoints:\n  - id: a\n    name: A\n"
        "    timing:\n      - at: 1d\n      - at: 3d\n        until: 9d\n"
    )
    assert (fault.place, fault.message) == ("tpaudit.yaml:8:9", "until needs every")


@pytest.mark.parametrize(
    ("entry", "message"),
    [
        ("at: 3d", "at needs after"),
        ("before: order", "before needs at"),
        ("at: 3d, before: order, after: order", "before and after exclude each other"),
    ],
)
def test_events_are_tied_once(entry: str, message: str) -> None:
    (fault,) = faults_of(f"tpaudit: 1\nevents: [{{id: a, {entry}}}]\n")
    assert fault.message == message


@pytest.mark.parametrize(
    ("end", "message"),
    [
        ("{}", "the timing says nothing"),
        ("{before: go_live}", "before needs at"),
        ("{at: 1d, after: go_live, before: go_live}", "before and after exclude each other"),
        ("ninety days", "to must be a duration or the id of what has a day, but is the text ninety days"),
        ("90", "to must be a duration or the id of what has a day, but is the number 90"),
    ],
)
def test_ends_of_windows_are_days(end: str, message: str) -> None:
    (fault,) = faults_of(f"tpaudit: 1\nphases: [{{id: a, window: {{from: 0d, to: {end}}}}}]\n")
    assert fault.message == message


def test_a_timing_tells_its_anchor_and_whether_it_repeats() -> None:
    statements = ({"at": "1d"}, {"at": "1d", "after_each": "b"}, {"every": "1w"}, {"per_quarter": 1})
    timings = [Timing.model_validate(statement) for statement in statements]
    assert [timing.anchor for timing in timings] == [None, "b", None, None]
    assert [timing.repeats for timing in timings] == [False, True, True, True]
