"""Lines of text with styles: plain in a file or a pipe, wrapped and coloured on a terminal."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from tpaudit.outputs.cells import cells
from tpaudit.outputs.safe import terminal, workflow

STYLES = {
    "error": "bold red",
    "warning": "bold yellow",
    "info": "bold cyan",
    "good": "green",
    "title": "bold",
    "marker": "bold magenta",
    "help": "green",
    "dim": "dim",
}
"""The styles in rich's terms."""


class Piece(NamedTuple):
    """Text of one style, safe for a terminal."""

    text: str
    style: str = ""
    link: str = ""
    """An address that the terminal opens, with spaces and controls already encoded."""


def piece(text: str, style: str = "", link: str = "") -> Piece:
    """Return a piece; this is where texts are made safe for terminals."""
    return Piece(terminal(text), style, link)


class Line(NamedTuple):
    """A line, or a paragraph on a narrow terminal; `hang` indents its continuation lines further."""

    pieces: tuple[Piece, ...] = ()
    indent: int = 0
    hang: int = 2

    @property
    def text(self) -> str:
        """The line without styles."""
        return (" " * self.indent + "".join(piece.text for piece in self.pieces)).rstrip()


EMPTY = Line()


def line(*pieces: Piece, indent: int = 0, hang: int = 2) -> Line:
    """Return a line of these pieces."""
    return Line(pieces, indent, hang)


def height(text_line: Line, width: int | None) -> int:
    """Return how many rows of a terminal the line takes; without a width, one."""
    if width is None:
        return 1
    room = max(20, width - text_line.indent - text_line.hang)
    rows, used = 1, 0
    for word in "".join(part.text for part in text_line.pieces).split(" "):
        needed = cells(word) + (1 if used else 0)
        if used and used + needed > room:
            rows, used, needed = rows + 1, 0, cells(word)
        used += needed
    return rows if cells(text_line.text) > width else 1


def cut(text_line: Line, width: int | None) -> Line:
    """Return the line, shortened to one row of a terminal of this width."""
    if width is None or cells(text_line.text) <= width:
        return text_line
    room = width - text_line.indent - 1
    pieces: list[Piece] = []
    for part in text_line.pieces:
        kept = part.text
        while cells(kept) > room:
            kept = kept[:-1]
        pieces.append(part._replace(text=kept))
        room -= cells(kept)
        if kept != part.text:
            break
    return text_line._replace(pieces=(*pieces, Piece("…")))


def table(rows: Sequence[Sequence[Piece]], *, left: int = 1) -> list[Line]:
    """Return aligned columns: the first `left` ones on the left, the others on the right."""
    widths = [max(cells(cell.text) for cell in column) for column in zip(*rows, strict=True)]
    lines = []
    for row in rows:
        pieces: list[Piece] = []
        for number, (cell, width) in enumerate(zip(row, widths, strict=True)):
            gap = " " * (width - cells(cell.text))
            start = "  " if number else ""
            pieces += [Piece(start), cell, Piece(gap)] if number < left else [Piece(start + gap), cell]
        lines.append(Line(tuple(pieces)))
    return lines


def printed(lines: Iterable[Line], *, width: int | None, color: bool) -> str:
    """Return the text of the lines, each with its line end; without a width nothing is wrapped."""
    if width is None and not color:
        return workflow("".join(f"{line.text}\n" for line in lines))
    return workflow(_on_terminal(lines, width, color=color))


def _style(piece: Piece) -> str:
    style = STYLES.get(piece.style, "")
    return f"{style} link {piece.link}".strip() if piece.link else style


_LINK = re.compile("\x1b\\]8;id=[^;]*;")


def _on_terminal(lines: Iterable[Line], width: int | None, *, color: bool) -> str:
    from io import StringIO

    from rich.console import Console
    from rich.text import Text

    out = StringIO()
    # Control codes, markup and emoji codes in texts are never interpreted: only these styles reach the console.
    console = Console(
        file=out, width=width or 10_000, force_terminal=color, color_system="standard" if color else None,
        no_color=not color, legacy_windows=False, highlight=False, markup=False, emoji=False, _environ={},
    )  # fmt: skip
    for text_line in lines:
        text = Text.assemble(*((piece.text, _style(piece)) for piece in text_line.pieces), end="")
        text.rstrip()
        wrapped = [text] if width is None else text.wrap(console, max(20, width - text_line.indent - text_line.hang))
        if width is not None and len(wrapped) > 1 and cells(text_line.text) <= width:
            wrapped = [text]
        for number, part in enumerate(wrapped):
            part.rstrip()
            margin = " " * (text_line.indent + (text_line.hang if number else 0) if part.plain else 0)
            console.print(Text(margin, end="").append_text(part), soft_wrap=True)
    # Rich gives links random ids, but the same output must have the same bytes.
    return _LINK.sub("\x1b]8;;", out.getvalue())
