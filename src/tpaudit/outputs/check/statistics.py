"""The tables of `--statistics`: the results by rule, family and step."""

from __future__ import annotations

from collections.abc import Iterator

from tpaudit.findings.result import Audit
from tpaudit.messages import Language, Message, Share, render, say, shown
from tpaudit.outputs.figures import Score, by_family, by_rule, by_step
from tpaudit.outputs.lines import EMPTY, Line, Piece, piece, table
from tpaudit.outputs.steps import STEPS


def statistics(audit: Audit) -> Iterator[Line]:
    """Yield a table by rule, one by family and one by step, and the rules that sleep."""
    language = audit.language
    rules = [(f"{rule.code} {rule.name}", score) for rule, score in by_rule(audit.inventories)]
    yield from _table(say("Rule"), rules, language)
    yield from _table(say("Family"), list(by_family(audit.inventories)), language)
    steps = [(render(STEPS[step], language), score) for step, score in by_step(audit.inventories)]
    yield from _table(say("Step"), steps, language)
    yield from _asleep(audit)


def _asleep(audit: Audit) -> Iterator[Line]:
    """Yield which rules sleep, and what would wake each of them."""
    sleeping = [
        (tally.rule, tally.asleep)
        for inventory_audit in audit.inventories
        for tally in inventory_audit.tallies
        if tally.asleep is not None
    ]
    if not sleeping:
        return
    header = (say("Asleep"), say("field"), say("have it"), say("wakes at"))
    rows = [[piece(render(word, audit.language), "title") for word in header]]
    rows += [
        [
            piece(f"{rule.code} {rule.name}"),
            piece(", ".join(asleep.fields)),
            piece(shown(asleep.have, audit.language)),
            piece(shown(asleep.needed, audit.language)),
        ]
        for rule, asleep in sleeping
    ]
    yield from table(rows)
    yield EMPTY


def _table(title: Message, scores: list[tuple[str, Score]], language: Language) -> Iterator[Line]:
    header = (title, say("findings"), say("waived"), say("passed"), say("applicable"), say("pass rate"))
    rows = [[piece(render(word, language), "title") for word in header]]
    rows += [[piece(name), *_cells(score, language)] for name, score in scores]
    yield from table(rows)
    yield EMPTY


def _cells(score: Score, language: Language) -> tuple[Piece, ...]:
    rate = score.pass_rate
    share = piece("-", "dim") if rate is None else piece(shown(Share(rate), language), "good" if rate == 1 else "")
    numbers = (score.findings, score.waived, score.passed, score.applicable)
    return (*(piece(shown(number, language), "" if number else "dim") for number in numbers), share)
