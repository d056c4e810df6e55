"""The parser's errors, reworded for authors of inventories, each with a remedy."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import NamedTuple

from tpaudit.loading.events import Broken
from tpaudit.loading.faults import Fault, FaultPlace
from tpaudit.loading.places import Span
from tpaudit.messages import Message, say

Point = tuple[int, int]


class _Explained(NamedTuple):
    kind: str
    at: Point
    message: Message
    help: Message
    opened: Point | None = None


class _Trouble(NamedTuple):
    """Where the parser stopped and why; lines and columns from 0."""

    problem: str
    at: Point
    opened: Point | None
    bracket: Point | None
    lines: tuple[str, ...]

    def line(self, number: int) -> str:
        return self.lines[number] if 0 <= number < len(self.lines) else ""

    def character(self, at: Point) -> str:
        return self.line(at[0])[at[1] : at[1] + 1]

    def before(self) -> str:
        """Return what stands before the problem in its line."""
        return self.line(self.at[0])[: self.at[1]]

    def rows(self) -> tuple[int, ...]:
        """Return the lines that may hold the cause: those that the parser names, and the one before."""
        at, opened = self.at[0], self.opened
        earlier = next((row for row in range(at - 1, -1, -1) if self.line(row).strip()), at)
        return tuple(dict.fromkeys((at if opened is None else opened[0], at, earlier)))

    def at_the_end(self) -> bool:
        row, column = self.at
        return not self.line(row)[column:].strip() and not any(line.strip() for line in self.lines[row + 1 :])

    def says(self, *words: str) -> bool:
        return any(word in self.problem for word in words)


def explain(file: str, lines: tuple[str, ...], reason: Broken, collections: Iterable[Point]) -> Fault:
    """Return the fault; `collections` are the starts of the open collections, the innermost last."""
    at = reason.at or reason.opened or (0, 0)
    trouble = _Trouble(reason.problem, at, reason.opened, None, lines)
    brackets = [point for point in collections if trouble.character(point) in {"[", "{"}]
    if trouble.says("',' or") and reason.opened is not None:
        # An anchor or a tag before the bracket is where the collection starts.
        brackets.append(reason.opened)
    trouble = trouble._replace(bracket=brackets[-1] if brackets else None)
    found = next(explained for explain_it in _EXPLANATIONS if (explained := explain_it(trouble)) is not None)
    return _fault(file, found, trouble)


def unclosed_quote(file: str, lines: tuple[str, ...], opened: Point) -> Fault:
    """Return the fault of a quote that is never closed, opened at this line and column, both from 0."""
    trouble = _Trouble("", opened, opened, None, lines)
    return _fault(file, _unclosed_quote(trouble, opened), trouble)


def _fault(file: str, found: _Explained, trouble: _Trouble) -> Fault:
    related: tuple[FaultPlace, ...] = ()
    if found.opened is not None and found.opened != found.at:
        character = trouble.character(found.opened)
        related = (FaultPlace(file, _span(found.opened, trouble), say("{opened} is here", opened=character)),)
    return Fault(
        code="INV002",
        file=file,
        span=_span(found.at, trouble),
        message=found.message,
        help=found.help,
        subject=("file", file),
        key=f"syntax:{found.kind}",
        related=related,
    )


def _span(at: Point, trouble: _Trouble) -> Span:
    row, column = at
    if row >= len(trouble.lines) or (row and row == len(trouble.lines) - 1 and not trouble.lines[row]):
        # Behind the last line there is nothing to show; the end of the last text is closer to the cause.
        row = max((number for number, line in enumerate(trouble.lines) if line.strip()), default=0)
        column = len(trouble.line(row))
    column = min(column, len(trouble.line(row)))
    return Span(row + 1, column + 1, row + 1, column + 2)


def _open_quote(trouble: _Trouble) -> _Explained | None:
    if not trouble.says("unexpected end of stream", "unexpected document") or trouble.opened is None:
        return None
    return _unclosed_quote(trouble, trouble.opened)


def _unclosed_quote(trouble: _Trouble, opened: Point) -> _Explained:
    quote = trouble.character(opened)
    message = say("the text that starts with {quote} here is not closed", quote=quote)
    if quote == "'":
        remedy = say("Close it with '; an apostrophe inside of it is written twice ('').")
    else:
        remedy = say('Close it with "; a quotation mark inside of it is written \\".')
    return _Explained("quote", opened, message, remedy)


def _conflict(trouble: _Trouble) -> _Explained | None:
    row = next(
        (row for row, line in enumerate(trouble.lines[: trouble.at[0] + 2]) if line.startswith("<<<<<<< ")), None
    )
    if row is None:
        return None
    message = say("a merge is unfinished: <<<<<<<, ======= and >>>>>>> enclose two versions of these lines")
    remedy = say("Keep the lines that are right; delete the others and the three marks.")
    return _Explained("conflict", (row, 0), message, remedy)


_ODD_SPACES = "\u00a0\u1680\u2000-\u200b\u202f\u205f\u2060\u3000"
_ODD_SPACE = re.compile(rf"(?:^[ \t]*|:)(?P<space>[{_ODD_SPACES}])")


def _odd_space(trouble: _Trouble) -> _Explained | None:
    for row in trouble.rows():
        found = _ODD_SPACE.search(trouble.line(row))
        if found:
            character = f"U+{ord(found['space']):04X}"
            message = say("the invisible character {character} is used where a space is needed", character=character)
            remedy = say("Replace it by a space; it often comes with text copied from a web page or a document.")
            return _Explained("space", (row, found.start("space")), message, remedy)
    return None


def _tab(trouble: _Trouble) -> _Explained | None:
    line = trouble.line(trouble.at[0])
    indentation = line[: len(line) - len(line.lstrip(" \t"))]
    if trouble.character(trouble.at) == "\t":
        at = trouble.at
    elif "\t" in indentation:
        at = (trouble.at[0], indentation.index("\t"))
    else:
        return None
    message = say("a tab is used where YAML allows only spaces")
    return _Explained("tab", at, message, say("Replace it by spaces; most editors can insert spaces for the Tab key."))


def _open_bracket(trouble: _Trouble) -> _Explained | None:
    if trouble.bracket is None or trouble.says("cannot start", "alphabetic", "escape", "hexdecimal", "tag", "Unicode"):
        return None
    opened = trouble.character(trouble.bracket)
    closing = "]" if opened == "[" else "}"
    if trouble.at_the_end():
        message = say("the {opened} here is not closed", opened=opened)
        return _Explained("bracket", trouble.bracket, message, say("Close it with {closing}.", closing=closing))
    if trouble.at[0] != trouble.bracket[0]:
        message = say("this is inside {opened}, which is not closed", opened=opened)
    else:
        message = say("this does not fit between {opened} and {closing}", opened=opened, closing=closing)
    remedy = say(
        "Close with {closing}, put a comma between the entries, and quotes around texts with a comma, colon or quote.",
        closing=closing,
    )
    return _Explained("bracket", trouble.at, message, remedy, trouble.bracket)


_BULLET = re.compile(r"\s*(?P<mark>[•·‣▪*+\u2013\u2014]|[0-9]{1,3}[.)]) +[^\s*]")


def _bullet(trouble: _Trouble) -> _Explained | None:
    for row in trouble.rows()[:2]:
        found = _BULLET.match(trouble.line(row))
        if found:
            message = say("{mark} is used where a list needs a hyphen", mark=found["mark"])
            return _Explained(
                "bullet", (row, found.start("mark")), message, say("Write - with a space before the item.")
            )
    return None


_TIGHT_HYPHEN = re.compile(r"\s*-(?=\w[\w-]*(?::|\s|$))")


def _tight_hyphen(trouble: _Trouble) -> _Explained | None:
    if trouble.says("found unexpected"):
        return None
    for row in trouble.rows():
        found = _TIGHT_HYPHEN.match(trouble.line(row))
        if found:
            message = say("a space is missing after the hyphen")
            remedy = say("Write - with a space before the item.")
            return _Explained("hyphen", (row, found.end() - 1), message, remedy)
    return None


_TIGHT_COLON = re.compile(r"\s*(?:- +)*(?P<key>[\w-]+):(?=[^\s:/])")


def _tight_colon(trouble: _Trouble) -> _Explained | None:
    if not trouble.says("could not find expected ':'", "mapping values are not allowed", "expected <block end>"):
        return None
    for row in trouble.rows():
        found = _TIGHT_COLON.match(trouble.line(row))
        if found:
            message = say("a space is missing after {key}:", key=found["key"])
            remedy = say("Write {key}: with a space before its value.", key=found["key"])
            return _Explained("colon", (row, found.end() - 1), message, remedy)
    return None


def _missing_colon(trouble: _Trouble) -> _Explained | None:
    if not trouble.says("could not find expected ':'"):
        return None
    at = trouble.opened or trouble.at
    message = say("this is neither a key with a colon nor an item of a list")
    remedy = say("Write key: value. A long text goes on in lines that are indented more than its key.")
    return _Explained("key", at, message, remedy)


_COLON_IN_TEXT = re.compile(r"\s*(?:- +)*[^\s\"'#][^:]*:\s+\S")


def _second_colon(trouble: _Trouble) -> _Explained | None:
    if not trouble.says("mapping values are not allowed"):
        return None
    if _COLON_IN_TEXT.match(trouble.before()):
        message = say("a colon with a space is inside a text, which makes the text look like a key")
        remedy = say("Put quotes around the text; if it is a key, write it below, indented.")
        return _Explained("colon", trouble.at, message, remedy)
    column = len(trouble.before()) - len(trouble.before().lstrip())
    message = say("this key is indented more than the line above allows")
    remedy = say("Start it in the column of the keys that it belongs to; the key above has its value already.")
    return _Explained("indentation", (trouble.at[0], column), message, remedy)


def _list_in_line(trouble: _Trouble) -> _Explained | None:
    if not trouble.says("sequence entries are not allowed"):
        return None
    message = say("a list with - cannot start in the line of its key")
    remedy = say("Start the list in a new line; put quotes around a text that starts with a hyphen and a space.")
    return _Explained("list", trouble.at, message, remedy)


def _behind_value(trouble: _Trouble) -> _Explained | None:
    if not trouble.says("did not find expected", "expected <block end>"):
        return None
    before, character = trouble.before().rstrip(), trouble.character(trouble.at)
    if character in {"]", "}", ","} and character:
        message = say("this {character} has nothing to close or to separate", character=character)
        remedy = say("Delete it, or put quotes around the text.")
    elif before.endswith(("'", '"')):
        message = say("there is more text after the closing quote")
        remedy = say("Put the quotes around the whole text; use ' outside where \" is inside.")
    elif before.endswith(("]", "}")):
        message = say("there is more text after the closing bracket")
        remedy = say("Delete it, or put quotes around the whole text.")
    else:
        return None
    return _Explained("rest", trouble.at, message, remedy)


def _indentation(trouble: _Trouble) -> _Explained | None:
    if trouble.says("'-' indicator", "expected key", "<block end>", "document start", "non-comment content"):
        message = say("this line does not line up with those above it")
        remedy = say("Start it in the column of its neighbours: keys under keys, hyphens under hyphens.")
        return _Explained("indentation", trouble.at, message, remedy)
    return None


def _unquotable(trouble: _Trouble) -> _Explained | None:
    if trouble.says("cannot start any token"):
        at, character = trouble.at, trouble.character(trouble.at)
    elif trouble.says("expected alphabetic or numeric") and trouble.opened is not None:
        at, character = trouble.opened, trouble.character(trouble.opened)
    else:
        return None
    message = say("a text cannot start with {character} unless it is quoted", character=character)
    return _Explained("quote", at, message, say("Put quotes around the text."))


def _block_text(trouble: _Trouble) -> _Explained | None:
    if trouble.says("comment or line break", "comment or a line break", "chomping", "indentation indicator"):
        message = say("the line has to end after | or >; the text starts on the next line, indented")
        remedy = say("Move the text to the next line, or put quotes around one that starts with | or >.")
        return _Explained("block text", trouble.at, message, remedy)
    if trouble.says("leading empty line", "more indented follow up"):
        message = say("the first lines of this text are indented more than the ones that follow")
        return _Explained("block text", trouble.at, message, say("Indent all lines of the text alike."))
    return None


def _escape(trouble: _Trouble) -> _Explained | None:
    if not trouble.says("escape", "hexdecimal", "Unicode"):
        return None
    row, column = trouble.at
    backslash = trouble.line(row).rfind("\\", 0, column + 1)
    message = say("a backslash in double quotes starts an escape, and there is none such as this")
    remedy = say("Write \\\\ for a backslash, or use single quotes.")
    return _Explained("escape", (row, column if backslash < 0 else backslash), message, remedy)


def _tag(trouble: _Trouble) -> _Explained | None:
    if not trouble.says("undefined tag handle", "expected '!'", "expected tag URI", "expected URI"):
        return None
    message = say("a tag is refused: an inventory holds plain data")
    remedy = say("Leave the tag out. A text that starts with an exclamation mark needs quotes.")
    return _Explained("tag", trouble.opened or trouble.at, message, remedy)


def _directive(trouble: _Trouble) -> _Explained | None:
    row = next((number for number in range(trouble.at[0], -1, -1) if trouble.line(number).startswith("%")), None)
    if row is None or not trouble.says("directive", "incompatible YAML", "document start", "expected", "duplicate"):
        return None
    message = say("this line starts with %, but is not a directive that YAML knows")
    return _Explained("directive", (row, 0), message, say("Delete it; an inventory needs no directives."))


def _explicit_key(trouble: _Trouble) -> _Explained | None:
    if not trouble.says("mapping keys are not allowed"):
        return None
    message = say("a question mark with a space stands where YAML takes it for a key")
    return _Explained("quote", trouble.at, message, say("Put quotes around a text that starts with a question mark."))


def _no_value(trouble: _Trouble) -> _Explained | None:
    if not trouble.says("node content"):
        return None
    message = say("a value is expected here, and this cannot start one")
    return _Explained("value", trouble.at, message, say("Delete it, or put quotes around the text."))


def _other(trouble: _Trouble) -> _Explained:
    message = say("this is not valid YAML: {problem}", problem=trouble.problem)
    return _Explained("other", trouble.at, message, say("Look at the indentation, quotes and brackets here."))


_EXPLANATIONS: tuple[Callable[[_Trouble], _Explained | None], ...] = (
    _conflict,
    _open_quote,
    _tab,
    _odd_space,
    _directive,
    _open_bracket,
    _escape,
    _tag,
    _bullet,
    _unquotable,
    _block_text,
    _tight_hyphen,
    _tight_colon,
    _missing_colon,
    _second_colon,
    _list_in_line,
    _explicit_key,
    _behind_value,
    _no_value,
    _indentation,
    _other,
)
