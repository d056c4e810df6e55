"""The catalogue of rules: as a list in the terminal, as JSON, and as the table of the README."""

from __future__ import annotations

import json
from collections.abc import Iterable
from itertools import groupby
from typing import Any

from tpaudit.inventory.subject import Kind
from tpaudit.messages import Language, Message, render, say, translate
from tpaudit.rules.explanation import explanation
from tpaudit.rules.registry import FAMILIES
from tpaudit.rules.rule import Rule

VERSION = 1
"""Of the shape of the JSON."""


def scope(rule: Rule) -> Message:
    """Return what the rule is asked about, as people say it."""
    match rule.scope:
        case Kind.SEGMENT_PHASE:
            return say("segment x phase")
        case Kind.TOUCHPOINT:
            return say("touchpoint")
        case Kind.PHASE:
            return say("phase")
        case Kind.SEGMENT:
            return say("segment")
        case Kind.OWNER:
            return say("owner")
        case Kind.EVENT:
            return say("event")
        case Kind.FILE:
            return say("file")
        case _:
            return say("inventory")


def as_text(rules: Iterable[Rule], language: Language = "en") -> str:
    """Return the rules by family, each on a line with its sentence below."""
    blocks = []
    for family, members in groupby(rules, key=lambda rule: rule.family):
        lines = [f"{family}  {translate(FAMILIES[family], language)}"]
        for rule in members:
            lines.append(f"  {rule.code}  {rule.name}  ({rule.severity}, {render(scope(rule), language)}, {rule.step})")
            lines.append(f"          {translate(explanation(rule).sentence, language)}")
        blocks.append("\n".join(lines) + "\n")
    return "\n".join(blocks)


def as_json(rules: Iterable[Rule], language: Language = "en") -> str:
    """Return the rules as JSON."""
    return json.dumps(
        {"version": VERSION, "rules": [entry(rule, language) for rule in rules]}, ensure_ascii=False, indent=2
    )


def entry(rule: Rule, language: Language = "en") -> dict[str, Any]:
    """Return what a list of rules says of each, in JSON's types."""
    explained = explanation(rule)
    return {
        "code": rule.code,
        "name": rule.name,
        "family": rule.family,
        "severity": rule.severity.value,
        "scope": rule.scope.value,
        "step": rule.step.value,
        "adjustable": rule.adjustable,
        "sentence": translate(explained.sentence, language),
        "options": {option.name: option.default for option in explained.options},
    }


def as_markdown(rules: Iterable[Rule], language: Language = "en") -> str:
    """Return the rules as a Markdown table."""
    titles = (say("Code"), say("Name"), say("Severity"), say("Scope"), say("Step"), say("What is wrong"))
    rows = [
        (
            rule.code,
            f"`{rule.name}`",
            rule.severity.value,
            render(scope(rule), language),
            rule.step.value,
            translate(explanation(rule).sentence, language).replace("|", "\\|"),
        )
        for rule in rules
    ]
    lines = (tuple(render(title, language) for title in titles), ("---",) * len(titles), *rows)
    return "".join(f"| {' | '.join(cells)} |\n" for cells in lines)
