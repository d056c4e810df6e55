"""The benchmark's inventories are what users could have: valid, with findings of many rules, and each time the same."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from tests.benchmarks.inventories import write
from tpaudit.audit import Request, audit
from tpaudit.loading.source import Folder
from tpaudit.rules.rule import STRUCTURAL


def test_the_inventory_of_60_is_valid_and_has_flaws(tmp_path: Path) -> None:
    write(tmp_path, 60)
    result, crashed = audit(Folder(tmp_path), "tpaudit.yaml", Request(date(2026, 11, 22)))
    found = {finding.code for finding in result.findings}
    assert not crashed
    assert len(result.inventory.touchpoints) == 60
    assert len(result.inventory.documents) > 5
    assert not found & set(STRUCTURAL)
    assert len(found) > 20


def test_an_inventory_is_the_same_each_time(tmp_path: Path) -> None:
    first, second = (tmp_path / name for name in ("first", "second"))
    write(first, 60)
    write(second, 60)
    files = sorted(file.relative_to(first) for file in first.rglob("*.yaml"))
    assert [(first / file).read_bytes() for file in files] == [(second / file).read_bytes() for file in files]
