"""The first audit of an inventory that nobody has cared for: few causes, each told once, the cure beside it."""

from __future__ import annotations

from collections import Counter

import pytest

from tests.inventories import audit_text
from tests.outputs.audits import of
from tpaudit.findings.result import InventoryAudit
from tpaudit.outputs.check.options import Options
from tpaudit.outputs.check.text import document

SCREENS = 150
"""The most lines that people still read."""

SPREADSHEET = """
channels:
  - id: zoom
defaults:
  owner: team
touchpoints:
""" + "".join(
    f"""
  - id: row-{n}
    name: Row {n}
    type: {kind}
    phase: {phase}
    channel: {channel}
    timing: {{{timing}}}
"""
    for n, (kind, phase, channel, timing) in enumerate(
        [
            ("welcome", "onboarding", "email", "at: 0d"),
            ("kickoff", "onboarding", "zoom", "at: 5d"),
            ("nudge", "onboarding", "email", "at: 7d"),
            ("business_review", "retention", "zoom", "every: 3mo"),
            ("ticket_reply", "support", "email", "as_needed: true"),
            ("survey", "support", "email", "at: 1d, after: row-4"),
            ("nudge", "support", "email", "at: 5d, after: row-5"),
            ("newsletter", "adoption", "email", "every: 1mo"),
            ("cross_sell", "expansion", "email", "every: 2mo"),
            ("renewal_reminder", "renewal", "email", "at: 90d, before: contract_end"),
        ]
        * 6
    )
)


@pytest.fixture(scope="module")
def audit() -> InventoryAudit:
    return audit_text(SPREADSHEET)


def test_the_whole_is_short_enough_to_be_read(audit: InventoryAudit) -> None:
    assert len(audit.inventory.active) == 60
    assert len(document(of(audit), Options()).splitlines()) < SCREENS


def test_what_many_share_is_told_once(audit: InventoryAudit) -> None:
    reported = Counter(finding.code for finding in audit.findings)
    assert (reported["OWN002"], reported["CHN004"], reported["TIM011"]) == (1, 0, 6)
    assert reported["TIM012"] == 0
