"""A file with more faults than anybody reads costs no more than reading it, and says where the listing ends."""

from __future__ import annotations

from collections import Counter
from difflib import get_close_matches
from typing import Any

import pytest

from tests.inventories import inventory_of
from tpaudit.inventory.building import validation
from tpaudit.loading.limits import MAX_FAULTS
from tpaudit.loading.places import Path
from tpaudit.messages import render

UNTOLD = f"the file has more than {MAX_FAULTS} faults of this kind; the others are not listed"
STOPPED = f"the file has more than {MAX_FAULTS} faults; reading stopped here"
MANY = MAX_FAULTS * 2


def test_faults_in_a_single_entry(monkeypatch: pytest.MonkeyPatch) -> None:
    trimmed: Counter[int] = Counter()
    trim = validation._trim

    def counted(value: dict[str, Any], path: Path) -> None:
        trimmed[len(path)] += 1
        trim(value, path)

    monkeypatch.setattr(validation, "_trim", counted)
    metrics = "".join("      - {nme: x}\n" for _ in range(MANY))
    found = inventory_of(
        f"tpaudit: 1\ntouchpoints:\n  - id: a\n    name: A\n    metrics:\n{metrics}  - {{id: b, name: B}}\n"
    )
    faults = [fault for fault in found.faults if fault.code == "INV003"]
    assert len(faults) == MAX_FAULTS + 1
    assert render(faults[-1].message) == STOPPED
    assert faults[-1].span.line == 6 + MAX_FAULTS
    assert not found.complete
    # only what is told is taken out piece by piece, which copies the list each time
    assert sum(count for length, count in trimmed.items() if length > 1) <= 3 * MAX_FAULTS


@pytest.mark.parametrize(("count", "is_read"), [(MAX_FAULTS, True), (MAX_FAULTS + 1, False)])
def test_faults_in_many_entries(count: int, is_read: bool) -> None:  # noqa: FBT001
    rows = "".join(f"  - {{id: t{number}, name: T, type: unknwn{number}}}\n" for number in range(count))
    found = inventory_of(f"tpaudit: 1\ntouchpoints:\n{rows}  - {{id: last, name: L}}\n")
    faults = [fault for fault in found.faults if fault.code == "INV003"]
    assert len(faults) == count
    assert (render(faults[-1].message) == STOPPED) is not is_read
    assert ("last" in found.touchpoint) is is_read


def test_faults_of_a_file_itself() -> None:
    waivers = "".join("  - {rle: x}\n" for _ in range(MANY))
    found = inventory_of(f"tpaudit: 1\nwaive:\n{waivers}touchpoints: [{{id: a, name: A}}]\n")
    faults = [fault for fault in found.faults if fault.code == "INV003"]
    assert len(faults) == MAX_FAULTS + 1
    assert [render(fault.message) for fault in faults if fault.key == "faults"] == [UNTOLD]
    assert "a" in found.touchpoint


def test_near_words_are_sought_for_the_listed_faults_only(monkeypatch: pytest.MonkeyPatch) -> None:
    sought = 0

    def counted(word: str, words: list[str], n: int, cutoff: float) -> list[str]:
        nonlocal sought
        sought += 1
        return get_close_matches(word, words, n, cutoff)

    monkeypatch.setattr("tpaudit.inventory.words.choices.get_close_matches", counted)
    rows = "".join(f"  - {{id: t{number}, name: T, type: unknwn{number}}}\n" for number in range(MANY))
    inventory_of(f"tpaudit: 1\ntouchpoints:\n{rows}")
    assert 0 < sought <= 4 * MAX_FAULTS


def test_references_that_lead_nowhere() -> None:
    ids = ", ".join(f"u{number}" for number in range(MANY))
    found = inventory_of(f"tpaudit: 1\ntouchpoints:\n  - id: a\n    name: A\n    leads_to: [{ids}]\n")
    faults = [fault for fault in found.faults if fault.code == "INV005"]
    assert len(faults) == MAX_FAULTS + 1
    assert render(faults[-1].message) == UNTOLD
    assert [render(fault.message) for fault in faults[-2::-MAX_FAULTS]] == [f"there is no touchpoint u{MAX_FAULTS - 1}"]
