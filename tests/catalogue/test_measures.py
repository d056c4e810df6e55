"""Findings of a quantity carry it, so that the gate sees a known one get worse."""

# ruff: noqa: E501  a table of inventories

from __future__ import annotations

from typing import NamedTuple

import pytest

from tests.inventories import TODAY, audit_text
from tpaudit.findings.finding import Finding
from tpaudit.findings.since import between
from tpaudit.messages import render
from tpaudit.outputs.growth import with_growth
from tpaudit.registry import RULES
from tpaudit.rules.explanation import explanation


class Grows(NamedTuple):
    """An inventory in which a rule fires, and what makes its finding worse."""

    code: str
    text: str
    old: str
    new: str
    growth: str
    """What the message then says of both."""


def mails(*days: int) -> str:
    """Return an e-mail on each of the days."""
    return "".join(
        f"\n  - {{id: m{day}, name: Mail {day}, type: nudge, phase: onboarding, channel: email, timing: {{at: {day}d}}}}"
        for day in days
    )


SEGMENT = "segments: [{id: smb, name: Smb, contract: 12mo, touch_model: high_touch, EXTRA}]\ntouchpoints:"
MAIL = "{id: a, name: A, type: nudge, channel: email, phase: onboarding, timing: {at: 0d}}"
PAIR = "{id: b, name: B, type: survey, channel: email, phase: adoption, timing: {at: 100d}}"

# fmt: off
GROWS = [
    Grows("PRS002", SEGMENT.replace("EXTRA", "contact_budget: {per_week: 1}") + mails(0, 1), "at: 1d}}", "at: 1d}}" + mails(2, 3), "(was 1 over, is 3 over)"),
    Grows("PRS004", f"segments: [{{id: smb, max_silence: 30d}}]\ntouchpoints:\n  - {MAIL}\n  - {PAIR.replace('survey', 'nudge')}\n  - {PAIR.replace('survey', 'nudge').replace('id: b', 'id: c').replace('100d', '200d')}", "at: 100d", "at: 10d", "(was 165 days, is 190 days)"),
    Grows("PRS007", f"touchpoints:\n  - {PAIR}\n  - {PAIR.replace('id: b', 'id: c').replace('100d', '180d')}", "180d", "120d", "(was 80 days, is 20 days)"),
    Grows("PRS005", "segments: [{id: smb, min_spacing: 2d}]\ntouchpoints:" + mails(0, 1), "at: 1d", "at: 0d", "(was 1 day, is 0 days)"),
    Grows("PRS003", "segments: [{id: smb, contract: 12mo, min_per_quarter: 9}]\ntouchpoints:\n  - {id: a, name: A, type: nudge, channel: email, phase: retention, timing: {every: 2w}}", "2w", "4w", "(was 6, is 3)"),
    Grows("TIM004", SEGMENT.replace(", EXTRA", "") + "\n  - {id: k, name: K, type: kickoff, phase: onboarding, channel: video, timing: {at: 9d}}", "9d", "20d", "(was 9, is 20)"),
    Grows("TIM004", SEGMENT.replace(", EXTRA", "") + "\n  - {id: k, name: K, type: kickoff, phase: onboarding, channel: video, timing: {at: 9d}}", "type: kickoff", "type: checkin", "(was 9)"),
    Grows("TIM007", SEGMENT.replace(", EXTRA", "") + "\n  - {id: k, name: K, type: checkin, phase: renewal, channel: video, timing: {at: 60d, before: contract_end}}", "60d", "20d", "(was 60 days, is 20 days)"),
    Grows("TIM008", SEGMENT.replace(", EXTRA", "") + "".join(f"\n  - {{id: k{at}, name: K, type: checkin, phase: renewal, channel: video, timing: {{at: {at}, before: contract_end}}}}" for at in ("90d", "60d", "45d")), "45d", "60d", "(was 15 days, is 30 days)"),
    Grows("CAT005", "segments: [{id: smb}]\ntouchpoints:\n  - {id: a, name: A, type: invoice}\n  - {id: b, name: B, type: reminder}\n  - {id: c, name: C, type: newsletter}", "type: newsletter", "type: invoice", "(was 66%, is 100%)"),
    Grows("EXP009", "touchpoints:\n  - {id: a, name: A, priority: high, experience: {score: 2}}", "score: 2", "score: 1", "(was 2, is 1)"),
    Grows("EXP003", "touchpoints:\n  - {id: a, name: A, experience: {verdict: works, assessed_on: 2025-06-01}}", "2025-06-01", "2025-05-31", "(was 2025-06-01, is 2025-05-31)"),
    Grows("INV012", "touchpoints:\n  - {id: a, name: A}\n  - {id: b, name: B}", "\n  - {id: b, name: B}", "", "(was 2, is 1)"),
    Grows("MET010", "touchpoints:\n  - {id: a, name: A, type: nudge, metrics: [{family: conversion, target: 50%, actual: 40%}]}", "40%", "20%", "(was 10% short, is 30% short)"),
    Grows("MET003", "touchpoints:\n  - {id: a, name: A, metrics: [{name: X, target: 2}, {name: Y}]}", "target: 2", "unit: x", "(was 1, is 2)"),
    Grows("FBK004", "touchpoints:\n  - {id: a, name: A, type: survey, feedback: {used_for: More, close_within: 3d}}", ", close_within: 3d", "", "(was 2, is 3)"),
    Grows("OWN004", "owners: [{id: csm, capacity: 2h}]\nsegments: [{id: smb, customers: 3}]\ntouchpoints:\n  - {id: a, name: A, owner: csm, effort: 1h, timing: {per_quarter: 1}}", "customers: 3", "customers: 6", "(was 150%, is 300%)"),
    Grows("OWN001", "segments: [{id: smb}, {id: big}]\ntouchpoints:\n  - {id: a, name: A, per_segment: {smb: {owner: csm}}}", "owner: csm", "reach: 0.5", "(was 50%, is 100%)"),
    Grows("ORG004", "segments: [{id: smb, customers: 600}]\ntouchpoints:\n  - {id: a, name: A, automation: manual, timing: {per_quarter: 1}}", "customers: 600", "customers: 900", "(was 600, is 900)"),
    Grows("CHN003", "segments: [{id: smb, avoided_channels: [email]}]\ntouchpoints:" + mails(0), "at: 0d}}", "at: 0d}}" + mails(9), "(was 1, is 2)"),
    Grows("REQ001", "audit: {require: [{name: short, at_most: {effort: 2h}, reason: Time}]}\ntouchpoints:\n  - {id: a, name: A, effort: 3h}", "effort: 3h", "effort: 5h", "(was 1h, is 3h)"),
    Grows("PHS002", "scope: own\nphases: [{id: start}, {id: later}]\nsegments: [{id: smb}, {id: big}]\ntouchpoints:\n  - {id: a, name: A, phase: later, segments: [smb, big]}\n  - {id: b, name: B, phase: start, segments: [smb]}", "phase: start", "phase: later", "(was 1, is 2)"),
    Grows("TIM016", "touchpoints:\n  - {id: a, name: A, timing: {at: 9d}, leads_to: [b]}\n  - {id: b, name: B, timing: {at: 5d}}", "at: 5d", "at: 1d", "(was 4 days, is 8 days)"),
]
# fmt: on


def found(text: str, code: str) -> list[Finding]:
    return [finding for finding in audit_text(text, code).findings if finding.code == code]


@pytest.mark.parametrize("case", GROWS, ids=lambda case: f"{case.code}-{case.new.strip()[:20]}")
def test_what_grows_is_worse_and_says_so(case: Grows) -> None:
    assert case.old in case.text
    before, after = audit_text(case.text, case.code), audit_text(case.text.replace(case.old, case.new, 1), case.code)
    change = between(before, after)
    worse = [finding for finding in change.after if finding.since == "worse" and finding.code == case.code]
    assert worse, [render(finding.message) for finding in change.after]
    assert case.growth in render(with_growth(worse[0]))
    assert not any(finding.since == "worse" for finding in between(after, before).after)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_what_stays_is_not_worse(rule: object) -> None:
    text = explanation(rule).bad  # type: ignore[arg-type]
    audit = audit_text(text, today=TODAY)
    assert {finding.since for finding in between(audit, audit).after} <= {"unchanged"}
