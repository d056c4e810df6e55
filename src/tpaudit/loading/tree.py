"""Inventories in a git revision."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import takewhile
from pathlib import Path

from tpaudit.loading.discovery import ROOT_NAMES, YAML_SUFFIXES
from tpaudit.loading.documents import read_document
from tpaudit.loading.git import LINK, SUBMODULE, Contents, Revision
from tpaudit.loading.limits import SPLIT, larger
from tpaudit.loading.patterns import FolderEntry, expand, is_wild
from tpaudit.loading.source import Unreadable
from tpaudit.loading.usage import UsageError
from tpaudit.messages import say

# The limits of Linux: links followed in a path, and the length of a path.
_MAX_LINKS = 40
_MAX_PATH = 4096
_LFS = b"version https://git-lfs.github.com/spec/"
_SUBMODULES = say("Keep the files of an inventory in one repository, or run tpaudit in the submodule.")


@dataclass(frozen=True, slots=True)
class Tree:
    """A folder of a revision as a `Source`; `folder` is relative to the repository's top, empty for the top itself."""

    revision: Revision
    folder: str
    content: Contents

    def read(self, file: str) -> bytes | Unreadable:
        """Return the content of a file below the folder, links within the tree followed."""
        path = self._followed(_join(self.folder, file), file)
        if isinstance(path, Unreadable):
            return path
        if not self._holds(path):
            return _outside(file)
        blob = self.revision.blobs.get(path)
        if blob is None or blob.mode == SUBMODULE:
            return self._missing(path, file)
        content = self.content(blob.id)
        if content is None:
            return Unreadable(larger(file), SPLIT)
        if content.startswith(_LFS):
            return Unreadable(
                say(
                    "{file} is kept in Git LFS, so {revision} holds only a reference to it",
                    file=file,
                    revision=self.revision.name,
                ),
                say("Keep the files of an inventory in git itself: git lfs untrack, then git add --renormalize."),
            )
        return content

    def glob(self, pattern: str) -> tuple[str, ...]:
        """Return the names below the folder that a pattern means, sorted."""
        found = expand(pattern, self._list)
        submodule = None if found else self._submodule_in(_join(self.folder, _before_wildcards(pattern)))
        if submodule is not None:
            # Without files that the other side may have, everything in them would look changed.
            raise UsageError(
                say(
                    "{include} lies in the submodule {path}, whose files {revision} does not hold",
                    include=pattern,
                    path=submodule,
                    revision=self.revision.name,
                ),
                _SUBMODULES,
            )
        return found

    def _list(self, folder: str) -> Iterable[FolderEntry] | None:
        """Return what is in a folder; None if a link leads out of the root's folder, as on disk."""
        path = self._followed(_join(self.folder, folder), folder)
        if isinstance(path, Unreadable):
            return None if path == _outside(folder) else ()
        return self._entries(path) if self._holds(path) else None

    def _holds(self, path: str) -> bool:
        return not self.folder or f"{path}/".startswith(f"{self.folder}/")

    def _entries(self, path: str) -> Iterator[FolderEntry]:
        for name in self.revision.folders.get(path, ()):
            inside = _join(path, name)
            is_link = self.revision.mode(inside) == LINK
            target = self._followed(inside, name) if is_link else inside
            is_folder = (
                not isinstance(target, Unreadable)
                and self._holds(target)
                and (target in self.revision.folders or not target)
            )
            yield FolderEntry(name, is_folder, is_link)

    def _followed(self, path: str, file: str) -> str | Unreadable:
        """Return the path without links and dots in it."""
        at: list[str] = []
        waiting = path.split("/")[::-1]
        links = 0
        while waiting:
            step = waiting.pop()
            if step in {"", "."}:
                continue
            if step == "..":
                if not at:
                    return _outside(file)
                at.pop()
                continue
            at.append(step)
            blob = self.revision.blobs.get("/".join(at))
            if blob is None or blob.mode != LINK:
                continue
            links += 1
            target = os.fsdecode(self.content(blob.id) or b"")
            if links > _MAX_LINKS or len(target) > _MAX_PATH:
                return Unreadable(
                    say("{file} is a link that leads back to itself", file=file), say("Put the file itself there.")
                )
            if target.startswith("/"):
                return _outside(file)
            at.pop()
            waiting += target.split("/")[::-1]
        return "/".join(at)

    def _missing(self, path: str, file: str) -> Unreadable:
        submodule = self._submodule_in(path)
        if submodule is not None:
            return Unreadable(
                say("{file} lies in the submodule {path}, another repository", file=file, path=submodule),
                _SUBMODULES,
            )
        if path in self.revision.folders:
            return Unreadable(
                say("{file} is {kind}, not a file", file=file, kind=say("a folder")),
                say("Name the files in it: {file}/*.yaml", file=file.rstrip("/")),
            )
        return Unreadable(say("{file} does not exist", file=file), say("Correct its name, or create it."))

    def _submodule_in(self, path: str) -> str | None:
        """Return the submodule through which a path leads."""
        steps = [step for step in path.split("/") if step not in {"", "."}]
        above = ("/".join(steps[:end]) for end in range(1, len(steps) + 1))
        return next((folder for folder in above if self.revision.mode(folder) == SUBMODULE), None)


@contextmanager
def opened(revision: Revision, folder: str) -> Iterator[Tree]:
    """Provide the source that reads a folder of the revision, relative to the repository's top."""
    with revision.contents() as content:
        yield Tree(revision, folder, content)


def roots_at(revision: Revision, paths: Sequence[str], cwd: Path) -> tuple[str, ...]:
    """Return the root files, relative to the repository's top, that the paths mean at the revision.

    Without paths: the root of the nearest folder upwards, else all below. A path that the revision does not have means
    nothing, since it may exist on the other side.
    """
    found: dict[str, None] = {}
    with opened(revision, "") as tree:
        for path in paths:
            found |= dict.fromkeys(_roots_in(tree, revision.repository.within(cwd / path)))
        if not paths:
            found |= dict.fromkeys(_nearest(tree, revision.repository.within(cwd)))
    return tuple(found)


def _nearest(tree: Tree, folder: str) -> tuple[str, ...]:
    above = folder
    while True:
        roots = _usual(tree, above)
        if roots:
            return roots
        if not above:
            return _below(tree, folder)
        above = above.rpartition("/")[0]


def _roots_in(tree: Tree, path: str) -> tuple[str, ...]:
    if path in tree.revision.blobs:
        if path.rpartition("/")[2] in ROOT_NAMES or _is_root(tree, path):
            return (path,)
        raise UsageError(
            say(
                "{path} is not a root file at {revision} (it has no key tpaudit)",
                path=path,
                revision=tree.revision.name,
            ),
            say("Name a root file, or a folder that holds one."),
        )
    own = _usual(tree, path) or tuple(
        file
        for file in (_join(path, name) for name in tree.revision.folders.get(path, ()))
        if Path(file).suffix in YAML_SUFFIXES and _is_root(tree, file)
    )
    return own or _below(tree, path)


def _usual(tree: Tree, folder: str) -> tuple[str, ...]:
    return tuple(path for name in ROOT_NAMES if (path := _join(folder, name)) in tree.revision.blobs)


def _below(tree: Tree, folder: str) -> tuple[str, ...]:
    """Return the roots with the usual names; hidden folders are skipped."""
    inside = f"{folder}/" if folder else ""
    return tuple(
        sorted(
            path
            for path in tree.revision.blobs
            if path.startswith(inside)
            and path.rpartition("/")[2] in ROOT_NAMES
            and not any(step.startswith(".") for step in path[len(inside) :].split("/"))
        )
    )


def _is_root(tree: Tree, path: str) -> bool:
    data = tree.read(path)
    if isinstance(data, Unreadable) or b"tpaudit" not in data:
        return False
    document, _ = read_document(path, data)
    return document is not None and isinstance(document.value, dict) and "tpaudit" in document.value


def _before_wildcards(pattern: str) -> str:
    return "/".join(takewhile(lambda step: not is_wild(step), pattern.split("/")))


def _join(folder: str, name: str) -> str:
    return f"{folder}/{name}" if folder and name else folder or name


def _outside(file: str) -> Unreadable:
    return Unreadable(
        say("{file} is outside the root file's folder, where a link leads", file=file),
        say("Put the file itself into the folder."),
    )
