from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from fractions import Fraction

import pytest

from tests.inventories import inventory_of
from tpaudit.diff.plain import Change, Mark, Plain, changes, plain, shown
from tpaudit.messages import render, say
from tpaudit.messages import shown as printed

TOUCHPOINT = """
touchpoints:
  - id: kickoff
    name: Kickoff
    timing: {at: 7d}
    channel: [email, phone]
    reach: 0.5
    planned: false
    decision: {due: 2026-12-01}
    metrics:
      - {name: Attended, target: "90%"}
    leads_to: [tips]
  - id: tips
    name: Tips
    status: asleep
"""


def test_entries_as_the_files_write_them() -> None:
    kickoff, tips = inventory_of(TOUCHPOINT).touchpoints
    fields = plain(kickoff)
    assert fields["timing"] == ({"at": "7d"},)
    assert fields["channel"] == ("email", "phone")
    assert fields["reach"] == Fraction(1, 2)
    assert fields["planned"] is False
    assert fields["decision"] == {"due": date(2026, 12, 1)}
    assert fields["metrics"] == ({"name": "Attended", "target": Fraction(9, 10)},)
    assert fields["leads_to"] == ({"to": "tips"},)
    assert "purpose" not in fields
    assert plain(tips)["status"] is Mark.FAULTY
    phases = inventory_of("phases: [{id: onboarding, window: {from: 0d, to: 60d}}]").phase
    assert plain(phases["onboarding"])["window"] == {"from": {"at": "0d"}, "to": {"at": "60d"}}


Fields = Mapping[str, Plain]


@pytest.mark.parametrize(
    ("before", "after", "words"),
    [
        ({}, {}, []),
        ({"a": "x"}, {"a": "x"}, []),
        ({"a": "x"}, {"a": "y"}, ["a: x → y"]),
        ({}, {"a": "y"}, ["a: y added"]),
        ({"a": "x"}, {}, ["a: x removed"]),
        ({"a": "1", "name": "A"}, {"a": "2", "name": "B"}, ["name: A → B", "a: 1 → 2"]),
        ({"a": True}, {"a": 1}, ["a: true → 1"]),
        ({"a": False}, {"a": True}, ["a: false → true"]),
        ({"a": "1"}, {"a": 1}, ["a: 1 → 1"]),
        ({"a": Fraction(9, 10)}, {"a": Fraction(1)}, ["a: 0.9 → 1"]),
        ({"a": Mark.FAULTY}, {"a": "x"}, ["a: a faulty value → x"]),
        ({"a": {"b": {"c": "1", "d": "2"}}}, {"a": {"b": {"c": "3", "d": "2"}}}, ["a.b.c: 1 → 3"]),
        ({}, {"a": {"b": "1", "c": "2"}}, ["a: b: 1, c: 2 added"]),
        ({"a": ("x", "y")}, {"a": ("y", "x")}, []),
        ({"a": ("x", "y")}, {"a": ("y", "z")}, ["a: x → z"]),
        ({"a": ("x",)}, {"a": ("x", "y", "z")}, ["a: y added", "a: z added"]),
        ({"a": ("x", "x")}, {"a": ("x",)}, ["a: x removed"]),
        ({"a": ("x",)}, {}, ["a: x removed"]),
        ({"a": ({"at": "7d"},)}, {"a": ({"at": "9d"},)}, ["a.at: 7d → 9d"]),
        (
            {"a": ({"name": "N", "b": "1"}, {"name": "M", "b": "1"})},
            {"a": ({"name": "M", "b": "1"}, {"name": "N", "b": "2"}, {"name": "O"})},
            ["a.N.b: 1 → 2", "a: name: O added"],
        ),
        ({"a": ({"at": "1d"}, {"at": "2d"})}, {"a": ({"at": "3d"},)}, [
            "a: at: 1d removed", "a: at: 2d removed", "a: at: 3d added"]),
    ],
)  # fmt: skip
def test_changes_field_by_field(before: Fields, after: Fields, words: list[str]) -> None:
    assert [render(change.words) for change in changes(before, after)] == words


def test_the_order_of_a_list_counts_where_it_says_something() -> None:
    before: Fields = {"channel": ("email", "phone")}
    after: Fields = {"channel": ("phone", "email")}
    assert changes(before, after) == ()
    assert [render(change.words) for change in changes(before, after, ordered=("channel",))] == [
        "channel: email, phone → phone, email"
    ]


def test_what_no_file_states_is_implied() -> None:
    (change,) = changes({"form": "human"}, {"form": "digital"}, implied=("form",))
    assert change == Change(("form",), "human", "digital", implied=True)
    assert render(change.words) == "form: human → digital (implied)"


def test_values_are_short_and_in_the_reader_s_language() -> None:
    assert printed(shown("x" * 300)) == "x" * 200 + "…"
    assert render(say("{a}", a=shown(Fraction(5, 2))), "en") == "2.5"
    assert printed(shown(0.25)) == "0.25"
    assert printed(shown(date(2026, 1, 2))) == "2026-01-02"


def test_long_lists_take_no_time() -> None:
    many = tuple(f"tag{n}" for n in range(20_000))
    named: tuple[Plain, ...] = tuple({"name": f"n{n}", "x": n} for n in range(5_000))
    others: tuple[Plain, ...] = tuple({"name": f"n{n}", "x": -n} for n in range(5_000))
    assert changes({"a": many}, {"a": many[::-1]}) == ()
    assert len(changes({"a": named}, {"a": others})) == 4_999
