"""From an audit to the tables of its inventory."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from tpaudit.exchange import exporting
from tpaudit.exchange.tables.writing import Dialect, as_csv, workbook
from tpaudit.findings.result import Audit
from tpaudit.inventory.touchpoint import Touchpoint
from tpaudit.loading.usage import UsageError
from tpaudit.messages import Language, say
from tpaudit.writing import write_atomically


def export(audit: Audit, file: Path, takes: Callable[[Touchpoint], bool], language: Language, dialect: Dialect) -> int:
    """Write the chosen touchpoints to a workbook or CSV file, and return how many there are."""
    suffix = file.suffix.lower()
    if suffix not in (".xlsx", ".csv"):
        raise UsageError(
            say("{file} is not in a format that can be written", file=str(file)), say("Name it with .xlsx or .csv.")
        )
    if len(audit.inventories) > 1:
        raise UsageError(
            say("a file of tables holds one inventory, and there are {n}", n=len(audit.inventories)),
            say("Name the one that is meant."),
        )
    result = audit.inventories[0]
    ids = {touchpoint.id for touchpoint in result.inventory.touchpoints if takes(touchpoint)}
    if suffix == ".csv":
        page = exporting.touchpoints(result, ids, language)
        data = as_csv(page.headers, page.rows, dialect)
    else:
        data = workbook(exporting.sheets(result, ids, language), audit.today)
    write_atomically(file, data)
    return len(ids)
