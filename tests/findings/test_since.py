from __future__ import annotations

from pathlib import Path

import pytest

from tests.inventories import TODAY, audit_text
from tpaudit.audit import Request, audit
from tpaudit.findings.finding import Finding, Waived
from tpaudit.findings.result import InventoryAudit
from tpaudit.findings.since import change, gone, marked
from tpaudit.loading.source import Folder

ONE = """
touchpoints:
  - id: kickoff
    name: Kickoff
    type: kickoff
    owner: csm
"""


def finding(fingerprint: str, *, waived: bool = False) -> Finding:
    first = audit_text(ONE, "PUR").findings[0]
    return first._replace(fingerprint=fingerprint, waived=Waived("so it is") if waived else None)


def told(before: str, after: str) -> tuple[str, str]:
    """Return what became of findings that are named by letters, in brackets where they are waived."""

    def side(letters: str) -> list[Finding]:
        return [finding(letter.lower(), waived=letter.isupper()) for letter in letters]

    result = change(side(before), side(after))
    now = "".join("+" if found.since == "new" else "=" for found in result.after)
    return now, "".join(found.fingerprint.upper() if found.waived else found.fingerprint for found in result.fixed)


@pytest.mark.parametrize(
    ("before", "after", "now", "fixed"),
    [
        ("", "", "", ""),
        ("ab", "bc", "=+", "a"),
        ("a", "aa", "=+", ""),
        ("aaa", "a", "=", "aa"),
        ("a", "A", "=", ""),  # waived now: neither new nor fixed
        ("A", "a", "+", ""),  # the waiver is gone
        ("A", "A", "=", ""),
        ("A", "", "", "A"),
        ("", "A", "+", ""),
        ("aA", "a", "=", "A"),
        ("aA", "A", "=", "a"),
        ("A", "Aa", "=+", ""),
        ("a", "Aa", "+=", ""),
        ("Aa", "aa", "=+", ""),
    ],
)
def test_each_finding_is_told_apart_by_fingerprint_and_number(before: str, after: str, now: str, fixed: str) -> None:
    assert told(before, after) == (now, fixed)


def test_waived_findings_are_shown_in_upper_case_above() -> None:
    assert told("A", "") == ("", "A")


def test_only_new_findings_count() -> None:
    before, after = audit_text(ONE), audit_text(ONE.replace("owner: csm", "channel: carrier-pigeon"))
    result = marked(before, after)
    assert {found.code for found in result.new} == {found.code for found in result.findings if found.since == "new"}
    assert "OWN001" in {found.code for found in result.new}
    assert "OWN001" not in {found.code for found in result.fixed or ()}
    assert len(result.new) < len(result.findings)


def test_rules_that_are_switched_on_find_something_new() -> None:
    off = audit_text(ONE + "audit:\n  ignore: [PUR]\n")
    assert {found.code for found in marked(off, audit_text(ONE)).new if found.code.startswith("PUR")}
    assert {found.code[:3] for found in marked(audit_text(ONE), off).fixed or ()} == {"PUR"}


def test_an_inventory_on_one_side_only() -> None:
    audit = audit_text(ONE)
    assert {found.since for found in marked(None, audit).findings} == {"new"}
    result = marked(audit, None)
    assert result.fixed == audit.findings
    assert (result.findings, result.new, result.inventory.touchpoints) == ((), (), ())
    assert result.inventory.name == audit.inventory.name
    assert gone(audit).fixed == ()
    with pytest.raises(ValueError, match="neither"):
        marked(None, None)


def test_filters_hide_what_is_new_and_what_is_mended() -> None:
    before, after = audit_text(ONE), audit_text(ONE.replace("csm", "support"))
    result = marked(before, after, lambda found: found.code == "PUR001")
    assert [found.code for found in result.findings] == ["PUR001"]
    assert result.findings[0].since == "unchanged"
    assert result.fixed == ()
    assert result.hidden == len(after.findings) - 1


def broken(text: str) -> InventoryAudit:
    return audit_text(text + "  - {id: [\n")


def test_what_a_broken_file_hid_is_neither_new_nor_mended() -> None:
    whole, hidden = audit_text(ONE), broken(ONE)
    fixing, breaking = marked(hidden, whole), marked(whole, hidden)
    assert {found.since for found in fixing.findings} == {"unjudged", "unchanged"}
    assert fixing.new == ()
    assert [found.code for found in fixing.fixed or ()] == ["INV002"]
    assert [found.code for found in breaking.new] == ["INV002"]
    assert breaking.fixed == ()


def test_what_a_faulty_field_hid_is_neither_new_nor_mended_and_the_rest_is_told_apart() -> None:
    faulty, fixed = ONE.replace("owner: csm", "owner: [csm]"), ONE.replace("    owner: csm\n", "")
    codes = {found.code: found.since for found in marked(audit_text(faulty), audit_text(fixed)).findings}
    assert codes["OWN001"] == "unjudged"
    assert codes["PUR001"] == "unchanged"
    back = marked(audit_text(fixed), audit_text(faulty))
    assert "OWN001" not in {found.code for found in back.fixed or ()}


WAIVING = """
segments: [{id: smb, name: SMB, contract: 12mo}]
touchpoints:
  - id: kickoff
    name: Kickoff
    type: kickoff
    phase: onboarding
    channel: email
    owner: csm
    timing: {at: 1d}
    waive: [{rule: TIM010, reason: both are short}]
"""


def test_a_waiver_that_may_be_used_by_what_a_fault_hides_is_neither_new_nor_mended() -> None:
    unused = audit_text(WAIVING)
    for fault in (", timing: {at: 1d, after: nowhere}", ", channel: [nowhere]"):
        other = f"  - {{id: other, name: Other, type: training, phase: onboarding{fault}}}\n"
        faulty = audit_text(WAIVING + other)
        assert "GOV001" not in {found.code for found in faulty.findings}
        assert "GOV001" not in {found.code for found in marked(unused, faulty).fixed or ()}
        assert [found.since for found in marked(faulty, unused).findings if found.code == "GOV001"] == ["unjudged"]


def test_a_touchpoint_in_a_file_that_could_be_read_is_new_though_another_was_broken(tmp_path: Path) -> None:
    (tmp_path / "tpaudit.yaml").write_text("tpaudit: 1\ninclude: [a.yaml, b.yaml]\n")

    def of(a: str, b: str) -> InventoryAudit:
        (tmp_path / "a.yaml").write_text(a)
        (tmp_path / "b.yaml").write_text(b)
        return audit(Folder(tmp_path), "tpaudit.yaml", Request(TODAY, ("OWN001", "PUR001")))[0]

    before = of("touchpoints: [", "touchpoints: [{id: b, name: B, type: kickoff, owner: csm}]")
    after = of(
        "touchpoints: [{id: a, name: A, type: kickoff}]",
        "touchpoints: [{id: b, name: B, type: kickoff}, {id: c, name: C, type: kickoff, owner: csm}]",
    )
    reported = {(found.code, found.subject.id): found.since for found in marked(before, after).findings}
    assert reported == {
        ("OWN001", "a"): "unjudged",
        ("PUR001", "a"): "unjudged",
        ("OWN001", "b"): "new",
        ("PUR001", "b"): "unchanged",
        ("PUR001", "c"): "new",
    }
