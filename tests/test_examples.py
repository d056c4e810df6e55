"""The examples show what a practitioner would meet."""

from __future__ import annotations

from functools import cache

import pytest

from tests.cli.running import EXAMPLES
from tests.inventories import ROOT, TODAY
from tpaudit.audit import Request, audit
from tpaudit.findings.result import InventoryAudit
from tpaudit.loading.source import Folder
from tpaudit.registry import RULES
from tpaudit.severity import Severity

LARGE = ("b2b-saas", "retail")


@cache
def audited(name: str) -> InventoryAudit:
    result, crashed = audit(Folder(EXAMPLES / name), ROOT, Request(TODAY))
    assert not crashed
    return result


@pytest.mark.parametrize("name", [*LARGE, "minimal", "coffee-club"])
def test_every_entry_is_valid(name: str) -> None:
    assert audited(name).inventory.faults == ()
    assert audited(name).inventory.complete


def test_the_minimal_example_is_clean() -> None:
    assert {finding.severity for finding in audited("minimal").new} <= {Severity.INFO}


@pytest.mark.parametrize(("name", "touchpoints"), [("b2b-saas", 60), ("retail", 40)])
def test_the_large_ones_are_as_large_as_real_ones(name: str, touchpoints: int) -> None:
    assert len(audited(name).inventory.touchpoints) >= touchpoints


def test_the_software_company_uses_every_phase_and_three_segments() -> None:
    inventory = audited("b2b-saas").inventory
    assert len(inventory.segments) == 3
    assert all(inventory.in_phase(phase) for phase in inventory.phases)
    assert [phase.kind for phase in inventory.phases] == [
        "onboarding", "adoption", "retention", "expansion", "renewal", "advocacy", "support",
    ]  # fmt: skip


def test_the_large_ones_together_show_most_of_the_catalogue() -> None:
    shown = {finding.code for name in LARGE for finding in audited(name).findings}
    assert len(shown) >= 100
    asked_of_the_plan_alone = {rule.family for rule in RULES} - {"OBS", "REQ"}  # these need data, or demands, beside it
    assert {rule.family for rule in RULES if rule.code in shown} >= asked_of_the_plan_alone


def test_the_shop_speaks_german() -> None:
    assert audited("retail").inventory.settings.language == "de"
