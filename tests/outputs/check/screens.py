"""Inventories in which nearly everything is wrong, to see how much of it fits on a screen."""

from __future__ import annotations

from tests.inventories import audit_text
from tpaudit.findings.result import InventoryAudit

_HEAD = """\
name: Everything wrong
owners:
  - {id: csm, role: csm, capacity: 1h}
  - {id: marketing, role: marketing}
  - {id: finance, role: finance}
events:
  - {id: drop, per_quarter: 4}
segments:
  - {id: small, name: Small business, touch_model: tech_touch, contract: 12mo, customers: 900, contact_budget: {per_week: 1, per_quarter: 9}}
  - {id: large, name: Enterprise, touch_model: high_touch, contract: 12mo, customers: 40, stakeholders: [champion, admin], contact_budget: {per_week: 1}}
touchpoints:
"""  # noqa: E501  a table
_KINDS = tuple(
    """\
type: newsletter, value: commercial, channel: email, phase: retention, owner: marketing, purpose: tbd, timing: {every: 1d}
type: survey, channel: email, phase: adoption, owner: csm, purpose: Ask how it went, timing: {every: 1mo}
type: invoice, channel: email, phase: retention, owner: marketing, purpose: Send the invoice, timing: {at: 3000d}
type: nudge, channel: email, phase: adoption, owner: finance, purpose: follow up, timing: {at: 2d, after: drop}
type: kickoff, channel: email, phase: onboarding, owner: csm, purpose: Plan the start together, timing: {at: 40d}
type: training, channel: phone, phase: onboarding, purpose: Show the product, priority: critical
type: campaign, channel: sms, owner: finance, phase: expansion, automation: automated, timing: {every: 2w}
channel: webinar
type: business_review, channel: video, phase: retention, owner: csm, purpose: Look back, timing: {at: 200d}, experience: {verdict: broken}, status: live
type: ticket_reply, channel: support_ticket, phase: support, owner: marketing, purpose: Answer, timing: {every: 1w}
""".splitlines()  # noqa: E501  a table
)


def everything_wrong(touchpoints: int) -> InventoryAudit:
    """Return the audit of an inventory of so many touchpoints."""
    rows = "".join(
        f"  - {{id: t{number}, name: Touchpoint {number}, {_KINDS[number % len(_KINDS)]}}}\n"
        for number in range(touchpoints)
    )
    return audit_text(_HEAD + rows)
