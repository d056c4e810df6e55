"""The report of an inventory in which a field is faulty: it is made all the same."""

from __future__ import annotations

from collections import Counter
from datetime import date

import pytest

from tests.inventories import audit_text
from tests.report.audits import of
from tpaudit.exchange.customers import Customers, Lifetime
from tpaudit.report.view import view

TOUCHPOINT = {
    "owner": "csm",
    "phase": "adoption",
    "channel": "email",
    "effort": "2h",
    "reach": "0.3",
    "audience": "vip",
    "segments": "[s]",
    "stakeholders": "[buyer]",
    "type": "nudge",
    "value": "adds_value",
    "status": "live",
    "initiation": "proactive",
    "form": "digital",
    "planned": "true",
    "transactional": "false",
    "priority": "high",
    "review_by": "2027-01-01",
    "decision": "{action: improve, owner: csm, due: 2027-01-01}",
    "experience": "{verdict: works, score: 4}",
    "metrics": "[{name: M, target: 2, actual: 1}]",
    "feedback": "{instrument: nps, recipients: [csm]}",
    "timing": "{every: 1mo}",
    "tracked_as": "[sent]",
}
ENTRIES = {
    "capacity": "20h",
    "customers": "10",
    "contract": "12mo",
    "touch_model": "high_touch",
    "contact_budget": "{per_week: 2}",
    "max_silence": "30d",
    "horizon": "2y",
    "per_quarter": "0.5",
    "share": "0.4",
    "window": "{from: 10d, to: 90d}",
}
FAULTY = "zzz"


CUSTOMERS = Customers({"s": Counter({Lifetime(date(2026, 3, 1), None): 2})}, 2, ())


def inventory(fault: str) -> str:
    def say(field: str) -> str:
        return FAULTY if field == fault else {**TOUCHPOINT, **ENTRIES}[field]

    fields = "".join(f"    {field}: {say(field)}\n" for field in TOUCHPOINT)
    return f"""
owners: [{{id: csm, name: Success, capacity: {say("capacity")}}}]
events: [{{id: slip, name: Slip, per_quarter: {say("per_quarter")}}}]
audiences: [{{id: vip, name: Important, share: {say("share")}}}]
phases: [{{id: adoption, name: Use, window: {say("window")}}}]
segments:
  - id: s
    stakeholders: [buyer, user]
    customers: {say("customers")}
    contract: {say("contract")}
    touch_model: {say("touch_model")}
    contact_budget: {say("contact_budget")}
    max_silence: {say("max_silence")}
    horizon: {say("horizon")}
touchpoints:
  - id: a
    name: A
{fields}  - {{id: b, name: B, type: checkin, channel: phone, owner: csm, effort: 1h, timing: {{at: 1d, after: slip}}}}
"""


def test_without_a_fault_everything_is_there() -> None:
    chapter = view(of(audit_text(inventory(""))), customers=CUSTOMERS).chapters[0]
    assert chapter.complete
    assert chapter.load.missing is None
    assert chapter.load.weeks is not None
    assert chapter.load.weeks.missing is None


@pytest.mark.parametrize("fault", [*TOUCHPOINT, *ENTRIES])
def test_it_is_made_whatever_is_faulty(fault: str) -> None:
    chapter = view(of(audit_text(inventory(fault))), customers=CUSTOMERS).chapters[0]
    assert [card.id for card in chapter.register.touchpoints][-1] == "b"
