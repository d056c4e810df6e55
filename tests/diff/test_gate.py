"""One verdict: the gate against a revision or a baseline and diff say the same of the same two sides."""

from __future__ import annotations

from datetime import date

import pytest

from tests.inventories import ROOT, TODAY, audit_text, folder
from tpaudit.audit import Request, audit
from tpaudit.diff.comparison import Comparison, compare
from tpaudit.findings import baseline
from tpaudit.findings.result import InventoryAudit
from tpaudit.findings.since import marked

PLAN = """
audit: {fail_on: warning}
owners: [{id: csm, role: csm}, {id: marketing, role: marketing}]
segments:
  - {id: smb, name: Small business, customers: 90, contract: 12mo, contact_budget: {per_week: 2}}
  - {id: big, name: Enterprise, customers: 10, contract: 12mo, contact_budget: {per_week: 4}}
touchpoints:
  - {id: welcome, name: Welcome, type: welcome, phase: onboarding, channel: email, owner: csm, purpose: Say hello and what comes, timing: {at: 0d}}  # noqa: E501
  - {id: kickoff, name: Kickoff, type: kickoff, phase: onboarding, channel: video, owner: csm, purpose: Agree on the first goal, priority: high, experience: {score: 3}, timing: {at: 3d}}  # noqa: E501
  - {id: training, name: Training, type: training, phase: onboarding, channel: video, owner: csm, purpose: Show how it works, priority: high, experience: {score: 3}, timing: {at: 5d}}  # noqa: E501
  - {id: tips, name: Tips, type: nudge, phase: adoption, channel: email, owner: marketing, purpose: Show what else it can do, timing: {every: 2d}}  # noqa: E501
  - {id: letter, name: Letter, type: newsletter, phase: adoption, channel: email, owner: marketing, purpose: Tell what is new here, timing: {every: 1mo}}  # noqa: E501
"""  # noqa: E501  a table of touchpoints
DAILY = "  - {id: daily, name: Daily, type: nudge, phase: adoption, channel: email, owner: marketing, purpose: Say something every day, timing: {every: 1d}}\n"  # noqa: E501
LINES = PLAN.splitlines()
KICKOFF, TRAINING = (next(line for line in LINES if f"id: {name}," in line) for name in ("kickoff", "training"))
OLD = "{id: letter,"

# fmt: off
CHANGES = {
    "nothing": (PLAN, False),
    "a daily e-mail over a budget that is exceeded already": (PLAN + DAILY, True),
    "a cadence twice as dense": (PLAN.replace("every: 2d", "every: 1d"), True),
    "a cadence half as dense": (PLAN.replace("every: 2d", "every: 4d"), False),
    "a lower budget": (PLAN.replace("per_week: 2", "per_week: 1"), True),
    "a higher budget": (PLAN.replace("per_week: 2", "per_week: 3"), False),
    "no budget any more": (PLAN.replace(", contact_budget: {per_week: 2}", ""), True),
    "an owner less": (PLAN.replace("owner: csm, purpose: Say", "purpose: Say"), True),
    "a purpose less": (PLAN.replace(", purpose: Tell what is new here", ""), True),
    "another purpose": (PLAN.replace("Tell what is new here", "Tell what we have built"), False),
    "two that score the same, swapped": (
        PLAN.replace(KICKOFF, "@").replace(TRAINING, KICKOFF).replace("@", TRAINING),
        False,
    ),
    "all touchpoints in reverse": ("\n".join((*LINES[:7], *reversed(LINES[7:]))) + "\n", False),
    "segments in reverse": (PLAN.replace(LINES[4], "@").replace(LINES[5], LINES[4]).replace("@", LINES[5]), False),
    "another name": (PLAN.replace("name: Letter", "name: Newsletter"), False),
    "a worse score": (PLAN.replace("score: 3}, timing: {at: 3d}", "score: 1}, timing: {at: 3d}"), True),
    "a decision": (PLAN.replace("score: 3}", "score: 3}, decision: {action: improve, owner: csm, due: 2027-03-01}"), False),  # noqa: E501
    "a touchpoint less": ("\n".join(line for line in LINES if OLD not in line) + "\n", False),
    "a touchpoint with nothing but a name": (PLAN + "  - {id: more, name: More}\n", True),
    "an unknown channel": (PLAN.replace("channel: video, owner: csm, purpose: Show", "channel: vidio, owner: csm, purpose: Show"), True),  # noqa: E501
    "a rule switched off": (PLAN.replace("fail_on: warning}", "fail_on: warning, ignore: [PRS]}"), False),
    "a waiver": (PLAN.replace("contact_budget: {per_week: 2}}", "contact_budget: {per_week: 2}, waive: [{rule: PRS002, reason: agreed}]}"), False),  # noqa: E501
    "a day of review that has passed": (PLAN.replace("id: letter,", "id: letter, review_by: 2026-01-01,"), True),
}
# fmt: on


def fails(audit: InventoryAudit) -> bool:
    """Whether the gate fails at warnings."""
    return any(finding.severity != "info" for finding in audit.new)


@pytest.mark.parametrize("change", CHANGES)
def test_the_gate_and_diff_say_the_same(change: str) -> None:
    text, is_worse = CHANGES[change]
    before, after = audit_text(PLAN), audit_text(text)
    compared = Comparison("main", None, TODAY, (compare(before, after),))
    known = baseline.update(None, before, date(2026, 11, 1)).baseline.known
    against_baseline, _ = audit(folder(text), ROOT, Request(TODAY, known=known))
    said = {
        "diff": compared.fails("new"),
        "verdict": compared.verdict.template.startswith(("Worse", "Better and worse")),
        "since": fails(marked(before, after, renames=compare(before, after).renames)),
        "baseline": fails(against_baseline),
    }
    assert said == dict.fromkeys(said, is_worse)


def test_a_new_id_keeps_what_was_found() -> None:
    before, after = audit_text(PLAN), audit_text(PLAN.replace("id: letter,", "id: news,"))
    change = compare(before, after)
    assert change.renames == {"letter": "news"}
    assert not (*change.new, *change.worse, *change.fixed)
    assert not fails(marked(before, after, renames=change.renames))


def test_what_has_grown_says_from_what_to_what() -> None:
    change = compare(audit_text(PLAN), audit_text(PLAN + DAILY))
    (grown,) = [finding for finding in change.worse if finding.code == "PRS002" and finding.subject.id == "smb"]
    assert grown.was < grown.measure
    assert Comparison("main", None, TODAY, (change,)).fails("worse")
