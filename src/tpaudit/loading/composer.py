"""From YAML's events to values with their places, in one pass."""

from __future__ import annotations

from functools import cache
from sys import intern
from typing import Any, NamedTuple

from tpaudit.loading import limits
from tpaudit.loading.events import Broken, NextEvent, broken, kinds
from tpaudit.loading.faults import Fault, FaultPlace
from tpaudit.loading.places import Place, Span
from tpaudit.loading.scalars import FIRST_CHARACTERS, MisfitError, plain, tagged
from tpaudit.messages import Message, say

# Keys that no file can contain, since UTF-8 has no surrogates: for values to drop, for those to merge, and for a
# collection that is a key itself.
_DROPPED = "\ud800"
_MERGE = "\ud801"
_COMPLEX = "\ud802"

_CORE_TAG = "tag:yaml.org,2002:"
_SCALAR_TAGS = frozenset({"str", "int", "float", "bool", "null"})


class Composed(NamedTuple):
    """The value of a document, where it stands, and how many nodes it has when every alias is written out."""

    value: Any
    place: Place
    nodes: int


class _Anchored(NamedTuple):
    value: Any
    place: Place
    nodes: int
    height: int
    text: str | None


class _Frame(NamedTuple):
    """A collection that waits for the one inside it; `keys` and `key` are those of a mapping."""

    values: Any
    keys: dict[str, Span] | None
    inside: Any
    key: str | None
    special: bool
    line: int
    column: int
    anchor: str | None
    nodes: int
    height: int


class _StopError(Exception):
    """Nothing sensible can be read any more; the reason is among the faults."""


@cache
def _numbers(digits: int) -> tuple[int, ...]:
    """Return the numbers of lines, so that all places on a line share one object: a large inventory has millions."""
    return tuple(range(1, 2**digits + 1))


class Composer:
    """Reads one document; `swallower` is a mapping in which a second entry stands, whose hyphen is missing."""

    def __init__(self, file: str, lines: tuple[str, ...]) -> None:
        self.faults: list[Fault] = []
        self.reason: Broken | None = None
        self._file = file
        self._lines = lines
        self._anchors: dict[str, _Anchored | None] = {}
        self._undefined: set[Span] = set()
        self._frames: list[_Frame] = []
        self.swallower: Any = None

    def compose(self, next_event: NextEvent) -> Composed | None:
        """Return the first document, or None where it can't be told what it says."""
        try:
            return self._compose(next_event)
        except _StopError:
            return None
        except Exception as error:
            self.reason = broken(error)
            if self.reason is None:
                raise
            from tpaudit.loading.syntax import explain  # most files are sound

            opened = [(frame.line, frame.column) for frame in self._frames]
            self.faults.append(explain(self._file, self._lines, self.reason, opened))
            return None

    def _compose(self, next_event: NextEvent) -> Composed:  # noqa: C901  a call for each node would double the time
        scalar, mapping_start, mapping_end, sequence_start, sequence_end, alias, document_start, stream_end = kinds()
        new = tuple.__new__
        frames, anchors = self._frames, self._anchors
        first_characters, max_depth = FIRST_CHARACTERS, limits.MAX_DEPTH
        number = _numbers(len(self._lines).bit_length())
        documents = nodes = height = 0
        # The open collection: first a list around the document, so that the document needs no treatment of its own.
        values: Any = []
        inside: Any = []
        keys: dict[str, Span] | None = None
        key: str | None = None
        special = False
        value: Any
        span = Span(1, 1, 1, 1)
        while True:
            event = next_event()
            kind = type(event)
            if kind is scalar:
                mark, end = event.start_mark, event.end_mark
                span = new(Span, (number[mark.line], mark.column + 1, number[end.line], end.column + 1))
                value = text = intern(event.value)
                nodes += 1
                if event.ctag is None:
                    if keys is not None and key is None:
                        key = text
                        if text in keys or text == "<<" or event.anchor is not None:
                            key = self._special_key(event, keys, values, span)
                            special = special or key is not text
                        keys[key] = span
                        continue
                    if text[:1] in first_characters and event.implicit[0]:
                        value = plain(text)
                else:
                    value = self._tagged(event, span)
                    if keys is not None and key is None:
                        key = text
                        if text in keys or event.anchor is not None:
                            key = self._special_key(event, keys, values, span)
                            special = special or key is not text
                        keys[key] = span
                        continue
                place = new(Place, (span, None, None))
                if event.anchor is not None:
                    anchors[event.anchor] = _Anchored(value, place, 1, 0, text)
            elif kind is mapping_start or kind is sequence_start:
                nodes += 1
                mark = event.start_mark
                if event.ctag is not None:
                    self._check_collection_tag(event)
                if keys is not None and key is None:
                    self._complex_key(event)
                    key, special = _COMPLEX, True
                if len(frames) >= max_depth:
                    raise self._too_deep(mark.line, mark.column)
                if event.anchor is not None:
                    anchors[event.anchor] = None
                frames.append(
                    _Frame(values, keys, inside, key, special, mark.line, mark.column, event.anchor, nodes - 1, height)
                )
                key, special, height = None, False, 0
                if kind is mapping_start:
                    values, keys, inside = {}, {}, {}
                else:
                    values, keys, inside = [], None, []
                continue
            elif kind is mapping_end or kind is sequence_end:
                if special and keys is not None:
                    self._settle(values, keys, inside)
                mark, end = event.start_mark, event.end_mark
                frame = frames.pop()
                if mark.column == end.column and mark.line == end.line:
                    # A block has no closing mark: the parser notices its end only where the next thing starts.
                    span = new(Span, (number[frame.line], frame.column + 1, span[2], span[3]))
                else:
                    span = new(Span, (number[frame.line], frame.column + 1, number[end.line], end.column + 1))
                value, place = values, new(Place, (span, keys, inside))
                height += 1
                if frame.anchor is not None:
                    anchors[frame.anchor] = _Anchored(value, place, nodes - frame.nodes, height, None)
                if frame.height > height:
                    height = frame.height
                values, keys, inside, key, special = frame[:5]
                if key == _COMPLEX:
                    key = _DROPPED
                    continue
            elif kind is alias:
                mark, end = event.start_mark, event.end_mark
                span = new(Span, (mark.line + 1, mark.column + 1, end.line + 1, end.column + 1))
                known = anchors.get(event.anchor) or self._unknown_alias(event.anchor, span)
                nodes += known.nodes
                if nodes > limits.MAX_NODES:
                    raise self._too_many_nodes(span)
                if len(frames) + known.height > max_depth:
                    raise self._too_deep(mark.line, mark.column)
                if keys is not None and key is None:
                    key = self._alias_key(known, event.anchor, keys, values, span)
                    special = special or key == _DROPPED
                    keys[key] = span
                    continue
                height = max(height, known.height)
                value, place = known.value, new(Place, (span, known.place.keys, known.place.inside))
            elif kind is document_start:
                documents += 1
                if documents > 1:
                    self._second_document(event.start_mark)
                    break
                continue
            elif kind is stream_end:
                break
            else:
                continue
            if keys is None:
                values.append(value)
                inside.append(place)
            else:
                values[key] = value
                inside[key] = place
                key = None
        if nodes > limits.MAX_NODES:
            raise self._too_many_nodes(Span(1, 1, 1, 1))
        return Composed(values[0], inside[0], nodes) if values else Composed(None, Place(Span(1, 1, 1, 1)), 0)

    # Everything below is seldom needed.

    def _special_key(self, event: Any, keys: dict[str, Span], values: Any, span: Span) -> str:
        text: str = event.value
        if event.anchor is not None:
            self._anchors[event.anchor] = _Anchored(text, Place(span), 1, 0, text)
        if text == "<<" and event.ctag is None and event.implicit[0]:
            return self._unique(_MERGE, keys, values, span)
        return self._unique(text, keys, values, span)

    def _unique(self, key: str, keys: dict[str, Span], values: Any, span: Span) -> str:
        if key not in keys:
            return key
        if values is self.swallower:
            return _DROPPED
        shown = _written(key)
        if key == _MERGE:
            remedy = say("Write one << with a list of what to merge: <<: [*first, *second].")
        elif key == next(iter(keys)) and len(self._frames) > 1:
            # An entry that begins anew inside of another lacks its hyphen: one slip, not one for each key.
            self.swallower = values
            remedy = say("Put a hyphen before it if a new entry starts here, else keep one of the two.")
        else:
            remedy = say("Keep one of them. Until then the first counts.")
        first = FaultPlace(self._file, keys[key], say("the first {key} is here", key=shown))
        message = say("the key {key} stands in this mapping already", key=shown)
        self._fault(span, message, remedy, f"duplicate:{shown}", values=values, step=shown, related=(first,))
        return _DROPPED

    def _alias_key(self, known: _Anchored, anchor: str, keys: dict[str, Span], values: Any, span: Span) -> str:
        if known.text is not None:
            return self._unique(known.text, keys, values, span)
        if span not in self._undefined:
            message = say("the alias *{anchor} is used as a key, but stands for a mapping or a list", anchor=anchor)
            self._fault(span, message, say("Write a text as the key."), "complex key")
        return _DROPPED

    def _complex_key(self, event: Any) -> None:
        if any(frame.key == _COMPLEX for frame in self._frames):
            return
        message = say("a mapping or a list is used as a key; keys are texts")
        remedy = say('Put quotes around a text that starts with {{ or [, for example "{{{{ name }}}}".')
        self._fault(_first_character(event), message, remedy, "complex key")

    def _tagged(self, event: Any, span: Span) -> Any:
        kind = str(event.ctag).removeprefix(_CORE_TAG)
        text: str = event.value
        if kind == "!":
            return text
        if kind not in _SCALAR_TAGS or not str(event.ctag).startswith(_CORE_TAG):
            self._unknown_tag(event, fits_others=kind in {"map", "seq"})
            return text
        try:
            return tagged(kind, text)
        except MisfitError:
            message = say("{text} is not of the kind that its tag !!{kind} says", text=text, kind=kind)
            self._fault(span, message, say("Leave the tag out, or correct the value."), f"tag:{kind}")
            return text

    def _check_collection_tag(self, event: Any) -> None:
        expected = "map" if type(event).__name__ == "MappingStartEvent" else "seq"
        tag = str(event.ctag)
        if tag not in {"!", _CORE_TAG + expected}:
            kind = tag.removeprefix(_CORE_TAG)
            self._unknown_tag(event, fits_others=kind in _SCALAR_TAGS | {"map", "seq"})

    def _unknown_tag(self, event: Any, *, fits_others: bool) -> None:
        tag = str(event.ctag)
        shown = "!!" + tag.removeprefix(_CORE_TAG) if tag.startswith(_CORE_TAG) else tag
        if fits_others:
            message = say("the value is not of the kind that its tag {tag} says", tag=shown)
        else:
            message = say("the tag {tag} is unknown", tag=shown)
        remedy = say("Leave the tag out. A text that starts with an exclamation mark needs quotes.")
        self._fault(_first_character(event), message, remedy, f"tag:{shown}")

    def _unknown_alias(self, anchor: str, span: Span) -> _Anchored:
        if anchor in self._anchors:
            message = say("the alias *{anchor} stands inside of what it refers to", anchor=anchor)
            remedy = say("Write the part that is meant out, or give it an anchor of its own.")
        else:
            message = say("the alias *{anchor} refers to nothing: no &{anchor} stands before it", anchor=anchor)
            remedy = say(
                "Define &{anchor} further up in this file; put quotes around a text that starts with *.", anchor=anchor
            )
        self._undefined.add(span)
        self._fault(span, message, remedy, f"alias:{anchor}")
        return _Anchored(None, Place(span), 1, 0, None)

    def _settle(self, values: dict[str, Any], keys: dict[str, Span], inside: dict[str, Place]) -> None:
        """Drop what is to be dropped, and merge what is to be merged; what the mapping says itself wins."""
        values.pop(_DROPPED, None)
        keys.pop(_DROPPED, None)
        inside.pop(_DROPPED, None)
        if _MERGE not in values:
            return
        source, place = values.pop(_MERGE), inside.pop(_MERGE)
        del keys[_MERGE]
        sources = [(source, place)]
        if isinstance(source, list):
            assert isinstance(place.inside, list)  # noqa: S101  a list's places are a list
            sources = list(zip(source, place.inside, strict=True))
        for merged, its_place in sources:
            if isinstance(its_place.inside, dict) and its_place.keys is not None:
                for key in merged:
                    if key not in values:
                        values[key] = merged[key]
                        keys[key], inside[key] = its_place.keys[key], its_place.inside[key]
            elif its_place.span not in self._undefined:
                message = say("the key << merges mappings, and this is none")
                remedy = say("Write << with an alias of a mapping: <<: *name. As an ordinary key it needs quotes.")
                self._fault(its_place.span, message, remedy, "merge")

    def _too_deep(self, line: int, column: int) -> _StopError:
        message = say("lists and mappings are nested more than {limit} levels deep", limit=limits.MAX_DEPTH)
        remedy = say("Make the file flatter; nothing in an inventory needs more than ten levels.")
        self._fault(Span(line + 1, column + 1, line + 1, column + 2), message, remedy, "depth")
        return _StopError()

    def _too_many_nodes(self, span: Span) -> _StopError:
        self.faults.append(limits.too_many_nodes(self._file, span))
        return _StopError()

    def _second_document(self, mark: Any) -> None:
        line = mark.line + 1
        span = Span(line, mark.column + 1, line, mark.column + 4)
        message = say("a second document starts here; a file holds one")
        remedy = say("Delete the line ---, or move what follows to a file of its own and name it under include.")
        self._fault(span, message, remedy, "second document")

    def _fault(
        self,
        span: Span,
        message: Message,
        remedy: Message,
        key: str,
        *,
        values: Any = None,
        step: str | None = None,
        related: tuple[FaultPlace, ...] = (),
    ) -> None:
        if len(self.faults) >= limits.MAX_FAULTS:
            self.faults.append(limits.too_many_faults(self._file, span))
            raise _StopError
        path = self._path(values)
        if step is not None:
            path = (*path, step)
        self.faults.append(
            Fault(
                code="INV002",
                file=self._file,
                span=span,
                message=message,
                help=remedy,
                subject=("file", self._file),
                path=path,
                key=key,
                related=related,
            )
        )

    def _path(self, innermost: Any) -> tuple[str, ...]:
        """Return where we are: keys, and for list items their id or name, where it was read already."""
        steps = []
        opened = [frame.values for frame in self._frames[1:]]
        opened.append(innermost)
        for frame, values in zip(self._frames, opened, strict=False):
            if frame.key is not None:
                steps.append(_written(frame.key))
            elif frame is not self._frames[0]:
                name = (values.get("id") or values.get("name")) if isinstance(values, dict) else None
                steps.append(name if isinstance(name, str) else str(len(frame.values)))
        return tuple(steps)


def _first_character(event: Any) -> Span:
    line, column = event.start_mark.line + 1, event.start_mark.column + 1
    return Span(line, column, line, column + 1)


def _written(key: str) -> str:
    return {_MERGE: "<<", _DROPPED: "?", _COMPLEX: "?"}.get(key, key)
