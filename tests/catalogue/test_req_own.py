"""REQ001: what a team asks beyond the catalogue, as data."""

from __future__ import annotations

import time

import pytest

from tests.catalogue.answers import touchpoint
from tests.inventories import audit_text, findings
from tpaudit.requirements import _MOST_STEPS, _steps

HEAD = """
tpaudit: 1
segments: [{id: smb}, {id: big}]
audit:
  require:
    - name: campaign-needs-review
      of: {type: [campaign, upgrade_prompt], segments: smb}
      not: {tags: [pilot]}
      fields: [consent, review_by, x-cost]
      at_most: {reach: 50%, effort: 2h}
      at_least: {reach: 0.1}
      matches: {id: "^mkt-"}
      severity: error
      reason: Legal wants to see it every half-year
touchpoints:
"""
GOOD = "id: mkt-a, name: A, type: campaign, consent: opt_in, review_by: 2027-01-01, x-cost: 3"


def found(fields: str) -> list[tuple[str, str]]:
    """Return the field and severity of each finding about one touchpoint."""
    return [
        (str(finding.message.values["field"]), finding.severity.value)
        for finding in findings(f"{HEAD}  - {{{fields}}}\n", "REQ001")
        if finding.code == "REQ001"
    ]


@pytest.mark.parametrize(
    ("fields", "missing"),
    [
        (GOOD, []),
        (GOOD.replace(", consent: opt_in", ""), ["consent"]),
        (GOOD.replace(", x-cost: 3", ""), ["x-cost"]),
        (GOOD.replace("mkt-a", "a"), ["id"]),
        (f"{GOOD}, reach: 0.5", []),
        (f"{GOOD}, reach: 51%", ["reach"]),
        (f"{GOOD}, reach: 0.1", []),
        (f"{GOOD}, reach: 9%", ["reach"]),
        (f"{GOOD}, effort: 120m", []),
        (f"{GOOD}, effort: 121m", ["effort"]),
        ("id: a, name: A, type: newsletter", []),
        ("id: a, name: A, type: campaign, segments: big", []),
        ("id: a, name: A, type: campaign, segments: [smb, big], tags: [pilot]", []),
        ("id: a, name: A, type: upgrade_prompt", ["consent", "review_by", "x-cost", "id"]),
    ],
)
def test_what_is_required(fields: str, missing: list[str]) -> None:
    assert found(fields) == [(field, "error") for field in missing]


def test_the_reason_is_the_remedy() -> None:
    (finding,) = findings(f"{HEAD}  - {{{GOOD.replace('mkt-a', 'a')}}}\n", "REQ001")

    assert finding.help.values["reason"] == "Legal wants to see it every half-year"
    assert finding.message.values["name"] == "campaign-needs-review"


@pytest.mark.parametrize("word", ["REQ001", "own-requirement", "campaign-needs-review"])
def test_a_waiver_may_name_the_requirement(word: str) -> None:
    waive = f", waive: [{{rule: {word}, reason: for now}}]"

    result = audit_text(f"{HEAD}  - {{{GOOD.replace('mkt-a', 'a')}{waive}}}\n")

    assert [finding.waived.reason for finding in result.findings if finding.code == "REQ001" and finding.waived] == [
        "for now"
    ]
    assert not [finding for finding in result.findings if finding.code.startswith("GOV")]


@pytest.mark.parametrize(
    ("setting", "names"),
    [
        ("", ["first", "second"]),
        ("select: [first]", ["first"]),
        ("select: [first, REQ]", ["first", "second"]),
        ("select: [own-requirement]", ["first", "second"]),
        ("ignore: [second]", ["first"]),
        ("ignore: [REQ001]", []),
        ("select: [OWN]", []),
    ],
)
def test_select_and_ignore_may_name_a_requirement(setting: str, names: list[str]) -> None:
    required = ", ".join(f"{{name: {name}, fields: [source], reason: r}}" for name in ("first", "second"))
    text = f"tpaudit: 1\naudit:\n  require: [{required}]\n  {setting}\ntouchpoints: [{{id: a, name: A}}]\n"

    result = audit_text(text)

    assert [finding.message.values["name"] for finding in result.findings if finding.code == "REQ001"] == names
    assert not [finding for finding in result.findings if finding.code.startswith("INV00")]


def test_a_waiver_that_is_not_needed_is_told() -> None:
    result = audit_text(f"{HEAD}  - {{{GOOD}, waive: [{{rule: campaign-needs-review, reason: x}}]}}\n")

    assert [finding.code for finding in result.findings if finding.code.startswith("GOV")] == ["GOV001"]


@pytest.mark.parametrize("pattern", ["(", "(a+)+$", "(a|a)*b", r"(a)\\1"])
def test_patterns_that_are_wrong_or_may_take_for_ever_are_refused(pattern: str) -> None:
    started = time.monotonic()
    text = HEAD.replace('"^mkt-"', f'"{pattern}"') + f"  - {{{GOOD.replace('mkt-a', 'a' * 60)}}}\n"

    codes = {finding.code for finding in audit_text(text).findings}

    assert "INV003" in codes
    assert time.monotonic() - started < 5


def test_without_requirements_the_rule_applies_to_nothing() -> None:
    result = audit_text("tpaudit: 1\ntouchpoints: [{id: a, name: A}]\n", "REQ001")

    assert [tally.applicable for tally in result.tallies if tally.rule.code == "REQ001"] == [0]


@pytest.mark.parametrize(
    "pattern",
    [
        "^mkt-",
        "^[A-Z]{2,4}-[0-9]+$",
        "^https?://.*/.+",
        "^(email|sms|push|phone) to .*[.!?]$",
        r"\b(csm|sales)\b",
        "[)*+|?]",
    ],
)
def test_patterns_that_teams_write_are_read(pattern: str) -> None:
    assert _steps(pattern) <= _MOST_STEPS


@pytest.mark.parametrize(
    "pattern", ["a?" * 60 + "a" * 60, "(a|a)" * 40, "a*a*a*b", ".*.*.*=", "a{0,99}a{0,99}a{0,99}b", "(?:a|aa)" * 25]
)
def test_patterns_that_take_for_ever_are_refused(pattern: str) -> None:
    require = f"audit: {{require: [{{name: x, reason: y, matches: {{purpose: '{pattern}'}}}}]}}\n"
    text = require + touchpoint(f"purpose: {'a' * 499}")
    assert [finding.code for finding in audit_text(text, "INV003").findings] == ["INV003"]
