"""Edits of a YAML file that keep every other byte, each verified by reading the result again."""

from __future__ import annotations

import codecs
from collections.abc import Sequence
from typing import NamedTuple

from tpaudit.exchange.lines import Splice
from tpaudit.exchange.splices import UnsafeError, splices
from tpaudit.exchange.text import comments, text_of
from tpaudit.loading.changes import Change, changed, same
from tpaudit.loading.documents import Document, read_document
from tpaudit.loading.places import Span, span_of
from tpaudit.messages import Message, say


class Refused(NamedTuple):
    """A change that was not made, its place, and the reason."""

    change: Change
    file: str
    span: Span
    reason: Message


class Edited(NamedTuple):
    """A file's new content, and the changes that were refused."""

    data: bytes
    refused: tuple[Refused, ...] = ()


_BROKEN = say("the file has faults that have to be corrected first")
_NOT_ALONE = say("it cannot be separated from the text around it")
_COMMENT = say("a comment in it would be lost")
_OTHERS = say("something else would change with it, such as what shares an anchor")


def edited(file: str, data: bytes, changes: Sequence[Change]) -> Edited:
    """Return the content with all changes that can be made safely; others are refused with their places.

    All paths refer to the content as given. The result, read again, has exactly the values that the changes ask
    for, and all comments.
    """
    document, faults = read_document(file, data)
    if document is None or faults:
        span = faults[0].span if faults else Span(1, 1, 1, 1)
        return Edited(data, tuple(Refused(change, file, span, _BROKEN) for change in changes))
    return _Editing(document, data).made(tuple(changes))


class _Editing:
    """One file while it is edited."""

    def __init__(self, document: Document, data: bytes) -> None:
        self._document = document
        self._mark = codecs.BOM_UTF8 if data.startswith(codecs.BOM_UTF8) else b""
        self._data = data
        self._text = text_of(data.decode("utf-8-sig"), document)
        self._comments = comments(self._text)

    def made(self, changes: tuple[Change, ...]) -> Edited:
        """Make the changes together; if that fails, halve them to find those that cannot be made."""
        result = self._attempt(changes) if changes else self._data
        if isinstance(result, bytes):
            return Edited(result)
        if len(changes) == 1:
            return Edited(self._data, (self._refused(changes[0], result),))
        middle = len(changes) // 2
        first, second = self.made(changes[:middle]), self.made(changes[middle:])
        refused = first.refused + second.refused
        left = tuple(change for change in changes if not any(change is other.change for other in refused))
        together = self._attempt(left) if left else self._data
        if isinstance(together, bytes):
            return Edited(together, refused)
        # Each half can be made, but not both: the first one wins.
        late = tuple(change for change in changes[middle:] if any(change is other for other in left))
        return Edited(first.data, refused + tuple(self._refused(change, together) for change in late))

    def _attempt(self, changes: tuple[Change, ...]) -> bytes | Message:
        try:
            replacements = [splice for change in changes for splice in splices(self._text, change)]
            expected = changed(self._document.value, changes)
        except UnsafeError as error:
            return error.reason
        except (KeyError, IndexError, TypeError):
            return _NOT_ALONE
        text = _spliced(self._text.text, replacements)
        if text is None:
            return _NOT_ALONE
        data = self._mark + text.encode()
        document, faults = read_document(self._document.file, data)
        if document is None or faults:
            return _NOT_ALONE
        if not same(document.value, expected):
            return _OTHERS
        if comments(text_of(text, document)) != self._comments:
            return _COMMENT
        return data

    def _refused(self, change: Change, reason: Message) -> Refused:
        return Refused(change, self._document.file, span_of(self._document.place, change.path), reason)


def _spliced(text: str, replacements: Sequence[Splice]) -> str | None:
    """Return the text with the stretches replaced; None if two of them overlap."""
    parts, at = [], 0
    for splice in sorted(replacements, key=lambda splice: (splice.start, splice.end)):
        if splice.start < at:
            return None
        parts += [text[at : splice.start], splice.new]
        at = splice.end
    return "".join((*parts, text[at:]))
