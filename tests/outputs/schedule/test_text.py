"""The schedule for people: what it says, in both languages' forms, at any width."""

from __future__ import annotations

from tests.outputs.schedule.test_json import MANY, Plans, plans
from tests.schedule.test_worked_example import EXAMPLE
from tpaudit.outputs.cells import cells
from tpaudit.outputs.schedule.diary import DiaryRequest
from tpaudit.outputs.schedule.formats import output
from tpaudit.schedule.plan import Schedule


def text(planned: Plans, segment: str | None = None, width: int | None = None, *, color: bool = False) -> str:
    return "".join(output("text", planned, segment, diary=None, language="en", width=width, color=color))


def test_the_worked_example() -> None:
    lines = text(plans(EXAMPLE)).splitlines()
    assert lines[21].endswith("days 0 to 6: every customer; 3 windows too full: welcome, kickoff, tips")
    assert lines[:21] == [
        "Worked example",
        "",
        "smb   12 months, renews; days 0 to 365",
        "  contacts a quarter  3.25–4.5, about 4.5 on average, 5% get 6 or more   (and what 1 event sets off)",
        "  fullest week        3 of 2, days 0–6: every customer is over it",
        "  over the budget     week: every customer; quarter: few",
        "  longest silence     92 days of 60 (days 91–183)",
        "",
        "Contacts in each quarter",
        "  Person    quarter 1  quarter 2  quarter 3  quarter 4",
        "  customer         10        1–6          1          1",
        "",
        "Most contacts at once, and the first day of that time",
        "  Person    in 1 day      in 7 days  in 30 days      in 91 days",
        "  customer  1, day 0  3 of 2, day 0    7, day 3  9 of 12, day 0",
        "",
        "Longest time without a contact that adds value, and its first day",
        "  Person          longest silence  without a human contact",
        "  customer  92 days of 60, day 91          92 days, day 91",
        "",
        "Over budget",
    ]


def test_bars() -> None:
    found = text(plans(EXAMPLE)).splitlines()
    title = found.index("Each week's highest load of 7 days for a customer; │ is the budget")
    assert found[title + 1].split() == ["week", "1", "█" * 32 + "│" + "█" * 16, "3", "over", "2"]
    assert found[title + 18].split() == ["week", "18", "░" * 32 + "│" + "░" * 16, "0–3"]
    assert found[title + 8].startswith("  week 8")
    assert "over" not in found[title + 8]
    assert len([line for line in found if line.startswith("  week")]) == 53


def test_what_has_no_day_and_what_nobody_knows() -> None:
    found = text(plans(MANY))
    assert "contacts a quarter  at least 0.25–1.5, about 0.7 on average" in found
    assert "nobody says how often these happen: Order" in found
    assert "y gets the same as x" in found
    assert "  u: the segment has no contract" in found
    assert "  Order: up to 1 contact in 7 days for x: v on day 1" in found


def test_one_segment_and_several_inventories() -> None:
    found = text(plans(MANY, EXAMPLE), "b")
    assert "\nb   " in found
    assert "smb" not in found
    assert "\na   " not in found


def test_nothing_is_wrapped_without_a_width_and_nothing_is_wider_than_one() -> None:
    planned = plans(EXAMPLE)
    assert max(len(line) for line in text(planned).splitlines()) > 100
    for width in (40, 60, 80):
        assert max(cells(line) for line in text(planned, width=width).splitlines()) <= width


def test_colour() -> None:
    assert "\x1b[" not in text(plans(EXAMPLE), width=80)
    assert "\x1b[" in text(plans(EXAMPLE), width=80, color=True)


def test_texts_cannot_steer_the_terminal() -> None:
    planned = plans("""
    name: "a\\x1b[2Jb"
    segments: [{id: s, stakeholders: ["x\\x1b[31m"], name: "s\\u202e"}]
    touchpoints: [{id: it, name: "it\\x07", stakeholders: all, channel: email, timing: {at: 1d}}]
    """)
    for diary in (None, DiaryRequest()):
        found = "".join(output("text", planned, "s", diary=diary, language="en", width=None, color=False))
        assert not any(mark in found for mark in ("\x1b", "\x07", "\u202e"))


def test_an_inventory_that_plans_too_much_says_so() -> None:
    ((inventory, _),) = plans(EXAMPLE)
    assert "Nothing is scheduled." in text(((inventory, Schedule(())),))


IMPLIED = """
tpaudit: 1
contact_budget: {per_week: 1}
touchpoints: [{id: tip, name: Tip, type: nudge, channel: email, timing: {every: 2d, times: 3}}]
"""


def test_what_is_implied_is_named_in_the_readers_language() -> None:
    english, german = (
        "".join(output("text", plans(IMPLIED), None, diary=None, language=language, width=None, color=False))
        for language in ("en", "de")
    )
    assert "All customers   12 months, renews; days 0 to 365" in english
    assert "Each week's highest load of 7 days for a customer" in english
    assert "Alle Kunden   12 Monate" in german
    assert "  Kunde " in german
    assert not {"all", "customer", "renews;"} & set(german.split())


def test_contacts_before_the_start_and_limits_of_a_channel() -> None:
    found = text(
        plans("""
    name: Before
    segments: [{id: fair, starts_with: opening, horizon: 91d, contact_budget: {channels: {sms: {per_week: 1}}}}]
    events: [{id: opening, name: Opening}]
    touchpoints:
      - {id: call, name: Call, type: alert, channel: sms,
         timing: [{at: 9d, before: opening}, {at: 8d, before: opening}]}
      - {id: open, name: Open, type: alert, channel: email}
    """)
    )
    assert "2 before the start" in found
    assert "  fullest week        2, days -9 to -3" in found
    assert "SMS: 2 of 1, days -9 to -3: every customer" in found
    assert "SMS, week: every customer" in found
    assert "1 touchpoint has no time" in found
    assert "at least 0" in found


def test_more_than_anybody_gets_is_never_said() -> None:
    found = text(plans(CLUB)).splitlines()
    assert found[3] == "  contacts a quarter  2.5–13.75, about 7 on average, 5% get 13 or more"


CLUB = """
tpaudit: 1
segments:
  - {id: club, horizon: 1y}
phases:
  - {id: use, name: Use, window: {from: 50d, to: 12mo}}
audiences:
  - {id: app, share: 40%}
touchpoints:
  - {id: news, type: newsletter, phase: use, channel: email, timing: {every: 1mo}}
  - {id: tip, type: nudge, phase: use, channel: push, audience: app, timing: {every: 1w}}
"""
