"""Read an inventory: its root file and everything that it includes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NamedTuple

from tpaudit.loading import limits
from tpaudit.loading.documents import Document, no_garbage_collection
from tpaudit.loading.encoding import legible
from tpaudit.loading.faults import Fault
from tpaudit.loading.patterns import is_wild, refusal
from tpaudit.loading.places import START, Span
from tpaudit.loading.recovery import read_around_faults
from tpaudit.loading.source import Source, Unreadable
from tpaudit.messages import Message, say


class Loaded(NamedTuple):
    """What an inventory's files say; `complete` is False if a file could not be found, read or parsed."""

    root: Document | None
    included: tuple[Document, ...]
    faults: tuple[Fault, ...]
    complete: bool
    broken: Mapping[str, tuple[str, ...]]
    """The lines of the files that could not be parsed, as far as they are text."""


Parse = Callable[[str, bytes], tuple[Document | None, tuple[Fault, ...]]]
"""Parses a file, by name and content, into a document and its faults; the language server caches the results."""


def load(source: Source, root_file: str, parse: Parse = read_around_faults) -> Loaded:
    """Read the root file and, in sorted order, each included file once."""
    with no_garbage_collection():
        return _load(source, root_file, parse)


def _load(source: Source, root_file: str, parse: Parse) -> Loaded:
    faults: list[Fault] = []
    broken: dict[str, tuple[str, ...]] = {}
    root = _read(source, root_file, root_file, START, faults, broken, parse)
    if root is None:
        return Loaded(None, (), tuple(faults), complete=False, broken=broken)
    files = _included_files(source, root, faults)
    complete = root.whole and all(fault.code != "INV001" for fault in faults)
    included = []
    nodes = root.nodes
    for file, entry in files.items():
        document = _read(source, file, root_file, entry, faults, broken, parse)
        if document is None:
            complete = False
            continue
        complete &= document.whole
        nodes += document.nodes
        if nodes > limits.MAX_NODES:
            faults.append(limits.too_many_nodes(file, START))
            complete = False
            break
        included.append(document)
    return Loaded(root, tuple(included), tuple(faults), complete, broken)


def included_files(source: Source, root_file: str) -> tuple[Document | None, tuple[str, ...]]:
    """Return the root's document, None if it is broken, and the names of the files that it includes."""
    root = _read(source, root_file, root_file, START, [], {}, read_around_faults)
    return root, () if root is None else tuple(_included_files(source, root, []))


def _read(
    source: Source,
    file: str,
    root_file: str,
    entry: Span,
    faults: list[Fault],
    broken: dict[str, tuple[str, ...]],
    parse: Parse,
) -> Document | None:
    data = source.read(file)
    if isinstance(data, Unreadable):
        # A file that can't be opened has no line to show; the entry that names it does.
        faults.append(_unreadable(root_file, entry, data.reason, data.help, subject=file))
        return None
    document, its_faults = parse(file, data)
    faults.extend(its_faults)
    if document is None:
        broken[file] = legible(data)
    return document


def _included_files(source: Source, root: Document, faults: list[Fault]) -> dict[str, Span]:
    """Return the files with the entry that names each first, sorted."""
    files: dict[str, Span] = {}
    for pattern, span in _patterns(root):
        refused = refusal(pattern)
        if refused is not None:
            faults.append(_unreadable(root.file, span, refused.message, refused.help, path=pattern))
            continue
        found = source.glob(pattern)
        if not found:
            faults.append(_no_match(root.file, span, pattern))
        for file in found:
            if file != root.file:
                files.setdefault(file, span)
    count = len(files) + 1
    if count > limits.MAX_FILES:
        faults.append(_too_many_files(root, count))
    return dict(sorted(files.items())[: limits.MAX_FILES - 1])


def _patterns(root: Document) -> list[tuple[str, Span]]:
    """Return the include entries that are texts; anything else is left to the schema."""
    if not isinstance(root.value, dict) or not isinstance(root.place.inside, dict):
        return []
    include = root.value.get("include")
    if isinstance(include, str):
        return [(include, root.place.inside["include"].span)]
    if not isinstance(include, list):
        return []
    places = root.place.inside["include"].inside
    assert isinstance(places, list)  # noqa: S101  a list's places are a list
    return [(entry, place.span) for entry, place in zip(include, places, strict=True) if isinstance(entry, str)]


def _no_match(root_file: str, span: Span, pattern: str) -> Fault:
    if is_wild(pattern):
        message = say("the include pattern {pattern} matches no file", pattern=pattern)
    else:
        message = say("the included file {pattern} does not exist", pattern=pattern)
    remedy = say("Correct it, or delete the entry; it is relative to the folder of this file.")
    return _unreadable(root_file, span, message, remedy, path=pattern)


def _too_many_files(root: Document, count: int) -> Fault:
    span = root.place.keys["include"] if root.place.keys else START
    message = say(
        "the inventory has {count} files, more than the {limit} that are read", count=count, limit=limits.MAX_FILES
    )
    return _unreadable(root.file, span, message, say("Put more into one file, or split the inventory."), path="")


def _unreadable(
    root_file: str,
    span: Span,
    message: Message,
    remedy: Message,
    *,
    subject: str | None = None,
    path: str | None = None,
) -> Fault:
    return Fault(
        code="INV001",
        file=root_file,
        span=span,
        message=message,
        help=remedy,
        subject=("file", subject or root_file),
        path=() if path is None else tuple(step for step in ("include", path) if step),
        key="unreadable",
    )
