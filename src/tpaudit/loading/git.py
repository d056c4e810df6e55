"""Revisions, read from git's objects alone, and what git ignores; nothing is changed, and no other program started."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

from tpaudit.loading.limits import MAX_FILE_BYTES
from tpaudit.loading.usage import UsageError
from tpaudit.messages import Message, say

LINK, SUBMODULE = "120000", "160000"
"""Modes of a tree's entries that are not files."""

Contents = Callable[[str], bytes | None]
"""Returns an object's content, None if it exceeds the limit for files."""

# A repository may configure programs (a file system monitor, a protocol helper): none is started.
_COMMAND = ("git", "--no-pager", "--no-optional-locks", "-c", "core.fsmonitor=false")
_KEPT = ("GIT_CONFIG", "GIT_CEILING_DIRECTORIES", "GIT_DISCOVERY_ACROSS_FILESYSTEM")
_HARDENED = {
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_ALLOW_PROTOCOL": "none",
    "GIT_TERMINAL_PROMPT": "0",
    "LC_ALL": "C",
    "LANGUAGE": "",
}
_DEEPEN = say(
    "This clone is shallow: fetch the rest with git fetch --unshallow; in CI set fetch-depth: 0 (GitHub) or "
    "GIT_DEPTH: 0 (GitLab)."
)


class Blob(NamedTuple):
    """An entry of a git tree: its mode (file, link or submodule) and the object with its content."""

    mode: str
    id: str


@dataclass(frozen=True, slots=True)
class Repository:
    """A git repository with a work tree, by the folder at its top, links resolved."""

    top: Path

    def within(self, path: Path) -> str:
        """Return a path as git names it, relative to the top; the top itself is empty."""
        try:
            # Unlike Path.resolve, this treats a link to itself as a name.
            name = Path(os.path.realpath(path)).relative_to(self.top).as_posix()
        except ValueError as error:
            message = say("{path} is outside of the git repository {top}", path=str(path), top=str(self.top))
            raise UsageError(message, say("Name a path in the repository.")) from error
        return "" if name == "." else name

    def is_shallow(self) -> bool:
        """Whether part of the history is missing here."""
        return _git(self.top, "rev-parse", "--is-shallow-repository").stdout.strip() == b"true"

    def left_out(self) -> frozenset[str]:
        """Return the files, as git names them, that a sparse checkout leaves out of the work tree."""
        if _git(self.top, "config", "--type=bool", "core.sparseCheckout").stdout.strip() != b"true":
            return frozenset()
        lines = _git(self.top, "ls-files", "-t", "-z").stdout.split(b"\0")
        return frozenset(os.fsdecode(line[2:]) for line in lines if line.startswith(b"S "))


@dataclass(frozen=True)
class Revision:
    """A commit, and the name by which the user meant it."""

    repository: Repository
    name: str
    commit: str

    @cached_property
    def blobs(self) -> Mapping[str, Blob]:
        """Every file, link and submodule of the commit, by its path."""
        answer = _git(self.repository.top, "ls-tree", "-r", "-z", "--full-tree", self.commit)
        if answer.returncode:
            raise _incomplete(self)
        blobs = {}
        for line in answer.stdout.split(b"\0")[:-1]:
            kind, _, path = line.partition(b"\t")
            mode, _, identity = kind.decode("ascii").split(" ")
            blobs[os.fsdecode(path)] = Blob(mode, identity)
        return blobs

    def mode(self, path: str) -> str | None:
        """Return a path's mode, None for a folder and for what does not exist."""
        blob = self.blobs.get(path)
        return blob.mode if blob is not None else None

    @cached_property
    def folders(self) -> Mapping[str, Sequence[str]]:
        """The names in each folder."""
        folders: dict[str, dict[str, None]] = {}
        for path in self.blobs:
            while path:
                parent, _, name = path.rpartition("/")
                names = folders.setdefault(parent, {})
                if name in names:
                    break
                names[name] = None
                path = parent  # noqa: PLW2901  up to the folder that is known already
        return {folder: tuple(names) for folder, names in folders.items()}

    @contextmanager
    def contents(self) -> Iterator[Contents]:
        """Provide the function that reads objects; one process serves all of them."""
        with subprocess.Popen(  # noqa: S603  a fixed command; objects are asked for through standard input
            [*_COMMAND, "cat-file", "--batch"],
            cwd=self.repository.top,
            env=_environment(),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        ) as process:
            yield lambda identity: _content(self, process, identity)


def repository(folder: Path) -> Repository:
    """Return the git repository in which a folder lies."""
    answer = _git(folder, "rev-parse", "--is-inside-work-tree", "--show-toplevel")
    inside, _, top = answer.stdout.partition(b"\n")
    if inside == b"true" and top:
        return Repository(Path(os.fsdecode(top.removesuffix(b"\n"))).resolve())
    if inside == b"false":
        raise UsageError(
            say("{folder} is in a bare repository, or in git's own folder, where no files are", folder=str(folder)),
            say("Run tpaudit in a clone with a work tree."),
        )
    if b"dubious ownership" in answer.stderr:
        raise UsageError(
            say("git does not trust the repository of {folder}, which belongs to another user", folder=str(folder)),
            say("Trust it: git config --global --add safe.directory {folder}", folder=str(folder)),
        )
    if b"not a git repository" in answer.stderr:
        raise UsageError(
            say("{folder} is not in a git repository", folder=str(folder)),
            say("Comparing with a revision needs one; run tpaudit inside of it."),
        )
    raise UsageError(
        say("git cannot read the repository of {folder}: {why}", folder=str(folder), why=_last_line(answer.stderr)),
        say("Correct that first."),
    )


def revision(repository: Repository, name: str) -> Revision:
    """Return the commit that a name means; `A...B` is the merge base, as in `git diff`, and an end left out is HEAD."""
    first, dots, second = name.partition("...")
    if not dots:
        return Revision(repository, name, _commit(repository, name))
    commits = [_commit(repository, end or "HEAD") for end in (first, second)]
    answer = _git(repository.top, "merge-base", *commits)
    if answer.returncode:
        remedy = _DEEPEN if repository.is_shallow() else say("Name one revision instead.")
        raise UsageError(say("the revisions of {name} have no common ancestor here", name=name), remedy)
    return Revision(repository, name, answer.stdout.decode("ascii").split()[0])


def _commit(repository: Repository, name: str) -> str:
    # git allows no name to begin with a hyphen; what does is an option, and nobody means one here. With a caret begins
    # what a revision is not.
    if not name.strip():
        remedy = say("Name a branch, a tag or a commit; perhaps a variable is not set.")
        raise UsageError(say("the name of the revision is empty"), remedy)
    if name.startswith(("-", "^")) or not name.isprintable():
        raise _unknown(name, say("Name a branch, a tag or a commit."))
    answer = _git(
        repository.top, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{name}^{{commit}}"
    )  # fmt: skip
    if answer.returncode == 0:
        return answer.stdout.decode("ascii").strip()
    if repository.is_shallow():
        raise _unknown(name, _DEEPEN)
    if name == "HEAD":
        raise _unknown(name, say("Nothing is committed on this branch yet: commit the inventory first."))
    raise _unknown(name, say("Name a branch, a tag or a commit; one of a remote must have been fetched."))


def _unknown(name: str, remedy: Message) -> UsageError:
    return UsageError(say("{name} is not a revision of this repository", name=name), remedy)


def _content(revision: Revision, process: subprocess.Popen[bytes], identity: str) -> bytes | None:
    assert process.stdin is not None and process.stdout is not None  # noqa: S101,PT018  both are pipes
    try:
        process.stdin.write(f"{identity}\n".encode("ascii"))
        process.stdin.flush()
    except OSError as error:
        raise _incomplete(revision) from error
    # The answer is "ID blob SIZE", the content and a line feed; or "ID missing".
    header = process.stdout.readline().split()
    if len(header) != 3:
        raise _incomplete(revision)
    size = int(header[2])
    if size > MAX_FILE_BYTES:
        for start in range(0, size + 1, MAX_FILE_BYTES):
            process.stdout.read(min(MAX_FILE_BYTES, size + 1 - start))
        return None
    return process.stdout.read(size + 1)[:-1]


def _incomplete(revision: Revision) -> UsageError:
    return UsageError(
        say("{name} is not wholly here: objects of it are missing", name=revision.name),
        say("Fetch it in full, without --filter; git fsck tells whether the repository is damaged."),
    )


def ignored(folder: Path, paths: Iterable[Path]) -> frozenset[Path]:
    """Return the paths below a repository's folder that git ignores; none if git cannot tell."""
    try:
        answer = subprocess.run(  # noqa: S603  a fixed command; the paths go through standard input
            [*_COMMAND, "check-ignore", "--stdin", "-z"],
            cwd=folder,
            env=_environment(),
            input=b"".join(os.fsencode(path) + b"\0" for path in paths),
            capture_output=True,
            timeout=30,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        return frozenset()
    return frozenset(Path(os.fsdecode(path)) for path in answer.stdout.split(b"\0") if path)


def _git(folder: Path, *arguments: str) -> subprocess.CompletedProcess[bytes]:
    try:
        return subprocess.run(  # noqa: S603  a list without a shell; revisions cannot be taken for options
            [*_COMMAND, *arguments],
            cwd=folder,
            env=_environment(),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            check=False,
        )
    except FileNotFoundError as error:
        raise UsageError(
            say("git is not installed, or not on the path"), say("Comparing with a revision needs it.")
        ) from error
    except OSError as error:
        why = error.strerror or str(error)
        raise UsageError(say("git cannot be started: {why}", why=why), say("Correct that first.")) from error


def _environment() -> dict[str, str]:
    """Return the environment without the variables that point to another repository, which hooks set."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("GIT_") or name.startswith(_KEPT)}
    return kept | _HARDENED


def _last_line(text: bytes) -> str:
    lines = text.decode("utf-8", "replace").strip().splitlines()
    return lines[-1] if lines else "?"
