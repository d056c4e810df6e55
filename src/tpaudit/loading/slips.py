"""Slips in a document that still parses: duplicate keys, misleading tags and aliases."""

from __future__ import annotations

import re
from typing import NamedTuple

from tpaudit.loading.limits import MAX_DEPTH
from tpaudit.loading.places import Span
from tpaudit.loading.scalars import CORE_TAG
from tpaudit.messages import Message, say


class Slip(NamedTuple):
    """A fault in a document, before its file and its path are known."""

    span: Span
    message: Message
    help: Message
    key: str
    """What distinguishes it from other faults at the same path."""


def repeated_key(span: Span, key: str, *, lacks_hyphen: bool = False) -> Slip:
    """Return the slip of a duplicate key, which a list item without its hyphen also produces."""
    if lacks_hyphen:
        return _repeated(span, key, say("Put a hyphen before it if a new entry starts here, else keep one of the two."))
    return _repeated(span, key, say("Keep one of them. Until then the first counts."))


def repeated_merge(span: Span) -> Slip:
    """Return the slip of a second << in a mapping."""
    return _repeated(span, "<<", say("Write one << with a list of what to merge: <<: [*first, *second]."))


def _repeated(span: Span, key: str, remedy: Message) -> Slip:
    return Slip(span, say("the key {key} is already in this mapping", key=key), remedy, f"duplicate:{key}")


LONG_ANCHOR = re.compile(r"&[A-Za-z0-9_-]+[^\sA-Za-z0-9_,\[\]{}-][^\s,\[\]{}]*")
"""An anchor with other characters than letters, digits, hyphens and underscores."""


def odd_anchor(span: Span, anchor: str) -> Slip:
    """Return the slip of an anchor with characters that not every parser accepts in it."""
    message = say("the anchor {anchor} holds more than letters, digits, - and _", anchor=anchor)
    return Slip(span, message, say("Rename it; a text that starts with & needs quotes."), "anchor")


def alias_as_key(span: Span, anchor: str) -> Slip:
    """Return the slip of a key that is an alias of a mapping or a list."""
    message = say("the alias *{anchor} is used as a key, but stands for a mapping or a list", anchor=anchor)
    return Slip(span, message, say("Write a text as the key."), "complex key")


def collection_as_key(span: Span) -> Slip:
    """Return the slip of a key that is a mapping or a list itself."""
    message = say("a mapping or a list is used as a key; in an inventory keys are texts")
    remedy = say('Put quotes around a text that starts with {{ or [, for example "{{{{ name }}}}".')
    return Slip(span, message, remedy, "complex key")


def misfit(span: Span, text: str, kind: str) -> Slip:
    """Return the slip of a text whose tag says another kind of value."""
    message = say("{text} does not fit its tag !!{kind}", text=text, kind=kind)
    return Slip(span, message, say("Leave the tag out, or correct the value."), f"tag:{kind}")


def wrong_tag(span: Span, tag: str, *, fits_others: bool) -> Slip:
    """Return the slip of an unknown tag, or of one that does not suit the value."""
    shown = "!!" + tag.removeprefix(CORE_TAG) if tag.startswith(CORE_TAG) else tag
    if fits_others:
        message = say("the value does not fit its tag {tag}", tag=shown)
    else:
        message = say("the tag {tag} is refused: an inventory holds plain data", tag=shown)
    remedy = say("Leave the tag out. A text that starts with an exclamation mark needs quotes.")
    return Slip(span, message, remedy, f"tag:{shown}")


def endless_alias(span: Span, anchor: str) -> Slip:
    """Return the slip of an alias inside the collection that it refers to."""
    message = say("the alias *{anchor} is inside what it refers to", anchor=anchor)
    remedy = say("Write out the part that is meant, or give it an anchor of its own.")
    return Slip(span, message, remedy, f"alias:{anchor}")


def unknown_alias(span: Span, anchor: str) -> Slip:
    """Return the slip of an alias without an anchor before it."""
    message = say("the alias *{anchor} refers to nothing: there is no &{anchor} before it", anchor=anchor)
    remedy = say(
        "Define &{anchor} further up in this file; put quotes around a text that starts with *.", anchor=anchor
    )
    return Slip(span, message, remedy, f"alias:{anchor}")


def merges_no_mapping(span: Span) -> Slip:
    """Return the slip of a << with anything but a mapping."""
    message = say("the key << merges mappings, and this is not one")
    remedy = say("Write << with an alias of a mapping: <<: *name. As an ordinary key it needs quotes.")
    return Slip(span, message, remedy, "merge")


def too_deep(line: int, column: int) -> Slip:
    """Return the slip of a collection below the limit; line and column count from 0, as the parser's do."""
    message = say("lists and mappings are nested more than {limit} levels deep", limit=MAX_DEPTH)
    remedy = say("Make the file flatter; nothing in an inventory needs more than ten levels.")
    return Slip(Span(line + 1, column + 1, line + 1, column + 2), message, remedy, "depth")


def second_document(line: int, column: int) -> Slip:
    """Return the slip of a second document in the file; line and column count from 0."""
    message = say("a second document starts here; a file of an inventory holds one")
    remedy = say("Delete the line ---, or move what follows to a file of its own and name it under include.")
    return Slip(Span(line + 1, column + 1, line + 1, column + 4), message, remedy, "second document")
