from __future__ import annotations

import json

from markdown_it import MarkdownIt

from tpaudit.outputs.catalogue import rules
from tpaudit.registry import FAMILIES, RULES
from tpaudit.rules.explanation import explanation


def test_the_list_has_every_rule_under_its_family_in_the_catalogue_s_order() -> None:
    lines = rules.as_text(RULES).splitlines()
    families = [line[:3] for line in lines if line and not line.startswith(" ")]
    codes = [line[2:8] for line in lines if line.startswith("  ") and not line.startswith("   ")]
    assert families == list(FAMILIES)
    assert codes == [rule.code for rule in RULES]
    assert f"          {explanation(RULES[-1]).sentence}" in lines


def test_a_filtered_list_has_the_families_of_its_rules_only() -> None:
    chosen = [rule for rule in RULES if rule.code in ("OWN001", "FBK008")]
    assert rules.as_text(chosen) == (
        "OWN  Ownership\n"
        "  OWN001  missing-owner  error, touchpoint, Design\n"
        "          Nobody answers for the touchpoint.\n"
        "\n"
        "FBK  Feedback\n"
        "  FBK008  narrow-feedback  info, inventory, Measurement\n"
        "          Customers are not asked about the product, the service and the whole.\n"
    )
    assert rules.as_text([]) == ""


def test_json_has_one_entry_a_rule() -> None:
    whole = json.loads(rules.as_json(RULES))
    assert whole["version"] == 1
    assert [entry["code"] for entry in whole["rules"]] == [rule.code for rule in RULES]
    first = next(entry for entry in whole["rules"] if entry["code"] == "TIM004")
    assert first == {
        "code": "TIM004",
        "name": "late-kickoff",
        "family": "TIM",
        "severity": "warning",
        "scope": "segment",
        "step": "design",
        "adjustable": True,
        "sentence": "The relationship starts without a kickoff in the first week.",
        "options": {"max_day": "7d"},
    }


def test_the_markdown_table_is_one_table_with_a_row_for_each_rule() -> None:
    tokens = MarkdownIt("commonmark").enable("table").parse(rules.as_markdown(RULES))
    assert sum(token.type == "table_open" for token in tokens) == 1
    assert sum(token.type == "tr_open" for token in tokens) == len(RULES) + 1
    assert sum(token.type == "td_open" for token in tokens) == 6 * len(RULES)
