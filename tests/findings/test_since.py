from __future__ import annotations

from dataclasses import replace

import pytest

from tests.inventories import audit_text
from tpaudit.findings.finding import Finding, Waived
from tpaudit.findings.since import change, gone, marked

ONE = """
touchpoints:
  - id: kickoff
    name: Kickoff
    type: kickoff
    owner: csm
"""


def finding(fingerprint: str, *, waived: bool = False) -> Finding:
    first = audit_text(ONE, "PUR").findings[0]
    return replace(first, fingerprint=fingerprint, waived=Waived("so it is") if waived else None)


def told(before: str, after: str) -> tuple[str, str]:
    """Return what became of findings that are named by letters, in brackets where they are waived."""

    def side(letters: str) -> list[Finding]:
        return [finding(letter.lower(), waived=letter.isupper()) for letter in letters]

    result = change(side(before), side(after))
    now = "".join("+" if one.since == "new" else "=" for one in result.after)
    return now, "".join(one.fingerprint.upper() if one.waived else one.fingerprint for one in result.mended)


@pytest.mark.parametrize(
    ("before", "after", "now", "mended"),
    [
        ("", "", "", ""),
        ("ab", "bc", "=+", "a"),
        ("a", "aa", "=+", ""),
        ("aaa", "a", "=", "aa"),
        ("a", "A", "=", ""),  # waived now: neither new nor mended
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
def test_each_finding_is_told_apart_by_fingerprint_and_number(before: str, after: str, now: str, mended: str) -> None:
    assert told(before, after) == (now, mended)


def test_waived_findings_are_shown_in_upper_case_above() -> None:
    assert told("A", "") == ("", "A")


def test_only_new_findings_count() -> None:
    before, after = audit_text(ONE), audit_text(ONE.replace("owner: csm", "channel: carrier-pigeon"))
    result = marked(before, after)
    assert {one.code for one in result.new} == {one.code for one in result.findings if one.since == "new"}
    assert "OWN001" in {one.code for one in result.new}
    assert "OWN001" not in {one.code for one in result.mended or ()}
    assert len(result.new) < len(result.findings)


def test_rules_that_are_switched_on_find_something_new() -> None:
    off = audit_text(ONE + "audit:\n  ignore: [PUR]\n")
    assert {one.code for one in marked(off, audit_text(ONE)).new if one.code.startswith("PUR")}
    assert {one.code[:3] for one in marked(audit_text(ONE), off).mended or ()} == {"PUR"}


def test_an_inventory_on_one_side_only() -> None:
    audit = audit_text(ONE)
    assert {one.since for one in marked(None, audit).findings} == {"new"}
    result = marked(audit, None)
    assert result.mended == audit.findings
    assert (result.findings, result.new, result.inventory.touchpoints) == ((), (), ())
    assert result.inventory.name == audit.inventory.name
    assert gone(audit).mended == ()
    with pytest.raises(ValueError, match="neither"):
        marked(None, None)


def test_filters_hide_what_is_new_and_what_is_mended() -> None:
    before, after = audit_text(ONE), audit_text(ONE.replace("csm", "support"))
    result = marked(before, after, lambda one: one.code == "PUR001")
    assert [one.code for one in result.findings] == ["PUR001"]
    assert result.findings[0].since == "unchanged"
    assert result.mended == ()
    assert result.hidden == len(after.findings) - 1
