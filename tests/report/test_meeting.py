"""What a meeting asks besides the loads: who contacts when, how busy teams are, what changes next quarter."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction

from tests.inventories import audit_text
from tests.report.audits import of
from tpaudit.messages import render, shown
from tpaudit.outputs.links import Links
from tpaudit.report.chapter import Chapter
from tpaudit.report.render import html, markdown
from tpaudit.report.view import view

TEXT = """
owners: [{id: csm, name: Success, capacity: 20h}, {id: mkt, name: Marketing}]
segments: [{id: s, name: Smb, customers: 10, touch_model: high_touch, contact_budget: {per_week: 2}}]
touchpoints:
  - {id: kick, name: Kickoff, type: kickoff, phase: onboarding, channel: video, owner: csm, effort: 2h,
     timing: {at: 3d}}
  - {id: review, name: Review, type: business_review, phase: retention, channel: video, owner: csm, effort: 1h,
     timing: {every: 3mo}, review_by: 2026-12-15}
  - {id: mail, name: Mail, type: nudge, phase: onboarding, channel: email, owner: mkt,
     timing: {every: 1d, at: 3d, times: 3}}
  - {id: new, name: New one, type: nudge, phase: adoption, channel: email, owner: mkt, status: upcoming,
     timing: {at: 9d}, waive: {rule: PUR001, reason: Pilot, until: 2027-02-01}}
  - {id: old, name: Old one, type: nudge, phase: adoption, channel: email, owner: mkt, timing: {at: 100d},
     decision: {action: cut, owner: mkt, due: 2027-03-31}}
  - {id: later, name: Later, type: nudge, phase: adoption, channel: email, owner: mkt, timing: {at: 200d},
     decision: {action: improve, owner: mkt, due: 2027-04-01}}
"""


def chapter(text: str = TEXT) -> Chapter:
    return view(of(audit_text(text), today=date(2026, 11, 28))).chapters[0]


def test_each_team_has_its_weeks() -> None:
    (segment,) = chapter().pressure.segments
    rows = {row.owner: row for row in segment.senders.rows}
    assert rows["csm"].weeks[0] == 1
    assert rows["mkt"].weeks[0] == 3
    assert dict(rows["mkt"].marks)[0] == 3
    assert rows["csm"].total == sum(rows["csm"].weeks)
    assert segment.senders.most == 2


def test_hours_are_held_against_the_capacity() -> None:
    (team,) = chapter().load.teams
    # Ten customers, two hours once a year and one hour in each of four quarters: 15 hours a quarter.
    assert (team.owner, round(team.hours), team.capacity, team.over) == ("csm", 15, Fraction(20), False)
    assert (team.stated, team.touchpoints) == (2, 2)
    (team,) = chapter(TEXT.replace("capacity: 20h", "capacity: 10h")).load.teams
    assert team.over


def test_without_effort_nobody_s_work_is_told() -> None:
    found = chapter("touchpoints: [{id: a, name: A, owner: x, channel: email, timing: {at: 1d}}]").load
    assert found.teams == ()
    assert found.missing is not None


def test_what_changes_until_the_end_of_the_next_quarter() -> None:
    found = chapter().coming
    assert found.until == date(2027, 3, 31)
    assert [(str(change.day), shown(change.name), render(change.what)) for change in found.changes] == [
        ("None", "New one", "starts"),
        ("2026-12-15", "Review", "is due for review"),
        ("2027-02-01", "New one", "waiver of PUR001 ends"),
        ("2027-03-31", "Old one", "ends"),
    ]


def test_budgets_talks_and_renewal_stand_beside_the_loads() -> None:
    (segment,) = chapter().pressure.segments
    (budget,) = segment.budgets
    assert (budget.everybody, render(budget.who)) == (True, "every customer")
    assert segment.fullest_budget == budget
    assert segment.talk is not None
    assert segment.talk.silence.days == 92
    assert shown(segment.renewal or "") == "never"


def test_of_many_segments_the_ten_largest_are_drawn() -> None:
    segments = ", ".join(f"{{id: s{number}, name: S{number}, customers: {number + 1}}}" for number in range(12))
    touchpoint = "{id: a, name: A, type: nudge, owner: x, channel: email, timing: {at: 1d}}"
    section = chapter(f"segments: [{segments}]\ntouchpoints: [{touchpoint}]").pressure
    assert len(section.segments) == 12
    assert [segment.id for segment in section.drawn] == [f"s{number}" for number in range(2, 12)]


def test_places_lead_to_their_lines_where_links_are_asked_for() -> None:
    audit = replace(audit_text(TEXT), repository_folder="plans")
    links = Links("https://git.example/o/r/blob/{commit}/{path}#L{line}", "abc")
    address = "https://git.example/o/r/blob/abc/plans/tpaudit.yaml#L"
    assert f'<a href="{address}' in html(of(audit), links=links)
    assert f"](<{address}" in markdown(of(audit), links=links) or f"]({address}" in markdown(of(audit), links=links)
    assert "git.example" not in html(of(audit))
    assert "git.example" not in html(of(replace(audit, repository_folder=None)), links=links)


def test_shades_are_told_as_far_as_they_occur() -> None:
    (segment,) = chapter().pressure.segments
    assert segment.senders.shades == 3
    page = html(of(audit_text(TEXT), today=date(2026, 11, 28)))
    assert "3 contacts</li>" in page
    assert "4 or more contacts" not in page


def test_roles_are_called_by_their_names() -> None:
    text = TEXT.replace("customers: 10,", "customers: 10, stakeholders: [decision_maker, night_shift],")
    (segment,) = chapter(text).pressure.segments
    assert [shown(person.name, "en") for person in segment.persons] == ["decision maker", "night shift"]
    assert [shown(person.name, "de") for person in segment.persons] == ["Entscheider", "night shift"]


def test_sections_of_a_small_report_share_pages() -> None:
    small = view(of(audit_text(TEXT)))
    many = "\n".join(
        f"  - {{id: m{n}, name: M {n}, type: nudge, channel: email, owner: mkt, timing: {{at: {n}d}}}}"
        for n in range(20)
    )
    assert small.is_small
    assert not view(of(audit_text(TEXT + many))).is_small
    assert 'class="brief small"' in html(of(audit_text(TEXT)))
