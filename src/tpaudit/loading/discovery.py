"""From the paths of a command line to the root files that are meant."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import BinaryIO, NamedTuple

from tpaudit.loading.documents import read_document
from tpaudit.loading.limits import MAX_FILE_BYTES
from tpaudit.loading.load import included_files
from tpaudit.loading.source import Folder, Unreadable
from tpaudit.loading.usage import UsageError
from tpaudit.messages import say

ROOT_NAMES = ("tpaudit.yaml", "tpaudit.yml")
STDIN_NAME = "stdin.yaml"

YAML_SUFFIXES = frozenset({".yaml", ".yml"})
_ROOT_KEY = re.compile(rb"^(?:\xef\xbb\xbf)?(?P<quote>[\"']?)tpaudit(?P=quote)[ \t]*:(?:\s|\Z)", re.MULTILINE)
_FLOW_START = re.compile(rb"(?:\xef\xbb\xbf)?(?:\s|#[^\n]*\n|---)*\{")


class Root(NamedTuple):
    """A root file, with links resolved. `only` are the files to which findings are filtered; () is all of them.

    `text` is the content, where standard input gave it.
    """

    path: Path
    only: tuple[str, ...] = ()
    text: bytes | None = None

    @property
    def baseline(self) -> Path:
        """Where its known debt is kept: in `tpaudit.baseline.json` beside `tpaudit.yaml`."""
        return self.path.with_name(f"{self.path.stem}.baseline.json")

    def folder(self) -> Folder:
        """Return where the root and the files that it includes are read."""
        return Folder(self.path.parent, {} if self.text is None else {self.path.name: self.text})


def find_roots(
    paths: Sequence[str], *, cwd: Path, stdin: BinaryIO | None = None, stdin_filename: str | None = None
) -> tuple[Root, ...]:
    """Return the roots that the paths mean, each once, in the order in which they are first named."""
    found: dict[Path, Root] = {}
    for root in _named(paths, cwd, stdin, stdin_filename) if paths else _here(cwd):
        known = found.setdefault(root.path, root)
        if known.only and not root.only:
            found[root.path] = root
        elif known.only:
            found[root.path] = Root(root.path, tuple(sorted({*known.only, *root.only})))
    return tuple(found.values())


def _named(paths: Sequence[str], cwd: Path, stdin: BinaryIO | None, stdin_filename: str | None) -> Iterator[Root]:
    read_stdin = False
    for path in paths:
        if path != "-":
            yield from _at(path, cwd)
        elif not read_stdin:
            read_stdin = True
            content = b"" if stdin is None else stdin.read(MAX_FILE_BYTES + 1)
            yield Root(_resolved(cwd / (stdin_filename or STDIN_NAME)), text=content)


def _at(name: str, cwd: Path) -> Iterator[Root]:
    try:
        path = (cwd / name).resolve(strict=True)
        if path.is_dir():
            roots = tuple(_in_folder(path))
            if not roots:
                os.scandir(path).close()  # says it where nothing is found because nobody may look
            yield from roots
            return
    except (OSError, ValueError, RuntimeError) as error:
        raise _missing(name, error) from error
    if not path.is_file():
        raise UsageError(say("{path} is neither a file nor a folder", path=name), say("Name a file or a folder."))
    if path.name in ROOT_NAMES or _is_root(path):
        yield Root(path)
        return
    root = _root_that_includes(path)
    if root is not None:
        yield root
    elif isinstance(Folder(path.parent).read(path.name), Unreadable):
        yield Root(path)
    else:
        raise UsageError(
            say("{path} is no root file (it has no key tpaudit), and no root file above it includes it", path=name),
            say("Name it under include in the root file, or name the root file here."),
        )


def _missing(name: str, error: Exception) -> UsageError:
    if isinstance(error, FileNotFoundError):
        message = say("{path} does not exist", path=name)
    else:
        why = (error.strerror if isinstance(error, OSError) else None) or str(error)
        message = say("{path} cannot be read: {why}", path=name, why=why)
    return UsageError(message, say("Correct the path; tpaudit init writes a first inventory."))


def _here(cwd: Path) -> Iterator[Root]:
    folder = cwd.resolve()
    for above in _upwards(folder):
        root = _conventional(above)
        if root is not None:
            yield root
            return
    yield from _in_folder(folder)


def _upwards(folder: Path) -> Iterator[Path]:
    """Yield the folder and those above it, up to the repository's; without a repository, up to the top."""
    for above in (folder, *folder.parents):
        yield above
        if os.path.lexists(above / ".git"):
            return


def _in_folder(folder: Path) -> Iterator[Root]:
    own = _roots_of(folder)
    yield from own or _roots_below(folder)


def _roots_of(folder: Path) -> tuple[Root, ...]:
    """Return the folder's own root; where none has the usual name, all files that have a root's key."""
    usual = _conventional(folder)
    if usual is not None:
        return (usual,)
    try:
        names = sorted(entry.name for entry in os.scandir(folder) if Path(entry.name).suffix in YAML_SUFFIXES)
    except OSError:
        return ()
    return tuple(Root(_resolved(folder / name)) for name in names if _is_root(folder / name))


def _conventional(folder: Path) -> Root | None:
    # A broken link or a pipe of that name counts: reading it says what is wrong, which skipping it would not.
    here = [name for name in ROOT_NAMES if os.path.lexists(folder / name)]
    present = [name for name in here if not os.path.isdir(folder / name)]  # noqa: PTH112  Path.is_dir may raise
    if len(present) > 1:
        raise UsageError(
            say("both {names} are in {folder}", names=tuple(present), folder=str(folder)),
            say("Keep one of them, or name the one that is meant."),
        )
    if not present:
        return None
    return Root(_resolved(folder / present[0]))


def _resolved(path: Path) -> Path:
    try:
        return path.resolve(strict=True)
    except (OSError, RuntimeError):
        # A link that leads nowhere or back to itself: reading it says so, by the name that the user knows.
        return path.parent.resolve() / path.name


def _is_root(path: Path) -> bool:
    data = Folder(path.parent).read(path.name)
    if isinstance(data, Unreadable) or b"tpaudit" not in data:
        return False
    if _ROOT_KEY.search(data):
        return True
    if not _FLOW_START.match(data):
        return False
    document, _ = read_document(path.name, data)
    return document is not None and isinstance(document.value, dict) and "tpaudit" in document.value


def _root_that_includes(path: Path) -> Root | None:
    for folder in _upwards(path.parent):
        for root in _roots_of(folder):
            document, files = included_files(root.folder(), root.path.name)
            if document is None:
                # Nobody can tell what a broken root includes: its own faults are what to show.
                return root
            only = tuple(file for file in files if _resolved(root.path.parent / file) == path)
            if only:
                return Root(root.path, only)
    return None


def _roots_below(folder: Path) -> list[Root]:
    """Return the roots with the usual names; looking into every YAML file of a repository would take too long."""
    candidates = []
    for parent, folders, _ in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        root = _conventional(Path(parent))
        if root is not None:
            candidates.append((Path(parent), root))
    ignored = _ignored([parent for parent, _ in candidates])
    return [root for parent, root in candidates if parent not in ignored]


def _ignored(folders: Iterable[Path]) -> set[Path]:
    repositories: dict[Path, list[Path]] = {}
    for folder in folders:
        repository = next((above for above in (folder, *folder.parents) if os.path.lexists(above / ".git")), None)
        if repository is not None and repository != folder:
            repositories.setdefault(repository, []).append(folder)
    if not repositories:
        return set()
    from tpaudit.loading.git import ignored

    return {folder for repository, inside in repositories.items() for folder in ignored(repository, inside)}
