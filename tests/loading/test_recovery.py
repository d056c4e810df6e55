"""All syntax faults of a file are told in one run, and what stands beside them is read."""

from __future__ import annotations

import time

import pytest

from tpaudit.loading.recovery import MAX_SYNTAX_FAULTS, read_around_faults
from tpaudit.messages import render

BROKEN = """\
tpaudit: 1
owners:
  - {id: csm, name: CS}
touchpoints:
  - id: a
    name: "Kickoff call
    owner: csm
  - id: b
    name: "Other"
    owner: csm
  - id: c
    name: Foo: bar
  - id: d
    tags: [a, b
    owner: csm
  - id: e
   name: E
  -id: f
    name: f
  - id: g
    name: G
events:
- id: x
  name: 'y
- id: z
  name: 'z'
"""


def told(text: str) -> list[tuple[int, int, str]]:
    _, faults = read_around_faults("a.yaml", text.encode())
    return [(fault.span.line, fault.span.column, render(fault.message)) for fault in faults]


def test_each_fault_is_told_at_its_place_and_the_rest_is_read() -> None:
    document, faults = read_around_faults("a.yaml", BROKEN.encode())
    assert [(fault.span.line, fault.span.column, fault.key) for fault in faults] == [
        (6, 11, "syntax:quote"),
        (12, 14, "syntax:colon"),
        (15, 10, "syntax:bracket"),
        (17, 4, "syntax:indentation"),
        (18, 3, "syntax:hyphen"),
        (24, 9, "syntax:quote"),
    ]
    assert document is not None
    assert not document.whole
    assert document.value == {
        "tpaudit": 1,
        "owners": [{"id": "csm", "name": "CS"}],
        "touchpoints": [{"id": "b", "name": "Other", "owner": "csm"}, {"id": "g", "name": "G"}],
        "events": [{"id": "z", "name": "z"}],
    }
    assert document.line(6) == '    name: "Kickoff call'


def test_what_else_is_wrong_is_told_once_beside_it() -> None:
    assert [line for line, _, _ in told("a: 1\na: 2\nb:\n- c: [\n- d: !x 1\n- e: f: g\n")] == [2, 5, 5, 6]


def test_a_sound_file_is_read_as_ever() -> None:
    document, faults = read_around_faults("a.yaml", b"a: 1\n")
    assert faults == ()
    assert document is not None
    assert document.whole


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("<<<<<<< HEAD\na: 1\n=======\na: 2\n>>>>>>> x\n", "syntax:conflict"),
        ("{a: 1, b: c: d}\n", "syntax:bracket"),
        ("tpaudit: 1: 2\nname: x\n", "syntax:colon"),
        (" a: 1\n b: [\n", "syntax:bracket"),
    ],
)
def test_where_nothing_can_be_set_aside_one_fault_is_told(text: str, key: str) -> None:
    document, faults = read_around_faults("a.yaml", text.encode())
    assert document is None
    assert [fault.key for fault in faults] == [key]


def test_a_section_without_items_is_set_aside_whole() -> None:
    document, faults = read_around_faults("a.yaml", b"tpaudit: 1\naudit:\n  fail_on: a: b\n  x: y\nname: n\n")
    assert len(faults) == 1
    assert document is not None
    assert document.value == {"tpaudit": 1, "name": "n"}


@pytest.mark.parametrize("faulty", [MAX_SYNTAX_FAULTS - 1, MAX_SYNTAX_FAULTS, MAX_SYNTAX_FAULTS + 5])
def test_at_most_twenty_of_a_file(faulty: int) -> None:
    text = "".join(f"- id: a{number}\n  name: b: c\n" for number in range(faulty))
    document, faults = read_around_faults("a.yaml", f"touchpoints:\n{text}- id: z\n".encode())
    assert len(faults) == min(faulty, MAX_SYNTAX_FAULTS)
    assert (document is not None) == (faulty < MAX_SYNTAX_FAULTS)


def test_a_large_file_is_read_again_seldom() -> None:
    text = "".join(f"- id: a{number}\n  name: b: c\n  purpose: {'x' * 2000}\n" for number in range(2000))
    started = time.process_time()
    _, faults = read_around_faults("a.yaml", f"touchpoints:\n{text}".encode())
    assert 1 <= len(faults) <= 6
    assert time.process_time() - started < 20
