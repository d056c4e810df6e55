"""tpaudit schema: the JSON Schemas of the inventory format and of the outputs."""

from __future__ import annotations

from enum import StrEnum
from importlib import import_module
from typing import Annotated

from typer import Option

from tpaudit.cli import options


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

    if of is Described.INVENTORY:
        from tpaudit.outputs.catalogue.schema import inventory_schema

        text = inventory_schema()
    else:
        text = import_module(f"tpaudit.outputs.{of.value}.json").schema()
    deliver(text, output)
    return 0
