"""tpaudit schema: the JSON Schemas of the inventory format and of the outputs."""

from __future__ import annotations

from enum import StrEnum
from fractions import Fraction
from importlib import import_module
from typing import TYPE_CHECKING, Annotated, Any

from typer import Option

from tpaudit.cli import options

if TYPE_CHECKING:
    from tpaudit.inventory.schema.offered import RuleWords


class Described(StrEnum):
    """What has a schema."""

    INVENTORY = "inventory"
    CHECK = "check"
    SCHEDULE = "schedule"
    DIFF = "diff"
    OBSERVED = "observed"


def schema(
    *,
    of: Annotated[
        Described, Option(help="What the schema describes; observed: the file that tpaudit observe writes.")
    ] = (Described.INVENTORY),
    output: options.Output = None,
) -> int:
    """Print the JSON Schema of the inventory format or of an output.

    Editors complete and explain an inventory with it.

    \b
    Examples:
      tpaudit schema --output tpaudit.schema.json
      tpaudit schema --of check
    """
    from tpaudit.cli.terminal import deliver
    from tpaudit.inventory.schema import json_schema

    if of is Described.INVENTORY:
        text = json_schema.as_text(rule_words())
    else:
        text = import_module(f"tpaudit.outputs.{of.value}.json").schema()
    deliver(text, output)
    return 0


def rule_words() -> tuple[RuleWords, ...]:
    """Return what the schema of the inventory format says of the rules."""
    from tpaudit.inventory.schema.offered import RuleWords
    from tpaudit.registry import RULES

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
