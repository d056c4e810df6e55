"""tpaudit schema: the JSON Schema of the inventory format."""

from __future__ import annotations

from typing import Annotated

from typer import Option


def schema(
    *, output: Annotated[str | None, Option("--output", "-o", metavar="FILE", help="Write it to this file.")] = None
) -> int:
    """Print the JSON Schema of the inventory format, for editors.

    \b
    Examples:
      tpaudit schema
      tpaudit schema --output tpaudit.schema.json
    """
    from tpaudit.cli.terminal import deliver
    from tpaudit.inventory.json_schema import as_text

    deliver(as_text(), output)
    return 0
