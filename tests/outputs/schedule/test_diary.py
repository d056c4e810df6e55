"""One customer's time, day by day."""

from __future__ import annotations

from datetime import date

from tests.outputs.schedule.test_json import plans
from tpaudit.outputs.schedule.diary import DiaryRequest
from tpaudit.outputs.schedule.formats import output
from tpaudit.schedule.customer import Customer

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
    found = "".join(
        output("text", plans(TEXT), "smb", diary=DiaryRequest(), language="en", width=None, color=False)
    ).splitlines()
    assert found[1] == "smb   12 months, renews; days 0 to 365"
    rows = [line.split() for line in found if line.strip()]
    assert ["Day", "Week", "Phase", "What", "happens", "Channel", "Whom"] in rows
    assert not any("Go-live" in row for row in rows)  # nothing hangs on it
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
    found = "".join(output("text", plans(TEXT), "other", diary=DiaryRequest(), language="en", width=None, color=False))
    assert "smb" not in found
    assert "champion" not in found


SOME = """
audiences:
  - {id: quiet, name: Quiet ones, share: 0.25}
  - {id: glad, name: Glad ones, share: 0.5, one_of: mood}
  - {id: sad, name: Sad ones, share: 0.2, one_of: mood}
events: [{id: order, name: Order, per_quarter: 1}]
segments: [{id: smb, contact_budget: {per_week: 1, channels: {phone: {per_day: 1}}}}]
touchpoints:
  - {id: hello, name: Hello, type: welcome, phase: onboarding, channel: email, timing: {at: 1d}}
  - {id: wake, name: Wake up, type: nudge, phase: onboarding, channel: phone, audience: quiet, timing: {at: 2d}}
  - {id: part, name: Part, type: nudge, phase: onboarding, channel: email, audience: quiet, reach: 0.1,
     timing: {at: 3d}}
  - {id: yes, name: Yes, type: result, phase: onboarding, channel: email, audience: glad, timing: {at: 40d}}
  - {id: no, name: No, type: result, phase: onboarding, channel: email, audience: sad, timing: {at: 40d}}
  - {id: thanks, name: Thanks, type: nudge, phase: retention, channel: phone, timing: {at: 2d, after: order}}
  - {id: slip, name: Slip, type: invoice, phase: retention, channel: email, timing: {at: 1d, after: order}}
"""


def diary(request: DiaryRequest) -> list[str]:
    text = "".join(output("text", plans(SOME), "smb", diary=request, language="en", width=None, color=False))
    return [" ".join(line.split()) for line in text.splitlines()]


def test_what_only_some_get_says_who_and_how_many() -> None:
    found = diary(DiaryRequest())
    assert "1 1 Onboarding Hello E-mail customer" in found
    assert "2 1 Onboarding Wake up Phone if: Quiet ones, 25%" in found
    assert "3 1 Onboarding Part E-mail if: Quiet ones, 10%" in found
    assert "40 6 Onboarding Yes E-mail if: Glad ones, 50%" in found
    assert "No E-mail if: Sad ones, 20%" in found
    assert "Over budget" not in found


def test_a_member_gets_what_is_meant_for_them_and_nothing_of_others() -> None:
    found = diary(DiaryRequest(Customer(frozenset(("quiet", "sad")))))
    assert "2 1 Onboarding Wake up Phone customer" in found
    assert "3 1 Onboarding Part E-mail if: 40% of them (Quiet ones)" in found  # 0.1 of 0.25
    assert not any("Yes" in line for line in found)
    assert "40 6 Onboarding No E-mail customer" in found
    assert "2 contacts in 7 days (limit 1), days 0 to 6: Hello, Wake up" in found


def test_an_event_sets_off_its_steps_on_the_days_asked_for() -> None:
    found = diary(DiaryRequest(Customer(events=(("order", 0), ("order", 200)))))
    assert "2 1 Onboarding Wake up Phone if: Quiet ones, 25%" in found
    assert "Thanks Phone customer" in found
    assert any(line.endswith("Slip E-mail not counted") for line in found)
    assert "202 29 Adoption Thanks Phone customer" in found
    assert "2 contacts in 7 days (limit 1), days 0 to 6: Hello, Thanks" in found


def test_a_date_of_day_0_turns_days_into_dates() -> None:
    found = diary(DiaryRequest(start=date(2027, 1, 4)))
    assert "Tue 2027-01-05 1 Onboarding Hello E-mail customer" in found
    german = "".join(
        output(
            "text",
            plans(SOME),
            "smb",
            diary=DiaryRequest(start=date(2027, 1, 4)),
            language="de",
            width=None,
            color=False,
        )
    )
    assert "Di 05.01.2027" in german


def test_days_that_keep_every_budget_are_said_to() -> None:
    found = diary(DiaryRequest(Customer(frozenset(("glad",)))))
    assert "This customer's days keep every budget." in found


def test_what_no_budget_counts_is_conditional_too() -> None:
    text = """
events: [{id: order, name: Order}]
audiences: [{id: quiet, name: Quiet ones, share: 25%}]
segments: [{id: smb}]
touchpoints:
  - {id: slip, name: Slip, type: invoice, audience: quiet, timing: {at: 1d, after: order}}
  - {id: bill, name: Bill, type: invoice, reach: 0.5, timing: {at: 1d, after: order}}
"""

    def shown(*audiences: str) -> list[str]:
        request = DiaryRequest(Customer(frozenset(audiences), (("order", 3),)))
        found = output("text", plans(text), "smb", diary=request, language="en", width=None, color=False)
        lines = (" ".join(line.split()) for line in "".join(found).splitlines())
        return [line for line in lines if "not counted" in line]

    assert shown() == ["4 1 Onboarding Slip not counted, if: Quiet ones, 25%", "Bill not counted, if: 50% of all"]
    assert shown("quiet")[0] == "4 1 Onboarding Slip not counted"
