"""From the paths of a command line to the root files that they mean."""

from __future__ import annotations

import errno
import os
import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import BinaryIO, NamedTuple

from tpaudit.loading.below import LeadsOut
from tpaudit.loading.documents import read_document
from tpaudit.loading.encoding import other_encoding
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

    `text` is the content if it came from standard input.
    """

    path: Path
    only: tuple[str, ...] = ()
    text: bytes | None = None
    of: str = ""
    """The file whose text was given, if it is not the root file itself."""

    @property
    def baseline(self) -> Path:
        """The file of its known debt, such as `tpaudit.baseline.json` beside `tpaudit.yaml`."""
        return self.path.with_name(f"{self.path.stem}.baseline.json")

    def folder(self) -> Folder:
        """Return the source from which the root and the files that it includes are read."""
        return Folder(self.path.parent, {} if self.text is None else {self.of or self.path.name: self.text})


class Where(NamedTuple):
    """Where to look for inventories: the paths of a command line, relative to the folder in which it runs."""

    cwd: Path
    paths: tuple[str, ...] = ()
    stdin: BinaryIO | None = None
    """Read where a path is ``-``."""
    stdin_filename: str | None = None

    def roots(self, *, all_hold: bool = True) -> tuple[Root, ...]:
        """Return the roots that are meant; raise UsageError if a path holds none, unless that is allowed."""
        return find_roots(
            self.paths, cwd=self.cwd, stdin=self.stdin, stdin_filename=self.stdin_filename, all_hold=all_hold
        )


def folder_as_seen(folder: Path, cwd: Path) -> str:
    """Return a folder as seen from `cwd`: a relative POSIX path, empty for `cwd` itself."""
    relative = Path(os.path.relpath(folder, cwd.resolve())).as_posix()
    return "" if relative == "." else relative


def folder_in_repository(folder: Path) -> str | None:
    """Return a folder's path below the top of its git repository, empty for the top; None outside a repository."""
    top = repository_of(folder)
    return None if top is None else folder_as_seen(folder, top)


def find_roots(
    paths: Sequence[str],
    *,
    cwd: Path,
    stdin: BinaryIO | None = None,
    stdin_filename: str | None = None,
    all_hold: bool = True,
) -> tuple[Root, ...]:
    """Return the roots that the paths mean, each once, in the order in which they are first named.

    It is an error if only some paths hold a root, unless `all_hold` is off.
    """
    cwd = cwd.resolve()
    if not paths:
        return _merged(_here(cwd))
    by_path = [(path, tuple(_named([path], cwd, stdin, stdin_filename))) for path in dict.fromkeys(paths)]
    empty = [path for path, roots in by_path if not roots]
    if all_hold and empty and len(empty) < len(by_path):
        raise UsageError(say("{path} holds no inventory", path=empty[0]), say("Correct the path, or leave it out."))
    return _merged(root for _, roots in by_path for root in roots)


def _merged(roots: Iterable[Root]) -> tuple[Root, ...]:
    """Return each root once; naming the whole root overrides naming some of its files."""
    found: dict[Path, Root] = {}
    for root in roots:
        earlier = found.setdefault(root.path, root)
        if earlier.only and not root.only:
            found[root.path] = root
        elif earlier.only:
            found[root.path] = earlier._replace(only=tuple(sorted({*earlier.only, *root.only})))
    return tuple(found.values())


def _named(paths: Sequence[str], cwd: Path, stdin: BinaryIO | None, stdin_filename: str | None) -> Iterator[Root]:
    read_stdin = False
    for path in paths:
        if path != "-":
            yield from _at(path, cwd)
        elif not read_stdin:
            read_stdin = True
            content = b"" if stdin is None else stdin.read(MAX_FILE_BYTES + 1)
            yield _given(_of_stdin(cwd, stdin_filename or STDIN_NAME), content, cwd)


def _given(path: Path, content: bytes, cwd: Path) -> Root:
    """Return the root that standard input holds, or that includes the file by whose name it goes."""
    if path.name not in ROOT_NAMES and not _has_root_key(content, path.name) and path.is_file():
        root = _root_that_includes(path.resolve(), cwd)
        if root is not None and root.only:
            return root._replace(text=content, of=root.only[0])
    return Root(path, text=content)


def _of_stdin(cwd: Path, name: str) -> Path:
    path = cwd / name
    try:
        return _followed(path.parent, cwd) / path.name
    except LeadsOut as error:
        raise _led_out(name, error) from error
    except (OSError, ValueError, RuntimeError):
        return path.parent.resolve() / path.name


def _at(name: str, cwd: Path) -> Iterator[Root]:
    try:
        path = _followed(cwd / name, cwd)
        if path.is_dir():
            roots = tuple(_in_folder(path, cwd))
            if not roots:
                os.scandir(path).close()  # raises if nothing is found because access is denied
            yield from roots
            return
    except LeadsOut as error:
        own = Path(str(error.filename))
        if own.name == Path(name).name and own.is_file():
            yield Root(own)  # reading it reports that, as for an included file
            return
        raise _led_out(name, error) from error
    except (OSError, ValueError, RuntimeError) as error:
        raise _missing(name, error) from error
    if not path.is_file():
        raise UsageError(say("{path} is neither a file nor a folder", path=name), say("Name a file or a folder."))
    if path.name in ROOT_NAMES or _is_root(path):
        yield Root(path)
        return
    root = _root_that_includes(path, cwd)
    if root is not None:
        yield root
    elif isinstance(Folder(path.parent).read(path.name), Unreadable):
        yield Root(path)
    else:
        raise UsageError(
            say("{path} is not a root file (it has no key tpaudit), and no root file above it includes it", path=name),
            say("Name it under include in the root file, or name the root file here."),
        )


def _followed(path: Path, cwd: Path) -> Path:
    """Return where a path leads, links resolved; raise `LeadsOut` if a repository's link leads out of it.

    Users know the path that they name, but not the links in somebody else's repository:
    one that lies in a repository, or below the working folder, may lead to either, and nowhere else. All other links
    are the system's or the user's own.
    """
    at = Path(path.anchor)
    for part in path.parts[1:]:
        if part == "..":
            at = at.parent
            continue
        following = at / part
        if following.is_symlink():
            there = following.resolve(strict=True)
            top = repository_of(at)
            trusted = [home for home in (top, cwd) if home is not None]
            if any(at.is_relative_to(home) for home in trusted) and not any(
                there.is_relative_to(home) for home in trusted
            ):
                raise LeadsOut(errno.EACCES, "leads out of the folder", str(following))
            following = there
        at = following
    return at.resolve(strict=True)


def _led_out(name: str, error: LeadsOut) -> UsageError:
    message = say("{path} leads out of the repository: {link} is a link", path=name, link=str(error.filename))
    return UsageError(message, say("Name the folder itself that is meant."))


def repository_of(folder: Path) -> Path | None:
    """Return the top folder of the repository that a folder is in; None outside a repository."""
    return next((above for above in (folder, *folder.parents) if os.path.lexists(above / ".git")), None)


def _missing(name: str, error: Exception) -> UsageError:
    if isinstance(error, FileNotFoundError):
        message = say("{path} does not exist", path=name)
    else:
        why = (error.strerror if isinstance(error, OSError) else None) or str(error)
        message = say("{path} cannot be read: {why}", path=name, why=why)
    return UsageError(message, say("Correct the path; tpaudit init writes a first inventory."))


def _here(cwd: Path) -> Iterator[Root]:
    for above in _upwards(cwd):
        root = _conventional(above, cwd)
        if root is not None:
            yield root
            return
    yield from _in_folder(cwd, cwd)


def _upwards(folder: Path) -> Iterator[Path]:
    """Yield the folder and those above it, up to the repository's top; without a repository, up to the root folder."""
    for above in (folder, *folder.parents):
        yield above
        if os.path.lexists(above / ".git"):
            return


def _in_folder(folder: Path, cwd: Path) -> Iterator[Root]:
    own = _roots_of(folder, cwd)
    yield from own or _roots_below(folder, cwd)


def _roots_of(folder: Path, cwd: Path) -> tuple[Root, ...]:
    """Return the folder's own root; if none has the usual name, all files that have a root's key."""
    usual = _conventional(folder, cwd)
    if usual is not None:
        return (usual,)
    try:
        names = sorted(entry.name for entry in os.scandir(folder) if Path(entry.name).suffix in YAML_SUFFIXES)
    except OSError:
        return ()
    paths = (_at_home(folder / name, cwd) for name in names)
    return tuple(Root(path) for path in paths if _is_root(path))


def _conventional(folder: Path, cwd: Path) -> Root | None:
    # A broken link or a pipe with that name counts: reading it says what is wrong, skipping it would not.
    here = [name for name in ROOT_NAMES if os.path.lexists(folder / name)]
    present = [name for name in here if not os.path.isdir(folder / name)]  # noqa: PTH112  Path.is_dir may raise
    if len(present) > 1:
        raise UsageError(
            say("both {names} are in {folder}", names=tuple(present), folder=str(folder)),
            say("Keep one of them, or name the one that is meant."),
        )
    if not present:
        return None
    return Root(_at_home(folder / present[0], cwd))


def _at_home(path: Path, cwd: Path) -> Path:
    """Return where a file that nobody named really is, with links resolved as long as they stay in the repository.

    Outside a repository they must stay below the working folder, or else in their own. Any other link, even one that
    leads nowhere or to itself, keeps its name: reading it says what is wrong under the name that the user knows.
    """
    folder = path.parent.resolve()
    own = folder / path.name
    try:
        there = own.resolve(strict=True)
    except (OSError, RuntimeError):
        return own
    home = repository_of(folder) or (cwd if folder.is_relative_to(cwd) else folder)
    return there if there.is_relative_to(home) else own


def _is_root(path: Path) -> bool:
    data = Folder(path.parent).read(path.name)
    return not isinstance(data, Unreadable) and _has_root_key(data, path.name)


def _has_root_key(data: bytes, name: str) -> bool:
    if other_encoding(data):
        # It is the root that was meant, and its encoding is what has to be said about it.
        data = data.replace(b"\0", b"").lstrip(b"\xff\xfe")
    if b"tpaudit" not in data:
        return False
    if _ROOT_KEY.search(data):
        return True
    if not _FLOW_START.match(data):
        return False
    document, _ = read_document(name, data)
    return document is not None and isinstance(document.value, dict) and "tpaudit" in document.value


def _root_that_includes(path: Path, cwd: Path) -> Root | None:
    for folder in _upwards(path.parent):
        for root in _roots_of(folder, cwd):
            document, files = included_files(root.folder(), root.path.name)
            if document is None:
                # Nobody can tell what a broken root includes, so its own faults are shown.
                return root
            only = tuple(file for file in files if _is_file(root.path.parent / file, path))
            if only:
                return Root(root.path, only)
    return None


def _is_file(name: Path, path: Path) -> bool:
    try:
        return name.resolve(strict=True) == path
    except (OSError, RuntimeError):
        return False


def _roots_below(folder: Path, cwd: Path) -> list[Root]:
    """Return the roots with the usual names; opening every YAML file of a repository would take too long.

    A folder that cannot be listed may hold one: it stands for a root that cannot be read, so that it is reported.
    """
    candidates = []
    closed: list[Path] = []
    for parent, folders, _ in os.walk(folder, onerror=lambda error: closed.append(Path(error.filename or folder))):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        root = _conventional(Path(parent), cwd)
        if root is not None:
            candidates.append((Path(parent), root))
    candidates += [(parent, Root(parent / ROOT_NAMES[0])) for parent in closed if parent != folder]
    ignored = _ignored([parent for parent, _ in candidates])
    return [root for parent, root in candidates if parent not in ignored]


def _ignored(folders: Iterable[Path]) -> set[Path]:
    repositories: dict[Path, list[Path]] = {}
    for folder in folders:
        repository = repository_of(folder)
        if repository is not None and repository != folder:
            repositories.setdefault(repository, []).append(folder)
    if not repositories:
        return set()
    from tpaudit.loading.git import ignored

    return {folder for repository, inside in repositories.items() for folder in ignored(repository, inside)}
