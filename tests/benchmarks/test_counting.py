"""Commands do no more work than before, give or take a fifth; `counting.py` says how to accept more."""

from __future__ import annotations

import json

import pytest

from tests.benchmarks.counting import KEPT, measure

pytestmark = pytest.mark.once

A_FIFTH = 1.2


def test_no_command_does_a_fifth_more_work() -> None:
    kept = json.loads(KEPT.read_text(encoding="utf-8"))
    measured = measure()
    assert measured.keys() == kept.keys()
    grown = {
        f"{name}: {unit}": (kept[name][unit], number)
        for name, counted in measured.items()
        for unit, number in counted.items()
        if number > kept[name][unit] * A_FIFTH
    }
    assert not grown, "run python -m tests.benchmarks.counting if this is worth its price"
