"""YAML's events, from ruamel.yaml's C parser or, if that is missing, from its pure one."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from enum import Enum, auto
from typing import Any, NamedTuple

NextEvent = Callable[[], Any]

# Line ends of YAML 1.1, which both parsers still treat as such. YAML 1.2 and editors treat them as text.
_OLD_LINE_ENDS = "\x85\u2028\u2029"
_FIRST_STAND_IN = 0xE000

# A colon inside an unquoted text. The C parser rejects such texts between brackets: [https://example.com].
_INNER_COLON = re.compile(r"""(?<=[^\s"'\[\]{},]):(?=[^\s,\[\]{}])""")

# Between brackets the C parser takes a question mark for one of YAML's, though no space follows: [?x], { ?foo: bar }.
_TIGHT_QUESTION = re.compile(r"(?P<before>[\[{,]\s*)\?(?=[^\s,\[\]{}])")

_ANCHOR = re.compile(r"[A-Za-z0-9_-]+")


class Broken(Exception):  # noqa: N818  it is the parser's word, not an error of this program
    """The parser's reason to stop, and where; lines and columns from 0."""

    def __init__(self, problem: str, at: tuple[int, int] | None, opened: tuple[int, int] | None) -> None:
        super().__init__(problem)
        self.problem = problem
        self.at = at
        self.opened = opened


class Reading(Enum):
    """A way to read a text; C is the fast one."""

    C = auto()
    C_WITH_HIDDEN_COLONS = auto()
    PURE = auto()


class Kinds(NamedTuple):
    """The classes of events that carry values."""

    scalar: type
    mapping_start: type
    mapping_end: type
    sequence_start: type
    sequence_end: type
    alias: type
    document_start: type
    stream_end: type


def kinds() -> Kinds:
    """Return the classes; not at import, since ruamel.yaml takes a while to load."""
    from ruamel.yaml import events

    return Kinds(
        events.ScalarEvent,
        events.MappingStartEvent,
        events.MappingEndEvent,
        events.SequenceStartEvent,
        events.SequenceEndEvent,
        events.AliasEvent,
        events.DocumentStartEvent,
        events.StreamEndEvent,
    )


def events_of(text: str, reading: Reading = Reading.C) -> NextEvent:
    """Return a function that returns the next event; `broken` explains its exceptions."""
    stand_ins = _stand_ins(text, hide_colons=reading is Reading.C_WITH_HIDDEN_COLONS)
    source = text
    for character, stand_in in stand_ins.items():
        if character == ":":
            source = _INNER_COLON.sub(stand_in, source)
        elif character == "?":
            source = _TIGHT_QUESTION.sub(rf"\g<before>{stand_in}", source)
        else:
            source = source.replace(character, stand_in)
    next_event = (None if reading is Reading.PURE else _c_events(source)) or _pure_events(source)
    return _restoring(next_event, stand_ins) if stand_ins else next_event


def another_reading(reading: Reading, reason: Broken) -> Reading | None:
    """Return another way to read a text that stopped the C parser, if that may have been a limit of the parser."""
    if reading is Reading.C and reason.problem == "found unexpected ':'":
        return Reading.C_WITH_HIDDEN_COLONS
    # A tag with a hidden colon is not a tag, and some colons cannot be hidden; all other reasons lie in the text.
    if reading is Reading.C_WITH_HIDDEN_COLONS and any(part in reason.problem for part in ("tag", "'>'", "':'")):
        return Reading.PURE
    return None


def broken(error: Exception) -> Broken | None:
    """Return what a parser's exception means; None if it is not about the text."""
    from ruamel.yaml.error import MarkedYAMLError
    from ruamel.yaml.reader import ReaderError

    if isinstance(error, Broken):
        return error
    if isinstance(error, MarkedYAMLError):
        return Broken(str(error.problem), _position(error.problem_mark), _position(error.context_mark))
    if isinstance(error, ReaderError):
        return Broken(str(error.reason), None, None)
    return None


def _position(mark: Any) -> tuple[int, int] | None:
    return None if mark is None else (mark.line, mark.column)


def _c_events(text: str) -> NextEvent | None:
    try:
        from ruamel.yaml.cyaml import CParser  # type: ignore[attr-defined]
    except ImportError:
        return None
    next_event: NextEvent = CParser(text).get_event
    return next_event


def _pure_events(text: str) -> NextEvent:
    from ruamel.yaml import YAML
    from ruamel.yaml.error import YAMLError

    def guarded() -> Iterator[Any]:
        at = (0, 0)
        try:
            for event in YAML(typ="safe", pure=True).parse(text):
                at = (event.end_mark.line, event.end_mark.column)
                _refuse_what_c_refuses(event, at)
                yield event
        except (YAMLError, Broken):
            raise
        except Exception as error:
            # On some malformed escapes and numbers the pure parser raises whatever Python raises there.
            raise Broken(str(error), at, None) from error

    return guarded().__next__


def _refuse_what_c_refuses(event: Any, at: tuple[int, int]) -> None:
    if not _ANCHOR.fullmatch(getattr(event, "anchor", None) or "none"):
        start = _position(event.start_mark)
        raise Broken("did not find expected alphabetic or numeric character", at, start)
    value = getattr(event, "value", "")
    if not value.isascii() and any("\ud800" <= character <= "\udfff" for character in value):
        raise Broken("found invalid Unicode character escape code", at, None)


def _stand_ins(text: str, *, hide_colons: bool) -> dict[str, str]:
    found = [] if text.isascii() else [character for character in _OLD_LINE_ENDS if character in text]
    found += [":"] if hide_colons else []
    found += ["?"] if "?" in text and _TIGHT_QUESTION.search(text) else []
    stand_ins = {}
    code = _FIRST_STAND_IN
    for character in found:
        while chr(code) in text:
            code += 1
        stand_ins[character] = chr(code)
        code += 1
    return stand_ins


def _restoring(next_event: NextEvent, stand_ins: dict[str, str]) -> NextEvent:
    back = {ord(stand_in): character for character, stand_in in stand_ins.items()}

    def restored() -> Any:
        event = next_event()
        if hasattr(event, "value"):
            event.value = event.value.translate(back)
        return event

    return restored
