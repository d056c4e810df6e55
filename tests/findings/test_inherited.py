"""What touchpoints share, such as values inherited from `defaults`, is reported once, where it was written."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.inventories import TODAY, audit_text, folder
from tpaudit.audit import Request
from tpaudit.audit import audit as audited
from tpaudit.findings.filter import Filter
from tpaudit.findings.finding import Finding
from tpaudit.findings.result import InventoryAudit
from tpaudit.inventory.subject import Kind
from tpaudit.loading.source import Folder
from tpaudit.messages import render

CALLS = "touchpoints:\n" + "".join(f"  - {{id: call-{n}, name: Call {n}, type: checkin}}\n" for n in range(1, 4))


def found(audit: InventoryAudit, code: str) -> list[Finding]:
    return [finding for finding in audit.findings if finding.code == code]


def test_one_finding_under_defaults_counts_those_that_inherit_it() -> None:
    audit = audit_text("defaults:\n  owner: team\n" + CALLS, "OWN002")
    (finding,) = found(audit, "OWN002")
    assert (finding.location.span.line, finding.location.span.column) == (2, 3)
    assert (finding.subject.kind, finding.path, finding.owner) == (Kind.FILE, ("defaults", "owner"), "team")
    assert render(finding.message) == (
        "this concerns 3 touchpoints, for example: Call 1 is owned by team, which is nobody in particular"
    )
    assert finding.related == ()
    (tally,) = [tally for tally in audit.tallies if tally.rule.code == "OWN002"]
    assert (tally.applicable, tally.failed) == (3, 3)


def test_who_says_otherwise_inherits_nothing() -> None:
    own = "  - {id: own, name: Own, type: checkin, owner: alle}\n"
    audit = audit_text("defaults:\n  owner: team\n" + CALLS + own, "OWN002")
    at_defaults, at_own = sorted(found(audit, "OWN002"), key=lambda finding: finding.location.span.line)
    assert at_defaults.path == ("defaults", "owner")
    assert (at_own.subject.id, at_own.path, render(at_own.message)) == (
        "own",
        ("owner",),
        "Own is owned by alle, which is nobody in particular",
    )


def test_identity_holds_whoever_else_inherits_it() -> None:
    other = "touchpoints:\n  - {id: other, name: Other}\n"
    (alone,) = found(audit_text("defaults: {owner: team}\n" + other, "OWN002"), "OWN002")
    (among,) = found(audit_text("defaults: {owner: team}\n" + CALLS, "OWN002"), "OWN002")
    assert alone.fingerprint == among.fingerprint
    assert render(alone.message) == "Other is owned by team, which is nobody in particular"


def test_what_differs_is_listed() -> None:
    text = """
owners: [{id: growth, role: marketing}]
defaults: {owner: growth}
touchpoints:
  - {id: qbr, name: QBR, type: business_review, segments: [smb]}
  - {id: bill, name: Bill, type: invoice, segments: [large]}
  - {id: ad, name: Ad, type: advertising}
segments: [{id: smb}, {id: large}]
"""
    (finding,) = found(audit_text(text, "OWN003"), "OWN003")
    assert finding.segments == ("smb", "large")
    assert [(related.location.span.line, render(related.message)) for related in finding.related] == [
        (5, "QBR is of type business review, but its owner growth has the role marketing"),
        (6, "Bill is of type invoice, but its owner growth has the role marketing"),
    ]


def test_items_of_lists_are_told_apart() -> None:
    text = "defaults:\n  metrics:\n    - family: csat\n      target: 4\n    - family: ces\n" + CALLS
    findings = found(audit_text(text, "MET009"), "MET009")
    assert [(finding.location.span.line, finding.path) for finding in findings] == [
        (3, ("defaults", "metrics", "[csat]")),
        (5, ("defaults", "metrics", "[ces]")),
    ]
    assert len({finding.fingerprint for finding in findings}) == 2


def test_the_defaults_of_the_file_go_before_those_of_the_root(tmp_path: Path) -> None:
    (tmp_path / "tpaudit.yaml").write_text(
        "tpaudit: 1\ninclude: [a.yaml, b.yaml]\ndefaults: {owner: team}\n", encoding="utf-8"
    )
    (tmp_path / "a.yaml").write_text(CALLS.replace("call", "a"), encoding="utf-8")
    (tmp_path / "b.yaml").write_text("defaults: {owner: all}\n" + CALLS, encoding="utf-8")
    findings = found(audited(Folder(tmp_path), "tpaudit.yaml", Request(TODAY))[0], "OWN002")
    assert [(finding.location.file, finding.owner) for finding in findings] == [
        ("b.yaml", "all"),
        ("tpaudit.yaml", "team"),
    ]


WAIVER = "waive: [{rule: OWN002, reason: The team is being formed}]"


def test_waived_at_the_root_for_all() -> None:
    audit = audit_text(f"{WAIVER}\ndefaults: {{owner: team}}\n" + CALLS)
    assert [finding.waived is not None for finding in found(audit, "OWN002")] == [True]
    assert found(audit, "GOV001") == []


def test_waived_at_one_touchpoint_it_counts_for_the_others() -> None:
    text = "defaults: {owner: team}\n" + CALLS.replace("call-2,", f"call-2, {WAIVER},")
    waived, counting = sorted(found(audit_text(text), "OWN002"), key=lambda finding: finding.waived is None)
    assert waived.waived is not None
    assert render(counting.message).startswith("this concerns 2 touchpoints")


@pytest.mark.parametrize("rule", ["OWN001", "OWN002", "OWN003"])
def test_a_waiver_under_defaults_is_used_where_any_touchpoint_uses_it(rule: str) -> None:
    waiver = f"defaults:\n  waive:\n    - {{rule: {rule}, reason: So be it}}\n"
    owned = "  - {id: own, name: Own, type: checkin, owner: team}\n"
    audit = audit_text(waiver + CALLS + owned)
    unused = [finding.location.span.line for finding in found(audit, "GOV001")]
    assert unused == ([3] if rule == "OWN003" else [])


@pytest.mark.parametrize(
    ("shown", "code"),
    [
        (Filter(owners=("csm",)), "GOV004"),
        (Filter(owners=("sales",)), "GOV004"),
        (Filter(phases=("adoption",)), "GOV004"),
        (Filter(owners=("csm",)), "OWN002"),
        (Filter(owners=("team",)), "OWN002"),
    ],
)
def test_what_touchpoints_of_several_share_is_shown_to_each(shown: Filter, code: str) -> None:
    text = """
defaults: {owner: team, review_by: 2026-01-01}
touchpoints:
  - {id: a, name: A, phase: onboarding}
  - {id: b, name: B, phase: adoption, owner: csm}
  - {id: c, name: C, phase: adoption, owner: sales}
"""
    audit, _ = audited(folder(text), "tpaudit.yaml", Request(TODAY, shown=shown))
    assert len(found(audit, code)) == (shown.owners != ("csm",) or code == "GOV004")
