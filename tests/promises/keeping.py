"""What was promised stands in frozen files: it may grow, and only a person takes something out of them."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
FROZEN = HERE / "frozen"


def expect_kept(name: str, now: Iterable[str]) -> None:
    """Fail where a frozen line is not among today's, or a line of today is not frozen yet."""
    path = FROZEN / name
    frozen = path.read_text("utf-8").splitlines() if path.exists() else []
    today = sorted(set(now))
    broken = sorted(set(frozen) - set(today))
    assert not broken, f"{name}: promised, and gone; a new major version may take it out by hand: {broken}"
    if os.environ.get("TPAUDIT_UPDATE_GOLDEN"):
        path.write_text("".join(f"{line}\n" for line in today), "utf-8")
        return
    added = sorted(set(today) - set(frozen))
    assert not added, f"{name}: new, and not promised yet; TPAUDIT_UPDATE_GOLDEN=1 adds it: {added}"


def paths(schema: Mapping[str, Any]) -> Iterator[str]:
    """Yield the places that a JSON Schema knows, such as `findings[].place.line: integer`, each once."""
    seen: set[tuple[str, str]] = set()

    def walk(part: Any, path: str, above: tuple[str, ...]) -> Iterator[str]:
        if not isinstance(part, Mapping):
            return
        if "$ref" in part:
            name = part["$ref"].rpartition("/")[2]
            if name not in above and (path, name) not in seen:
                seen.add((path, name))
                yield from walk(schema["$defs"][name], path, (*above, name))
        for kind in ("anyOf", "oneOf", "allOf"):
            for choice in part.get(kind, ()):
                yield from walk(choice, path, above)
        for key, value in part.get("properties", {}).items():
            inner = f"{path}.{key}".removeprefix(".")
            yield inner
            yield from walk(value, inner, above)
        for below, mark in (("items", "[]"), ("additionalProperties", ".*")):
            yield from walk(part.get(below), path + mark, above)

    yield from walk(schema, "", ())
