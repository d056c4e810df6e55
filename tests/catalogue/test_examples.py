"""Every rule's own examples: the bad one fires on exactly the marked lines, the good one is clean."""

from __future__ import annotations

import re

import pytest

from tests.inventories import findings
from tpaudit.registry import RULES
from tpaudit.rules.explanation import explanation
from tpaudit.rules.rule import Rule

MARK = re.compile(r"# <- ([A-Z]{3}[0-9]{3})")


def asked(rule: Rule) -> tuple[str, ...]:
    """Return what to select: the rule alone, but everything where it is about what other rules find."""
    return () if rule.code == "GOV001" else (rule.code,)


def marked(text: str) -> list[int]:
    """Return the numbers of the lines that an example marks as guilty."""
    return [number for number, line in enumerate(text.splitlines(), start=1) if MARK.search(line)]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_the_bad_example_fires_on_the_marked_lines_only(rule: Rule) -> None:
    bad = explanation(rule).bad
    fired = [finding.location.span.line for finding in findings(bad, *asked(rule)) if finding.code == rule.code]
    assert marked(bad)
    assert sorted(dict.fromkeys(fired)) == marked(bad)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_the_good_example_is_clean(rule: Rule) -> None:
    found = findings(explanation(rule).good, *asked(rule))
    assert [finding.location.span.line for finding in found if finding.code == rule.code] == []


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_marks_name_the_rule_itself(rule: Rule) -> None:
    explained = explanation(rule)
    assert set(MARK.findall(explained.bad)) == {rule.code}
    assert not MARK.search(explained.good)
