"""What every rule says of itself keeps to one frame: it is what users read, and what the other tests rest on."""

from __future__ import annotations

import re
from functools import cache

import pytest

from tests.inventories import findings
from tpaudit.findings.finding import Finding
from tpaudit.messages import render
from tpaudit.registry import FAMILIES, RULES
from tpaudit.rules.explanation import Option, explanation
from tpaudit.rules.frame import RuleError
from tpaudit.rules.rule import STRUCTURAL, Harm, Problem, Rule, Step, rule
from tpaudit.severity import Severity

for_each_rule = pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
SENTENCE_END = re.compile(r"[.?!](?: |$)")


@cache
def found(rule: Rule) -> tuple[Finding, ...]:
    """Return what the rule finds in its bad example."""
    select = () if rule.code == "GOV001" else (rule.code,)
    return tuple(finding for finding in findings(explanation(rule).bad, *select) if finding.code == rule.code)


@for_each_rule
def test_code_and_name_read_well(rule: Rule) -> None:
    assert re.fullmatch(r"[A-Z]{3}[0-9]{3}", rule.code)
    assert rule.family in FAMILIES
    assert re.fullmatch(r"[a-z]+(-[a-z]+)*", rule.name)


@for_each_rule
def test_it_is_one_sentence_that_says_what_is_wrong(rule: Rule) -> None:
    sentence = explanation(rule).sentence
    assert len(SENTENCE_END.findall(sentence)) == 1
    assert sentence.endswith(".")
    assert sentence[0].isupper()
    assert len(sentence) <= 120


@for_each_rule
def test_why_is_short_enough_to_be_read_aloud(rule: Rule) -> None:
    why = explanation(rule).why
    assert why.endswith((".", "?"))
    assert 1 <= len(SENTENCE_END.findall(why)) <= 3
    assert len(why) <= 400


@for_each_rule
def test_source_and_grade_come_together(rule: Rule) -> None:
    explained = explanation(rule)
    assert bool(explained.source) == bool(explained.grade)
    assert not explained.source.endswith(".")


@for_each_rule
def test_examples_are_short_and_in_block_style(rule: Rule) -> None:
    explained = explanation(rule)
    for example in (explained.bad, explained.good):
        assert 1 <= len(example.splitlines()) <= 40
        assert max(len(line) for line in example.splitlines()) <= 100
        assert "{" not in re.sub(r"#.*", "", example)  # a file of aggregates in a comment is JSON
        assert "\t" not in example
    assert explained.bad != explained.good


@for_each_rule
def test_messages_are_sentences_without_full_stop_and_help_has_one(rule: Rule) -> None:
    assert found(rule)
    for finding in found(rule):
        message, advice = render(finding.message), render(finding.help)
        assert message == message.strip()
        assert not message.endswith((".", "!"))
        assert "{" not in message
        assert rule.code not in message
        assert advice.endswith((".", "?"))
        assert not advice[0].islower()
        if rule.code not in STRUCTURAL:
            assert finding.message.template[0].islower() or finding.message.template.startswith("{")


def test_no_two_rules_share_a_message() -> None:
    said: dict[str, str] = {}
    for listed in RULES:
        for finding in found(listed):
            assert said.setdefault(finding.message.template, listed.code) == listed.code


def _documented(text: str) -> Rule:
    def some_rule(inventory: Inventory, _: Context) -> tuple[Problem, ...]:  # type: ignore[name-defined] # noqa: F821
        return ()

    some_rule.__doc__ = text
    return rule("ABC001", Severity.INFO, step=Step.DESIGN, harm=Harm.PAPER)(some_rule)


FRAME = """Something is
    wrong.

    Why: It matters
    to people.
    Source: somebody who knows (grade B)

    Bad:
        tpaudit: 1  # <- ABC001

        name: x

    Good:
        tpaudit: 1
    """


def test_texts_stand_on_one_line_and_examples_as_they_are() -> None:
    explained = explanation(_documented(FRAME))
    assert explained.sentence == "Something is wrong."
    assert explained.why == "It matters to people."
    assert (explained.source, explained.grade) == ("somebody who knows", "B")
    assert explained.bad == "tpaudit: 1  # <- ABC001\n\nname: x\n"
    assert explained.good == "tpaudit: 1\n"
    assert explained.options == ()


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("Why:", "Because:"),
        ("Bad:", "Wrong:"),
        ("Good:", "Right:"),
        ("(grade B)", "(grade D)"),
        (" (grade B)", ""),
        ("wrong.\n\n", "wrong.\n"),
        ("        tpaudit: 1\n", "    tpaudit: 1\n"),
    ],
)
def test_whatever_leaves_the_frame_is_refused(right: str, wrong: str) -> None:
    with pytest.raises(RuleError, match="ABC001"):
        explanation(_documented(FRAME.replace(right, wrong)))


def test_a_rule_without_documentation_is_refused() -> None:
    with pytest.raises(RuleError):
        explanation(_documented(""))


@pytest.mark.parametrize(
    ("option", "yaml"),
    [
        (Option("max_age", "180d"), "max_age: 180d"),
        (Option("max_share", 0.6), "max_share: 0.6"),
        (Option("fillers", ["touch base", "n/a", "?", "no", "it's"]), None),
        (Option("table", {"a": ["b", "c"], "d": [["e"], ["f"]]}), "table:\n  a: [b, c]\n  d: [[e], [f]]"),
    ],
)
def test_options_are_written_as_the_inventory_writes_them(option: Option, yaml: str | None) -> None:
    expected = yaml or "fillers:\n  - touch base\n  - n/a\n  - '?'\n  - 'no'\n  - 'it''s'"
    assert option.yaml == expected


def test_thresholds_are_numbers_and_tables_are_not() -> None:
    options = (Option("x", "7d"), Option("x", 3), Option("x", 0.5), Option("x", "csm"), Option("x", ["7d"]))
    assert [option.is_number for option in options] == [True, True, True, False, False]


def test_a_long_table_begins_with_its_first_entry() -> None:
    assert Option("table", {"a": ["b"], "c": ["d"]}).beginning.yaml == "table:\n  a: [b]"
    assert Option("max_age", "7d").beginning.yaml == "max_age: 7d"
