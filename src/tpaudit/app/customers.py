"""The table of customers that a user names."""

from __future__ import annotations

from pathlib import Path

from tpaudit.exchange.customers import Customers, read_customers
from tpaudit.findings.result import Audit
from tpaudit.loading.usage import UsageError
from tpaudit.messages import say

_LARGEST = 64 * 1024 * 1024


def customers_of(audit: Audit, cwd: Path, file: str) -> Customers:
    """Return when the customers of the only inventory started; raise UsageError where the file does not tell."""
    if len(audit.inventories) != 1:
        raise UsageError(
            say("{option} belongs to one inventory, and there are {n}", option="--customers", n=len(audit.inventories)),
            say("Name one of them."),
        )
    return read_customers(file, _content(cwd, file), audit.inventories[0].inventory)


def _content(cwd: Path, file: str) -> bytes:
    try:
        path = cwd / file
        if not path.is_file():
            path.stat()
            raise UsageError(say("{file} is not a file", file=file), say("Name a regular file."))
        with path.open("rb") as stream:
            data = stream.read(_LARGEST + 1)
    except (OSError, ValueError) as error:
        why = (error.strerror if isinstance(error, OSError) else None) or str(error)
        raise UsageError(
            say("{file} cannot be read: {why}", file=file, why=why), say("Correct its name, or make it readable.")
        ) from None
    if len(data) > _LARGEST:
        raise UsageError(
            say("{file} is larger than {limit} MiB", file=file, limit=_LARGEST >> 20),
            say("Save the part that is meant as a file of its own."),
        )
    return data
