"""Every number of the view is one of the schedule or of the audit."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields, is_dataclass
from fractions import Fraction

import pytest

from tests.inventories import audit_text
from tests.report.audits import example, hostile, of, of_text
from tests.schedule.test_worked_example import EXAMPLE
from tpaudit.findings.causes import ESSENTIAL
from tpaudit.findings.result import Audit
from tpaudit.messages import render, shown
from tpaudit.outputs.figures import by_step, headlines
from tpaudit.report.render import html, markdown
from tpaudit.report.segment_lines import whole
from tpaudit.report.view import VERSION, view
from tpaudit.report.words import names
from tpaudit.severity import Severity


def test_pressure_of_the_worked_example() -> None:
    report = view(of_text(EXAMPLE))
    (segment,) = report.chapters[0].pressure.segments
    assert report.version == VERSION
    assert shown(segment.per_quarter) == "3.3–4.5"
    assert segment.mean_per_quarter == Fraction("4.4775")
    assert segment.account_per_quarter == segment.per_quarter
    assert (segment.week.load, segment.week.start, segment.week.end) == (3, 0, 6)
    assert segment.week.limit == 2
    assert segment.week.over
    assert segment.pause is not None
    assert (segment.pause.silence.start, segment.pause.silence.days, segment.pause.limit) == (91, 92, 60)
    assert [shown(quarter) for quarter in segment.persons[0].quarters] == ["10", "1–6", "1", "1"]
    (burst,) = segment.bursts
    assert [(day, touchpoint) for day, touchpoint, _ in burst.contacts] == [(1, "rescue")]
    assert [(period, float(load)) for period, load, _ in burst.worst] == [
        ("per_day", 1),
        ("per_week", 1),
        ("per_month", 1),
    ]
    assert {overrun.period for overrun in segment.overruns} == {"per_week"}


def test_first_bar_is_the_worst_week() -> None:
    (segment,) = view(of_text(EXAMPLE)).chapters[0].pressure.segments
    first = segment.weeks[0]
    assert (first.start, first.sure, first.most, first.mean) == (0, 3, 3, Fraction("3.07"))
    assert first.over
    assert dict(zip([layer.id for layer in segment.channels], first.parts, strict=True)) == {
        "email": Fraction(2),
        "video": Fraction(1),
        "phone": Fraction("0.07"),
    }


@pytest.mark.parametrize("name", ["b2b-saas", "retail", "minimal"])
def test_bars_agree_with_the_schedule(name: str) -> None:
    audit = example(name).inventories[0]
    for segment, plan in zip(view(of(audit)).chapters[0].pressure.segments, audit.schedule.segments, strict=True):
        person = next(person for person in plan.persons if person.id == plan.most_contacted)
        assert len(segment.weeks) == (plan.period[1] - plan.period[0]) // 7 + 1
        for week in segment.weeks:
            days = range(week.start, week.end + 1)
            assert week.sure >= sum(contact.share == 1 for contact in person.contacts if contact.day in days)
            assert week.most >= sum(contact.day in days for contact in person.contacts)
            assert week.mean == sum(week.parts)
            assert 0 <= week.start - plan.period[0] - 7 * (week.number - 1) < 7
        worst = plan.worst(person.id, "per_week")
        assert worst is not None
        if plan.period[0] <= worst.start <= plan.period[1]:
            assert max(week.sure for week in segment.weeks) == worst.sure


@pytest.mark.parametrize("name", ["b2b-saas", "retail"])
def test_figures_are_those_of_check(name: str) -> None:
    audit = example(name).inventories[0]
    chapter = view(of(audit), full=True).chapters[0]
    for segment, headline in zip(chapter.pressure.segments, headlines(audit), strict=True):
        assert segment.week.week == headline.worst_week
        assert segment.week.limit == headline.worst_week_limit
        assert segment.pause is None or segment.pause.silence == headline.longest_silence
        figures, account = headline.plan.contacts_per_quarter, headline.plan.account_contacts_per_quarter
        assert segment.per_quarter == whole(figures.sure, figures.most)
        assert segment.account_per_quarter == whole(account.sure, account.most)
    for step, (name_, score) in zip(chapter.maturity.steps, by_step([audit]), strict=True):
        assert (step.total.id, step.total.applicable, step.total.passed) == (name_, score.applicable, score.passed)
        assert sum(family.applicable for family in step.families) == score.applicable
    open_findings = [finding for finding in audit.findings if finding.waived is None]
    register = chapter.register
    assert register.total == len(open_findings) == sum(len(rule.findings) for rule in register.rules)
    assert register.errors == sum(finding.severity is Severity.ERROR for finding in open_findings)
    assert len(register.waived) == len(audit.findings) - len(open_findings)


@pytest.mark.parametrize("name", ["b2b-saas", "retail"])
def test_every_error_is_something_to_decide(name: str) -> None:
    chapter = view(example(name)).chapters[0]
    decided = [finding.fingerprint for entry in chapter.decisions.entries for finding in entry.findings]
    assert len(decided) == len(set(decided))
    errors = {
        finding.fingerprint
        for rule in chapter.register.rules
        for finding in rule.findings
        if finding.severity is Severity.ERROR and finding.code not in ESSENTIAL
    }
    assert errors <= set(decided)


def test_why_a_touchpoint_has_no_day_is_told_by_names() -> None:
    (enterprise, midmarket, _) = view(example("b2b-saas")).chapters[0].pressure.segments
    assert enterprise.unplaced == ()
    (unplaced,) = midmarket.unplaced
    assert (unplaced[0], render(unplaced[2])) == ("kickoff-summary", "Enterprise kickoff does not serve the segment")
    for report in (html(example("b2b-saas")), markdown(example("b2b-saas"))):
        assert "kickoff-enterprise does not serve" not in report


@pytest.mark.parametrize("render_", [html, markdown])
def test_bars_say_whose_they_are_where_there_are_several_people(render_: Callable[[Audit], str]) -> None:
    several, inventory_audit = audit_text(PEOPLE), audit_text(PEOPLE.replace("[champion, admin]", "[admin]"))
    assert "the fullest stretch of administrator that begins" in render_(of(several))
    assert "the fullest stretch that begins" in render_(of(inventory_audit))


PEOPLE = """
segments: [{id: smb, name: SMB, contract: 12mo, stakeholders: [champion, admin]}]
touchpoints:
  - {id: a, name: A, type: nudge, phase: onboarding, channel: email, stakeholders: [champion], timing: {at: 3d}}
  - {id: b, name: B, type: nudge, phase: adoption, channel: email, stakeholders: [admin], timing: {every: 30d, at: 9d}}
"""


def test_coverage_and_map_count_the_same_touchpoints() -> None:
    chapter = view(example("b2b-saas")).chapters[0]
    inventory = example("b2b-saas").inventories[0].inventory
    for map_, (heading, counts) in zip(chapter.journey.maps, chapter.journey.coverage.rows, strict=True):
        segment = inventory.segment[heading.id]
        mapped = {card.id for row in map_.rows for cell in row.cells for card in cell or ()}
        assert mapped == {touchpoint.id for touchpoint in inventory.in_segment(segment)}
        for phase, count in zip(chapter.journey.coverage.phases, counts, strict=True):
            if count is not None:
                assert count == sum(touchpoint.phase == phase.id for touchpoint in inventory.in_segment(segment))


def test_weakest_moment_of_phase_and_segment() -> None:
    text = """
segments: [{id: smb}]
touchpoints:
  - {id: a, name: A, phase: onboarding, experience: {verdict: works, score: 4}}
  - {id: b, name: B, phase: onboarding, experience: {verdict: neutral, score: 3}}
  - {id: c, name: C, phase: onboarding, priority: high, experience: {verdict: neutral, score: 3}}
  - {id: d, name: D, phase: adoption, experience: {verdict: annoying}}
  - {id: e, name: E, phase: support}
"""
    (chain,) = view(of_text(text)).chapters[0].journey.chains
    found = {moment.phase.id: (moment.card.id if moment.card else None, moment.score) for moment in chain.moments}
    assert found["onboarding"] == ("c", 3)
    assert found["adoption"] == ("d", 2)
    assert found["support"] == (None, None)
    assert chain.weakest is not None
    assert chain.weakest.phase.id == "adoption"


def test_kpis_ledger_and_loops() -> None:
    text = """
owners: [{id: csm, name: Customer Success}]
touchpoints:
  - id: a
    name: A
    metrics:
      - {name: Attendance, family: attendance, target: 80%, actual: 60%}
      - {name: Waiting, family: wait_time, target: 20, actual: 15, unit: s}
      - {name: Effort, family: ces, target: 5, actual: 4}
    feedback: {instrument: nps, recipients: [csm], back_to_customer: letter, close_within: 48h}
    decision: {action: cut, due: 2026-01-01}
  - id: b
    name: B
    feedback: {instrument: csat}
    decision: {action: keep}
"""
    section = view(of_text(text)).chapters[0].experience
    assert [(kpi.name, kpi.met) for kpi in section.kpis] == [("Attendance", False), ("Waiting", True), ("Effort", None)]
    assert [(entry.card.id, entry.overdue) for entry in section.ledger] == [("a", True), ("b", False)]
    assert [(loop.card.id, loop.closed) for loop in section.loops] == [("b", False), ("a", True)]
    assert (section.kpis_met, section.kpis_missed, section.overdue, section.open_loops) == (1, 1, 1, 1)


def test_empty_inventory_says_what_to_record() -> None:
    chapter = view(of_text("touchpoints: []")).chapters[0]
    assert chapter.pressure.missing
    assert chapter.journey.missing
    assert chapter.journey.unassessed
    assert chapter.experience.missing
    assert chapter.experience.missing_kpis
    assert chapter.experience.missing_ledger
    assert chapter.experience.missing_loops
    assert chapter.mix.missing
    assert chapter.mix.missing_events


def test_owner_and_segment_narrow_the_report_down() -> None:
    whole, mine = view(example("b2b-saas")), view(example("b2b-saas"), owner="support", segment="smb")
    chapter = mine.chapters[0]
    assert all("support" in entry.owners for entry in chapter.decisions.entries)
    assert [item.owner for item in chapter.decisions.owners] == ["support"]
    assert {card.owner for card in chapter.register.touchpoints} == {"support"}
    assert all("smb" in card.segments for card in chapter.register.touchpoints)
    assert [segment.id for segment in chapter.pressure.segments] == ["smb"]
    assert chapter.active < whole.chapters[0].active
    assert (mine.owner, mine.segment) == ("Customer Support", "Small business")


def test_faulty_fields_leave_the_rest_standing() -> None:
    text = """
segments: [{id: smb, touch_model: nonsense, customers: many}]
touchpoints:
  - {id: a, name: A, phase: nowhere, status: sleeping, owner: [x], metrics: [{name: 3, target: soon}]}
  - {id: b, name: B, phase: onboarding, experience: {verdict: superb, score: 9}, decision: {action: ponder}}
"""
    chapter = view(of_text(text)).chapters[0]
    assert [card.id for card in chapter.register.touchpoints] == ["a", "b"]
    assert chapter.register.errors


def test_several_inventories_have_a_chapter_each() -> None:
    saas, retail = example("b2b-saas").inventories[0], example("retail").inventories[0]
    report = view(of(saas, retail))
    assert [chapter.key for chapter in report.chapters] == ["i1-", "i2-"]
    order = [entry.urgency for _, entry in report.decisions]
    assert order == sorted(order)
    assert len(order) == sum(len(chapter.decisions.entries) for chapter in report.chapters)
    applicable = sum(chapter.maturity.overall.applicable for chapter in report.chapters)
    assert any(figure.note.values.get("n") == applicable for figure in report.figures if figure.id == "maturity")


def test_view_is_made_of_documented_frozen_values() -> None:
    def check(value: object) -> None:
        if is_dataclass(value):
            assert getattr(type(value), "__dataclass_params__").frozen  # noqa: B009  not in the type stubs
            assert type(value).__doc__
            if type(value).__module__.startswith("tpaudit.report"):
                for field in fields(value):
                    check(getattr(value, field.name))
        elif isinstance(value, tuple):
            for item in value:
                check(item)
        else:
            assert not isinstance(value, list | set), value

    check(view(hostile()))


def test_a_channel_has_one_colour_in_all_segments() -> None:
    segments = view(example("b2b-saas")).chapters[0].pressure.segments
    ranks = {(layer.id, layer.rank) for segment in segments for layer in segment.channels}
    assert len({channel for channel, _ in ranks}) == len(ranks)


def test_title() -> None:
    assert view(of(audit_text("name: Mine"))).title == "Mine"
    assert view(of(audit_text("name: Mine\nreport: {title: Journey}"))).title == "Journey"
    assert view(of(audit_text("name: Mine")), title="Other").title == "Other"


def test_percentages_keep_what_tells_them_apart() -> None:
    text = """
touchpoints:
  - {id: a, name: A, metrics: [{name: Left, family: effort, direction: lower_is_better, target: 0.3%, actual: 0.4%}]}
"""
    (kpi,) = view(of_text(text)).chapters[0].experience.kpis
    assert (shown(kpi.actual or ""), shown(kpi.target or ""), kpi.met) == ("0.4%", "0.3%", False)


@pytest.mark.parametrize(
    ("timing", "words"),
    [
        ("{at: 2d}", "day 2"),
        ("{every: 1mo}", "monthly"),
        ("{at: 0d, after: login}", "on: Login"),
        ("{after: login}", "on: Login"),
        ("{at: 24h, after: login}", "24 hours after: Login"),
        ("{at: 30d, before: contract_end}", "30 days before: Contract end"),
        ("{at: 1d, after_each: b}", "1 day after each: B"),
        ("{per_quarter: 2}", "2 a quarter"),
    ],
)
def test_timing_in_words(timing: str, words: str) -> None:
    text = f"touchpoints: [{{id: a, name: A, timing: {timing}}}, {{id: b, name: B, timing: {{every: 1w}}}}]"
    card = view(of_text(text)).chapters[0].register.touchpoints[0]
    assert [shown(timing) for timing in card.timing] == [words]


def test_built_in_channels_are_called_by_the_readers_word_for_them() -> None:
    inventory = audit_text("channels:\n  - {id: email, name: Post}\ntouchpoints: []\n").inventory
    assert names(inventory).channel("email") == "Post"
    assert [shown(names(inventory).channel("phone"), language) for language in ("en", "de")] == ["Phone", "Telefon"]
    assert names(audit_text("touchpoints: []\n").inventory).channel("email") == "E-mail"


def test_a_name_that_the_files_give_is_shown_as_they_give_it() -> None:
    inventory = audit_text("channels:\n  - {id: phone, name: Phone}\ntouchpoints: []\n").inventory
    assert shown(names(inventory).channel("phone"), "de") == "Phone"
