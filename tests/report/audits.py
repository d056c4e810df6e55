"""Audits for the report's tests: the examples, an inventory full of hostile texts, and one of any size."""

from __future__ import annotations

import json
from datetime import date
from functools import cache
from pathlib import Path

from tests.inventories import TODAY, audit_text
from tpaudit.audit import Request, audit
from tpaudit.findings.result import Audit, InventoryAudit
from tpaudit.loading.source import Folder

EXAMPLES = Path(__file__).parents[2] / "examples"

HOSTILE = (
    "<script>document.title='owned'</script>",
    "</style></script><img src=x onerror=\"document.title='owned'\">",
    "<svg onload=\"document.title='owned'\"></svg>",
    "javascript:document.title='owned'",
    '" onmouseover="document.title=\'owned\'" x="',
    "' autofocus onfocus='document.title=1' y='",
    "[click](javascript:alert(1)) ![x](https://example.invalid/x.png) <https://example.invalid>",
    "| a | b | `code` **bold** ~~gone~~ # head",
    "{{ 7 * 7 }} {% raw %} {count:evil} %(x)s ${x}",
    "\u202eright to left\u202c \u200f mark \u2066 isolate",
    "W" * 10_000,
    "line one\nline two\ttab",
    "&lt;b&gt; &amp; &#x41;",
)


def of(*inventories: InventoryAudit, today: date = TODAY) -> Audit:
    """Return the audit of these inventories."""
    return Audit(inventories, today, "en", {})


def of_text(text: str) -> Audit:
    """Return the audit of one root file."""
    return of(audit_text(text))


@cache
def example(name: str) -> Audit:
    """Return the audit of an example."""
    result, _ = audit(Folder(EXAMPLES / name), "tpaudit.yaml", Request(TODAY))
    return of(result)


@cache
def hostile() -> Audit:
    """Return the audit of an inventory with hostile texts wherever a text may stand."""
    texts = [HOSTILE[index % len(HOSTILE)] for index in range(len(HOSTILE) * 2)]
    owners = [{"id": f"o{i}", "name": text, "role": text, "contact": text} for i, text in enumerate(HOSTILE)]
    touchpoints = [
        {
            "id": f"t{i}",
            "name": text,
            "type": "survey" if i % 3 == 0 else "checkin",
            "phase": "onboarding",
            "channel": ["email", "own"] if i % 2 else "phone",
            "owner": f"o{i % len(HOSTILE)}",
            "purpose": text,
            "objective": text,
            "customer_benefit": text,
            "customer_action": text,
            "next_step": text,
            "audience": text,
            "timing": {"at": f"{i * 3}d"} if i % 2 else {"at": "1d", "after": "happens"},
            "content": {"ref": text, "topic": text, "brand_standard": text, "languages": [text]},
            "metrics": [{"name": text, "target": 5, "actual": 3, "unit": text, "direction": "higher_is_better"}],
            "experience": {"verdict": "broken", "score": 1, "intended": text, "actual": text, "assessed_by": text},
            "priority": "high",
            "feedback": {"instrument": "nps", "recipients": ["o1"], "back_to_customer": text, "used_for": text},
            "service_standard": {"playbook": text},
            "support": {"process": text, "systems": [text]},
            "stop_when": [text],
            "recovery": text,
            "decision": {"action": "cut", "reason": text, "due": "2026-01-01"},
            "source": text,
            "tags": [text],
            "waive": [{"rule": "PUR003", "reason": text, "by": text}],
        }
        for i, text in enumerate(texts)
    ]
    root = {
        "tpaudit": 1,
        "name": HOSTILE[0],
        "report": {"title": HOSTILE[1]},
        "audience": list(HOSTILE),
        "segments": [
            {
                "id": f"s{i}",
                "name": HOSTILE[i],
                "stakeholders": [HOSTILE[i + 1], HOSTILE[i + 4]],
                "contact_budget": {"per_week": 1},
            }
            for i in (0, 8)
        ],
        "phases": [{"id": "onboarding", "name": HOSTILE[2], "customer_goal": HOSTILE[5]}],
        "channels": [{"id": "own", "name": HOSTILE[3]}],
        "events": [{"id": "happens", "name": HOSTILE[4], "per_quarter": 1}],
        "owners": owners,
        "touchpoints": touchpoints,
    }
    return of_text(_written(root))


@cache
def large(count: int) -> Audit:
    """Return the audit of an inventory of so many touchpoints, each with a few findings."""
    phases = ("onboarding", "adoption", "retention", "renewal", "support")
    touchpoints = [
        {
            "id": f"touchpoint-{i}",
            "name": f"Touchpoint number {i}",
            "type": ("checkin", "nudge", "newsletter", "survey", "invoice")[i % 5],
            "phase": phases[i % 5],
            "channel": ("email", "phone", "video", "in_app", "invoice")[i % 5],
            "owner": f"team-{i % 12}",
            "purpose": f"Tell the customer what changed in part {i}",
            "timing": {"at": f"{i % 360}d"},
            "metrics": [{"name": "Opened", "family": "engagement", "target": "40%", "actual": f"{i % 90}%"}],
            "experience": {
                "verdict": ("works", "neutral", "annoying")[i % 3],
                "evidence": "survey",
                "assessed_on": "2026-10-01",
            },
        }
        for i in range(count)
    ]
    root = {
        "tpaudit": 1,
        "name": "Large",
        "segments": [{"id": "all-of-them", "customers": 100, "contact_budget": {"per_week": 5}}],
        "owners": [{"id": f"team-{i}", "name": f"Team {i}"} for i in range(12)],
        "touchpoints": touchpoints,
    }
    return of_text(_written(root))


def _written(root: dict[str, object]) -> str:
    """Return a root file, one key a line; JSON is YAML."""
    return "".join(f"{key}: {json.dumps(value)}\n" for key, value in root.items())
