"""Include patterns: which ones are allowed, and which files they match in any kind of folder."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from fnmatch import fnmatchcase
from typing import NamedTuple

from tpaudit.messages import Message, say

_WILD = re.compile(r"[*?\[]")


class FolderEntry(NamedTuple):
    """A name in a folder; a link to a folder is both a folder and a link."""

    name: str
    is_folder: bool
    is_link: bool = False


ListFolder = Callable[[str], Iterable[FolderEntry] | None]


class Refusal(NamedTuple):
    """Why a pattern is refused."""

    message: Message
    help: Message


def refusal(pattern: str) -> Refusal | None:
    """Return why an include pattern is refused; None if it is fine."""
    if not pattern.strip():
        return Refusal(say("an include pattern is empty"), say("Name a file, or delete the entry."))
    if "\0" in pattern:
        return Refusal(say("an include pattern holds a NUL character"), say("Name a file without it."))
    if "\\" in pattern:
        return Refusal(
            say("the include pattern {pattern} holds a backslash", pattern=pattern),
            say("Write / between folders, on Windows too."),
        )
    if pattern.startswith("/") or re.match(r"[A-Za-z]:", pattern):
        return Refusal(
            say("the include pattern {pattern} is an absolute path", pattern=pattern),
            say("Write it relative to the folder of the root file, and keep included files below that folder."),
        )
    if ".." in pattern.split("/"):
        return Refusal(
            say("the include pattern {pattern} leaves the folder of the root file", pattern=pattern),
            say("Keep included files below that folder, and leave .. out."),
        )
    return None


def is_wild(pattern: str) -> bool:
    """Whether a pattern can match more than one file."""
    return _WILD.search(pattern) is not None


def expand(pattern: str, list_folder: ListFolder) -> tuple[str, ...]:
    """Return the files that a pattern means, sorted.

    `list_folder` lists a folder ("" is the root's), nothing for other paths, and returns None for one that cannot be
    listed: such a folder is returned itself, so that its contents are not silently left out. Hidden names
    match only patterns that start with a dot themselves. A pattern without wildcards matches whatever has that
    name, a folder too.
    """
    parts = [part for part in pattern.split("/") if part not in {"", "."}]
    found: set[str] = set()
    seen: set[tuple[str, int]] = set()
    waiting = [("", 0)] if parts else []
    while waiting:
        folder, at = waiting.pop()
        if (folder, at) in seen:
            continue
        seen.add((folder, at))
        if parts[at] == "**" and at + 1 < len(parts):
            waiting.append((folder, at + 1))
        entries = list_folder(folder)
        if entries is None:
            found.add(folder or ".")
            continue
        for entry in entries:
            path = f"{folder}/{entry.name}" if folder else entry.name
            following = _following(parts, at, entry)
            if following == len(parts):
                found.add(path)
            elif following is not None:
                waiting.append((path, following))
    return tuple(sorted(found))


def _following(parts: Sequence[str], at: int, entry: FolderEntry) -> int | None:
    """Return the index of the pattern's part that applies inside an entry; past the last, the entry itself matches."""
    part = parts[at]
    last = at + 1 == len(parts)
    if part == "**":
        if entry.name.startswith("."):
            return None
        if entry.is_folder:
            # Links may form cycles, so this does not follow them.
            return None if entry.is_link else at
        return at + 1 if last else None
    if not _matches(entry.name, part):
        return None
    # Wildcards match folders on the way and files at the end; a plain name matches anything with that name.
    if is_wild(part) and entry.is_folder == last:
        return None
    return at + 1


def _matches(name: str, part: str) -> bool:
    if not is_wild(part):
        return name == part
    return (part.startswith(".") or not name.startswith(".")) and fnmatchcase(name, part)
