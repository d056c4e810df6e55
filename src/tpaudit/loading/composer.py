"""From YAML's events to values with their places, in one pass."""

from __future__ import annotations

from functools import cache
from sys import intern
from typing import Any, NamedTuple

from tpaudit.loading import limits, slips
from tpaudit.loading.events import Broken, NextEvent, broken, kinds
from tpaudit.loading.faults import Fault, FaultPlace
from tpaudit.loading.places import Place, Span
from tpaudit.loading.scalars import CORE_TAG, FIRST_CHARACTERS, TAGS, MisfitError, plain, tagged
from tpaudit.loading.slips import Slip
from tpaudit.messages import say

# Keys that no file can contain, since UTF-8 has no surrogates: for values to drop, for values to merge, and for a
# collection that is a key itself.
_DROPPED = "\ud800"
_MERGE = "\ud801"
_COMPLEX = "\ud802"


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
    """An open collection around the current one; `keys` and `key` belong to a mapping."""

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
    """Raised where reading stops; the reason is among the faults."""


@cache
def _numbers(digits: int) -> tuple[int, ...]:
    """Return line numbers as shared objects, since a large inventory has millions of places."""
    return tuple(range(1, 2**digits + 1))


class Composer:
    """Reads one document; `swallower` is a mapping that swallowed a second entry whose hyphen is missing."""

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
        """Return the first document, or None if it cannot be understood."""
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
        # The open collection: at first a list around the document, so that the document is not a special case.
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
                    self._check_anchor(event)
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
                    # A block has no closing mark: the parser notices its end only when the next thing starts.
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
                anchored = anchors.get(event.anchor) or self._unknown_alias(event.anchor, span)
                nodes += anchored.nodes
                if nodes > limits.MAX_NODES:
                    raise self._too_many_nodes(span)
                if len(frames) + anchored.height > max_depth:
                    raise self._too_deep(mark.line, mark.column)
                if keys is not None and key is None:
                    key = self._alias_key(anchored, event.anchor, keys, values, span)
                    special = special or key == _DROPPED
                    keys[key] = span
                    continue
                height = max(height, anchored.height)
                value, place = anchored.value, new(Place, (span, anchored.place.keys, anchored.place.inside))
            elif kind is document_start:
                documents += 1
                if documents > 1:
                    self._note(slips.second_document(event.start_mark.line, event.start_mark.column))
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
            self._check_anchor(event)
            self._anchors[event.anchor] = _Anchored(text, Place(span), 1, 0, text)
        if text == "<<" and event.ctag is None and event.implicit[0]:
            return self._unique(_MERGE, keys, values, span)
        return self._unique(text, keys, values, span)

    def _check_anchor(self, event: Any) -> None:
        """Refuse an anchor that continues behind what the parser takes for its end: &an:chor would leave ":chor"."""
        line, column = event.start_mark.line, event.start_mark.column
        found = slips.LONG_ANCHOR.match(self._lines[line], column)
        if found is not None:
            self._note(slips.odd_anchor(Span(line + 1, column + 1, line + 1, found.end() + 1), found[0]))

    def _unique(self, key: str, keys: dict[str, Span], values: Any, span: Span) -> str:
        if key not in keys:
            return key
        if values is self.swallower:
            return _DROPPED
        shown = _written(key)
        first = FaultPlace(self._file, keys[key], say("the first {key} is here", key=shown))
        if key == _MERGE:
            slip = slips.repeated_merge(span)
        elif key == next(iter(keys)) and len(self._frames) > 1:
            # An entry that begins inside another lacks its hyphen: one slip, not one for each key.
            self.swallower = values
            slip = slips.repeated_key(span, shown, lacks_hyphen=True)
        else:
            slip = slips.repeated_key(span, shown)
        self._note(slip, (*self._path(values), shown), first)
        return _DROPPED

    def _alias_key(self, anchored: _Anchored, anchor: str, keys: dict[str, Span], values: Any, span: Span) -> str:
        if anchored.text is not None:
            return self._unique(anchored.text, keys, values, span)
        if span not in self._undefined:
            self._note(slips.alias_as_key(span, anchor))
        return _DROPPED

    def _complex_key(self, event: Any) -> None:
        if not any(frame.key == _COMPLEX for frame in self._frames):
            self._note(slips.collection_as_key(_first_character(event)))

    def _tagged(self, event: Any, span: Span) -> Any:
        tag, text = str(event.ctag), str(event.value)
        kind = tag.removeprefix(CORE_TAG)
        if kind == "!":
            return text
        if kind not in TAGS or not tag.startswith(CORE_TAG):
            self._note(slips.wrong_tag(_first_character(event), tag, fits_others=kind in {"map", "seq"}))
            return text
        try:
            return tagged(kind, text)
        except MisfitError:
            self._note(slips.misfit(span, text, kind))
            return text

    def _check_collection_tag(self, event: Any) -> None:
        expected = "map" if type(event).__name__ == "MappingStartEvent" else "seq"
        tag = str(event.ctag)
        if tag not in {"!", CORE_TAG + expected}:
            fits_others = tag.removeprefix(CORE_TAG) in TAGS | {"map", "seq"}
            self._note(slips.wrong_tag(_first_character(event), tag, fits_others=fits_others))

    def _unknown_alias(self, anchor: str, span: Span) -> _Anchored:
        self._undefined.add(span)
        # An anchor known only by name belongs to a collection that is still open.
        is_open = anchor in self._anchors
        self._note(slips.endless_alias(span, anchor) if is_open else slips.unknown_alias(span, anchor))
        return _Anchored(None, Place(span), 1, 0, None)

    def _settle(self, values: dict[str, Any], keys: dict[str, Span], inside: dict[str, Place]) -> None:
        """Apply the mapping's merges and drops; its own keys win."""
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
                self._note(slips.merges_no_mapping(its_place.span))

    def _too_deep(self, line: int, column: int) -> _StopError:
        self._note(slips.too_deep(line, column))
        return _StopError()

    def _too_many_nodes(self, span: Span) -> _StopError:
        self.faults.append(limits.too_many_nodes(self._file, span))
        return _StopError()

    def _note(self, slip: Slip, path: tuple[str, ...] | None = None, *related: FaultPlace) -> None:
        """Add a fault at the current path, unless another path is given."""
        if len(self.faults) >= limits.MAX_FAULTS:
            self.faults.append(limits.too_many_faults(self._file, slip.span))
            raise _StopError
        self.faults.append(
            Fault(
                code="INV002",
                file=self._file,
                span=slip.span,
                message=slip.message,
                help=slip.help,
                subject=("file", self._file),
                path=self._path(None) if path is None else path,
                key=slip.key,
                related=related,
            )
        )

    def _path(self, innermost: Any) -> tuple[str, ...]:
        """Return the current path: keys, and for list items the id or name if it has been read."""
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
