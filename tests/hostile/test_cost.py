"""Inventories made to be slow: bounded in time and memory, or stopped by a limit that says so at its place.

Time is the processor's, with much room: what is found here takes minutes where somebody lets it grow by the square.
"""

from __future__ import annotations

import tracemalloc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from time import process_time

import pytest

from tests.hostile.inside import run

SECONDS = 20
MIB = 1 << 20


@contextmanager
def bounded(seconds: float = SECONDS) -> Iterator[None]:
    """Fail where what is inside takes more of the processor's time."""
    started = process_time()
    yield
    assert process_time() - started < seconds


def listed(count: int, entry: Callable[[int], str], head: str = "") -> str:
    """Return an inventory of so many touchpoints."""
    return f"tpaudit: 1\n{head}touchpoints:\n" + "".join(
        f"- {{id: t{n}, name: T{n}, {entry(n)}}}\n" for n in range(count)
    )


KINDS: dict[str, str] = {
    "blank lines in a text": 'tpaudit: 1\ntouchpoints:\n- id: a\n  name: "x' + "\\n" * 20_000 + 'y"\n',
    "a line of dashes": "tpaudit: 1\ntouchpoints:\n- id: a\n  name: " + "-" * 200_000 + "\n",
    "dashes that are no text": "tpaudit: 1\n" + "-" * 200_000 + "\n",
    "spaces before a hash": "tpaudit: 1\nname: a #1" + " " * 200_000 + "b\n",
    "questions between brackets": "tpaudit: 1\nx-a: [" + "?x, " * 20_000 + "]\n",
    "colons between brackets": "tpaudit: 1\nx-a: [" + "a:b, " * 20_000 + "]\n",
    "open brackets": "tpaudit: 1\nx-a: " + "[" * 200_000 + "\n",
    "open quotes": "tpaudit: 1\n" + 'x-a: "a\n' * 5_000,
    "faulty metrics": "tpaudit: 1\ntouchpoints:\n- id: a\n  name: A\n  metrics:\n" + "  - {family: bar}\n" * 5_000,
    "stakeholders": "tpaudit: 1\nsegments: [{id: s, stakeholders: [" + ", ".join(f"r{n}" for n in range(5_000))
    + "]}]\ntouchpoints: [{id: a, name: A, channel: email, stakeholders: all, timing: {at: 1d}}]\n",
    "unknown types": listed(250, lambda n: f"type: chekin{n}"),
    "unknown ids": "tpaudit: 1\ntouchpoints:\n- id: a\n  name: A\n  leads_to: ["
    + ", ".join(f"tt{n}" for n in range(20_000)) + "]\n",
    "unknown keys": listed(200, lambda _: ", ".join(f"k{key}: 1" for key in range(50))),
    "filler words": "tpaudit: 1\naudit: {options: {PUR002: {fillers: [" + ", ".join(f"w{n}" for n in range(9_000))
    + "]}}}\ntouchpoints: [{id: a, name: A, purpose: " + " ".join(f"w{n}" for n in range(9_000)) + "}]\n",
    "segments times touchpoints": listed(
        1_010, lambda n: f"timing: {{at: {n % 300}d}}",
        "segments:\n" + "".join(f"- id: s{n}\n" for n in range(200)),
    ),
    "a chain of timings": listed(
        100, lambda n: f"channel: email, timing: {{at: 1d, after_each: t{n - 1}}}" if n else "timing: {every: 1d}"
    ),
    "ranges": listed(40, lambda n: f"channel: email, timing: {{at: '0d..{n + 60}d', every: '1d..{n + 2}d'}}"),
    "audiences": listed(
        60, lambda n: f"channel: email, audience: a{n}, timing: {{every: 1w}}",
        "audiences:\n" + "".join(f"- {{id: a{n}, share: 0.3, one_of: g{n // 3}}}\n" for n in range(60)),
    ),
    "dates": listed(1, lambda _: "timing: {dates: [" + ", ".join(f"20{26 + n // 28 % 60}-01-{n % 28 + 1:02}"
                                                                for n in range(1_600)) + "]}"),
    "waivers": "tpaudit: 1\nwaive:\n" + "- {rule: INV012, reason: so}\n" * 2_000,
    "tags": "tpaudit: 1\ntouchpoints: [{id: a, name: A, tags: [" + ", ".join(f"x{n}" for n in range(20_000)) + "]}]\n",
}  # fmt: skip
"""Each kind with what was the square of something once; small enough to be quick, large enough to tell."""


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_is_bounded(kind: str, tmp_path: Path) -> None:
    (tmp_path / "tpaudit.yaml").write_text(KINDS[kind], "utf-8")
    run(tmp_path, "rules")
    with bounded():
        for words in ("check --format junit", "check --expand", "list", "schedule"):
            assert run(tmp_path, *words.split()).code in (0, 1, 3)


def test_a_schedule_of_many_days_is_written_bit_by_bit(tmp_path: Path) -> None:
    text = listed(4, lambda _: "channel: email, timing: {every: 1d}", "segments: [{id: all, horizon: 10y}]\n")
    (tmp_path / "tpaudit.yaml").write_text(text, "utf-8")
    with bounded():
        found = run(tmp_path, "schedule", "--format", "json")
    assert (found.code, len(found.out) > 2 * MIB) == (0, True)


def test_many_inventories_are_let_go_one_by_one(tmp_path: Path) -> None:
    for number in range(25):
        (tmp_path / f"d{number}").mkdir()
        (tmp_path / f"d{number}" / "tpaudit.yaml").write_text("tpaudit: 1\ntouchpoints: [{id: a, name: A}]\n", "utf-8")
    run(tmp_path, "check", "d0")
    tracemalloc.start()
    try:
        with bounded(30):
            run(tmp_path, "check")
        assert tracemalloc.get_traced_memory()[1] < 100 * MIB
    finally:
        tracemalloc.stop()
