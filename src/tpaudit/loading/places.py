"""Where values are in their files."""

from __future__ import annotations

from typing import NamedTuple

Path = tuple[str | int, ...]


class Span(NamedTuple):
    """A stretch of text in a file: lines and columns from 1, in code points, the end exclusive."""

    line: int
    column: int
    end_line: int
    end_column: int


START = Span(1, 1, 1, 1)


class Place(NamedTuple):
    """Where a value and what is inside it stand; the shape follows the value's.

    `keys` has the span of each key of a mapping, `inside` the places of a mapping's values by key or of a list's items.
    """

    span: Span
    keys: dict[str, Span] | None = None
    inside: dict[str, Place] | list[Place] | None = None


def span_of(place: Place, path: Path) -> Span:
    """Return the span of the key (or list item) at `path`, or of the path's last part that exists.

    A mapping inside a list is represented by its first key, since its text may run over many lines.
    """
    span = _head(place)
    for step in path:
        inside = place.inside
        if step == 0 and not isinstance(inside, list):
            continue  # a single value in place of a list
        if isinstance(inside, dict) and step in inside:
            assert place.keys is not None  # noqa: S101  keys and inside come together
            span, place = place.keys[str(step)], inside[str(step)]
        elif isinstance(inside, list) and isinstance(step, int) and step < len(inside):
            place = inside[step]
            span = _head(place)
        else:
            break
    return span


def place_at(place: Place, path: Path) -> Place:
    """Return the place of the value at `path`, or of the path's last part that exists."""
    for step in path:
        inside = place.inside
        if isinstance(inside, dict):
            below = inside.get(str(step))
        else:
            below = inside[step] if inside is not None and isinstance(step, int) and step < len(inside) else None
        if below is None:
            break
        place = below
    return place


def _head(place: Place) -> Span:
    if place.keys:
        return next(iter(place.keys.values()))
    return place.span
