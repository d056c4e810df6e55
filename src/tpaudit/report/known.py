"""Reading fields that the files may have wrong: a report shows the rest all the same."""

from __future__ import annotations

from typing import Any

from tpaudit.fields import Entry


def known(entry: Entry | None, field: str) -> Any:
    """Return a field's value; None where it is missing, faulty in the file, or its entry is missing."""
    if entry is None:
        return None
    assert field in type(entry).model_fields, field  # noqa: S101  a misspelt field would be silently empty
    return entry.__dict__.get(field)
