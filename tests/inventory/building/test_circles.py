"""Timings that wait for each other, each circle once."""

from __future__ import annotations

import time

import pytest

from tests.inventories import inventory_of
from tests.inventory.built import Said, faults_of, messages_of


def circles(text: str) -> list[str]:
    """Return the circles as they are named."""
    prefix = "the timings wait for each other: "
    return [fault.message.removeprefix(prefix) for fault in faults_of(f"tpaudit: 1\n{text}\n")]


def touchpoints(**timings: str) -> str:
    rows = (f"  - {{id: {name}, name: {name}, {timing}}}\n" for name, timing in timings.items())
    return f"touchpoints:\n{''.join(rows)}"


def test_a_circle_is_named_at_the_timing_of_its_first_touchpoint() -> None:
    text = (
        "tpaudit: 1\n"
        "touchpoints:\n"
        "  - {id: a, name: A, timing: {at: 1d, after: b}}\n"
        "  - {id: b, name: B, timing: {at: 1d, after_each: a}}\n"
    )
    assert faults_of(text) == [
        Said(
            "INV006",
            "tpaudit.yaml:3:22",
            "the timings wait for each other: a -> b -> a",
            "Tie one of them to an event that has a date, or to the segment's start.",
        )
    ]
    inventory = inventory_of(text)
    assert (inventory.faults[0].subject, inventory.faults[0].path) == (("touchpoint", "a"), ("timing",))
    assert [touchpoint.id for touchpoint in inventory.touchpoints if "timing" not in touchpoint.unknown] == []
    assert not inventory.complete


@pytest.mark.parametrize(
    ("timings", "expected"),
    [
        ({"a": "timing: {at: 1d, after: a}"}, ["a -> a"]),
        ({"a": "timing: {at: 1d, before: b}", "b": "timing: {at: 1d, before: a}"}, ["a -> b -> a"]),
        ({"a": "timing: {every: 1d, until: b}", "b": "timing: {at: 1d, after: a}"}, ["a -> b -> a"]),
        ({"a": "timing: [{at: 1d}, {at: 1d, after: b}]", "b": "timing: {at: 1d, after: a}"}, ["a -> b -> a"]),
        ({"a": "timing: {at: 1d, after: b}", "b": "timing: {at: 1d, after: c}", "c": "timing: {at: 1d, after: a}"},
         ["a -> b -> c -> a"]),
        ({"z": "timing: {at: 1d, after: a}", "a": "timing: {at: 1d, after: b}", "b": "timing: {at: 1d, after: a}"},
         ["a -> b -> a"]),
        ({"a": "timing: {at: 1d, after: b}", "b": "timing: {at: 1d, after: a}",
          "c": "timing: {at: 1d, after: d}", "d": "timing: [{at: 1d, after: c}, {at: 1d, after: a}]"},
         ["a -> b -> a", "c -> d -> c"]),
        ({"a": "timing: {at: 1d, after: b}", "b": "timing: {at: 1d}"}, []),
        ({"a": "leads_to: b, timing: {at: 1d}", "b": "leads_to: a, timing: {at: 1d, after: a}"}, []),
    ],
)  # fmt: skip
def test_circles_of_touchpoints(timings: dict[str, str], expected: list[str]) -> None:
    assert circles(touchpoints(**timings)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("events: [{id: a, at: 1d, after: b}, {id: b, at: 1d, after: a}]", ["a -> b -> a"]),
        ("events: [{id: a, after: a}]", ["a -> a"]),
        ("events: [{id: a, at: 1d, after: t}]\n" + touchpoints(t="timing: {at: 1d, after: a}"), ["t -> a -> t"]),
        ("events: [{id: a, at: 1d, after: t}]\nphases: [{id: p, window: {from: a, to: 90d}}]\n"
         + touchpoints(t="phase: p, timing: {at: 1d, after: phase_start}"), ["t -> p -> a -> t"]),
        ("events: [{id: a, at: 1d, after: t}]\nphases: [{id: p, window: {from: a, to: 90d}}]\n"
         + touchpoints(t="phase: p, timing: {every: 1w, until: 30d}"), ["t -> p -> a -> t"]),
        ("events: [{id: a, at: 1d, after: t}]\nphases: [{id: p, window: {from: 0d, to: a}}]\n"
         + touchpoints(t="phase: p, timing: {every: 1w, at: 3d}"), ["t -> p -> a -> t"]),
        # A first day and an end of its own: the first day counts from the phase's start all the same.
        ("events: [{id: a, at: 1d, after: t}]\nphases: [{id: p, window: {from: a, to: 90d}}]\n"
         + touchpoints(t="phase: p, timing: {every: 1w, at: 3d, until: 30d}"), ["t -> p -> a -> t"]),
        ("events: [{id: a, at: 1d, after: t}]\nphases: [{id: p, window: {from: a, to: 90d}}]\n"
         + touchpoints(t="phase: p, timing: {every: 1w, after: login, times: 2, until: 30d}"), []),
        ("events: [{id: a, at: 1d, after: t}]\nphases: [{id: p, window: {from: a, to: 90d}}]\n"
         + touchpoints(t="phase: p, timing: {at: 3d}"), []),
        ("events: [{id: a, at: 1d, after: t}]\nphases: [{id: p, window: {from: a, to: 90d}}]\n"
         + touchpoints(t="phase: p, timing: {per_quarter: 3}"), []),
        # The contract's events wait for its start.
        ("segments: [{id: s, starts_with: order}]\nevents: [{id: contract_start, after: go_live}]",
         ["contract_start -> go_live -> contract_start"]),
        ("segments: [{id: s, starts_with: order}]\nevents: [{id: contract_start, at: 1d, after: t}]\n"
         + touchpoints(t="timing: {at: 3d, after: go_live}"), ["t -> go_live -> contract_start -> t"]),
        # The event of day 0 waits for nothing.
        ("segments: [{id: s, starts_with: go_live}]\nevents: [{id: contract_start, at: 1mo, before: go_live}]", []),
        ("events: [{id: contract_start, at: 1mo, before: go_live}]", []),
        (("segments: [{id: s, starts_with: go_live}, {id: t, starts_with: order}]\n"
         "events: [{id: contract_start, at: 1mo, before: go_live}]"),
         ["contract_start -> go_live -> contract_start"]),
    ],
)  # fmt: skip
def test_circles_through_events_and_phases(text: str, expected: list[str]) -> None:
    assert circles(text) == expected


def test_a_circle_of_events_only_stands_at_the_one_that_a_file_names() -> None:
    text = (
        "tpaudit: 1\nsegments: [{id: s, starts_with: order}]\nevents: [{id: contract_start, at: 1d, before: go_live}]\n"
    )
    (fault,) = faults_of(text)
    assert fault.place == "tpaudit.yaml:3:39"
    event = inventory_of(text).event["contract_start"]
    assert (event.at, event.after, event.before) == (None, None, None)


def test_what_hangs_on_a_circle_keeps_its_timing() -> None:
    inventory = inventory_of(
        touchpoints(a="timing: {at: 1d, after: a}", b="timing: {at: 1d, after: a}", c="timing: {at: 1d}")
    )
    assert [touchpoint.id for touchpoint in inventory.touchpoints if "timing" not in touchpoint.unknown] == ["b", "c"]


@pytest.mark.parametrize("closed", [False, True])
def test_long_chains_are_followed_to_their_end(closed: bool) -> None:  # noqa: FBT001  a table's column
    last = "timing: {at: 1d, after: t0}" if closed else "timing: {at: 1d}"
    chain = {f"t{number}": f"timing: {{at: 1d, after: t{number + 1}}}" for number in range(9_999)}
    began = time.process_time()
    found = circles(touchpoints(**chain, t9999=last))
    assert time.process_time() - began < 30
    assert [len(circle.split(" -> ")) for circle in found] == ([10_001] if closed else [])


def test_many_circles_are_found_in_one_go() -> None:
    pairs = {f"t{number}": f"timing: {{at: 1d, after: t{number ^ 1}}}" for number in range(2_000)}
    assert len(circles(touchpoints(**pairs))) == 1_000


def test_circles_are_found_where_a_file_is_missing_too() -> None:
    text = f"tpaudit: 1\ninclude: [none.yaml]\n{touchpoints(a='timing: {at: 1d, after: a}')}"
    assert [message.split(":")[0] for message in messages_of(text)] == [
        "the included file none.yaml does not exist",
        "the timings wait for each other",
    ]
