"""The schema of the inventory format with the rules of the catalogue in it."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from tpaudit.inventory.schema.json_schema import as_text
from tpaudit.inventory.schema.offered import RuleWords
from tpaudit.registry import RULES


def inventory_schema() -> str:
    """Return the schema as the text of a file."""
    return as_text(rule_words())


def rule_words() -> tuple[RuleWords, ...]:
    """Return what the inventory format's schema says about the rules."""
    return tuple(
        RuleWords(
            rule.code,
            rule.name,
            (rule.check.__doc__ or "").partition("\n")[0],
            {name: _as_written(default) for name, default in rule.options.items()},
        )
        for rule in RULES
    )


def _as_written(value: object) -> Any:
    """Return an option's default as a file writes it."""
    if isinstance(value, bool | int | float | str) or value is None:
        return value
    if isinstance(value, tuple | list | frozenset):
        return [_as_written(item) for item in value]
    return float(value) if isinstance(value, Fraction) else str(value)
