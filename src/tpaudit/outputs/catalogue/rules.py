"""The catalogue of rules: as a list in the terminal, as JSON, and as the table of the README."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Any

from tpaudit.inventory.subject import Kind
from tpaudit.inventory.words.terms import SEVERITY
from tpaudit.messages import Language, Message, render, say, translate
from tpaudit.outputs.lines import EMPTY, Line, line, piece, printed
from tpaudit.outputs.steps import STEPS
from tpaudit.registry import FAMILIES
from tpaudit.rules.explanation import explanation
from tpaudit.rules.rule import Rule

VERSION = 1
"""The version of the JSON's shape."""


def scope(rule: Rule) -> Message:
    """Return a rule's scope, as people say it."""
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


def as_text(rules: Iterable[Rule], language: Language = "en", *, width: int | None = None, color: bool = False) -> str:
    """Return the rules by family, each on a line with its sentence below; without a width nothing is wrapped."""
    return printed(_lines(rules, language), width=width, color=color)


def _lines(rules: Iterable[Rule], language: Language) -> Iterator[Line]:
    for number, (family, members) in enumerate(groupby(rules, key=lambda rule: rule.family)):
        if number:
            yield EMPTY
        yield line(piece(f"{family}  {translate(FAMILIES[family], language)}", "title"))
        for rule in members:
            severity = translate(SEVERITY[rule.severity], language)
            about = f", {render(scope(rule), language)}, {render(STEPS[rule.step], language)}"
            yield line(
                piece(f"{rule.code}  {rule.name}  "), piece(severity, rule.severity), piece(about, "dim"), indent=2
            )
            yield line(piece(translate(explanation(rule).sentence, language)), indent=10, hang=0)


def as_json(rules: Iterable[Rule], language: Language = "en") -> str:
    """Return the rules as JSON."""
    whole = {"version": VERSION, "rules": [entry(rule, language) for rule in rules]}
    return json.dumps(whole, ensure_ascii=False, indent=2) + "\n"


def entry(rule: Rule, language: Language = "en") -> dict[str, Any]:
    """Return a rule's entry in the list, in JSON's types."""
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
