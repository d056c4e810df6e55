"""Words that name rules, and words that name none."""

from __future__ import annotations

from time import perf_counter

import pytest

from tests.inventories import audit_text
from tpaudit.messages import render
from tpaudit.registry import RULES
from tpaudit.selection import configured_rules, matches, names_rules
from tpaudit.settings import Settings


@pytest.mark.parametrize(
    "word", ["OWN", "own", "OWN0", "OWN001", "own001", "missing-owner", "Missing-Owner", "OW", "OWNS", "OWN0011", ""]
)
def test_names_rules_where_a_rule_matches(word: str) -> None:
    assert names_rules(word) == any(matches(word, rule) for rule in RULES)


@pytest.mark.parametrize("key", ["select", "ignore", "severity", "options"])
def test_many_unknown_words_are_all_told_and_the_first_get_a_suggestion(key: str) -> None:
    def settings(count: int) -> str:
        words = [f"OWN{number:05}" for number in range(count)]
        value = {"severity": ": warning", "options": ": {}"}.get(key)
        listed = ", ".join(words) if value is None else ", ".join(word + value for word in words)
        return f"audit: {{{key}: {f'[{listed}]' if value is None else f'{{{listed}}}'}}}"

    start = perf_counter()
    audit = audit_text(settings(5_000))
    seconds = perf_counter() - start
    unknown = [finding for finding in audit.findings if "there is no rule" in render(finding.message)]
    suggested = [finding for finding in unknown if render(finding.help).startswith("Did you mean")]
    assert (len(unknown), len(suggested)) == (5_000, 20)
    assert seconds < 5


def test_selecting_only_what_is_unknown_selects_nothing() -> None:
    audit = audit_text("audit: {select: [nonsense, more]}\ntouchpoints: [{id: a, name: A}]")
    assert {finding.code for finding in audit.findings} == {"INV003"}


def test_what_is_known_counts_among_the_unknown() -> None:
    audit = audit_text("audit: {select: [nonsense, OWN001, OWN001]}\ntouchpoints: [{id: a, name: A}]")
    assert {finding.code for finding in audit.findings} == {"INV003", "OWN001"}


def test_whoever_names_rules_wants_them_asked() -> None:
    settings = Settings(select=("OWN",), ignore=("PUR",))

    def codes(select: tuple[str, ...] | None = None, ignore: tuple[str, ...] | None = None) -> set[str]:
        return {
            configured_rule.rule.family
            for configured_rule in configured_rules(settings, select, ignore)[0]
            if configured_rule.rule.adjustable
        }

    assert codes() == {"OWN"}
    assert codes(select=("PUR",)) == {"PUR"}, "the root ignores it, and that rests"
    assert codes(select=("PUR", "OWN"), ignore=("OWN",)) == {"PUR"}
    assert codes(ignore=("PUR",)) == {"OWN"}, "what the root selects stays"
