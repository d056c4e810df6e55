"""Writes the analyses in the other dialects: `python -m tests.observed.dialects`."""

from __future__ import annotations

import re
from pathlib import Path

import sqlglot

from tpaudit.observed.statements import DIALECTS

FOLDER = Path(__file__).parents[2] / "src" / "tpaudit" / "observed" / "sql"
_HEADING = re.compile(r"^(-- (?:step|analysis): \w+\n)", re.MULTILINE)
HEAD = "-- Generated from duckdb.sql by tests/observed/dialects.py; do not edit.\n\n"

OTHERWISE = {
    ("redshift", "loads"): """
SELECT
  a.seg,
  a.cust,
  a.who,
  a.ch,
  a.d,
  MAX(a.n) AS w1,
  SUM(CASE WHEN b.d > a.d - 7 THEN b.n ELSE 0 END) AS w7,
  SUM(CASE WHEN b.d > a.d - 30 THEN b.n ELSE 0 END) AS w30,
  SUM(b.n) AS w91
FROM counted AS a
JOIN counted AS b ON b.cust = a.cust AND b.who = a.who AND b.ch = a.ch AND b.d <= a.d AND b.d > a.d - 91
GROUP BY a.seg, a.cust, a.who, a.ch, a.d
""",
}
"""What a dialect has to say in other words: Redshift knows no frames of a range of days."""


def translated(text: str, dialect: str) -> str:
    """Return the statements of a file in another dialect, under the same headings."""
    parts = _HEADING.split(text)[1:]
    pieces = []
    for heading, statement in zip(parts[::2], parts[1::2], strict=True):
        name = heading.split()[-1]
        its = OTHERWISE.get((dialect, name), statement)
        # All ordered values are there; the dialects differ in where they put those that are not, and some cannot say.
        (made,) = sqlglot.transpile(its.strip(), read="duckdb", write=dialect, pretty=True, comments=False)
        pieces.append(f"{heading}{made.replace(' NULLS LAST', '')}\n")
    return HEAD + "\n".join(pieces)


def generated() -> dict[str, str]:
    """Return the file of each dialect but DuckDB's own."""
    text = (FOLDER / "duckdb.sql").read_text(encoding="utf-8")
    return {dialect: translated(text, dialect) for dialect in DIALECTS if dialect != "duckdb"}


if __name__ == "__main__":
    for name, made in generated().items():
        (FOLDER / f"{name}.sql").write_text(made, encoding="utf-8")
