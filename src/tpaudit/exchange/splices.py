"""From a change to the stretches of text to replace."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from tpaudit.exchange import spelling
from tpaudit.exchange.lines import Splice, end_before, without_lines
from tpaudit.exchange.text import Text, own_keys, within
from tpaudit.loading.changes import Change, Remove, Rename, same
from tpaudit.loading.places import Path, Place, Span
from tpaudit.messages import Message, say


class UnsafeError(Exception):
    """Raised for a change that cannot be made without touching something else."""

    def __init__(self, reason: Message) -> None:
        super().__init__(reason.template)
        self.reason = reason


_ELSEWHERE = say("it is elsewhere, at an anchor that is used here")
_BRACKETS = say("it shares its line with something else")
_MISSING = say("there is nothing at this place")


def splices(text: Text, change: Change) -> list[Splice]:
    """Return what to replace, unsorted; raise UnsafeError if the text is not in a known form."""
    if isinstance(change, Rename):
        holder, _ = _at(text, change.path[:-1])
        key = _own(holder, change.path[-1])
        return [Splice(text.start(key), text.end(key), _key(text, key, change.key))]
    if isinstance(change, Remove):
        return list(_removed(text, change.path))
    return list(_set(text, change.path, change.value, change.after))


def _at(text: Text, path: Path) -> tuple[Place, object]:
    """Return the place and value at a path, every step of which must exist."""
    place, value = text.document.place, text.document.value
    for step in path:
        place, value = _child(place, value, step)
    return place, value


def _child(place: Place, value: Any, step: str | int) -> tuple[Place, object]:
    if isinstance(place.inside, dict) and step in place.inside:
        _own(place, step)
        return place.inside[str(step)], value[step]
    if isinstance(place.inside, list) and isinstance(step, int) and 0 <= step < len(place.inside):
        inner = place.inside[step]
        if not within(inner.span, place.span):
            raise UnsafeError(_ELSEWHERE)
        return inner, value[step]
    raise UnsafeError(_MISSING)


def _own(place: Place, step: str | int) -> Span:
    key = place.keys.get(str(step)) if place.keys is not None else None
    if key is None:
        raise UnsafeError(_MISSING)
    if not within(key, place.span):
        raise UnsafeError(_ELSEWHERE)
    return key


def _set(text: Text, path: Path, value: object, after: Sequence[str]) -> Iterator[Splice]:
    holder, held = text.document.place, text.document.value
    for done, step in enumerate(path):
        merged = isinstance(holder.inside, dict) and step in holder.inside and step not in own_keys(holder)
        exists = _knows(holder, step) and not merged
        if not exists:
            missing = path[done + 1 :]
            if merged and missing:
                raise UnsafeError(_ELSEWHERE)
            for below in reversed(missing):
                value = [value] if isinstance(below, int) else {below: value}
            if held is None and done:
                yield from _replaced(
                    text, path[:done], holder, None, [value] if isinstance(step, int) else {step: value}
                )
            elif isinstance(step, int):
                yield from _appended(text, holder, held, path[:done], value)
            elif isinstance(held, dict):
                yield from _added(text, holder, path[:done], step, value, after, own_keys(holder))
            else:
                raise UnsafeError(_MISSING)
            return
        holder, held = _child(holder, held, step)
    yield from _differing(text, path, holder, held, value)


def _knows(place: Place, step: str | int) -> bool:
    if isinstance(place.inside, dict):
        return step in place.inside
    return isinstance(place.inside, list) and isinstance(step, int) and step < len(place.inside)


def _differing(text: Text, path: Path, place: Place, old: object, new: object) -> Iterator[Splice]:
    """Yield what turns an old value into the new one, touching only what differs."""
    if same(old, new):
        return
    if isinstance(old, dict) and isinstance(new, Mapping) and set(own_keys(place)) & new.keys():
        yield from _differing_keys(text, path, place, old, new)
    elif isinstance(old, list) and isinstance(new, list | tuple) and old and _by_items(old, new):
        yield from _differing_items(text, path, place, old, new)
    else:
        yield from _replaced(text, path, place, old, new)


def _differing_keys(
    text: Text, path: Path, place: Place, old: Mapping[str, object], new: Mapping[str, object]
) -> Iterator[Splice]:
    for key in old:
        if key not in new:
            yield from _removed(text, (*path, key))
    own = [key for key in own_keys(place) if key in new]
    for number, (key, item) in enumerate(new.items()):
        if key not in old:
            yield from _added(text, place, path, key, item, list(new)[:number], own)
        else:
            yield from _set(text, (*path, key), item, ())


def _differing_items(
    text: Text, path: Path, place: Place, old: list[object], new: Sequence[object]
) -> Iterator[Splice]:
    if len(new) < len(old):
        for index in _missing_in(old, new):
            yield from _removed(text, (*path, index))
        return
    for index in range(len(old)):
        yield from _differing(text, (*path, index), *_child(place, old, index), new[index])
    for item in new[len(old) :]:
        yield from _appended(text, place, old, path, item)


def _by_items(old: list[object], new: Sequence[object]) -> bool:
    """Whether a list becomes the other by changing and appending items, rather than by removing some."""
    return len(new) >= len(old) or (bool(new) and len(_missing_in(old, new)) == len(old) - len(new))


def _missing_in(old: Sequence[object], new: Sequence[object]) -> list[int]:
    """Return the indices of the old items that the new list, in order, leaves out."""
    missing, at = [], 0
    for index, item in enumerate(old):
        if at < len(new) and same(item, new[at]):
            at += 1
        else:
            missing.append(index)
    return missing


def _replaced(text: Text, path: Path, place: Place, old: object, new: object) -> Iterator[Splice]:
    span = place.span
    start = text.behind_properties(place)
    in_flow = _in_flow(text, path)
    if _is_alias(text, place) and isinstance(old, dict | list):
        start = text.start(span)
    is_block = not in_flow and spelling.is_block(new)
    if _is_block_collection(text, place):
        yield from _replaced_block(text, path, place, new)
        return
    if text.is_block_scalar(place):
        last = text.last_line(place)
        header_end = text.line_end(span.line)
        comment = text.comments.get(span.line)
        header = text.starts[span.line - 1] + comment if comment is not None else header_end
        header = start + len(text.text[start:header].rstrip(" \t"))
        end_of_body = text.line_end(last)
        if is_block:
            yield Splice(len(text.text[:start].rstrip(" \t")), header, "")
            yield Splice(header_end, end_of_body, _lines(text, path, new))
        else:
            yield Splice(start, header, spelling.in_flow(new))
            yield Splice(header_end, end_of_body, "")
        return
    if is_block:
        before = len(text.text[:start].rstrip(" \t"))
        yield Splice(before, text.end(span), "")
        line_end = text.line_end(span.end_line)
        yield Splice(line_end, line_end, _lines(text, path, new))
        return
    spelt = _spelt(text, place, old, new, in_flow=in_flow)
    gap = " " if start and text.text[start - 1] in ":-" and start == text.end(span) else ""
    yield Splice(start, text.end(span), gap + spelt)


def _spelt(text: Text, place: Place, old: object, new: object, *, in_flow: bool) -> str:
    if isinstance(new, Mapping | list | tuple):
        return spelling.in_flow(new)
    written = text.text[text.behind_properties(place) :][:1]
    quote: spelling.Quote = "'" if written == "'" else '"' if written == '"' else ""
    if not isinstance(old, str) or not isinstance(new, str):
        quote = ""
    return spelling.scalar(new, flow=in_flow, quote=quote)


def _replaced_block(text: Text, path: Path, place: Place, new: object) -> Iterator[Splice]:
    """Yield the replacement of a whole mapping or list in block style, unless it contains comments."""
    if not path:
        raise UnsafeError(_ELSEWHERE)
    span = place.span
    end = text.line_end(text.last_line(place))
    if isinstance(path[-1], int) or text.before(span).strip():
        # Behind a hyphen or an anchor: the value goes where the old one was.
        inner = (
            "\n".join(spelling.block(new, span.column - 1, deeper=_deeper(text))).lstrip(" ")
            if spelling.is_block(new)
            else ""
        )
        yield Splice(text.start(span), end, (inner or spelling.in_flow(new)).replace("\n", text.end_of_line))
        return
    line_start = text.starts[span.line - 1]
    if spelling.is_block(new):
        yield Splice(line_start - len(end_before(text, line_start)), end, _lines(text, path, new))
        return
    key = _key_of(text, path)
    colon = text.text.index(":", text.end(key)) + 1
    yield Splice(colon, colon, " " + spelling.in_flow(new))
    yield Splice(line_start - len(end_before(text, line_start)), end, "")


def _lines(text: Text, path: Path, new: object) -> str:
    """Return the lines of a value below its key, each after a line end."""
    if isinstance(path[-1], int):
        raise UnsafeError(_BRACKETS)
    indent = _key_of(text, path).column - 1 + (2 if isinstance(new, Mapping) else _deeper(text))
    return "".join(text.end_of_line + line for line in spelling.block(new, indent, deeper=_deeper(text)))


def _key_of(text: Text, path: Path) -> Span:
    return _own(_at(text, path[:-1])[0], path[-1])


def _deeper(text: Text) -> int:
    return 2 if text.indented_lists() else 0


def _added(
    text: Text, place: Place, path: Path, key: str, value: object, after: Sequence[str], own: Sequence[str]
) -> Iterator[Splice]:
    """Yield a new key after the last key that is in `after`, else after the last of the mapping's `own` keys."""
    if not own:
        yield from _only(text, place, path, {key: value}, "{}")
        return
    assert isinstance(place.inside, dict)  # noqa: S101  it has keys
    before = next((own_key for own_key in reversed(own) if own_key in after), own[-1])
    above = place.inside[before]
    if _in_flow(text, (*path, before)):
        if not within(above.span, place.span):
            raise UnsafeError(_ELSEWHERE)
        at = text.end(above.span)
        yield Splice(at, at, f", {spelling.scalar(key, flow=True)}: {spelling.in_flow(value)}")
        return
    assert place.keys is not None  # noqa: S101  it has keys
    indent = place.keys[own[0]].column - 1
    at = text.line_end(_last_line_of_own(text, place.keys[before], above))
    lines = spelling.entry(key, value, indent, deeper=_deeper(text))
    yield Splice(at, at, "".join(text.end_of_line + line for line in lines))


def _last_line_of_own(text: Text, key: Span, value: Place) -> int:
    """Return the last line of a key's value; an alias ends on its own line."""
    return max(key.end_line, text.last_line(value))


def _appended(text: Text, place: Place, held: object, path: Path, value: object) -> Iterator[Splice]:
    if not isinstance(held, list):
        raise UnsafeError(_MISSING)
    if not isinstance(place.inside, list) or not place.inside:
        yield from _only(text, place, path, [value], "[]")
        return
    last = place.inside[-1]
    if not within(last.span, place.span):
        raise UnsafeError(_ELSEWHERE)
    if _is_flow_collection(text, place):
        at = text.end(last.span)
        yield Splice(at, at, ", " + spelling.in_flow(value))
        return
    hyphen = text.hyphen(place.inside[0])
    indent = hyphen.column - 1 if hyphen is not None else place.span.column - 1
    at = text.line_end(text.last_line(last))
    lines = spelling.item(value, indent, deeper=_deeper(text))
    yield Splice(at, at, "".join(text.end_of_line + line for line in lines))


def _only(text: Text, place: Place, path: Path, value: object, empty: str) -> Iterator[Splice]:
    """Yield the first content of an empty mapping or list."""
    if _is_alias(text, place):
        raise UnsafeError(_ELSEWHERE)
    written = re.sub(r"\s", "", text.text[text.behind_properties(place) : text.end(place.span)])
    if written != empty:
        raise UnsafeError(_MISSING)
    yield from _replaced(text, path, place, empty, value)


def _removed(text: Text, path: Path) -> Iterator[Splice]:
    holder, held = _at(text, path[:-1])
    step = path[-1]
    place, _ = _child(holder, held, step)
    if isinstance(step, int):
        siblings = holder.inside
        assert isinstance(siblings, list)  # noqa: S101  it has an item
        starts = [item.span for item in siblings]
        stretch = [(text.start(item.span), text.end(item.span)) for item in siblings]
        index = step
    else:
        own = own_keys(holder)
        assert isinstance(holder.inside, dict)  # noqa: S101  it has keys
        assert holder.keys is not None  # noqa: S101
        starts = [holder.keys[key] for key in own]
        stretch = [(text.start(holder.keys[key]), max(text.end(holder.keys[key]), text.end(holder.inside[key].span)))
                   for key in own]  # fmt: skip
        index = own.index(step)
    if _is_flow_collection(text, holder):
        if len(stretch) == 1:
            yield Splice(*stretch[0], "")
        elif index + 1 < len(stretch):
            yield Splice(stretch[index][0], stretch[index + 1][0], "")
        else:
            yield Splice(stretch[index - 1][1], stretch[index][1], "")
        return
    if len(stretch) == 1:
        yield from _replaced_block(text, path[:-1], holder, [] if isinstance(step, int) else {})
        return
    last = max(starts[index].end_line, text.last_line(place))
    first = text.hyphen(place) if isinstance(step, int) else starts[index]
    if first is None:
        raise UnsafeError(_BRACKETS)
    before = text.before(first)
    if before.strip():
        if index + 1 == len(starts):
            raise UnsafeError(_BRACKETS)
        following = starts[index + 1]
        if isinstance(step, int) or text.before(following).strip():
            raise UnsafeError(_BRACKETS)
        yield Splice(text.start(first), text.start(following), "")
        return
    yield from without_lines(text, first.line, last)


def _in_flow(text: Text, path: Path) -> bool:
    """Whether the value at a path is inside brackets."""
    place, value = text.document.place, text.document.value
    for step in path:
        if _is_flow_collection(text, place):
            return True
        if not _knows(place, step):
            return False
        place, value = _child(place, value, step)
    return False


def _is_flow_collection(text: Text, place: Place) -> bool:
    return place.inside is not None and text.text[text.behind_properties(place) :][:1] in ("{", "[")


def _is_block_collection(text: Text, place: Place) -> bool:
    return place.inside is not None and not _is_flow_collection(text, place) and not _is_alias(text, place)


def _is_alias(text: Text, place: Place) -> bool:
    return text.text[text.start(place.span) :][:1] == "*"


def _key(text: Text, span: Span, new: str) -> str:
    written = text.text[text.start(span)]
    quote: spelling.Quote = "'" if written == "'" else '"' if written == '"' else ""
    return spelling.scalar(new, flow=True, quote=quote)
