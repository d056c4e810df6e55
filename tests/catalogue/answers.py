"""What a single rule answers to an inventory."""

from __future__ import annotations

from datetime import date

from tests.inventories import TODAY, audit_text, findings
from tpaudit.messages import render


def said(text: str, code: str, *others: str, today: date = TODAY) -> list[str]:
    """Return the messages of the rule's findings, asked together with others."""
    found = findings(text, code, *others, today=today)
    return [render(finding.message) for finding in found if finding.code == code]


def applicable(text: str, code: str, *others: str) -> int:
    """Return of how many subjects the rule could say anything."""
    return next(tally.applicable for tally in audit_text(text, code, *others).tallies if tally.rule.code == code)


def touchpoint(fields: str) -> str:
    """Return an inventory of one touchpoint with these fields, in flow style."""
    return f"touchpoints: [{{id: call, name: The call, {fields}}}]"
