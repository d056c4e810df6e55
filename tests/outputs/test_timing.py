"""When touchpoints happen, in both languages."""

from __future__ import annotations

import pytest

from tests.inventories import inventory_of
from tpaudit.messages import shown
from tpaudit.outputs.timing import when


@pytest.mark.parametrize(
    ("timing", "english", "german"),
    [
        ("{at: 2d}", "day 2", "Tag 2"),
        ("{as_needed: true}", "as needed", "bei Bedarf"),
        ("{per_quarter: 0.5}", "0.5 a quarter", "0,5 pro Quartal"),
        ("{every: 1w, at: 2d, times: 4}", "weekly, from day 2, 4 times", "wöchentlich, ab Tag 2, 4-mal"),
        ("{every: 3d, until: 90d}", "every 3 days, until day 90", "alle 3 Tage, bis Tag 90"),
        ("{every: 1mo, until: contract_end}", "monthly, until: Contract end", "monatlich, bis: Vertragsende"),
        ("{every: 1d, times: 1, after: go_live}", "daily, after: Go-live, 1 time", "täglich, ab: Go-live, 1-mal"),
        ("{at: 1d, after: b}", "1 day after: Beta", "1 Tag nach: Beta"),
        ("{at: 2d, before: phase_end}", "2 days before: the end of its phase", "2 Tage vor: Ende der Phase"),
    ],
)
def test_each_timing_has_its_words(timing: str, english: str, german: str) -> None:
    inventory = inventory_of(
        f"touchpoints: [{{id: a, name: A, phase: onboarding, timing: {timing}}}, {{id: b, name: Beta}}]"
    )
    (stated,) = inventory.touchpoints[0].timing
    assert [shown(when(stated, inventory), language) for language in ("en", "de")] == [english, german]
