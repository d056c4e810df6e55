"""The file of aggregates as public JSON: its schema."""

from __future__ import annotations

import json

from tpaudit.observed import keeping


def schema() -> str:
    """Return the JSON Schema of the file."""
    return json.dumps(keeping.schema(), indent=2) + "\n"
