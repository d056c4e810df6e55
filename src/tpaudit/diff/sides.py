"""The inventories of a work tree and of a git revision, side by side, and the audits of both.

For `tpaudit check --since REV` and `tpaudit report --since REV`: `since`, then `audited` for each pair, then
`findings.since.marked`. For `tpaudit diff REV [REV]`: `ends`, `between`, then `audited`, then `comparison.compare`.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from tpaudit.audit import Request, audit
from tpaudit.findings.filter import Filter
from tpaudit.findings.result import InventoryAudit
from tpaudit.loading.discovery import ROOT_NAMES, Root, find_roots, folder_as_seen
from tpaudit.loading.git import Repository, Revision, repository, revision
from tpaudit.loading.tree import opened, roots_at
from tpaudit.loading.usage import UsageError
from tpaudit.messages import say


@dataclass(frozen=True, slots=True)
class RootThen:
    """A root file in a revision, by its path below the repository's top."""

    revision: Revision
    file: str

    @property
    def path(self) -> Path:
        """Where the file is, or would be, in the work tree."""
        return self.revision.repository.top / self.file


class Pair(NamedTuple):
    """One inventory on both sides; None where it does not exist."""

    repository: Repository
    before: RootThen | None
    after: Root | RootThen | None


@dataclass(frozen=True, slots=True)
class Audited:
    """The unfiltered audits of both sides, and the rules that crashed on either."""

    before: InventoryAudit | None
    after: InventoryAudit | None
    crashed: tuple[str, ...] = ()


def since(name: str, roots: Sequence[Root], paths: Sequence[str], cwd: Path) -> tuple[Pair, ...]:
    """Return the pairs for the work tree's roots at these paths, and for roots that only the revision has.

    Each root is compared within its own repository. Raises `UsageError` if there is none, no such revision, or
    nothing at a path on either side.
    """
    _require_one_end(name)
    revisions: dict[Path, Revision] = {}

    def revision_at(folder: Path) -> Revision:
        found = repository(folder)
        return revisions.setdefault(found.top, revisions.get(found.top) or revision(found, name))

    pairs = []
    for root in roots:
        then = revision_at(root.path.parent)
        pairs.append(Pair(then.repository, _counterpart(then, then.repository.within(root.path)), root))
    paired = {(pair.repository.top, pair.before.file) for pair in pairs if pair.before is not None}
    for path in paths or (None,):
        is_there = path is None or path == "-" or os.path.lexists(cwd / path)
        if path is not None and is_there and not os.path.isdir(cwd / path):  # noqa: PTH112  Path.is_dir may raise
            # A file names one of today's roots; others may have existed only below folders and at paths that are gone.
            continue
        then = revision_at(_folder_above(cwd if path is None else cwd / path))
        files = roots_at(then, () if path is None else (path,), cwd)
        if path is not None and not is_there and not files:
            raise _nowhere(path)
        for file in files:
            if (then.repository.top, file) not in paired:
                paired.add((then.repository.top, file))
                _require_in_tree(then, file)
                pairs.append(Pair(then.repository, RootThen(then, file), None))
    return _renamed(pairs, [root for then in revisions.values() for root in _moved(then, paired)])


def _moved(then: Revision, paired: Collection[tuple[Path, str]]) -> Iterator[RootThen]:
    """Yield the revision's roots that are no longer at their place in the work tree."""
    for file in then.blobs:
        is_root = file.rpartition("/")[2] in ROOT_NAMES
        if is_root and (then.repository.top, file) not in paired and not os.path.lexists(then.repository.top / file):
            yield RootThen(then, file)


def _require_in_tree(then: Revision, file: str) -> None:
    """Raise UsageError if the work tree lacks a root file only because of a sparse checkout."""
    if file in then.repository.left_out():
        raise _left_out(file)


def _renamed(pairs: Sequence[Pair], others: Sequence[RootThen] = ()) -> tuple[Pair, ...]:
    """Return the pairs, joining those whose root file merely moved to another folder, nearly unchanged."""
    gone = [*(pair.before for pair in pairs if pair.after is None and pair.before is not None), *others]
    joined: dict[str, Pair] = {}
    result: list[Pair] = []
    for pair in pairs:
        if pair.before is None and pair.after is not None:
            before = next((root for root in gone if root.file not in joined and _is_like(root, pair.after)), None)
            if before is not None:
                joined[before.file] = pair
                result.append(pair._replace(before=before))
                continue
        result.append(pair)
    return tuple(
        pair for pair in result if pair.after is not None or pair.before is None or pair.before.file not in joined
    )


def _is_like(before: RootThen, after: Root | RootThen) -> bool:
    """Whether one root file is the other one moved: most of their lines are the same, as git judges it."""
    texts = _text(before), _text(after)
    if not all(texts):
        return False
    lines = [dict.fromkeys(text.splitlines()) for text in texts]
    common = sum(line in lines[1] for line in lines[0])
    return 2 * common >= max(map(len, lines))


def _text(side: Root | RootThen) -> bytes:
    if isinstance(side, Root):
        data = side.folder().read(side.path.name)
    else:
        folder, _, name = side.file.rpartition("/")
        with opened(side.revision, folder) as tree:
            data = tree.read(name)
    return data if isinstance(data, bytes) else b""


def todays(paths: Sequence[str], cwd: Path, find: Callable[[Sequence[str]], tuple[Root, ...]]) -> tuple[Root, ...]:
    """Return the work tree's roots that the paths mean; a path with nothing there may mean a revision's root."""
    there = [path for path in paths if path == "-" or os.path.lexists(cwd / path)]
    return find(there) if there or not paths else ()


def ends(before: str, after: str | None) -> tuple[str, str | None]:
    """Return the names of the two sides as `git diff` reads them; None is the work tree.

    `A..B` is A and B; `A...B` is their merge base, which keeps that name, and B. An end that is left out is HEAD.
    Raises `UsageError` if a range and one more revision are named.
    """
    first, dots, second = before.partition("...") if "..." in before else before.partition("..")
    if not dots:
        return before, after
    if not (first or second):
        raise UsageError(say("{range} names no revision", range=before), say("Name one end or both: A..B, A...B, A..."))
    if after is not None:
        raise UsageError(
            say("{range} names two revisions, and {revision} is one more", range=before, revision=after),
            say("Name one range, or two revisions."),
        )
    return before if dots == "..." else first or HEAD, second or HEAD


HEAD = "HEAD"
"""The revision that is checked out in the work tree."""


def _require_one_end(name: str) -> None:
    """Raise UsageError for a range whose second end is not the work tree's commit."""
    first, dots, second = name.partition("...")
    if ".." in name and not (dots and (first or second) and {first, second} & {"", HEAD}):
        raise UsageError(
            say("{range} names two revisions, and --since compares one with the work tree", range=name),
            say("Name one, or A... for where A and HEAD parted; tpaudit diff compares two."),
        )


def between(before: str, after: str | None, paths: Sequence[str], cwd: Path) -> tuple[Pair, ...]:
    """Return the pairs for two revisions, or for one and the work tree (None); paths name folders and root files.

    Raises `UsageError` if there is no repository, no such revision, or nothing at a path on either side.
    """
    if after is None:
        return since(before, todays(paths, cwd, lambda there: find_roots(there, cwd=cwd)), paths, cwd)
    here = repository(cwd)
    was, now = revision(here, before), revision(here, after)
    pairs: dict[str, Pair] = {}
    # Each path separately, so that one that leads nowhere is noticed.
    for path in paths or (None,):
        below = () if path is None else (path,)
        old, new = roots_at(was, below, cwd), roots_at(now, below, cwd)
        if path is not None and not old and not new:
            raise _nowhere(path)
        for file in new:
            pairs[file] = Pair(here, _counterpart(was, file), RootThen(now, file))
        taken = [pair.before.file for pair in pairs.values() if pair.before is not None]
        for file in old:
            if file not in taken:
                pairs[file] = Pair(here, RootThen(was, file), _same(now, file))
    return _renamed(tuple(pairs.values()))


def _nowhere(path: str) -> UsageError:
    return UsageError(
        say("{path} holds no root file on either side", path=path), say("Correct the path, or the revisions.")
    )


def _folder_above(path: Path) -> Path:
    """Return the folder itself, or the nearest existing one above it."""
    return next(folder for folder in (path, *path.parents) if os.path.isdir(folder))  # noqa: PTH112  Path.is_dir may raise


def _same(there: Revision, file: str) -> RootThen | None:
    return RootThen(there, file) if file in there.blobs else None


def _counterpart(there: Revision, file: str) -> RootThen | None:
    """Return the same root file, or the one in the same folder under the other usual name."""
    same = _same(there, file)
    path = PurePosixPath(file)
    if same is not None or path.name not in ROOT_NAMES:
        return same
    others = (_same(there, str(path.with_name(name))) for name in ROOT_NAMES)
    return next((other for other in others if other is not None), None)


def audited(pair: Pair, request: Request, cwd: Path) -> Audited:
    """Return the audits of both sides for the same request, without its baseline for the old side and unfiltered.

    Each side has the settings of its own root file; see `findings.since`.
    """
    whole = request._replace(shown=Filter())
    before, crashed_before = _audit(pair.before, whole._replace(known=None), pair.repository, cwd)
    if before is not None and isinstance(pair.after, Root):
        _require_whole(before, pair.repository)
    after, crashed_after = _audit(pair.after, whole, pair.repository, cwd)
    return Audited(before, after, tuple(dict.fromkeys((*crashed_after, *crashed_before))))


def _require_whole(before: InventoryAudit, repository: Repository) -> None:
    """Raise UsageError if the work tree lacks files only because of a sparse checkout: they would seem removed."""
    below = f"{before.repository_folder}/" if before.repository_folder else ""
    left_out = repository.left_out()
    for document in before.inventory.documents:
        if below + document.file in left_out:
            raise _left_out(before.path(document.file))


def _left_out(file: str) -> UsageError:
    return UsageError(
        say("a sparse checkout leaves {file} out of this work tree", file=file),
        say("Bring it in with git sparse-checkout add, or compare two revisions: tpaudit diff A B."),
    )


def _audit(
    side: Root | RootThen | None, request: Request, repository: Repository, cwd: Path
) -> tuple[InventoryAudit | None, Iterable[str]]:
    if side is None:
        return None, ()
    folder = side.path.parent
    below = repository.within(folder)
    name = folder_as_seen(folder, cwd)
    if isinstance(side, Root):
        return audit(side.folder(), side.path.name, request, folder=name, repository_folder=below)
    below, _, file = side.file.rpartition("/")
    with opened(side.revision, below) as tree:
        return audit(tree, file, request, folder=name, repository_folder=below)
