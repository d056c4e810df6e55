"""Names of variables say what they stand for."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]

SAY_NOTHING = frozenset(("one", "each", "mended"))
"""Words that read well in a sentence and say nothing in code."""

METHODS_AND_FIELDS = frozenset(("each",))
"""Words that an attribute may still be called."""


def test_no_variable_has_a_name_that_says_nothing() -> None:
    files = [path for folder in ("src", "tests") for path in sorted((ROOT / folder).rglob("*.py"))]
    assert len(files) > 500
    found = [place for path in files for place in _bound(path)]
    assert not found, "name it after what it is: " + ", ".join(found)


def _bound(path: Path) -> Iterator[str]:
    """Yield the places at which a file binds such a name."""
    tree = ast.parse(path.read_text())
    fields = {
        id(statement.target)
        for node in ast.walk(tree)
        if isinstance(node, ast.ClassDef)
        for statement in node.body
        if isinstance(statement, ast.AnnAssign)
    }
    for node in ast.walk(tree):
        match node:
            case ast.Name(id=name, ctx=ast.Store()) | ast.arg(arg=name) | ast.MatchAs(name=str() as name):
                line = node.lineno
            case _:
                continue
        if name in SAY_NOTHING and not (id(node) in fields and name in METHODS_AND_FIELDS):
            yield f"{path.relative_to(ROOT)}:{line} {name}"
