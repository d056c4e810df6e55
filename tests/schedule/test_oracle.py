"""The schedule against a second implementation, written from its description alone, on inventories by chance."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest

from tests.schedule.oracle.answer import answers
from tests.schedule.oracle.comparing import differences
from tests.schedule.oracle.inventing import invented


def touchpoint(key: str, kind: str, phase: str, channel: str, timing: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"id": key, "name": key, "type": kind, "phase": phase, "channel": channel, "timing": timing, **more}


WORKED_EXAMPLE: dict[str, Any] = {
    "events": [{"id": "health_drop", "per_quarter": 0.91}],
    "audiences": [{"id": "quiet", "name": "Customers who rarely reply", "share": 0.25}],
    "segments": [{"id": "smb", "contract": "12mo", "contact_budget": {"per_week": 2, "per_quarter": 12}}],
    "touchpoints": [
        touchpoint("welcome", "welcome", "onboarding", "email", {"at": "0d"}),
        touchpoint("kickoff", "kickoff", "onboarding", "video", {"at": "3d"}),
        touchpoint("tips", "nudge", "onboarding", "email", {"every": "1w", "at": "4d", "times": 6}),
        touchpoint("checkin", "checkin", "onboarding", "phone", {"at": "30d"}),
        touchpoint("review", "business_review", "retention", "video", {"every": "3mo"}),
        touchpoint(
            "wakeup",
            "nudge",
            "adoption",
            "email",
            {"every": "1w", "at": "120d", "after": "contract_start", "times": 3},
            audience="quiet",
        ),
        touchpoint("voice", "checkin", "adoption", "phone", {"at": "121d"}, audience="quiet"),
        touchpoint("ask", "survey", "adoption", "email", {"at": "123d"}, audience="quiet"),
        touchpoint("rescue", "health_alert", "retention", "phone", {"at": "24h", "after": "health_drop"}),
        touchpoint("invoice", "invoice", "retention", "email", {"every": "1mo"}),
    ],
}


def test_the_worked_example() -> None:
    (answer,) = answers(WORKED_EXAMPLE)
    (customer,) = answer["stakeholders"]
    assert answer["contacts_per_quarter"] == {
        "sure": Fraction("3.25"),
        "mean": Fraction("4.4775"),
        "most": Fraction("4.5"),
    }
    assert customer["worst"]["per_week"] == {
        "from": 0,
        "to": 6,
        "sure": 3,
        "mean": Fraction("3.07"),
        "most": 3,
        "limit": 2,
    }
    assert [(quarter["sure"], float(quarter["mean"]), quarter["most"]) for quarter in customer["quarters"]] == [
        (10, 10.92, 10),
        (1, 3.17, 6),
        (1, 1.91, 1),
        (1, 1.91, 1),
    ]
    assert answer["simulated"]["per_quarter"] == {"p5": 3.5, "median": 4.25, "p95": 6}
    assert answer["simulated"]["fullest_week"] == {"p5": 3, "median": 3, "p95": 4}
    assert answer["simulated"]["longest_silence"] == {"p5": 62, "median": 91, "p95": 92}
    assert [budget["share_over"] for budget in answer["budgets"]] == [1, Fraction(2, 100)]


@pytest.mark.parametrize("seed", [*range(0, 120, 5), 630, 711, 722])
def test_the_schedule_agrees_with_its_second_implementation(seed: int) -> None:
    assert differences(invented(seed)) == []
