"""One customer's time, day by day."""

from __future__ import annotations

from tests.outputs.schedule.test_json import plans
from tpaudit.outputs.schedule.formats import output

TEXT = """
segments: [{id: smb, stakeholders: [champion, user]}, {id: other}]
events: [{id: order, name: Order}]
touchpoints:
  - {id: welcome, name: Welcome, type: welcome, phase: onboarding, channel: [email, website], timing: {at: 0d}}
  - {id: call, name: Call, type: kickoff, phase: onboarding, channel: phone, stakeholders: all, timing: {at: 8d}}
  - {id: bill, name: Bill, type: invoice, timing: {at: 8d}}
  - {id: thanks, name: Thanks, type: nudge, timing: [{at: 1d, after: order}, {after: order}, {per_quarter: 2}]}
"""


def test_days_weeks_phases_and_people() -> None:
    found = "".join(output("text", plans(TEXT), "smb", diary=True, language="en", width=None, color=False)).splitlines()
    assert found[1] == "smb  days 0 to 365"
    rows = [line.split() for line in found if line.strip()]
    assert ["Day", "Week", "Phase", "What", "happens", "Channel", "Whom"] in rows
    assert ["-90", "-12", "—", "First", "contact", "—"] in rows
    assert ["0", "1", "Onboarding", "—", "Contract", "start", "—"] in rows
    assert ["—", "Onboarding", "begins", "—"] in rows
    assert ["Welcome", "E-mail", "champion"] in rows
    assert ["Welcome", "Website", "not", "counted"] in rows
    assert ["8", "2", "Onboarding", "Call", "Phone", "champion,", "user"] in rows
    assert ["Bill", "not", "counted"] in rows
    assert found[-4:] == [
        "At any time",
        "  Thanks: 1 day after Order",
        "  Thanks: on the day of Order",
        "  Thanks: 2 times a quarter",
    ]


def test_only_the_segment_asked_for() -> None:
    found = "".join(output("text", plans(TEXT), "other", diary=True, language="en", width=None, color=False))
    assert "smb" not in found
    assert "champion" not in found
