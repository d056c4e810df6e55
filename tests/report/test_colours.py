"""The accent is readable whatever was chosen."""

from __future__ import annotations

import pytest

from tpaudit.report.colours import NIGHT, PAPER, READABLE, contrast, parsed, readable


@pytest.mark.parametrize("ground", [PAPER, NIGHT])
@pytest.mark.parametrize("colour", ["#0b5", "#ffff00", "#000", "#ffffff", "#1f6f5c", "#b3401e", "#808080"])
def test_any_accent_becomes_readable(colour: str, ground: str) -> None:
    assert contrast(parsed(readable(colour, ground)), parsed(ground)) >= READABLE


def test_a_readable_accent_stays_as_it_is() -> None:
    assert readable("#1f6f5c", PAPER) == "#1f6f5c"
    assert readable("#048", PAPER) == "#004488"
