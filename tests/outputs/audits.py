"""Audits for the tests of outputs: real ones, of a few lines of YAML or of the examples."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from tests.inventories import TODAY, audit_text
from tpaudit.audit import Request, audit
from tpaudit.findings.finding import Finding
from tpaudit.findings.result import Audit, InventoryAudit
from tpaudit.loading.source import Folder
from tpaudit.messages import Language, render

EXAMPLES = Path(__file__).parents[2] / "examples"

WORKED_EXAMPLE = """\
tpaudit: 1
name: Worked example
events:
  - {id: health_drop, per_quarter: 0.91}
segments:
  - id: smb
    contract: 12mo
    contact_budget: {per_week: 2, per_quarter: 9}
    max_silence: 60d
touchpoints:
  - {id: welcome,  name: Welcome e-mail, type: welcome,         phase: onboarding, channel: email, timing: {at: 0d}}
  - {id: kickoff,  name: Kickoff call,   type: kickoff,         phase: onboarding, channel: video, timing: {at: 3d}}
  - {id: tips,     name: Weekly tip,     type: nudge,           phase: onboarding, channel: email, timing: {every: 1w, at: 4d, times: 6}}
  - {id: checkin,  name: Check-in call,  type: checkin,         phase: onboarding, channel: phone, timing: {at: 30d}}
  - {id: review,   name: Business review, type: business_review, phase: retention, channel: video, timing: {every: 3mo}}
  - {id: rescue,   name: Rescue call,    type: health_alert,    phase: retention,  channel: phone, timing: {at: 24h, after: health_drop}}
  - {id: followup, name: Rescue follow-up, type: follow_up,     phase: retention,  channel: email, timing: {at: 3d, after: rescue}, reach: 0.5}
  - {id: invoice,  name: Invoice,        type: invoice,         phase: retention,  channel: email, timing: {every: 1mo}}
"""  # noqa: E501  a table of touchpoints


def of(*inventories: InventoryAudit, language: Language = "en", crashed: tuple[str, ...] = ()) -> Audit:
    """Return the audit of these inventories."""
    return Audit(
        inventories, TODAY, language, {inventory_audit.root: "error" for inventory_audit in inventories}, crashed
    )


def worked_example(*select: str) -> Audit:
    """Return the audit of the schedule's worked example."""
    return of(audit_text(WORKED_EXAMPLE, *select))


def example(name: str, language: Language = "en") -> Audit:
    """Return the audit of one of the examples."""
    folder = f"examples/{name}"
    result, crashed = audit(
        Folder(EXAMPLES / name), "tpaudit.yaml", Request(TODAY), folder=folder, repository_folder=folder
    )
    return of(result, language=language, crashed=crashed)


def change(audit: Audit, change: Callable[[int, Finding], Finding]) -> Audit:
    """Return the audit with its findings changed, each by its number."""
    return replace(
        audit,
        inventories=tuple(
            replace(
                inventory_audit,
                findings=tuple(change(number, finding) for number, finding in enumerate(inventory_audit.findings)),
            )
            for inventory_audit in audit.inventories
        ),
    )


def owned_by_nobody(count: int, *, among: int | None = None) -> Audit:
    """Return an audit with so many touchpoints without owner."""
    touchpoints = "".join(
        f"  - id: call-{number}\n    name: Call {number}\n{'' if number <= count else '    owner: csm'}\n"
        for number in range(1, (among or count) + 1)
    )
    return of(audit_text(f"tpaudit: 1\ntouchpoints:\n{touchpoints}", "OWN001"))


def said(audit: Audit, number: int) -> str:
    """Return a finding's message: its wording is the rule's own matter."""
    return render(audit.findings[number].message)
