"""A YAML file's text, with offsets for its places, and its line ends, comments and indentation."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from tpaudit.loading.documents import Document
from tpaudit.loading.places import Place, Span

_LINE_END = re.compile(r"\r\n|\r|\n")
_PROPERTIES = re.compile(r"(?:[&!][^\s,\[\]{}]*[ \t]+)+")
_COMMENT = re.compile(r"(?:^|(?<=[ \t]))#.*")
_HYPHEN = re.compile(r"[ ]*-[ \t]*(#.*)?")


class Text(NamedTuple):
    """The text of a document, and where its lines start."""

    text: str
    starts: tuple[int, ...]
    document: Document
    end_of_line: str
    comments: Mapping[int, int]
    """The index at which a line's comment begins, by the line's number."""

    def offset(self, line: int, column: int) -> int:
        """Return the offset of a place; line and column from 1."""
        return self.starts[line - 1] + column - 1

    def start(self, span: Span) -> int:
        """Return the offset of a span's start."""
        return self.offset(span.line, span.column)

    def end(self, span: Span) -> int:
        """Return the offset of a span's end."""
        return self.offset(span.end_line, span.end_column)

    def behind_properties(self, place: Place) -> int:
        """Return the offset at which a value begins, after its anchor and tag."""
        start = self.start(place.span)
        found = _PROPERTIES.match(self.text, start, self.end(place.span))
        return found.end() if found else start

    def line_end(self, line: int) -> int:
        """Return the offset of a line's end, its line end not counted."""
        return self.starts[line - 1] + len(self.document.lines[line - 1])

    def before(self, span: Span) -> str:
        """Return the text on the line before a span."""
        return self.document.lines[span.line - 1][: span.column - 1]

    def is_block_scalar(self, place: Place) -> bool:
        """Whether a value is a text after `|` or `>`."""
        if place.inside is not None:
            return False
        return self.text[self.behind_properties(place) :][:1] in ("|", ">") and place.span.end_line > place.span.line

    def last_line(self, place: Place) -> int:
        """Return the number of the last line of a value, without empty lines after it."""
        span = place.span
        if span.end_column > 1 or span.end_line == span.line:
            return span.end_line
        line = span.end_line - 1
        if self._keeps_empty_lines(innermost_last(place)):
            return line
        while line > span.line and not self.document.lines[line - 1].strip():
            line -= 1
        return line

    def _keeps_empty_lines(self, place: Place) -> bool:
        header = self.text[self.behind_properties(place) : self.line_end(place.span.line)]
        return "+" in header.partition("#")[0]

    def indented_lists(self) -> bool:
        """Whether lists below a key are indented in this file; True if it has none."""
        return next(_indentations(self.document.place), True)

    def hyphen(self, place: Place) -> Span | None:
        """Return the place of the hyphen before a list's item; None if the line holds anything else before it."""
        before = self.before(place.span)
        if re.fullmatch(r"[ ]*-[ \t]+", before):
            column = before.index("-") + 1
            return Span(place.span.line, column, place.span.line, column + 1)
        if before.strip():
            return None
        line = place.span.line - 1
        while line > 0 and (not self.document.lines[line - 1].strip() or _is_comment(self.document.lines[line - 1])):
            line -= 1
        if line > 0 and _HYPHEN.fullmatch(self.document.lines[line - 1]):
            column = self.document.lines[line - 1].index("-") + 1
            return Span(line, column, line, column + 1)
        return None


def text_of(text: str, document: Document) -> Text:
    """Return the text with the indexes needed to find places in it."""
    ends = list(_LINE_END.finditer(text))
    kinds = Counter(found.group() for found in ends)
    usual = max(kinds, key=lambda kind: kinds[kind]) if kinds else "\n"
    return _with_comments(Text(text, (0, *(found.end() for found in ends)), document, usual, {}))


def innermost_last(place: Place) -> Place:
    """Return the place of the last scalar in a value."""
    while place.inside:
        inner = list(place.inside.values()) if isinstance(place.inside, dict) else place.inside
        place = max(inner, key=lambda inner_place: (inner_place.span.end_line, inner_place.span.end_column))
    return place


def own_keys(place: Place) -> list[str]:
    """Return the mapping's own keys in order, without those that are merged into it or aliased."""
    if place.keys is None:
        return []
    return sorted((key for key, span in place.keys.items() if within(span, place.span)), key=lambda k: place.keys[k])  # type: ignore[index]


def within(inner: Span, outer: Span) -> bool:
    """Whether a span lies inside another."""
    return outer[:2] <= inner[:2] and inner[2:] <= outer[2:]


def comments(text: Text) -> Counter[str]:
    """Return all comments of the file, each with its count."""
    lines = text.document.lines
    return Counter(lines[number - 1][start:].strip() for number, start in text.comments.items())


def _with_comments(text: Text) -> Text:
    """Find the comments, which are outside all scalars."""
    found: dict[int, int] = {}
    if "#" not in text.text:
        return text
    scalars = sorted(_scalars(text, text.document.place))
    at = 0
    for number, line in enumerate(text.document.lines, start=1):
        if "#" not in line:
            continue
        start, end = text.starts[number - 1], text.line_end(number)
        while at < len(scalars) and scalars[at][1] <= start:
            at += 1
        shown = line
        for covered in range(at, len(scalars)):
            first, last = max(scalars[covered][0], start) - start, min(scalars[covered][1], end) - start
            if scalars[covered][0] >= end:
                break
            if last > first:
                shown = shown[:first] + "\0" * (last - first) + shown[last:]
        comment = _COMMENT.search(shown)
        if comment is not None:
            found[number] = comment.start()
    return text._replace(comments=found)


def _scalars(text: Text, place: Place) -> Iterator[tuple[int, int]]:
    """Yield the stretches of all scalars, repeating what aliases and merges repeat."""
    stack = [place]
    seen: set[int] = set()
    while stack:
        found = stack.pop()
        if isinstance(found.inside, dict):
            for span in (found.keys or {}).values():
                yield text.start(span), text.end(span)
            inner = list(found.inside.values())
        else:
            inner = found.inside or []
        if found.inside is None and found.span[:2] != found.span[2:]:
            start = text.start(found.span)
            if text.is_block_scalar(found):
                start = text.line_end(found.span.line)
            yield start, text.end(found.span)
        for below in inner:
            if below.inside is None:
                stack.append(below)
            elif id(below.inside) not in seen:
                seen.add(id(below.inside))
                stack.append(below)


def _is_comment(line: str) -> bool:
    return line.lstrip(" \t").startswith("#")


def _indentations(place: Place) -> Iterator[bool]:
    """Yield, for each list in block style below a key, whether it is indented."""
    if isinstance(place.inside, dict) and place.keys is not None:
        for key, inner in place.inside.items():
            if isinstance(inner.inside, list) and inner.inside and inner.span.line > place.keys[key].line:
                yield inner.span.column > place.keys[key].column
            yield from _indentations(inner)
    elif place.inside is not None:
        for inner in place.inside:
            assert isinstance(inner, Place)  # noqa: S101
            yield from _indentations(inner)
