"""A thousand inventories made up, sound and broken; `python -m tests.hostile.fuzz` makes more of them."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.hostile.fuzz import fuzz

pytestmark = pytest.mark.once


def test_nothing_is_found(tmp_path: Path) -> None:
    fuzz(1000, 13, tmp_path)
