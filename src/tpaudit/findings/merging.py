"""Files that git left with both sides of a merge in them."""

from __future__ import annotations

OURS, BASE, MIDDLE, THEIRS = "<<<<<<<", "|||||||", "=======", ">>>>>>>"


def ours_and_theirs(data: bytes) -> tuple[str, str] | None:
    """Return both versions of a file with merge conflicts; None if it has none."""
    text = data.decode("utf-8", "replace")
    if not all(any(line.startswith(mark) for line in text.splitlines()) for mark in (OURS, MIDDLE, THEIRS)):
        return None
    sides: tuple[list[str], list[str]] = [], []
    at: tuple[int, ...] = (0, 1)
    for line in text.splitlines():
        if line.startswith(OURS):
            at = (0,)
        elif line.startswith(BASE):
            at = ()
        elif line.startswith(MIDDLE):
            at = (1,)
        elif line.startswith(THEIRS):
            at = (0, 1)
        else:
            for side in at:
                sides[side].append(line)
    return "\n".join(sides[0]), "\n".join(sides[1])
