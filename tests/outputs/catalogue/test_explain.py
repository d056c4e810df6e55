from __future__ import annotations

import json
from gettext import NullTranslations

import pytest

from tests.inventories import audit_text
from tpaudit.messages import render
from tpaudit.outputs.catalogue import explain
from tpaudit.registry import RULES, find
from tpaudit.rules.explanation import explanation
from tpaudit.rules.rule import STRUCTURAL, Rule

for_each_rule = pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)


def named(code: str) -> Rule:
    """Return the rule of the code."""
    rule = find(code)
    assert rule is not None
    return rule


@for_each_rule
def test_the_text_says_everything_that_the_rule_says_of_itself(rule: Rule) -> None:
    explained = explanation(rule)
    text = explain.as_text(rule)
    for part in (rule.code, rule.name, explained.sentence, explained.why, explained.source):
        assert part in text
    for line in f"{explained.bad}{explained.good}".splitlines():
        assert f"  {line}".rstrip() in text.splitlines()
    for option in explained.options:
        assert f"  {option.name}:" in text


@for_each_rule
def test_whatever_is_to_be_pasted_is_valid(rule: Rule) -> None:
    for _, yaml in explain.snippets(rule):
        needed = "" if "segments:" in yaml else "segments:\n  - id: smb\n"
        found = audit_text(yaml + needed, "INV").findings
        assert [render(finding.message) for finding in found if finding.code in STRUCTURAL] == []


@for_each_rule
def test_what_cannot_be_adjusted_offers_no_way_to_do_so(rule: Rule) -> None:
    titles = [title for title, _ in explain.snippets(rule)]
    assert bool(titles) is rule.adjustable
    assert (render(explain.UNADJUSTABLE) in explain.as_text(rule)) is not rule.adjustable


def test_an_info_cannot_be_lowered_but_ignored() -> None:
    snippets = [yaml for _, yaml in explain.snippets(named("MET007"))]
    assert not any("severity" in yaml for yaml in snippets)
    assert "audit:\n  ignore:\n    - untracked-touchpoint\n" in snippets


def test_lowering_really_lowers() -> None:
    lower = next(yaml for _, yaml in explain.snippets(named("OWN001")) if "severity" in yaml)
    found = audit_text(f"{lower}touchpoints: [{{id: a, name: A}}]", "OWN001").findings
    assert [finding.severity for finding in found] == ["info"]


def test_waiving_really_waives() -> None:
    waiver = next(yaml for _, yaml in explain.snippets(named("OWN001")) if "waive" in yaml)
    (finding,) = audit_text(waiver, "OWN001").findings
    assert finding.waived is not None


@pytest.mark.parametrize(
    ("code", "source"),
    [
        ("TIM004", "customer-success practice: kickoff in the first week (grade C: practitioner advice)"),
        ("PRI002", "none: the default is a convention of this tool; set what fits your customers"),
        ("OWN001", None),
    ],
)
def test_numbers_say_where_they_come_from(code: str, source: str | None) -> None:
    text = explain.as_text(named(code))
    assert ("\nSource\n" in text) is (source is not None)
    assert source is None or source in text


def test_sentences_are_wrapped_on_a_terminal_only() -> None:
    rule = named("MET002")
    narrow = explain.as_text(rule, width=60)
    assert explanation(rule).why not in narrow
    assert explanation(rule).why in " ".join(narrow.split())
    assert "\x1b" not in narrow
    assert "\x1b[1;31m# <- MET002" in explain.as_text(rule, color=True)


def test_json_has_values_where_text_has_yaml() -> None:
    rule = json.loads(explain.as_json(named("EXP005")))["rule"]
    explained = explanation(named("EXP005"))
    assert rule["options"] == {"max_share": 0.2, "min_assessed": 5}
    assert rule["source"] == {"text": explained.source, "grade": "C"}
    assert (rule["why"], rule["bad"], rule["good"]) == (explained.why, explained.bad, explained.good)
    options = "max_share: 0.2\n      min_assessed: 5\n"
    assert rule["adjust"][0]["yaml"] == f"audit:\n  options:\n    annoying-share:\n      {options}"


def test_json_without_source_says_null() -> None:
    assert json.loads(explain.as_json(named("OWN001")))["rule"]["source"] is None


class Marked(NullTranslations):
    """A language that is English with a mark before each text."""

    def gettext(self, message: str) -> str:
        return f"¡{message}"


def test_sentences_are_translated_and_what_is_to_be_pasted_is_not(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tpaudit.locales.catalogue.catalogue", lambda _: Marked())
    rule = named("TIM004")
    explained = explanation(rule)
    text = explain.as_text(rule, "de")
    for part in (explained.sentence, explained.why, explained.source, "segment, ¡Design", "Options and their defaults"):
        assert f"¡{part}" in text
    for line in f"{explained.bad}{explained.good}".splitlines():
        assert f"  {line}" in text.splitlines()
    entry = json.loads(explain.as_json(rule, "de"))["rule"]
    assert (entry["sentence"], entry["bad"]) == (f"¡{explained.sentence}", explained.bad)


def test_the_reason_to_fill_in_is_in_the_readers_language() -> None:
    (*_, (_, waiver)) = explain.snippets(named("EXP004"), "de")
    assert "reason: Warum es so richtig ist\n" in waiver
