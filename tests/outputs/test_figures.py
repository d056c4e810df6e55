"""The figures behind the outputs, held against the schedule's worked example and counted by hand."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest

from tests.inventories import audit_text
from tests.outputs.audits import change, of, worked_example
from tpaudit.findings.finding import Waived
from tpaudit.outputs.figures import by_family, by_owner, by_rule, by_step, closing, counts, headlines
from tpaudit.rules.rule import Step


def test_the_headline_of_the_worked_example() -> None:
    (figures,) = headlines(worked_example("PRS001").inventories[0])
    assert figures.plan.contacts_per_quarter.mean == Fraction("4.6225")
    assert figures.worst_week is not None
    assert (figures.worst_week.sure, figures.worst_week.start, figures.worst_week.end) == (3, 0, 6)
    assert figures.worst_week_limit == 2
    assert figures.is_week_over
    assert figures.longest_silence is not None
    assert (figures.longest_silence.days, figures.longest_silence.start) == (92, 91)
    assert figures.longest_silence_limit == 60
    assert figures.is_silence_over
    assert not figures.at_least


WEEKS = """
segments:
  - id: all-customers
    contact_budget: {budget}
touchpoints:
  - {{id: daily, name: Daily, type: nudge, phase: onboarding, channel: email, timing: {{every: 1d, times: 7}}}}
"""


@pytest.mark.parametrize(
    ("budget", "limit"),
    [
        ("{per_month: 3}", None),
        ("{per_week: 3}", 3),
        ("{per_week: 3, phases: {onboarding: {per_week: 9}}}", 9),
        ("{per_week: 3, phases: {onboarding: {per_week: 2}}}", 2),
        ("{phases: {onboarding: {per_week: 9}}}", 9),
        ("{phases: {renewal: {per_week: 9}}}", None),
    ],
)
def test_a_week_is_held_against_the_limit_of_its_days(budget: str, limit: int | None) -> None:
    (figures,) = headlines(of(audit_text(WEEKS.format(budget=budget), "PRS002")).inventories[0])
    assert figures.worst_week is not None
    assert figures.worst_week.sure == 7
    assert figures.worst_week_limit == limit


@pytest.mark.parametrize(("touch_model", "limit"), [("high_touch", 35), ("tech_touch", 95)])
def test_silence_is_held_against_what_suits_the_touch_model(touch_model: str, limit: int) -> None:
    (figures,) = headlines(audit_text(f"segments: [{{id: smb, touch_model: {touch_model}}}]\n", "PRS004"))
    assert figures.longest_silence_limit == limit


def test_the_person_who_fares_worst_is_shown() -> None:
    (figures,) = headlines(
        audit_text(
            "segments: [{id: smb, stakeholders: [champion, admin]}]\n"
            "touchpoints:\n"
            "  - {id: a, name: A, type: nudge, channel: email, stakeholders: admin, timing: {every: 3d}}\n"
            "  - {id: b, name: B, type: nudge, channel: email, stakeholders: champion, timing: {at: 9d}}\n",
            "PRS004",
        )
    )
    assert (figures.worst_week_person, figures.longest_silence_person) == ("admin", "champion")


def test_whom_nothing_reaches_hides_no_silence() -> None:
    (figures,) = headlines(
        audit_text(
            "segments: [{id: smb, stakeholders: [champion, admin]}]\n"
            "touchpoints:\n"
            "  - {id: a, name: A, type: nudge, channel: email, stakeholders: admin, timing: {every: 1w}}\n",
            "PRS004",
        )
    )
    assert figures.longest_silence_person == "admin"


OWNERLESS = """
touchpoints:
  - {id: a, name: A}
  - {id: b, name: B}
  - {id: c, name: C, owner: csm, purpose: to learn what customers need}
  - {id: d, name: D, status: retired}
"""


def test_scores_count_findings_waivers_and_subjects() -> None:
    audit = change(
        of(audit_text(OWNERLESS, "OWN001", "PUR001", "MET007")),
        lambda number, finding: finding._replace(waived=Waived("agreed")) if number == 0 else finding,
    )
    scores = {rule.code: score for rule, score in by_rule(audit.inventories) if rule.adjustable}
    assert list(scores) == ["PUR001", "OWN001", "MET007"]
    assert (scores["OWN001"].findings, scores["OWN001"].waived) in ((1, 1), (2, 0))
    assert (scores["OWN001"].applicable, scores["OWN001"].passed) == (3, 1)
    assert scores["OWN001"].pass_rate == Fraction(1, 3)
    assert sum(score.waived for score in scores.values()) == 1


def test_families_and_steps_add_up_their_rules() -> None:
    audits = of(audit_text(OWNERLESS, "OWN001", "PUR001", "MET007")).inventories
    families = dict(by_family(audits))
    assert [family for family in families if family not in ("INV", "GOV")] == ["PUR", "OWN", "MET"]
    assert (families["MET"].applicable, families["MET"].passed) == (3, 0)
    steps = dict(by_step(audits))
    assert next(iter(steps)) is Step.DESIGN
    assert steps[Step.MEASUREMENT].pass_rate == 0


def test_a_rule_without_subject_has_no_pass_rate() -> None:
    scores = {rule.code: score for rule, score in by_rule((audit_text("name: empty\n", "OWN001"),))}
    assert scores["OWN001"].pass_rate is None


def test_several_inventories_are_added_up() -> None:
    inventory_audit = audit_text(OWNERLESS, "OWN001")
    scores = {rule.code: score for rule, score in by_rule((inventory_audit, replace(inventory_audit, folder="other")))}
    assert (scores["OWN001"].applicable, scores["OWN001"].findings) == (6, 4)
    counted = closing(of(inventory_audit, replace(inventory_audit, folder="other")))
    assert (counted.inventories, counted.files, counted.touchpoints, counted.all_touchpoints) == (2, 2, 6, 8)


def test_owners_with_most_to_do_come_first_and_nobody_last() -> None:
    found = audit_text(
        "touchpoints:\n"
        "  - {id: a, name: A, owner: zeta}\n  - {id: b, name: B, owner: zeta}\n"
        "  - {id: c, name: C, owner: beta}\n  - {id: d, name: D, owner: alpha}\n"
        "  - {id: e, name: E}\n  - {id: f, name: F}\n  - {id: g, name: G}\n",
        "PUR001",
    ).new
    assert [(owner, counted.errors) for owner, counted in by_owner(found)] == [
        ("zeta", 2), ("alpha", 1), ("beta", 1), ("", 3),
    ]  # fmt: skip
    assert counts(found).total == 7


@pytest.mark.parametrize(
    ("timing", "scheduled"),
    [
        ("", 0),
        ("timing: {at: 3d}", 1),
        ("timing: {at: 9y}", 0),
        ("timing: {per_quarter: 1}", 1),
        ("timing: {as_needed: true}", 0),
        ("timing: {at: 3d, after: often}", 1),
        ("timing: {at: 3d, after: unknown_rate}", 0),
        ("initiation: proactive, timing: {at: soon}", 0),
    ],
)
def test_what_has_days_or_rates(timing: str, scheduled: int) -> None:
    counted = closing(
        of(
            audit_text(
                "events: [{id: often, per_quarter: 2}, {id: unknown_rate}]\n"
                "touchpoints:\n"
                f"  - {{id: a, name: A, type: checkin, channel: phone, {timing}}}\n"
                "  - {id: b, name: B, type: ticket_reply, channel: email}\n"
                "  - {id: c, name: C, type: checkin, status: idea}\n",
                "OWN001",
            )
        )
    )
    assert (counted.proactive, counted.scheduled) == (1, scheduled)


def test_what_a_fault_hides_is_counted() -> None:
    counted = closing(of(audit_text("touchpoints:\n  - {id: a, name: A, phase: [}\n")))
    assert counted.not_judged > 0
